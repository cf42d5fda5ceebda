//! License pools: how many seats of a product a division holds, against the limit that the settings name.

use crate::{analysis::Analysis, settings::Pool};

/// One pool with its use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PoolUse {
    /// The pool of the settings.
    pub pool: Pool,
    /// Seats held at as-of by people of the division.
    pub held: u64,
    /// Of them those that would be left after all recommendations.
    pub needed: u64,
    /// People of the division; 0 = nobody is in it.
    pub people: u64,
}

impl PoolUse {
    /// Are more seats held than the limit allows?
    pub fn is_exceeded(&self) -> bool {
        self.held > self.pool.limit
    }

    /// Is nobody in the division? Then its name is likely a mistake.
    pub fn names_nothing(&self) -> bool {
        self.people == 0
    }
}

pub(super) fn pools(analysis: &Analysis) -> Vec<PoolUse> {
    let advice = analysis.decisions.by_person(analysis.people.len());
    let count = |pool: &Pool| {
        let mut used = PoolUse { pool: pool.clone(), held: 0, needed: 0, people: 0 };
        let of_division = analysis.people.list.iter().enumerate().filter(|(_, person)| pool.concerns(person));
        for (ix, _) in of_division {
            used.people += 1;
            let holds = |products: &[seatwise_pricing::tariff::ProductIx]| {
                products.iter().any(|own| analysis.tariff.product(*own).id == pool.product)
            };
            let held = holds(&analysis.held.now[ix].everything(&analysis.tariff));
            let needed = match advice[ix] {
                Some(advice) if holds(&advice.from) => holds(&advice.to),
                Some(advice) => held || holds(&advice.to),
                None => held,
            };
            used.held += u64::from(held);
            used.needed += u64::from(needed);
        }
        used
    };
    analysis.settings.pools.iter().map(count).collect()
}
