//! Which files of a folder stand for which table.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::super::problem::Problem;
use super::file_problem;
use crate::canonical::Table;
use crate::snapshot::Note;

/// How a file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Csv,
    Parquet,
}

/// One file of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Source {
    pub(super) path: PathBuf,
    pub(super) format: Format,
}

/// What a folder holds.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) tables: BTreeMap<Table, Vec<Source>>,
    pub(super) notes: Vec<Note>,
    pub(super) problems: Vec<Problem>,
}

/// Looks through a folder; does not open a file.
pub(super) fn discover(dir: &Path) -> Found {
    let mut found = Found::default();
    let mut unknown = Vec::new();
    let paths = entries(dir, &mut found.problems);
    if !found.problems.is_empty() {
        // What can't be seen is not missing.
        return found;
    }
    for path in paths {
        found.take(&path, &mut unknown);
    }
    found.note_unknown(dir, &unknown);
    found.check_doubles(dir);
    found.check_missing(dir);
    found
}

impl Found {
    /// Sorts one entry of the folder in.
    fn take(&mut self, path: &Path, unknown: &mut Vec<String>) {
        let name = file_name(path);
        if path.is_dir() {
            match Table::by_name(&name) {
                Some(table) => self.take_parts(table, path, unknown),
                None => unknown.push(format!("{name}/")),
            }
            return;
        }
        let stem = name.split('.').next().unwrap_or_default();
        match (Table::by_name(stem), format_of(&name, stem)) {
            (Some(table), Some(format)) => self.add(table, path, format),
            (Some(_), None) if is_packed(&name) => self.problems.push(packed(path)),
            _ => unknown.push(name),
        }
    }

    /// Sorts the files of a table's own folder in; their names are free.
    fn take_parts(&mut self, table: Table, dir: &Path, unknown: &mut Vec<String>) {
        let before = self.tables.get(&table).map_or(0, Vec::len);
        for path in entries(dir, &mut self.problems) {
            let name = file_name(&path);
            let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
            match format_of(&name, stem) {
                Some(format) if path.is_file() => self.add(table, &path, format),
                _ if is_packed(&name) => self.problems.push(packed(&path)),
                _ => unknown.push(format!("{}/{name}", table.name())),
            }
        }
        if self.tables.get(&table).map_or(0, Vec::len) == before {
            self.problems.push(file_problem(
                dir,
                format!("the folder of table `{}` holds no part", table.name()),
                "`*.parquet` or `*.csv`",
                "put the parts in, or remove the folder",
            ));
        }
    }

    fn add(&mut self, table: Table, path: &Path, format: Format) {
        self.tables.entry(table).or_default().push(Source { path: path.to_path_buf(), format });
    }

    fn note_unknown(&mut self, dir: &Path, unknown: &[String]) {
        if !unknown.is_empty() {
            self.notes.push(Note {
                code: "unknown-files".to_owned(),
                subject: dir.display().to_string(),
                message: format!("not a canonical table, not read: {}", unknown.join(", ")),
            });
        }
    }

    /// A table has one file, or one folder of one format: which of two would count?
    fn check_doubles(&mut self, dir: &Path) {
        for (table, sources) in &self.tables {
            let in_folder = |source: &&Source| source.path.parent() != Some(dir);
            let alone = sources.iter().filter(|source| !in_folder(source)).count();
            let mixed = sources.iter().any(|source| source.format != sources[0].format);
            if mixed || alone > 1 || (alone == 1 && sources.len() > 1) {
                let names: Vec<_> = sources.iter().map(|source| format!("`{}`", shown(dir, &source.path))).collect();
                self.problems.push(file_problem(
                    dir,
                    format!("table `{}` is there more than once: {}", table.name(), names.join(", ")),
                    "one file per table, or one folder of parts in one format",
                    "remove all but one",
                ));
            }
        }
    }

    fn check_missing(&mut self, dir: &Path) {
        if self.tables.is_empty() && self.problems.is_empty() {
            self.problems.push(no_table(dir));
            return;
        }
        let is_there = |table: &Table| self.tables.contains_key(table);
        let missing = Table::ALL.into_iter().filter(|table| table.spec().required && !is_there(table));
        for table in missing.collect::<Vec<_>>() {
            let name = table.name();
            // A packed file of that name has been named already.
            if self.problems.iter().any(|problem| problem.file.contains(&format!("{name}."))) {
                continue;
            }
            self.problems.push(file_problem(
                dir,
                format!("table `{name}` is missing"),
                &format!("`{name}.csv` or `{name}.parquet`, {}", table.spec().doc),
                "add the file; with a header and no row it says that there is none",
            ));
        }
    }
}

/// A folder without any table: mostly the wrong one.
fn no_table(dir: &Path) -> Problem {
    let required: Vec<&str> = Table::ALL.into_iter().filter(|table| table.spec().required).map(Table::name).collect();
    let expected = format!("at least {}, as CSV or Parquet", required.join(" and "));
    let remedy = match below(dir, DEEPEST, &required) {
        Some(folder) => format!("name the folder below it that has them: `--tables {}`", folder.display()),
        None => "name the folder that has them; console exports are imported without `--tables`".to_owned(),
    };
    file_problem(dir, "the folder holds no canonical table".to_owned(), &expected, &remedy)
}

/// Folders below the named one that are looked into for tables.
const DEEPEST: usize = 3;

/// The first folder below, by name, that holds all these tables.
fn below(dir: &Path, depth: usize, tables: &[&str]) -> Option<PathBuf> {
    let folders = entries(dir, &mut Vec::new()).into_iter().filter(|path| path.is_dir());
    let has = |folder: &Path, name: &str| {
        folder.join(name).is_dir()
            || ["csv", "parquet"].iter().any(|end| folder.join(format!("{name}.{end}")).is_file())
    };
    let mut folders = folders.take_while(|_| depth > 0);
    folders.find_map(|folder| {
        if tables.iter().all(|name| has(&folder, name)) { Some(folder) } else { below(&folder, depth - 1, tables) }
    })
}

/// Entries of a folder by name, without hidden ones.
fn entries(dir: &Path, problems: &mut Vec<Problem>) -> Vec<PathBuf> {
    let listed =
        fs::read_dir(dir).and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, _>>());
    match listed {
        Ok(mut paths) => {
            paths.retain(|path| !file_name(path).starts_with('.'));
            paths.sort();
            paths
        }
        Err(error) => {
            let what = format!("the folder can't be read: {error}");
            problems.push(file_problem(
                dir,
                what,
                "a folder of canonical tables",
                "check the path and its permissions",
            ));
            Vec::new()
        }
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The format that what follows the stem says, in any case.
fn format_of(name: &str, stem: &str) -> Option<Format> {
    match name[stem.len()..].to_ascii_lowercase().as_str() {
        ".csv" => Some(Format::Csv),
        ".parquet" => Some(Format::Parquet),
        _ => None,
    }
}

fn is_packed(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".gz", ".zip", ".zst", ".bz2", ".xz"].iter().any(|ending| name.ends_with(ending))
}

fn packed(path: &Path) -> Problem {
    file_problem(
        path,
        "the file is compressed".to_owned(),
        "plain CSV, or Parquet, which compresses by itself",
        "unpack it first, as with `gunzip`",
    )
}

/// A path as seen from the folder.
fn shown(dir: &Path, path: &Path) -> String {
    path.strip_prefix(dir).unwrap_or(path).display().to_string()
}
