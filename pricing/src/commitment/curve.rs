//! The cost curve: enough points around the optimum that a report can draw it.
//!
//! Costs are straight between two demands and jump at the edges of discount steps. The range has every demand, a tenth of
//! their span on both sides, the edges near them and the commitments to be marked; points stand every `step` units, a round number,
//! and wherever the curve bends or jumps.

use super::cost::{Commitment, Cost};
use super::demand::UNITS_MAX;

/// Points on the range, apart from those where the curve bends or jumps.
const POINTS_MAX: u64 = 100;

/// Costs of commitments over a range, rising by units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Curve {
    /// Least units.
    pub from: u64,
    /// Most units, inclusive.
    pub to: u64,
    /// Distance of the regular points: 1, 2 or 5 times a power of ten.
    pub step: u64,
    /// The points; none where a price is unknown.
    pub points: Vec<Cost>,
}

impl Commitment {
    /// The curve around the demands and the optimum; `marked` are further commitments that it must have, as a proposal.
    pub fn curve(&self, marked: &[u64]) -> Curve {
        let optimum = self.optimum().best.map(|choice| choice.cost.units);
        let marked: Vec<u64> = marked.iter().copied().chain(optimum).filter(|units| *units <= UNITS_MAX).collect();
        let (from, to) = self.range(&marked);
        let step = round_step(to - from);
        let mut units: Vec<u64> = (from.div_ceil(step)..=to / step).map(|place| place * step).collect();
        units.extend([from, to]);
        units.extend(marked);
        for place in 0..self.terms.steps().len() {
            units.extend(self.corners(place).into_iter().filter(|corner| (from..=to).contains(corner)));
        }
        units.sort_unstable();
        units.dedup();
        Curve { from, to, step, points: units.into_iter().filter_map(|units| self.cost(units)).collect() }
    }

    fn range(&self, marked: &[u64]) -> (u64, u64) {
        let one = self.demand.parts_per_unit;
        let demands = self.demand.parts.iter().filter_map(|parts| u64::try_from((parts + one - 1) / one).ok());
        let within = || demands.clone().chain(marked.iter().copied());
        let (low, high) = (within().min().unwrap_or(0), within().max().unwrap_or(0));
        let margin = ((high - low) / 10).max(1);
        let near = |edge: &u64| (low.saturating_sub(2 * margin)..=high + 2 * margin).contains(edge);
        let edges = || self.terms.steps().iter().skip(1).map(|step| step.from).filter(near);
        let least = self.terms.steps()[0].from;
        let from = edges().fold(low, u64::min).saturating_sub(margin).max(least);
        (from, (edges().fold(high, u64::max) + margin).clamp(from, UNITS_MAX.max(from)))
    }
}

/// The least of 1, 2, 5, 10, 20, 50 … with which a span has at most so many points.
fn round_step(span: u64) -> u64 {
    let mut step = 1;
    loop {
        for times in [1, 2, 5] {
            if span / (step * times) < POINTS_MAX {
                return step * times;
            }
        }
        step *= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::round_step;

    #[test]
    fn steps_are_round_and_leave_at_most_a_hundred_points() {
        let steps = [0, 99, 100, 199, 200, 499, 500, 1_000, 99_999, 1_000_000_000].map(round_step);
        assert_eq!(steps, [1, 1, 2, 2, 5, 5, 10, 20, 1_000, 20_000_000]);
    }
}
