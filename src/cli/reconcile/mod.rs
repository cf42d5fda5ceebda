//! `seatwise reconcile`: the expected bill against what Genesys says, as a table, JSON or CSV.

mod document;
mod sheet;
mod text;

use std::path::{Path, PathBuf};

use clap::Args;
use seatwise_pricing::book::PriceBook;

use super::{
    format::Format,
    out,
    price::bill::expected,
    source::{Month, SourceArgs, month},
};
use crate::{
    analysis::{Analysis, bill::ExpectedBill},
    canonical::Table,
    error::Failure,
    ingest::{
        billing,
        invoice::{self, Invoice},
    },
    reconcile::{Reconciliation, charges, concurrent, invoice as of_invoice, people, report},
    snapshot::Snapshot,
};

/// Hold the expected bill against what Genesys says: reports, billing periods, an invoice; every difference with its cause
///
/// Without a file: against everything that the snapshot has of billing, `billable_usage`, daily concurrent peaks and
/// `billing_charges`. With files: against these alone.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  seatwise reconcile --contract contract.toml
  seatwise reconcile --period 2026-09 --contract contract.toml --invoice invoice.csv
  seatwise reconcile --contract contract.toml --invoice invoice.csv --format json

An invoice is a CSV with a header: description, quantity, unit price, amount, and
currency and period where they are told. A charge that ends in `- Prepay` is the
committed part of its product, the other one what goes beyond. Difference = theirs
less ours: above 0, more is asked for than is expected. Causes add up to it exactly.")]
pub struct ReconcileArgs {
    /// Period that begins in this month by the contract's anchor day, as 2026-10; default: that of the invoice if all its lines
    /// name one, else the one that contains as-of
    #[arg(long, value_name = "MONTH", value_parser = month)]
    period: Option<Month>,
    /// Invoice as CSV
    #[arg(long, value_name = "FILE")]
    invoice: Option<PathBuf>,
    /// Billable-usage report of the console, or the table `billable_usage` as CSV
    #[arg(long, value_name = "FILE")]
    billable_usage: Option<PathBuf>,
    /// Concurrent-usage report of the console
    #[arg(long, value_name = "FILE")]
    concurrent_usage: Option<PathBuf>,
    /// All rows that prove a difference; default: the first five
    #[arg(long)]
    rows: bool,
    /// `table`: for people; `json`: every row; `csv`: one row per difference
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    #[command(flatten)]
    source: SourceArgs,
}

/// What every output is made from.
struct Page<'a> {
    analysis: &'a Analysis,
    found: &'a [Reconciliation],
    rows: bool,
}

pub(super) fn run(args: &ReconcileArgs) -> Result<(), Failure> {
    let book = PriceBook::embedded();
    let invoice = match &args.invoice {
        Some(path) => Some(invoice::read(path, args.source.currency(&book)?)?),
        None => None,
    };
    let of_invoice = invoice.as_ref().and_then(Invoice::begins).map(Month::of);
    let (analysis, snapshot) = args.source.analyze_period(args.period.or(of_invoice))?;
    let run = Run { analysis: &analysis, book: &book, expected: &expected(&analysis, &book)? };
    let has_files = invoice.is_some() || args.billable_usage.is_some() || args.concurrent_usage.is_some();
    let found = if has_files { run.files(args, invoice.as_ref())? } else { run.tables(&snapshot)? };
    let page = Page { analysis: &analysis, found: &found, rows: args.rows };
    match args.format {
        Format::Table => out::data(&text::page(&page)),
        Format::Json => out::data(&document::render(&page)?),
        Format::Csv => out::bytes(&sheet::csv(&page)?),
    }
}

/// Against an invoice, or everything that the snapshot has of billing, for a report: nothing is no failure.
pub(in crate::cli) fn of_report(
    analysis: &Analysis,
    book: &PriceBook,
    expected: &ExpectedBill,
    invoice: Option<&Invoice>,
    snapshot: &Snapshot,
) -> Result<Vec<Reconciliation>, Failure> {
    let run = Run { analysis, book, expected };
    match invoice {
        Some(invoice) => Ok(vec![of_invoice::reconcile(analysis, book, expected, invoice)]),
        None => Ok(run.told(snapshot)?.0),
    }
}

struct Run<'a> {
    analysis: &'a Analysis,
    book: &'a PriceBook,
    expected: &'a ExpectedBill,
}

impl Run<'_> {
    /// Against the files named.
    fn files(&self, args: &ReconcileArgs, invoice: Option<&Invoice>) -> Result<Vec<Reconciliation>, Failure> {
        let mut found = Vec::new();
        if let Some(path) = &args.billable_usage {
            let report = report::read(path)?;
            let against = people::reconcile(self.analysis, self.book, &report.billed);
            found.push(against.ok_or_else(|| self.nothing_in(path, "a charge first seen in the period"))?);
        }
        if let Some(path) = &args.concurrent_usage {
            let report = report::read(path)?;
            let against = concurrent::reconcile(self.analysis, &report.peaks);
            found
                .push(against.ok_or_else(|| {
                    self.nothing_in(path, "a day of the period, and a table `presence` in the input")
                })?);
        }
        if let Some(invoice) = invoice {
            found.push(of_invoice::reconcile(self.analysis, self.book, self.expected, invoice));
        }
        Ok(found)
    }

    /// Against everything that the snapshot has of billing.
    fn tables(&self, snapshot: &Snapshot) -> Result<Vec<Reconciliation>, Failure> {
        let (found, periods) = self.told(snapshot)?;
        if found.is_empty() {
            return Err(self.nothing_of_billing(&periods));
        }
        Ok(found)
    }

    /// The same, empty where there is nothing, with the other periods that `billing_charges` has.
    fn told(&self, snapshot: &Snapshot) -> Result<(Vec<Reconciliation>, Vec<String>), Failure> {
        let mut found = Vec::new();
        if let Some(table) = snapshot.scan(Table::BillableUsage)? {
            found.extend(people::reconcile(self.analysis, self.book, &report::billed(table)?));
        }
        if let Some(table) = snapshot.scan(Table::ResourceUsage)? {
            found.extend(concurrent::reconcile(self.analysis, &report::peaks(table)?));
        }
        let mut periods = Vec::new();
        if let Some(table) = snapshot.scan(Table::BillingCharges)? {
            match charges::reconcile(self.analysis, self.book, self.expected, &billing::charges::read(table)?) {
                Ok(against) => found.extend(against),
                Err(others) => periods = others,
            }
        }
        Ok((found, periods))
    }

    fn nothing_in(&self, path: &Path, expected: &str) -> Failure {
        let period = self.analysis.period;
        Failure::input(format!(
            "`{}` says nothing of the period {} to {}\nexpected: {expected}\n\
             hint: name the report's period with `--period`, or fetch the report of this one",
            path.display(),
            period.from,
            period.last_day()
        ))
    }

    fn nothing_of_billing(&self, periods: &[String]) -> Failure {
        let period = self.analysis.period;
        let others = if periods.is_empty() {
            String::new()
        } else {
            format!("; `billing_charges` has the periods from {}", periods.join(", "))
        };
        Failure::usage(format!(
            "the snapshot has nothing of billing in the period {} to {}: no row of `billable_usage`, no daily peak, no \
             `billing_charges`{others}\nhint: name an invoice with `--invoice FILE`, or another period with `--period`",
            period.from,
            period.last_day()
        ))
    }
}
