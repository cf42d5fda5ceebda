//! Thresholds side by side, as the backtest judged them: regret against the saving that is kept.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

/// The frontier of one organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frontier {
    /// The instant from which the data were looked at.
    pub as_of: DateTime<Utc>,
    /// Id of the snapshot, or hash of the tables.
    pub snapshot: String,
    /// Version of seatwise.
    pub tool_version: String,
    /// ISO 4217 code of all amounts.
    pub currency: String,
    /// Digits of its minor unit.
    pub minor_units: u32,
    /// Days after an instant in which a recommendation could be regretted; 0 = no instant.
    pub horizon_days: u32,
    /// At how many instants the backtest stood.
    pub instants: u64,
    /// Share that may be regretted, percent.
    pub regret_limit: Decimal,
    /// In rising order of days; empty = the history is too short.
    pub points: Vec<Point>,
    /// Number of the point with the largest saving within the limit; `None` = no point is.
    pub suggested: Option<usize>,
}

/// One threshold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// Length of the evidence window, days.
    pub window_days: u32,
    /// Days without a sign after which a seat is idle.
    pub idle_days: u32,
    /// Is it what the settings have?
    pub is_set: bool,
    /// Recommendations judged.
    pub judged: u64,
    /// Of them regretted.
    pub regretted: u64,
    /// Regretted in percent of judged; `None` = nothing was judged.
    pub regret_percent: Option<Decimal>,
    /// Saving less what is bought back, a month, on average over the instants.
    pub kept_monthly: Decimal,
}
