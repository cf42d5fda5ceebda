//! Figures on charts: the one place that knows how they are written.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

use crate::format::{self, MoneyFormat, UNKNOWN};
use crate::report::{Piece, Report, Sentence, Value};

/// How the figures of one report are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbers {
    money: MoneyFormat,
}

impl Numbers {
    /// For the currency of a report.
    #[must_use]
    pub fn of(report: &Report) -> Self {
        Self { money: MoneyFormat::new(&report.currency, report.minor_units) }
    }

    /// A figure, exact; `unknown` where nobody knows it, nothing where there is none.
    #[must_use]
    pub fn value(&self, value: &Value) -> String {
        let known = match value {
            Value::Amount(amount) | Value::Price(amount) => amount.map(|amount| self.money.exact(amount)),
            Value::Count(count) => count.map(format::count),
            Value::Quantity(quantity) => quantity.map(plain),
            Value::Share(share) => share.map(percent),
            Value::Day(day) => day.map(format::day),
            Value::Month(month) => Some(month.format("%B %Y").to_string()),
            Value::Text(text) => Some(text.clone()),
            Value::Empty => Some(String::new()),
        };
        known.unwrap_or_else(|| UNKNOWN.to_owned())
    }

    /// Words with their figures; names of things to type lose their backticks.
    #[must_use]
    pub fn sentence(&self, sentence: &Sentence) -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Words(words) => words.replace('`', ""),
            Piece::Figure(figure) => self.value(figure),
        };
        sentence.0.iter().map(piece).collect()
    }

    /// An amount beside its mark: exact, without the minor units where they are 0.
    pub(super) fn amount(&self, amount: Decimal) -> String {
        self.money.brief(amount)
    }

    /// A change, with its sign.
    pub(super) fn change(&self, amount: Decimal) -> String {
        let sign = if amount.is_sign_positive() && !amount.is_zero() { "+" } else { "" };
        format!("{sign}{}", self.money.brief(amount))
    }

    /// A number of units beside its mark.
    pub(super) fn quantity(&self, quantity: Decimal) -> String {
        self.value(&Value::Quantity(Some(quantity)))
    }

    pub(super) fn count(&self, count: Option<u64>) -> String {
        self.value(&Value::Count(count))
    }

    pub(super) fn share(&self, share: Decimal) -> String {
        self.value(&Value::Share(Some(share)))
    }

    /// A share beside an axis: its round values need no digit.
    pub(super) fn share_brief(&self, share: Decimal) -> String {
        format!("{}\u{a0}%", plain(share.saturating_mul(Decimal::ONE_HUNDRED)))
    }

    pub(super) fn day(&self, day: NaiveDate) -> String {
        self.value(&Value::Day(Some(day)))
    }

    pub(super) fn month(&self, month: NaiveDate) -> String {
        self.value(&Value::Month(month))
    }

    /// `Oct`.
    pub(super) fn month_brief(&self, month: NaiveDate) -> String {
        month.format("%b").to_string()
    }

    /// `Oct 7`.
    pub(super) fn day_brief(&self, day: NaiveDate) -> String {
        day.format("%b %-d").to_string()
    }

    pub(super) fn instant(&self, at: DateTime<Utc>) -> String {
        format::instant(at)
    }
}

/// `−1,234.5`: digits that are not 0 are kept.
fn plain(number: Decimal) -> String {
    let digits = number.abs().normalize().to_string();
    let (whole, fraction) = digits.split_once('.').map_or((digits.as_str(), ""), |(whole, fraction)| (whole, fraction));
    let sign = if number.is_sign_negative() && !number.is_zero() { "−" } else { "" };
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{}{point}{fraction}", format::grouped(whole))
}

/// `12.3 %`: with one digit, which is what a share is known by.
fn percent(share: Decimal) -> String {
    let percent = share.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(Decimal::MAX);
    let rounded = percent.round_dp_with_strategy(1, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
    let point = if rounded.is_integer() { ".0" } else { "" };
    format!("{}{point}\u{a0}%", plain(rounded))
}
