//! Cells of an invoice: numbers and periods.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use seatwise_pricing::money::Currency;

/// What is wrong with a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) what: String,
    pub(super) expected: String,
    pub(super) remedy: &'static str,
}

/// Digits before and after the point, as everywhere (`seatwise_pricing::document`).
const WHOLE_MAX: u64 = 1_000_000_000;
const SCALE_MAX: u32 = 6;

const NUMBER: &str = "a number with a point, as 1480.00 or 1,480.00; (12.50) and -12.50 are credits";

/// An exact number: a currency sign or code around it and thousands in groups of three are understood.
pub(super) fn number(cell: &str, currency: Currency) -> Result<Decimal, Fault> {
    let fault = |what: String, remedy| Fault { what, expected: NUMBER.to_owned(), remedy };
    let (digits, is_credit) = bare(cell, currency);
    let is_plain =
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b',');
    if !is_plain {
        return Err(fault(format!("`{cell}` is no number"), "write the figure alone in the cell"));
    }
    let Some(plain) = without_groups(&digits) else {
        let what = format!("`{cell}` can be read in two ways");
        return Err(fault(what, "write decimals with a point, and thousands in groups of three or not at all"));
    };
    let number: Decimal = plain.parse().map_err(|_| fault(format!("`{cell}` is no number"), "write one figure"))?;
    if number >= Decimal::from(WHOLE_MAX) || number.normalize().scale() > SCALE_MAX {
        let what = format!("`{cell}` has too many digits");
        let expected = "at most 9 digits before and 6 after the point".to_owned();
        return Err(Fault { what, expected, remedy: "round it as the invoice does" });
    }
    Ok(if is_credit { -number } else { number })
}

/// Without sign, brackets, currency and blanks; is it a credit?
fn bare(cell: &str, currency: Currency) -> (String, bool) {
    let mut text = cell.replace(currency.code(), "");
    text.retain(|letter| !letter.is_whitespace() && !['$', '€', '£', '¥', '₹'].contains(&letter));
    let in_brackets = text.starts_with('(') && text.ends_with(')') && text.len() > 2;
    if in_brackets {
        return (text[1..text.len() - 1].to_owned(), true);
    }
    match text.strip_prefix('-').or_else(|| text.strip_prefix('\u{2212}')) {
        Some(rest) => (rest.to_owned(), true),
        None => (text, false),
    }
}

/// `1,480.00` as `1480.00`; `None` where a comma may be a decimal one.
fn without_groups(digits: &str) -> Option<String> {
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    if fraction.is_some_and(|fraction| fraction.is_empty() || fraction.contains([',', '.'])) {
        return None;
    }
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let is_grouped = (1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3);
    // `1,480` alone may be one and a half; with a second group or a fraction it can't.
    let is_certain = rest.is_empty() || (is_grouped && (rest.len() > 1 || fraction.is_some()));
    if !is_certain || first.is_empty() {
        return None;
    }
    let whole = format!("{first}{}", rest.concat());
    Some(fraction.map_or_else(|| whole.clone(), |fraction| format!("{whole}.{fraction}")))
}

/// The first day of a period: `2026-10` (its first of the month), `2026-10-15`, or two dates with anything between.
pub(super) fn period(cell: &str) -> Result<NaiveDate, Fault> {
    let day = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    let first = match cell.len() {
        7 => day(&format!("{cell}-01")),
        _ => cell.get(..10).and_then(day),
    };
    let rest = cell.get(10..).unwrap_or_default().trim_matches([' ', '-', '–', '/', 't', 'o']);
    let is_whole = rest.is_empty() || day(rest).is_some();
    first.filter(|_| is_whole).ok_or_else(|| Fault {
        what: format!("`{cell}` is no period"),
        expected: "a month or the first day, as 2026-10 or 2026-10-15, or both days, as 2026-10-15 to 2026-11-14"
            .to_owned(),
        remedy: "write dates as year-month-day, or leave the cell empty",
    })
}

pub(super) fn of_other_currency(other: &str, currency: Currency) -> Fault {
    Fault {
        what: format!("the line is in `{other}`"),
        expected: format!("{}, the currency of the contract", currency.code()),
        remedy: "reconcile it with the contract in that currency (`currency` in contract.toml); nothing is converted",
    }
}

pub(super) fn without_description() -> Fault {
    Fault {
        what: "the line has no description".to_owned(),
        expected: "the charge as the invoice names it".to_owned(),
        remedy: "fill it in; it says which product the line is about",
    }
}

pub(super) fn without_amount() -> Fault {
    Fault {
        what: "the line has no amount, and no quantity with a unit price".to_owned(),
        expected: "an amount, or both of the others; 0.00 where nothing is charged".to_owned(),
        remedy: "fill it in: what is not said is not taken for nothing",
    }
}
