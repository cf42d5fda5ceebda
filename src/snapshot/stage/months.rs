//! Millions of intervals on their way into one sorted Parquet part per UTC month.
//!
//! Ids of people and features are replaced by codes at once, so that a row is 40 bytes (20 without counts). Rows
//! of each month are spilled to a file of their own and come back one month at a time: memory is bounded by the
//! largest month, not by the history.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufReader, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Datelike};

use super::super::{Cancel, SnapshotError};
use crate::canonical::Table;
use crate::canonical::rows::{DAY, Micros};

/// Rows held before they are spilled: 256 Ki × 48 bytes = 12 MiB, over all months together.
const HELD_MAX: usize = 1 << 18;

/// A row of `activity` or `presence`. The order of fields is the order of rows in a part: one person's rows stand side
/// by side, so that a roll-up touches the memory of one person at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Span {
    /// Code, later rank, of the person.
    pub(crate) user: u32,
    /// Start, inclusive.
    pub(crate) start: Micros,
    /// End, exclusive; [`NONE`] = open.
    pub(crate) end: Micros,
    /// Code, later rank, of the feature; 0 in `presence`.
    pub(crate) feature: u32,
    /// Events; [`NONE`] = null.
    pub(crate) events: i64,
    /// Milliseconds; [`NONE`] = null.
    pub(crate) duration_ms: i64,
}

/// Null: no time, count or duration of a checked row has this value.
pub(crate) const NONE: i64 = i64::MIN;

impl Span {
    /// A row of `presence`.
    pub(crate) fn presence(user: u32, start: Micros, end: Option<Micros>) -> Span {
        let end = end.unwrap_or(NONE);
        Span { user, start, end, feature: 0, events: NONE, duration_ms: NONE }
    }

    fn write(&self, table: Table, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.user.to_le_bytes());
        out.extend_from_slice(&self.start.to_le_bytes());
        out.extend_from_slice(&self.end.to_le_bytes());
        if table == Table::Activity {
            out.extend_from_slice(&self.feature.to_le_bytes());
            out.extend_from_slice(&self.events.to_le_bytes());
            out.extend_from_slice(&self.duration_ms.to_le_bytes());
        }
    }

    fn read(bytes: &[u8]) -> Span {
        let long = |at: usize| i64::from_le_bytes(bytes[at..at + 8].try_into().expect("eight bytes"));
        let short = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four bytes"));
        let mut span = Span::presence(short(0), long(4), Some(long(12)));
        if bytes.len() == WIDTH_ACTIVITY {
            (span.feature, span.events, span.duration_ms) = (short(20), long(24), long(32));
        }
        span
    }
}

/// The UTC day of a time, days since 1970-01-01; also before 1970.
fn day_of(time: Micros) -> i32 {
    i32::try_from(time.div_euclid(DAY)).expect("2^63 µs are 107 million days")
}

const WIDTH_ACTIVITY: usize = 40;
const WIDTH_PRESENCE: usize = 20;

/// All rows of one of the two tables, by month.
pub(crate) struct Months {
    table: Table,
    spill: PathBuf,
    held: BTreeMap<String, Vec<Span>>,
    held_rows: usize,
    spilled: BTreeMap<String, u64>,
    // The month of the last row: rows come in runs of one month, and its name is dear to format.
    last: Option<(std::ops::Range<i32>, String)>,
}

impl Months {
    /// No rows yet; `spill` is a folder for this table's rows, created when first needed.
    pub(crate) fn new(table: Table, spill: PathBuf) -> Months {
        Months { table, spill, held: BTreeMap::new(), held_rows: 0, spilled: BTreeMap::new(), last: None }
    }

    /// Takes a row.
    pub(crate) fn push(&mut self, span: Span) -> Result<(), SnapshotError> {
        let day = day_of(span.start);
        if !self.last.as_ref().is_some_and(|(days, _)| days.contains(&day)) {
            self.last = Some((day..day + 1, month_of(day)));
        }
        let (_, month) = self.last.as_ref().expect("set above");
        match self.held.get_mut(month) {
            Some(rows) => rows.push(span),
            None => drop(self.held.insert(month.clone(), vec![span])),
        }
        self.held_rows += 1;
        if self.held_rows >= HELD_MAX { self.flush() } else { Ok(()) }
    }

    /// The months that have rows, in order; nothing is held in memory afterwards.
    pub(crate) fn months(&mut self) -> Result<Vec<(String, u64)>, SnapshotError> {
        self.flush()?;
        Ok(self.spilled.iter().map(|(month, rows)| (month.clone(), *rows)).collect())
    }

    /// All rows of one month, in the order in which they came; its spill file is gone afterwards.
    pub(crate) fn take(&self, month: &str, rows: u64, cancel: &Cancel) -> Result<Vec<Span>, SnapshotError> {
        let path = self.spill.join(month);
        let mut file = BufReader::with_capacity(1 << 20, File::open(&path).map_err(SnapshotError::io("read", &path))?);
        let mut spans = Vec::with_capacity(usize::try_from(rows).expect("a month's rows fit into memory"));
        let mut bytes = vec![0; self.width() * 4096];
        loop {
            if cancel.is_raised() {
                return Err(SnapshotError::Cancelled);
            }
            let read = read_full(&mut file, &mut bytes).map_err(SnapshotError::io("read", &path))?;
            spans.extend(bytes[..read].chunks_exact(self.width()).map(Span::read));
            if read < bytes.len() {
                break;
            }
        }
        fs::remove_file(&path).map_err(SnapshotError::io("remove", &path))?;
        Ok(spans)
    }

    fn width(&self) -> usize {
        if self.table == Table::Activity { WIDTH_ACTIVITY } else { WIDTH_PRESENCE }
    }

    fn flush(&mut self) -> Result<(), SnapshotError> {
        if self.held_rows > 0 {
            fs::create_dir_all(&self.spill).map_err(SnapshotError::io("create", &self.spill))?;
        }
        let width = self.width();
        for (month, rows) in std::mem::take(&mut self.held) {
            let mut bytes = Vec::with_capacity(rows.len() * width);
            rows.iter().for_each(|row| row.write(self.table, &mut bytes));
            append(&self.spill.join(&month), &bytes)?;
            *self.spilled.entry(month).or_default() += rows.len() as u64;
        }
        self.held_rows = 0;
        Ok(())
    }
}

/// `2026-10`; sorts as text for the years 0 to 9999, the only ones that RFC 3339 can write.
fn month_of(day: i32) -> String {
    let seconds = i64::from(day) * 86_400;
    match DateTime::from_timestamp(seconds, 0) {
        Some(date) => format!("{:04}-{:02}", date.year(), date.month()),
        None => "out-of-calendar".to_owned(),
    }
}

fn append(path: &Path, bytes: &[u8]) -> Result<(), SnapshotError> {
    let mut options = File::options();
    let mut file = options.create(true).append(true).open(path).map_err(SnapshotError::io("create", path))?;
    file.write_all(bytes).map_err(SnapshotError::io("write", path))
}

fn read_full(file: &mut impl Read, bytes: &mut [u8]) -> std::io::Result<usize> {
    let mut filled = 0;
    while filled < bytes.len() {
        match file.read(&mut bytes[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_named_by_the_utc_day_of_its_start() {
        assert_eq!(month_of(0), "1970-01");
        assert_eq!(month_of(day_of(-1)), "1969-12");
        assert_eq!(month_of(day_of(20_000 * DAY)), "2024-10");
    }

    #[test]
    fn spilled_rows_come_back_as_they_were() {
        let dir = tempfile::tempdir().expect("a folder");
        let mut months = Months::new(Table::Activity, dir.path().join("activity"));
        let mut span = Span::presence(7, 5 * DAY, None);
        (span.feature, span.events) = (3, 12);
        months.push(span).expect("held");
        assert_eq!(months.months().expect("flushed"), [("1970-01".to_owned(), 1)]);
        assert_eq!(months.take("1970-01", 1, &Cancel::default()).expect("read"), [span]);
        assert!(!dir.path().join("activity/1970-01").exists());
    }
}
