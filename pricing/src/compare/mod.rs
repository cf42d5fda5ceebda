//! The same months under another billing model: what they would have cost, and at which price the models break even.
//!
//! Every model counts something else: people, people at once, hours of interaction, hours logged in. A [`CountedUse`] has all
//! of these counts for one period, as far as the data tell; who counted them is the caller's matter.
//!
//! | file | question |
//! |---|---|
//! | `counted` | what did a period use, as each model counts it? |
//! | `under` | what does a contract become, what does a period cost, under a model? |
//! | `break_even` | from which price on does another model cost less? |

mod break_even;
mod counted;
mod under;

use std::fmt;

pub use break_even::{BreakEven, Budget, ModelUse, Side, break_evens, budget, is_counted_alike};
pub use counted::CountedUse;
pub use under::{UnderModel, with_price};

use crate::book::SeatModel;

/// What an organization is billed by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BillingModel {
    /// People.
    Named,
    /// The 30-minute peak of people present at once.
    Concurrent,
    /// Time on interactions, of everybody.
    HourlyInteracting,
    /// Time logged in, of everybody (legacy).
    HourlyLoggedIn,
}

impl BillingModel {
    /// All, in the order of outputs.
    pub const ALL: [BillingModel; 4] =
        [BillingModel::Named, BillingModel::Concurrent, BillingModel::HourlyInteracting, BillingModel::HourlyLoggedIn];

    /// As on the command line and in outputs: `named`, `concurrent`, `hourly-interacting`, `hourly-logged-in`.
    pub fn as_str(self) -> &'static str {
        match self {
            BillingModel::Named => "named",
            BillingModel::Concurrent => "concurrent",
            BillingModel::HourlyInteracting => "hourly-interacting",
            BillingModel::HourlyLoggedIn => "hourly-logged-in",
        }
    }

    /// The seat model of its contracts: hours of interaction stand beside named seats.
    pub fn seat_model(self) -> SeatModel {
        match self {
            BillingModel::Named | BillingModel::HourlyInteracting => SeatModel::Named,
            BillingModel::Concurrent => SeatModel::Concurrent,
            BillingModel::HourlyLoggedIn => SeatModel::HourlyLoggedIn,
        }
    }

    /// What one unit of it is called, as `seat`.
    pub fn unit(self) -> &'static str {
        match self {
            BillingModel::Named | BillingModel::Concurrent => "seat",
            BillingModel::HourlyInteracting | BillingModel::HourlyLoggedIn => "hour",
        }
    }
}

impl From<SeatModel> for BillingModel {
    fn from(model: SeatModel) -> BillingModel {
        match model {
            SeatModel::Named => BillingModel::Named,
            SeatModel::Concurrent => BillingModel::Concurrent,
            SeatModel::HourlyLoggedIn => BillingModel::HourlyLoggedIn,
        }
    }
}

impl fmt::Display for BillingModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests;
