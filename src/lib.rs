//! seatwise: what every Genesys Cloud seat costs, what it should cost, and how to get there.
//!
//! In reading order: the tables and their names, where data comes from, what is kept, what people did, what they
//! hold, what is worth changing, and the value that everything shown is made from (`docs/ARCHITECTURE.md`).

pub mod canonical;
pub mod ingest;
pub mod snapshot;
pub mod usage;
pub mod entitlement;
pub mod settings;
pub mod findings;
pub mod analysis;
pub mod overview;
pub mod error;
pub mod cli;
