//! `seatwise report overview`: page, PDF, workbook, CSV, JSON and charts for everybody.

use clap::Args;

use super::{
    delivery::{Beside, Delivery, DeliveryArgs},
    pseudonyms::PseudonymArgs,
};
use crate::{
    analysis::Analysis,
    cli::{out, source::SourceArgs},
    error::Failure,
    overview::{
        self,
        names::{Names, Pseudonyms},
        summary::summary,
    },
};

/// What every seat costs, which are idle or over-tiered, and what to do
///
/// Ends with the summary that `seatwise analyze` prints, and where the files are. docs/OVERVIEW.md says figure by figure and
/// column by column what is what.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  seatwise report overview --contract contract.toml --settings seatwise.toml --out report/
  seatwise report overview --tables tables/ --format html,xlsx --locale de
  seatwise report overview --contract contract.toml --fail-on 'overage_monthly>0,to_give_back>50'")]
pub(super) struct OverviewArgs {
    #[command(flatten)]
    people: PseudonymArgs,
    #[command(flatten)]
    delivery: DeliveryArgs,
    #[command(flatten)]
    source: SourceArgs,
}

pub(super) fn run(args: &OverviewArgs) -> Result<(), Failure> {
    let delivery = Delivery::new(&args.delivery)?;
    let pseudonyms = args.people.pseudonyms()?;
    let (analysis, _) = args.source.analyze()?;
    send(&delivery, analysis, pseudonyms.as_ref())
}

/// Writes the overview, and says what it says on one screen. The analysis is gone before a file is made: of 100,000 people
/// both would be in memory.
pub(in crate::cli) fn send(
    delivery: &Delivery,
    analysis: Analysis,
    pseudonyms: Option<&Pseudonyms>,
) -> Result<(), Failure> {
    let names = Names::new(&analysis.people, pseudonyms);
    let facts = overview::overview(&analysis, &names);
    let report = overview::report(&analysis, &facts, &names);
    drop(names);
    drop(analysis);
    delivery.send_saying(&report, &Beside::default(), |files| summary(&facts, out::width(), files))
}
