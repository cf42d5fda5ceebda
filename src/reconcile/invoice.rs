//! Against an invoice: its lines, each with the part of the bill that it is about.

use seatwise_pricing::{
    book::PriceBook,
    reconcile::{StatedLine, compare},
};

use super::{Against, Reconciliation, candidates};
use crate::{
    analysis::{Analysis, bill::ExpectedBill},
    ingest::invoice::{Invoice, InvoiceLine},
};

/// Length of a month as written, `2026-10`.
const MONTH_LENGTH: usize = 7;

/// Compares.
pub fn reconcile(analysis: &Analysis, book: &PriceBook, expected: &ExpectedBill, invoice: &Invoice) -> Reconciliation {
    let period = expected.bill.period;
    let is_other = |line: &InvoiceLine| match (line.period_from, line.period.as_deref()) {
        (Some(first), Some(text)) if text.len() == MONTH_LENGTH => {
            first.format("%Y-%m").to_string() != period.from.format("%Y-%m").to_string()
        }
        (Some(first), _) => first != period.from,
        (None, _) => false,
    };
    let lines: Vec<StatedLine> = invoice
        .lines
        .iter()
        .map(|line| StatedLine {
            place: format!("{}:{}", invoice.file, line.line),
            charge_name: line.description.clone(),
            quantity: line.quantity,
            unit_price: line.unit_price,
            amount: line.amount,
            part: None,
            other_period: line.period.clone().filter(|_| is_other(line)),
        })
        .collect();
    let mut comparison = compare(&expected.bill, book, &analysis.tariff, &lines);
    candidates::add(analysis, &mut comparison);
    let mut notes = Vec::new();
    if !invoice.totals.is_empty() {
        let lines: Vec<String> = invoice.totals.iter().map(ToString::to_string).collect();
        notes.push(format!("lines {} are totals of the lines before them: checked, and left out", lines.join(", ")));
    }
    if !invoice.ignored.is_empty() {
        notes.push(format!("columns not read: {}", invoice.ignored.join(", ")));
    }
    Reconciliation { against: Against::Invoice, comparison, notes }
}
