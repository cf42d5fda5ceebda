//! One cell: text in, a value of its column's kind out, or what is wrong with it.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::time;
use crate::canonical::{Column, Kind};
use crate::snapshot::Cell;

/// What is wrong with a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) what: String,
    pub(super) expected: String,
    pub(super) remedy: &'static str,
}

/// Reads a cell. Text is kept as it is, white space included.
pub(super) fn parse<'a>(column: &Column, text: Cow<'a, str>) -> Result<Cell<'a>, Fault> {
    if text.is_empty() {
        return null(column);
    }
    match column.kind {
        Kind::Text if text.contains('\0') => {
            Err(fault(column, "has a NUL character: this is not text".to_owned(), "write the file as UTF-8 text"))
        }
        Kind::Text => Ok(Cell::Text(text)),
        Kind::Word(words) if words.contains(&&*text) => Ok(Cell::Text(text)),
        Kind::Word(_) => Err(bad(column, &text, "use one of these words, in lower case")),
        Kind::Timestamp => time::timestamp(&text).map(Cell::Number).ok_or_else(|| {
            bad(column, &text, "write the instant with its offset; a local time without one has no meaning")
        }),
        Kind::Date => time::date(&text).map(Cell::Day).ok_or_else(|| bad(column, &text, "write the UTC day")),
        Kind::Count => {
            count(&text).map(Cell::Number).ok_or_else(|| bad(column, &text, "write a whole number, digits only"))
        }
        Kind::Decimal => decimal(&text).map(|text| Cell::Text(Cow::Owned(text))).ok_or_else(|| {
            bad(column, &text, "write digits and at most one decimal point, without separators of thousands")
        }),
    }
}

/// The empty cell.
pub(super) fn null(column: &Column) -> Result<Cell<'static>, Fault> {
    if column.nullable {
        return Ok(Cell::Null);
    }
    Err(fault(column, "is empty".to_owned(), "fill the cell; a row without it can't be used"))
}

/// A value that is not of the column's kind.
pub(super) fn bad(column: &Column, value: &str, remedy: &'static str) -> Fault {
    fault(column, format!("has {}", quoted(value)), remedy)
}

/// A count is digits only: no sign, no point, no exponent; at most 2^63 − 1.
fn count(text: &str) -> Option<i64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

/// An exact decimal in its shortest form: `007.50` is `7.5`.
pub(super) fn decimal(text: &str) -> Option<String> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(part) {
        return None;
    }
    Decimal::from_str_exact(text).ok().map(|value| value.normalize().to_string())
}

/// A fault of a column; `what` continues "column `x` …".
pub(super) fn fault(column: &Column, what: String, remedy: &'static str) -> Fault {
    Fault { what: format!("column `{}` {what}", column.name), expected: expected(column), remedy }
}

/// The form of a column's cells, in words.
pub(super) fn expected(column: &Column) -> String {
    let form = match column.kind {
        Kind::Text => "text".to_owned(),
        Kind::Word(words) => {
            let words: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
            format!("one of {}", words.join(", "))
        }
        Kind::Timestamp => "a time as `2026-10-31T23:59:59Z` (RFC 3339 with offset)".to_owned(),
        Kind::Date => "a day as `2026-10-31`".to_owned(),
        Kind::Count => format!("a whole number from 0 to {}", i64::MAX),
        Kind::Decimal => "an exact number from 0, as `12.5`, of at most 28 digits".to_owned(),
    };
    if column.nullable { format!("{form}, or an empty cell") } else { form }
}

/// A value in backticks, shortened, on one line.
pub(super) fn quoted(value: &str) -> String {
    const LENGTH_MAX: usize = 60;
    let short: String = value.chars().take(LENGTH_MAX).flat_map(char::escape_debug).collect();
    let more = if value.chars().nth(LENGTH_MAX).is_some() { "…" } else { "" };
    format!("`{short}{more}`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_have_one_form() {
        for (text, form) in [
            ("0", "0"),
            ("007.50", "7.5"),
            ("12", "12"),
            ("0.000", "0"),
            ("79228162514264337593543950335", "79228162514264337593543950335"),
        ] {
            assert_eq!(decimal(text).as_deref(), Some(form), "{text}");
        }
        for text in
            ["", ".", "1.", ".5", "-1", "+1", "1e3", "1,5", " 1", "79228162514264337593543950336", "NaN", "1_000"]
        {
            assert_eq!(decimal(text), None, "{text}");
        }
    }

    #[test]
    fn counts_are_digits_up_to_the_largest_64_bit_number() {
        assert_eq!(count("9223372036854775807"), Some(i64::MAX));
        for text in ["9223372036854775808", "-1", "+1", "1.0", "", "1 000"] {
            assert_eq!(count(text).filter(|_| !text.is_empty()), None, "{text}");
        }
    }
}
