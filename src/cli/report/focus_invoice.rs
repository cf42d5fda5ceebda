//! The invoice beside `seatwise report focus`: its lines from a file, what the file does not say from options.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::Args;
use seatwise_pricing::{money::Currency, period::Period};
use seatwise_reports::focus::Paper;

use crate::{
    cli::source::Month,
    error::Failure,
    ingest::invoice::{self, Invoice},
};

#[derive(Debug, Args)]
pub(super) struct InvoiceArgs {
    /// Invoice of the period as CSV (docs/BILL.md has its columns), for Invoice Detail of version 1.4
    #[arg(long, value_name = "FILE", requires_all = ["invoice_number", "invoice_date"])]
    invoice: Option<PathBuf>,
    /// Number of the invoice
    #[arg(long, value_name = "NUMBER", requires = "invoice", value_parser = text)]
    invoice_number: Option<String>,
    /// Date of the invoice, as 2026-11-03
    #[arg(long, value_name = "DATE", requires = "invoice", value_parser = date)]
    invoice_date: Option<NaiveDate>,
    /// Day by which it is to be paid; default: not said
    #[arg(long, value_name = "DATE", requires = "invoice", value_parser = date)]
    payment_due: Option<NaiveDate>,
    /// Terms of payment, as "Net 30"; default: "Not stated"
    #[arg(long, value_name = "TEXT", requires = "invoice", value_parser = text)]
    payment_terms: Option<String>,
}

fn date(text: &str) -> Result<NaiveDate, String> {
    let is_whole = text.len() == "2026-11-03".len();
    text.parse().ok().filter(|_| is_whole).ok_or_else(|| "expected a day of the calendar, as 2026-11-03".to_owned())
}

fn text(text: &str) -> Result<String, String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned()).ok_or_else(|| "expected a text, not blanks".to_owned())
}

/// An invoice, and what it says of itself.
pub(super) struct Given {
    pub(super) invoice: Invoice,
    pub(super) paper: Paper,
}

impl InvoiceArgs {
    /// Is there one?
    pub(super) fn is_given(&self) -> bool {
        self.invoice.is_some()
    }

    /// Reads it; `None` = there is none. The reader of the arguments has seen that number and date are beside it.
    pub(super) fn read(&self, currency: Currency) -> Result<Option<Given>, Failure> {
        let (Some(path), Some(number), Some(date)) = (&self.invoice, &self.invoice_number, self.invoice_date) else {
            return Ok(None);
        };
        if let Some(due) = self.payment_due.filter(|due| *due < date) {
            return Err(Failure::usage(format!(
                "`--payment-due` is {due}, before `--invoice-date`, {date}\nhint: exchange the two?"
            )));
        }
        let (due, terms) = (self.payment_due, self.payment_terms.clone());
        let paper = Paper { number: number.clone(), date, due, terms };
        Ok(Some(Given { invoice: invoice::read(path, currency)?, paper }))
    }
}

impl Given {
    /// The month in which the period of the invoice begins; `None` = it does not say one, or several.
    pub(super) fn month(&self) -> Option<Month> {
        self.invoice.begins().map(Month::of)
    }

    /// Refuses an invoice that says to be of another period.
    pub(super) fn is_of(&self, period: Period) -> Result<(), Failure> {
        match self.month().filter(|month| *month != Month::of(period.from)) {
            None => Ok(()),
            Some(month) => Err(Failure::usage(format!(
                "`{}` is of the period that begins in {month}, the export of {period}\n\
                 hint: leave `--period` out, or give `--period {month}`",
                self.invoice.file
            ))),
        }
    }
}
