//! What changes of offer are worth that no recommendation makes, as a change of roles: now, and at renewal.
//!
//! The reading is that of the plan (`savings`): at once takes effect what lowers the bill as it stands, one change after
//! the other, and a commitment is paid, used or not; a contract made to measure would cost what is needed. The difference
//! between the two contracts made to measure, with the changes and without, is what they are worth in the end.

use std::{cmp::Reverse, collections::HashMap};

use rust_decimal::Decimal;
use seatwise_pricing::{contract::Model, rate::BilledBy, tariff::ProductIx};

use super::{
    Analysis,
    savings::{Plan, changed, made_to_measure},
};
use crate::entitlement::billing::{Counting, Share};

/// Amounts per month, in the contract's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Effect {
    /// Lowers the invoices from the next period on.
    pub now: Decimal,
    /// Comes on top with a contract made to measure; below 0 where it takes back what `now` saves at overage prices.
    pub at_renewal: Decimal,
}

impl std::ops::Add for Effect {
    type Output = Effect;

    fn add(self, other: Effect) -> Effect {
        Effect { now: self.now + other.now, at_renewal: self.at_renewal + other.at_renewal }
    }
}

/// What one person would hold instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferChange {
    /// Person number.
    pub user_ix: usize,
    /// The base; `None` = no license.
    pub base: Option<ProductIx>,
    /// The add-ons.
    pub addons: Vec<ProductIx>,
    /// Contracted price of the difference; `None` = unknown, takes no effect before renewal.
    pub contracted_delta: Option<Decimal>,
}

/// The quantities of an organization while changes of offer are applied to them.
///
/// Left out are people who are billed by the hour, and those whose license changed within the period: for them the
/// period bills something else than what they hold.
#[derive(Clone)]
pub struct Offers<'a> {
    plan: Plan<'a>,
    analysis: &'a Analysis,
    /// Quantities that are billed, and those that a contract made to measure would have.
    billed: Vec<u64>,
    needed: Vec<u64>,
    /// What a changed person adds to either.
    shares: HashMap<usize, (Share, Share)>,
}

impl<'a> Offers<'a> {
    /// Today's quantities; `None` where one is unknown, because there is no presence.
    pub fn new(analysis: &'a Analysis, counting: &'a Counting<'a>) -> Option<Offers<'a>> {
        let plan = Plan { counting, held: &analysis.held, billing: &analysis.billing };
        let quantities: Option<Vec<u64>> = analysis.billing.quantities.iter().copied().collect();
        let billed = quantities?;
        Some(Offers { plan, analysis, needed: billed.clone(), billed, shares: HashMap::new() })
    }

    /// Can changes be counted one by one? Peaks of people present can't.
    pub fn is_by_person(&self) -> bool {
        self.plan.counting.contract.model == Model::Named
    }

    /// Is the person billed for exactly what they hold, by the seat?
    fn is_billed_as_held(&self, user_ix: usize) -> bool {
        let held = &self.analysis.held.now[user_ix];
        let share = || self.plan.share_with(user_ix, held.base, held.addons.clone());
        self.analysis.billed_by[user_ix] == BilledBy::Seat && self.analysis.billing.shares[user_ix] == share()
    }

    /// Applies changes, the dearest first, and says what they add to what was applied before. Named organizations only.
    pub fn apply(&mut self, mut changes: Vec<OfferChange>) -> Effect {
        changes.retain(|change| self.is_billed_as_held(change.user_ix));
        changes.sort_by_key(|change| (Reverse(change.contracted_delta), change.user_ix));
        let (mut now, mut in_the_end) = (Decimal::ZERO, Decimal::ZERO);
        for change in changes {
            let own = &self.analysis.billing.shares[change.user_ix];
            let (billed, needed) = self.shares.remove(&change.user_ix).unwrap_or_else(|| (own.clone(), own.clone()));
            let after = self.plan.share_with(change.user_ix, change.base, change.addons);
            in_the_end += self.made_to_measure_less(&needed, &after);
            let kept = match change.contracted_delta {
                Some(_) => self.plan.keep_if_cheaper(&mut self.billed, &billed, &after),
                None => None,
            };
            now += kept.unwrap_or_default();
            let billed = if kept.is_some() { after.clone() } else { billed };
            self.shares.insert(change.user_ix, (billed, after));
        }
        Effect { now, at_renewal: in_the_end - now }
    }

    /// By how much the bill is lower with all changes made at once, whatever it is for each; below 0 = higher. Named
    /// organizations only.
    pub fn bill_less(&self, mut changes: Vec<OfferChange>) -> Decimal {
        let bill = |quantities: &[u64]| -> Decimal {
            let tariff = &self.analysis.tariff;
            tariff.row_order().iter().map(|ix| tariff.line_total(*ix, quantities[ix.index()])).sum()
        };
        let before = bill(&self.billed);
        changes.retain(|change| self.is_billed_as_held(change.user_ix));
        let mut then = self.billed.clone();
        for change in changes {
            let own = &self.analysis.billing.shares[change.user_ix];
            let after = self.plan.share_with(change.user_ix, change.base, change.addons);
            for (ix, quantity) in changed(&then, own, &after) {
                then[ix.index()] = quantity;
            }
        }
        before - bill(&then)
    }

    /// By how much a contract made to measure is cheaper after a change, which is made.
    fn made_to_measure_less(&mut self, before: &Share, after: &Share) -> Decimal {
        let mut less = Decimal::ZERO;
        for (ix, quantity) in changed(&self.needed, before, after) {
            less += made_to_measure(self.plan.counting.tariff, ix, self.needed[ix.index()])
                - made_to_measure(self.plan.counting.tariff, ix, quantity);
            self.needed[ix.index()] = quantity;
        }
        less
    }

    /// What changes of offer are worth together where pools are counted by presence: nothing before renewal, as in the plan.
    pub fn together(&self, changes: &[OfferChange]) -> Option<Effect> {
        let mut shares = self.analysis.billing.shares.clone();
        for change in changes.iter().filter(|change| self.is_billed_as_held(change.user_ix)) {
            shares[change.user_ix] = self.plan.share_with(change.user_ix, change.base, change.addons.clone());
        }
        let after = self.plan.counting.quantities(&shares, self.analysis.billing.devices.len() as u64);
        let mut less = Decimal::ZERO;
        for ix in self.analysis.tariff.row_order() {
            let before = self.billed[ix.index()];
            less += made_to_measure(self.plan.counting.tariff, *ix, before)
                - made_to_measure(self.plan.counting.tariff, *ix, after[ix.index()]?);
        }
        Some(Effect { now: Decimal::ZERO, at_renewal: less })
    }
}
