//! From the text of a contract to a [`Contract`]: every key once, every mistake with its place.

use super::read_entry::{Entry, line, price};
use super::{ConcurrencyReading, Contract, Line, Model, Price, RampBilling, SeatCounting, Subscription, VolumeSteps};
use super::{amendment, check, read_more};
use crate::book::PriceBook;
use crate::document::{Document, Field, Section};
use crate::money::Currency;
use crate::period::AnchorDay;
use crate::problem::{Notice, Problems};

pub(crate) const MODELS: [(&str, Model); 3] =
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
pub(super) const RAMPS: [(&str, RampBilling); 2] =
    [("not-charged", RampBilling::NotCharged), ("actual-use", RampBilling::ActualUse)];
pub(super) const STEPS: [(&str, VolumeSteps); 2] =
    [("all-units", VolumeSteps::AllUnits), ("graduated", VolumeSteps::Graduated)];
/// A currency code as contracts have it.
pub(super) const CURRENCY_FORM: &str = "a currency code of ISO 4217 in capitals, as \"USD\"";
/// Most units that a line can commit to.
pub(super) const QUANTITY_MAX: u64 = 1_000_000_000;

pub(super) fn read(text: &str, file: &str, book: &PriceBook) -> Result<(Contract, Vec<Notice>), Problems> {
    let document = Document::parse(file, text);
    let root = document.root();
    let contract = sections(&document, &root, book, |_, _| ());
    root.finish();
    let notices = document.finish()?;
    Ok((contract, notices))
}

/// The sections of a contract below `root`, which may have others. `settle` completes what `[contract]` says (`None` = it is
/// not there) before lines, prices and amendments are held against it.
pub(crate) fn sections(
    document: &Document<'_>,
    root: &Section<'_, '_>,
    book: &PriceBook,
    settle: impl FnOnce(Option<&Section<'_, '_>>, &mut Contract),
) -> Contract {
    let mut contract = Contract::none();
    let mut subscription = None;
    let section = root.section("contract");
    if let Some(section) = &section {
        head(section, &mut contract);
        terms(section, &mut contract);
        subscription = section.word("subscription", &SUBSCRIPTIONS);
    }
    settle(section.as_ref(), &mut contract);
    if let Some(section) = section {
        section.finish();
    }
    // Rates first: an entry in another currency asks for one.
    contract.exchange_rates = read_more::exchange_rates(document, root);
    contract.fair_use = read_more::fair_use(document, root, book);
    entries(document, root, book, &mut contract, subscription);
    contract
}

/// The keys of `[contract]` that stand alone; absent ones keep their default.
fn head(section: &Section<'_, '_>, contract: &mut Contract) {
    contract.organization = section.text("organization").map(|field| field.value);
    contract.number = section.text("number").map(|field| field.value);
    if let Some(currency) = section.parsed::<Currency>("currency", CURRENCY_FORM, "") {
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
    days(section, contract);
}

/// The days of `[contract]`: signed, then begun, then ended.
fn days(section: &Section<'_, '_>, contract: &mut Contract) {
    let (signed, start, end) = (section.date("signed"), section.date("start"), section.date("end"));
    if let (Some(start), Some(end)) = (&start, &end)
        && end.value < start.value
    {
        let what = format!("is {}, before `contract.start`, {}", end.value, start.value);
        section.problem(&end.at, what, "the last day of the contract, on or after its first", "exchange the two?");
    }
    if let (Some(signed), Some(start)) = (&signed, &start)
        && signed.value > start.value
    {
        let what = format!("is {}, after `contract.start`, {}", signed.value, start.value);
        let hint = "an amendment that was signed later is an [[amendment]] with its `effective` day";
        section.problem(&signed.at, what, "the day of the signature, on or before the first day", hint);
    }
    contract.signed = signed.map(|field| field.value);
    contract.start = start.map(|field| field.value);
    contract.end = end.map(|field| field.value);
}

/// The keys of `[contract]` about money and ramp.
fn terms(section: &Section<'_, '_>, contract: &mut Contract) {
    if let Some(billing) = section.word("ramp_billing", &RAMPS) {
        contract.ramp_billing = billing.value;
    }
    if let Some(steps) = section.word("volume_steps", &STEPS) {
        contract.volume_steps = steps.value;
    }
    contract.discount_percent = read_more::percent(section, "discount_percent").map(|field| field.value);
    contract.minimum_monthly_amount = section.amount("minimum_monthly_amount").map(|field| field.value);
    let uplift = section.amount("uplift_percent");
    if let (Some(uplift), Some(cap)) = (&uplift, contract.uplift_cap_percent)
        && uplift.value > cap
    {
        let what = format!("is {}, above `contract.uplift_cap_percent`, {cap}", uplift.value);
        section.problem(&uplift.at, what, "at most the cap", "one of the two is not what was agreed");
    }
    contract.uplift_percent = uplift.map(|field| field.value);
}

/// Lines, prices and amendments, and what only all of them together can show.
fn entries(
    document: &Document<'_>,
    root: &Section<'_, '_>,
    book: &PriceBook,
    contract: &mut Contract,
    subscription: Option<Field<Subscription>>,
) {
    let (sections, amendments) = (root.sections("line"), root.sections("amendment"));
    contract.subscription = match &subscription {
        Some(field) => field.value,
        None if sections.is_empty() && amendments.is_empty() => Subscription::MonthToMonth,
        None => Subscription::AnnualMonthly,
    };
    let monthly = contract.subscription == Subscription::MonthToMonth;
    let mut lines: Vec<Entry<Line>> =
        sections.into_iter().filter_map(|section| line(document, section, book, monthly)).collect();
    let prices: Vec<Entry<Price>> =
        root.sections("price").into_iter().filter_map(|section| price(document, section, book)).collect();
    check::once_at_a_time(document, "line", &lines);
    check::once_at_a_time(document, "price", &prices);
    check::within_the_contract(document, contract, &lines);
    amendment::apply(document, amendments, book, contract, &mut lines);
    if monthly {
        check::no_commitment(document, &lines);
    }
    check::lines_win(document, &lines, &prices);
    check::currencies_have_rates(document, contract, &lines, &prices);
    contract.lines = lines.into_iter().map(|entry| entry.value).collect();
    contract.prices = prices.into_iter().map(|entry| entry.value).collect();
}
