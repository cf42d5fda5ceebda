//! Canonical tables that lie among exports: told in one line per folder, before a header of theirs is taken for an export's.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
};

use super::file::whole;
use crate::{canonical::Table, ingest::problem::Problem};

/// A header is never longer, in bytes.
const HEADER: u64 = 1 << 16;

/// Canonical tables by the folder that `--tables` would name.
#[derive(Debug, Default)]
pub(super) struct Strays(BTreeMap<PathBuf, BTreeSet<Table>>);

impl Strays {
    /// Takes the canonical tables out of some files: by their names and, where they are CSV, by their headers too.
    pub(super) fn take_from(&mut self, files: &mut Vec<PathBuf>) {
        files.retain(|path| match stray(path) {
            Some((folder, table)) => {
                self.0.entry(folder).or_default().insert(table);
                false
            }
            None => true,
        });
    }

    /// One problem per folder.
    pub(super) fn problems(&self) -> impl Iterator<Item = Problem> {
        self.0.iter().map(|(folder, tables)| {
            let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            let (folder, names) = (folder.display(), tables.iter().map(|table| format!("`{}`", table.name())));
            let names: Vec<String> = names.collect();
            whole(
                &folder.to_string(),
                format!("the folder holds canonical tables, not exports: {}", names.join(", ")),
                "console exports; canonical tables make a snapshot of their own",
                &format!("import them with `seatwise import --tables {folder}`, and name here the exports alone"),
            )
        })
    }
}

/// The table that a file is a part of, and the folder of the tables: `DIR/users.csv`, `DIR/activity/part-0.parquet`.
fn stray(path: &Path) -> Option<(PathBuf, Table)> {
    let text = |part: Option<&std::ffi::OsStr>| part.and_then(|part| part.to_str()).unwrap_or_default().to_owned();
    let folder = path.parent().unwrap_or(Path::new(""));
    let of_file = Table::by_name(&text(path.file_stem())).map(|table| (folder.to_owned(), table));
    let of_folder = || {
        let above = folder.parent().unwrap_or(Path::new(""));
        Table::by_name(&text(folder.file_name())).map(|table| (above.to_owned(), table))
    };
    let (folder, table) = of_file.or_else(of_folder)?;
    let fits = match text(path.extension()).to_lowercase().as_str() {
        "parquet" => true,
        "csv" => has_columns(path, table),
        _ => false,
    };
    fits.then_some((folder, table))
}

/// Does the first line name every column that the table can't be without?
fn has_columns(path: &Path, table: Table) -> bool {
    let mut line = String::new();
    let read = File::open(path).and_then(|file| BufReader::new(file.take(HEADER)).read_line(&mut line));
    let header: BTreeSet<&str> =
        line.trim_start_matches('\u{feff}').trim_end().split(',').map(|cell| cell.trim_matches('"')).collect();
    let mut required = table.spec().columns.iter().filter(|column| column.required);
    read.is_ok() && required.all(|column| header.contains(column.name))
}
