//! The commitment optimum: how many units to commit to when demand is uncertain, exactly.
//!
//! | part | question |
//! |---|---|
//! | [`Demand`], [`Scenario`] | what may be billed per month, and how much each scenario counts |
//! | [`Terms`], [`Step`] | what a unit costs within the commitment and beyond it, by volume |
//! | [`Commitment`] | one product: cost of any commitment, optimum, curve, proposal, walk-away price |
//! | [`portfolio`] | several products under one minimum spend and discount steps on what they spend together |
//!
//! Everything is computed in whole numbers over common denominators, so a tie is a tie: of equals the smallest commitment
//! is taken. Tokens are a product like any other once their free allowance is off the demand ([`Scenario::tokens`]).
//! An unknown price gives no answer (`None`), never a zero. The rule is the critical ratio of the newsvendor problem
//! (<https://metricgate.com/docs/newsvendor-model>); `docs/PRICING.md` has it with an example worked by hand.
//!
//! Left to others: where scenarios come from, and how a number is shown.

pub(crate) mod ratio;

mod demand;
mod terms;

mod cost;
mod optimum;

mod curve;
mod explain;
mod walk_away;

pub mod portfolio;

pub use cost::{Commitment, Cost};
pub use curve::Curve;
pub use demand::{Demand, Scenario, UNITS_MAX};
pub use optimum::{Choice, Inequality, Optimum, Standing, StepOptimum};
pub use ratio::Ratio;
pub use terms::{Step, Terms};
pub use walk_away::{Proposal, WalkAway};

#[cfg(test)]
mod tests;
