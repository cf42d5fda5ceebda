//! `seatwise analyze`: the whole analysis as a table, JSON or CSV.

use super::{document, out, source::SourceArgs};
use crate::{
    error::Failure,
    overview::{self, names::Names, summary::summary},
};
use clap::{Args, ValueEnum};

/// Price every seat and say which are idle or over-tiered, with proof
///
/// Prints to stdout and writes no file; `seatwise report overview` writes page, PDF, workbook, CSV,
/// JSON and charts.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  seatwise analyze --contract contract.toml --settings seatwise.toml
  seatwise analyze --snapshot 20261031 --format csv >recommendations.csv
  seatwise analyze --tables tables/ --as-of 2026-10-31T23:59:59Z --format json")]
pub struct AnalyzeArgs {
    /// What to print
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    #[command(flatten)]
    source: SourceArgs,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// A summary that fits a screen
    Table,
    /// The whole analysis, as docs/ANALYSIS.md describes it
    Json,
    /// The recommendations, one per row
    Csv,
}

pub(super) fn run(args: &AnalyzeArgs) -> Result<(), Failure> {
    let (analysis, _) = args.source.analyze()?;
    let facts = || overview::overview(&analysis, &Names::new(&analysis.people, None));
    match args.format {
        Format::Json => out::data(&document::render(&analysis)?),
        Format::Csv => out::bytes(&overview::recommendations_csv(&analysis, &facts())),
        Format::Table => out::data(&summary(&facts(), out::width(), &[])),
    }
}
