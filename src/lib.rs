//! seatwise: what every Genesys Cloud seat costs, what it should cost, and how to get there.

pub mod canonical;
pub mod ingest;
pub mod progress;
