//! From the text of a contract to a [`Contract`]: every key once, every mistake with its place.

use std::collections::HashMap;

use super::{ConcurrencyReading, Contract, Line, Model, Price, Subscription};
use crate::book::PriceBook;
use crate::document::{Document, Field, Section, Spot};
use crate::money::Currency;
use crate::period::AnchorDay;
use crate::problem::{Notice, Problems, did_you_mean};

use super::SeatCounting;

pub(super) const MODELS: [(&str, Model); 3] =
    [("named", Model::Named), ("concurrent", Model::Concurrent), ("hourly-logged-in", Model::HourlyLoggedIn)];
pub(super) const SUBSCRIPTIONS: [(&str, Subscription); 3] = [
    ("annual-prepay", Subscription::AnnualPrepay),
    ("annual-monthly", Subscription::AnnualMonthly),
    ("month-to-month", Subscription::MonthToMonth),
];
pub(super) const COUNTINGS: [(&str, SeatCounting); 2] =
    [("assigned", SeatCounting::Assigned), ("logged-in", SeatCounting::LoggedIn)];
pub(super) const READINGS: [(&str, ConcurrencyReading); 2] =
    [("at-or-above", ConcurrencyReading::AtOrAbove), ("exactly", ConcurrencyReading::Exactly)];
/// Most units that a line can commit to.
pub(super) const QUANTITY_MAX: u64 = 1_000_000_000;

/// A `[[line]]` or `[[price]]` with the spots that later checks point at.
struct Entry<T> {
    value: T,
    product_at: Spot,
    /// The line's quantity, if it stands there.
    quantity: Option<Field<u64>>,
}

pub(super) fn read(text: &str, file: &str, book: &PriceBook) -> Result<(Contract, Vec<Notice>), Problems> {
    let document = Document::parse(file, text);
    let contract = contract(&document, book);
    let notices = document.finish()?;
    Ok((contract, notices))
}

fn contract(document: &Document<'_>, book: &PriceBook) -> Contract {
    let root = document.root();
    let mut contract = Contract::none();
    if let Some(section) = root.section("contract") {
        head(&section, &mut contract);
        let subscription = section.word("subscription", &SUBSCRIPTIONS);
        section.finish();
        fill_lines(document, &root, book, &mut contract, subscription);
    } else {
        fill_lines(document, &root, book, &mut contract, None);
    }
    root.finish();
    contract
}

/// The keys of `[contract]` that stand alone; absent ones keep their default.
fn head(section: &Section<'_, '_>, contract: &mut Contract) {
    const CODE: &str = "a currency code of ISO 4217 in capitals, as \"USD\"";
    contract.organization = section.text("organization").map(|field| field.value);
    if let Some(currency) = section.parsed::<Currency>("currency", CODE, "") {
        contract.currency = currency.value;
    }
    if let Some(model) = section.word("model", &MODELS) {
        contract.model = model.value;
    }
    if let Some(counting) = section.word("seat_counting", &COUNTINGS) {
        contract.seat_counting = counting.value;
    }
    if let Some(reading) = section.word("concurrency_reading", &READINGS) {
        contract.concurrency_reading = reading.value;
    }
    let anchor = section.integer("period_anchor_day", 1, 31);
    if let Some(day) = anchor.and_then(|field| u8::try_from(field.value).ok()).and_then(AnchorDay::new) {
        contract.period_anchor_day = day;
    }
    let notice = section.integer("renewal_notice_days", 0, 3_650);
    contract.renewal_notice_days = notice.and_then(|field| u32::try_from(field.value).ok());
    contract.uplift_cap_percent = section.amount("uplift_cap_percent").map(|field| field.value);
    contract.ramp_until = section.date("ramp_until").map(|field| field.value);
    let (start, end) = (section.date("start"), section.date("end"));
    if let (Some(start), Some(end)) = (&start, &end)
        && end.value < start.value
    {
        let what = format!("is {}, before `contract.start`, {}", end.value, start.value);
        section.problem(&end.at, what, "the last day of the contract, on or after its first", "exchange the two?");
    }
    contract.start = start.map(|field| field.value);
    contract.end = end.map(|field| field.value);
}

fn fill_lines(
    document: &Document<'_>,
    root: &Section<'_, '_>,
    book: &PriceBook,
    contract: &mut Contract,
    subscription: Option<Field<Subscription>>,
) {
    let sections = root.sections("line");
    contract.subscription = match &subscription {
        Some(field) => field.value,
        None if sections.is_empty() => Subscription::MonthToMonth,
        None => Subscription::AnnualMonthly,
    };
    let monthly = contract.subscription == Subscription::MonthToMonth;
    let lines: Vec<Entry<Line>> =
        sections.into_iter().filter_map(|section| line(document, section, book, monthly)).collect();
    let prices: Vec<Entry<Price>> =
        root.sections("price").into_iter().filter_map(|section| price(document, section, book)).collect();
    once_each(document, "line", lines.iter().map(|line| (line.value.product.as_str(), &line.product_at)));
    once_each(document, "price", prices.iter().map(|price| (price.value.product.as_str(), &price.product_at)));
    if monthly {
        no_commitment(document, &lines);
    }
    lines_win(document, &lines, &prices);
    contract.lines = lines.into_iter().map(|entry| entry.value).collect();
    contract.prices = prices.into_iter().map(|entry| entry.value).collect();
}

fn line(document: &Document<'_>, section: Section<'_, '_>, book: &PriceBook, monthly: bool) -> Option<Entry<Line>> {
    let product = product(document, &section, book);
    let quantity = if monthly && !section.has("quantity") {
        None
    } else {
        let expected = "the units committed per month, a whole number without quotes";
        section.required("quantity", expected, |section, key| section.integer(key, 0, QUANTITY_MAX))
    };
    let unit_price = section.amount("unit_price").map(|field| field.value);
    let overage_price = section.amount("overage_price").map(|field| field.value);
    section.finish();
    let (product, product_at) = product?;
    let units = quantity.as_ref().map_or(0, |field| field.value);
    Some(Entry { value: Line { product, quantity: units, unit_price, overage_price }, product_at, quantity })
}

fn price(document: &Document<'_>, section: Section<'_, '_>, book: &PriceBook) -> Option<Entry<Price>> {
    let product = product(document, &section, book);
    let unit_price = section.required("unit_price", "the price per unit and month, as \"35.00\"", Section::amount);
    section.finish();
    let (product, product_at) = product?;
    Some(Entry { value: Price { product, unit_price: unit_price?.value }, product_at, quantity: None })
}

/// The product of an entry: a license id counts as its product, an unknown one passes through with a notice.
fn product(document: &Document<'_>, section: &Section<'_, '_>, book: &PriceBook) -> Option<(String, Spot)> {
    let field = section.required("product", "a product id, as \"cx3\", or a license id", Section::text)?;
    if let Some(product) = book.product_of_license(&field.value) {
        return Some((product.id.clone(), field.at));
    }
    let ids = book.products().iter().map(|product| product.id.as_str());
    let near = did_you_mean(&field.value, ids).map(|id| format!("; did you mean `{id}`?")).unwrap_or_default();
    let message = format!(
        "is `{}`, which the price book does not know: it counts for the license with exactly this id, else for nobody{near}",
        field.value
    );
    document.notice(&field.at, message);
    Some((field.value, field.at))
}

fn once_each<'e>(document: &Document<'_>, table: &str, entries: impl Iterator<Item = (&'e str, &'e Spot)>) {
    let mut first: HashMap<&str, &Spot> = HashMap::new();
    for (product, at) in entries {
        match first.get(product) {
            Some(other) => {
                let what = format!("is `{product}`, which `{}` at {} has already", other.path, document.place(other));
                let expected = format!("one [[{table}]] per product");
                document.problem(at, what, expected, "add the quantities up in one of the two, or drop one");
            }
            None => {
                first.insert(product, at);
            }
        }
    }
}

fn no_commitment(document: &Document<'_>, lines: &[Entry<Line>]) {
    for quantity in lines.iter().filter_map(|line| line.quantity.as_ref()).filter(|quantity| quantity.value > 0) {
        let what = format!("commits to {} in a month-to-month contract, which has no commitment", quantity.value);
        let hint = "use [[price]] for a price without commitment, or an annual `subscription`";
        document.problem(&quantity.at, what, "no quantity, or 0", hint);
    }
}

fn lines_win(document: &Document<'_>, lines: &[Entry<Line>], prices: &[Entry<Price>]) {
    for price in prices {
        let line = lines.iter().find(|line| line.value.product == price.value.product);
        if let Some(line) = line.filter(|line| line.value.unit_price.is_some()) {
            let message = format!(
                "is `{}`, whose price is that of `{}` at {}: this entry is not used; drop it",
                price.value.product,
                line.product_at.path,
                document.place(&line.product_at)
            );
            document.notice(&price.product_at, message);
        }
    }
}
