//! How a report leaves: formats, folder, language, brand, charts alone, thresholds.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use seatwise_report_pdf::{Fonts, Paper as PdfPaper, Press, pdf};
use seatwise_reports::{
    brand::{Accent, Brand, Logo},
    locale::Locale,
    render::{Style, check, files, text},
    report::Report,
    write,
};

use super::fail_on::{Threshold, crossed, threshold};
use crate::{cli::out, error::Failure, report_parquet};

/// What every report has.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(super) struct DeliveryArgs {
    /// Folder to write to; files of the same name are replaced
    #[arg(long, value_name = "DIR", default_value = "seatwise-report")]
    out: PathBuf,
    /// Which files to write, separated by commas; default: html,pdf,xlsx,csv,json, and of the overview svg,png as well
    #[arg(long, alias = "formats", value_enum, value_delimiter = ',', value_name = "FORMAT,…")]
    format: Vec<Format>,
    /// Write the charts alone as well, as SVG and PNG, to this folder
    #[arg(long, value_name = "DIR")]
    charts: Option<PathBuf>,
    /// How numbers and dates are written: en-US, en-GB, de, fr, es; words stay English
    #[arg(long, value_name = "LOCALE", default_value = "en-US", value_parser = locale)]
    locale: Locale,
    /// Whose report it is, above the title
    #[arg(long, value_name = "NAME")]
    company: Option<String>,
    /// Logo of the company, as PNG or SVG
    #[arg(long, value_name = "FILE")]
    logo: Option<PathBuf>,
    /// Color of the company for lines and marks, as `#0b4f8a`
    #[arg(long, value_name = "COLOR", value_parser = accent)]
    accent: Option<Accent>,
    /// Paper of the PDF
    #[arg(long, value_enum, value_name = "SIZE", default_value = "a4")]
    paper: Paper,
    /// A font for scripts that the PDF's own do not have, as Chinese or Japanese: TTF, OTF or TTC; may be given several times
    #[arg(long, value_name = "FILE")]
    font: Vec<PathBuf>,
    /// End with code 10 where a figure crosses a threshold, as overage>0,idle_share>0.15; figures are those of the report's JSON
    #[arg(long, value_delimiter = ',', value_name = "FIGURE>NUMBER,…", value_parser = threshold)]
    fail_on: Vec<Threshold>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One page that needs no network
    Html,
    /// For mail and paper
    Pdf,
    /// A workbook that computes: formulas, inputs to change, native charts
    Xlsx,
    /// A file per table, and one of the figures; of the overview in the folder itself, else in one of their own
    Csv,
    /// One document, by a published schema
    Json,
    /// The tables as Parquet, in a folder
    Parquet,
    /// What a terminal of 100 columns shows
    Text,
    /// Every chart, scalable, in a folder
    Svg,
    /// Every chart as a picture, in a folder
    Png,
}

impl Format {
    /// Those of every report where nothing else is asked for.
    const USUAL: [Format; 5] = [Format::Html, Format::Pdf, Format::Xlsx, Format::Csv, Format::Json];

    /// Those of a report where nothing else is asked for.
    fn of(report: &Report) -> Vec<Format> {
        let charts: &[Format] = if report.kind == "overview" { &[Format::Svg, Format::Png] } else { &[] };
        [&Format::USUAL, charts].concat()
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Paper {
    /// 210 × 297 mm
    A4,
    /// 8.5 × 11 in
    Letter,
}

fn locale(text: &str) -> Result<Locale, String> {
    text.parse().map_err(|error: seatwise_reports::locale::LocaleError| error.to_string())
}

fn accent(text: &str) -> Result<Accent, String> {
    text.parse().map_err(|error: seatwise_reports::brand::BrandError| error.to_string())
}

/// What is written beside a report.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::cli) struct Beside<'a> {
    /// Further reports, in the same formats.
    pub(super) reports: &'a [Report],
    /// Files of the report's own, by name, whatever the formats are.
    pub(super) files: &'a [(String, Vec<u8>)],
}

/// Where a report goes, checked before anything is computed.
pub(in crate::cli) struct Delivery {
    out: PathBuf,
    /// Empty = those of the report.
    formats: Vec<Format>,
    charts: Option<PathBuf>,
    style: Style,
    press: Press,
    fail_on: Vec<Threshold>,
}

impl Delivery {
    /// Reads the logo and the fonts.
    pub(super) fn new(args: &DeliveryArgs) -> Result<Delivery, Failure> {
        let logo = args.logo.as_deref().map(read_logo).transpose()?;
        let brand = Brand { company: args.company.clone(), logo, accent: args.accent };
        let press = Press { paper: of_press(args.paper), fonts: read_fonts(&args.font)? };
        Ok(Delivery {
            out: args.out.clone(),
            formats: args.format.clone(),
            charts: args.charts.clone(),
            style: Style { brand, locale: args.locale },
            press,
            fail_on: args.fail_on.clone(),
        })
    }

    /// To a folder, as a report is where nothing else is asked for.
    pub(in crate::cli) fn to(out: PathBuf) -> Delivery {
        let (style, press) = (Style::default(), Press::default());
        Delivery { out, formats: Vec::new(), charts: None, style, press, fail_on: Vec::new() }
    }

    /// A file of the folder written to.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.out.join(name)
    }

    /// Writes the files, says what the report says, and ends with code 10 where a threshold is crossed.
    pub(super) fn send(&self, report: &Report) -> Result<(), Failure> {
        self.send_with(report, &Beside::default())
    }

    /// The same with what stands beside it, which no threshold is asked of.
    pub(super) fn send_with(&self, report: &Report, beside: &Beside<'_>) -> Result<(), Failure> {
        self.send_saying(report, beside, |written| {
            let files: Vec<String> = written.iter().map(|path| format!("  {}", path.display())).collect();
            let first = text::text(&first_page(report), self.style.locale, out::width());
            format!("{first}\nwritten:\n{}\n", files.join("\n"))
        })
    }

    /// The same, saying something else of the report and of its files.
    pub(in crate::cli) fn send_saying(
        &self,
        report: &Report,
        beside: &Beside<'_>,
        say: impl FnOnce(&[PathBuf]) -> String,
    ) -> Result<(), Failure> {
        let crossed = crossed(report, &self.fail_on).map_err(Failure::usage)?;
        let mut written = Vec::new();
        for own in [report].into_iter().chain(beside.reports) {
            written.extend(self.files(own)?);
        }
        written.extend(write_all(&self.out, beside.files)?);
        if let Some(dir) = &self.charts {
            written.extend(write_all(dir, &self.charts(report)?)?);
        }
        out::data(&say(&written))?;
        if crossed.is_empty() { Ok(()) } else { Err(Failure::threshold(crossed.join("\n"))) }
    }

    /// Every format of one report.
    fn files(&self, report: &Report) -> Result<Vec<PathBuf>, Failure> {
        let problems = check::problems(report);
        if !problems.is_empty() {
            return Err(Failure::internal(format!("the report is not sound:\n  {}", problems.join("\n  "))));
        }
        let wanted = if self.formats.is_empty() { Format::of(report) } else { self.formats.clone() };
        let usage = |error: &dyn std::fmt::Display| Failure::usage(error.to_string());
        let formats: Vec<files::Format> = wanted.iter().filter_map(|format| of_render(*format)).collect();
        let mut written = files::write(report, &self.style, &formats, &self.out).map_err(|error| usage(&error))?;
        let stem = files::stem(report);
        let mut more: Vec<(String, Vec<u8>)> = Vec::new();
        if wanted.contains(&Format::Pdf) {
            more.push((format!("{stem}.pdf"), self.pdf(report)?));
        }
        if wanted.contains(&Format::Parquet) {
            more.extend(report_parquet::files(report, &stem).map_err(|error| Failure::internal(error.to_string()))?);
        }
        written.extend(write_all(&self.out, &more)?);
        Ok(written)
    }

    /// The PDF; letters that no font has are told.
    fn pdf(&self, report: &Report) -> Result<Vec<u8>, Failure> {
        let made = pdf(report, &self.style, &self.press).map_err(|error| Failure::internal(error.to_string()))?;
        if !made.without_glyph.is_empty() {
            let some: Vec<String> = made.without_glyph.iter().take(LETTERS).map(char::to_string).collect();
            let more = made.without_glyph.len().saturating_sub(LETTERS);
            let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
            out::say(&format!(
                "note: the PDF shows boxes for letters that its fonts do not have ({}{rest}): `seatwise report … --font FILE` takes a font that has them",
                some.join(" ")
            ));
        }
        Ok(made.bytes)
    }

    /// Every chart as SVG and PNG.
    fn charts(&self, report: &Report) -> Result<Vec<(String, Vec<u8>)>, Failure> {
        let drawn =
            |format| files::charts(report, &self.style, format).map_err(|error| Failure::internal(error.to_string()));
        Ok([drawn(files::Format::Svg)?, drawn(files::Format::Png)?].concat())
    }
}

/// The report with its first section alone.
fn first_page(report: &Report) -> Report {
    Report { sections: report.sections.iter().take(1).cloned().collect(), ..report.clone() }
}

/// Letters without a glyph that a note names.
const LETTERS: usize = 8;

fn of_render(format: Format) -> Option<files::Format> {
    match format {
        Format::Html => Some(files::Format::Html),
        Format::Csv => Some(files::Format::Csv),
        Format::Json => Some(files::Format::Json),
        Format::Text => Some(files::Format::Text),
        Format::Xlsx => Some(files::Format::Xlsx),
        Format::Svg => Some(files::Format::Svg),
        Format::Png => Some(files::Format::Png),
        Format::Pdf | Format::Parquet => None,
    }
}

fn write_all(dir: &Path, files: &[(String, Vec<u8>)]) -> Result<Vec<PathBuf>, Failure> {
    let named: Vec<(&str, Vec<u8>)> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
    write::write_files(dir, &named).map_err(|error| Failure::usage(error.to_string()))
}

fn of_press(paper: Paper) -> PdfPaper {
    match paper {
        Paper::A4 => PdfPaper::A4,
        Paper::Letter => PdfPaper::Letter,
    }
}

/// Every font, or every problem.
fn read_fonts(paths: &[PathBuf]) -> Result<Fonts, Failure> {
    let (mut fonts, mut problems) = (Fonts::default(), Vec::new());
    for path in paths {
        match std::fs::read(path).map(|bytes| fonts.add(bytes)) {
            Ok(true) => {}
            Ok(false) => problems.push(format!("`{}` is no font: a TTF, OTF or TTC file is expected", path.display())),
            Err(error) => problems.push(format!("cannot read the font `{}`: {error}", path.display())),
        }
    }
    if problems.is_empty() { Ok(fonts) } else { Err(Failure::usage(problems.join("\n"))) }
}

fn read_logo(path: &Path) -> Result<Logo, Failure> {
    let bytes = std::fs::read(path)
        .map_err(|error| Failure::usage(format!("cannot read the logo `{}`: {error}", path.display())))?;
    Logo::read(bytes).map_err(|error| Failure::usage(format!("`{}`: {error}", path.display())))
}
