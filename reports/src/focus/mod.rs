//! FOCUS, the FinOps Open Cost and Usage Specification: charges as rows that every tool for cloud costs reads.
//!
//! [`CostAndUsage`] is one row with types: exact decimals, days, words from closed lists. [`COLUMNS`] is the one list of
//! columns: CSV is made from it here, Parquet where data frames are, and the documentation names where each comes from.
//! [`problems`] holds a row against the arithmetic that the official validator does not look at.

mod check;
mod columns;
mod csv;
mod row;

pub use check::problems;
pub use columns::{BILLING_PERIOD_COLUMNS, COLUMNS, Column, Kind, Value, Version, of_version};
pub use csv::{plain, to_csv};
pub use row::{
    Account, Amount, BillingPeriod, Category, CommitmentUse, CostAndUsage, Costs, Frequency, Own, Pricing,
    PricingCategory, Service, Sku, Span, Status, SubAccount,
};

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests;
