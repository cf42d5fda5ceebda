//! One row of each canonical table, as a source hands it to a [`RowSink`].
//!
//! Times are microseconds since 1970-01-01T00:00:00Z ([`Micros`]). `None` is the empty cell.

use chrono::NaiveDate;
use rust_decimal::Decimal;

/// Microseconds since 1970-01-01T00:00:00Z.
pub type Micros = i64;

/// A day in microseconds; days are 86,400 s, everything is UTC.
pub const DAY: Micros = 86_400_000_000;

/// A second.
pub const SECOND: Micros = 1_000_000;

/// A row of `users`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "the columns are described in `canonical::TABLES`")]
pub struct UserRow {
    pub user_id: String,
    pub email: Option<String>,
    pub name: Option<String>,
    /// `active`, `inactive` or `deleted`.
    pub state: String,
    pub department: Option<String>,
    pub title: Option<String>,
    pub division: Option<String>,
    pub cost_center: Option<String>,
    pub manager_email: Option<String>,
    pub employee_id: Option<String>,
    pub created_at: Option<Micros>,
    pub last_login_at: Option<Micros>,
    pub last_token_at: Option<Micros>,
    pub external_id: Option<String>,
}

/// A row of `idp_users`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "the columns are described in `canonical::TABLES`")]
pub struct IdpUserRow<'a> {
    pub email: &'a str,
    /// `active`, `suspended` or `deprovisioned`.
    pub status: &'a str,
    pub changed_at: Option<Micros>,
    pub name: Option<&'a str>,
    pub employee_id: Option<&'a str>,
    pub external_id: Option<&'a str>,
    pub assigned: Option<bool>,
    pub source: Option<&'a str>,
}

/// A row of any canonical table; borrowed, so that a stream of millions allocates nothing per row.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "the columns are described in `canonical::TABLES`")]
#[allow(clippy::large_enum_variant, reason = "one row lives on the stack at a time; a box would allocate for each")]
pub enum Row<'a> {
    User(UserRow),
    License {
        user_id: &'a str,
        license_id: &'a str,
        assigned_from: Option<Micros>,
        assigned_to: Option<Micros>,
    },
    Role {
        role_id: &'a str,
        name: Option<&'a str>,
        permission: Option<&'a str>,
    },
    RoleGrant {
        user_id: &'a str,
        role_id: &'a str,
        division_id: Option<&'a str>,
        via_group_id: Option<&'a str>,
    },
    LicenseDefinition {
        license_id: &'a str,
        permission: Option<&'a str>,
    },
    RoleLicense {
        role_id: &'a str,
        license_id: Option<&'a str>,
    },
    Activity {
        user_id: &'a str,
        interval_start: Micros,
        interval_end: Micros,
        feature: &'a str,
        events: Option<i64>,
        duration_ms: Option<i64>,
    },
    Presence {
        user_id: &'a str,
        start_at: Micros,
        end_at: Option<Micros>,
    },
    BillableUsage {
        charge_name: &'a str,
        entity: &'a str,
        first_seen_at: Micros,
    },
    ResourceUsage {
        date: NaiveDate,
        resource: &'a str,
        quantity: Decimal,
    },
    IdpUser(IdpUserRow<'a>),
    Membership {
        user_id: &'a str,
        feature: &'a str,
        via: Option<&'a str>,
    },
    Coverage {
        table: &'a str,
        feature: Option<&'a str>,
        from: Micros,
        to: Micros,
    },
    Group {
        group_id: &'a str,
        name: Option<&'a str>,
        state: Option<&'a str>,
        member_count: Option<i64>,
    },
    Queue {
        queue_id: &'a str,
        name: Option<&'a str>,
        division: Option<&'a str>,
        media: Option<&'a str>,
        member_count: Option<i64>,
    },
    QueueMember {
        queue_id: &'a str,
        user_id: &'a str,
        member_by: Option<&'a str>,
        joined: Option<bool>,
    },
    Dependency {
        user_id: &'a str,
        kind: &'a str,
        object_id: &'a str,
        name: Option<&'a str>,
    },
    BillingCharge(BillingChargeRow),
    BillingContract(BillingContractRow),
}

/// A row of `billing_charges`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "the columns are described in `canonical::TABLES`")]
pub struct BillingChargeRow {
    pub source: String,
    pub period_from: String,
    pub period_to: Option<String>,
    pub charge_name: String,
    pub sku: Option<String>,
    pub grouping: Option<String>,
    pub unit: Option<String>,
    pub prepaid_quantity: Option<Decimal>,
    pub fair_use_quantity: Option<Decimal>,
    pub actual_quantity: Option<Decimal>,
    pub overage_quantity: Option<Decimal>,
    pub overage_rate: Option<Decimal>,
    pub overage_charge: Option<Decimal>,
    pub currency: Option<String>,
    pub prepaid_rate: Option<Decimal>,
}

/// A row of `billing_contracts`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "the columns are described in `canonical::TABLES`")]
pub struct BillingContractRow {
    pub source: String,
    pub contract_id: Option<String>,
    pub starts_on: Option<String>,
    pub ends_on: Option<String>,
    pub ramp_until: Option<String>,
    pub amended_on: Option<String>,
    pub subscription: Option<String>,
    pub currency: Option<String>,
    pub minimum_monthly: Option<Decimal>,
}

/// Takes the rows that a source (console exports, the API, a demo organization) produces, in any order.
///
/// Rows are checked by the source; a sink writes them and fails only for reasons of its own.
pub trait RowSink {
    /// Takes one row.
    fn push(&mut self, row: Row<'_>) -> anyhow::Result<()>;
}
