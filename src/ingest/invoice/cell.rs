//! Cells of an invoice: numbers and periods.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use seatwise_pricing::money::Currency;

use super::marks::Marks;

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

const NUMBER: &str =
    "a number as 1480.00 or 1,480.00, in the whole file, or 1480,00 or 1.480,00; (12.50) and -12.50 are credits";

/// An exact number: a currency sign or code around it and thousands in groups of three are understood.
pub(super) fn number(cell: &str, currency: Currency, marks: Marks) -> Result<Decimal, Fault> {
    let fault = |what: String, remedy| Fault { what, expected: NUMBER.to_owned(), remedy };
    let (digits, is_credit) = bare(cell, currency);
    let is_plain =
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b',');
    if !is_plain {
        return Err(fault(format!("`{cell}` is no number"), "write the figure alone in the cell"));
    }
    let Some(plain) = without_groups(&digits, marks) else {
        let what = match marks {
            Marks::Unsaid => format!("`{cell}` can be read in two ways"),
            Marks::Point => format!("`{cell}` is no number where the file writes decimals with a point"),
            Marks::Comma => format!("`{cell}` is no number where the file writes decimals with a comma"),
        };
        return Err(fault(what, "write all decimals with one mark, and thousands in groups of three or not at all"));
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
pub(super) fn bare(cell: &str, currency: Currency) -> (String, bool) {
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

/// `1,480.00` as `1480.00`; `None` where the marks stand wrong, or where nothing says what they mean.
fn without_groups(digits: &str, marks: Marks) -> Option<String> {
    let (whole, fraction) = match digits.split_once(marks.decimal()) {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    if marks == Marks::Unsaid && Marks::of_digits(digits) == Marks::Unsaid && digits.contains(['.', ',']) {
        return None;
    }
    if fraction.is_some_and(|fraction| fraction.is_empty() || fraction.contains([',', '.'])) {
        return None;
    }
    let mut groups = whole.split(marks.group());
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let is_grouped = (1..=3).contains(&first.len()) && rest.iter().all(|group| group.len() == 3);
    let is_sound = rest.is_empty() || is_grouped;
    if !is_sound || first.is_empty() || whole.contains(marks.decimal()) {
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
