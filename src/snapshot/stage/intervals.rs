//! Intervals that say nothing, and those that can't be true.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat};
use polars::prelude::*;

use super::super::{Note, SnapshotError};
use super::{number, text};
use crate::canonical::rows::Micros;
use crate::canonical::{Table, col};

/// Names of the columns with start (inclusive) and end (exclusive), if the rows of a table are intervals.
pub(crate) fn interval(table: Table) -> Option<(&'static str, &'static str)> {
    match table {
        Table::Licenses => Some((col::ASSIGNED_FROM, col::ASSIGNED_TO)),
        Table::Activity => Some((col::INTERVAL_START, col::INTERVAL_END)),
        Table::Presence => Some((col::START_AT, col::END_AT)),
        Table::Coverage => Some((col::FROM, col::TO)),
        _ => None,
    }
}

/// Rows without any time, per table; they are left out.
#[derive(Debug, Default)]
pub(super) struct EmptyIntervals(BTreeMap<Table, u64>);

impl EmptyIntervals {
    /// Counts rows that are left out.
    pub(super) fn count(&mut self, table: Table, rows: u64) {
        if rows > 0 {
            *self.0.entry(table).or_default() += rows;
        }
    }

    /// What there is to say of them.
    pub(super) fn notes(&self) -> impl Iterator<Item = Note> {
        self.0.iter().map(|(table, rows)| Note {
            code: "empty-intervals".to_owned(),
            subject: table.name().to_owned(),
            message: format!("{rows} rows end where they start and are left out"),
        })
    }
}

/// The rows of a frame but those whose interval is empty, and the number of these.
///
/// # Errors
/// [`SnapshotError::Rows`] for an interval that ends before it starts.
pub(super) fn without_empty(table: Table, frame: DataFrame) -> Result<(DataFrame, u64), SnapshotError> {
    let Some((start, end)) = interval(table) else { return Ok((frame, 0)) };
    let broken = |error: PolarsError| SnapshotError::Rows { table: table.name(), message: error.to_string() };
    let starts = number(&frame, start).map_err(broken)?;
    let ends = number(&frame, end).map_err(broken)?;
    let mut keep = Vec::with_capacity(frame.height());
    for (row, pair) in starts.iter().zip(ends.iter()).enumerate() {
        let Some((from, to)) = pair.0.zip(pair.1) else {
            keep.push(true);
            continue;
        };
        if to < from {
            let first = table.spec().columns[0].name;
            let of = text(&frame, first).map_err(broken)?.get(row).unwrap_or_default().to_owned();
            return Err(reversed(table, &of, from));
        }
        keep.push(to > from);
    }
    let dropped = keep.iter().filter(|keep| !**keep).count() as u64;
    if dropped == 0 {
        return Ok((frame, 0));
    }
    let mask = BooleanChunked::from_slice("".into(), &keep);
    Ok((frame.filter(&mask).map_err(broken)?, dropped))
}

/// An interval that ends before it starts.
pub(super) fn reversed(table: Table, of: &str, start: Micros) -> SnapshotError {
    let start = DateTime::from_timestamp_micros(start).map(|start| start.to_rfc3339_opts(SecondsFormat::AutoSi, true));
    let message = format!(
        "an interval of `{of}` that starts at {} ends before that; intervals end after their start",
        start.unwrap_or_default()
    );
    SnapshotError::Rows { table: table.name(), message }
}
