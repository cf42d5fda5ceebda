//! Tables of a report as Parquet: texts, days, instants in UTC, whole numbers, decimals of 38 digits with 16 behind the point.

use chrono::NaiveDate;
use polars::prelude::*;
use seatwise_reports::report::{self, Kind, Report, Table, Value};

/// Digits behind the point.
const SCALE: usize = 16;

/// A file per table, and one of the figures, in the folder `STEM-parquet`: name and bytes, the same for the same report.
/// Totals are in no file: a reader sums.
///
/// # Errors
/// A number of more than 22 digits before the point.
pub fn files(report: &Report, stem: &str) -> PolarsResult<Vec<(String, Vec<u8>)>> {
    let name = |id: &str| format!("{stem}-parquet/{id}.parquet");
    let mut files = vec![(name("figures"), bytes(figures(report)?)?)];
    for table in report.tables() {
        files.push((name(table.id), bytes(frame(table)?)?));
    }
    Ok(files)
}

/// Figures by id; texts, days and instants are none.
fn figures(report: &Report) -> PolarsResult<DataFrame> {
    let figures: Vec<&report::Figure> = report
        .figures()
        .filter(|figure| !matches!(figure.value, Value::Text(_) | Value::Day(_) | Value::Instant(_)))
        .collect();
    let ids: Vec<&str> = figures.iter().map(|figure| figure.id).collect();
    let labels: Vec<&str> = figures.iter().map(|figure| figure.label.as_str()).collect();
    let values = decimals("value", figures.iter().map(|figure| &figure.value))?;
    let columns = vec![Series::new("id".into(), ids).into(), Series::new("label".into(), labels).into(), values.into()];
    DataFrame::new(figures.len(), columns)
}

fn frame(table: &Table) -> PolarsResult<DataFrame> {
    let columns = table.columns.iter().enumerate().map(|(at, own)| {
        let cells = table.rows.iter().filter_map(move |row| row.get(at));
        column(own, cells).map(Column::from)
    });
    DataFrame::new(table.rows.len(), columns.collect::<PolarsResult<Vec<_>>>()?)
}

fn column<'a>(own: &report::Column, cells: impl Iterator<Item = &'a Value>) -> PolarsResult<Series> {
    let name = PlSmallStr::from_static(own.id);
    match own.kind {
        Kind::Text => {
            let texts: Vec<Option<&str>> =
                cells.map(|cell| if let Value::Text(text) = cell { Some(text.as_str()) } else { None }).collect();
            Ok(Series::new(name, texts))
        }
        Kind::Count => {
            let counts: Vec<Option<u64>> =
                cells.map(|cell| if let Value::Count(count) = cell { *count } else { None }).collect();
            Ok(Series::new(name, counts))
        }
        Kind::Day | Kind::Month => {
            let days: Int32Chunked = cells.map(|cell| day(cell).map(days_since_1970)).collect();
            Ok(days.with_name(name).into_date().into_series())
        }
        Kind::Instant => {
            let micros: Int64Chunked = cells.map(instant).collect();
            Ok(micros.with_name(name).into_datetime(TimeUnit::Microseconds, Some(TimeZone::UTC)).into_series())
        }
        Kind::Amount | Kind::Price | Kind::Quantity | Kind::Share => decimals(own.id, cells),
    }
}

fn decimals<'a>(name: &'static str, cells: impl Iterator<Item = &'a Value>) -> PolarsResult<Series> {
    let texts: Vec<Option<String>> = cells.map(|cell| cell.number().map(|number| number.to_string())).collect();
    Series::new(PlSmallStr::from_static(name), texts).strict_cast(&DataType::Decimal(38, SCALE))
}

fn day(cell: &Value) -> Option<NaiveDate> {
    match cell {
        Value::Day(day) => *day,
        Value::Month(day) => Some(*day),
        _ => None,
    }
}

fn instant(cell: &Value) -> Option<i64> {
    if let Value::Instant(at) = cell { at.map(|at| at.timestamp_micros()) } else { None }
}

fn days_since_1970(day: NaiveDate) -> i32 {
    let days = day.signed_duration_since(NaiveDate::default()).num_days();
    i32::try_from(days).unwrap_or(i32::MAX)
}

fn bytes(mut frame: DataFrame) -> PolarsResult<Vec<u8>> {
    let mut bytes = Vec::new();
    ParquetWriter::new(&mut bytes)
        .with_compression(ParquetCompression::Lz4Raw)
        .with_statistics(StatisticsOptions::default())
        .finish(&mut frame)?;
    Ok(bytes)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests {
    use chrono::{DateTime, Utc};
    use seatwise_reports::report::Column as Head;

    use super::*;

    #[test]
    fn instants_keep_their_microseconds_in_utc_and_unknown_is_null() {
        let at: DateTime<Utc> = "2026-10-31T23:59:59.999999Z".parse().unwrap();
        let mut table = Table::new("signs", "Signs", vec![Head::new("last_sign", "Last sign", Kind::Instant)]);
        table.rows = [Value::Instant(Some(at)), Value::Instant(None), Value::Empty].map(|cell| vec![cell]).to_vec();
        let frame = frame(&table).unwrap();
        let column = frame.column("last_sign").unwrap();
        assert_eq!(*column.dtype(), DataType::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC)));
        let found: Vec<Option<i64>> = column.datetime().unwrap().phys.iter().collect();
        assert_eq!(found, [Some(at.timestamp_micros()), None, None]);
    }
}
