//! A table on its way from its files into the stage: rows, problems and counts, portion by portion.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use polars::prelude::*;

use super::portion::{FileTotals, Portion};
use super::{file_problem, stage_problem};
use crate::canonical::{Table, col};
use crate::ingest::problem::Problem;
use crate::snapshot::{Note, SnapshotError, Stage};

/// What a table's files have come to so far.
pub(super) struct Reading<'a> {
    pub(super) table: Table,
    stage: &'a mut Stage,
    people: HashMap<String, (Arc<str>, u64)>,
    outcome: Outcome,
}

/// What a table's files have come to.
#[derive(Default)]
pub(super) struct Outcome {
    pub(super) problems: Vec<Problem>,
    pub(super) notes: Vec<Note>,
    pub(super) rows: u64,
    pub(super) empty_intervals: u64,
    /// The stage takes no more: its disk is full, or a stop was asked for.
    pub(super) over: bool,
}

impl<'a> Reading<'a> {
    /// A table of which nothing has been read.
    pub(super) fn new(table: Table, stage: &'a mut Stage) -> Reading<'a> {
        stage.declare(table);
        Reading { table, stage, people: HashMap::new(), outcome: Outcome::default() }
    }

    /// Is there no use in going on?
    pub(super) fn is_over(&self) -> bool {
        self.outcome.over
    }

    /// A problem of a file as a whole.
    pub(super) fn file_problem(&mut self, path: &Path, what: String, expected: &str, remedy: &str) {
        self.outcome.problems.push(file_problem(path, what, expected, remedy));
    }

    /// Any problem.
    pub(super) fn problem(&mut self, problem: Problem) {
        self.outcome.problems.push(problem);
    }

    /// A warning or note.
    pub(super) fn note(&mut self, code: &str, path: &Path, message: String) {
        let subject = path.display().to_string();
        self.outcome.notes.push(Note { code: code.to_owned(), subject, message });
    }

    /// Hands a portion's rows on, unless there are problems: then only the other problems are still of interest.
    pub(super) fn add(&mut self, path: &Path, totals: &mut FileTotals, mut portion: Portion) {
        self.outcome.rows += portion.rows;
        self.outcome.empty_intervals += portion.empty_intervals;
        totals.take(&mut portion, &mut self.outcome.problems);
        let frame = portion
            .buffer
            .take()
            .map_err(|error| SnapshotError::Rows { table: self.table.name(), message: error.to_string() });
        let frame = match frame {
            Ok(frame) => frame,
            Err(error) => return self.fail(path, &error),
        };
        if self.table == Table::Users {
            self.check_people(path, &frame, &portion.places);
        }
        self.push(path, &frame);
    }

    /// Hands rows on that were found sound as a whole.
    pub(super) fn push_sound(&mut self, path: &Path, frame: &DataFrame) {
        self.outcome.rows += frame.height() as u64;
        self.push(path, frame);
    }

    fn push(&mut self, path: &Path, frame: &DataFrame) {
        if self.stage.cancel().is_raised() {
            return self.fail(path, &SnapshotError::Cancelled);
        }
        if self.outcome.problems.is_empty()
            && let Err(error) = self.stage.push_frame(self.table, frame)
        {
            self.fail(path, &error);
        }
    }

    /// Notes and problems of a file that has been read to its end.
    pub(super) fn end_file(&mut self, path: &Path, totals: &FileTotals) {
        if totals.further > 0 {
            let what = format!("{} further problems in this file", totals.further);
            self.file_problem(path, what, "none", "mend those named first");
        }
        for (column, (count, first)) in self.table.spec().columns.iter().zip(&totals.spaced) {
            if *count > 0 {
                let message = format!(
                    "column `{}`: {count} values begin or end with white space, the first in line {first}; \
                     they are kept so and match only values with the same white space",
                    column.name
                );
                self.note("id-white-space", path, message);
            }
        }
    }

    /// All that was found.
    pub(super) fn finish(mut self) -> Outcome {
        if self.outcome.empty_intervals > 0 {
            let message = format!("{} rows end where they start and are left out", self.outcome.empty_intervals);
            let subject = self.table.name().to_owned();
            self.outcome.notes.push(Note { code: "empty-intervals".to_owned(), subject, message });
        }
        self.outcome
    }

    fn fail(&mut self, path: &Path, error: &SnapshotError) {
        self.outcome.over = true;
        self.outcome.problems.push(stage_problem(path, error));
    }

    fn check_people(&mut self, path: &Path, frame: &DataFrame, places: &[u64]) {
        let Ok(ids) = frame.column(col::USER_ID).and_then(|column| column.str().cloned()) else { return };
        let file: Arc<str> = path.display().to_string().into();
        for (id, place) in ids.iter().zip(places) {
            let Some(id) = id else { continue };
            let Some((first_file, first)) = self.people.insert(id.to_owned(), (file.clone(), *place)) else { continue };
            self.outcome.problems.push(Problem {
                file: file.to_string(),
                line: Some(*place),
                column: Some(col::USER_ID.to_owned()),
                what: format!(
                    "user_id {} stands twice: in line {place} and in {first_file}:{first}",
                    super::cell::quoted(id)
                ),
                expected: "one row per person".to_owned(),
                remedy: "remove one of the two rows; only you can know which is right".to_owned(),
            });
        }
    }
}
