//! How an answer explains itself: the numbers behind it, as sentences.

use std::fmt;

use super::optimum::{Choice, Inequality, Optimum, Standing, StepOptimum};
use super::ratio::Ratio;
use super::walk_away::WalkAway;

impl fmt::Display for Inequality {
    /// As `at 402: 2 × 170.50 = 341 ≤ 12 × 148.00 = 1776`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inequality { units, weight_above, overage_price, saves, total_weight, unit_price, costs } = self;
        let sign = if self.holds() { "≤" } else { ">" };
        write!(f, "at {units}: {weight_above} × {overage_price} = {saves} {sign} ")?;
        write!(f, "{total_weight} × {unit_price} = {costs}")
    }
}

impl fmt::Display for WalkAway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WalkAway::From { price, units } => {
                write!(f, "month-to-month wins at a unit price of {price} or more (below it, commit to {units})")
            }
            WalkAway::Always => f.write_str("month-to-month wins at every unit price"),
            WalkAway::Never => f.write_str("month-to-month never wins: overage without commitment is cheaper"),
        }
    }
}

impl Optimum {
    /// The answer in sentences: the commitment, its step, the inequality, who exceeds it, and what the other steps offer.
    pub fn explain(&self) -> Vec<String> {
        let Some(best) = &self.best else {
            return self.steps.iter().filter(|step| step.best.is_none()).map(unknown).collect();
        };
        let mut lines = vec![headline(best), self.step_of(best)];
        lines.extend(inequality(best));
        lines.push(exceeded(best));
        lines.extend(self.steps.iter().filter(|step| step.step != best.cost.step).filter_map(|step| other(step, best)));
        lines
    }

    fn step_of(&self, best: &Choice) -> String {
        let cost = &best.cost;
        let prices = format!("unit price {}, overage price {}", cost.unit_price, cost.overage_price);
        format!("prices of the step {}: {prices}", range(&self.steps[cost.step]))
    }
}

fn headline(best: &Choice) -> String {
    let cost = &best.cost;
    let average = cost.monthly.rounded(cost.currency.minor_units());
    let code = cost.currency;
    format!("commit to {}: {average} {code} per month on average, {} of it committed", cost.units, cost.commitment)
}

fn inequality(best: &Choice) -> Vec<String> {
    let why = match best.standing {
        Standing::Inside => "smallest commitment whose next unit costs at least what it saves",
        Standing::LowerEdge => "least of its step; in it every further unit costs at least what it saves",
        Standing::UpperEdge => "most of its step; up to it every unit saves more than it costs",
    };
    let mut lines = vec![format!("{why}: {}", best.at)];
    if let Some(below) = best.below.filter(|_| best.standing != Standing::LowerEdge) {
        lines.push(format!("one less is too few: {below}"));
    }
    lines
}

fn exceeded(best: &Choice) -> String {
    let share = best.cost.overage_probability;
    if best.exceeded_by.is_empty() {
        return "exceeded by no scenario".to_owned();
    }
    let percent = Ratio::of(share.numerator() * 100, share.denominator()).rounded(1);
    let beyond = best.cost.overage_units;
    let who = best.exceeded_by.join(", ");
    format!("exceeded in {share} of the weight ({percent} %), by {beyond} per month on average: {who}")
}

fn other(step: &StepOptimum, best: &Choice) -> Option<String> {
    let cost = &step.best.as_ref()?.cost;
    let digits = cost.currency.minor_units();
    let more = cost.monthly.less(best.cost.monthly)?.rounded(digits);
    let average = cost.monthly.rounded(digits);
    Some(format!("best of the step {}: {} for {average} per month, {more} more", range(step), cost.units))
}

fn unknown(step: &StepOptimum) -> String {
    format!("no answer: a price of the step {} is unknown", range(step))
}

fn range(step: &StepOptimum) -> String {
    match step.to {
        Some(to) => format!("{} to {to}", step.from),
        None => format!("from {} on", step.from),
    }
}
