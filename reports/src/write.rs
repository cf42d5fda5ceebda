//! All files of the overview into one folder. Each is written beside its place and renamed: never half a file.
//!
//! What the files hold is made by the format modules; here is nothing but names and the disk.

use std::fmt;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::charts::{self, Chart, Look};
use crate::csv::Table;
use crate::frontier::Frontier;
use crate::overview::Overview;
use crate::{html, xlsx};

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// `overview.html`: the page.
    Html,
    /// `overview.xlsx`: the workbook.
    Xlsx,
    /// `seats.csv`, `recommendations.csv`, `products.csv`, `findings.csv`.
    Csv,
    /// `charts/*.svg`.
    Svg,
    /// `charts/*.png`.
    Png,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 5] = [Self::Html, Self::Xlsx, Self::Csv, Self::Svg, Self::Png];
}

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

/// Writes the files of `formats` into `out_dir`, which is made if it is missing, and names them in the order written.
///
/// A format named twice is written once.
///
/// # Errors
/// [`WriteError`] with every file that failed; the others are written.
pub fn write_all(overview: &Overview, out_dir: &Path, formats: &[Format]) -> Result<Vec<PathBuf>, WriteError> {
    let (mut written, mut failures) = (Vec::new(), Vec::new());
    for format in Format::ALL.into_iter().filter(|format| formats.contains(format)) {
        for file in files(format) {
            let path = out_dir.join(file.name());
            match file.bytes(overview).and_then(|bytes| place(&path, &bytes).map_err(|error| error.to_string())) {
                Ok(()) => written.push(path),
                Err(reason) => failures.push((path, reason)),
            }
        }
    }
    if failures.is_empty() { Ok(written) } else { Err(WriteError { failures }) }
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

/// One file to come.
#[derive(Clone, Copy)]
enum File {
    Page,
    Workbook,
    Table(Table),
    Svg(Chart),
    Png(Chart),
}

impl File {
    fn name(self) -> String {
        match self {
            Self::Page => "overview.html".to_owned(),
            Self::Workbook => "overview.xlsx".to_owned(),
            Self::Table(table) => table.file_name().to_owned(),
            Self::Svg(chart) => format!("charts/{}.svg", chart.file_stem()),
            Self::Png(chart) => format!("charts/{}.png", chart.file_stem()),
        }
    }

    fn bytes(self, overview: &Overview) -> Result<Vec<u8>, String> {
        let chart = |error: crate::charts::ChartError| error.to_string();
        match self {
            Self::Page => html::page(overview).map(String::into_bytes).map_err(chart),
            Self::Workbook => xlsx::workbook(overview).map_err(|error| error.to_string()),
            Self::Table(table) => Ok(table.csv(overview)),
            Self::Svg(kind) => kind.svg(overview, Look::default()).map(String::into_bytes).map_err(chart),
            Self::Png(kind) => kind.png(overview, Look::default()).map_err(chart),
        }
    }
}

fn files(format: Format) -> Vec<File> {
    match format {
        Format::Html => vec![File::Page],
        Format::Xlsx => vec![File::Workbook],
        Format::Csv => Table::ALL.map(File::Table).to_vec(),
        Format::Svg => Chart::ALL.map(File::Svg).to_vec(),
        Format::Png => Chart::ALL.map(File::Png).to_vec(),
    }
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
