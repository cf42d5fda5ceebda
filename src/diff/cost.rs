//! The seat bill before and after: what of the difference is quantity, what is price. It ties to the cent.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::analysis::Analysis;

/// The seat bills of two periods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostDiff {
    /// Commitment and overage of seats, and hours of interaction; `None` where a quantity is unknown.
    pub billed: [Option<Decimal>; 2],
    /// By product, by id; without what has no price.
    pub products: BTreeMap<String, ProductCost>,
    /// Hours of interaction of people who are billed by them, before and after.
    pub hours: [Decimal; 2],
}

/// One product of the bill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductCost {
    /// Units billed before and after.
    pub units: [u64; 2],
    /// Billed before and after.
    pub billed: [Decimal; 2],
    /// What the other quantity costs at the prices and the commitment of before.
    pub by_quantity: Decimal,
    /// The rest: other prices, another commitment.
    pub by_price: Decimal,
}

impl CostDiff {
    pub(super) fn new(before: &Analysis, after: &Analysis) -> CostDiff {
        let mut products = BTreeMap::new();
        let ids = [before, after].into_iter().flat_map(|side| {
            side.products.iter().map(|row| side.tariff.product(row.ix).id.clone()).collect::<Vec<_>>()
        });
        for id in ids {
            let (Some(was), Some(is)) = (units(before, &id), units(after, &id)) else { continue };
            let total = |side: &Analysis, units: u64| {
                side.tariff.ix(&id).map_or(Decimal::ZERO, |ix| side.tariff.line_total(ix, units))
            };
            let billed = [total(before, was), total(after, is)];
            let by_quantity = total(before, is) - billed[0];
            let by_price = billed[1] - billed[0] - by_quantity;
            products.insert(id, ProductCost { units: [was, is], billed, by_quantity, by_price });
        }
        let hours = [before.hours_monthly(), after.hours_monthly()];
        CostDiff { billed: [before.billed_monthly(), after.billed_monthly()], products, hours }
    }

    /// Quantity and price effects of all products, and that of hours; together the difference of the bills.
    pub fn effects(&self) -> [Decimal; 3] {
        let sum = |of: fn(&ProductCost) -> Decimal| self.products.values().map(of).sum::<Decimal>();
        [sum(|own| own.by_quantity), sum(|own| own.by_price), self.hours[1] - self.hours[0]]
    }
}

/// Units billed; 0 where the product has no row, `None` where its quantity is unknown.
fn units(analysis: &Analysis, id: &str) -> Option<u64> {
    let row = analysis.products.iter().find(|row| analysis.tariff.product(row.ix).id == id);
    row.map_or(Some(0), |row| row.billed)
}
