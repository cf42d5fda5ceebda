//! Values as cells. The one place where a number becomes a binary float: a cell has no other.

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use rust_decimal::Decimal;
use rust_xlsxwriter::{ConditionalFormatCell, ConditionalFormatCellRule, Format, Formula, Worksheet, XlsxError};

use crate::format::{UNKNOWN, shortened};
use crate::report::{Kind, Value};

/// Characters that a cell can hold.
const LONGEST: usize = 32_767;

/// Row and column, from 0.
pub(super) type At = (u32, u16);

/// A value; `unknown` has a format of its own.
pub(super) fn value(
    sheet: &mut Worksheet,
    at: At,
    value: &Value,
    (format, unknown): (&Format, &Format),
) -> Result<(), XlsxError> {
    match value {
        Value::Empty => blank(sheet, at, format),
        value if value.is_unknown() => text(sheet, at, UNKNOWN, unknown),
        Value::Text(words) => text(sheet, at, &plain(words), format),
        Value::Day(Some(day)) => date(sheet, at, (*day, "%Y-%m-%d"), format),
        Value::Instant(Some(instant)) => point(sheet, at, *instant, format),
        Value::Month(month) => date(sheet, at, (*month, "%Y-%m"), format),
        value => match value.number() {
            Some(number) => sheet.write_number_with_format(at.0, at.1, float(number), format).map(|_| ()),
            None => Ok(()),
        },
    }
}

/// A formula (without the equals sign) with the value as its result.
pub(super) fn formula(
    sheet: &mut Worksheet,
    at: At,
    formula: &str,
    (value, format): (&Value, &Format),
) -> Result<(), XlsxError> {
    let result = match value.number() {
        Some(number) => float(number).to_string(),
        None if value.is_unknown() => UNKNOWN.to_owned(),
        None => String::new(),
    };
    let live = Formula::new(format!("={formula}")).set_result(result);
    sheet.write_formula_with_format(at.0, at.1, live, format).map(|_| ())
}

/// A text, whatever it begins with; longer than a cell can hold ends in `…` (the CSV has it whole).
pub(super) fn text(sheet: &mut Worksheet, at: At, text: &str, format: &Format) -> Result<(), XlsxError> {
    if text.is_empty() {
        return blank(sheet, at, format);
    }
    sheet.write_string_with_format(at.0, at.1, shortened(text, LONGEST), format).map(|_| ())
}

/// Words without the backticks that set names of things to type apart: a cell has one font.
pub(super) fn plain(text: &str) -> String {
    text.replace('`', "")
}

/// An empty cell that keeps the look of its column.
fn blank(sheet: &mut Worksheet, at: At, format: &Format) -> Result<(), XlsxError> {
    sheet.write_blank(at.0, at.1, format).map(|_| ())
}

/// Gives `unknown` its look where a formula may say it.
pub(super) fn mark_unknown(sheet: &mut Worksheet, from: At, to: At, format: &Format) -> Result<(), XlsxError> {
    let rule = ConditionalFormatCell::new().set_rule(ConditionalFormatCellRule::EqualTo(UNKNOWN)).set_format(format);
    sheet.add_conditional_format(from.0, from.1, to.0, to.1, &rule).map(|_| ())
}

/// A day; one that spreadsheets have no number for is a text.
fn date(sheet: &mut Worksheet, at: At, (day, pattern): (NaiveDate, &str), format: &Format) -> Result<(), XlsxError> {
    if (1900..=9999).contains(&day.year()) {
        return sheet.write_datetime_with_format(at.0, at.1, day, format).map(|_| ());
    }
    text(sheet, at, &day.format(pattern).to_string(), format)
}

/// A point in time, UTC, in whole seconds as data files have it: the last second of a day, rounded up, would be the next day.
/// One that spreadsheets have no number for is a text.
fn point(sheet: &mut Worksheet, at: At, instant: DateTime<Utc>, format: &Format) -> Result<(), XlsxError> {
    if (1900..=9999).contains(&instant.year()) {
        let instant = instant.naive_utc();
        let second = instant.with_nanosecond(0).unwrap_or(instant);
        return sheet.write_datetime_with_format(at.0, at.1, second, format).map(|_| ());
    }
    text(sheet, at, &instant.format("%Y-%m-%d %H:%M").to_string(), format)
}

/// The nearest binary float, by way of the digits.
pub(super) fn float(number: Decimal) -> f64 {
    number.to_string().parse().unwrap_or(f64::MAX)
}

/// A figure of a kind from an exact number.
pub(super) fn of_kind(kind: Kind, number: Decimal) -> Value {
    match kind {
        Kind::Amount => Value::amount(number),
        Kind::Price => Value::Price(Some(number)),
        Kind::Share => Value::Share(Some(number)),
        _ => Value::Quantity(Some(number)),
    }
}
