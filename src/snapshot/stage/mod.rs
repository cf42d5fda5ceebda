//! A snapshot's folder while it is being written: rows of canonical tables go in, in any order and any portion;
//! sorted Parquet files come out.
//!
//! `activity` and `presence` grow with time and go through files per month; the other tables grow with the number
//! of people and are held in memory until the end. Values are checked where they are read, in `ingest`; a stage
//! refuses only what would make the snapshot contradict itself, and leaves empty intervals out, counted.

mod buffer;
mod finish;
mod intervals;
mod months;
mod names;
mod ranks;
mod rows;
mod totals;
mod write;

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use polars::prelude::*;

use self::intervals::EmptyIntervals;
use self::months::{Months, NONE, Span};
use self::names::Names;
use super::files::Durability;
use super::{Cancel, Note, SnapshotError};
use crate::canonical::{Table, col};

pub use self::buffer::{Cell, TableBuffer};
pub(crate) use self::buffer::{dtype, series_of};
pub(crate) use self::intervals::interval;
pub(crate) use self::totals::Staged;
pub(crate) use self::write::write_parquet;

/// Rows of a table that are put into one frame before the buffer starts anew.
const BUFFER_ROWS: usize = 1 << 16;

/// A snapshot being written.
pub struct Stage {
    dir: PathBuf,
    durability: Durability,
    people: Names,
    features: Names,
    tables: BTreeMap<Table, Held>,
    activity: Option<Months>,
    presence: Option<Months>,
    empty_intervals: EmptyIntervals,
    notes: Vec<Note>,
    cancel: Cancel,
}

/// A table that is held in memory.
struct Held {
    buffer: TableBuffer,
    frames: Vec<DataFrame>,
}

impl Stage {
    /// A stage without any table, in a folder that exists and is empty.
    pub(crate) fn new(dir: &Path, durability: Durability, cancel: Cancel) -> Stage {
        Stage {
            dir: dir.to_path_buf(),
            durability,
            people: Names::default(),
            features: Names::default(),
            tables: BTreeMap::new(),
            activity: None,
            presence: None,
            empty_intervals: EmptyIntervals::default(),
            notes: Vec::new(),
            cancel,
        }
    }

    /// Says that a table is there, even if no row follows. Rows say so by themselves.
    pub fn declare(&mut self, table: Table) {
        match table {
            Table::Activity | Table::Presence => drop(self.months(table)),
            _ => drop(self.held(table)),
        }
    }

    /// Takes rows in bulk: a frame with the table's canonical columns, in any order, among others or not.
    /// Optional columns may be absent.
    ///
    /// # Errors
    /// [`SnapshotError::Rows`] for an absent required column, another type than the canonical one (`String`,
    /// `Datetime(us, UTC)`, `Date`, `Int64`), a null in a key column or a reversed interval;
    /// [`SnapshotError::Io`] where spilling fails; [`SnapshotError::Cancelled`].
    pub fn push_frame(&mut self, table: Table, frame: &DataFrame) -> Result<(), SnapshotError> {
        self.check_cancel()?;
        let frame = conform(table, frame)?;
        match table {
            Table::Activity | Table::Presence => self.push_spans(table, &frame),
            _ => {
                self.held(table).frames.push(frame);
                Ok(())
            }
        }
    }

    /// Takes the rows of a plan, portion by portion, as [`Stage::push_frame`] does.
    ///
    /// # Errors
    /// Those of [`Stage::push_frame`], and of the plan.
    pub fn push_lazy(&mut self, table: Table, plan: LazyFrame) -> Result<(), SnapshotError> {
        self.declare(table);
        let failed = |error: PolarsError| SnapshotError::Rows { table: table.name(), message: error.to_string() };
        super::files::for_each_batch(plan, failed, |frame| self.push_frame(table, &frame))
    }

    /// Keeps a warning or note for the manifest.
    pub fn note(&mut self, note: Note) {
        self.notes.push(note);
    }

    /// The flag that stops this stage.
    pub fn cancel(&self) -> &Cancel {
        &self.cancel
    }

    fn check_cancel(&self) -> Result<(), SnapshotError> {
        if self.cancel.is_raised() { Err(SnapshotError::Cancelled) } else { Ok(()) }
    }

    fn held(&mut self, table: Table) -> &mut Held {
        self.tables.entry(table).or_insert_with(|| Held { buffer: TableBuffer::new(table), frames: Vec::new() })
    }

    fn months(&mut self, table: Table) -> &mut Months {
        let slot = if table == Table::Activity { &mut self.activity } else { &mut self.presence };
        slot.get_or_insert_with(|| Months::new(table, self.dir.join("spill").join(table.name())))
    }

    fn push_cells(&mut self, table: Table, cells: Vec<Cell<'_>>) -> Result<(), SnapshotError> {
        let held = self.held(table);
        held.buffer.push(cells);
        if held.buffer.rows() >= BUFFER_ROWS {
            held.flush(table)?;
            self.check_cancel()?;
        }
        Ok(())
    }

    fn push_spans(&mut self, table: Table, frame: &DataFrame) -> Result<(), SnapshotError> {
        self.declare(table);
        let broken = |error: PolarsError| SnapshotError::Rows { table: table.name(), message: error.to_string() };
        let users = text(frame, col::USER_ID).map_err(broken)?;
        let is_activity = table == Table::Activity;
        let (start, end) =
            if is_activity { (col::INTERVAL_START, col::INTERVAL_END) } else { (col::START_AT, col::END_AT) };
        let (starts, ends) = (number(frame, start).map_err(broken)?, number(frame, end).map_err(broken)?);
        let counts = if is_activity { Some(Counts::of(frame).map_err(broken)?) } else { None };
        for row in 0..frame.height() {
            let (user, start) = (users.get(row).expect("a key"), starts.get(row).expect("a key"));
            let mut span = Span::presence(self.people.code(user), start, ends.get(row));
            if let Some(counts) = &counts {
                span.feature = self.features.code(counts.features.get(row).expect("a key"));
                span.events = counts.events.get(row).unwrap_or(NONE);
                span.duration_ms = counts.durations.get(row).unwrap_or(NONE);
            }
            self.push_span(table, span)?;
        }
        Ok(())
    }

    fn push_span(&mut self, table: Table, span: Span) -> Result<(), SnapshotError> {
        match span.end.cmp(&span.start) {
            _ if span.end == NONE => {}
            Ordering::Greater => {}
            Ordering::Equal => {
                self.months(table);
                self.empty_intervals.count(table, 1);
                return Ok(());
            }
            Ordering::Less => {
                let person = self.people.sorted_by(|_| ()).into_iter().find(|(_, code)| *code == span.user);
                return Err(intervals::reversed(table, person.map_or("?", |(id, _)| id), span.start));
            }
        }
        self.months(table).push(span)
    }
}

impl Held {
    fn flush(&mut self, table: Table) -> Result<(), SnapshotError> {
        let broken = |error: PolarsError| SnapshotError::Rows { table: table.name(), message: error.to_string() };
        self.frames.push(self.buffer.take().map_err(broken)?);
        Ok(())
    }
}

/// The columns that only `activity` has.
struct Counts {
    features: StringChunked,
    events: Int64Chunked,
    durations: Int64Chunked,
}

impl Counts {
    fn of(frame: &DataFrame) -> PolarsResult<Counts> {
        let features = text(frame, col::FEATURE)?;
        Ok(Counts { features, events: number(frame, col::EVENTS)?, durations: number(frame, col::DURATION_MS)? })
    }
}

fn text(frame: &DataFrame, name: &str) -> PolarsResult<StringChunked> {
    Ok(frame.column(name)?.as_materialized_series().rechunk().str()?.clone())
}

fn number(frame: &DataFrame, name: &str) -> PolarsResult<Int64Chunked> {
    Ok(frame.column(name)?.as_materialized_series().rechunk().to_physical_repr().i64()?.clone())
}

/// The canonical columns of a frame, in their order; absent optional ones become nulls.
fn conform(table: Table, frame: &DataFrame) -> Result<DataFrame, SnapshotError> {
    let wrong = |message: String| SnapshotError::Rows { table: table.name(), message };
    let mut columns = Vec::with_capacity(table.spec().columns.len());
    for spec in table.spec().columns {
        let expected = dtype(spec.kind);
        let column = match frame.column(spec.name) {
            Ok(column) if *column.dtype() == expected => column.clone(),
            Ok(column) => {
                return Err(wrong(format!("column `{}` is {}, expected {expected}", spec.name, column.dtype())));
            }
            Err(_) if spec.required => return Err(wrong(format!("column `{}` is missing", spec.name))),
            Err(_) => Column::full_null(spec.name.into(), frame.height(), &expected),
        };
        if !spec.nullable && column.null_count() > 0 {
            return Err(wrong(format!(
                "column `{}` has {} empty cells, expected none",
                spec.name,
                column.null_count()
            )));
        }
        columns.push(column);
    }
    DataFrame::new(frame.height(), columns).map_err(|error| wrong(error.to_string()))
}
