//! `seatwise report …`: files for people and for programs.

mod admin;
pub(super) mod delivery;
mod fail_on;
mod focus;
mod focus_invoice;
mod monthly;
pub(super) mod overview;
mod part;
mod pseudonyms;
mod renewal;

use clap::{Args, Subcommand};

use crate::error::Failure;

/// Write reports: the overview, the month for finance, the renewal, the worklist for administrators, the bill for FinOps tools
#[derive(Debug, Args)]
pub struct ReportArgs {
    #[command(subcommand)]
    report: Report,
}

#[derive(Debug, Subcommand)]
enum Report {
    Overview(Box<overview::OverviewArgs>),
    Monthly(Box<monthly::MonthlyArgs>),
    Renewal(Box<renewal::RenewalArgs>),
    Admin(Box<admin::AdminArgs>),
    Focus(Box<focus::FocusArgs>),
}

pub(super) fn run(args: &ReportArgs) -> Result<(), Failure> {
    match &args.report {
        Report::Overview(args) => overview::run(args),
        Report::Monthly(args) => monthly::run(args),
        Report::Renewal(args) => renewal::run(args),
        Report::Admin(args) => admin::run(args),
        Report::Focus(args) => focus::run(args),
    }
}
