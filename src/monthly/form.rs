//! A CSV that finance fills in, budget or comments: opened, with every fault of it at its line.

use std::path::Path;

use chrono::{Datelike, NaiveDate};
use csv::StringRecord;

use crate::ingest::{
    problem::{Problem, Problems},
    sheet::{Lines, bare, delimiter, find},
};

/// What a file is.
pub(super) struct Form {
    /// As its errors call it.
    pub(super) name: &'static str,
    /// Its columns, as its errors say it.
    pub(super) columns: &'static str,
    /// Columns that must be there.
    pub(super) required: &'static [&'static str],
}

/// Everything that is wrong with a file.
pub(super) struct Faults {
    file: String,
    problems: Vec<Problem>,
}

impl Faults {
    fn of(path: &Path) -> Faults {
        Faults { file: path.display().to_string(), problems: Vec::new() }
    }

    /// `line`, from 1; `None` = the file as a whole is meant.
    pub(super) fn add(&mut self, line: Option<u64>, what: String, expected: &str) {
        self.problems.push(Problem {
            file: self.file.clone(),
            line,
            column: None,
            what,
            expected: expected.to_owned(),
            remedy: "correct the file; docs/MONTHLY.md shows one".to_owned(),
        });
    }

    fn whole(mut self, what: String, expected: &str) -> Problems {
        self.add(None, what, expected);
        Problems(self.problems)
    }

    /// What was read, unless anything is wrong.
    pub(super) fn unless_any<T>(self, read: T) -> Result<T, Problems> {
        if self.problems.is_empty() { Ok(read) } else { Err(Problems(self.problems)) }
    }
}

/// A row as texts.
pub(super) struct Row<'a> {
    /// Line of the file, from 1.
    pub(super) line: u64,
    record: &'a StringRecord,
    heads: &'a StringRecord,
}

impl<'a> Row<'a> {
    /// A cell by the name of its column; `None` = there is no such column, or it is empty.
    pub(super) fn cell(&self, name: &str) -> Option<&'a str> {
        Some(bare(self.record.get(find(self.heads, name)?)?)).filter(|cell| !cell.is_empty())
    }

    /// The same, empty where there is nothing.
    pub(super) fn text(&self, name: &str) -> &'a str {
        self.cell(name).unwrap_or_default()
    }
}

/// Reads the rows of a file, which may be parted by commas, semicolons or tabs.
///
/// # Errors
/// A file that can't be read, columns that are missing, and what `each` says is wrong, all at once.
pub(super) fn read<T: Default>(
    path: &Path,
    form: &Form,
    each: impl Fn(&mut T, &Row<'_>, &mut Faults),
) -> Result<T, Problems> {
    let mut faults = Faults::of(path);
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => return Err(faults.whole(format!("the {} cannot be read: {error}", form.name), form.columns)),
    };
    let text = text.trim_start_matches('\u{feff}');
    let delimiter = delimiter(text.lines().next().unwrap_or_default());
    let mut reader =
        csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let heads = reader.headers().cloned().unwrap_or_default();
    if form.required.iter().any(|name| find(&heads, name).is_none()) {
        let names: Vec<String> = form.required.iter().map(|name| format!("`{name}`")).collect();
        return Err(faults.whole(format!("the {} has no columns {}", form.name, names.join(" and ")), form.columns));
    }
    let (mut read, mut lines) = (T::default(), Lines::new(text));
    for record in reader.records() {
        match record {
            // A spreadsheet leaves rows of empty cells behind.
            Ok(record) if record.iter().all(str::is_empty) => {}
            Ok(record) => {
                let row = Row { line: lines.of(record.position()), record: &record, heads: &heads };
                if record.len() == heads.len() {
                    each(&mut read, &row, &mut faults);
                } else {
                    let what = format!("cells of the row: {}, of the head: {}", record.len(), heads.len());
                    faults.add(Some(row.line), what, form.columns);
                }
            }
            Err(error) => {
                let line = lines.of(error.position());
                faults.add(Some(line), format!("this is no row of the {}: {error}", form.name), form.columns);
            }
        }
    }
    faults.unless_any(read)
}

/// A month, as `2026-10`: its day 1.
pub(super) fn month(text: &str) -> Option<NaiveDate> {
    let day = NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").ok()?;
    (text.len() == 7 && day.year() >= 1).then_some(day)
}
