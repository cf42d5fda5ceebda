//! Console exports and third-party lists → canonical rows.
//!
//! Files are recognized by their headers ([`layout`]), whatever their names. A first pass over every file settles what
//! holds for the file as a whole (order of dates, unit of durations) and learns who is who; a second one pushes rows.
//! Every problem of every file is found before anything is pushed, so that nothing is kept as if it were complete.
//!
//! What each layout gives:
//!
//! | layout | rows |
//! |---|---|
//! | `people-import`, `last-login`, `license-matrix` | `users`, `licenses` |
//! | `agent-login` | `presence`, exactly |
//! | `agent-status`, `user-hours` | `presence` by its length only: from the start of the interval on, marked approximate, and only where no `agent-login` row exists |
//! | `agents-performance` | `activity` per person, interval and media type |
//! | `interactions` | `activity` per interaction and person, for media and days that no performance export covers |
//! | `billable-usage` | `billable_usage` |
//! | `resources-usage`, `concurrent-usage` | `resource_usage` |
//! | `okta-users`, `entra-users`, `scim-users` (CSV, or JSON as SCIM answers it) | `idp_users` |

#![allow(clippy::result_large_err, reason = "one problem ends a file; there are few files")]

mod canonical;
mod cells;
mod emit;
mod file;
mod identity;
pub mod layout;
mod pass;
mod people;
mod scim;
pub(super) mod settle;
mod spans;
mod survey;
#[cfg(test)]
mod tests;
pub mod values;

use std::{
    fs,
    path::{Path, PathBuf},
};

use self::{
    canonical::Strays,
    emit::Emitter,
    file::{Sheet, whole},
    layout::Aliases,
    survey::{Survey, Surveyed},
    values::DateOrder,
};
use super::problem::{Problem, Problems};
use crate::{canonical::rows::RowSink, snapshot::Note};

/// Texts listed per note at most; the rest is counted.
const NAMED: usize = 20;

/// What a user says beside the files.
#[derive(Debug, Clone, Default)]
pub struct ExportOptions {
    /// Order of dates where the rows leave it open.
    pub date_order: Option<DateOrder>,
    /// Seconds east of UTC of times that state no offset; `None` = UTC, with a note.
    pub utc_offset: Option<i64>,
    /// The user's own header names: file name and text.
    pub aliases: Option<(String, String)>,
    /// What has to be among the files.
    pub wanted: Wanted,
}

/// What has to be among the files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Wanted {
    /// A file that says who holds which license: without it there is no organization.
    #[default]
    Licenses,
    /// The same, but usage reports of billing are enough by themselves.
    Reports,
    /// Lists of identity providers, and nothing else.
    Identities,
}

/// What was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExportReport {
    /// Per file: name, layout, records.
    pub files: Vec<(String, String, u64)>,
    /// What a reader of the result must know.
    pub notes: Vec<Note>,
}

/// Reads exports, files or folders of them, into a sink.
///
/// # Errors
/// Everything that is wrong with any of the files; nothing was pushed then. A failing sink is the last problem.
pub fn read_exports(
    paths: &[PathBuf],
    options: &ExportOptions,
    sink: &mut dyn RowSink,
) -> Result<ExportReport, Problems> {
    let mut problems = Vec::new();
    let aliases = aliases(options, &mut problems);
    let (mut files, mut others) = files_of(paths, &mut problems);
    let mut strays = Strays::default();
    strays.take_from(&mut files);
    strays.take_from(&mut others);
    problems.extend(strays.problems());
    if files.is_empty() && problems.is_empty() {
        let named = paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ");
        let what = "the folder holds no file that ends in .csv, .tsv or .txt".to_owned();
        problems.push(whole(&named, what, "console exports as CSV", "name the folder that holds them"));
    }
    let mut survey = Survey::new(options);
    let mut surveyed: Vec<Surveyed> = Vec::new();
    for path in files {
        match Sheet::open(&path).and_then(|sheet| survey.read(sheet, &aliases, &mut problems)) {
            Ok(Some(sheet)) => surveyed.push(sheet),
            Ok(None) => {}
            Err(problem) => problems.push(problem),
        }
    }
    survey.finish(&surveyed, &mut problems);
    if !problems.is_empty() {
        return Err(Problems(problems));
    }
    if !others.is_empty() {
        let names: Vec<String> =
            others.iter().map(|path| path.file_name().unwrap_or_default().to_string_lossy().into_owned()).collect();
        let message = format!("files that do not end in .csv, .tsv or .txt were not read: {}", listed(&names));
        survey.notes.push(survey::note("import-note", "exports", message));
    }
    Emitter::new(survey, options).run(&surveyed, sink)
}

fn aliases(options: &ExportOptions, problems: &mut Vec<Problem>) -> Aliases {
    let mut aliases = Aliases::built_in();
    if let Some((file, text)) = &options.aliases
        && let Err(faults) = aliases.merge(text)
    {
        let expected = "`[columns]` with lists of header texts, as `entity = [\"Entidad\"]`";
        problems.extend(faults.into_iter().map(|fault| whole(file, fault, expected, "mend the alias file")));
    }
    aliases
}

/// The first [`NAMED`] of some texts, and how many more there are.
fn listed(texts: &[String]) -> String {
    let named: Vec<String> = texts.iter().take(NAMED).map(|text| format!("`{text}`")).collect();
    let more = texts.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    named.join(", ") + &more
}

/// Files as named, folders with all that is below them, in order of their paths; and the files of folders that are none.
fn files_of(paths: &[PathBuf], problems: &mut Vec<Problem>) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let (mut files, mut others) = (Vec::new(), Vec::new());
    for path in paths {
        if let Err(error) = collect(path, true, &mut files, &mut others) {
            let what = format!("the path can't be read: {error}");
            problems.push(whole(&path.display().to_string(), what, "a file or a folder", "check the path"));
        }
    }
    files.sort();
    files.dedup();
    others.sort();
    (files, others)
}

fn collect(path: &Path, named: bool, files: &mut Vec<PathBuf>, others: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if fs::metadata(path)?.is_dir() {
        for entry in fs::read_dir(path)? {
            collect(&entry?.path(), false, files, others)?;
        }
        return Ok(());
    }
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
    if named || ["csv", "tsv", "txt"].contains(&ending.as_str()) {
        files.push(path.to_owned());
    } else {
        others.push(path.to_owned());
    }
    Ok(())
}
