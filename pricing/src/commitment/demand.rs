//! Demand: what may be billed per month, scenario by scenario.
//!
//! A scenario is a month of history, a month of a forecast, or a simulated path; its weight says how much it counts. Where the
//! scenarios come from is the caller's matter. Free units are taken off before ([`Scenario::less_free`]).

use rust_decimal::Decimal;

use super::ratio::{Ratio, common_multiple};
use crate::problem::{Place, Problem, Problems};
use crate::rate::Fraction;

/// Most units that a scenario can have and that can be committed to, as in a contract's line.
pub const UNITS_MAX: u64 = 1_000_000_000;
/// Greatest common denominator of all demands times the sum of all weights as whole numbers. With quantities below 10⁹ and
/// prices below 10¹⁵ millionths every sum stays below 4 · 10³⁷, within the 1.7 · 10³⁸ of 128 bits.
const GRAIN_MAX: i128 = 10_000_000_000_000;
/// Greatest sum of all weights as whole numbers.
const WEIGHT_MAX: u64 = 1_000_000;

/// One possible month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// Its name, as `2026-03`.
    pub label: String,
    /// Units that would be billed; whole for seats, any fraction for tokens.
    pub demand: Ratio,
    /// How much it counts, above 0; 1 for each = all alike.
    pub weight: Ratio,
}

/// At least one scenario, in the order given, with everything in whole numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demand {
    scenarios: Vec<Scenario>,
    /// So many parts are one unit; 1 where all demands are whole.
    pub(super) parts_per_unit: i128,
    /// Demand of each scenario in parts.
    pub(super) parts: Vec<i128>,
    /// Weight of each scenario as a whole number.
    pub(super) weights: Vec<i128>,
    /// Sum of `weights`.
    pub(super) total_weight: i128,
    /// A weight of 1 is so much in `weights`.
    pub(super) weight_scale: i128,
}

impl Scenario {
    /// A month that counts like any other.
    pub fn new(label: impl Into<String>, units: u64) -> Scenario {
        Scenario { label: label.into(), demand: Ratio::whole(units), weight: Ratio::ONE }
    }

    /// A month's tokens less the free ones; a fraction of a token stays one, as in the bill.
    /// `free` is [`crate::tokens::free_tokens`]. `None` where the digits are too many to be exact.
    pub fn tokens(label: impl Into<String>, consumed: Fraction, free: Decimal) -> Option<Scenario> {
        let all = Scenario { label: label.into(), demand: consumed.into(), weight: Ratio::ONE };
        all.less_free(free.into())
    }

    /// The same with another weight.
    #[must_use]
    pub fn weighing(self, weight: Ratio) -> Scenario {
        Scenario { weight, ..self }
    }

    /// The same without the free units, at least 0. `None` where the digits are too many to be exact.
    #[must_use]
    pub fn less_free(self, free: Ratio) -> Option<Scenario> {
        let demand = self.demand.less(free)?;
        Some(Scenario { demand, ..self })
    }
}

impl Demand {
    /// The demand of these scenarios. `at` is where they come from; its path is continued in problems.
    ///
    /// # Errors
    /// No scenario; each demand or weight that is out of range; fractions too fine to be exact.
    pub fn new(scenarios: Vec<Scenario>, at: &Place) -> Result<Demand, Problems> {
        let mut problems = Vec::new();
        if scenarios.is_empty() {
            problems.push(problem(at, "", "has no scenario", "at least one month", "name the months to decide on"));
        }
        for (place, scenario) in scenarios.iter().enumerate() {
            check(scenario, &format!("scenario[{}]", place + 1), at, &mut problems);
        }
        if problems.is_empty() {
            match Demand::in_whole_numbers(scenarios) {
                Some(demand) => return Ok(demand),
                None => problems.push(too_fine(at)),
            }
        }
        Err(Problems::from_list(problems).expect("at least one problem was found"))
    }

    /// The scenarios, as given.
    pub fn scenarios(&self) -> &[Scenario] {
        &self.scenarios
    }

    /// Sum of all weights: the number of scenarios where each weighs 1.
    pub fn total_weight(&self) -> Ratio {
        Ratio::of(self.total_weight, self.weight_scale)
    }

    /// The scenarios with a demand above so many units, in order.
    pub fn above(&self, units: u64) -> Vec<&Scenario> {
        let limit = Ratio::whole(units);
        self.scenarios.iter().filter(|scenario| scenario.demand > limit).collect()
    }

    /// The demand that with its lesser ones has at least so many percent of all weight: the median for 50.
    pub fn percentile(&self, percent: u8) -> Ratio {
        let mut sorted: Vec<usize> = (0..self.parts.len()).collect();
        sorted.sort_by_key(|place| self.parts[*place]);
        let mut weight = 0;
        let reached = sorted.into_iter().find(|place| {
            weight += self.weights[*place];
            weight * 100 >= self.total_weight * i128::from(percent.min(100))
        });
        // Invariant: there is at least one scenario, and the last one reaches all of the weight.
        self.scenarios[reached.expect("a last scenario")].demand
    }

    /// The smallest whole number of units that no demand is above.
    pub(super) fn most_units(&self) -> i128 {
        let most = self.parts.iter().copied().max().unwrap_or(0);
        (most + self.parts_per_unit - 1) / self.parts_per_unit
    }

    /// Do both have the same scenarios with the same weights, in the same order?
    pub(super) fn has_scenarios_of(&self, other: &Demand) -> bool {
        let pairs = self.scenarios.iter().zip(&other.scenarios);
        self.scenarios.len() == other.scenarios.len()
            && pairs.into_iter().all(|(own, others)| own.label == others.label && own.weight == others.weight)
    }

    fn in_whole_numbers(scenarios: Vec<Scenario>) -> Option<Demand> {
        let (parts_per_unit, parts) = whole(scenarios.iter().map(|scenario| scenario.demand))?;
        let (weight_scale, weights) = whole(scenarios.iter().map(|scenario| scenario.weight))?;
        let total_weight = weights.iter().try_fold(0_i128, |sum, weight| sum.checked_add(*weight))?;
        let grain = parts_per_unit.checked_mul(total_weight)?;
        (total_weight <= i128::from(WEIGHT_MAX) && grain <= GRAIN_MAX).then_some(())?;
        Some(Demand { scenarios, parts_per_unit, parts, weights, total_weight, weight_scale })
    }
}

/// Fractions over their least common denominator.
fn whole(fractions: impl Iterator<Item = Ratio> + Clone) -> Option<(i128, Vec<i128>)> {
    let scale = fractions.clone().try_fold(1, |scale, fraction| common_multiple(scale, fraction.denominator()))?;
    let raised = fractions.map(|fraction| fraction.numerator().checked_mul(scale / fraction.denominator()));
    Some((scale, raised.collect::<Option<_>>()?))
}

fn check(scenario: &Scenario, path: &str, at: &Place, problems: &mut Vec<Problem>) {
    if scenario.demand < Ratio::ZERO || scenario.demand > Ratio::whole(UNITS_MAX) {
        let what = format!("is {} in `{}`", scenario.demand, scenario.label);
        let expected = format!("units billed in a month, from 0 to {UNITS_MAX}");
        problems.push(problem(at, &format!("{path}.demand"), what, expected, ""));
    }
    if scenario.weight <= Ratio::ZERO || scenario.weight > Ratio::whole(WEIGHT_MAX) {
        let what = format!("is {} in `{}`", scenario.weight, scenario.label);
        let expected = format!("how much the scenario counts, above 0, at most {WEIGHT_MAX}");
        let hint = "drop a scenario that shall not count";
        problems.push(problem(at, &format!("{path}.weight"), what, expected, hint));
    }
}

fn too_fine(at: &Place) -> Problem {
    let expected = format!(
        "weights that are whole numbers over one denominator and add up to at most {WEIGHT_MAX} of its parts, and \
         demands whose own denominator times that sum is at most {GRAIN_MAX}"
    );
    let hint = "round the weights, or the demand to whole units";
    problem(at, "", "has fractions that are too fine to be exact", expected, hint)
}

/// A problem at a path that continues the one of `at`.
pub(super) fn problem(
    at: &Place,
    path: &str,
    what: impl Into<String>,
    expected: impl Into<String>,
    hint: &str,
) -> Problem {
    let dot = if at.path.is_empty() || path.is_empty() { "" } else { "." };
    let place = Place { path: format!("{}{dot}{path}", at.path), ..at.clone() };
    Problem { place, what: what.into(), expected: expected.into(), hint: hint.to_owned() }
}
