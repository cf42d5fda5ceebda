//! How the answer for several products explains itself.

use super::{Portfolio, PortfolioOptimum, Proof, SharedBound};
use crate::commitment::{Cost, Ratio};
use crate::money::Currency;

impl Portfolio {
    /// The optimum in sentences: what to commit to, per product and together, against minimum, steps and free choice. Where
    /// there is no answer, why.
    pub fn explain(&self) -> Vec<String> {
        let unpriced = self.unpriced();
        if !unpriced.is_empty() {
            return vec![format!("no answer: a price is unknown of {}", unpriced.join(", "))];
        }
        match self.optimum() {
            Some(optimum) => optimum.explain(),
            None => vec![format!("no answer: no commitment reaches the minimum of {}", self.minimum)],
        }
    }
}

impl PortfolioOptimum {
    /// The answer in sentences.
    pub fn explain(&self) -> Vec<String> {
        let best = &self.best;
        let rounded = |amount: Ratio| amount.rounded(best.currency.minor_units());
        let mut lines = vec![format!(
            "{} {} per month on average, {} of it committed before the shared discount",
            rounded(best.monthly),
            best.currency,
            best.committed.normalize()
        )];
        lines.extend(best.members.iter().map(|(id, cost)| member(id, cost)));
        if !self.minimum.is_zero() {
            let over = best.committed - self.minimum;
            lines.push(format!("the minimum of {} is reached, {} above it", self.minimum, over.normalize()));
        }
        if self.steps.len() > 1 {
            let shown = |(place, bound): (usize, &SharedBound)| shared(place == best.step, bound, best.currency);
            lines.extend(self.steps.iter().enumerate().map(shown));
        }
        lines.push(match self.proof {
            Proof::Exact => "proven: no other choice costs less".to_owned(),
            Proof::Within(gap) => format!("not proven to the end: another choice may cost up to {gap} less per month"),
        });
        lines
    }
}

fn member(id: &str, cost: &Cost) -> String {
    let average = cost.monthly.rounded(cost.currency.minor_units());
    let probability = cost.overage_probability;
    let prices =
        format!("unit price {}, overage price {}", cost.unit_price.normalize(), cost.overage_price.normalize());
    format!("{id}: commit to {} ({prices}), {average} per month, overage in {probability} of the weight", cost.units)
}

fn shared(applies: bool, bound: &SharedBound, currency: Currency) -> String {
    let step = bound.step;
    let named = format!("from {}: {} % off", step.from.normalize(), step.discount_percent.normalize());
    match (applies, bound.at_least) {
        (true, _) => format!("{named}; it applies"),
        (false, Some(least)) => format!("{named}; costs at least {} per month", least.rounded(currency.minor_units())),
        (false, None) => format!("{named}; no commitment reaches it"),
    }
}
