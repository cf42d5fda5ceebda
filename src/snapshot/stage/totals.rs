//! What is summed up over the tables of a stage: files, hashes, the time covered.

use std::collections::BTreeMap;

use chrono::DateTime;
use polars::prelude::*;

use super::super::hash::{self, RowSum};
use super::super::{CoverageEntry, FileEntry, Note, SnapshotError};
use super::finish::rows_error;
use super::months::{NONE, Span};
use super::{number, text};
use crate::canonical::rows::{DAY, Micros};
use crate::canonical::{Table, col};

/// A finished stage: every file is written and synced, only the manifest is missing.
pub(crate) struct Staged {
    pub(crate) files: Vec<FileEntry>,
    pub(crate) coverage: Vec<CoverageEntry>,
    pub(crate) notes: Vec<Note>,
    pub(crate) content_hash: String,
    /// See [`super::super::Manifest::latest_evidence_at`]; microseconds.
    pub(crate) latest_evidence: Option<Micros>,
}

/// What is gathered while one table after the other is written.
#[derive(Default)]
pub(super) struct Totals {
    pub(super) files: Vec<FileEntry>,
    pub(super) sums: BTreeMap<Table, RowSum>,
    /// Earliest and latest time of a table's rows.
    times: BTreeMap<Table, (Micros, Micros)>,
    latest: Option<Micros>,
    stated: Vec<CoverageEntry>,
    pub(super) notes: Vec<Note>,
}

impl Totals {
    /// Sums up a table that is held in memory.
    pub(super) fn add_frame(&mut self, table: Table, frame: &DataFrame) -> Result<(), SnapshotError> {
        self.sums.entry(table).or_default().add(table, frame).map_err(rows_error(table))?;
        let range = |name: &str| -> Result<Option<(Micros, Micros)>, SnapshotError> {
            let values = number(frame, name).map_err(rows_error(table))?;
            Ok(values.min().zip(values.max()))
        };
        match table {
            Table::Users => {
                for name in [col::LAST_LOGIN_AT, col::LAST_TOKEN_AT] {
                    self.latest = self.latest.max(range(name)?.map(|(_, max)| max));
                }
            }
            Table::BillableUsage => {
                if let Some(times) = range(col::FIRST_SEEN_AT)? {
                    self.widen(table, times);
                    self.latest = self.latest.max(Some(times.1));
                }
            }
            Table::ResourceUsage => {
                let days =
                    frame.column(col::DATE).and_then(|days| days.cast(&DataType::Int32)).map_err(rows_error(table))?;
                let days = days.i32().map_err(rows_error(table))?;
                if let Some((min, max)) = days.min().zip(days.max()) {
                    self.widen(table, (i64::from(min) * DAY, (i64::from(max) + 1) * DAY));
                }
            }
            Table::Coverage => self.stated = stated(frame).map_err(rows_error(table))?,
            _ => {}
        }
        Ok(())
    }

    /// Sums up rows of `activity` or `presence`.
    pub(super) fn add_spans(&mut self, table: Table, spans: &[Span]) {
        for span in spans {
            let ends = span.end != NONE;
            self.widen(table, (span.start, if ends { span.end } else { span.start }));
            // An end is exclusive: the last instant that an interval proves is 1 µs before it.
            self.latest = self.latest.max(Some(if ends { span.end - 1 } else { span.start }));
        }
    }

    fn widen(&mut self, table: Table, (from, to): (Micros, Micros)) {
        let times = self.times.entry(table).or_insert((from, to));
        *times = (times.0.min(from), times.1.max(to));
    }

    /// What is to be said of the finished stage.
    pub(super) fn into_staged(mut self) -> Staged {
        self.files.sort_by(|a, b| a.path.cmp(&b.path));
        let mut coverage = self.stated;
        for (table, (from, to)) in self.times {
            let is_stated = coverage.iter().any(|entry| entry.table == table.name() && entry.feature.is_none());
            if let (false, Some(from), Some(to)) =
                (is_stated, DateTime::from_timestamp_micros(from), DateTime::from_timestamp_micros(to))
            {
                coverage.push(CoverageEntry { table: table.name().to_owned(), feature: None, from, to, stated: false });
            }
        }
        coverage.sort();
        Staged {
            files: self.files,
            coverage,
            notes: self.notes,
            content_hash: hash::combine(&self.sums),
            latest_evidence: self.latest,
        }
    }
}

/// What table `coverage` says.
fn stated(frame: &DataFrame) -> PolarsResult<Vec<CoverageEntry>> {
    let (tables, features) = (text(frame, col::TABLE)?, text(frame, col::FEATURE)?);
    let (from, to) = (number(frame, col::FROM)?, number(frame, col::TO)?);
    let time = |values: &Int64Chunked, row| values.get(row).and_then(DateTime::from_timestamp_micros);
    let entry = |row: usize| {
        let (table, feature) = (tables.get(row)?.to_owned(), features.get(row).map(str::to_owned));
        Some(CoverageEntry { table, feature, from: time(&from, row)?, to: time(&to, row)?, stated: true })
    };
    Ok((0..frame.height()).filter_map(entry).collect())
}
