//! The optimum of one product, in closed form: inside each discount step, and at its edges.
//!
//! The unit after C saves the overage price in the scenarios above C and costs the unit price in all of them. So costs fall
//! until #{demand > C} · overage ≤ T · unit price, and rise from there: the smallest such C is the optimum, by whole numbers
//! alone. Of a demand that ends within the unit after C only that part counts.

use rust_decimal::Decimal;

use super::cost::{Commitment, Cost, total};
use super::demand::Demand;
use super::ratio::Ratio;
use super::terms::Rate;

/// The best commitment, and the best of each step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Optimum {
    /// The cheapest; of equals the smallest. `None` where a price of any step is unknown, which might be cheaper.
    pub best: Option<Choice>,
    /// Every step with its own best, by rising volume.
    pub steps: Vec<StepOptimum>,
}

/// The best commitment within one discount step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepOptimum {
    /// Place of the step, from 0.
    pub step: usize,
    /// Its least units.
    pub from: u64,
    /// Its most units, inclusive; `None` = no end.
    pub to: Option<u64>,
    /// The cheapest commitment in it, of equals the smallest; `None` where a price of the step is unknown.
    pub best: Option<Choice>,
}

/// A commitment that is the best of its step, with the proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What it costs.
    pub cost: Cost,
    /// Where it stands in its step.
    pub standing: Standing,
    /// The inequality at these units.
    pub at: Inequality,
    /// The inequality one unit less; `None` at 0.
    pub below: Option<Inequality>,
    /// Labels of the scenarios above, in order.
    pub exceeded_by: Vec<String>,
}

/// Where the best commitment of a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// The smallest that satisfies the inequality.
    Inside,
    /// The step's least: a smaller one satisfies the inequality already.
    LowerEdge,
    /// The step's most: only a greater one satisfies the inequality.
    UpperEdge,
}

/// weight above × overage price ≤ total weight × unit price, with its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inequality {
    /// Units committed.
    pub units: u64,
    /// Weight of the scenarios that use the next unit: their number where each weighs 1 and demands are whole.
    pub weight_above: Ratio,
    /// Per unit and month beyond the commitment.
    pub overage_price: Decimal,
    /// Their product: what the next unit saves over all scenarios.
    pub saves: Ratio,
    /// Sum of all weights.
    pub total_weight: Ratio,
    /// Per unit committed and month.
    pub unit_price: Decimal,
    /// Their product: what the next unit costs over all scenarios.
    pub costs: Ratio,
}

impl Inequality {
    /// Does the next unit cost at least what it saves?
    pub fn holds(&self) -> bool {
        self.saves <= self.costs
    }
}

impl Commitment {
    /// The cheapest commitment, with the best of each step.
    pub fn optimum(&self) -> Optimum {
        let steps: Vec<StepOptimum> = (0..self.terms.steps().len()).map(|step| self.best_of(step)).collect();
        let all: Option<Vec<&Choice>> = steps.iter().map(|step| step.best.as_ref()).collect();
        let cheapest = |choices: Vec<&Choice>| {
            choices.into_iter().min_by_key(|choice| (choice.cost.monthly, choice.cost.units)).cloned()
        };
        Optimum { best: all.and_then(cheapest), steps }
    }

    fn best_of(&self, step: usize) -> StepOptimum {
        let (from, to) = (self.terms.steps()[step].from, self.terms.last_of(step));
        let best = self.terms.rate(step, self.terms.scale()).and_then(|rate| {
            let free = u64::try_from(smallest(&self.demand, rate)).expect("at most 10⁹ units");
            let (units, standing) = match to {
                _ if free < from => (from, Standing::LowerEdge),
                Some(to) if free > to => (to, Standing::UpperEdge),
                _ => (free, Standing::Inside),
            };
            self.choice(units, standing)
        });
        StepOptimum { step, from, to, best }
    }

    fn choice(&self, units: u64, standing: Standing) -> Option<Choice> {
        let cost = self.cost(units)?;
        let exceeded_by = self.demand.above(units).into_iter().map(|scenario| scenario.label.clone()).collect();
        let at = self.inequality(units, &cost);
        let below = units.checked_sub(1).map(|below| self.inequality(below, &cost));
        Some(Choice { cost, standing, at, below, exceeded_by })
    }

    fn inequality(&self, units: u64, prices: &Cost) -> Inequality {
        let demand = &self.demand;
        let used = Ratio::of(next_unit(demand, i128::from(units)), demand.parts_per_unit * demand.weight_scale);
        Inequality {
            units,
            weight_above: used,
            overage_price: prices.overage_price,
            saves: times(used, prices.overage_price),
            total_weight: demand.total_weight(),
            unit_price: prices.unit_price,
            costs: times(demand.total_weight(), prices.unit_price),
        }
    }
}

/// The smallest commitment after which no unit saves more than it costs, by halving: what a unit saves never rises with C.
fn smallest(demand: &Demand, rate: Rate) -> i128 {
    let enough = |units: i128| {
        next_unit(demand, units) * rate.overage <= demand.total_weight * demand.parts_per_unit * rate.unit
    };
    let (mut low, mut high) = (0, demand.most_units());
    while low < high {
        let middle = (low + high) / 2;
        if enough(middle) { high = middle } else { low = middle + 1 }
    }
    debug_assert!(low == 0 || total(demand, rate, low) < total(demand, rate, low - 1));
    low
}

/// Parts of the unit after the commitment that the scenarios use, times weight.
fn next_unit(demand: &Demand, units: i128) -> i128 {
    let (committed, one) = (units * demand.parts_per_unit, demand.parts_per_unit);
    demand.parts.iter().zip(&demand.weights).map(|(parts, weight)| (parts - committed).clamp(0, one) * weight).sum()
}

fn times(weight: Ratio, price: Decimal) -> Ratio {
    let price = Ratio::from(price);
    Ratio::of(weight.numerator() * price.numerator(), weight.denominator() * price.denominator())
}
