//! The analysis as JSON, schema `seatwise.analysis/1` (`docs/ANALYSIS.md`).
//!
//! These types exist for the page alone: money and rates are decimal strings, counts numbers, unknown is null.

mod build;
pub mod head;

use serde::Serialize;

use crate::{analysis::Analysis, error::Failure};

/// The document, with a newline at its end. The same analysis gives the same bytes.
///
/// # Errors
/// Never for a value that was analyzed; serialization is checked all the same.
pub fn render(analysis: &Analysis) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(&build::document(analysis));
    text.map(|text| text + "\n").map_err(|error| Failure::internal(error.to_string()))
}

#[derive(Debug, Serialize)]
struct Document {
    schema: &'static str,
    as_of: String,
    snapshot: String,
    organization: Option<String>,
    currency: &'static str,
    period: Dates,
    window: Dates,
    seats: Seats,
    costs: Costs,
    savings: Savings,
    concurrency: Concurrency,
    tokens: Option<Tokens>,
    recommendations: Vec<Recommendation>,
    findings: Vec<Finding>,
    guards: Vec<Guard>,
    coverage: Vec<Coverage>,
}

/// What a guard holds back: sums of seats, no bill.
#[derive(Debug, Serialize)]
struct Guard {
    guard: &'static str,
    people: u64,
    forgone_monthly: String,
    unknown: u64,
}

#[derive(Debug, Serialize)]
struct Dates {
    from: String,
    to: String,
}

#[derive(Debug, Serialize)]
struct Seats {
    assigned: u64,
    billed: Option<u64>,
    products: Vec<Product>,
    /// Interaction time of people who are billed by it, by product; left out where nobody is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hours: Vec<Hours>,
}

#[derive(Debug, Serialize)]
struct Hours {
    product: String,
    hours: String,
    contracted_monthly: Option<String>,
}

#[derive(Debug, Serialize)]
struct Product {
    product: String,
    /// What `billed` and `committed` count where it is not seats or devices: `hours`.
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'static str>,
    assigned: u64,
    billed: Option<u64>,
    committed: u64,
    needed: u64,
    needed_billed: Option<u64>,
    idle: u64,
    over_tiered: u64,
    list_monthly: Option<String>,
    contracted_monthly: Option<String>,
    overage_monthly: Option<String>,
}

#[derive(Debug, Serialize)]
struct Costs {
    list_monthly: Option<String>,
    contracted_monthly: Option<String>,
    billed_monthly: Option<String>,
    overage_monthly: Option<String>,
    total_monthly: Option<String>,
    complete: bool,
    unpriced: Vec<Unpriced>,
}

#[derive(Debug, Serialize)]
struct Unpriced {
    product: String,
    seats: u64,
}

#[derive(Debug, Serialize)]
struct Savings {
    cash_now_monthly: Option<String>,
    at_renewal_monthly: Option<String>,
    exposure_monthly: Option<String>,
}

#[derive(Debug, Serialize)]
struct Concurrency {
    peak: Option<u64>,
    peak_exactly: Option<u64>,
    raw_peak: Option<u64>,
    peak_at: Option<String>,
}

#[derive(Debug, Serialize)]
struct Tokens {
    consumed: String,
    free: Option<String>,
    committed: String,
    billable: Option<String>,
    cost: Option<String>,
    by_feature: Vec<TokenRow>,
}

#[derive(Debug, Serialize)]
struct TokenRow {
    resource: String,
    unit: String,
    units: String,
    tokens: String,
}

#[derive(Debug, Serialize)]
struct Recommendation {
    id: String,
    code: &'static str,
    user_id: Option<String>,
    email: Option<String>,
    from: Vec<String>,
    to: Vec<String>,
    list_delta_monthly: Option<String>,
    contracted_delta_monthly: Option<String>,
    confidence: &'static str,
    confidence_score: Option<String>,
    quiet_days: Option<i64>,
    drivers: Vec<Driver>,
    evidence: Vec<Evidence>,
    last_sign: Option<LastSign>,
    blocked_by: Vec<String>,
    self_service: bool,
    agreed_on: Option<String>,
}

#[derive(Debug, Serialize)]
struct Driver {
    role: String,
    permission: Option<String>,
    permissions: usize,
    license: String,
}

#[derive(Debug, Serialize)]
struct Evidence {
    feature: &'static str,
    events: i64,
    days: u32,
    last: Option<String>,
    given_up: bool,
    covered_days: i64,
}

#[derive(Debug, Serialize)]
struct LastSign {
    at: String,
    source: &'static str,
}

#[derive(Debug, Serialize)]
struct Finding {
    code: &'static str,
    severity: &'static str,
    subject: String,
    message: String,
}

#[derive(Debug, Serialize)]
struct Coverage {
    table: String,
    feature: Option<&'static str>,
    from: Option<String>,
    to: Option<String>,
    complete: bool,
}
