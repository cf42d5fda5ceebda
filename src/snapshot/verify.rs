//! Proof that a snapshot is what its manifest says: every byte, every row, no file more or less.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use polars::prelude::*;

use super::{FileEntry, Snapshot, SnapshotError, files, manifest};
use crate::canonical::Table;
use crate::ingest::problem::{Problem, Problems};

impl Snapshot {
    /// Hashes every file again, counts its rows, recomputes the content hash, and looks for files that are missing
    /// or that nobody named.
    ///
    /// # Errors
    /// Everything that differs, all at once.
    pub fn verify(&self) -> Result<(), Problems> {
        let mut problems = Vec::new();
        for file in &self.manifest().files {
            problems.extend(self.check(file));
        }
        problems.extend(self.check_names());
        if problems.is_empty() {
            problems.extend(self.check_content());
        }
        if problems.is_empty() { Ok(()) } else { Err(Problems(problems)) }
    }

    fn check(&self, file: &FileEntry) -> Option<Problem> {
        let path = self.dir().join(&file.path);
        let (sha256, bytes) = match files::sha256_of_file(&path) {
            Ok(found) => found,
            Err(SnapshotError::Io { source, .. }) => {
                return Some(problem(&path, format!("can't be read: {source}"), "a readable file".to_owned()));
            }
            Err(error) => return Some(problem(&path, error.to_string(), "a readable file".to_owned())),
        };
        if bytes != file.bytes {
            let expected = format!("{} bytes, as the manifest says", file.bytes);
            return Some(problem(&path, format!("the file has {bytes} bytes"), expected));
        }
        if sha256 != file.sha256 {
            let expected = format!("SHA-256 {}, as the manifest says", file.sha256);
            return Some(problem(&path, format!("the file's bytes have changed: SHA-256 is {sha256}"), expected));
        }
        let rows =
            fs::File::open(&path).map_err(PolarsError::from).and_then(|file| ParquetReader::new(file).num_rows());
        match rows {
            Ok(rows) if rows as u64 == file.rows => None,
            Ok(rows) => Some(problem(
                &path,
                format!("the file has {rows} rows"),
                format!("{}, as the manifest says", file.rows),
            )),
            Err(error) => Some(problem(&path, format!("no readable Parquet: {error}"), "a Parquet file".to_owned())),
        }
    }

    fn check_names(&self) -> Vec<Problem> {
        let mut expected: BTreeSet<String> = self.manifest().files.iter().map(|file| file.path.clone()).collect();
        expected.insert(manifest::FILE_NAME.to_owned());
        let mut found = Vec::new();
        let mut problems = Vec::new();
        if let Err(error) = walk(self.dir(), "", &mut found) {
            problems.push(problem(
                self.dir(),
                format!("the folder can't be read: {error}"),
                "a readable folder".to_owned(),
            ));
        }
        for name in found.into_iter().filter(|name| !expected.contains(name)) {
            let what = "the file does not belong to the snapshot".to_owned();
            problems.push(problem(&self.dir().join(name), what, "only files that the manifest names".to_owned()));
        }
        problems
    }

    fn check_content(&self) -> Option<Problem> {
        let found = match self.content_hash() {
            Ok(found) => found,
            Err(error) => return Some(problem(self.dir(), error.to_string(), "readable tables".to_owned())),
        };
        let stated = &self.manifest().content_hash;
        (found != *stated).then(|| {
            let what = format!("the rows have content hash {found}");
            problem(&self.dir().join(manifest::FILE_NAME), what, format!("{stated}, as the manifest says"))
        })
    }

    /// The content hash of the rows as they stand in the files.
    fn content_hash(&self) -> Result<String, SnapshotError> {
        let mut sums = std::collections::BTreeMap::new();
        for table in Table::ALL {
            let Some(plan) = self.scan(table)? else { continue };
            let sum: &mut super::hash::RowSum = sums.entry(table).or_default();
            files::for_each_batch(plan, SnapshotError::parquet("read", self.dir()), |frame| {
                sum.add(table, &frame).map_err(SnapshotError::parquet("read", self.dir()))
            })?;
        }
        Ok(super::hash::combine(&sums))
    }
}

/// Relative paths of all files, with `/`.
fn walk(dir: &Path, prefix: &str, found: &mut Vec<String>) -> std::io::Result<()> {
    let mut entries = fs::read_dir(dir)?.collect::<std::io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            walk(&entry.path(), &format!("{name}/"), found)?;
        } else {
            found.push(name);
        }
    }
    Ok(())
}

fn problem(path: &Path, what: String, expected: String) -> Problem {
    Problem {
        file: path.display().to_string(),
        line: None,
        column: None,
        what,
        expected,
        remedy: "import the source again, or restore the snapshot from a backup; don't use it as it is".to_owned(),
    }
}
