//! `seatwise diff`: what is different between two snapshots.

mod document;
mod text;

use std::path::Path;

use clap::Args;

use super::{format::Format, out, source::SourceArgs, store::StoreArgs};
use crate::{analysis::Analysis, diff::Diff, error::Failure};

/// What changed between two snapshots: people, tiers and why they rose, the bill, and what became of the recommendations of then
///
/// Both are analyzed with the same contract and settings, each from the instant at which it was taken.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  seatwise diff 20260930 latest --contract contract.toml --settings seatwise.toml
  seatwise diff tables-september/ tables-october/ --contract contract.toml
  seatwise diff 20260930 20261031 --contract contract.toml --format csv > moves.csv")]
pub struct DiffArgs {
    /// The earlier snapshot: an id, the beginning of one, or a folder of canonical tables
    #[arg(value_name = "BEFORE")]
    before: String,
    /// The later snapshot, likewise, or `latest`
    #[arg(value_name = "AFTER", default_value = "latest")]
    after: String,
    /// Contract of both sides; default: list prices in USD, by calendar month
    #[arg(long, value_name = "FILE")]
    contract: Option<std::path::PathBuf>,
    /// Settings of both sides
    #[arg(long, value_name = "FILE")]
    settings: Option<std::path::PathBuf>,
    #[command(flatten)]
    store: StoreArgs,
    /// Every person, not only the first of each kind
    #[arg(long)]
    rows: bool,
    /// `table`: a page for people; `json`: everything; `csv`: one row per person whose products changed
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

/// What the pages are made from.
struct Compared<'a> {
    before: &'a Analysis,
    after: &'a Analysis,
    diff: &'a Diff,
    rows: bool,
}

pub(super) fn run(args: &DiffArgs) -> Result<(), Failure> {
    let (before, after) = (args.side(&args.before)?, args.side(&args.after)?);
    if after.as_of < before.as_of {
        return Err(Failure::usage(format!(
            "`{}` is of an earlier instant than `{}`\nhint: name the earlier one first",
            args.after, args.before
        )));
    }
    if after.tariff.currency() != before.tariff.currency() {
        return Err(Failure::internal("one contract gave two currencies"));
    }
    let diff = Diff::new(&before, &after);
    let compared = Compared { before: &before, after: &after, diff: &diff, rows: args.rows };
    match args.format {
        Format::Table => out::data(&text::page(&compared)),
        Format::Json => out::data(&document::render(&compared)?),
        Format::Csv => out::bytes(&document::csv(&compared)?),
    }
}

impl DiffArgs {
    fn side(&self, name: &str) -> Result<Analysis, Failure> {
        let is_folder = Path::new(name).is_dir();
        let source = SourceArgs {
            snapshot: (!is_folder).then(|| name.to_owned()),
            tables: is_folder.then(|| name.into()),
            store: self.store.clone(),
            contract: self.contract.clone(),
            settings: self.settings.clone(),
            answers: Vec::new(),
            as_of: None,
        };
        Ok(source.analyze()?.0)
    }
}
