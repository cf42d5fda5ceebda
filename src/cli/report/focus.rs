//! `seatwise report focus`: the expected bill of a period as FOCUS Cost and Usage.

use std::{fmt::Display, path::PathBuf};

use clap::{Args, ValueEnum};
use seatwise_pricing::book::PriceBook;
use seatwise_reports::{
    focus::{
        BILLING_PERIOD_COLUMNS, CONTRACT_COMMITMENT_COLUMNS, Column, INVOICE_DETAIL_COLUMNS, Version, of_version,
        to_csv,
    },
    format::counted,
    write,
};

use super::{
    focus_invoice::{Given, InvoiceArgs},
    part::Part,
};
use crate::{
    analysis::bill::ExpectedBill,
    cli::{
        lines::{WIDTH, filled, line},
        out,
        price::bill::expected,
        source::{Month, SourceArgs, month},
    },
    error::Failure,
    focus::{self, Export, Options, left_out_csv},
    overview::words::money,
};

/// The bill of a period for FinOps tools, as FOCUS Cost and Usage
///
/// A row per part of a bill line: what is committed (bought, used, not used), what goes beyond, what is free. BilledCost and
/// EffectiveCost sum to `seatwise price bill`. docs/FOCUS.md says column by column where values come from.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  seatwise report focus --contract contract.toml --out focus/
  seatwise report focus --period 2026-09 --by cost-center --format parquet \\
    --contract contract.toml --out focus/
  seatwise report focus --version 1.4 --contract contract.toml --out focus/ \\
    --invoice invoice.csv --invoice-number INV-1042 --invoice-date 2026-11-03

Files: cost_and_usage.csv or .parquet, and focus_unpriced.csv with the lines of
the bill that have no price: FOCUS has no null for a cost, and unknown is not 0.
Version 1.4 has beside it billing_period, contract_commitment where the contract
says `number`, `signed`, `start` and `end`, and invoice_detail with `--invoice`.")]
pub(super) struct FocusArgs {
    /// Period that begins in this month by the contract's anchor day, as 2026-10; default: the one that contains as-of
    #[arg(long, value_name = "MONTH", value_parser = month)]
    period: Option<Month>,
    /// Folder to write to; files of the same name are replaced
    #[arg(long, value_name = "DIR", default_value = "seatwise-focus")]
    out: PathBuf,
    /// Which file to write
    #[arg(long, value_enum, default_value = "csv")]
    format: Format,
    /// Version of FOCUS
    #[arg(long, value_enum, default_value = "1.2", value_name = "VERSION")]
    version: Edition,
    /// Share what is used out to parts of the organization, which become sub-accounts; default: to none
    #[arg(long, value_enum, value_name = "PART")]
    by: Option<Part>,
    /// Id of the billing account, as your other FOCUS data has it; default: made from the organization's name
    #[arg(long, value_name = "ID", value_parser = account)]
    billing_account: Option<String>,
    #[command(flatten)]
    invoice: InvoiceArgs,
    #[command(flatten)]
    source: SourceArgs,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// Comma-separated, UTF-8
    Csv,
    /// Typed columns: decimals, timestamps in UTC
    Parquet,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Edition {
    /// Cost and Usage, as the official validator knows it
    #[value(name = "1.2")]
    V1_2,
    /// Cost and Usage, Billing Period, Contract Commitment and Invoice Detail
    #[value(name = "1.4")]
    V1_4,
}

impl From<Edition> for Version {
    fn from(edition: Edition) -> Version {
        match edition {
            Edition::V1_2 => Version::V1_2,
            Edition::V1_4 => Version::V1_4,
        }
    }
}

fn account(text: &str) -> Result<String, String> {
    let is_text = text.chars().any(|letter| !letter.is_ascii_digit() && !letter.is_whitespace());
    is_text.then(|| text.to_owned()).ok_or_else(|| {
        "expected an id with a letter in it, as gc-12345: readers of FOCUS take digits alone for a number".to_owned()
    })
}

pub(super) fn run(args: &FocusArgs) -> Result<(), Failure> {
    let (book, version) = (PriceBook::embedded(), Version::from(args.version));
    if args.invoice.is_given() && version == Version::V1_2 {
        return Err(Failure::usage(
            "`--invoice` is for Invoice Detail, which version 1.2 has not\nhint: `--version 1.4`",
        ));
    }
    let given = args.invoice.read(args.source.currency(&book)?)?;
    let of_invoice = given.as_ref().and_then(Given::month);
    let (analysis, _) = args.source.analyze_period(args.period.or(of_invoice))?;
    let expected = expected(&analysis, &book)?;
    if let Some(given) = &given {
        given.is_of(expected.bill.period)?;
    }
    let options = Options { billing_account: args.billing_account.as_deref(), by: args.by.map(Into::into) };
    let mut export = focus::export(&analysis, &expected, options).map_err(|errors| internal(errors.join("\n")))?;
    if let Some(Given { invoice, paper }) = &given {
        export = export.with_invoice(&book, invoice, paper).map_err(|errors| internal(errors.join("\n")))?;
    }
    let files = files(args, &export)?;
    let written = write::write_files(&args.out, &files).map_err(|error| Failure::usage(error.to_string()))?;
    notes(version, &export, &expected, given.as_ref());
    out::data(&summary(version, &export, &expected, &written))
}

/// Datasets, and what is in none.
fn files(args: &FocusArgs, export: &Export) -> Result<Vec<(&'static str, Vec<u8>)>, Failure> {
    let version = Version::from(args.version);
    let names = ["cost_and_usage.csv", "cost_and_usage.parquet"];
    let mut files = vec![file(args.format, names, &export.columns(version), &export.rows)?];
    if version == Version::V1_4 {
        let names = ["billing_period.csv", "billing_period.parquet"];
        let period = std::slice::from_ref(&export.period);
        files.push(file(args.format, names, &of_version(BILLING_PERIOD_COLUMNS, version), period)?);
        if !export.committed().is_empty() {
            let names = ["contract_commitment.csv", "contract_commitment.parquet"];
            files.push(file(
                args.format,
                names,
                &of_version(CONTRACT_COMMITMENT_COLUMNS, version),
                export.committed(),
            )?);
        }
        if let Some(rows) = &export.invoice {
            let names = ["invoice_detail.csv", "invoice_detail.parquet"];
            files.push(file(args.format, names, &of_version(INVOICE_DETAIL_COLUMNS, version), rows)?);
        }
    }
    files.push(("focus_unpriced.csv", left_out_csv(&export.left_out).map_err(internal)?));
    Ok(files)
}

/// One dataset: its name as CSV or as Parquet, and its bytes.
fn file<R>(
    format: Format,
    [csv, parquet]: [&'static str; 2],
    columns: &[&Column<R>],
    rows: &[R],
) -> Result<(&'static str, Vec<u8>), Failure> {
    Ok(match format {
        Format::Csv => (csv, to_csv(columns, rows)),
        Format::Parquet => (parquet, focus::parquet(columns, rows).map_err(internal)?),
    })
}

fn internal(error: impl Display) -> Failure {
    Failure::internal(format!("the FOCUS rows contradict themselves, which is a bug: {error}"))
}

/// What a reader of the rows must know, to stderr.
fn notes(version: Version, export: &Export, expected: &ExpectedBill, given: Option<&Given>) {
    let mut notes: Vec<String> = expected.notes.clone();
    if !export.left_out.is_empty() {
        let ids: Vec<&str> = export.left_out.iter().map(|own| own.product.as_str()).collect();
        notes.push(format!(
            "not exported, for lack of a price or a quantity: {} ({}); see focus_unpriced.csv",
            ids.join(", "),
            counted(ids.len() as u64, "line")
        ));
    }
    if !export.unlisted.is_empty() {
        notes.push(format!(
            "no list price is published for {}: ListUnitPrice is null, ListCost repeats ContractedCost",
            export.unlisted.join(", ")
        ));
    }
    if let Some(Given { invoice, .. }) = given.filter(|given| !given.invoice.ignored.is_empty()) {
        notes.push(format!("columns of `{}` that are not read: {}", invoice.file, invoice.ignored.join(", ")));
    }
    if version == Version::V1_4 {
        notes.extend(not_written(export));
    }
    for note in notes {
        out::say(filled("note: ", "  ", &note, WIDTH).trim_end());
    }
}

/// Which datasets of 1.4 are not there, and what would bring them.
fn not_written(export: &Export) -> Option<String> {
    let mut missing = Vec::new();
    match &export.commitments {
        Err(keys) => {
            let keys: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
            missing.push(format!("Contract Commitment, which needs {} in `[contract]`", keys.join(", ")));
        }
        Ok(rows) if rows.is_empty() => {
            missing.push("Contract Commitment, since nothing is committed in the period".to_owned());
        }
        Ok(_) => {}
    }
    if export.invoice.is_none() {
        missing.push("Invoice Detail, which needs `--invoice`, `--invoice-number` and `--invoice-date`".to_owned());
    }
    (!missing.is_empty()).then(|| format!("not written: {}", missing.join("; ")))
}

fn summary(version: Version, export: &Export, expected: &ExpectedBill, files: &[PathBuf]) -> String {
    let (mut page, currency) = (String::new(), export.currency);
    line!(page, "FOCUS {} Cost and Usage, period {}", version.as_str(), expected.bill.period);
    line!(page, "  {}", counted(export.rows.len() as u64, "row"));
    line!(page, "  BilledCost     {:>14} {currency}", money(export.billed(), currency));
    line!(page, "  EffectiveCost  {:>14} {currency}", money(export.effective(), currency));
    let ties = match (expected.totals().billed, export.left_out.is_empty()) {
        (None, _) => "`seatwise price bill` has no totals: a quantity is unknown.",
        (_, true) => "Both are the totals of `seatwise price bill`.",
        (_, false) => "Both are the totals of `seatwise price bill`, which lack the same lines.",
    };
    line!(page, "{ties}");
    if version == Version::V1_4 {
        page += &beside(export);
    }
    line!(page);
    for file in files {
        line!(page, "{}", file.display());
    }
    page
}

/// The datasets that papers bring: how many rows, and what the invoice asks for.
fn beside(export: &Export) -> String {
    let (mut text, currency) = (String::new(), export.currency);
    if !export.committed().is_empty() {
        line!(text, "Contract Commitment: {}", counted(export.committed().len() as u64, "row"));
    }
    if let (Some(rows), Some(billed)) = (&export.invoice, export.invoiced()) {
        let (rows, billed) = (counted(rows.len() as u64, "row"), money(billed, currency));
        line!(
            text,
            "Invoice Detail: {rows}, BilledCost {billed} {currency}; `seatwise reconcile` explains what differs."
        );
    }
    text
}
