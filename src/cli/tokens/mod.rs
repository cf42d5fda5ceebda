//! `seatwise tokens`: the token ledger, what the period will come to, Copilot, the best commitment; as text, JSON or CSV.

mod burn_down;
mod document;
mod ledger;
mod text;

use clap::Args;
use seatwise_pricing::{book::PriceBook, commitment::Ratio, tokens::TokenAmount};

use super::{format::Format, out, source::SourceArgs};
use crate::{
    analysis::{
        Analysis,
        tokens::{TokenReport, report},
    },
    canonical::Table,
    error::Failure,
    snapshot::Snapshot,
    usage::queues::QueueMembers,
};

/// Show AI tokens: used by day and feature, expected by the end of the period, and what to commit to
///
/// The allowance of a period is what is free per organization and per CX 4 seat, and what is committed. Copilot seats without use and
/// Copilot queues whose members have no seat are named. Nothing is carried over to the next period.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  seatwise tokens --contract contract.toml
  seatwise tokens --format csv > token-ledger.csv
  seatwise tokens --tables tables/ --as-of 2026-10-31T23:59:59Z --format json

How the forecast is made, and what its range means: docs/TOKENS.md")]
pub struct TokensArgs {
    /// `table`: a page for people; `json`: every figure; `csv`: the ledger, one row per day and feature
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    #[command(flatten)]
    source: SourceArgs,
}

pub(super) fn run(args: &TokensArgs) -> Result<(), Failure> {
    let (analysis, snapshot) = args.source.analyze()?;
    let report = made(&analysis, &snapshot)?;
    match args.format {
        Format::Table => out::data(&text::page(&analysis, &report)),
        Format::Json => out::data(&document::render(&analysis, &report)?),
        Format::Csv => out::bytes(&ledger::csv(&report)?),
    }
}

fn made(analysis: &Analysis, snapshot: &Snapshot) -> Result<TokenReport, Failure> {
    let queues =
        QueueMembers::read(snapshot.scan(Table::Queues)?, snapshot.scan(Table::QueueMembers)?, &analysis.people)?;
    let report = report(analysis, &PriceBook::embedded(), &queues).map_err(|errors| {
        let errors: Vec<String> = errors.iter().map(|error| format!("error: resource_usage: {error}")).collect();
        Failure::input(errors.join("\n"))
    })?;
    report.ok_or_else(|| {
        Failure::input(
            "the input has no table `resource_usage`, so nothing tells what was used of AI\n\
             hint: import the console's \"Resources Usage\" export, or a table `resource_usage` (docs/TABLES.md)",
        )
    })
}

/// Metered tokens as JSON and CSV write them, with the digits of the analysis.
fn exact(amount: TokenAmount) -> String {
    amount.rounded(10).to_string()
}

/// Expected tokens as JSON writes them.
fn expected(amount: Ratio) -> String {
    amount.rounded(6).normalize().to_string()
}
