//! Against the optimum and against no commitment: a vendor's proposal, and the price at which to walk away.
//!
//! Month-to-month costs Σ demand · monthly price. Committing to C at the unit price p costs T · C · p + the overage beyond C.
//! Both are equal at
//!
//! p(C) = (Σ demand · monthly price − overage beyond C) ÷ (T · C)
//!
//! Below p(C) the commitment is cheaper, above it month-to-month is, and at p(C) both cost the same: there month-to-month
//! wins, since of equals the smaller commitment is taken. So the price itself belongs to month-to-month (closed below), and
//! the commitment has everything under it (open above).

use rust_decimal::Decimal;

use super::cost::{Commitment, Cost, total};
use super::demand::UNITS_MAX;
use super::ratio::Ratio;
use super::terms::{Rate, refused, whole};

/// From which unit price on month-to-month wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WalkAway {
    /// At this unit price and at every higher one.
    From {
        /// The price, exact; above 0.
        price: Ratio,
        /// The commitment that is still worth it at any price below.
        units: u64,
    },
    /// At every price, 0 too: the overage beyond the commitment costs as much as month-to-month or more.
    Always,
    /// At no price: no commitment at all is for sale under these terms, with overage cheaper than month-to-month.
    Never,
}

/// A vendor's proposal beside the optimum under the same terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// What the proposed commitment costs.
    pub proposed: Cost,
    /// What the optimum costs.
    pub optimum: Cost,
    /// What the proposal costs more per month, on average; 0 or more.
    pub excess_monthly: Ratio,
    /// What it costs more in all scenarios, each times its weight.
    pub excess_total: Ratio,
}

impl Commitment {
    /// A proposed commitment beside the optimum. `None` where a price is unknown, or where so few units are not for sale.
    pub fn proposal(&self, units: u64) -> Option<Proposal> {
        let (proposed, optimum) = (self.cost(units)?, self.optimum().best?.cost);
        // Invariant: both have the same denominators, so the differences are exact.
        let excess_monthly = proposed.monthly.less(optimum.monthly)?;
        let excess_total = proposed.total.less(optimum.total)?;
        Some(Proposal { proposed, optimum, excess_monthly, excess_total })
    }

    /// The walk-away price of one commitment: the overage price is that of its step, the monthly price what a unit costs
    /// without any contract. `None` where one of them is unknown or no price, for 0 units, or where so few are not for sale.
    pub fn walk_away_at(&self, units: u64, monthly_price: Option<Decimal>) -> Option<WalkAway> {
        let step = self.terms.step_of(units).filter(|_| (1..=UNITS_MAX).contains(&units))?;
        let price = self.break_even(units, step, monthly_price?)?;
        Some(if price > Ratio::ZERO { WalkAway::From { price, units } } else { WalkAway::Always })
    }

    /// The walk-away price of a step, whatever its commitment: the highest of all that its commitments have, so that from it
    /// on none of them is worth it. `None` where the overage or the monthly price is unknown or no price.
    ///
    /// Between two demands p(C) only rises or only falls, so the units around each demand and the edges of the step are enough.
    pub fn walk_away(&self, step: usize, monthly_price: Option<Decimal>) -> Option<WalkAway> {
        let monthly = monthly_price?;
        let from = self.terms.steps().get(step)?.from;
        if from == 0 && self.overage_alone_is_cheaper(step, monthly)? {
            return Some(WalkAway::Never);
        }
        let mut best: Option<(Ratio, u64)> = None;
        for units in self.corners(step) {
            let price = self.break_even(units, step, monthly)?;
            if best.is_none_or(|(highest, _)| price > highest) {
                best = Some((price, units));
            }
        }
        let worth_it = best.filter(|(price, _)| *price > Ratio::ZERO);
        Some(worth_it.map_or(WalkAway::Always, |(price, units)| WalkAway::From { price, units }))
    }

    /// Units around each demand within a step, and its edges; none is 0. Rising.
    pub(super) fn corners(&self, step: usize) -> Vec<u64> {
        let from = self.terms.steps()[step].from.max(1);
        let to = self.terms.last_of(step).unwrap_or(UNITS_MAX);
        let one = self.demand.parts_per_unit;
        let around = self.demand.parts.iter().flat_map(|parts| [parts / one, (parts + one - 1) / one]);
        let mut corners: Vec<u64> = around.filter_map(|units| u64::try_from(units).ok()).collect();
        corners.extend([from, to]);
        corners.retain(|units| (from..=to).contains(units));
        corners.sort_unstable();
        corners.dedup();
        corners
    }

    fn break_even(&self, units: u64, step: usize, monthly: Decimal) -> Option<Ratio> {
        let (rate, monthly, scale) = self.rates(step, monthly)?;
        let (demand, units) = (&self.demand, i128::from(units));
        let overage = total(demand, Rate { unit: 0, overage: rate }, units);
        let worth = self.month_to_month(monthly) - overage;
        Some(Ratio::of(worth, units * demand.total_weight * demand.parts_per_unit * 10_i128.pow(scale)))
    }

    fn overage_alone_is_cheaper(&self, step: usize, monthly: Decimal) -> Option<bool> {
        let (rate, monthly, _) = self.rates(step, monthly)?;
        Some(total(&self.demand, Rate { unit: 0, overage: rate }, 0) < self.month_to_month(monthly))
    }

    /// Overage price of a step and monthly price over one scale.
    fn rates(&self, step: usize, monthly: Decimal) -> Option<(i128, i128, u32)> {
        let overage = self.terms.steps()[step].overage_price?;
        refused(monthly).is_none().then_some(())?;
        let scale = overage.normalize().scale().max(monthly.normalize().scale());
        Some((whole(overage, scale), whole(monthly, scale), scale))
    }

    fn month_to_month(&self, monthly: i128) -> i128 {
        total(&self.demand, Rate { unit: 0, overage: monthly }, 0)
    }
}
