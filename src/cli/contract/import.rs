//! `seatwise contract import`: billing → contract.toml, with a report of what was understood.

use std::path::{Path, PathBuf};

use clap::Args;
use seatwise_pricing::{book::PriceBook, contract::Contract};

use super::text;
use crate::{
    canonical::Table,
    cli::{out, store::StoreArgs},
    error::Failure,
    ingest::billing::{self, Statement, tables::Failed},
};

/// Write a commented contract.toml from billing: a partner's overview, or the charges of a snapshot
///
/// Says on stderr what was understood, what was not, and what to check. Rows of one product are decided by a stated rule and never
/// silently (docs/CONTRACT.md); where billing contradicts itself nothing is written.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  seatwise contract import overview.json
  seatwise contract import --snapshot latest --out contract.toml
  seatwise contract import overview.json --out - >contract.toml

FILE is the answer of GET /api/v2/billing/trusteebillingoverview/{organization}, as a partner gets it.")]
pub(super) struct ImportArgs {
    /// A partner's billing overview as JSON; default: table `billing_charges` of a snapshot, which `pull` collects
    #[arg(value_name = "FILE", conflicts_with = "snapshot")]
    file: Option<PathBuf>,
    /// Snapshot to read: an id, the beginning of one, or `latest`; default: `latest`
    #[arg(long, value_name = "ID")]
    snapshot: Option<String>,
    #[command(flatten)]
    store: StoreArgs,
    /// File to write; `-` = to stdout
    #[arg(long, value_name = "FILE", default_value = "contract.toml")]
    out: PathBuf,
    /// Replace the file if it is there; without it the command stops
    #[arg(long)]
    force: bool,
}

pub(super) fn run(args: &ImportArgs) -> Result<(), Failure> {
    let book = PriceBook::embedded();
    let to_stdout = args.out.as_os_str() == "-";
    if args.out.exists() && !args.force && !to_stdout {
        return Err(Failure::usage(format!(
            "already there: `{}`; nothing was written\nhint: name another file with `--out`, or replace it with `--force`",
            args.out.display()
        )));
    }
    let statement = match &args.file {
        Some(path) => from_file(path)?,
        None => from_snapshot(args)?,
    };
    let draft = billing::draft(&statement, &book)?;
    let text = draft.text();
    // What is written has to be what will be read: anything else is a bug, and better found here than in a bill.
    match Contract::parse(&text, "contract.toml", &book) {
        Ok((contract, _)) if contract == draft.contract => {}
        Ok(_) => return Err(Failure::internal("the contract that was written reads back as another one")),
        Err(problems) => {
            return Err(Failure::internal(format!("the contract that was written does not read: {problems}")));
        }
    }
    out::say(text::report(&statement, &draft).trim_end());
    if to_stdout {
        return out::data(&text);
    }
    std::fs::write(&args.out, text)
        .map_err(|error| Failure::usage(format!("cannot write `{}`: {error}", args.out.display())))?;
    out::say(&format!("wrote {}", args.out.display()));
    Ok(())
}

fn from_file(path: &Path) -> Result<Statement, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        Failure::usage(format!(
            "cannot read `{}`: {error}\n\
             hint: name the saved answer of GET /api/v2/billing/trusteebillingoverview/{{organization}}",
            path.display()
        ))
    })?;
    Ok(billing::trustee::read(text.trim_start_matches('\u{feff}'), &path.display().to_string())?)
}

fn from_snapshot(args: &ImportArgs) -> Result<Statement, Failure> {
    let snapshot = args.store.open()?.get(args.snapshot.as_deref().unwrap_or("latest"))?;
    let Some(table) = snapshot.scan(Table::BillingCharges)? else {
        return Err(Failure::input(format!(
            "the snapshot `{}` has no table `billing_charges`, so nothing tells what is committed\n\
             hint: pull with the permission `billing:subscription:view`, or name a partner's overview as a file",
            snapshot.id()
        )));
    };
    let source = format!("billing_charges of snapshot {}", snapshot.id());
    let contracts = snapshot.scan(Table::BillingContracts)?;
    billing::tables::read(table, contracts, &source, snapshot.manifest().organization.clone()).map_err(|failed| {
        match failed {
            Failed::Table(error) => error.into(),
            Failed::Values(problems) => problems.into(),
        }
    })
}
