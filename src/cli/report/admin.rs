//! `seatwise report admin`: the admin's worklist.

use clap::Args;
use seatwise_reports::render::files;

use super::{
    delivery::{Beside, Delivery, DeliveryArgs},
    pseudonyms::PseudonymArgs,
};
use crate::{analysis::history, cli::source::SourceArgs, error::Failure, worklist::Worklist};

/// The worklist for an administrator: whom to change, why, the proof, the smallest safe change, whom to ask, what would break
///
/// Beside the report: the whole list as one CSV, the sheet that managers fill in (`seatwise import --answers` reads it back), the
/// request to the account team, and roles to give by the console's people import. docs/ADMIN.md says column by column what is what.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  seatwise report admin --contract contract.toml --settings seatwise.toml --out worklist/
  seatwise report admin --contract contract.toml --format html,xlsx --fail-on 'changes_high>50'
  seatwise report admin --contract contract.toml --pseudonymize --pseudonym-key team.key")]
pub(super) struct AdminArgs {
    #[command(flatten)]
    people: PseudonymArgs,
    #[command(flatten)]
    delivery: DeliveryArgs,
    #[command(flatten)]
    source: SourceArgs,
}

pub(super) fn run(args: &AdminArgs) -> Result<(), Failure> {
    let delivery = Delivery::new(&args.delivery)?;
    let pseudonyms = args.people.pseudonyms()?;
    let data = args.source.data()?;
    let (analysis, _) = data.analyze(None, |_, _| Vec::new())?;
    let whole = data.whole(&analysis, |before| history::is_covered(&analysis, before))?;
    let worklist = Worklist::new(&analysis, whole, &data.book, pseudonyms.as_ref());
    let report = worklist.report();
    let sheet = delivery.path(&format!("{}-answers.csv", files::stem(&report)));
    if pseudonyms.is_some() && sheet.exists() {
        return Err(Failure::usage(format!(
            "`{}` names people, and would stand among files that name nobody\nhint: write to another folder with `--out`, or take the \
             named report away first",
            sheet.display()
        )));
    }
    let beside = worklist.files(&files::stem(&report)).map_err(|error| Failure::internal(error.to_string()))?;
    delivery.send_with(&report, &Beside { reports: &[], files: &beside })
}
