//! FOCUS, the FinOps Open Cost and Usage Specification: charges as rows that every tool for cloud costs reads.
//!
//! [`CostAndUsage`] is one row with types: exact decimals, days, words from closed lists. [`COLUMNS`] is the one list of
//! columns: CSV is made from it here, Parquet where data frames are, and the documentation names where each comes from.
//! [`ContractCommitment`], [`BillingPeriod`] and [`InvoiceDetail`] are the other datasets of 1.4. [`problems`] holds a row
//! against the arithmetic that the official validator does not look at, [`contradictions`] the datasets against each other.

mod bundle;
mod check;
mod column;
mod columns;
mod contract;
mod csv;
mod invoice;
mod row;

pub use bundle::{Bundle, contradictions};
pub use check::problems;
pub use column::{Column, Kind, Value, Version, of_version};
pub use columns::{BILLING_PERIOD_COLUMNS, COLUMNS};
pub use contract::{Applied, CONTRACT_COMMITMENT_COLUMNS, ContractCommitment, Lifecycle, Payment};
pub use csv::{plain, to_csv};
pub use invoice::{INVOICE_DETAIL_COLUMNS, InvoiceCategory, InvoiceDetail, Paper};
pub use row::{
    Account, Amount, BillingPeriod, Category, CommitmentUse, CostAndUsage, Costs, Frequency, Own, Pricing,
    PricingCategory, Service, Sku, Span, Status, SubAccount,
};

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests_bundle;
