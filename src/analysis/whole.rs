//! What a whole period bills of each product, and what it would bill after all recommendations.
//!
//! A running period has billed only who was there so far. A commitment that is asked for by it would be too small, and months
//! of the history that are scaled by it keep what nobody needs. Where as-of lies within a period, the one before is counted as it was billed, under the advice of
//! as-of.

use std::collections::HashMap;

use seatwise_pricing::{book::PriceBook, period::Period};

use super::{Analysis, savings::Savings};

/// Quantities of a whole period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whole {
    /// The period.
    pub period: Period,
    by_id: HashMap<String, Counts>,
}

/// Of one product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Billed; `None` = unknown.
    pub billed: Option<u64>,
    /// Billed after all recommendations but upgrades; `None` = unknown.
    pub needed: Option<u64>,
}

impl Whole {
    /// Of the period that contains as-of.
    pub fn of(analysis: &Analysis) -> Whole {
        Whole::with(analysis, &analysis.savings.needed_billed)
    }

    /// Of the period before, under the advice of as-of. Both analyses are of the same data, so that people have the same
    /// numbers; where their products differ, the advice is that of then.
    pub fn before(before: &Analysis, analysis: &Analysis, book: &PriceBook) -> Whole {
        let ids = |of: &Analysis| of.tariff.products().iter().map(|own| own.id.clone()).collect::<Vec<_>>();
        if ids(before) != ids(analysis) || before.people.len() != analysis.people.len() {
            return Whole::of(before);
        }
        let counting = before.counting(book);
        let savings = Savings::new(&counting, &before.held, &before.billing, &analysis.decisions);
        Whole::with(before, &savings.needed_billed)
    }

    fn with(analysis: &Analysis, needed: &[Option<u64>]) -> Whole {
        let counts = |ix: usize| Counts { billed: analysis.billing.quantities[ix], needed: needed[ix] };
        let rows = analysis.tariff.products().iter().map(|own| (own.id.clone(), counts(own.ix.index())));
        Whole { period: analysis.period, by_id: rows.collect() }
    }

    /// Of a product; `None` = the period knows nothing of it.
    pub fn counts(&self, id: &str) -> Option<Counts> {
        self.by_id.get(id).copied()
    }
}
