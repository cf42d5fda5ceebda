//! Values as a reader of one locale sees them, in one currency.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use rust_decimal::{Decimal, RoundingStrategy};

use super::{
    Locale,
    rules::{DayForm, Rules},
};
use crate::format::UNKNOWN;
use crate::report::{Piece, Report, Sentence, Value};

/// Digits that a price is shown with at most; the data files have all.
const PRICE_DIGITS: u32 = 6;
/// Digits that a quantity is shown with at most; the data files have all.
const QUANTITY_DIGITS: u32 = 3;

/// How the values of one report are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notation {
    locale: Locale,
    currency: String,
    minor_units: u32,
}

impl Notation {
    /// For amounts in the ISO 4217 code `currency`, which has `minor_units` digits after the point.
    #[must_use]
    pub fn new(locale: Locale, currency: &str, minor_units: u32) -> Notation {
        Notation { locale, currency: currency.to_owned(), minor_units }
    }

    /// For the values of a report.
    #[must_use]
    pub fn of(report: &Report, locale: Locale) -> Notation {
        Notation::new(locale, &report.currency, report.minor_units)
    }

    fn rules(&self) -> &'static Rules {
        self.locale.rules()
    }

    /// A value; `unknown` where it is not known, nothing where there is none.
    #[must_use]
    pub fn value(&self, value: &Value) -> String {
        let known = match value {
            Value::Amount(amount) => amount.map(|amount| self.amount(amount)),
            Value::Price(price) => price.map(|price| self.price(price)),
            Value::Count(count) => count.map(|count| self.count(count)),
            Value::Quantity(quantity) => quantity.map(|quantity| self.quantity(quantity)),
            Value::Share(share) => share.map(|share| self.share(share)),
            Value::Day(day) => day.map(|day| self.day(day)),
            Value::Instant(at) => at.map(|at| self.instant(at)),
            Value::Month(month) => Some(self.month(*month)),
            Value::Text(text) => Some(text.clone()),
            Value::Empty => Some(String::new()),
        };
        known.unwrap_or_else(|| UNKNOWN.to_owned())
    }

    /// A sentence with its figures; what stands between backticks keeps them.
    #[must_use]
    pub fn sentence(&self, sentence: &Sentence) -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Words(words) => words.clone(),
            Piece::Figure(value) => self.value(value),
        };
        sentence.0.iter().map(piece).collect()
    }

    /// Money, exact: at least the digits of the minor unit, and more where the amount has more.
    #[must_use]
    pub fn amount(&self, amount: Decimal) -> String {
        let amount = amount.normalize();
        self.money(amount, amount.scale().max(self.minor_units))
    }

    /// As [`Notation::amount`], without the digits of the minor unit where all of them are 0: for charts.
    #[must_use]
    pub fn brief_amount(&self, amount: Decimal) -> String {
        if amount.is_integer() { self.money(amount.trunc().normalize(), 0) } else { self.amount(amount) }
    }

    /// A price per unit: at least the digits of the minor unit, at most six (half a digit away from zero).
    #[must_use]
    pub fn price(&self, price: Decimal) -> String {
        let price = rounded(price, PRICE_DIGITS.max(self.minor_units)).normalize();
        self.money(price, price.scale().max(self.minor_units))
    }

    /// A whole number.
    #[must_use]
    pub fn count(&self, count: u64) -> String {
        self.grouped(&count.to_string())
    }

    /// A number of units: as many digits as it has, at most three (half a digit away from zero).
    #[must_use]
    pub fn quantity(&self, quantity: Decimal) -> String {
        let quantity = rounded(quantity, QUANTITY_DIGITS).normalize();
        sign(quantity).to_owned() + &self.digits(quantity, quantity.scale())
    }

    /// A share in percent with one digit (half a digit away from zero).
    #[must_use]
    pub fn share(&self, share: Decimal) -> String {
        let number = match share.checked_mul(Decimal::ONE_HUNDRED) {
            Some(percent) => {
                let percent = rounded(percent, 1);
                sign(percent).to_owned() + &self.digits(percent, 1)
            }
            // A number so large that its hundredfold is none has at most one digit behind the point.
            None => sign(share).to_owned() + &self.grouped(&format!("{}00", share.trunc().abs())),
        };
        number + self.rules().percent
    }

    /// A round share beside an axis, in percent with the digits that it has.
    #[must_use]
    pub fn brief_share(&self, share: Decimal) -> String {
        self.quantity(share.saturating_mul(Decimal::ONE_HUNDRED)) + self.rules().percent
    }

    /// A day, as `Oct 31, 2026`.
    #[must_use]
    pub fn day(&self, day: NaiveDate) -> String {
        let month = self.rules().short_months[day.month0() as usize % 12];
        match self.rules().day {
            DayForm::MonthDayYear => format!("{month} {}, {}", day.day(), day.year()),
            DayForm::DayMonthYear => format!("{} {month} {}", day.day(), day.year()),
            DayForm::Dotted => format!("{:02}.{:02}.{}", day.day(), day.month(), day.year()),
        }
    }

    /// The month of a day, as `October 2026`.
    #[must_use]
    pub fn month(&self, day: NaiveDate) -> String {
        let rules = self.rules();
        format!("{}{}{}", rules.months[day.month0() as usize % 12], rules.month_of_year, day.year())
    }

    /// The month of a day in few letters, as `Oct 2026`: for axes.
    #[must_use]
    pub fn short_month(&self, day: NaiveDate) -> String {
        format!("{} {}", self.rules().short_months[day.month0() as usize % 12], day.year())
    }

    /// An instant, as `Nov 3, 2026, 06:30 UTC`; without the time at midnight.
    #[must_use]
    pub fn instant(&self, at: DateTime<Utc>) -> String {
        let day = self.day(at.date_naive());
        match at.format("%H:%M").to_string().as_str() {
            "00:00" => day,
            time => format!("{day}, {time} UTC"),
        }
    }

    /// `Oct 1, 2026 to Oct 31, 2026` from a period open at its end: the last day named is in it.
    #[must_use]
    pub fn period(&self, (from, to): (NaiveDate, NaiveDate)) -> String {
        let last = to.pred_opt().unwrap_or(to).max(from);
        format!("{} to {}", self.day(from), self.day(last))
    }

    fn money(&self, amount: Decimal, digits: u32) -> String {
        let (sign, number) = (sign(amount), self.digits(amount, digits));
        let rules = self.rules();
        let currency = rules.currency(&self.currency);
        // CLDR `currencySpacing`: letters beside digits are kept apart.
        let space = if currency.ends_with(char::is_alphabetic) { "\u{a0}" } else { "" };
        if rules.currency_first {
            format!("{sign}{currency}{space}{number}")
        } else {
            format!("{sign}{number}\u{a0}{currency}")
        }
    }

    /// The digits of a number without its sign.
    fn digits(&self, number: Decimal, digits: u32) -> String {
        let mut plain = number.abs();
        plain.rescale(digits);
        let plain = plain.to_string();
        match plain.split_once('.') {
            Some((whole, fraction)) => format!("{}{}{fraction}", self.grouped(whole), self.rules().decimal),
            None => self.grouped(&plain),
        }
    }

    fn grouped(&self, digits: &str) -> String {
        let rules = self.rules();
        if digits.len() < 3 + rules.grouped_from {
            return digits.to_owned();
        }
        let mut out = String::with_capacity(digits.len() * 2);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                out.push(rules.group);
            }
            out.push(digit);
        }
        out
    }
}

fn rounded(number: Decimal, digits: u32) -> Decimal {
    number.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero)
}

/// The minus sign; zero has none.
fn sign(number: Decimal) -> &'static str {
    if number.is_sign_negative() && !number.is_zero() { "−" } else { "" }
}
