//! Demand from history: of the months covered the 10th percentile, the median, the 90th percentile.

use rust_decimal::Decimal;
use seatwise_pricing::{
    book::{PriceBook, SeatModel},
    compare::BillingModel,
    quote::{DemandItem, DemandRow},
};

use super::history::{History, Month};

/// Percent of the months that a level has at or below it.
const PERCENTILES: [usize; 3] = [10, 50, 90];

/// Demand by product and model, and by metered resource, without growth; rows in the order of products, then models.
///
/// A model that no month is covered for has none. A month in which a product was not used counts with 0.
pub fn from_history(history: &History, book: &PriceBook) -> Vec<DemandRow> {
    let mut rows = Vec::new();
    for (model, of) in [
        (SeatModel::Named, (|month: &Month| month.counted.named.as_ref()) as fn(&Month) -> Option<&Vec<(String, u64)>>),
        (SeatModel::Concurrent, |month| month.counted.concurrent.as_ref()),
        (SeatModel::HourlyLoggedIn, |month| month.counted.logged_in_hours.as_ref()),
    ] {
        let months: Vec<&Vec<(String, u64)>> =
            history.months.iter().filter(|month| month.is_covered(BillingModel::from(model))).filter_map(of).collect();
        for id in ids(months.iter().flat_map(|month| month.iter().map(|(id, _)| id))) {
            let units = |month: &&Vec<(String, u64)>| {
                Decimal::from(month.iter().find(|(own, _)| *own == id).map_or(0, |(_, units)| *units))
            };
            let by_model = book.product(&id).is_some_and(|product| product.can_be_concurrent());
            if by_model || model == SeatModel::Named {
                let units = percentiles(months.iter().map(units).collect());
                rows.push(row(DemandItem::Product { id, model }, units));
            }
        }
    }
    let months: Vec<_> =
        history.months.iter().filter(|month| month.metered_is_complete && !month.covered.is_empty()).collect();
    let metered = || months.iter().filter_map(|month| month.counted.metered.as_ref());
    for id in ids(metered().flat_map(|month| month.iter().map(|(id, _)| id))) {
        let units = metered().map(|month| month.iter().find(|(own, _)| *own == id).map_or(Decimal::ZERO, |it| it.1));
        let units = percentiles(units.collect());
        rows.push(row(DemandItem::Resource(id), units));
    }
    rows.sort_by(|a, b| a.item.cmp(&b.item));
    rows
}

fn row(item: DemandItem, units: [Decimal; 3]) -> DemandRow {
    DemandRow { item, units, growth_percent: Decimal::ZERO }
}

fn ids<'a>(all: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut ids: Vec<String> = all.cloned().collect();
    ids.sort();
    ids.dedup();
    ids
}

/// The least value that at least so many percent of the values do not exceed; each is a value that occurred.
fn percentiles(mut values: Vec<Decimal>) -> [Decimal; 3] {
    values.sort_unstable();
    PERCENTILES.map(|percent| {
        let place = (percent * values.len()).div_ceil(100).max(1);
        values.get(place - 1).copied().unwrap_or_default().normalize()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_a_value_that_occurred() {
        let check = |values: &[u64], expected: [u64; 3]| {
            let found = percentiles(values.iter().map(|value| Decimal::from(*value)).collect());
            assert_eq!(found, expected.map(Decimal::from), "{values:?}");
        };
        check(&[7], [7, 7, 7]);
        check(&[3, 1, 2], [1, 2, 3]);
        check(&[10, 20, 30, 40, 50, 60, 70, 80, 90, 100], [10, 50, 90]);
        check(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], [2, 6, 11]);
        check(&[], [0, 0, 0]);
    }
}
