//! A report on disk: every format under a name that follows from the report, so that the same report has the same files.
//!
//! | report | files |
//! |---|---|
//! | any | `NAME.html`, `NAME.txt`, `NAME.json`, `NAME.xlsx`, `NAME-csv/ID.csv`, `NAME-charts/ID.svg`; NAME is `acme-monthly-2026-10` |
//! | the overview | `overview.html` …, `ID.csv`, `charts/ID.svg` with dashes in the id: it was there first, and its names are relied upon |

use std::path::{Path, PathBuf};

use super::{Style, check, csv, html, json, text, xlsx};
use crate::charts::{self, ChartError, Look, Theme};
use crate::locale::Notation;
use crate::report::{Chart, Report};
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
    /// `NAME-charts/`: every chart, scalable.
    Svg,
    /// `NAME-charts/`: every chart as a picture.
    Png,
}

/// Width of a chart that stands alone, in pixels.
const CHART: u32 = 900;
/// The kind whose names were there first.
const OVERVIEW: &str = "overview";

impl Format {
    /// All formats.
    pub const ALL: [Format; 7] =
        [Format::Html, Format::Text, Format::Csv, Format::Json, Format::Xlsx, Format::Svg, Format::Png];
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
            let folder = if report.kind == OVERVIEW { String::new() } else { format!("{stem}-csv/") };
            csv::files(report).into_iter().map(|(name, bytes)| (format!("{folder}{name}"), bytes)).collect()
        }
        Format::Json => vec![(format!("{stem}.json"), json::document(report).into_bytes())],
        Format::Xlsx => vec![(format!("{stem}.xlsx"), xlsx::workbook(report, style)?)],
        Format::Svg | Format::Png => {
            let folder = if report.kind == OVERVIEW { "charts/".to_owned() } else { format!("{stem}-charts/") };
            charts(report, style, format)?.into_iter().map(|(name, bytes)| (folder.clone() + &name, bytes)).collect()
        }
    })
}

/// Every chart alone, light, by its name: as PNG for [`Format::Png`], else as SVG.
///
/// # Errors
/// [`ChartError`] where one can't be drawn.
pub fn charts(report: &Report, style: &Style, format: Format) -> Result<Vec<(String, Vec<u8>)>, ChartError> {
    let notation = Notation::of(report, style.locale);
    let look = Look { theme: Theme::Light, width: CHART };
    let drawn = |chart: &Chart| {
        let name = if report.kind == OVERVIEW { chart.id.replace('_', "-") } else { chart.id.to_owned() };
        Ok(match format {
            Format::Png => (format!("{name}.png"), charts::report::png(chart, report, &notation, look)?),
            _ => (format!("{name}.svg"), charts::report::svg(chart, report, &notation, look)?.into_bytes()),
        })
    };
    report.charts().map(drawn).collect()
}

/// The name of every file without its ending: `acme-monthly-2026-10`; of the overview `overview`.
#[must_use]
pub fn stem(report: &Report) -> String {
    if report.kind == OVERVIEW {
        return OVERVIEW.to_owned();
    }
    format!("{}-{}-{}", slug(&report.organization), report.kind, report.filed_on.format("%Y-%m"))
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
