//! A folder of canonical tables (`users.csv`, `activity/*.parquet`, …), checked in full, into a stage.
//!
//! CSV is cut into blocks that are parsed side by side; Parquet comes through polars, batch by batch. Both end in
//! the same checks of cells (`cell`) and rows (`row`), so that a table is accepted or refused for what it says
//! and not for its format. Every problem is found in the one pass; where there is any, the stage is not to be used.
//! What the tables mean, and whether ids of one occur in another, is left to others.

mod cell;
mod columns;
mod csv;
mod discover;
mod parquet;
mod portion;
mod read;
mod record;
mod row;
mod time;

use std::path::Path;

use self::read::Reading;
use super::problem::{Problem, Problems};
use crate::canonical::Table;
use crate::snapshot::{Note, SnapshotError, Stage};

/// What was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TablesReport {
    /// The tables that are there, in the order of [`Table::ALL`].
    pub tables: Vec<TableReport>,
    /// Warnings and notes; the stage has them too.
    pub notes: Vec<Note>,
}

/// What was read of one table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableReport {
    /// Which.
    pub table: Table,
    /// Files it stood in.
    pub files: usize,
    /// Rows that were read.
    pub rows: u64,
    /// Rows of these that were left out because their interval ends where it starts.
    pub empty_intervals: u64,
}

/// Reads every canonical table in `dir` into a stage: `<table>.csv`, `<table>.parquet`, or a folder `<table>` of
/// such files. Other files and columns are noted and left alone.
///
/// # Errors
/// Everything that is wrong with the folder, its files, their columns and cells, all at once (per file at most
/// 1,000 problems and the number of the others). The stage is then not to be used.
pub fn stage(dir: &Path, into: &mut Stage) -> Result<TablesReport, Problems> {
    let found = discover::discover(dir);
    let mut problems = found.problems;
    let mut report = TablesReport { tables: Vec::new(), notes: found.notes };
    for (table, sources) in found.tables {
        let mut reading = Reading::new(table, into);
        for source in &sources {
            if reading.is_over() {
                break;
            }
            match source.format {
                discover::Format::Csv => csv::read(&source.path, &mut reading),
                discover::Format::Parquet => parquet::read(&source.path, &mut reading),
            }
        }
        let outcome = reading.finish();
        problems.extend(outcome.problems);
        report.notes.extend(outcome.notes);
        let (rows, empty_intervals) = (outcome.rows, outcome.empty_intervals);
        report.tables.push(TableReport { table, files: sources.len(), rows, empty_intervals });
        if outcome.over {
            break;
        }
    }
    if !problems.is_empty() {
        return Err(Problems(problems));
    }
    report.notes.iter().for_each(|note| into.note(note.clone()));
    Ok(report)
}

/// A problem of a whole file or folder.
fn file_problem(path: &Path, what: String, expected: &str, remedy: &str) -> Problem {
    Problem {
        file: path.display().to_string(),
        line: None,
        column: None,
        what,
        expected: expected.to_owned(),
        remedy: remedy.to_owned(),
    }
}

/// A failure of the stage itself: disk, or a request to stop.
fn stage_problem(path: &Path, error: &SnapshotError) -> Problem {
    file_problem(path, error.to_string(), "a stage that takes the rows", "see the hint; nothing was kept")
}

#[cfg(test)]
mod tests;
