//! Rows as Parquet: texts, decimals of 38 digits with 16 behind the point, timestamps in UTC.

use std::borrow::Cow;

use polars::prelude::*;
use seatwise_reports::focus::{Column, Kind, Value, plain};

/// Ten decimals of a price times six of a quantity.
const SCALE: usize = 16;

/// The bytes of a file with these columns, the same for the same rows.
///
/// # Errors
/// A number of more than 22 digits before the point.
pub fn parquet<R>(columns: &[&Column<R>], rows: &[R]) -> PolarsResult<Vec<u8>> {
    let columns = columns.iter().map(|column| of(column, rows)).collect::<PolarsResult<Vec<_>>>()?;
    let mut frame = DataFrame::new(rows.len(), columns)?;
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes)
        .with_compression(ParquetCompression::Lz4Raw)
        .with_statistics(StatisticsOptions::default())
        .finish(&mut frame)?;
    Ok(bytes)
}

fn of<R>(column: &Column<R>, rows: &[R]) -> PolarsResult<polars::prelude::Column> {
    let name = PlSmallStr::from_static(column.name);
    let values = || rows.iter().map(|row| column.value(row));
    let series = match column.kind {
        Kind::Text => Series::new(name, values().map(text).collect::<Vec<_>>()),
        Kind::Decimal => {
            let texts: Vec<Option<String>> = values().map(number).collect();
            Series::new(name, texts).strict_cast(&DataType::Decimal(38, SCALE))?
        }
        Kind::Instant => {
            // A cast would lose the zone.
            let micros: Int64Chunked = values().map(micros).collect();
            micros.with_name(name).into_datetime(TimeUnit::Microseconds, Some(TimeZone::UTC)).into_series()
        }
    };
    Ok(series.into_column())
}

fn text(value: Value<'_>) -> Option<String> {
    if let Value::Text(text) = value { Some(Cow::into_owned(text)) } else { None }
}

fn number(value: Value<'_>) -> Option<String> {
    if let Value::Decimal(number) = value { Some(plain(number)) } else { None }
}

fn micros(value: Value<'_>) -> Option<i64> {
    if let Value::Instant(at) = value { Some(at.timestamp_micros()) } else { None }
}
