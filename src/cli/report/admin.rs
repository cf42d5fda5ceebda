//! `seatwise report admin`: the admin's worklist.

use std::path::{Path, PathBuf};

use clap::Args;
use seatwise_reports::render::files;

use super::delivery::{Beside, Delivery, DeliveryArgs};
use crate::{
    cli::source::SourceArgs,
    error::Failure,
    worklist::{
        Worklist,
        names::{KEY_BYTES_MIN, Pseudonyms},
    },
};

/// Environment variable with the key of the pseudonyms; never an option, so that no list of processes shows it.
const VARIABLE: &str = "SEATWISE_PSEUDONYM_KEY";

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
    /// Name nobody: people and managers get pseudonyms, the same ones as long as the key is the same
    #[arg(long, help_heading = "People")]
    pseudonymize: bool,
    /// File with the key of the pseudonyms, at least 16 bytes; default: SEATWISE_PSEUDONYM_KEY
    #[arg(long, value_name = "FILE", requires = "pseudonymize", help_heading = "People")]
    pseudonym_key: Option<PathBuf>,
    #[command(flatten)]
    delivery: DeliveryArgs,
    #[command(flatten)]
    source: SourceArgs,
}

pub(super) fn run(args: &AdminArgs) -> Result<(), Failure> {
    let delivery = Delivery::new(&args.delivery)?;
    let pseudonyms = args.pseudonymize.then(|| args.pseudonyms()).transpose()?;
    let data = args.source.data()?;
    let (analysis, _) = data.analyze(None, |_, _| Vec::new())?;
    let worklist = Worklist::new(&analysis, &data.book, pseudonyms.as_ref());
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

impl AdminArgs {
    fn pseudonyms(&self) -> Result<Pseudonyms, Failure> {
        let way_out = format!(
            "hint: write at least {KEY_BYTES_MIN} random bytes to a file, as by `openssl rand -hex 32 >team.key`, name it with \
             `--pseudonym-key team.key` or put its text into {VARIABLE}, and keep it: the same key gives the same names"
        );
        let key = match (&self.pseudonym_key, std::env::var(VARIABLE)) {
            (Some(path), _) => read(path, &way_out)?,
            (None, Ok(text)) if !text.is_empty() => text.into_bytes(),
            (None, _) => {
                return Err(Failure::usage(format!("`--pseudonymize` needs a key, and none is given\n{way_out}")));
            }
        };
        Pseudonyms::new(&key).map_err(|error| Failure::usage(format!("{error}\n{way_out}")))
    }
}

fn read(path: &Path, way_out: &str) -> Result<Vec<u8>, Failure> {
    std::fs::read(path)
        .map_err(|error| Failure::usage(format!("cannot read the key `{}`: {error}\n{way_out}", path.display())))
}
