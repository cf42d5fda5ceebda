//! Rows of one file that were checked together, and what is wrong with the others.

use std::sync::Arc;

use super::cell::Fault;
use super::row::{self, Fate};
use crate::canonical::{Kind, Table, col};
use crate::ingest::problem::Problem;
use crate::snapshot::{Cell, TableBuffer};

/// Problems of one file that are told one by one.
const PROBLEMS_MAX: usize = 1000;

/// Where a row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A line of a CSV file, from 1.
    Line(u64),
    /// A row of a Parquet file, from 1.
    Row(u64),
}

impl Place {
    fn number(self) -> u64 {
        match self {
            Place::Line(number) | Place::Row(number) => number,
        }
    }
}

/// Rows of one file that were checked together.
pub(super) struct Portion {
    table: Table,
    file: Arc<str>,
    pub(super) buffer: TableBuffer,
    /// Rows that were looked at.
    pub(super) rows: u64,
    pub(super) empty_intervals: u64,
    problems: Vec<Problem>,
    further: u64,
    /// Line or row of each row in `buffer`; only for `users`, where a person that stands twice is told with both.
    pub(super) places: Vec<u64>,
    /// Per column: ids with white space around them, and the first one's line or row.
    spaced: Vec<(u64, u64)>,
}

impl Portion {
    /// Nothing yet.
    pub(super) fn new(table: Table, file: Arc<str>) -> Portion {
        Portion {
            table,
            file,
            buffer: TableBuffer::new(table),
            rows: 0,
            empty_intervals: 0,
            problems: Vec::new(),
            further: 0,
            places: Vec::new(),
            spaced: vec![(0, 0); table.spec().columns.len()],
        }
    }

    /// Takes a row whose cells are all sound; `cells` is empty afterwards.
    pub(super) fn row(&mut self, place: Place, cells: &mut Vec<Cell<'_>>) {
        self.rows += 1;
        match row::judge(self.table, cells) {
            Fate::Wrong(column, fault) => {
                self.fault(place, Some(column), fault);
                cells.clear();
            }
            Fate::Empty => {
                self.empty_intervals += 1;
                cells.clear();
            }
            Fate::Keep => {
                self.look_for_spaces(place, cells);
                if self.table == Table::Users {
                    self.places.push(place.number());
                }
                self.buffer.push(cells.drain(..));
            }
        }
    }

    /// Takes note of a row, or a cell of it, that can't be used.
    pub(super) fn fault(&mut self, place: Place, column: Option<&str>, fault: Fault) {
        if self.problems.len() >= PROBLEMS_MAX {
            self.further += 1;
            return;
        }
        let (line, what) = match place {
            Place::Line(line) => (Some(line), fault.what),
            Place::Row(row) => (None, format!("row {row}: {}", fault.what)),
        };
        self.problems.push(Problem {
            file: self.file.to_string(),
            line,
            column: column.map(str::to_owned),
            what,
            expected: fault.expected,
            remedy: fault.remedy.to_owned(),
        });
    }

    /// Moves everything down by so many lines: blocks are parsed before it is known where they begin.
    pub(super) fn move_down(&mut self, lines: u64) {
        self.problems.iter_mut().for_each(|problem| problem.line = problem.line.map(|line| line + lines));
        self.places.iter_mut().for_each(|place| *place += lines);
        self.spaced.iter_mut().for_each(|(_, first)| *first += lines);
    }

    fn look_for_spaces(&mut self, place: Place, cells: &[Cell<'_>]) {
        for ((cell, column), (count, first)) in cells.iter().zip(self.table.spec().columns).zip(&mut self.spaced) {
            let Cell::Text(text) = cell else { continue };
            if is_id(column.name, column.kind) && text.trim().len() != text.len() {
                if *count == 0 {
                    *first = place.number();
                }
                *count += 1;
            }
        }
    }
}

/// Columns by which rows are joined.
fn is_id(name: &str, kind: Kind) -> bool {
    kind == Kind::Text && (name.ends_with("_id") || name.ends_with("email") || name == col::ENTITY)
}

/// What is summed up over the portions of one file.
#[derive(Default)]
pub(super) struct FileTotals {
    told: usize,
    /// Problems beyond those that are told.
    pub(super) further: u64,
    /// Per column: ids with white space around them, and the first one's line or row.
    pub(super) spaced: Vec<(u64, u64)>,
}

impl FileTotals {
    /// Adds a portion; its problems go to `problems` while there is room.
    pub(super) fn take(&mut self, portion: &mut Portion, problems: &mut Vec<Problem>) {
        let room = PROBLEMS_MAX.saturating_sub(self.told);
        let found = std::mem::take(&mut portion.problems);
        self.further += portion.further + found.len().saturating_sub(room) as u64;
        self.told += found.len().min(room);
        problems.extend(found.into_iter().take(room));
        self.spaced.resize(portion.spaced.len(), (0, 0));
        for ((count, first), (more, at)) in self.spaced.iter_mut().zip(&portion.spaced) {
            if *count == 0 && *more > 0 {
                *first = *at;
            }
            *count += more;
        }
    }
}
