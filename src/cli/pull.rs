//! `seatwise pull`: Genesys Cloud → a snapshot.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use clap::Args;

use super::{
    logging::LogArgs,
    out,
    remote::{RemoteArgs, runtime},
    store::StoreArgs,
};
use crate::{
    error::Failure,
    ingest::genesys::{Options, Part, credentials, dry_run, pull},
    progress,
    snapshot::Cancel,
};

/// Make a snapshot from Genesys Cloud, or go on with one that was not finished
#[derive(Debug, Args)]
pub struct PullArgs {
    #[command(flatten)]
    remote: RemoteArgs,
    /// First day, as 2025-11-01; default: 13 months before the last
    #[arg(long, value_name = "DATE")]
    from: Option<NaiveDate>,
    /// Last day, inclusive; default: today, by the server's clock
    #[arg(long, value_name = "DATE")]
    to: Option<NaiveDate>,
    /// Day of the month on which billing periods start
    #[arg(long, value_name = "DAY", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=31))]
    period_anchor_day: u32,
    /// Leave these parts out; what is left out is missing coverage, never zero
    #[arg(long, value_name = "PART", value_delimiter = ',', conflicts_with = "only")]
    without: Vec<Part>,
    /// Only these parts, beside people and licenses
    #[arg(long, value_name = "PART", value_delimiter = ',')]
    only: Vec<Part>,
    /// These parts too, which are usually left out: scim
    #[arg(long, value_name = "PART", value_delimiter = ',')]
    with: Vec<Part>,
    /// Ask for every day, also for those that an earlier snapshot holds for good
    #[arg(long)]
    full: bool,
    /// Forget a pull that was not finished
    #[arg(long)]
    restart: bool,
    /// Show what would be asked, how long it takes and what share of the fair use it is; ask only for sizes
    #[arg(long)]
    dry_run: bool,
    /// Keep the answers as they came, beside the snapshot
    #[arg(long)]
    keep_raw: bool,
    /// The organization whose bill a partner reads (its id)
    #[arg(long, value_name = "ID")]
    trustor: Option<String>,
    #[command(flatten)]
    store: StoreArgs,
    #[command(flatten)]
    log: LogArgs,
}

pub(super) fn run(args: &PullArgs) -> Result<(), Failure> {
    args.log.start();
    let cancel = Cancel::default();
    out::on_interrupt_say(&cancel, "stopping; the same command goes on from here");
    let options = args.options()?;
    let store = args.store.open()?;
    let runtime = runtime()?;
    if args.dry_run {
        let plan = runtime.block_on(dry_run(&options, &store, &cancel))?;
        return out::data(&plan.text());
    }
    let mut progress = progress::on_stderr();
    let pulled = runtime.block_on(pull(&options, &store, &cancel, progress.as_mut()))?;
    for note in &pulled.snapshot.manifest().notes {
        out::say(&format!("note: {} ({}): {}", note.code, note.subject, note.message));
    }
    out::data(&format!("{}\n", pulled.snapshot.id()))
}

impl PullArgs {
    fn options(&self) -> Result<Options, Failure> {
        let known = credentials::find()?;
        Ok(Options {
            endpoint: self.remote.endpoint(&known)?,
            credentials: known.credentials,
            from: self.from,
            to: self.to,
            anchor: self.period_anchor_day,
            parts: self.parts()?,
            full: self.full,
            restart: self.restart,
            keep_raw: self.keep_raw,
            trustor: self.trustor.clone(),
        })
    }

    fn parts(&self) -> Result<BTreeSet<Part>, Failure> {
        if let Some(part) = self.without.iter().find(|part| part.is_required()) {
            return Err(Failure::usage(format!("`{part}` can't be left out: there is no snapshot without it")));
        }
        let is_wanted = |part: &Part| match self.only.as_slice() {
            [] => part.is_usual() && !self.without.contains(part),
            only => part.is_required() || only.contains(part),
        };
        Ok(Part::all().filter(|part| is_wanted(part) || self.with.contains(part)).collect())
    }
}
