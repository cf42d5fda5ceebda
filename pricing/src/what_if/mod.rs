//! What if: another contract, another model, another use. The bill before and after, and the difference explained cause by
//! cause and line by line, nothing left over.
//!
//! Changes are applied one cause after the other, in the order of [`Cause::ALL`], and the period is billed after each; what a
//! step moves is its effect. So the effects of all steps add up to the whole difference, also where a change has effects on
//! other lines: fewer CX 4 seats leave fewer free tokens, cheaper seats leave more to the contract's minimum.
//!
//! | file | question |
//! |---|---|
//! | `change` | what is to change, and by how much? |
//! | `apply` | which contract and which use follow? |
//! | `explain` | what did which cause move? |

mod apply;
mod change;
mod explain;

use chrono::NaiveDate;

pub use change::{Cause, Change, Target};
pub use explain::{Effect, Explained, LineMove, explain};

use crate::compare::{BillingModel, CountedUse};
use crate::contract::Contract;
use crate::period::Period;

/// What an organization agreed to and used in a period.
#[derive(Debug, Clone, PartialEq)]
pub struct Situation {
    /// The contract.
    pub contract: Contract,
    /// The model that it is billed by.
    pub model: BillingModel,
    /// What was used, as each model counts it.
    pub used: CountedUse,
    /// The period.
    pub period: Period,
    /// Day of the prices, in the period.
    pub on: NaiveDate,
}

#[cfg(test)]
mod tests;
