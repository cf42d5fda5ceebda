//! What the overview says, before it is a report: everything counted and summed, nothing put into words yet.
//!
//! Amounts are exact decimals in the analysis' currency, per month; `None` = unknown, never zero.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use seatwise_reports::report::{IdleDays, SeatStates, Sentence, Tiers};

use crate::findings::{code::Advice, confidence::Confidence};

/// What the overview report says about one organization at one instant.
#[derive(Debug, Clone)]
pub struct Overview {
    /// Name of the organization.
    pub organization: String,
    /// ISO 4217 code of every amount.
    pub currency: String,
    /// Minor-unit digits of the currency (2 for USD, 0 for JPY).
    pub minor_units: u32,
    /// Nothing after this instant was read.
    pub as_of: DateTime<Utc>,
    /// Period priced, `[from, to)`.
    pub period: (NaiveDate, NaiveDate),
    /// That the period is not over, and what that means; `None` = it is.
    pub running: Option<Sentence>,
    /// Evidence window, `[from, to)`.
    pub window: (DateTime<Utc>, DateTime<Utc>),
    /// Id of the snapshot, or hash of the tables.
    pub snapshot: String,
    /// Version of the tool that made the report.
    pub tool_version: String,
    /// People of any state in the input.
    pub people: u64,
    /// Of them, people who hold a license.
    pub licensed: u64,
    /// Seats held now and billed in the period, over base products.
    pub seats: SeatTotals,
    /// The period's seat costs.
    pub costs: Costs,
    /// The three kinds of saving; never added up with each other.
    pub savings: Savings,
    /// One row per product, in the order of the analysis.
    pub products: Vec<ProductRow>,
    /// Seats of each base product split by what becomes of them, labeled by the name of the product; parts sum to `assigned`.
    pub states: Vec<SeatStates>,
    /// Held base × needed base, people and money; only cells with people.
    pub tiers: Tiers,
    /// Days since the last sign by held base.
    pub idle: IdleDays,
    /// Cost by department with the part that recommendations would recover.
    pub departments: Vec<DepartmentRow>,
    /// Every recommendation, in the order of the analysis.
    pub recommendations: Vec<RecommendationRow>,
    /// Why some of them are of low confidence and what would help, one sentence without a full stop; `None` = none is.
    pub doubt: Option<String>,
    /// Findings, in the order of the analysis.
    pub findings: Vec<FindingRow>,
    /// What the input covers.
    pub coverage: Vec<CoverageRow>,
    /// Where each price comes from, one row per product in use.
    pub prices: Vec<PriceRow>,
    /// Settings and contract terms that the figures rest on: name, value, where it was set.
    pub assumptions: Vec<Assumption>,
}

/// Sums over base products.
#[derive(Debug, Clone, Copy, Default)]
pub struct SeatTotals {
    /// Held at as-of.
    pub assigned: u64,
    /// Billed in the period, without what is billed by the hour; `None` = unknown.
    pub billed: Option<u64>,
    /// Hours billed in the period; `None` = nothing is billed by the hour, or the hours are unknown.
    pub billed_hours: Option<u64>,
    /// People with a reclaim recommendation.
    pub idle: u64,
    /// People with a cheaper sufficient offer.
    pub over_tiered: u64,
    /// Features of products held that nothing is known about in the window; they are taken as needed.
    pub unknown_features: u64,
    /// People with a base whose last sign lies `idle_days` or more before as-of; without those who never had one.
    pub past_idle_days: u64,
    /// People with a base and no sign ever.
    pub without_sign: u64,
}

/// Seat costs of the period.
#[derive(Debug, Clone, Default)]
pub struct Costs {
    /// Billed seats × list price.
    pub list_monthly: Decimal,
    /// Billed seats × contracted price.
    pub contracted_monthly: Decimal,
    /// Commitment + overage: what the invoice says for seats.
    pub billed_monthly: Decimal,
    /// Of that, seats above the commitment.
    pub overage_monthly: Decimal,
    /// Is anything committed? If not, every seat is month-to-month, and all of the bill is `overage_monthly`.
    pub has_commitment: bool,
    /// Billed + AI tokens.
    pub total_monthly: Decimal,
    /// Is every product's contracted price known?
    pub complete: bool,
    /// Has every billed product a published list price? If not, `list_monthly` is without those that have none.
    pub list_complete: bool,
    /// Products left out of the totals because their price is unknown: product, seats assigned.
    pub unpriced: Vec<(String, u64)>,
}

/// Savings of the plan as a whole; three kinds that are never added up. `None` = unknown.
#[derive(Debug, Clone, Default)]
pub struct Savings {
    /// Lowers the next invoices.
    pub cash_now_monthly: Option<Decimal>,
    /// What a contract made to measure saves, from [`Savings::renewal`] on.
    pub at_renewal_monthly: Option<Decimal>,
    /// Bill after cash now and at renewal: the target. `billed − cash now − at renewal`, to the cent.
    pub target_monthly: Option<Decimal>,
    /// The bill from which the waterfall starts (B₀ of the rules; differs from `billed_monthly` in a ramp only).
    pub start_monthly: Option<Decimal>,
    /// List value of seats neither billed nor committed; not money saved.
    pub exposure_monthly: Decimal,
    /// First day of the next period: cash now starts here.
    pub cash_from: Option<NaiveDate>,
    /// Renewal date (the day after the contract ends); `None` without a contract.
    pub renewal: Option<NaiveDate>,
}

/// One product of the analysis.
#[derive(Debug, Clone)]
pub struct ProductRow {
    /// Product id of the price book, or an unknown license id.
    pub product: String,
    /// Genesys' name for it.
    pub name: String,
    /// Is it a base product (else add-on, device, other)?
    pub base: bool,
    /// What billed, committed and needed quantities count: `seats`, `devices` or `hours`; prices are for one of them.
    pub unit: String,
    /// Held at as-of.
    pub assigned: u64,
    /// Billed in the period; `None` = unknown.
    pub billed: Option<u64>,
    /// Committed by contract.
    pub committed: u64,
    /// People kept whose needed offer has it.
    pub needed: u64,
    /// The period's quantity after all recommendations.
    pub needed_billed: Option<u64>,
    /// People whose reclaim names it.
    pub idle: u64,
    /// People on it with a cheaper sufficient offer.
    pub over_tiered: u64,
    /// List price per unit and month.
    pub list_price: Option<Decimal>,
    /// Contracted price per unit and month.
    pub contracted_price: Option<Decimal>,
    /// Price of a unit above the commitment.
    pub overage_price: Option<Decimal>,
    /// Billed × list.
    pub list_monthly: Option<Decimal>,
    /// Billed × contracted.
    pub contracted_monthly: Option<Decimal>,
    /// Seats above the commitment × overage price.
    pub overage_monthly: Option<Decimal>,
}

impl ProductRow {
    /// Are its billed, committed and needed quantities hours?
    pub fn is_by_the_hour(&self) -> bool {
        self.unit == "hours"
    }
}

/// One department.
#[derive(Debug, Clone)]
pub struct DepartmentRow {
    /// Name; `None` = people without a department.
    pub department: Option<String>,
    /// People who hold a license.
    pub people: u64,
    /// Contracted price of what they hold.
    pub contracted_monthly: Decimal,
    /// Of that, the contracted price that recommendations would give back.
    pub recoverable_monthly: Decimal,
    /// Seats held whose price is unknown.
    pub unpriced_seats: u64,
}

/// One recommendation.
#[derive(Debug, Clone)]
pub struct RecommendationRow {
    /// Stable id.
    pub id: String,
    /// What is advised.
    pub code: Advice,
    /// Whom it concerns; `None` = not to be told.
    pub user_id: Option<String>,
    /// Display name, or the pseudonym.
    pub name: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Department.
    pub department: Option<String>,
    /// E-mail of the manager, or the pseudonym.
    pub manager_email: Option<String>,
    /// Products held.
    pub from: Vec<String>,
    /// Products enough; empty = none.
    pub to: Vec<String>,
    /// List price of the difference; `None` = unknown.
    pub list_delta_monthly: Option<Decimal>,
    /// Contracted price of the difference; `None` = unknown.
    pub contracted_delta_monthly: Option<Decimal>,
    /// How sure it is.
    pub confidence: Confidence,
    /// Why, in one sentence.
    pub why: String,
    /// Roles and permissions that keep the person at the tier, as `Role › permission`.
    pub drivers: Vec<String>,
    /// Last sign and its source; `None` = none ever.
    pub last_sign: Option<(DateTime<Utc>, String)>,
}

/// One finding.
#[derive(Debug, Clone)]
pub struct FindingRow {
    /// Stable code.
    pub code: String,
    /// `info`, `warning`, `error`.
    pub severity: String,
    /// What it is about.
    pub subject: String,
    /// What it says.
    pub message: String,
}

/// What one table, or one feature of `activity`, covers.
#[derive(Debug, Clone)]
pub struct CoverageRow {
    /// Table.
    pub table: String,
    /// Feature; `None` = the table as a whole.
    pub feature: Option<String>,
    /// Covered from; `None` = not covered at all.
    pub from: Option<DateTime<Utc>>,
    /// Covered to, exclusive.
    pub to: Option<DateTime<Utc>>,
    /// Does it cover the whole window?
    pub complete: bool,
}

/// Where a price comes from.
#[derive(Debug, Clone)]
pub struct PriceRow {
    /// Product.
    pub product: String,
    /// List price per unit and month.
    pub list_price: Option<Decimal>,
    /// `published`, `guide`, … or `not published`.
    pub list_status: String,
    /// Date from which the list price is known to hold.
    pub list_date: Option<NaiveDate>,
    /// Source of the list price.
    pub list_source: Option<String>,
    /// Contracted price per unit and month.
    pub contracted_price: Option<Decimal>,
    /// `contract line`, `contract price`, `list`, `unknown`.
    pub contracted_source: String,
}

/// One thing that the figures rest on.
#[derive(Debug, Clone)]
pub struct Assumption {
    /// Setting, as `seat_counting`.
    pub name: String,
    /// Its value.
    pub value: String,
    /// `default`, `contract.toml`, `seatwise.toml`, `input`.
    pub origin: String,
}
