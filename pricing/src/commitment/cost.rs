//! One product: demand and terms together, and what any commitment costs.

use rust_decimal::Decimal;

use super::demand::{Demand, UNITS_MAX};
use super::ratio::Ratio;
use super::terms::{Rate, Terms};
use crate::money::Currency;

/// The question for one product: how much to commit to?
///
/// Cost of committing to C = Σ (C · unit price + max(0, demand − C) · overage price) over the scenarios, each times its
/// weight. Amounts are exact and not rounded month by month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commitment {
    /// What may be billed.
    pub demand: Demand,
    /// What it costs.
    pub terms: Terms,
}

/// What one commitment costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cost {
    /// Currency of every amount.
    pub currency: Currency,
    /// Units committed per month.
    pub units: u64,
    /// Place of the discount step that applies, from 0.
    pub step: usize,
    /// Per unit committed and month.
    pub unit_price: Decimal,
    /// Per unit and month beyond the commitment.
    pub overage_price: Decimal,
    /// Units × unit price: per month, used or not.
    pub commitment: Decimal,
    /// Units beyond the commitment per month, on average.
    pub overage_units: Ratio,
    /// What they cost per month, on average.
    pub overage: Ratio,
    /// Commitment and overage per month, on average.
    pub monthly: Ratio,
    /// Commitment and overage of all scenarios, each times its weight: `monthly` × the sum of weights.
    pub total: Ratio,
    /// Share of the weight whose demand is above the commitment, 0 to 1.
    pub overage_probability: Ratio,
    /// Cost of the month at the 10th percentile of demand.
    pub monthly_p10: Ratio,
    /// Cost of the month at the 90th percentile of demand.
    pub monthly_p90: Ratio,
}

impl Commitment {
    /// The cost of committing to so many units. `None` where a price of their step is unknown, where so few are not for sale,
    /// or beyond 10⁹ units.
    pub fn cost(&self, units: u64) -> Option<Cost> {
        let step = self.terms.step_of(units).filter(|_| units <= UNITS_MAX)?;
        let (unit_price, overage_price) =
            self.terms.steps()[step].unit_price.zip(self.terms.steps()[step].overage_price)?;
        let demand = &self.demand;
        let (commitment, beyond) = (Decimal::from(units) * unit_price, beyond(demand, i128::from(units)));
        let rate = self.terms.rate(step, self.terms.scale())?;
        let money = |amount: i128, weight: i128| Ratio::of(amount, self.money_parts() * weight);
        let total = total(demand, rate, i128::from(units));
        let month = |percent| {
            let over = demand.percentile(percent).less(Ratio::whole(units)).unwrap_or(Ratio::ZERO);
            let parts = over.numerator() * (demand.parts_per_unit / over.denominator());
            money(i128::from(units) * rate.unit * demand.parts_per_unit + parts * rate.overage, 1)
        };
        Some(Cost {
            currency: self.terms.currency(),
            units,
            step,
            unit_price,
            overage_price,
            commitment,
            overage_units: Ratio::of(beyond, demand.parts_per_unit * demand.total_weight),
            overage: money(beyond * rate.overage, demand.total_weight),
            monthly: money(total, demand.total_weight),
            total: money(total, demand.weight_scale),
            overage_probability: Ratio::of(weight_above(demand, i128::from(units)), demand.total_weight),
            monthly_p10: month(10),
            monthly_p90: month(90),
        })
    }

    /// So many parts of [`total`] are one unit of money.
    pub(super) fn money_parts(&self) -> i128 {
        10_i128.pow(self.terms.scale()) * self.demand.parts_per_unit
    }
}

/// The cost of all scenarios as a whole number, times weight, parts per unit and price scale.
pub(super) fn total(demand: &Demand, rate: Rate, units: i128) -> i128 {
    units * rate.unit * demand.parts_per_unit * demand.total_weight + beyond(demand, units) * rate.overage
}

/// Parts beyond the commitment in all scenarios, times weight.
fn beyond(demand: &Demand, units: i128) -> i128 {
    let committed = units * demand.parts_per_unit;
    demand.parts.iter().zip(&demand.weights).map(|(parts, weight)| (parts - committed).max(0) * weight).sum()
}

/// Weight of the scenarios above the commitment.
fn weight_above(demand: &Demand, units: i128) -> i128 {
    let committed = units * demand.parts_per_unit;
    demand.parts.iter().zip(&demand.weights).filter(|(parts, _)| **parts > committed).map(|(_, weight)| weight).sum()
}
