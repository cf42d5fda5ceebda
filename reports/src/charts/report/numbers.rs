//! Figures on charts: as the notation of the report has them, shorter where a chart has no room for all digits.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use rust_decimal::Decimal;

use crate::format::plural;
use crate::locale::Notation;
use crate::report::{Sentence, Value};

/// How the figures of one chart are written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Numbers<'a> {
    notation: &'a Notation,
}

impl<'a> Numbers<'a> {
    pub(super) fn new(notation: &'a Notation) -> Self {
        Self { notation }
    }

    /// Words with their figures; names of things to type lose their backticks.
    pub(super) fn sentence(self, sentence: &Sentence) -> String {
        self.notation.sentence(sentence).replace('`', "")
    }

    /// An amount beside its mark: exact, without the minor units where they are 0.
    pub(super) fn amount(self, amount: Decimal) -> String {
        self.notation.brief_amount(amount)
    }

    /// A change, with its sign.
    pub(super) fn change(self, amount: Decimal) -> String {
        let sign = if amount.is_sign_positive() && !amount.is_zero() { "+" } else { "" };
        format!("{sign}{}", self.amount(amount))
    }

    /// A number of units beside its mark.
    pub(super) fn quantity(self, quantity: Decimal) -> String {
        self.notation.quantity(quantity)
    }

    pub(super) fn count(self, count: Option<u64>) -> String {
        self.notation.value(&Value::Count(count))
    }

    /// `1 seat`, `2,000 seats`: regular plurals in `s`; `person` has `people`.
    pub(super) fn counted(self, number: u64, noun: &str) -> String {
        format!("{} {}", self.count(Some(number)), plural(number, noun))
    }

    pub(super) fn share(self, share: Decimal) -> String {
        self.notation.share(share)
    }

    /// A round share beside an axis.
    pub(super) fn share_brief(self, share: Decimal) -> String {
        self.notation.brief_share(share)
    }

    pub(super) fn day(self, day: NaiveDate) -> String {
        self.notation.day(day)
    }

    pub(super) fn month(self, month: NaiveDate) -> String {
        self.notation.month(month)
    }

    /// `Oct`.
    pub(super) fn month_brief(self, month: NaiveDate) -> String {
        without_year(&self.notation.short_month(month), month)
    }

    /// `Oct 7`.
    pub(super) fn day_brief(self, day: NaiveDate) -> String {
        without_year(&self.notation.day(day), day)
    }

    pub(super) fn instant(self, at: DateTime<Utc>) -> String {
        self.notation.instant(at)
    }
}

/// Every locale has the year at the end of a day.
fn without_year(text: &str, day: NaiveDate) -> String {
    let year = day.year().to_string();
    text.strip_suffix(&year).unwrap_or(text).trim_end_matches([' ', ',']).to_owned()
}
