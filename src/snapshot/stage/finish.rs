//! The end of staging: everything sorted, written, hashed and summed up.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;

use chrono::DateTime;
use polars::prelude::*;

use super::super::files::Durability;
use super::super::hash::{self, RowSum};
use super::super::{Cancel, CoverageEntry, FileEntry, Note, SnapshotError, files};
use super::months::{NONE, Span};
use super::names::Names;
use super::{Stage, conform, intervals, number, series_of, text, write};
use crate::canonical::rows::{DAY, Micros};
use crate::canonical::{Kind, Table, col};

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
struct Totals {
    files: Vec<FileEntry>,
    sums: BTreeMap<Table, RowSum>,
    /// Earliest and latest time of a table's rows.
    times: BTreeMap<Table, (Micros, Micros)>,
    latest: Option<Micros>,
    stated: Vec<CoverageEntry>,
    notes: Vec<Note>,
}

impl Stage {
    /// Writes what is left, and says what was written.
    ///
    /// # Errors
    /// [`SnapshotError::MissingTable`], [`SnapshotError::Rows`] for a person that stands twice, I/O, cancellation.
    pub(crate) fn finish(mut self) -> Result<Staged, SnapshotError> {
        for table in Table::ALL.into_iter().filter(|table| table.spec().required) {
            if !self.tables.contains_key(&table) {
                return Err(SnapshotError::MissingTable { table: table.name() });
            }
        }
        let mut totals = Totals { notes: std::mem::take(&mut self.notes), ..Totals::default() };
        let mut user_ix = HashMap::new();
        for (table, mut held) in std::mem::take(&mut self.tables) {
            self.check_cancel()?;
            held.flush(table)?;
            let (mut frame, empty) = intervals::without_empty(table, sorted(table, held.frames)?)?;
            self.empty_intervals.count(table, empty);
            if table == Table::Users {
                user_ix = row_numbers(&frame)?;
            }
            totals.add_frame(table, &frame)?;
            totals.files.push(write::parquet(
                &self.dir,
                format!("{}.parquet", table.name()),
                table.name(),
                &mut frame,
                self.durability,
            )?);
        }
        for table in [Table::Activity, Table::Presence] {
            self.finish_months(table, &user_ix, &mut totals)?;
        }
        totals.notes.extend(self.empty_intervals.notes());
        let spill = self.dir.join("spill");
        if spill.exists() {
            fs::remove_dir_all(&spill).map_err(SnapshotError::io("remove", &spill))?;
        }
        self.sync_dir(&self.dir)?;
        Ok(totals.into_staged())
    }

    fn finish_months(
        &mut self,
        table: Table,
        user_ix: &HashMap<String, u32>,
        totals: &mut Totals,
    ) -> Result<(), SnapshotError> {
        let slot = if table == Table::Activity { &mut self.activity } else { &mut self.presence };
        let Some(mut months) = slot.take() else { return Ok(()) };
        let folder = self.dir.join(table.name());
        fs::create_dir_all(&folder).map_err(SnapshotError::io("create", &folder))?;
        let ranks = Ranks::of(&self.people, &self.features, user_ix);
        let mut parts = months.months()?;
        let mut twice = 0;
        if parts.is_empty() {
            // A table without rows says that nothing happened; an absent table says that nothing is known.
            parts.push(("empty".to_owned(), 0));
        }
        for (month, rows) in parts {
            let mut spans = if rows == 0 { Vec::new() } else { months.take(&month, rows, &self.cancel)? };
            ranks.apply(&mut spans);
            sort(&mut spans, &self.cancel)?;
            spans.dedup();
            twice += rows - spans.len() as u64;
            totals.add_spans(table, &spans);
            let mut frame = ranks.frame(table, spans).map_err(rows_error(table))?;
            totals.sums.entry(table).or_default().add(table, &frame).map_err(rows_error(table))?;
            let path = format!("{}/{month}.parquet", table.name());
            totals.files.push(write::parquet(&self.dir, path, table.name(), &mut frame, self.durability)?);
        }
        if twice > 0 {
            totals.notes.push(Note {
                code: "rows-twice".to_owned(),
                subject: table.name().to_owned(),
                message: format!("{twice} rows stood twice in full and are used once"),
            });
        }
        self.sync_dir(&folder)
    }

    fn sync_dir(&self, folder: &Path) -> Result<(), SnapshotError> {
        match self.durability {
            Durability::Synced => files::sync_dir(folder),
            Durability::Temporary => Ok(()),
        }
    }
}

impl Totals {
    /// Sums up a table that is held in memory.
    fn add_frame(&mut self, table: Table, frame: &DataFrame) -> Result<(), SnapshotError> {
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

    fn add_spans(&mut self, table: Table, spans: &[Span]) {
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

    fn into_staged(mut self) -> Staged {
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

/// Ranks of people and features: codes in the order of the finished table.
struct Ranks<'a> {
    people: Vec<(&'a str, Option<u32>)>,
    person_of_code: Vec<u32>,
    features: Vec<&'a str>,
    feature_of_code: Vec<u32>,
}

impl<'a> Ranks<'a> {
    /// People of `users` first, by row number; then the unknown ones, by id.
    fn of(people: &'a Names, features: &'a Names, user_ix: &HashMap<String, u32>) -> Ranks<'a> {
        let ix = |id: &str| user_ix.get(id).copied();
        let people = people.sorted_by(|id| ix(id).unwrap_or(u32::MAX));
        let features = features.sorted_by(|_| ());
        Ranks {
            person_of_code: inverse(&people),
            people: people.into_iter().map(|(id, _)| (id, ix(id))).collect(),
            feature_of_code: inverse(&features),
            features: features.into_iter().map(|(name, _)| name).collect(),
        }
    }

    fn apply(&self, spans: &mut [Span]) {
        for span in spans {
            span.user = self.person_of_code[span.user as usize];
            // `presence` has no feature: its 0 stays, whatever `activity` brought.
            span.feature = self.feature_of_code.get(span.feature as usize).copied().unwrap_or(0);
        }
    }

    fn frame(&self, table: Table, spans: Vec<Span>) -> PolarsResult<DataFrame> {
        let texts = |name: &str, texts: Vec<&str>, index: &dyn Fn(&Span) -> u32| -> PolarsResult<Column> {
            let all = StringChunked::from_slice(name.into(), &texts);
            let indices = IdxCa::from_vec("".into(), spans.iter().map(index).collect());
            Ok(all.take(&indices)?.into_series().into())
        };
        let numbers = |name: &str, kind: Kind, value: &dyn Fn(&Span) -> i64| -> Column {
            let values = spans.iter().map(|span| Some(value(span)).filter(|value| *value != NONE));
            series_of(Int64Chunked::from_iter_options(name.into(), values), kind).into()
        };
        let people = self.people.iter().map(|(id, _)| *id).collect();
        let user_id = texts(col::USER_ID, people, &|span| span.user)?;
        let user_ix = spans.iter().map(|span| self.people[span.user as usize].1);
        let user_ix: Column = UInt32Chunked::from_iter_options(col::USER_IX.into(), user_ix).into_series().into();
        let columns = if table == Table::Activity {
            vec![
                user_id,
                numbers(col::INTERVAL_START, Kind::Timestamp, &|span| span.start),
                numbers(col::INTERVAL_END, Kind::Timestamp, &|span| span.end),
                texts(col::FEATURE, self.features.clone(), &|span| span.feature)?,
                numbers(col::EVENTS, Kind::Count, &|span| span.events),
                numbers(col::DURATION_MS, Kind::Count, &|span| span.duration_ms),
                user_ix,
            ]
        } else {
            vec![
                user_id,
                numbers(col::START_AT, Kind::Timestamp, &|span| span.start),
                numbers(col::END_AT, Kind::Timestamp, &|span| span.end),
                user_ix,
            ]
        };
        DataFrame::new(spans.len(), columns)
    }
}

/// Position in the sorted list, by code.
fn inverse(sorted: &[(&str, u32)]) -> Vec<u32> {
    let mut positions = vec![0; sorted.len()];
    for (position, (_, code)) in (0..).zip(sorted) {
        positions[*code as usize] = position;
    }
    positions
}

/// Sorts halves side by side; the stable sort then finds two runs and only merges them.
fn sort(spans: &mut [Span], cancel: &Cancel) -> Result<(), SnapshotError> {
    let (left, right) = spans.split_at_mut(spans.len() / 2);
    std::thread::scope(|scope| {
        scope.spawn(|| left.sort_unstable());
        right.sort_unstable();
    });
    spans.sort();
    if cancel.is_raised() { Err(SnapshotError::Cancelled) } else { Ok(()) }
}

/// One frame of all portions, sorted by all columns in their order: the same rows make the same bytes.
fn sorted(table: Table, frames: Vec<DataFrame>) -> Result<DataFrame, SnapshotError> {
    let mut all: Option<DataFrame> = None;
    for frame in frames {
        match &mut all {
            None => all = Some(frame),
            Some(all) => drop(all.vstack_mut_owned(frame).map_err(rows_error(table))?),
        }
    }
    let all = conform(table, &all.expect("a declared table has at least one frame"))?;
    let names: Vec<_> = table.spec().columns.iter().map(|column| column.name).collect();
    let mut all = all.sort(names, SortMultipleOptions::default()).map_err(rows_error(table))?;
    all.rechunk_mut();
    Ok(all)
}

/// Row number of every person. `users` is sorted by id, so who stands twice stands in neighboring rows.
fn row_numbers(users: &DataFrame) -> Result<HashMap<String, u32>, SnapshotError> {
    let ids = text(users, col::USER_ID).map_err(rows_error(Table::Users))?;
    let mut numbers = HashMap::with_capacity(ids.len());
    for (number, id) in (0..).zip(ids.iter().flatten()) {
        if numbers.insert(id.to_owned(), number).is_some() {
            let message = format!("user_id `{id}` stands twice; every person has one row");
            return Err(SnapshotError::Rows { table: Table::Users.name(), message });
        }
    }
    Ok(numbers)
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

fn rows_error(table: Table) -> impl FnOnce(PolarsError) -> SnapshotError {
    move |error| SnapshotError::Rows { table: table.name(), message: error.to_string() }
}
