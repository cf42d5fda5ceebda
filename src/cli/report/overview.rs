//! `seatwise report overview`: page, workbook, CSV and charts.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use seatwise_reports::{text, write};

use crate::{
    cli::{out, source::SourceArgs},
    error::Failure,
    overview,
};

/// What every seat costs, which are idle or over-tiered, and what to do
///
/// Ends with the summary that `seatwise analyze` prints, and where the files are.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  seatwise report overview --contract contract.toml --settings seatwise.toml --out report/
  seatwise report overview --tables tables/ --formats html,xlsx")]
pub(super) struct OverviewArgs {
    /// Folder to write to; files of the same name are replaced
    #[arg(long, value_name = "DIR", default_value = "seatwise-report")]
    out: PathBuf,
    /// Which files to write, separated by commas; default: all
    #[arg(long, value_enum, value_delimiter = ',', value_name = "FORMAT,…")]
    formats: Vec<Format>,
    #[command(flatten)]
    source: SourceArgs,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// One page that needs no network, for a browser or a mail
    Html,
    /// Workbook with formulas over its data and native charts
    Xlsx,
    /// Seats, recommendations, products and findings, one file each
    Csv,
    /// Charts that scale
    Svg,
    /// Charts as pictures
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

pub(super) fn run(args: &OverviewArgs) -> Result<(), Failure> {
    let (analysis, _) = args.source.analyze()?;
    let overview = overview::overview(&analysis);
    let formats: Vec<write::Format> = match args.formats.as_slice() {
        [] => write::Format::ALL.to_vec(),
        some => some.iter().map(|format| (*format).into()).collect(),
    };
    let files = write::write_all(&overview, &args.out, &formats).map_err(|error| Failure::usage(error.to_string()))?;
    out::data(&text::summary(&overview, out::width(), &files))
}
