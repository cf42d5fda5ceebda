//! The expected bill against what Genesys says: the billable-usage report, the concurrent-usage report, the charges of
//! billing, an invoice. Every difference has a cause and the rows that prove it; differences add up to the whole exactly.
//!
//! The steps from one sum to the other are `seatwise_pricing::reconcile`; here is who stands behind a count.

pub mod candidates;
pub mod charges;
pub mod concurrent;
pub mod invoice;
pub mod people;
pub mod report;

use rust_decimal::Decimal;
use seatwise_pricing::{
    contract::RampBilling,
    reconcile::{Cause, Comparison, Difference},
    tariff::ProductIx,
};

use crate::{analysis::Analysis, entitlement::billing::Billing};

/// What the expected bill is held against.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Against {
    /// The billable-usage report: who is billed for what.
    BillableUsage,
    /// The concurrent-usage report: peaks by day.
    ConcurrentUsage,
    /// The billing period of a contract, as the billing API has it.
    Contract,
    /// A partner's overview of the billing period.
    Trustee,
    /// An invoice.
    Invoice,
}

impl Against {
    /// Its code.
    pub fn as_str(self) -> &'static str {
        match self {
            Against::BillableUsage => "billable-usage",
            Against::ConcurrentUsage => "concurrent-usage",
            Against::Contract => "billing-period",
            Against::Trustee => "trustee-overview",
            Against::Invoice => "invoice",
        }
    }
}

/// One comparison.
#[derive(Debug, Clone)]
pub struct Reconciliation {
    /// With what.
    pub against: Against,
    /// Sums and differences; the places of a difference are the rows that prove it.
    pub comparison: Comparison,
    /// What a reader must know of it.
    pub notes: Vec<String>,
}

/// Counts that go from one product to another, or in or out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Move {
    cause: Cause,
    from: Option<ProductIx>,
    to: Option<ProductIx>,
}

/// A seat bill that changes step by step: each step's amount is what the total changes by.
struct Ledger<'a> {
    analysis: &'a Analysis,
    quantities: Vec<u64>,
    is_waived: bool,
}

impl Ledger<'_> {
    /// Begins with what a bill counts; a quantity that nobody can count is in neither sum.
    fn new<'a>(analysis: &'a Analysis, billing: &Billing) -> Ledger<'a> {
        let quantities = billing.quantities.iter().map(|quantity| quantity.unwrap_or(0)).collect();
        let waives = analysis.contract.ramp_billing == RampBilling::NotCharged;
        Ledger { analysis, quantities, is_waived: waives && analysis.tariff.in_ramp(analysis.period) }
    }

    /// Commitment and overage of all seats, effective: a prepaid year with its monthly share.
    fn total(&self) -> Decimal {
        self.analysis.tariff.row_order().iter().map(|ix| self.line(*ix)).sum()
    }

    fn line(&self, ix: ProductIx) -> Decimal {
        let total = self.analysis.tariff.line_total(ix, self.quantities[ix.index()]);
        if self.is_waived { Decimal::ZERO } else { total }
    }

    /// Moves units; the change of the total.
    fn step(&mut self, from: Option<ProductIx>, to: Option<ProductIx>, units: u64) -> Decimal {
        let touched: Vec<ProductIx> = from.into_iter().chain(to).collect();
        let before: Decimal = touched.iter().map(|ix| self.line(*ix)).sum();
        if let Some(from) = from {
            self.quantities[from.index()] = self.quantities[from.index()].saturating_sub(units);
        }
        if let Some(to) = to {
            self.quantities[to.index()] += units;
        }
        touched.iter().map(|ix| self.line(*ix)).sum::<Decimal>() - before
    }

    /// A comparison from where the ledger began to where it stands.
    fn comparison(&self, expected: Decimal, mut differences: Vec<Difference>) -> Comparison {
        differences.sort_by(|a, b| (a.cause, &a.id, &a.what).cmp(&(b.cause, &b.id, &b.what)));
        let currency = self.analysis.tariff.currency();
        let unpriced = self.analysis.bill.unpriced.iter().map(|unpriced| unpriced.id.clone()).collect();
        let (expected, stated) = (currency.round(expected), currency.round(self.total()));
        Comparison { currency, expected, stated, differences, unpriced }
    }
}
