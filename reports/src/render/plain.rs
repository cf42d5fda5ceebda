//! Values for programs: digits and a point, ISO dates, no sign of a currency, the same in every locale.

use chrono::SecondsFormat;
use rust_decimal::Decimal;

use crate::report::{Kind, Value};

/// The text of a value; `None` = not known, or there is none.
///
/// Amounts and prices have at least `minor_units` digits behind the point.
pub(super) fn text(value: &Value, minor_units: u32) -> Option<String> {
    match value {
        Value::Amount(number) | Value::Price(number) => number.map(|number| money(number, minor_units)),
        Value::Quantity(number) | Value::Share(number) => number.map(|number| number.normalize().to_string()),
        Value::Count(number) => number.map(|number| number.to_string()),
        Value::Day(day) => day.map(|day| day.to_string()),
        Value::Instant(at) => at.map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true)),
        Value::Month(month) => Some(month.format("%Y-%m").to_string()),
        Value::Text(text) => Some(text.clone()),
        Value::Empty => None,
    }
}

/// The name of a kind.
pub(super) fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Amount => "amount",
        Kind::Price => "price",
        Kind::Count => "count",
        Kind::Quantity => "quantity",
        Kind::Share => "share",
        Kind::Day => "day",
        Kind::Instant => "instant",
        Kind::Month => "month",
        Kind::Text => "text",
    }
}

fn money(amount: Decimal, minor_units: u32) -> String {
    let mut amount = amount.normalize();
    if amount.scale() < minor_units {
        amount.rescale(minor_units);
    }
    amount.to_string()
}
