//! What the builder takes for a person and for a contract, as plain values.

use chrono::NaiveDate;
use rust_decimal::Decimal;

/// A person, as a row of the canonical table `users` has them. Times are microseconds since 1970, UTC.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserRecord {
    /// Genesys' id of the person.
    pub user_id: String,
    /// E-mail, which is the user name too.
    pub email: Option<String>,
    /// Display name.
    pub name: Option<String>,
    /// `active`, `inactive` or `deleted`.
    pub state: String,
    /// Department.
    pub department: Option<String>,
    /// Job title.
    pub title: Option<String>,
    /// Name of the division.
    pub division: Option<String>,
    /// E-mail of the manager, who is served by id.
    pub manager_email: Option<String>,
    /// Employee number.
    pub employee_id: Option<String>,
    /// Served as `dateWelcomeSent`, the nearest field of the API.
    pub created_at: Option<i64>,
    /// Served as `dateLastLogin`.
    pub last_login_at: Option<i64>,
    /// Served as `lastTokenIssued.dateIssued`.
    pub last_token_at: Option<i64>,
    /// Id in the identity provider, served by SCIM only.
    pub external_id: Option<String>,
}

/// What an organization has agreed to, as billing contracts and the overview for partners show it.
#[derive(Debug, Clone)]
pub struct ContractRecord {
    /// First day, inclusive; billing periods start on its day of the month, on the 28th at the latest.
    pub start: NaiveDate,
    /// Last day, inclusive.
    pub end: NaiveDate,
    /// As `subscriptionType` of the overview has it.
    pub subscription: String,
    /// ISO 4217.
    pub currency: String,
    /// What has a price.
    pub charges: Vec<ChargeRecord>,
}

/// A charge that a contract prices.
#[derive(Debug, Clone)]
pub struct ChargeRecord {
    /// As billing names it.
    pub name: String,
    /// Part number.
    pub sku: Option<String>,
    /// Units committed; 0 = none.
    pub quantity: u64,
    /// Price of a committed unit per month; `None` = the API doesn't tell.
    pub unit_price: Option<Decimal>,
    /// Price of a unit beyond.
    pub overage_price: Option<Decimal>,
}
