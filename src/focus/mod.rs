//! The expected bill as FOCUS rows: every line taken apart into what is bought, used, unused, beyond and free, and shared
//! out to parts of the organization where that is asked for.
//!
//! A commitment has the shape that FOCUS gives it: a `Purchase` that is billed, and `Usage` that bears the cost. So
//! BilledCost and EffectiveCost each sum to the bill, and of a commitment they sum to each other.
//!
//! What has no price is in no row: FOCUS has no null for a cost, and an unknown one is never 0 here.

mod commitments;
mod invoice;
mod left_out;
mod parquet;
mod row;
mod words;

use rust_decimal::Decimal;
use seatwise_pricing::{bill::Costs, book::PriceBook, money::Currency};
use seatwise_reports::focus::{
    BillingPeriod, Bundle, COLUMNS, Column, ContractCommitment, CostAndUsage, InvoiceDetail, Paper, Span, Version,
    contradictions, of_version, problems,
};

pub use crate::allocation::By;
pub use left_out::{LeftOut, to_csv as left_out_csv};
pub use parquet::parquet;

use crate::{
    allocation::allocate,
    analysis::{
        Analysis,
        bill::{BillLine, ExpectedBill},
    },
    ingest::invoice::Invoice,
    usage::spans::instant,
};

use commitments::Agreement;

/// What is exported, and what could not be.
#[derive(Debug, Clone)]
pub struct Export {
    /// By line of the bill, part of the line, part of the organization.
    pub rows: Vec<CostAndUsage>,
    /// The period.
    pub period: BillingPeriod,
    /// Lines without a price or a quantity.
    pub left_out: Vec<LeftOut>,
    /// Ids of exported lines without a list price: their ListUnitPrice is null.
    pub unlisted: Vec<String>,
    /// Currency of every amount.
    pub currency: Currency,
    /// What the contract commits to, or the keys that the contract lacks to say so.
    pub commitments: Result<Vec<ContractCommitment>, Vec<&'static str>>,
    /// The invoice; `None` = none was given.
    pub invoice: Option<Vec<InvoiceDetail>>,
    account: String,
}

/// What the caller decides.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// Id of the billing account; `None` = made from the organization's name.
    pub billing_account: Option<&'a str>,
    /// By which part of the organization rows are shared out; `None` = by none.
    pub by: Option<By>,
}

/// The rows of a bill.
///
/// # Errors
/// Amounts that are too large to be shared out exactly, and rows that contradict themselves, one text each: bugs.
pub fn export(analysis: &Analysis, expected: &ExpectedBill, options: Options<'_>) -> Result<Export, Vec<String>> {
    let currency = expected.bill.currency;
    let period = BillingPeriod {
        span: Span { from: expected.bill.period.from, to: expected.bill.period.to },
        seen_from: instant(analysis.as_of),
        is_over: analysis.period_is_over(),
    };
    let agreement = Agreement::of(&analysis.contract);
    let context = row::Context::new(analysis, &expected.bill, options, agreement.as_ref().ok());
    let mut export = Export {
        rows: Vec::new(),
        period,
        left_out: Vec::new(),
        unlisted: Vec::new(),
        currency,
        commitments: agreement.as_ref().map(|own| own.rows(analysis, expected)).map_err(Clone::clone),
        invoice: None,
        account: context.account.id.clone(),
    };
    export.left_out =
        expected.lines.iter().filter_map(|line| Some(LeftOut::new(line, left_out::reason(line)?))).collect();
    for own in allocate(analysis, expected, options.by)? {
        let charge = &own.line.charge;
        let row = context.row(charge, &own.part, own.group.as_deref());
        if row.pricing.as_ref().is_some_and(|own| own.list_unit_price.is_none())
            && !export.unlisted.contains(&charge.id)
        {
            export.unlisted.push(charge.id.clone());
        }
        export.rows.push(row);
    }
    let mut wrong: Vec<String> = export.rows.iter().flat_map(problems).collect();
    wrong.extend(differences(&export, expected));
    wrong.extend(contradictions(export.bundle()));
    if wrong.is_empty() { Ok(export) } else { Err(wrong) }
}

/// What does not tie with the lines that are exported.
fn differences(export: &Export, expected: &ExpectedBill) -> Vec<String> {
    let exported = || expected.lines.iter().filter(|line| left_out::reason(line).is_none()).map(BillLine::costs);
    let sum = |of: fn(&Costs) -> Option<Decimal>| -> Decimal { exported().filter_map(|costs| of(&costs)).sum() };
    let pairs = [
        ("BilledCost", export.billed(), sum(|costs| costs.billed)),
        ("EffectiveCost", export.effective(), sum(|costs| costs.effective)),
    ];
    let differ = pairs.into_iter().filter(|(_, own, bill)| own != bill);
    differ.map(|(name, own, bill)| format!("{name} sums to {own}, the bill to {bill}")).collect()
}

impl Export {
    /// The export with an invoice of its period beside it.
    ///
    /// # Errors
    /// Rows that contradict themselves, one text each: bugs.
    pub fn with_invoice(mut self, book: &PriceBook, invoice: &Invoice, paper: &Paper) -> Result<Export, Vec<String>> {
        let (account, currency) = (self.account.as_str(), self.currency);
        let frame = invoice::Frame { account, period: self.period.span, currency, book };
        self.invoice = Some(frame.rows(invoice, paper));
        let wrong = contradictions(self.bundle());
        if wrong.is_empty() { Ok(self) } else { Err(wrong) }
    }

    /// Sum of what the invoice asks for; `None` = none was given.
    pub fn invoiced(&self) -> Option<Decimal> {
        let lines = self.invoice.as_ref()?;
        Some(self.currency.round(lines.iter().map(|line| line.billed).sum()))
    }

    /// The rows of Contract Commitment; none = the dataset is not there, since the paper is not known or nothing is committed.
    pub fn committed(&self) -> &[ContractCommitment] {
        self.commitments.as_deref().unwrap_or_default()
    }

    /// The columns of Cost and Usage: what refers to another dataset is there with it only.
    pub fn columns(&self, version: Version) -> Vec<&'static Column<CostAndUsage>> {
        let mut columns = of_version(COLUMNS, version);
        columns.retain(|column| match column.name {
            "ContractApplied" => !self.committed().is_empty(),
            "InvoiceDetailId" => self.invoice.is_some(),
            _ => true,
        });
        columns
    }

    fn bundle(&self) -> Bundle<'_> {
        Bundle {
            rows: &self.rows,
            period: &self.period,
            commitments: self.committed(),
            invoice: self.invoice.as_deref().unwrap_or_default(),
        }
    }

    /// Sum of BilledCost.
    pub fn billed(&self) -> Decimal {
        self.currency.round(self.rows.iter().map(|row| row.costs.billed).sum())
    }

    /// Sum of EffectiveCost.
    pub fn effective(&self) -> Decimal {
        self.currency.round(self.rows.iter().map(|row| row.costs.effective).sum())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests_bundle;
