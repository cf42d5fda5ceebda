//! How sure a recommendation is, from coverage, tenure and events.

use seatwise_pricing::feature::FeatureSet;

use super::{code::Advice, context::Context, idle};
use crate::canonical::rows::DAY;

/// Tenure from which a recommendation is at least of medium confidence.
const MEDIUM_TENURE_DAYS: i64 = 30;

/// High, medium or low; calibrated by backtest, not by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Weak evidence: look before you act.
    Low,
    /// Some evidence is missing.
    Medium,
    /// Every feature given up is covered completely and was not used.
    High,
}

impl Confidence {
    /// All three, the surest last.
    pub const ALL: [Confidence; 3] = [Confidence::Low, Confidence::Medium, Confidence::High];

    /// The word used in outputs.
    pub fn as_str(self) -> &'static str {
        match self {
            Confidence::High => "high",
            Confidence::Medium => "medium",
            Confidence::Low => "low",
        }
    }
}

/// The confidence of a recommendation that gives up these features.
pub fn confidence(context: &Context<'_>, user_ix: usize, code: Advice, given_up: FeatureSet) -> Confidence {
    if matches!(code, Advice::ReclaimDeactivated | Advice::ReclaimDeparted) {
        return Confidence::High;
    }
    let window = context.window(user_ix);
    let tenure = idle::tenure(context, &context.people.list[user_ix]);
    let covered = given_up.iter().all(|feature| context.coverage.feature(feature).completes(window));
    let unused = given_up.iter().all(|feature| context.fact(user_ix, feature).is_none_or(|fact| fact.events == 0));
    let long = tenure.is_some_and(|tenure| tenure >= window.length());
    if covered && unused && long && !idle::seasonal(context, user_ix) {
        return Confidence::High;
    }
    let least = given_up.iter().map(|feature| context.coverage.feature(feature).within(window)).min();
    let half = least.is_none_or(|least| 2 * least >= window.length());
    if half || tenure.is_some_and(|tenure| tenure >= MEDIUM_TENURE_DAYS * DAY) {
        Confidence::Medium
    } else {
        Confidence::Low
    }
}
