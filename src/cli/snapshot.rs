//! `seatwise snapshot …`: what the store holds.

use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};
use clap::{ArgGroup, Args, Subcommand, ValueEnum};
use comfy_table::{CellAlignment, Table, presets};

use super::{out, store::StoreArgs};
use crate::{
    error::Failure,
    snapshot::{Format, PruneOptions, Snapshot, Store},
};

/// List, show, verify, export and prune the snapshots of the store
#[derive(Debug, Args)]
pub struct SnapshotArgs {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    store: StoreArgs,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List every complete snapshot, oldest first
    List,
    /// Show what a snapshot holds and where it came from
    Show {
        /// An id, the beginning of one, or `latest`
        #[arg(default_value = "latest")]
        id: String,
    },
    /// Check every file of a snapshot, or of all, against its manifest; damage is exit code 3
    Verify {
        /// An id, the beginning of one, or `latest`; without it every snapshot
        id: Option<String>,
    },
    /// Write the canonical tables of a snapshot to a folder
    Export {
        /// An id, the beginning of one, or `latest`
        #[arg(default_value = "latest")]
        id: String,
        /// Folder to write to; it must not exist yet or be empty
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// File format of the tables
        #[arg(long, value_enum, default_value = "csv")]
        format: ExportFormat,
    },
    /// List the snapshots that are old or too many; with `--yes` delete them
    #[command(group = ArgGroup::new("age").required(true).multiple(true).args(["older_than", "keep"]))]
    #[command(after_help = "\
Examples:
  seatwise snapshot prune --older-than 2026-01-01             what would go
  seatwise snapshot prune --older-than 2026-01-01 --yes       it goes
  seatwise snapshot prune --older-than 2026-01-01 --keep 12   but never one of the newest 12")]
    Prune {
        /// Only what was taken before this day (UTC), as 2026-01-31
        #[arg(long, value_name = "DATE", value_parser = day)]
        older_than: Option<NaiveDate>,
        /// Never one of the N newest; without `--older-than` all others
        #[arg(long, value_name = "N")]
        keep: Option<usize>,
        /// Really delete; without it nothing is
        #[arg(long)]
        yes: bool,
    },
}

fn day(text: &str) -> Result<NaiveDate, String> {
    text.parse().map_err(|_| "expected a day of the calendar, as 2026-01-31".to_owned())
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ExportFormat {
    /// For people and other programs
    Csv,
    /// Smaller and quicker to read
    Parquet,
}

pub(super) fn run(args: &SnapshotArgs) -> Result<(), Failure> {
    let store = args.store.open()?;
    match &args.command {
        Command::List => out::data(&list(&store.list()?)),
        Command::Show { id } => out::data(&show(&store.get(id)?)),
        Command::Verify { id } => verify(&store, id.as_deref()),
        Command::Export { id, out, format } => {
            let format = match format {
                ExportFormat::Csv => Format::Csv,
                ExportFormat::Parquet => Format::Parquet,
            };
            let snapshot = store.get(id)?;
            snapshot.export(out, format)?;
            out::say(&format!("exported {} to {}", snapshot.id(), out.display()));
            Ok(())
        }
        Command::Prune { older_than, keep, yes } => prune(&store, *older_than, *keep, *yes),
    }
}

fn table(headings: &[&str], numbers: &[usize]) -> Table {
    let mut table = Table::new();
    table.load_preset(presets::NOTHING).set_header(headings);
    for column in numbers {
        if let Some(column) = table.column_mut(*column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

fn list(snapshots: &[Snapshot]) -> String {
    if snapshots.is_empty() {
        return "the store has no snapshot yet: `seatwise import --tables DIR` or `seatwise demo` makes one\n"
            .to_owned();
    }
    let mut rows = table(&["id", "taken at", "organization", "source", "people", "rows"], &[4, 5]);
    for snapshot in snapshots {
        let manifest = snapshot.manifest();
        let total: u64 = manifest.files.iter().map(|file| file.rows).sum();
        rows.add_row([
            snapshot.id().to_owned(),
            manifest.taken_at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
            manifest.organization.clone().unwrap_or_default(),
            manifest.source.clone(),
            manifest.rows("users").unwrap_or(0).to_string(),
            total.to_string(),
        ]);
    }
    format!("{rows}\n")
}

fn show(snapshot: &Snapshot) -> String {
    let manifest = snapshot.manifest();
    let mut text = format!(
        "{}\n  organization {}\n  taken at {}\n  source {}, written by seatwise {}\n  content {}\n  manifest {} (number {} of the chain)\n",
        snapshot.id(),
        manifest.organization.as_deref().unwrap_or("unknown"),
        manifest.taken_at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true),
        manifest.source,
        manifest.tool_version,
        manifest.content_hash,
        snapshot.manifest_sha256(),
        manifest.sequence,
    );
    let mut files = table(&["file", "rows", "bytes", "sha-256"], &[1, 2]);
    for file in &manifest.files {
        files.add_row([&file.path, &file.rows.to_string(), &file.bytes.to_string(), &file.sha256[..16].to_owned()]);
    }
    let mut covered = table(&["covers", "feature", "from", "to", "stated"], &[]);
    for row in &manifest.coverage {
        let day = |at: &DateTime<Utc>| at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true);
        let stated = if row.stated { "yes" } else { "from the rows" };
        let feature = row.feature.clone().unwrap_or_default();
        covered.add_row([row.table.clone(), feature, day(&row.from), day(&row.to), stated.to_owned()]);
    }
    text.push_str(&format!("\n{files}\n\n{covered}\n"));
    for note in &manifest.notes {
        text.push_str(&format!("\nnote: {} ({}): {}", note.code, note.subject, note.message));
    }
    if !manifest.notes.is_empty() {
        text.push('\n');
    }
    text
}

fn verify(store: &Store, id: Option<&str>) -> Result<(), Failure> {
    let snapshots = match id {
        Some(id) => vec![store.get(id)?],
        None => store.list()?,
    };
    let mut broken = Vec::new();
    for snapshot in &snapshots {
        match snapshot.verify() {
            Ok(()) => out::data(&format!("{} is whole\n", snapshot.id()))?,
            Err(problems) => broken.push(problems.to_string()),
        }
    }
    if broken.is_empty() { Ok(()) } else { Err(Failure::input(broken.join("\n"))) }
}

fn prune(store: &Store, older_than: Option<NaiveDate>, keep: Option<usize>, yes: bool) -> Result<(), Failure> {
    let older_than = older_than.map(|day| day.and_time(chrono::NaiveTime::MIN).and_utc());
    let report = store.prune(PruneOptions { older_than, keep, dry_run: !yes })?;
    let word = if yes { "deleted" } else { "would be deleted" };
    for id in &report.removed {
        out::data(&format!("{id} {word}\n"))?;
    }
    if report.removed.is_empty() {
        out::say("nothing to delete");
    } else if !yes {
        out::say("hint: `--yes` deletes them");
    }
    Ok(())
}
