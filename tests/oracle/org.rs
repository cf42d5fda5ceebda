//! A small organization in memory: the canonical tables as plain rows, the contract and the settings.
//!
//! Nothing is computed or checked here. `None` for a table means that the file is absent; times are microseconds
//! since 1970-01-01T00:00:00Z.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::time::Micros;

/// One organization with everything that an analysis is told about it.
#[derive(Debug, Clone, Default)]
pub struct Case {
    /// Which number it was generated from; 0 for cases written by hand.
    pub seed: u64,
    pub org: Org,
    pub contract: Option<Contract>,
    pub settings: Option<Settings>,
    /// `--as-of`; `None` = the latest of what the tables hold.
    pub as_of: Option<Micros>,
}

/// The canonical tables.
#[derive(Debug, Clone, Default)]
pub struct Org {
    pub users: Vec<User>,
    pub licenses: Vec<License>,
    pub roles: Option<Vec<Role>>,
    pub grants: Option<Vec<Grant>>,
    pub activity: Option<Vec<Activity>>,
    pub presence: Option<Vec<Presence>>,
    pub billable: Option<Vec<Billable>>,
    pub resources: Option<Vec<Resource>>,
    pub idp: Option<Vec<Idp>>,
    pub memberships: Option<Vec<Membership>>,
    pub coverage: Option<Vec<Coverage>>,
}

#[derive(Debug, Clone, Default)]
pub struct User {
    pub user_id: String,
    pub email: Option<String>,
    pub name: Option<String>,
    pub state: String,
    pub department: Option<String>,
    pub division: Option<String>,
    pub manager_email: Option<String>,
    pub employee_id: Option<String>,
    pub created_at: Option<Micros>,
    pub last_login_at: Option<Micros>,
    pub last_token_at: Option<Micros>,
}

#[derive(Debug, Clone)]
pub struct License {
    pub user_id: String,
    pub license_id: String,
    pub from: Option<Micros>,
    pub to: Option<Micros>,
}

#[derive(Debug, Clone)]
pub struct Role {
    pub role_id: String,
    pub name: String,
    pub permission: String,
}

#[derive(Debug, Clone)]
pub struct Grant {
    pub user_id: String,
    pub role_id: String,
    pub via_group: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Activity {
    pub user_id: String,
    pub start: Micros,
    pub end: Micros,
    pub feature: String,
    pub events: i64,
    pub duration_ms: i64,
}

#[derive(Debug, Clone)]
pub struct Presence {
    pub user_id: String,
    pub start: Micros,
    /// `None` = still present.
    pub end: Option<Micros>,
}

#[derive(Debug, Clone)]
pub struct Billable {
    pub charge_name: String,
    pub entity: String,
    pub first_seen_at: Micros,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Resource {
    pub date: NaiveDate,
    pub resource: String,
    pub quantity: Decimal,
}

#[derive(Debug, Clone)]
pub struct Idp {
    pub email: String,
    pub status: String,
    pub changed_at: Option<Micros>,
}

#[derive(Debug, Clone)]
pub struct Membership {
    pub user_id: String,
    pub feature: String,
    pub via: String,
}

#[derive(Debug, Clone)]
pub struct Coverage {
    pub table: String,
    pub feature: Option<String>,
    pub from: Micros,
    pub to: Micros,
}

/// `contract.toml`; `None` = the default that `data.md` names.
#[derive(Debug, Clone, Default)]
pub struct Contract {
    pub organization: Option<String>,
    pub currency: Option<String>,
    pub model: Option<String>,
    pub subscription: Option<String>,
    pub start: Option<NaiveDate>,
    pub end: Option<NaiveDate>,
    pub period_anchor_day: Option<u32>,
    pub seat_counting: Option<String>,
    pub concurrency_reading: Option<String>,
    pub ramp_until: Option<NaiveDate>,
    pub lines: Vec<Line>,
    pub prices: Vec<(String, Decimal)>,
}

/// What is committed of one product.
#[derive(Debug, Clone)]
pub struct Line {
    pub product: String,
    pub quantity: i64,
    pub unit_price: Decimal,
    pub overage_price: Option<Decimal>,
}

/// `seatwise.toml`.
#[derive(Debug, Clone)]
pub struct Settings {
    pub days: i64,
    pub idle_days: i64,
    pub grace_days: i64,
    pub min_events: i64,
    pub min_days: usize,
    pub protect_roles: Vec<String>,
    pub protect_users: Vec<String>,
    pub not_used: Vec<String>,
    pub allow: Vec<String>,
    pub pins: Vec<Pin>,
    pub exceptions: Vec<Exception>,
    pub windows: Vec<DepartmentWindow>,
}

/// Thresholds of a department; `None` = those of everybody.
#[derive(Debug, Clone)]
pub struct DepartmentWindow {
    pub department: String,
    pub days: Option<i64>,
    pub idle_days: Option<i64>,
    pub grace_days: Option<i64>,
    pub min_events: Option<i64>,
    pub min_days: Option<usize>,
}

/// People with all these attributes need the feature. Keys used here: `department`, `division`.
#[derive(Debug, Clone)]
pub struct Pin {
    pub feature: String,
    pub keys: BTreeMap<String, String>,
}

#[derive(Debug, Clone)]
pub struct Exception {
    /// User id or e-mail.
    pub user: String,
    pub reason: String,
    /// Inclusive; `None` = for ever.
    pub until: Option<NaiveDate>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            days: 90,
            idle_days: 90,
            grace_days: 30,
            min_events: 1,
            min_days: 1,
            protect_roles: vec!["Master Admin".to_owned()],
            protect_users: Vec::new(),
            not_used: Vec::new(),
            allow: Vec::new(),
            pins: Vec::new(),
            windows: Vec::new(),
            exceptions: Vec::new(),
        }
    }
}

impl Contract {
    /// ISO 4217 code.
    pub fn currency(&self) -> &str {
        self.currency.as_deref().unwrap_or("USD")
    }

    /// Are the CX seats billed by the hours that people are logged in?
    pub fn is_hourly(&self) -> bool {
        self.model.as_deref() == Some("hourly-logged-in")
    }

    /// Are the CX seats counted by who was present, not by who holds them?
    pub fn is_by_presence(&self) -> bool {
        self.is_concurrent() || self.is_hourly()
    }

    /// Are the CX seats counted by simultaneous use?
    pub fn is_concurrent(&self) -> bool {
        self.model.as_deref() == Some("concurrent")
    }
}
