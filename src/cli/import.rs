//! `seatwise import`: files → a snapshot.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use clap::{ArgGroup, Args};

use super::{exports::ReadingArgs, out, store::StoreArgs};
use crate::{
    answers::{self, Answer, Word},
    canonical::Table,
    error::Failure,
    ingest::{self, exports, tables},
    snapshot::{Cancel, SnapshotMeta, Store},
    usage::people::People,
};

/// Make a snapshot from console exports or from canonical tables, or keep what managers answered
///
/// All or nothing: where anything is wrong, every problem is told and nothing is kept. Prints the id of the snapshot. Answers are
/// kept beside the snapshots and honored by every analysis from the day of their report on.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("input").required(true).args(["paths", "tables", "answers"]))]
#[command(after_help = "\
Examples:
  seatwise import exports/ --date-format dmy --utc-offset +01:00
  seatwise import people.csv logins.csv --organization \"Example Org\"
  seatwise import --tables tables/
  seatwise import --answers answers.csv")]
pub struct ImportArgs {
    /// Console exports as CSV: files, or folders of them; each is recognized by its header
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Folder of canonical tables (CSV or Parquet, see docs/TABLES.md) instead of exports
    #[arg(long, value_name = "DIR")]
    tables: Option<PathBuf>,
    /// Sheet of `seatwise report admin` with what managers answered: `keep` or `forego` (docs/ADMIN.md)
    #[arg(long, value_name = "FILE", conflicts_with_all = ["organization", "taken_at", "utc_offset", "aliases"])]
    answers: Option<PathBuf>,
    #[command(flatten)]
    store: StoreArgs,
    #[command(flatten)]
    reading: ReadingArgs,
    /// Name of the organization, for the titles of reports
    #[arg(long, value_name = "NAME")]
    organization: Option<String>,
    /// When the data was taken, as 2026-10-31T23:59:59Z; default: the time of the latest evidence in it
    #[arg(long, value_name = "TIMESTAMP", value_parser = super::source::timestamp)]
    taken_at: Option<DateTime<Utc>>,
}

pub(super) fn run(args: &ImportArgs) -> Result<(), Failure> {
    if let Some(path) = &args.answers {
        return keep_answers(args, path);
    }
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
            let report = exports::read_exports(&args.paths, &args.reading.options()?, draft.stage())?;
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

/// No report of this store asked after its latest snapshot: such a day is a slip, and would count more than any answer to come.
///
/// # Errors
/// Answers to a later report (input).
fn check_days(store: &Store, path: &Path, answers: &[Answer]) -> Result<(), Failure> {
    let Ok(latest) = store.get("latest") else { return Ok(()) };
    let last = latest.manifest().taken_at.date_naive();
    let later: Vec<String> = answers
        .iter()
        .filter(|answer| answer.proposed_on > last)
        .map(|answer| format!("error: `r-{}` was proposed on {}", answer.recommendation, answer.proposed_on))
        .collect();
    if later.is_empty() {
        return Ok(());
    }
    Err(Failure::input(format!(
        "{}\n  {}\nexpected: `proposed_on` at most {last}, the day of the latest snapshot\nhint: leave the column as the report wrote it",
        later.join("\n"),
        path.display()
    )))
}

/// User ids in a warning.
const NAMED: usize = 5;

/// Answers about people whom the latest snapshot does not know concern nobody: somebody is gone, or a row was mixed up.
fn warn_of_nobody(store: &Store, answers: &[Answer]) -> Result<(), Failure> {
    let Ok(latest) = store.get("latest") else { return Ok(()) };
    let Some(users) = super::source::scan(&latest, Table::Users)? else { return Ok(()) };
    let people = People::read(users)?;
    let mut nobody: Vec<&str> = answers.iter().map(|answer| answer.user_id.as_str()).collect();
    nobody.retain(|user_id| people.find(user_id).is_none());
    nobody.sort_unstable();
    nobody.dedup();
    if !nobody.is_empty() {
        let named: Vec<String> = nobody.iter().take(NAMED).map(|user_id| format!("`{user_id}`")).collect();
        let more = nobody.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        out::say(&format!(
            "warning: nobody in the latest snapshot is {}{more}: answers about them concern nobody\n\
             hint: leave the column `user_id` as the report wrote it",
            named.join(", ")
        ));
    }
    Ok(())
}

/// Keeps what managers answered.
fn keep_answers(args: &ImportArgs, path: &Path) -> Result<(), Failure> {
    let sheet = ingest::answers::read(path, args.reading.options()?.date_order)?;
    let store = args.store.open()?;
    check_days(&store, path, &sheet.answers)?;
    warn_of_nobody(&store, &sheet.answers)?;
    let added = answers::store::add(&store, &sheet.answers)?;
    let count = |word: Word| sheet.answers.iter().filter(|answer| answer.answer == word).count();
    out::data(&format!(
        "{:>8} keep\n{:>8} forego\n{:>8} not answered\n{:>8} kept in the store, {} of them there already\n",
        count(Word::Keep),
        count(Word::Forego),
        sheet.open,
        added.new + added.known,
        added.known
    ))
}
