//! `seatwise import`: files → a snapshot.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use clap::{ArgGroup, Args, ValueEnum};

use super::{out, store::StoreArgs};
use crate::{
    error::Failure,
    ingest::{
        exports::{
            self, ExportOptions,
            values::{DateOrder, offset},
        },
        tables,
    },
    snapshot::{Cancel, SnapshotMeta},
};

/// Make a snapshot from console exports or from canonical tables
///
/// All or nothing: where anything is wrong, every problem is told and no snapshot is made. Prints the id of the snapshot.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("input").required(true).args(["paths", "tables"]))]
#[command(after_help = "\
Examples:
  seatwise import exports/ --date-format dmy --utc-offset +01:00
  seatwise import people.csv logins.csv --organization \"Example Org\"
  seatwise import --tables tables/")]
pub struct ImportArgs {
    /// Console exports as CSV: files, or folders of them; each is recognized by its header
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Folder of canonical tables (CSV or Parquet, see docs/TABLES.md) instead of exports
    #[arg(long, value_name = "DIR")]
    tables: Option<PathBuf>,
    #[command(flatten)]
    store: StoreArgs,
    /// Order of day, month and year in exports; default: what their rows settle, and an error where they settle nothing
    #[arg(long, value_enum, value_name = "ORDER")]
    date_format: Option<DateFormat>,
    /// Offset from UTC of times in exports that name none, as +01:00; default: UTC, with a note
    #[arg(long, value_name = "OFFSET", value_parser = utc_offset, allow_hyphen_values = true)]
    utc_offset: Option<i64>,
    /// TOML file with header texts of localized exports, as `entity = ["Entidad"]` below `[columns]`
    #[arg(long, value_name = "FILE")]
    aliases: Option<PathBuf>,
    /// Name of the organization, for the titles of reports
    #[arg(long, value_name = "NAME")]
    organization: Option<String>,
    /// When the data was taken, as 2026-10-31T23:59:59Z; default: the time of the latest evidence in it
    #[arg(long, value_name = "TIMESTAMP", value_parser = super::source::timestamp)]
    taken_at: Option<DateTime<Utc>>,
}

pub(super) fn run(args: &ImportArgs) -> Result<(), Failure> {
    let cancel = Cancel::default();
    super::out::on_interrupt(&cancel);
    let store = args.store.open()?;
    let mut draft = store.begin_with(cancel)?;
    let source = match &args.tables {
        Some(dir) => {
            let report = tables::stage(dir, draft.stage())?;
            for table in &report.tables {
                out::say(&format!("{:<20} {:>12} rows from {} file(s)", table.table.name(), table.rows, table.files));
            }
            "tables"
        }
        None => {
            let report = exports::read_exports(&args.paths, &args.options()?, draft.stage())?;
            for (file, layout, records) in &report.files {
                out::say(&format!("{layout:<20} {records:>12} records from {file}"));
            }
            report.notes.into_iter().for_each(|note| draft.stage().note(note));
            "console exports"
        }
    };
    let snapshot = draft.commit_with(|latest| match args.taken_at.or(latest) {
        Some(taken_at) => {
            let organization = args.organization.clone();
            Ok(SnapshotMeta { taken_at, organization, organization_id: None, source: source.to_owned() })
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

/// Order of dates.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum DateFormat {
    /// 31/12/2026
    Dmy,
    /// 12/31/2026
    Mdy,
    /// 2026-12-31
    Ymd,
}

fn utc_offset(text: &str) -> Result<i64, String> {
    offset(text).ok_or_else(|| "expected an offset from UTC such as +01:00 or -0530".to_owned())
}

impl ImportArgs {
    fn options(&self) -> Result<ExportOptions, Failure> {
        let aliases = match &self.aliases {
            None => None,
            Some(path) => {
                let text = std::fs::read_to_string(path).map_err(|error| {
                    Failure::usage(format!(
                        "cannot read the aliases `{}`: {error}\n\
                         hint: name a TOML file with lists of header texts below `[columns]`, as `entity = [\"Entidad\"]`",
                        path.display()
                    ))
                })?;
                Some((path.display().to_string(), text))
            }
        };
        let date_order = self.date_format.map(|order| match order {
            DateFormat::Dmy => DateOrder::Dmy,
            DateFormat::Mdy => DateOrder::Mdy,
            DateFormat::Ymd => DateOrder::Ymd,
        });
        Ok(ExportOptions { date_order, utc_offset: self.utc_offset, aliases, ..ExportOptions::default() })
    }
}
