//! Which cell of a CSV record belongs to which column.

use std::path::Path;
use std::sync::Arc;

use super::super::cell::Fault;
use super::super::columns::{missing_column, note_unknown};
use super::super::read::Reading;
use super::line_problem;
use crate::canonical::Table;
use crate::ingest::problem::Problem;

/// Which cell of a record belongs to which column.
pub(super) struct Layout {
    pub(super) table: Table,
    pub(super) file: Arc<str>,
    /// Per canonical column its place in the file.
    pub(super) places: Vec<Option<usize>>,
    /// Cells that a record has.
    pub(super) cells: usize,
}

impl Layout {
    /// Looks the columns up; `None` = there are problems, and they have been told.
    pub(super) fn of(table: Table, path: &Path, names: &[String], reading: &mut Reading<'_>) -> Option<Layout> {
        let mut sound = true;
        let mut places = Vec::new();
        for column in table.spec().columns {
            let found: Vec<usize> = (0..names.len()).filter(|place| names[*place] == column.name).collect();
            places.push(found.first().copied());
            let fault = match found.as_slice() {
                [] if column.required => missing_column(column, names),
                [_, _, ..] => Fault {
                    what: format!("column `{}` stands {} times in the header", column.name, found.len()),
                    expected: "every column once".to_owned(),
                    remedy: "remove or rename all but one",
                },
                _ => continue,
            };
            sound = false;
            reading.problem(Problem { column: Some(column.name.to_owned()), ..line_problem(path, 1, fault) });
        }
        note_unknown(table, path, names.iter().map(String::as_str), reading);
        let file = path.display().to_string().into();
        sound.then_some(Layout { table, file, places, cells: names.len() })
    }
}
