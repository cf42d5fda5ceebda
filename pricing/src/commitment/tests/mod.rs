//! One product: examples written out, exhaustive search, laws, and the page's own numbers.

pub(crate) mod dice;
mod document;
mod examples;
mod exhaustive;
mod inputs;

use rust_decimal::Decimal;

use super::*;
use crate::money::Currency;
use crate::problem::Place;

pub(crate) fn place() -> Place {
    Place { file: "quote.toml".to_owned(), line: 3, column: 1, path: "quote".to_owned() }
}

pub(crate) fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// Months 1, 2, 3 … with these demands.
pub(crate) fn months(demands: &[u64]) -> Demand {
    let scenario = |(place, units): (usize, &u64)| Scenario::new(format!("month {}", place + 1), *units);
    Demand::new(demands.iter().enumerate().map(scenario).collect(), &place()).unwrap()
}

/// Steps of (from, unit price, overage price); `-` = unknown.
pub(crate) fn terms(steps: &[(u64, &str, &str)]) -> Terms {
    let price = |text: &str| (text != "-").then(|| decimal(text));
    let step = |(from, unit, overage): &(u64, &str, &str)| Step {
        from: *from,
        unit_price: price(unit),
        overage_price: price(overage),
    };
    Terms::new(Currency::USD, steps.iter().map(step).collect(), &place()).unwrap()
}

fn question(demands: &[u64], steps: &[(u64, &str, &str)]) -> Commitment {
    Commitment { demand: months(demands), terms: terms(steps) }
}
