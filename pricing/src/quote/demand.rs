//! Demand over a term: what a month will use at least, as expected, at most, and how it grows from year to year.

use std::fmt;

use rust_decimal::{Decimal, RoundingStrategy};
use thiserror::Error;

use crate::book::SeatModel;

/// Most units of one thing in a month, as in a contract's line.
const UNITS_MAX: u64 = 1_000_000_000;
/// Decimals that grown units keep from year to year.
const GROWN_DECIMALS: u32 = 6;

/// How much will be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Little: of history the 10th percentile.
    Low,
    /// As expected: of history the median.
    Expected,
    /// Much: of history the 90th percentile.
    High,
}

/// What is used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DemandItem {
    /// Units of a product, counted as a seat model counts them: people, people at once, hours logged in.
    Product {
        /// Its id.
        id: String,
        /// What is counted. Of a product that every model counts by people: named.
        model: SeatModel,
    },
    /// A metered resource by id or name of its charge, as `ai_tokens`.
    Resource(String),
}

/// What a month uses of one thing in the first year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemandRow {
    /// Of what.
    pub item: DemandItem,
    /// Units by level, rising, 0 to 10⁹; whole for products, with at most 6 decimals for resources.
    pub units: [Decimal; 3],
    /// What it grows by after every twelve months, in percent, above −100.
    pub growth_percent: Decimal,
}

/// Why a month can't be counted.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotCounted {
    /// The demand for a product is known, but not as the quote counts it.
    #[error("the quote counts `{product}` by the model `{model}`, and no demand says how many that are")]
    OtherModel {
        /// Id of the product.
        product: String,
        /// How the quote counts it, as `concurrent`.
        model: &'static str,
    },
    /// It grows beyond what can be billed.
    #[error("the demand for {item} grows to {units} in year {year} of the term; expected at most {UNITS_MAX}")]
    TooLarge {
        /// Of what.
        item: DemandItem,
        /// Year of the term, from 1.
        year: u32,
        /// Units then.
        units: Decimal,
    },
}

impl Level {
    /// All, from little to much.
    pub const ALL: [Level; 3] = [Level::Low, Level::Expected, Level::High];

    /// As in outputs: `low`, `expected`, `high`.
    pub fn as_str(self) -> &'static str {
        match self {
            Level::Low => "low",
            Level::Expected => "expected",
            Level::High => "high",
        }
    }
}

impl fmt::Display for DemandItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DemandItem::Product { id, model: SeatModel::Named } => write!(f, "`{id}`"),
            DemandItem::Product { id, model } => write!(f, "`{}:{id}`", model.as_str()),
            DemandItem::Resource(resource) => write!(f, "`{resource}`"),
        }
    }
}

impl DemandRow {
    /// Units of a month in a year of the term, from 0: of each year the units of the one before, grown, with 6 decimals.
    /// Products are whole, half up.
    ///
    /// # Errors
    /// More units than can be billed.
    pub fn in_year(&self, level: Level, year: u32) -> Result<Decimal, NotCounted> {
        let factor = (Decimal::ONE_HUNDRED + self.growth_percent) / Decimal::ONE_HUNDRED;
        let half_up = RoundingStrategy::MidpointAwayFromZero;
        let mut units = self.units[level as usize];
        for past in 1..=year {
            units = (units * factor).round_dp_with_strategy(GROWN_DECIMALS, half_up);
            if units > Decimal::from(UNITS_MAX) {
                return Err(NotCounted::TooLarge { item: self.item.clone(), year: past + 1, units: units.normalize() });
            }
        }
        Ok(match self.item {
            DemandItem::Product { .. } => units.round_dp_with_strategy(0, half_up),
            DemandItem::Resource(_) => units.normalize(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_grow_from_year_to_year_and_products_stay_whole() {
        let row = |item: DemandItem, growth: &str| DemandRow {
            item,
            units: [Decimal::from(90), Decimal::from(101), Decimal::from(900_000_000)],
            growth_percent: growth.parse().unwrap(),
        };
        let seats = |growth| row(DemandItem::Product { id: "cx3".to_owned(), model: SeatModel::Named }, growth);
        let years = |row: DemandRow| [0, 1, 2].map(|year| row.in_year(Level::Expected, year).unwrap().to_string());
        assert_eq!(years(seats("0")), ["101", "101", "101"]);
        assert_eq!(years(seats("5")), ["101", "106", "111"], "106.05, 111.3525");
        assert_eq!(
            years(seats("-50")),
            ["101", "51", "25"],
            "50.5, 25.25: rounded for the month, not for the year after"
        );
        assert_eq!(years(row(DemandItem::Resource("ai_tokens".to_owned()), "3.3")), ["101", "104.333", "107.775989"]);
        let most = DemandRow { units: [Decimal::from(UNITS_MAX); 3], ..seats("0") };
        assert_eq!(years(most), ["1000000000", "1000000000", "1000000000"]);
        let error = seats("6").in_year(Level::High, 3).unwrap_err().to_string();
        assert_eq!(
            error,
            "the demand for `cx3` grows to 1011240000 in year 3 of the term; expected at most 1000000000"
        );
    }
}
