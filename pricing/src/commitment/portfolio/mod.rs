//! Several products under one minimum spend per month, or under discount steps on what they spend together.
//!
//! The *committed amount* is Σ units × unit price over all products, before the shared discount. It must reach the minimum,
//! and the highest shared step that it reaches takes its discount off every unit price (and off every overage price, where
//! the step says so). What is over the minimum or a step is no loss by itself: the solver weighs it against what it saves.
//!
//! Within one shared step this is a knapsack to be covered, with a choice per product: the least Σ cost with Σ amount at least
//! the step's. Costs of a product are straight pieces between two demands (`program`), so a multiplier on the amount gives a
//! lower bound (`bound`). Where it falls between two discount steps of one product the problem is split there (`branch`); else
//! few candidates per product are left (`relaxed`), good choices are found early (`matching`), and the candidates are searched
//! to the end (`search`). All numbers are whole. Since discounts never fall with the amount, a choice that overshoots into the
//! next shared step is no worse there, and the best of all steps is the optimum. Of equals one of least committed amount is
//! taken; what is equal in that too is decided by the ids.
//!
//! Complexity: a bound takes O(n log n) for n = products · scenarios · steps. The search visits the combinations of candidates
//! whose loss is below the gap between bound and best choice: a handful in practice, exponential in the worst case, since the
//! problem contains subset sum. So it stops after [`WORK_MAX`] visits, and the answer then says how far from the bound it is
//! ([`Proof::Within`]); it never claims more than was proven.

mod check;
mod cost;
mod explain;
mod program;

mod bound;
mod branch;
mod matching;
mod relaxed;
mod search;

use rust_decimal::Decimal;

use super::ratio::Ratio;
use super::{Commitment, Cost};
use crate::money::Currency;
use crate::problem::{Place, Problems};

/// Visits after which the search stops and names its gap: about a second.
pub const WORK_MAX: u64 = 40_000_000;

/// One product of a portfolio.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Id of the product.
    pub id: String,
    /// Its demand and its own terms, with discount steps on its own volume.
    pub commitment: Commitment,
}

/// A discount on all products from a committed amount per month on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SharedStep {
    /// Least committed amount per month, before this discount.
    pub from: Decimal,
    /// Off every unit price, in percent.
    pub discount_percent: Decimal,
    /// Off every overage price, in percent; 0 where overage stays as it is.
    pub overage_discount_percent: Decimal,
}

/// Products with what they share. They are kept by id, so that their order never matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Portfolio {
    currency: Currency,
    members: Vec<Member>,
    minimum: Decimal,
    /// By rising amount; the first is from 0.
    steps: Vec<SharedStep>,
    program: Option<program::Program>,
}

/// What one choice of commitments costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortfolioCost {
    /// Currency of every amount.
    pub currency: Currency,
    /// Each product with its cost at discounted prices, by id.
    pub members: Vec<(String, Cost)>,
    /// Σ units × unit price per month, before the shared discount.
    pub committed: Decimal,
    /// Place of the shared step that applies, from 0; step 0 is from 0, without discount where none was given.
    pub step: usize,
    /// Commitment and overage per month, on average.
    pub monthly: Ratio,
    /// Commitment and overage of all scenarios, each times its weight.
    pub total: Ratio,
}

/// The cheapest choice of commitments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortfolioOptimum {
    /// What it costs; of equals the one with the least committed amount.
    pub best: PortfolioCost,
    /// Each shared step, with a lower bound of what it offers.
    pub steps: Vec<SharedBound>,
    /// Least committed amount per month.
    pub minimum: Decimal,
    /// Is it proven to be the cheapest?
    pub proof: Proof,
}

/// What one shared step can offer at best.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedBound {
    /// The step.
    pub step: SharedStep,
    /// Least committed amount: of the step, or the minimum if that is more.
    pub least: Decimal,
    /// No choice at its discount that commits that much costs less per month, on average; `None` where none commits that much.
    pub at_least: Option<Ratio>,
}

/// Is an optimum proven?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// No other choice costs less.
    Exact,
    /// The search was stopped: no other choice costs less by more than this per month.
    Within(Ratio),
}

impl Portfolio {
    /// Products with a minimum of committed amount per month (0 = none) and shared discount steps (empty = none). `at` is
    /// where they come from; its path is continued in problems.
    ///
    /// # Errors
    /// No product; each id that is blank or stands twice, currency or scenarios that differ from the first product's, minimum
    /// or step that is no amount, step that does not rise, percentage beyond 100 or below that of the step before; numbers
    /// too large to be exact.
    pub fn new(
        members: Vec<Member>,
        minimum: Decimal,
        steps: Vec<SharedStep>,
        at: &Place,
    ) -> Result<Portfolio, Problems> {
        check::check(members, minimum, steps, at)
    }

    /// The products, by id.
    pub fn members(&self) -> &[Member] {
        &self.members
    }

    /// Shared steps, by rising amount; the first is from 0.
    pub fn steps(&self) -> &[SharedStep] {
        &self.steps
    }

    /// Ids of products with an unknown price; while there is one, nothing can be decided.
    pub fn unpriced(&self) -> Vec<&str> {
        self.members
            .iter()
            .filter(|member| program::has_unknown_price(member))
            .map(|member| member.id.as_str())
            .collect()
    }

    /// The cheapest commitments. `None` where a price is unknown ([`Portfolio::unpriced`]), or where no commitment reaches
    /// the minimum because everything is free.
    pub fn optimum(&self) -> Option<PortfolioOptimum> {
        self.optimum_within(WORK_MAX)
    }

    fn optimum_within(&self, work_max: u64) -> Option<PortfolioOptimum> {
        let program = self.program.as_ref()?;
        let found = branch::solve(program, work_max)?;
        let shared = |(step, bound): (&SharedStep, Option<i128>)| SharedBound {
            step: *step,
            least: step.from.max(self.minimum),
            at_least: bound.map(|bound| program.monthly(bound)),
        };
        Some(PortfolioOptimum {
            best: self.cost(&found.best.units)?,
            steps: self.steps.iter().zip(found.bounds).map(shared).collect(),
            minimum: self.minimum,
            proof: found.gap.map_or(Proof::Exact, |gap| Proof::Within(program.monthly(gap))),
        })
    }
}

#[cfg(test)]
mod tests;
