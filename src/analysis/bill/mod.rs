//! The bill that the analyzed period is expected to have: every charge with what it was counted from.
//!
//! Counted as `analyze` counts, so both tie: seats and interaction time are `billed_monthly`, with tokens `total_monthly`.
//! What only a bill has comes on top: fair use, the minimum of the contract, a year paid in advance.

mod notes;
mod source;

use rust_decimal::Decimal;
use seatwise_pricing::{
    bill::{Charge, ChargeKind, Costs, PeriodBill, PeriodUse, period_bill},
    book::PriceBook,
    tariff::ProductIx,
};

use super::Analysis;
use crate::canonical::is_daily_peak;

pub use source::{Source, SourceCount, SourceRow, rows};

/// The expected bill of a period.
#[derive(Debug, Clone)]
pub struct ExpectedBill {
    /// Charges, totals, what has no price.
    pub bill: PeriodBill,
    /// A line per charge, in its order.
    pub lines: Vec<BillLine>,
    /// What a reader must know of how it was counted.
    pub notes: Vec<String>,
}

/// One line: the charge, and what makes its quantity.
#[derive(Debug, Clone)]
pub struct BillLine {
    /// The charge; its amounts say nothing where the quantity is unknown.
    pub charge: Charge,
    /// Is the quantity known? Pools are not without presence, nor what depends on them.
    pub is_known: bool,
    /// What was counted, by source; nothing for what the contract alone asks for.
    pub sources: Vec<SourceCount>,
}

/// The bill of the analyzed period.
///
/// # Errors
/// Metered quantities that are negative or too large to be exact, one text each.
pub fn expected(analysis: &Analysis, book: &PriceBook) -> Result<ExpectedBill, Vec<String>> {
    let seats: Vec<(ProductIx, u64)> =
        analysis.products.iter().filter_map(|row| row.billed.map(|billed| (row.ix, billed))).collect();
    // Peaks of the console's concurrent-usage report are kept beside the meters; they are no usage.
    let metered: Option<Vec<(&str, Decimal)>> = analysis
        .metered_in_period()
        .map(|metered| metered.into_iter().filter(|(resource, _)| !is_daily_peak(resource)).collect());
    let uncounted: Vec<ProductIx> =
        analysis.products.iter().filter(|row| row.billed.is_none()).map(|row| row.ix).collect();
    let used = PeriodUse {
        seats: &seats,
        interacting_ms: &analysis.billing.interacting_ms,
        metered: metered.as_deref(),
        uncounted: &uncounted,
    };
    let bill = period_bill(book, &analysis.contract, &analysis.tariff, analysis.period, used)
        .map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>())?;
    let mut counts = source::counts(analysis, book);
    let lines: Vec<BillLine> = bill
        .charges
        .iter()
        .map(|charge| BillLine {
            is_known: is_known(analysis, charge),
            sources: counts.remove(&source::Key::of(charge)).unwrap_or_default(),
            charge: charge.clone(),
        })
        .collect();
    let notes = notes::notes(analysis, &bill);
    Ok(ExpectedBill { bill, lines, notes })
}

fn is_known(analysis: &Analysis, charge: &Charge) -> bool {
    match charge.kind {
        ChargeKind::Seats(ix) => analysis.products.iter().all(|row| row.ix != ix || row.billed.is_some()),
        ChargeKind::Hours(_) => true,
        ChargeKind::Tokens => analysis.free_tokens_are_known(),
        ChargeKind::FairUse | ChargeKind::Minimum => analysis.bill_is_known(),
    }
}

impl BillLine {
    /// Are its quantity and its price known, so that it is in the totals?
    pub fn has_costs(&self) -> bool {
        self.is_known && self.charge.is_priced()
    }

    /// The four costs; all unknown where the quantity is.
    pub fn costs(&self) -> Costs {
        if self.is_known { self.charge.costs } else { Costs::default() }
    }
}

impl ExpectedBill {
    /// Sums of the lines; `None` where a quantity is unknown, as `analyze` has it. What has no price is in none.
    pub fn totals(&self) -> Costs {
        if self.lines.iter().all(|line| line.is_known) { self.bill.totals } else { Costs::default() }
    }

    /// Effective cost of the charges of some kinds; `None` where a quantity is unknown.
    pub fn effective_of(&self, of: impl Fn(ChargeKind) -> bool) -> Option<Decimal> {
        let lines = || self.lines.iter().filter(|line| of(line.charge.kind));
        let sum: Decimal = lines().filter_map(|line| line.charge.costs.effective).sum();
        lines().all(|line| line.is_known).then(|| self.bill.currency.round(sum))
    }

    /// Are all quantities and contracted prices known?
    pub fn is_complete(&self) -> bool {
        self.bill.is_complete() && self.lines.iter().all(|line| line.is_known)
    }
}
