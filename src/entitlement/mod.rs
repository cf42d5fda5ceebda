//! What each person holds, by which grant, and what of it the period bills.
//!
//! Held and billed are facts; what would be enough, and whether to change anything, is decided in `findings`.
//! Rules: `docs/RULES.md`, "What a period bills" and "What a user holds, and why".

pub mod billable_usage;
pub mod billing;
pub mod disqualifying;
pub mod held;
pub mod hourly;
pub mod roles;
