//! `seatwise report …`: files for people and for programs.

mod focus;
mod overview;

use clap::{Args, Subcommand};

use crate::error::Failure;

/// Write reports: page, workbook, CSV and charts; the bill for FinOps tools
#[derive(Debug, Args)]
pub struct ReportArgs {
    #[command(subcommand)]
    report: Report,
}

#[derive(Debug, Subcommand)]
enum Report {
    Overview(overview::OverviewArgs),
    Focus(focus::FocusArgs),
}

pub(super) fn run(args: &ReportArgs) -> Result<(), Failure> {
    match &args.report {
        Report::Overview(args) => overview::run(args),
        Report::Focus(args) => focus::run(args),
    }
}
