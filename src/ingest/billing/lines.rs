//! Rows of billing → lines and prices of the contract.

use std::collections::BTreeMap;

use rust_decimal::{Decimal, prelude::ToPrimitive as _};
use seatwise_pricing::{
    book::{PriceBook, ProductKind, SeatModel, TOKEN_PRODUCT},
    contract::{FairUseRate, Line, Price, PriceTerms, Span},
};

use super::{
    draft::{Draft, LeftOut, Understood},
    duplicates::{Agreed, decide},
    statement::{Charge, Statement},
    values::Faults,
};

/// The part number of AI tokens (<https://developer.genesys.cloud/billing/partner-billing>).
pub const TOKEN_PART: &str = "GC-170-NV-AITC";
/// Why a row is left out whose name nobody knows.
const UNKNOWN_NAME: &str = "no product of the price book has this name";
/// Most units that a line can commit to, as the contract has it.
const QUANTITY_MAX: u64 = 1_000_000_000;

/// Sorts the rows into lines, prices and what is left out, and finds the model.
pub(super) fn fill(draft: &mut Draft, statement: &Statement, book: &PriceBook, faults: &mut Faults) {
    let mut by_product: BTreeMap<String, Vec<&Charge>> = BTreeMap::new();
    for charge in &statement.charges {
        match meaning(charge, book) {
            Meaning::Product(product) => by_product.entry(product).or_default().push(charge),
            Meaning::Pool(resource, price) => pool(draft, &resource, price, charge, faults),
            Meaning::Nothing(why) => draft.left_out.push(LeftOut { charge: charge.clone(), why }),
        }
    }
    draft.contract.fair_use.sort_by(|one, other| one.resource.cmp(&other.resource));
    model(draft, &by_product, book, faults);
    for (product, rows) in &by_product {
        if let Some(agreed) = decide(product, rows, faults, &mut draft.left_out) {
            entry(draft, product, &agreed, faults);
        }
    }
    let place = |charge: &Charge| statement.charges.iter().position(|own| own.place == charge.place);
    draft.left_out.sort_by_key(|row| place(&row.charge));
    draft.understood.sort_by(|one, other| one.product.cmp(&other.product));
    tail(draft);
}

/// What a row is about.
enum Meaning {
    /// A product, by id.
    Product(String),
    /// Use beyond a fair-use pool, by id of its resource, with its price.
    Pool(String, Decimal),
    /// Nothing that a contract has, and why.
    Nothing(String),
}

fn meaning(charge: &Charge, book: &PriceBook) -> Meaning {
    let nothing = |why: &str| Meaning::Nothing(why.to_owned());
    let is = |grouping: &str| charge.grouping.as_deref() == Some(grouping);
    if is("fair-use") {
        return nothing("an allowance of fair use, which follows from the seats");
    }
    if charge.sku.as_deref() == Some(TOKEN_PART) {
        return Meaning::Product(TOKEN_PRODUCT.to_owned());
    }
    if let Some(product) = book.product_of_charge(&charge.name) {
        return Meaning::Product(product.id.clone());
    }
    if !charge.commitment().is_zero() {
        return Meaning::Nothing(unknown(charge));
    }
    if let Some(allowance) = book.allowance_of_resource(&charge.name) {
        return match charge.overage_price {
            Some(price) => Meaning::Pool(allowance.resource.clone(), price),
            None => nothing("use within a fair-use pool, without a price beyond it"),
        };
    }
    if is("rollup-usage") || book.meter_of_resource(&charge.name).is_some() {
        return nothing("AI that is metered: it is paid in tokens");
    }
    if charge.unit_price.is_none() && charge.overage_price.is_none() {
        return nothing("no product of the price book, and neither committed nor priced");
    }
    Meaning::Nothing(unknown(charge))
}

/// A price of what goes beyond a fair-use pool; two that differ are an error.
fn pool(draft: &mut Draft, resource: &str, price: Decimal, charge: &Charge, faults: &mut Faults) {
    match draft.contract.fair_use.iter().find(|rate| rate.resource == resource) {
        Some(rate) if rate.unit_price == price => {
            let why = format!("says the same of `{resource}` as a row before");
            draft.left_out.push(LeftOut { charge: charge.clone(), why });
        }
        Some(rate) => {
            let what = format!(
                "is {}, {price} a unit of `{resource}`, which another row has at {}",
                charge.label(),
                rate.unit_price
            );
            let remedy = "take the row out that does not hold";
            faults.add(&charge.place, what, "one price beyond the pool of a resource", remedy);
        }
        None => {
            draft.contract.fair_use.push(FairUseRate { resource: resource.to_owned(), unit_price: price });
            draft.understood.push(Understood {
                product: resource.to_owned(),
                charge: charge.name.clone(),
                place: charge.place.clone(),
                terms: format!("{price} a unit beyond fair use"),
            });
        }
    }
}

/// Why a row that nobody knows is left out, with what is at stake.
fn unknown(charge: &Charge) -> String {
    format!("{UNKNOWN_NAME}; {}", amount(charge))
}

fn times(units: Decimal, price: Decimal) -> String {
    units.checked_mul(price).map_or_else(|| "too much to be shown".to_owned(), |amount| amount.to_string())
}

fn amount(charge: &Charge) -> String {
    let committed = charge.commitment();
    match (committed.is_zero(), charge.unit_price, charge.overage_price) {
        (false, Some(price), _) => {
            format!("committed {} × {price} = {} per month", committed.normalize(), times(committed, price))
        }
        (false, None, _) => format!("committed {}, at an unknown price", committed.normalize()),
        (true, _, Some(price)) => match charge.used {
            Some(used) => format!("not committed; used {} × {price} = {}", used.normalize(), times(used, price)),
            None => format!("not committed, {price} a unit"),
        },
        (true, _, None) => "not committed".to_owned(),
    }
}

/// Concurrent where a contact-center base is charged as such; both at once can't be (`docs/RULES.md`).
fn model(draft: &mut Draft, by_product: &BTreeMap<String, Vec<&Charge>>, book: &PriceBook, faults: &mut Faults) {
    let is_cx = |id: &str| book.product(id).is_some_and(|product| product.kind == ProductKind::Base && product.is_cx);
    let bases = by_product.iter().filter(|(id, _)| is_cx(id)).flat_map(|(_, rows)| rows);
    let (concurrent, named): (Vec<&&Charge>, Vec<&&Charge>) = bases.partition(|row| is_concurrent(&row.name));
    if !concurrent.is_empty() {
        draft.contract.model = SeatModel::Concurrent;
    }
    let counts = |rows: &[&&Charge]| rows.iter().find(|row| !row.commitment().is_zero()).map(|row| (***row).clone());
    if let (Some(one), Some(other)) = (counts(&concurrent), counts(&named)) {
        let what = format!("is {}, concurrent, while {} at {} is named", one.label(), other.label(), other.place);
        let remedy = "an organization that changes its model has two contracts: import the row of the one in force";
        faults.add(&one.place, what, "seats of one model: Genesys Cloud mixes none in an organization", remedy);
    }
}

fn is_concurrent(name: &str) -> bool {
    name.split_whitespace().any(|word| word.eq_ignore_ascii_case("concurrent"))
}

/// A line where units are committed, else a price.
fn entry(draft: &mut Draft, product: &str, agreed: &Agreed<'_>, faults: &mut Faults) {
    let row = agreed.row;
    let committed = row.commitment();
    if let Some(bundle) = row.bundle.filter(|bundle| *bundle != Decimal::ONE && !bundle.is_zero()) {
        draft.to_check.push(format!(
            "{} at {} has a bundle quantity of {bundle}: quantities and prices were taken as they stand",
            row.label(),
            row.place
        ));
    }
    let quantity = committed.to_u64().filter(|units| Decimal::from(*units) == committed && *units <= QUANTITY_MAX);
    let Some(quantity) = quantity else {
        let what = format!("of {} is {committed}", row.label());
        let form = format!("whole units, from 0 to {QUANTITY_MAX}");
        let path = format!("{}.prepayQuantity", row.place);
        return faults.add(&path, what, &form, "a fraction of a seat can't be committed to: ask what was agreed");
    };
    let terms = PriceTerms { unit_price: agreed.unit_price, ..PriceTerms::default() };
    let said = match (quantity, agreed.unit_price, agreed.overage_price) {
        (0, _, Some(price)) => {
            let terms = PriceTerms { unit_price: Some(price), ..PriceTerms::default() };
            draft.contract.prices.push(Price { product: product.to_owned(), terms, span: Span::default() });
            draft.comments.prices.push(row.label());
            format!("{price} a unit, not committed")
        }
        (0, _, None) => {
            let why = "neither committed nor priced: the list price holds".to_owned();
            draft.left_out.push(LeftOut { charge: row.clone(), why });
            return;
        }
        (_, unit, overage) => {
            draft.contract.lines.push(Line {
                product: product.to_owned(),
                quantity,
                terms,
                overage_price: overage,
                span: Span::default(),
                added: false,
                amendment: None,
            });
            draft.comments.lines.push(line_comment(row, unit, overage));
            if unit.is_none() {
                draft.to_check.push(format!(
                    "the price of the {quantity} committed `{product}` is not said ({} at {}): the list price holds until \
                     `unit_price` is set",
                    row.label(),
                    row.place
                ));
            }
            let price =
                |price: Option<Decimal>, none: &str| price.map_or_else(|| none.to_owned(), |price| price.to_string());
            let at = price(unit, "an unknown price");
            format!("{quantity} committed at {at}, beyond at {}", price(overage, "the same"))
        }
    };
    let (charge, place) = (row.name.clone(), row.place.clone());
    draft.understood.push(Understood { product: product.to_owned(), charge, place, terms: said });
}

fn line_comment(row: &Charge, unit: Option<Decimal>, overage: Option<Decimal>) -> String {
    let mut comment = row.label();
    if unit.is_none() {
        comment.push_str("\nunit_price is not said by billing: set what was agreed");
    }
    if overage.is_none() {
        comment.push_str("\noverage_price is not said by billing: without it the unit price holds");
    }
    comment
}

/// Rows with money that are in no line stand at the end of the file, so that they can't be forgotten.
fn tail(draft: &mut Draft) {
    let with_money = |row: &&LeftOut| row.why.starts_with(UNKNOWN_NAME);
    let rows: Vec<String> = draft
        .left_out
        .iter()
        .filter(with_money)
        .map(|row| format!("  {}\n    {}", row.charge.label(), amount(&row.charge)))
        .collect();
    if !rows.is_empty() {
        draft.comments.tail = format!(
            "Not in this contract, because the price book does not know them:\n{}\n\
             To price one, add it with the license id that people hold as `product`.",
            rows.join("\n")
        );
    }
}
