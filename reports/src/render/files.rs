//! A report on disk: every format under a name that follows from the report, so that the same report has the same files.

use std::path::{Path, PathBuf};

use super::{Style, check, csv, html, json, text, xlsx};
use crate::charts::ChartError;
use crate::report::Report;
use crate::write::{WriteError, write_files};

/// Bytes of an organization's name in the name of a file at most; file systems take 255 in all.
const SLUG: usize = 80;
/// Columns of the report as text in a file.
const TEXT_WIDTH: usize = 100;

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// `NAME.html`: the page.
    Html,
    /// `NAME.txt`: what a terminal of 100 columns shows.
    Text,
    /// `NAME-csv/`: a file per table.
    Csv,
    /// `NAME.json`: the document.
    Json,
    /// `NAME.xlsx`: the workbook.
    Xlsx,
}

impl Format {
    /// All formats.
    pub const ALL: [Format; 5] = [Format::Html, Format::Text, Format::Csv, Format::Json, Format::Xlsx];
}

/// Why a report has no files, or not all.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    /// The report is not sound; nothing was written.
    #[error("the report is not sound, so nothing was written (a mistake of seatwise):\n  {}", .0.join("\n  "))]
    Unsound(Vec<String>),
    /// A chart can't be drawn; nothing was written.
    #[error(transparent)]
    Chart(#[from] ChartError),
    /// There is no workbook of it; nothing was written.
    #[error(transparent)]
    Workbook(#[from] xlsx::WorkbookError),
    /// Some files could not be written; the others are.
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// Writes the files of `formats` into `out_dir`, which is made if it is missing, and names them in the order written.
///
/// A format named twice is written once.
///
/// # Errors
/// [`FilesError`]; no file is ever half written.
pub fn write(report: &Report, style: &Style, formats: &[Format], out_dir: &Path) -> Result<Vec<PathBuf>, FilesError> {
    let problems = check::problems(report);
    if !problems.is_empty() {
        return Err(FilesError::Unsound(problems));
    }
    let mut files = Vec::new();
    for format in Format::ALL.into_iter().filter(|format| formats.contains(format)) {
        files.extend(made(report, style, format)?);
    }
    let named: Vec<(&str, Vec<u8>)> =
        files.iter_mut().map(|file| (file.0.as_str(), std::mem::take(&mut file.1))).collect();
    Ok(write_files(out_dir, &named)?)
}

/// Writes a file of the report that was made elsewhere (the PDF) beside the others, as `NAME.ending`.
///
/// # Errors
/// [`WriteError`] with the file.
pub fn write_made(report: &Report, ending: &str, bytes: Vec<u8>, out_dir: &Path) -> Result<PathBuf, WriteError> {
    let name = format!("{}.{ending}", stem(report));
    write_files(out_dir, &[(name.as_str(), bytes)])?;
    Ok(out_dir.join(name))
}

/// The files of one format: name and content.
fn made(report: &Report, style: &Style, format: Format) -> Result<Vec<(String, Vec<u8>)>, FilesError> {
    let stem = stem(report);
    Ok(match format {
        Format::Html => vec![(format!("{stem}.html"), html::page(report, style)?.into_bytes())],
        Format::Text => {
            vec![(format!("{stem}.txt"), text::text(report, style.locale, TEXT_WIDTH).into_bytes())]
        }
        Format::Csv => {
            csv::files(report).into_iter().map(|(name, bytes)| (format!("{stem}-csv/{name}"), bytes)).collect()
        }
        Format::Json => vec![(format!("{stem}.json"), json::document(report).into_bytes())],
        Format::Xlsx => vec![(format!("{stem}.xlsx"), xlsx::workbook(report, style)?)],
    })
}

/// The name of every file without its ending: `acme-monthly-2026-10`.
#[must_use]
pub fn stem(report: &Report) -> String {
    format!("{}-{}-{}", slug(&report.organization), report.kind, report.period.0.format("%Y-%m"))
}

/// A name in lower case, letters and digits of any script, joined by dashes; `organization` where none is left.
fn slug(name: &str) -> String {
    let lower = name.to_lowercase();
    let words: Vec<&str> =
        lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut slug = words.join("-");
    slug.truncate(slug.floor_char_boundary(SLUG));
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "organization".to_owned() } else { slug.to_owned() }
}
