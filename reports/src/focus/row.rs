//! One row of Cost and Usage, and of Billing Period.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

use super::contract::Applied;

/// One charge of one period, or the share of it that a part of the organization has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostAndUsage {
    /// Who is billed.
    pub account: Account,
    /// Which part of the organization; `None` = no part of it, or nobody asked.
    pub sub_account: Option<SubAccount>,
    /// Currency of every amount, as `USD`.
    pub currency: String,
    /// The period that is billed.
    pub billing_period: Span,
    /// What the charge is for: the period, or the time that is paid in advance.
    pub charge_period: Span,
    /// What sort of charge.
    pub category: Category,
    /// How often it comes.
    pub frequency: Frequency,
    /// In words.
    pub description: String,
    /// What it costs.
    pub costs: Costs,
    /// How many, at which price; `None` = a charge without units.
    pub pricing: Option<Pricing>,
    /// What was used; `None` = nothing was.
    pub consumed: Option<Amount>,
    /// The commitment that it buys or uses.
    pub commitment: Option<CommitmentUse>,
    /// What it is part of.
    pub service: Service,
    /// What is sold; `None` = nothing is.
    pub sku: Option<Sku>,
    /// Keys and values of the organization, in order.
    pub tags: Vec<(String, String)>,
    /// What FOCUS has no column for.
    pub own: Own,
}

/// A span of days from midnight UTC, start inclusive, end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// First day.
    pub from: NaiveDate,
    /// Day after the last.
    pub to: NaiveDate,
}

/// Who is billed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// A part of the organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubAccount {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is, as `Department`.
    pub kind: String,
}

/// Sorts of charge that a bill of seats has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Category {
    /// What was used, or was there to be used.
    Usage,
    /// A commitment is bought.
    Purchase,
    /// The bill is raised to its minimum.
    Adjustment,
}

impl Category {
    /// The word of FOCUS.
    pub fn as_str(self) -> &'static str {
        match self {
            Category::Usage => "Usage",
            Category::Purchase => "Purchase",
            Category::Adjustment => "Adjustment",
        }
    }
}

/// How often a charge comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frequency {
    /// Once.
    OneTime,
    /// Every period, used or not.
    Recurring,
    /// By what is used.
    UsageBased,
}

impl Frequency {
    /// The word of FOCUS.
    pub fn as_str(self) -> &'static str {
        match self {
            Frequency::OneTime => "One-Time",
            Frequency::Recurring => "Recurring",
            Frequency::UsageBased => "Usage-Based",
        }
    }
}

/// The four costs of FOCUS, in the row's currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Costs {
    /// What the invoice of the period asks for.
    pub billed: Decimal,
    /// What the period costs.
    pub effective: Decimal,
    /// Quantity × list price; where there is none, what is contracted.
    pub list: Decimal,
    /// Quantity × contracted price.
    pub contracted: Decimal,
}

/// How many, at which price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pricing {
    /// How many, in what unit.
    pub amount: Amount,
    /// List price of each; `None` = none is published.
    pub list_unit_price: Option<Decimal>,
    /// Contracted price of each.
    pub contracted_unit_price: Decimal,
    /// How the price comes about.
    pub category: PricingCategory,
}

/// How a price comes about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PricingCategory {
    /// As agreed.
    Standard,
    /// By a commitment.
    Committed,
}

impl PricingCategory {
    /// The word of FOCUS.
    pub fn as_str(self) -> &'static str {
        match self {
            PricingCategory::Standard => "Standard",
            PricingCategory::Committed => "Committed",
        }
    }
}

/// A quantity and its unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Amount {
    /// How many.
    pub quantity: Decimal,
    /// Of what, in the plural, as `Seats`.
    pub unit: String,
}

/// A commitment, and how much of it a row is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitmentUse {
    /// Its id, the same in every period.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What sort of agreement, as `Annual commitment`.
    pub kind: String,
    /// How much is bought, used or not used.
    pub amount: Amount,
    /// Is it used? `None` = it is bought.
    pub status: Option<Status>,
    /// The same for the contract's paper; `None` = it is bought, or the paper is not known.
    pub applied: Option<Applied>,
}

/// What became of committed units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Somebody has them.
    Used,
    /// Nobody has them.
    Unused,
}

impl Status {
    /// The word of FOCUS.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Used => "Used",
            Status::Unused => "Unused",
        }
    }
}

/// What a charge is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Service {
    /// Seats, devices, hours.
    Cx,
    /// AI tokens.
    Ai,
}

impl Service {
    /// Name, category and subcategory.
    pub fn words(self) -> [&'static str; 3] {
        match self {
            Service::Cx => ["Genesys Cloud CX", "Business Applications", "Other (Business Applications)"],
            Service::Ai => {
                ["Genesys Cloud AI Experience", "AI and Machine Learning", "Other (AI and Machine Learning)"]
            }
        }
    }
}

/// What is sold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sku {
    /// Product of the price book, whatever its price.
    pub id: String,
    /// The price: of the commitment, or beyond it.
    pub price_id: String,
    /// What is counted.
    pub meter: String,
    /// What else is known of the price, in order; keys begin with `x_`.
    pub details: Vec<(String, String)>,
}

/// What FOCUS has no column for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Own {
    /// Line of the bill: `seats`, `tokens`, ….
    pub charge_kind: String,
    /// Where the contracted price comes from.
    pub price_source: String,
    /// Its first day.
    pub price_since: Option<NaiveDate>,
    /// Is the period over, so that nothing more can come?
    pub period_is_over: bool,
}

/// One row of Billing Period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BillingPeriod {
    /// The period.
    pub span: Span,
    /// The instant that its bill is seen from.
    pub seen_from: DateTime<Utc>,
    /// Is it over, so that nothing more can come?
    pub is_over: bool,
}
