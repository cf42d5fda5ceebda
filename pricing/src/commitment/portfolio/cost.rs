//! What a choice of commitments costs, straight from members and steps: it knows nothing of the solver.

use rust_decimal::Decimal;

use super::{Portfolio, PortfolioCost, SharedStep};
use crate::commitment::{Commitment, Cost, Ratio, Step, Terms};

impl Portfolio {
    /// The cost of these units, one per product in the order of [`Portfolio::members`]. `None` where a price is unknown, where
    /// so few units are not for sale, where the minimum is not reached, or with another number of products.
    pub fn cost(&self, units: &[u64]) -> Option<PortfolioCost> {
        (units.len() == self.members.len()).then_some(())?;
        let full: Vec<Cost> = self
            .members
            .iter()
            .zip(units)
            .map(|(member, units)| member.commitment.cost(*units))
            .collect::<Option<_>>()?;
        let committed: Decimal = full.iter().map(|cost| cost.commitment).sum();
        (committed >= self.minimum).then_some(())?;
        // Invariant: the first shared step is from 0.
        let step = self.steps.iter().rposition(|step| step.from <= committed)?;
        let members: Vec<(String, Cost)> = self
            .members
            .iter()
            .zip(&full)
            .map(|(member, full)| Some((member.id.clone(), discounted(&member.commitment, full, &self.steps[step])?)))
            .collect::<Option<_>>()?;
        let sum =
            |part: fn(&Cost) -> Ratio| members.iter().try_fold(Ratio::ZERO, |sum, (_, cost)| sum.plus(part(cost)));
        let (monthly, total) = (sum(|cost| cost.monthly)?, sum(|cost| cost.total)?);
        Some(PortfolioCost { currency: self.currency, members, committed, step, monthly, total })
    }
}

/// The same commitment at discounted prices.
fn discounted(commitment: &Commitment, full: &Cost, shared: &SharedStep) -> Option<Cost> {
    // Invariant: the program has made sure that these products and their multiples have at most 28 digits.
    let off = |price: Decimal, percent: Decimal| price * (Decimal::ONE_HUNDRED - percent) / Decimal::ONE_HUNDRED;
    let step = Step {
        from: 0,
        unit_price: Some(off(full.unit_price, shared.discount_percent)),
        overage_price: Some(off(full.overage_price, shared.overage_discount_percent)),
    };
    let terms = Terms::of_step(full.currency, step);
    let cost = Commitment { demand: commitment.demand.clone(), terms }.cost(full.units)?;
    Some(Cost { step: full.step, ..cost })
}
