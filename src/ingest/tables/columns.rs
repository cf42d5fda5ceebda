//! The columns of a file against those of its table.

use std::path::Path;

use super::cell::{self, Fault};
use super::read::Reading;
use crate::canonical::{Column, Table};

/// A required column that is not in the header.
pub(super) fn missing_column(column: &Column, names: &[String]) -> Fault {
    let alike = names.iter().find(|name| name.trim().eq_ignore_ascii_case(column.name));
    let remedy =
        if alike.is_some() { "rename the column that differs in case or white space" } else { "add the column" };
    let there: Vec<_> = names.iter().map(|name| cell::quoted(name)).collect();
    Fault {
        what: format!("column `{}` is missing", column.name),
        expected: format!("`{}`, {}; there are {}", column.name, column.doc, there.join(", ")),
        remedy,
    }
}

/// Notes the columns that no contract names.
pub(super) fn note_unknown<'a>(
    table: Table,
    path: &Path,
    names: impl Iterator<Item = &'a str>,
    reading: &mut Reading<'_>,
) {
    let is_known = |name: &str| {
        name == crate::canonical::col::USER_IX || table.spec().columns.iter().any(|column| column.name == name)
    };
    let unknown: Vec<_> = names.filter(|name| !is_known(name)).map(cell::quoted).collect();
    if !unknown.is_empty() {
        reading.note(
            "unknown-columns",
            path,
            format!("columns without a meaning here, not read: {}", unknown.join(", ")),
        );
    }
}
