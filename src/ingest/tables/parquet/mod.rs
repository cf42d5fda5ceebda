//! A Parquet file: its types, its rows batch by batch.

use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

use polars::prelude::*;

use super::super::problem::Problem;
use super::cell::{self, Fault};
use super::columns::{missing_column, note_unknown};
use super::portion::{FileTotals, Place, Portion};
use super::read::Reading;
use crate::canonical::{Column as Spec, Kind};
use crate::snapshot::{Cell, for_each_batch};

mod open;
mod sound;

use self::open::Closed;

/// The years that RFC 3339 can write: 0001-01-01 and 9999-12-31 in microseconds.
const TIMES: std::ops::RangeInclusive<i64> = -62_135_596_800_000_000..=253_402_300_799_999_999;

/// Reads one file into the table.
pub(super) fn read(path: &Path, reading: &mut Reading<'_>) {
    let opened = match open::open(path) {
        Ok(opened) => opened,
        Err(Closed::Unreadable(error)) => return unreadable(path, &error, reading),
        Err(Closed::Types(columns)) => {
            let what = format!("columns have types that no table has: {}", columns.join(", "));
            return reading.file_problem(
                path,
                what,
                "text, integers, decimals, times and days",
                "leave these columns out",
            );
        }
    };
    let Some(columns) = columns(path, &opened.schema, reading) else { return };
    let names: Vec<Expr> = columns.iter().flatten().map(|source| col(source.spec.name)).collect();
    let file: Arc<str> = path.display().to_string().into();
    let mut totals = FileTotals::default();
    let mut first_row = 1;
    let read = for_each_batch(opened.plan.clone().select(names), Some, |frame| {
        if sound::is_sound(reading.table, &columns, &frame).map_err(Some)? {
            first_row += frame.height() as u64;
            reading.push_sound(path, &frame);
            return if reading.is_over() { Err(None) } else { Ok(()) };
        }
        let portion = portion(&columns, &frame, first_row, file.clone(), reading).map_err(Some)?;
        first_row += frame.height() as u64;
        reading.add(path, &mut totals, portion);
        if reading.is_over() { Err(None) } else { Ok(()) }
    });
    if let Err(Some(error)) = read {
        unreadable(path, &error, reading);
    }
    reading.end_file(path, &totals);
}

fn unreadable(path: &Path, error: &PolarsError, reading: &mut Reading<'_>) {
    let what = format!("the file can't be read as Parquet: {error}");
    reading.file_problem(path, what, "a whole Parquet file", "fetch or write it again; it may have been cut off");
}

/// A column of the file and how its values are read.
struct Source {
    spec: &'static Spec,
    reads: Reads,
}

/// How values are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reads {
    /// Text, read as a CSV cell is.
    Text,
    /// Whole numbers up to 64 bits, times a factor, then divided by another, toward the past.
    Whole(i64, i64),
    /// Days since 1970-01-01.
    Day,
}

/// Per canonical column its source; `None` = there are problems with types or names, and they have been told.
fn columns(path: &Path, schema: &Schema, reading: &mut Reading<'_>) -> Option<Vec<Option<Source>>> {
    let names: Vec<String> = schema.iter_names().map(|name| name.to_string()).collect();
    let mut sound = true;
    let mut sources = Vec::new();
    for spec in reading.table.spec().columns {
        let source = match schema.get(spec.name) {
            Some(dtype) => reads(spec, dtype).map(|reads| Some(Source { spec, reads })),
            None if spec.required => Err(missing_column(spec, &names)),
            None => Ok(None),
        };
        if let Some(DataType::Datetime(_, None)) = schema.get(spec.name) {
            let message = format!("column `{}` has times without a zone; they are taken as UTC", spec.name);
            reading.note("naive-timestamps", path, message);
        }
        match source {
            Ok(source) => sources.push(source),
            Err(fault) => {
                sound = false;
                reading.problem(column_problem(path, spec, fault));
            }
        }
    }
    note_unknown(reading.table, path, names.iter().map(String::as_str), reading);
    sound.then_some(sources)
}

/// How a column of this type is read, if it can be.
fn reads(spec: &'static Spec, dtype: &DataType) -> Result<Reads, Fault> {
    let is_whole = dtype.is_integer() && !matches!(dtype, DataType::Int128 | DataType::UInt128);
    match (spec.kind, dtype) {
        (_, DataType::String) => Ok(Reads::Text),
        (Kind::Text | Kind::Word(_), dtype) if dtype.is_categorical() || dtype.is_enum() => Ok(Reads::Text),
        (Kind::Text | Kind::Decimal, _) if is_whole => Ok(Reads::Text),
        (Kind::Decimal, DataType::Decimal(..)) => Ok(Reads::Text),
        (Kind::Count, _) if is_whole => Ok(Reads::Whole(1, 1)),
        (Kind::Timestamp, DataType::Datetime(unit, _)) => Ok(match unit {
            TimeUnit::Nanoseconds => Reads::Whole(1, 1000),
            TimeUnit::Microseconds => Reads::Whole(1, 1),
            TimeUnit::Milliseconds => Reads::Whole(1000, 1),
        }),
        (Kind::Date, DataType::Date) => Ok(Reads::Day),
        // A column of nulls only.
        (_, DataType::Null) => Ok(Reads::Text),
        _ => Err(Fault {
            what: format!("column `{}` has the type {dtype}", spec.name),
            expected: type_expected(spec.kind).to_owned(),
            remedy: "write the column with such a type",
        }),
    }
}

fn type_expected(kind: Kind) -> &'static str {
    match kind {
        Kind::Text | Kind::Word(_) => "string",
        Kind::Timestamp => "timestamp in UTC, or a string in RFC 3339",
        Kind::Date => "date32, or a string as `2026-10-31`",
        Kind::Count => "an integer of up to 64 bits",
        Kind::Decimal => "decimal, string or integer; a float is not exact",
    }
}

/// The values of one batch of one column.
enum Values {
    Absent,
    Text(StringChunked),
    Whole(Int64Chunked, Option<UInt64Chunked>, i64, i64),
    Day(Int32Chunked),
}

impl Values {
    fn of(source: &Option<Source>, frame: &DataFrame) -> PolarsResult<Values> {
        let Some(source) = source else { return Ok(Values::Absent) };
        let series = frame.column(source.spec.name)?.as_materialized_series().rechunk();
        Ok(match source.reads {
            Reads::Text => Values::Text(series.cast(&DataType::String)?.str()?.clone()),
            Reads::Day => Values::Day(series.to_physical_repr().i32()?.clone()),
            Reads::Whole(times, by) => {
                let physical = series.to_physical_repr();
                // A number above 2^63 − 1 becomes null in the cast, and is found by its presence in the original.
                let large = (*physical.dtype() == DataType::UInt64).then(|| physical.u64().cloned()).transpose()?;
                Values::Whole(physical.cast(&DataType::Int64)?.i64()?.clone(), large, times, by)
            }
        })
    }

    fn cell<'a>(&'a self, spec: &Spec, row: usize) -> Result<Cell<'a>, Fault> {
        match self {
            Values::Absent => Ok(Cell::Null),
            Values::Text(values) => {
                values.get(row).map_or_else(|| cell::null(spec), |text| cell::parse(spec, Cow::Borrowed(text)))
            }
            Values::Day(values) => values.get(row).map_or_else(|| cell::null(spec), |day| day_cell(spec, day)),
            Values::Whole(values, large, times, by) => {
                match (values.get(row), large.as_ref().and_then(|large| large.get(row))) {
                    (Some(value), _) => whole(spec, value, *times, *by),
                    (None, Some(large)) => Err(cell::bad(spec, &large.to_string(), "the number is too large")),
                    (None, None) => cell::null(spec),
                }
            }
        }
    }
}

fn whole(spec: &Spec, value: i64, times: i64, by: i64) -> Result<Cell<'static>, Fault> {
    let scaled = value.checked_mul(times).map(|value| value.div_euclid(by));
    match spec.kind {
        Kind::Timestamp => scaled.filter(|micros| TIMES.contains(micros)).map(Cell::Number).ok_or_else(|| {
            cell::bad(spec, &value.to_string(), "the time is outside the years 1 to 9999; is its unit right?")
        }),
        _ if value < 0 => Err(cell::bad(spec, &value.to_string(), "write a whole number, digits only")),
        _ => Ok(Cell::Number(value)),
    }
}

fn day_cell(spec: &Spec, day: i32) -> Result<Cell<'static>, Fault> {
    let micros = i64::from(day) * crate::canonical::rows::DAY;
    if TIMES.contains(&micros) {
        return Ok(Cell::Day(day));
    }
    Err(cell::bad(spec, &day.to_string(), "the day is outside the years 1 to 9999"))
}

/// Checks a batch row by row.
fn portion(
    columns: &[Option<Source>],
    frame: &DataFrame,
    first_row: u64,
    file: Arc<str>,
    reading: &Reading<'_>,
) -> PolarsResult<Portion> {
    let specs = reading.table.spec().columns;
    let values = columns.iter().map(|source| Values::of(source, frame)).collect::<PolarsResult<Vec<_>>>()?;
    let mut portion = Portion::new(reading.table, file);
    let mut cells = Vec::with_capacity(specs.len());
    for row in 0..frame.height() {
        let place = Place::Row(first_row + row as u64);
        cells.clear();
        for (spec, values) in specs.iter().zip(&values) {
            match values.cell(spec, row) {
                Ok(cell) => cells.push(cell),
                Err(fault) => portion.fault(place, Some(spec.name), fault),
            }
        }
        if cells.len() == specs.len() {
            portion.row(place, &mut cells);
        }
    }
    Ok(portion)
}

fn column_problem(path: &Path, spec: &Spec, fault: Fault) -> Problem {
    Problem {
        file: path.display().to_string(),
        line: None,
        column: Some(spec.name.to_owned()),
        what: fault.what,
        expected: fault.expected,
        remedy: fault.remedy.to_owned(),
    }
}
