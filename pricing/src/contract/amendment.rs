//! Amendments: from a day on, another quantity or price of a product, or more units beside what is committed.
//!
//! An amendment becomes lines like those of the contract: `quantity` ends the line before it and begins another with the
//! same terms, `add` begins one beside it. Both end with the contract.

use chrono::{Days, NaiveDate};

use super::Contract;
use super::entry::{Line, PriceTerms, Span};
use super::read::QUANTITY_MAX;
use super::read_entry::{Entry, product};
use crate::book::PriceBook;
use crate::document::{Document, Field, Section, Spot};

/// What one line of an amendment says.
struct Change {
    product: String,
    product_at: Spot,
    quantity: Option<Field<u64>>,
    add: Option<Field<u64>>,
    unit_price: Option<rust_decimal::Decimal>,
    overage_price: Option<rust_decimal::Decimal>,
}

/// Applies every `[[amendment]]` to the lines, in the order of their days; of one day in the order of the text.
pub(super) fn apply(
    document: &Document<'_>,
    sections: Vec<Section<'_, '_>>,
    book: &PriceBook,
    contract: &Contract,
    lines: &mut Vec<Entry<Line>>,
) {
    let mut amendments: Vec<(NaiveDate, Option<String>, Vec<Change>)> = Vec::new();
    for section in sections {
        let form = "the first day of the amendment, as \"2026-03-01\"";
        let effective = section.required("effective", form, Section::date);
        let name = section.text("name").map(|field| field.value);
        let own = section.sections("line");
        if own.is_empty() {
            let expected = "at least one [[amendment.line]]";
            section.problem(section.spot(), "changes nothing", expected, "drop the amendment, or say what it changes");
        }
        let changes = own.into_iter().filter_map(|line| change(document, line, book)).collect();
        section.finish();
        if let Some(effective) = effective.filter(|effective| is_in(document, contract, effective)) {
            amendments.push((effective.value, name, changes));
        }
    }
    amendments.sort_by_key(|(effective, _, _)| *effective);
    for (effective, name, changes) in amendments {
        for change in changes {
            amend(document, effective, name.as_ref(), change, lines);
        }
    }
}

fn is_in(document: &Document<'_>, contract: &Contract, effective: &Field<NaiveDate>) -> bool {
    let inside = contract.is_in_force_on(effective.value);
    if !inside {
        let what = format!("is {}, outside the contract", effective.value);
        document.problem(&effective.at, what, "a day from `contract.start` to `contract.end`", "");
    }
    inside
}

fn change(document: &Document<'_>, section: Section<'_, '_>, book: &PriceBook) -> Option<Change> {
    let product = product(document, &section, book);
    let quantity = section.integer("quantity", 0, QUANTITY_MAX);
    let add = section.integer("add", 1, QUANTITY_MAX);
    let unit_price = section.amount("unit_price").map(|field| field.value);
    let overage_price = section.amount("overage_price").map(|field| field.value);
    let (has_quantity, has_add) = (section.has("quantity"), section.has("add"));
    if has_quantity == has_add {
        let what = if has_add { "has `quantity` and `add`" } else { "has no quantity" };
        let expected = "either `quantity`, the new total, or `add`, units beside what is committed";
        section.problem(section.spot(), what, expected, "");
    }
    section.finish();
    let (product, product_at) = product?;
    Some(Change { product, product_at, quantity, add, unit_price, overage_price })
}

fn amend(
    document: &Document<'_>,
    effective: NaiveDate,
    name: Option<&String>,
    change: Change,
    lines: &mut Vec<Entry<Line>>,
) {
    let in_force = |entry: &Entry<Line>| {
        let line = &entry.value;
        line.product == change.product && !line.added && line.span.contains(effective)
    };
    let before = lines.iter().position(in_force);
    let added = change.add.is_some();
    let Some(quantity) = change.quantity.or(change.add) else { return };
    let terms = match before.map(|place| &lines[place].value.terms) {
        // Units with a price of their own are outside the steps and discounts of the line; without one they climb on.
        Some(own) if added => {
            PriceTerms { unit_price: change.unit_price, currency: own.currency, ..PriceTerms::default() }
        }
        Some(own) => PriceTerms { unit_price: change.unit_price.or(own.unit_price), ..own.clone() },
        None => PriceTerms { unit_price: change.unit_price, ..PriceTerms::default() },
    };
    let overage = before.and_then(|place| lines[place].value.overage_price);
    let to = before.and_then(|place| lines[place].value.span.to);
    if !added {
        replace(document, effective, &change.product, &change.product_at, lines);
    }
    let line = Line {
        product: change.product,
        quantity: quantity.value,
        terms,
        overage_price: change.overage_price.or(overage),
        span: Span { from: Some(effective), to },
        added,
        amendment: name.cloned(),
    };
    let (from_at, to_at, currency_at) = (None, None, None);
    let product_at = change.product_at;
    lines.push(Entry { value: line, product_at, quantity: Some(quantity), from_at, to_at, currency_at });
}

/// Ends what is committed of a product on the day before: the line in force, and the units that were added to it.
fn replace(document: &Document<'_>, effective: NaiveDate, product: &str, at: &Spot, lines: &mut Vec<Entry<Line>>) {
    let last = effective.checked_sub_days(Days::new(1));
    for entry in lines.iter_mut().filter(|entry| entry.value.product == product) {
        let span = &mut entry.value.span;
        if span.from == Some(effective) {
            let what = format!("is `{product}`, whose quantity `{}` sets on the same day", entry.product_at.path);
            document.problem(at, what, "one quantity of a product per day", "drop one of the two");
        } else if span.contains(effective) {
            span.to = last;
        }
    }
    // A line that began on the first day of the contract and is replaced on it never held.
    lines.retain(|entry| entry.value.span.from.zip(entry.value.span.to).is_none_or(|(from, to)| from <= to));
}
