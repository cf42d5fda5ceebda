//! `seatwise report …`: files for people.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use seatwise_reports::{text, write};

use super::{out, source::SourceArgs};
use crate::{error::Failure, overview};

/// Write reports: page, workbook, CSV and charts
#[derive(Debug, Args)]
pub struct ReportArgs {
    #[command(subcommand)]
    report: Report,
}

#[derive(Debug, Subcommand)]
enum Report {
    Overview(OverviewArgs),
}

/// What every seat costs, which are idle or over-tiered, and what to do
#[derive(Debug, Args)]
struct OverviewArgs {
    #[command(flatten)]
    source: SourceArgs,
    /// Folder to write to; files of the same name are replaced
    #[arg(long, value_name = "DIR", default_value = "seatwise-report")]
    out: PathBuf,
    /// Files to write; default: all
    #[arg(long, value_enum, value_delimiter = ',')]
    formats: Vec<Format>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Html,
    Xlsx,
    Csv,
    Svg,
    Png,
}

impl From<Format> for write::Format {
    fn from(format: Format) -> write::Format {
        match format {
            Format::Html => write::Format::Html,
            Format::Xlsx => write::Format::Xlsx,
            Format::Csv => write::Format::Csv,
            Format::Svg => write::Format::Svg,
            Format::Png => write::Format::Png,
        }
    }
}

pub(super) fn run(args: &ReportArgs) -> Result<(), Failure> {
    let Report::Overview(args) = &args.report;
    let (analysis, _) = args.source.analyze()?;
    let overview = overview::overview(&analysis);
    let formats: Vec<write::Format> = match args.formats.as_slice() {
        [] => write::Format::ALL.to_vec(),
        some => some.iter().map(|format| (*format).into()).collect(),
    };
    let files = write::write_all(&overview, &args.out, &formats).map_err(|error| Failure::usage(error.to_string()))?;
    out::data(&text::summary(&overview, out::width(), &files))
}
