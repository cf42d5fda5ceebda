//! seatwise: what every Genesys Cloud seat costs, what it should cost, and how to get there.
//!
//! In reading order: the tables and their names, where data comes from, what is kept, what people did, what they
//! hold, what is worth changing, and the value that everything shown is made from (`docs/ARCHITECTURE.md`).

pub mod analysis;
pub mod canonical;
pub mod entitlement;
pub mod findings;
pub mod settings;
pub mod usage;
