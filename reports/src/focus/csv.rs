//! Rows as CSV.

use chrono::SecondsFormat;
use rust_decimal::Decimal;

use super::column::{Column, Value};

/// A file with a head and its rows. Unknown is an empty cell; texts are as they are: the file is for programs.
pub fn to_csv<R>(columns: &[&Column<R>], rows: &[R]) -> Vec<u8> {
    let invariant = "memory takes every write, and every row has the columns of the head";
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.write_record(columns.iter().map(|column| column.name)).expect(invariant);
    for row in rows {
        writer.write_record(columns.iter().map(|column| cell(&column.value(row)))).expect(invariant);
    }
    writer.into_inner().expect(invariant)
}

fn cell(value: &Value<'_>) -> String {
    match value {
        Value::Null => String::new(),
        Value::Text(text) => text.to_string(),
        Value::Decimal(number) => plain(*number),
        // FOCUS has whole seconds: a period that is over is seen from its last microsecond.
        Value::Instant(at) => at.to_rfc3339_opts(SecondsFormat::Secs, true),
    }
}

/// A number with at least two decimals: readers that guess types take a column without any point for whole numbers.
pub fn plain(number: Decimal) -> String {
    let mut number = number.normalize();
    if number.scale() < 2 {
        number.rescale(2);
    }
    if number.is_zero() { number.abs().to_string() } else { number.to_string() }
}
