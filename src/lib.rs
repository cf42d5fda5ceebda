//! seatwise: what every Genesys Cloud seat costs, what it should cost, and how to get there.
//!
//! In reading order: the tables and their names, where data comes from, what is kept, what people did, what they
//! hold, what is worth changing, and the value that everything shown is made from (`docs/ARCHITECTURE.md`).

pub mod allocation;
pub mod analysis;
pub mod answers;
pub mod backtest;
pub mod canonical;
pub mod cli;
pub mod diff;
pub mod drift;
pub mod entitlement;
pub mod error;
pub mod explain;
pub mod findings;
pub mod focus;
pub mod ingest;
pub mod monthly;
pub mod offers;
pub mod overview;
pub mod policy;
pub mod progress;
pub mod reconcile;
pub mod renewal;
pub mod report_parquet;
pub mod roles;
pub mod score;
pub mod settings;
pub mod snapshot;
pub mod usage;
pub mod worklist;
