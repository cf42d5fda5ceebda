//! Counts per product: assigned, billed, needed, idle, over-tiered.

use seatwise_pricing::{
    book::ProductKind,
    tariff::{ProductIx, Tariff, Unit},
};

use crate::{entitlement::held::Held, findings::advice::Decisions};

/// One row of the products.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductCounts {
    /// Product.
    pub ix: ProductIx,
    /// Held at as-of; a base only by those for whom it is *the* base.
    pub assigned: u64,
    /// Billed in the period; `None` = unknown.
    pub billed: Option<u64>,
    /// Committed on as-of.
    pub committed: u64,
    /// People kept whose needed offer has it.
    pub needed: u64,
    /// The period's quantity with all recommendations but upgrades applied; `None` = unknown.
    pub needed_billed: Option<u64>,
    /// People whose reclaim names it.
    pub idle: u64,
    /// Bases only: people with a cheaper sufficient offer.
    pub over_tiered: u64,
}

/// Rows with any count, in row order.
pub fn count(
    tariff: &Tariff,
    held: &Held,
    decisions: &Decisions,
    billed: &[Option<u64>],
    needed_billed: &[Option<u64>],
) -> Vec<ProductCounts> {
    let mut rows: Vec<ProductCounts> = tariff
        .products()
        .iter()
        .map(|product| ProductCounts {
            ix: product.ix,
            assigned: 0,
            billed: billed[product.ix.index()],
            committed: product.committed,
            needed: 0,
            needed_billed: needed_billed[product.ix.index()],
            idle: 0,
            over_tiered: 0,
        })
        .collect();
    let by_person = decisions.by_person(held.now.len());
    for (holding, advice) in held.now.iter().zip(by_person) {
        for ix in holding.base.iter().chain(&holding.addons).chain(&holding.fixed) {
            rows[ix.index()].assigned += 1;
        }
        let offer = match advice {
            Some(advice) if advice.code.is_reclaim() => {
                for ix in &advice.from {
                    rows[ix.index()].idle += 1;
                }
                continue;
            }
            Some(advice) => advice.to.clone(),
            None => holding.offer(),
        };
        for ix in offer.iter().chain(&holding.fixed) {
            rows[ix.index()].needed += 1;
        }
        if let (Some(advice), Some(base)) = (advice, holding.base)
            && advice.code.is_over_tiered()
        {
            rows[base.index()].over_tiered += 1;
        }
    }
    let shown = |row: &ProductCounts| {
        let counts = [row.assigned, row.committed, row.needed, row.idle, row.over_tiered];
        counts.iter().any(|count| *count > 0) || row.billed != Some(0) || row.needed_billed != Some(0)
    };
    tariff.row_order().iter().map(|ix| rows[ix.index()].clone()).filter(shown).collect()
}

/// Sums over base products: assigned, billed. What is billed in hours is no number of seats and not in the latter.
pub fn seat_totals(tariff: &Tariff, rows: &[ProductCounts]) -> (u64, Option<u64>) {
    let bases = || rows.iter().filter(|row| tariff.product(row.ix).kind == ProductKind::Base);
    let seats = bases().filter(|row| tariff.product(row.ix).unit == Unit::Seat);
    (bases().map(|row| row.assigned).sum(), seats.map(|row| row.billed).sum())
}

/// Hours that base products bill; `None` = none of them bills hours, or they are unknown.
pub fn billed_hours(tariff: &Tariff, rows: &[ProductCounts]) -> Option<u64> {
    let by_hours = || {
        let product = |row: &&ProductCounts| tariff.product(row.ix);
        rows.iter().filter(move |row| product(row).kind == ProductKind::Base && product(row).unit == Unit::Hour)
    };
    by_hours().next()?;
    by_hours().map(|row| row.billed).sum()
}

/// Is it a base product that is counted in seats?
pub fn is_seat_base(tariff: &Tariff, ix: ProductIx) -> bool {
    let product = tariff.product(ix);
    product.kind == ProductKind::Base && product.unit == Unit::Seat
}
