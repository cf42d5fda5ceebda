//! The rules of `seatwise.toml` against an organization: whom each concerns, and what it holds back.
//!
//! What an exception or a protection holds back is what would be advised without it, person by person. A pin, a list of
//! offers and a feature that is said not to be used change what is needed: there the whole analysis is made again without
//! the rule, and the two plans are held against each other. Both are contracted prices of seats, no bill.
//!
//! | file | question |
//! |---|---|
//! | `rules` | which rules are there, and whom do they concern? |
//! | `pools` | how many seats has a division, and how many may it have? |

mod pools;
mod rules;

use rust_decimal::Decimal;

pub use pools::PoolUse;
pub use rules::{Rule, RuleKind, Standing, check};

/// Money that a rule holds back a month, at contracted prices.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct HeldBack {
    /// What is known of it. Below 0 where the rule saves money.
    pub amount: Decimal,
    /// People whose amount is unknown, because a price is.
    pub unknown: u64,
}

/// Everything that `seatwise policy check` says.
#[derive(Debug, Clone)]
pub struct Policy {
    /// Every rule, in the order of the file's sections.
    pub rules: Vec<Rule>,
    /// License pools, in the order of the file.
    pub pools: Vec<PoolUse>,
}

impl Policy {
    /// Rules and pools that somebody has to look at.
    pub fn findings(&self) -> usize {
        let rules = self.rules.iter().filter(|rule| rule.standing != Standing::Holds).count();
        rules + self.pools.iter().filter(|pool| pool.is_exceeded() || pool.names_nothing()).count()
    }
}

#[cfg(test)]
mod tests;
