//! `seatwise analyze`: the whole analysis as a table, JSON or CSV.

use clap::{Args, ValueEnum};
use seatwise_reports::{csv::Table, text};

use super::{document, out, source::SourceArgs};
use crate::{error::Failure, overview};

/// Price every seat and say which are idle or over-tiered, with proof
#[derive(Debug, Args)]
pub struct AnalyzeArgs {
    #[command(flatten)]
    source: SourceArgs,
    /// `table`: a summary for people; `json`: the whole analysis; `csv`: the recommendations
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Table,
    Json,
    Csv,
}

pub(super) fn run(args: &AnalyzeArgs) -> Result<(), Failure> {
    let (analysis, _) = args.source.analyze()?;
    match args.format {
        Format::Json => out::data(&document::render(&analysis)?),
        Format::Csv => out::bytes(&Table::Recommendations.csv(&overview::overview(&analysis))),
        Format::Table => out::data(&text::summary(&overview::overview(&analysis), out::width(), &[])),
    }
}
