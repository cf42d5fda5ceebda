//! `seatwise drift`: the identity provider's people against Genesys Cloud's accounts, as text, JSON or CSV.

mod document;
mod text;

use std::path::PathBuf;

use clap::Args;
use seatwise_pricing::book::PriceBook;

use super::{
    exports::ReadingArgs,
    format::Format,
    out,
    source::{SourceArgs, scan},
};
use crate::{
    canonical::Table,
    drift::{Collected, Drift, IdpRow, Origin},
    error::Failure,
    ingest::exports::{ExportOptions, Wanted, read_exports},
};

/// Hold the identity provider's people against the accounts: who is gone there and licensed here, unknown on either side, renamed, or managed there
///
/// Lists come from the table `idp_users` of the input, or from files named with `--idp`: Okta or Entra users as CSV, SCIM `/Users` as JSON
/// or CSV. People are matched by the provider's id, the e-mail, the employee number, a unique name; what fits several is told, not guessed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  seatwise drift --contract contract.toml --settings seatwise.toml
  seatwise drift --idp okta-users.csv --contract contract.toml
  seatwise drift --idp page-1.json --idp page-2.json --assigned --format csv > drift.csv

What each category means, with an example worked by hand: docs/DRIFT.md")]
pub struct DriftArgs {
    /// List of an identity provider to read in place of `idp_users`; may be repeated
    #[arg(long, value_name = "FILE", help_heading = "Lists")]
    idp: Vec<PathBuf>,
    /// The files of `--idp` list the people who are assigned to the Genesys Cloud app, and nobody else
    #[arg(long, requires = "idp", help_heading = "Lists")]
    assigned: bool,
    #[command(flatten)]
    reading: ReadingArgs,
    /// Every person, not only the first of each category
    #[arg(long)]
    rows: bool,
    /// `table`: a page for people; `json`: everything; `csv`: one row per person and category
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    #[command(flatten)]
    source: SourceArgs,
}

/// What the pages are made from.
struct Page<'a> {
    drift: &'a Drift<'a>,
    rows: bool,
}

pub(super) fn run(args: &DriftArgs) -> Result<(), Failure> {
    let files = (!args.idp.is_empty()).then(|| args.files()).transpose()?;
    let (analysis, snapshot) = args.source.analyze()?;
    let (list, origin, notes) = match files {
        Some((list, notes)) => (list, Origin::Files, notes),
        None => {
            let table = scan(&snapshot, Table::IdpUsers)?.map(IdpRow::read).transpose()?;
            (table.unwrap_or_default(), Origin::Table, Vec::new())
        }
    };
    if list.is_empty() {
        return Err(nobody(origin));
    }
    let drift = Drift::new(&analysis, &PriceBook::embedded(), list, origin, notes);
    let page = Page { drift: &drift, rows: args.rows };
    match args.format {
        Format::Table => out::data(&text::page(&page)),
        Format::Json => out::data(&document::render(&page)?),
        Format::Csv => out::bytes(&document::csv(&page)?),
    }
}

impl DriftArgs {
    /// Rows of the files named, and what was said while they were read.
    fn files(&self) -> Result<(Vec<IdpRow>, Vec<String>), Failure> {
        let options = ExportOptions { wanted: Wanted::Identities, ..self.reading.options()? };
        let mut collected = Collected::default();
        let report = read_exports(&self.idp, &options, &mut collected)?;
        for (file, layout, records) in &report.files {
            out::say(&format!("{layout:<20} {records:>12} records from {file}"));
        }
        let Collected(mut list) = collected;
        if self.assigned {
            list.iter_mut().for_each(|row| _ = row.assigned.get_or_insert(true));
        }
        let notes = report.notes.into_iter().map(|note| format!("{}: {}", note.subject, note.message));
        Ok((list, notes.collect()))
    }
}

fn nobody(origin: Origin) -> Failure {
    let what = match origin {
        Origin::Table => "the input has nobody in `idp_users`: nothing says whom the identity provider knows",
        Origin::Files => "the files of `--idp` list nobody",
    };
    Failure::input(format!(
        "{what}\nexpected: Okta users as CSV (`Email`, `Status`), Entra users as CSV (`userPrincipalName`, `accountEnabled`), SCIM `/Users` \
         as JSON or CSV (`userName`, `active`)\n\
         hint: name such a file with `--idp FILE`, or give it to `seatwise import` with the other exports; in a folder of tables it is \
         `idp_users` (docs/TABLES.md)"
    ))
}
