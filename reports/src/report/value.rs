//! A figure and its kind.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

/// A figure. `None` = not known, which is said in words and is never 0; [`Value::Empty`] = there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Money in the report's currency, exact, at least to the minor unit.
    Amount(Option<Decimal>),
    /// A price per unit in the report's currency; may have more digits than the minor unit.
    Price(Option<Decimal>),
    /// A whole number.
    Count(Option<u64>),
    /// A number of units that need not be whole: hours, tokens, seats of a bridge. May be negative.
    Quantity(Option<Decimal>),
    /// A share of a whole, 1 = all of it; shown in percent with one digit.
    Share(Option<Decimal>),
    /// A day.
    Day(Option<NaiveDate>),
    /// A point in time; texts of it have whole seconds.
    Instant(Option<DateTime<Utc>>),
    /// The month of a day, as the name of a period.
    Month(NaiveDate),
    /// Words.
    Text(String),
    /// Nothing: the figure does not apply here.
    Empty,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// [`Value::Amount`].
    Amount,
    /// [`Value::Price`].
    Price,
    /// [`Value::Count`].
    Count,
    /// [`Value::Quantity`].
    Quantity,
    /// [`Value::Share`].
    Share,
    /// [`Value::Day`].
    Day,
    /// [`Value::Instant`].
    Instant,
    /// [`Value::Month`].
    Month,
    /// [`Value::Text`].
    Text,
}

impl Kind {
    /// Does it stand on the right?
    pub fn is_figure(self) -> bool {
        !matches!(self, Kind::Text | Kind::Month | Kind::Instant)
    }
}

impl Value {
    /// Words.
    pub fn text(text: impl Into<String>) -> Value {
        Value::Text(text.into())
    }

    /// Words, or nothing.
    pub fn text_or_empty(text: Option<&str>) -> Value {
        text.map_or(Value::Empty, Value::text)
    }

    /// A known amount.
    pub fn amount(amount: Decimal) -> Value {
        Value::Amount(Some(amount))
    }

    /// A known count.
    pub fn count(count: u64) -> Value {
        Value::Count(Some(count))
    }

    /// Its kind; [`Value::Empty`] fits every column.
    pub fn kind(&self) -> Option<Kind> {
        match self {
            Value::Amount(_) => Some(Kind::Amount),
            Value::Price(_) => Some(Kind::Price),
            Value::Count(_) => Some(Kind::Count),
            Value::Quantity(_) => Some(Kind::Quantity),
            Value::Share(_) => Some(Kind::Share),
            Value::Day(_) => Some(Kind::Day),
            Value::Instant(_) => Some(Kind::Instant),
            Value::Month(_) => Some(Kind::Month),
            Value::Text(_) => Some(Kind::Text),
            Value::Empty => None,
        }
    }

    /// Is it a figure that nobody knows?
    pub fn is_unknown(&self) -> bool {
        matches!(
            self,
            Value::Amount(None)
                | Value::Price(None)
                | Value::Count(None)
                | Value::Quantity(None)
                | Value::Share(None)
                | Value::Day(None)
                | Value::Instant(None)
        )
    }

    /// The number of an amount, price, count, quantity or share, where it is known.
    pub fn number(&self) -> Option<Decimal> {
        match self {
            Value::Amount(number) | Value::Price(number) | Value::Quantity(number) | Value::Share(number) => *number,
            Value::Count(number) => number.map(Decimal::from),
            _ => None,
        }
    }
}
