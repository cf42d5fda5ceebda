//! What billing says of a contract → a [`Contract`](seatwise_pricing::contract::Contract), with a report of what was
//! understood.
//!
//! Sources: a partner's billing overview as JSON ([`trustee`], the only wire names here), the tables `billing_charges`,
//! `billing_contracts` of a snapshot ([`tables`]). Both become [`Statement`]s; [`draft()`] applies the rules (`docs/CONTRACT.md`).

mod contract;
mod duplicates;
mod head;
mod lines;

pub mod charges;
pub mod draft;
pub mod statement;
pub mod tables;
pub mod trustee;
mod values;

pub use draft::{Draft, draft};
pub use lines::TOKEN_PART;
pub use statement::{Charge, Statement};

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests;
