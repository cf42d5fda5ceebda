//! The overview as a value: everything that the page, the workbook and the charts show, already computed.
//!
//! Amounts are exact decimals in [`Overview::currency`], per month; `None` = unknown, never zero.
//! Nothing here is derived again by a format: a figure stands in one field and every format shows that field.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

use crate::format::{count, count_or_unknown};

pub use crate::write::{Format, WriteError, write_all};

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
    /// Evidence window, `[from, to)`.
    pub window: (DateTime<Utc>, DateTime<Utc>),
    /// Days without a sign after which a seat counts as idle (setting `idle_days`).
    pub idle_days: u32,
    /// Id of the snapshot, or hash of the tables.
    pub snapshot: String,
    /// Version of the tool that made the report.
    pub tool_version: String,
    /// People of any state in the input.
    pub people: u64,
    /// Seats held now and billed in the period, over base products.
    pub seats: SeatTotals,
    /// The period's seat costs.
    pub costs: Costs,
    /// The three kinds of saving; never added up with each other.
    pub savings: Savings,
    /// One row per product, in the order of the analysis.
    pub products: Vec<ProductRow>,
    /// Seats of each CX product split by what they are; parts sum to `assigned`.
    pub states: Vec<StateRow>,
    /// Held base × needed base, people and money; only cells with people.
    pub matrix: Vec<MatrixCell>,
    /// Days since the last sign by held base.
    pub idle: Vec<IdleBucket>,
    /// Cost by department with the part that recommendations would recover.
    pub departments: Vec<DepartmentRow>,
    /// The departments of the chart: the largest, and all others as one. Make it with [`DepartmentChart::of`].
    pub department_chart: DepartmentChart,
    /// Every recommendation, in the order of the analysis.
    pub recommendations: Vec<RecommendationRow>,
    /// Why some of them are of low confidence and what would help, one sentence without a full stop; `None` = none is.
    pub doubt: Option<String>,
    /// Every person who holds a license, ordered by user id.
    pub seat_rows: Vec<SeatRow>,
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

/// Seats of one base product split by what they are. Each seat is in exactly one part.
#[derive(Debug, Clone, Default)]
pub struct StateRow {
    /// Base product.
    pub product: String,
    /// Kept: a sign within 30 days before as-of, and the tier is needed.
    pub active: u64,
    /// Kept: last sign 30 to 59 days before as-of.
    pub idle_30: u64,
    /// Kept: last sign 60 to 89 days before as-of.
    pub idle_60: u64,
    /// Kept, although the last sign is 90 days or more before as-of, or there is none: protected, new, seasonal, or
    /// the data can't tell.
    pub quiet: u64,
    /// A cheaper offer is enough: `downgrade-tier`, `swap-offer`, `release-cx-seat`.
    pub over_tiered: u64,
    /// To give back: `reclaim-idle`.
    pub reclaim_idle: u64,
    /// To give back: `reclaim-never-activated`.
    pub reclaim_never: u64,
    /// To give back: `reclaim-deactivated`.
    pub reclaim_deactivated: u64,
    /// To give back: `reclaim-duplicate` and `reclaim-departed`.
    pub reclaim_other: u64,
}

impl ProductRow {
    /// Are its billed, committed and needed quantities hours?
    pub fn is_by_the_hour(&self) -> bool {
        self.unit == "hours"
    }

    /// A billed or committed quantity, with its unit where it is no number of seats.
    pub(crate) fn quantity(&self, units: Option<u64>) -> String {
        match units {
            Some(hours) if self.is_by_the_hour() => format!("{} h", count(hours)),
            units => count_or_unknown(units),
        }
    }
}

impl StateRow {
    /// Seats with a reclaim recommendation.
    #[must_use]
    pub fn to_give_back(&self) -> u64 {
        self.reclaim_idle + self.reclaim_never + self.reclaim_deactivated + self.reclaim_other
    }

    /// All seats of the product.
    #[must_use]
    pub fn seats(&self) -> u64 {
        self.active + self.idle_30 + self.idle_60 + self.quiet + self.over_tiered + self.to_give_back()
    }
}

/// People who hold one base and need another (or the same, or none).
#[derive(Debug, Clone)]
pub struct MatrixCell {
    /// Base product held.
    pub held: String,
    /// Base product that is enough; `None` = no seat at all.
    pub needed: Option<String>,
    /// People.
    pub people: u64,
    /// Contracted price of the difference, all people; `None` = a price is unknown.
    pub contracted_delta_monthly: Option<Decimal>,
    /// List price of the difference, all people; `None` = a price is unknown.
    pub list_delta_monthly: Option<Decimal>,
}

/// People by days since their last sign.
#[derive(Debug, Clone)]
pub struct IdleBucket {
    /// Base product held.
    pub product: String,
    /// First day of the bucket: 0, 7, 14, …; `None` = no sign ever.
    pub from_days: Option<u32>,
    /// People in it.
    pub people: u64,
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

/// Departments as the chart shows them.
#[derive(Debug, Clone, Default)]
pub struct DepartmentChart {
    /// Largest contracted cost first; ties by name, people without a department last.
    pub largest: Vec<DepartmentRow>,
    /// All departments that are not in `largest`, as one; `None` = all are shown.
    pub others: Option<OtherDepartments>,
}

/// Sum of the departments that the chart does not show one by one.
#[derive(Debug, Clone, Default)]
pub struct OtherDepartments {
    /// How many departments.
    pub departments: u64,
    /// Sum of [`DepartmentRow::people`].
    pub people: u64,
    /// Sum of [`DepartmentRow::contracted_monthly`], exact.
    pub contracted_monthly: Decimal,
    /// Sum of [`DepartmentRow::recoverable_monthly`], exact.
    pub recoverable_monthly: Decimal,
    /// Sum of [`DepartmentRow::unpriced_seats`].
    pub unpriced_seats: u64,
}

impl DepartmentChart {
    /// Departments shown one by one, unless the caller wants another number.
    pub const LARGEST: usize = 15;

    /// The `largest` departments of `rows`, and the exact sum of all others. For whoever fills an [`Overview`].
    #[must_use]
    pub fn of(rows: &[DepartmentRow], largest: usize) -> Self {
        let mut sorted = rows.to_vec();
        sorted.sort_by(|a, b| {
            let name = |row: &DepartmentRow| (row.department.is_none(), row.department.clone());
            b.contracted_monthly.cmp(&a.contracted_monthly).then_with(|| name(a).cmp(&name(b)))
        });
        let rest = sorted.split_off(largest.min(sorted.len()));
        let others = (!rest.is_empty()).then(|| OtherDepartments {
            departments: rest.len() as u64,
            people: rest.iter().map(|row| row.people).sum(),
            contracted_monthly: rest.iter().map(|row| row.contracted_monthly).sum(),
            recoverable_monthly: rest.iter().map(|row| row.recoverable_monthly).sum(),
            unpriced_seats: rest.iter().map(|row| row.unpriced_seats).sum(),
        });
        Self { largest: sorted, others }
    }
}

/// One recommendation.
#[derive(Debug, Clone)]
pub struct RecommendationRow {
    /// Stable id.
    pub id: String,
    /// Stable code, as `downgrade-tier`.
    pub code: String,
    /// Whom it concerns; `None` = the organization.
    pub user_id: Option<String>,
    /// Display name.
    pub name: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Department.
    pub department: Option<String>,
    /// E-mail of the manager.
    pub manager_email: Option<String>,
    /// Products held.
    pub from: Vec<String>,
    /// Products enough; empty = none.
    pub to: Vec<String>,
    /// List price of the difference; `None` = unknown.
    pub list_delta_monthly: Option<Decimal>,
    /// Contracted price of the difference; `None` = unknown.
    pub contracted_delta_monthly: Option<Decimal>,
    /// `high`, `medium`, `low`.
    pub confidence: String,
    /// Why, in one sentence.
    pub why: String,
    /// Roles and permissions that keep the person at the tier, as `Role › permission`.
    pub drivers: Vec<String>,
    /// Last sign and its source; `None` = none ever.
    pub last_sign: Option<(DateTime<Utc>, String)>,
}

/// One person with a license.
#[derive(Debug, Clone)]
pub struct SeatRow {
    /// Genesys' id.
    pub user_id: String,
    /// Display name.
    pub name: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// `active`, `inactive`, `deleted`.
    pub state: String,
    /// Department.
    pub department: Option<String>,
    /// Division.
    pub division: Option<String>,
    /// Cost center.
    pub cost_center: Option<String>,
    /// Base product held; `None` = only add-ons or other licenses.
    pub base: Option<String>,
    /// Other products held, by id.
    pub others: Vec<String>,
    /// Does the person count in the period's bill? `None` = unknown.
    pub billed: Option<bool>,
    /// Products that are enough, base first; what is held where nothing is recommended.
    pub needed: Vec<String>,
    /// Last sign and its source; `None` = none ever.
    pub last_sign: Option<(DateTime<Utc>, String)>,
    /// Features with evidence in the window.
    pub features: Vec<String>,
    /// List price of what is held; `None` = a price is unknown.
    pub list_monthly: Option<Decimal>,
    /// Contracted price of what is held; `None` = a price is unknown.
    pub contracted_monthly: Option<Decimal>,
    /// Code of the recommendation, if any.
    pub recommendation: Option<String>,
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
