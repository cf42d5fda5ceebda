//! `seatwise import`: files → a snapshot.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use clap::Args;

use super::out;
use crate::{
    error::Failure,
    ingest::tables,
    snapshot::{Cancel, SnapshotMeta, Store, locate},
};

/// Make a snapshot from console exports or from canonical tables
#[derive(Debug, Args)]
pub struct ImportArgs {
    /// Console exports: files, or folders of them; recognized by their headers
    #[arg(value_name = "PATH", required_unless_present = "tables", conflicts_with = "tables")]
    paths: Vec<PathBuf>,
    /// Folder of canonical tables (CSV or Parquet)
    #[arg(long, value_name = "DIR")]
    tables: Option<PathBuf>,
    /// Where snapshots are kept; default: the platform's data directory
    #[arg(long, value_name = "DIR", env = "SEATWISE_STORE")]
    store: Option<PathBuf>,
    /// Name of the organization
    #[arg(long, value_name = "NAME")]
    organization: Option<String>,
    /// When the data was taken, as 2026-10-31T23:59:59Z; default: the latest evidence in it
    #[arg(long, value_name = "TIMESTAMP", value_parser = super::source::timestamp)]
    taken_at: Option<DateTime<Utc>>,
}

pub(super) fn run(args: &ImportArgs) -> Result<(), Failure> {
    let cancel = Cancel::default();
    super::out::on_interrupt(&cancel);
    let store = Store::open(locate(args.store.clone())?)?;
    let mut draft = store.begin_with(cancel)?;
    let source = match &args.tables {
        Some(dir) => {
            let report = tables::stage(dir, draft.stage())?;
            for table in &report.tables {
                out::say(&format!("{:<20} {:>12} rows from {} file(s)", table.table.name(), table.rows, table.files));
            }
            "tables"
        }
        None => "console exports",
    };
    let snapshot = draft.commit_with(|latest| match args.taken_at.or(latest) {
        Some(taken_at) => {
            Ok(SnapshotMeta { taken_at, organization: args.organization.clone(), source: source.to_owned() })
        }
        None => Err(Failure::usage(
            "nothing in the files says of when they are: no activity, presence, login or billable usage\n\
             hint: name the instant, as `--taken-at 2026-10-31T23:59:59Z`",
        )),
    })?;
    for note in &snapshot.manifest().notes {
        out::say(&format!("note: {} ({}): {}", note.code, note.subject, note.message));
    }
    out::data(&format!("{}\n", snapshot.id()))
}
