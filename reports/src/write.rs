//! Files into a folder. Each is written beside its place and renamed: never half a file.
//!
//! What the files hold is made by the format modules; here is nothing but names and the disk.

use std::fmt;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::charts::{self, Look};
use crate::frontier::Frontier;

/// Every file that could not be made, not only the first. Files that are not named were written.
#[derive(Debug, thiserror::Error)]
pub struct WriteError {
    /// Path and reason of each.
    pub failures: Vec<(PathBuf, String)>,
}

impl fmt::Display for WriteError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} could not be written", crate::format::counted(self.failures.len() as u64, "file"))?;
        for (path, reason) in &self.failures {
            write!(out, "\n  {}: {reason}", path.display())?;
        }
        write!(
            out,
            "\nhint: choose a folder that can be written to and has room, and run again; written files are replaced"
        )
    }
}

/// Writes files by their names into `out_dir`, which is made if it is missing, and names them in the order written.
///
/// # Errors
/// [`WriteError`] with every file that failed; the others are written.
pub fn write_files(out_dir: &Path, files: &[(&str, Vec<u8>)]) -> Result<Vec<PathBuf>, WriteError> {
    let (mut written, mut failures) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        let path = out_dir.join(name);
        match place(&path, bytes) {
            Ok(()) => written.push(path),
            Err(error) => failures.push((path, error.to_string())),
        }
    }
    if failures.is_empty() { Ok(written) } else { Err(WriteError { failures }) }
}

/// Draws the frontier to a file, as PNG where its name ends in `.png`, else as SVG. Its folder is made if it is missing.
///
/// # Errors
/// [`WriteError`] with the file.
pub fn chart(frontier: &Frontier, path: &Path) -> Result<(), WriteError> {
    let is_png = path.extension().is_some_and(|ending| ending == "png");
    let bytes = match is_png {
        true => charts::frontier::png(frontier, Look::default()),
        false => charts::frontier::svg(frontier, Look::default()).map(String::into_bytes),
    };
    let written = bytes
        .map_err(|error| error.to_string())
        .and_then(|bytes| place(path, &bytes).map_err(|error| error.to_string()));
    written.map_err(|reason| WriteError { failures: vec![(path.to_owned(), reason)] })
}

/// Under another name in the same folder first; the rename is one step for whoever reads.
fn place(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = folder.join(format!(".{name}.{}.part", std::process::id()));
    let done = written(&beside, bytes).and_then(|()| fs::rename(&beside, path));
    if done.is_err() {
        // The reason that counts is the first one; a part that can't be removed either changes nothing about it.
        let _ = fs::remove_file(&beside);
    }
    done
}

fn written(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
