//! From the text of a quote to a [`Quote`]: the offer's own terms, then the contract in it.

use super::read_offer::{self, Terms};
use super::{Quote, TERM_MONTHS_MAX};
use crate::book::PriceBook;
use crate::contract::{Contract, read::sections};
use crate::document::{Document, Field, Section};
use crate::period::{AnchorDay, Period};
use crate::problem::{Notice, Problems};
use chrono::{Datelike, NaiveDate};

const START_FORM: &str = "the first day of the term, as \"2027-01-01\"";
const MONTHS_FORM: &str = "`quote.term_months`, as 36, or `contract.end`, the last day of the term";

pub(super) fn read(text: &str, file: &str, book: &PriceBook) -> Result<(Quote, Vec<Notice>), Problems> {
    let document = Document::parse(file, text);
    let root = document.root();
    let terms = read_offer::terms(&root);
    let mut months = None;
    let contract = sections(&document, &root, book, |section, contract| {
        months = settle(&root, section, &terms, contract);
    });
    uplift_within_cap(&document, &terms, &contract);
    offers_something(&root, &document, &contract);
    let term_months = months.unwrap_or(1);
    let one_offs = read_offer::one_offs(&root, contract.currency, months);
    root.finish();
    let notices = document.finish()?;
    let quote = Quote {
        vendor: terms.vendor.unwrap_or_default(),
        name: terms.name,
        valid_until: terms.valid_until,
        term_months,
        uplift_percent_per_year: terms.uplift.map_or_else(Default::default, |field| field.value),
        one_offs,
        contract,
    };
    Ok((quote, notices))
}

/// Completes the contract of a quote: its first day, the anchor day, its last day. Gives back the number of periods.
fn settle(
    root: &Section<'_, '_>,
    section: Option<&Section<'_, '_>>,
    terms: &Terms,
    contract: &mut Contract,
) -> Option<u32> {
    let Some(section) = section else {
        root.missing("contract", "a table [contract] with at least `start`");
        return None;
    };
    let Some(start) = contract.start else {
        if !section.has("start") {
            section.missing("start", START_FORM);
        }
        return None;
    };
    anchor(section, start, contract);
    let months = months(section, terms, contract, start)?;
    let last = term_periods(start, contract.period_anchor_day).nth(months as usize - 1)?.last_day();
    if let Some(until) = contract.ramp_until.filter(|until| *until >= last)
        && let Some(at) = section.date("ramp_until")
    {
        let what = format!("is {until}, and the term ends on {last}: nothing would ever be charged");
        section.problem(&at.at, what, "a day before the end of the term", "");
    }
    contract.end = Some(last);
    Some(months)
}

/// A term begins with a billing period: without an anchor day the first day is it.
fn anchor(section: &Section<'_, '_>, start: NaiveDate, contract: &mut Contract) {
    if !section.has("period_anchor_day") {
        contract.period_anchor_day =
            u8::try_from(start.day()).ok().and_then(AnchorDay::new).unwrap_or(contract.period_anchor_day);
    } else if Period::containing(start, contract.period_anchor_day).from != start
        && let Some(at) = section.integer("period_anchor_day", 1, 31)
    {
        let what = format!("is {}, and the term begins on {start}, in the middle of a period", at.value);
        let hint = "drop it: without it the day of `start` is the anchor day";
        section.problem(&at.at, what, "the day of the month of `contract.start`", hint);
    }
}

fn term_periods(start: NaiveDate, anchor: AnchorDay) -> impl Iterator<Item = Period> {
    std::iter::successors(Some(Period::containing(start, anchor)), move |period| Some(period.next(anchor)))
        .take(TERM_MONTHS_MAX as usize)
}

/// The length of the term: as said, or up to the end; of both the same.
fn months(section: &Section<'_, '_>, terms: &Terms, contract: &Contract, start: NaiveDate) -> Option<u32> {
    let periods = || term_periods(start, contract.period_anchor_day);
    let Some(end) = contract.end else {
        if terms.months.is_none() && !terms.months_are_wrong && !section.has("end") {
            section.problem(
                section.spot(),
                "says nothing about the length of the term",
                MONTHS_FORM,
                "add one of them",
            );
        }
        return terms.months.as_ref().map(|field| field.value);
    };
    let at = section.date("end")?;
    let by_end = periods().position(|period| period.last_day() == end);
    let by_end = by_end.and_then(|place| u32::try_from(place + 1).ok());
    match (&terms.months, by_end) {
        (Some(Field { value: months, .. }), _) => {
            let last = periods().nth(*months as usize - 1)?.last_day();
            if last != end {
                let what = format!("is {end}, but {months} months from {start} end on {last}");
                section.problem(&at.at, what, "the last day of the term", "drop `end`, or mend `quote.term_months`");
            }
            Some(*months)
        }
        (None, Some(months)) => Some(months),
        (None, None) => {
            let ends: Vec<NaiveDate> = periods().map(Period::last_day).collect();
            let near = ends.iter().min_by_key(|last| (**last - end).num_days().abs())?;
            let what = format!("is {end}, which is not the end of a month counted from {start}");
            let expected = format!("the last day of 1 to {TERM_MONTHS_MAX} whole months");
            section.problem(&at.at, what, expected, format!("the nearest such day is {near}"));
            None
        }
    }
}

fn uplift_within_cap(document: &Document<'_>, terms: &Terms, contract: &Contract) {
    if let (Some(uplift), Some(cap)) = (&terms.uplift, contract.uplift_cap_percent)
        && uplift.value > cap
    {
        let what = format!("is {}, above `contract.uplift_cap_percent`, {cap}", uplift.value);
        document.problem(&uplift.at, what, "at most the cap", "one of the two is not what was offered");
    }
}

/// A quote without any price of its own is no offer: it would be the price list under a vendor's name.
fn offers_something(root: &Section<'_, '_>, document: &Document<'_>, contract: &Contract) {
    let has_price = ["line", "price", "amendment"].iter().any(|key| root.has(key));
    if !has_price && contract.discount_percent.is_none() && !document.has_problems() {
        let expected = "at least one [[line]], [[price]] or `contract.discount_percent`";
        root.problem(root.spot(), "names no price", expected, "what has no price here would cost its list price");
    }
}
