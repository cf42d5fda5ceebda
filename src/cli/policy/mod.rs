//! `seatwise policy`: what the rules of the settings do.

mod document;
mod text;

use clap::{Args, Subcommand};
use seatwise_pricing::book::PriceBook;

use super::{
    format::Format,
    out,
    source::{SourceArgs, scan},
};
use crate::{
    analysis::{Analysis, input::Input, run as analyze},
    error::Failure,
    policy::{self, Policy},
};

/// What the rules of seatwise.toml do to an organization
#[derive(Debug, Args)]
pub struct PolicyArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(CheckArgs),
}

/// Every rule of the settings: how many people it concerns, what it holds back, and whether it does anything at all
///
/// What is held back is the contracted price of seats that would be given back or exchanged without the rule.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  seatwise policy check --contract contract.toml --settings seatwise.toml
  seatwise policy check --settings seatwise.toml --format csv > rules.csv

A pin, a feature that is not used and the list of offers are tried out: each of them is one more analysis.")]
struct CheckArgs {
    #[command(flatten)]
    source: SourceArgs,
    /// `table`: a page for people; `json`: every figure; `csv`: one row per rule and pool
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

/// What the pages are made from.
struct Checked<'a> {
    analysis: &'a Analysis,
    policy: &'a Policy,
}

pub(super) fn run(args: &PolicyArgs) -> Result<(), Failure> {
    let Command::Check(args) = &args.command;
    let book = PriceBook::embedded();
    let (analysis, snapshot) = args.source.analyze()?;
    let scan = |table| scan(&snapshot, table);
    let policy = policy::check(&analysis, |settings| {
        analyze::run(Input {
            scan: &scan,
            snapshot: analysis.snapshot.clone(),
            organization: analysis.organization.clone(),
            book: &book,
            contract: analysis.contract.clone(),
            settings,
            as_of: analysis.as_of,
            notes: Vec::new(),
        })
    })?;
    let checked = Checked { analysis: &analysis, policy: &policy };
    match args.format {
        Format::Table => out::data(&text::page(&checked)),
        Format::Json => out::data(&document::render(&checked)?),
        Format::Csv => out::bytes(&document::csv(&checked)?),
    }
}
