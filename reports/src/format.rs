//! Figures as people read them: money, counts, days. Exact: no function here drops a digit that is not zero.
//!
//! One place for all formats that are read by eyes (page, charts, terminal); CSV and workbooks hold plain numbers.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use rust_decimal::Decimal;

/// What stands where a figure is not known. Never `0`.
pub const UNKNOWN: &str = "unknown";

/// How amounts of one currency are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoneyFormat {
    /// Stands before the digits: `$`, `€`, `CHF `.
    prefix: String,
    minor_units: u32,
}

impl MoneyFormat {
    /// For the ISO 4217 code `currency` with `minor_units` digits after the point.
    ///
    /// Only symbols that mean one currency alone replace the code; `$` is the US dollar, others keep their code.
    #[must_use]
    pub fn new(currency: &str, minor_units: u32) -> Self {
        let prefix = match currency {
            "USD" => "$".to_owned(),
            "EUR" => "€".to_owned(),
            "GBP" => "£".to_owned(),
            "INR" => "₹".to_owned(),
            code => format!("{code}\u{a0}"),
        };
        Self { prefix, minor_units }
    }

    /// `$1,234.50`; `−$3.00`. At least the minor units; more digits where the amount has more.
    #[must_use]
    pub fn exact(&self, amount: Decimal) -> String {
        self.with_digits(amount, amount.normalize().scale().max(self.minor_units))
    }

    /// As [`MoneyFormat::exact`], but `$1,234` where nothing but zeros follows the point: for charts and head lines.
    #[must_use]
    pub fn brief(&self, amount: Decimal) -> String {
        if amount.fract().is_zero() { self.with_digits(amount, 0) } else { self.exact(amount) }
    }

    /// [`MoneyFormat::exact`], or `unknown`.
    #[must_use]
    pub fn exact_or_unknown(&self, amount: Option<Decimal>) -> String {
        amount.map_or_else(|| UNKNOWN.to_owned(), |amount| self.exact(amount))
    }

    fn with_digits(&self, amount: Decimal, digits: u32) -> String {
        let mut plain = amount.abs();
        plain.rescale(digits);
        let plain = plain.to_string();
        let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
        let sign = if amount.is_sign_negative() && !amount.is_zero() { "−" } else { "" };
        let point = if fraction.is_empty() { "" } else { "." };
        format!("{sign}{}{}{point}{fraction}", self.prefix, grouped(whole))
    }
}

/// `1,234,567`.
#[must_use]
pub fn count(number: u64) -> String {
    grouped(&number.to_string())
}

/// [`count`], or `unknown`.
#[must_use]
pub fn count_or_unknown(number: Option<u64>) -> String {
    number.map_or_else(|| UNKNOWN.to_owned(), count)
}

/// `1 seat`, `2,000 seats`: [`plural`] with its number.
#[must_use]
pub fn counted(number: u64, noun: &str) -> String {
    format!("{} {}", count(number), plural(number, noun))
}

/// `seat`, or `seats` of any number but 1: regular plurals in `s`; `person` has `people`.
#[must_use]
pub fn plural(number: u64, noun: &str) -> String {
    match (number, noun) {
        (1, noun) => noun.to_owned(),
        (_, "person") => "people".to_owned(),
        (_, noun) => format!("{noun}s"),
    }
}

/// `Nov 23, 2026`.
#[must_use]
pub fn day(date: NaiveDate) -> String {
    format!("{} {}, {}", date.format("%b"), date.day(), date.year())
}

/// `Nov 23, 2026, 14:05 UTC`; without the time at midnight.
#[must_use]
pub fn instant(at: DateTime<Utc>) -> String {
    match at.format("%H:%M").to_string().as_str() {
        "00:00" => day(at.date_naive()),
        time => format!("{}, {time} UTC", day(at.date_naive())),
    }
}

/// `Nov 1 to Nov 30, 2026` from a period open at its end: the last day named is in it.
#[must_use]
pub fn period((from, to): (NaiveDate, NaiveDate)) -> String {
    let last = to.pred_opt().unwrap_or(to).max(from);
    if from.year() == last.year() {
        format!("{} {} to {}", from.format("%b"), from.day(), day(last))
    } else {
        format!("{} to {}", day(from), day(last))
    }
}

/// `text`, or its beginning and `…`, so that it has at most `most` characters.
#[must_use]
pub fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

fn grouped(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
