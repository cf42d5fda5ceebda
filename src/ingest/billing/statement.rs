//! What one billing period says of the contract, whatever its source.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use seatwise_pricing::{contract::Subscription, money::Currency};

/// The contract as one billing period shows it. `None` = the source does not say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Statement {
    /// The file or table, in messages.
    pub source: String,
    /// Name of the organization.
    pub organization: Option<String>,
    /// Currency of every price.
    pub currency: Option<Currency>,
    /// How the commitment is paid.
    pub subscription: Option<Subscription>,
    /// First day, inclusive.
    pub start: Option<NaiveDate>,
    /// Last day, inclusive.
    pub end: Option<NaiveDate>,
    /// Day of the last amendment.
    pub amended_on: Option<NaiveDate>,
    /// Last day of the ramp, inclusive.
    pub ramp_until: Option<NaiveDate>,
    /// First day of the billing period.
    pub period_from: Option<NaiveDate>,
    /// Last day of the billing period, inclusive.
    pub period_to: Option<NaiveDate>,
    /// Least that a period bills.
    pub minimum_monthly_amount: Option<Decimal>,
    /// Every row, in the order of the source.
    pub charges: Vec<Charge>,
    /// What the reader must know of the source.
    pub remarks: Vec<String>,
}

/// One row of billing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Charge {
    /// Where it stands, as `usages[3]`, from 1.
    pub place: String,
    /// Name of the charge.
    pub name: String,
    /// Part number.
    pub sku: Option<String>,
    /// Kind of row in the partner's overview.
    pub grouping: Option<String>,
    /// Unit of the quantities.
    pub unit: Option<String>,
    /// Units committed; `None` = not said, which an empty text is too.
    pub committed: Option<Decimal>,
    /// Price of a committed unit.
    pub unit_price: Option<Decimal>,
    /// Price of a unit beyond the commitment.
    pub overage_price: Option<Decimal>,
    /// Units used in the period.
    pub used: Option<Decimal>,
    /// Units that one of the charge stands for; other than 1 needs a look.
    pub bundle: Option<Decimal>,
}

impl Charge {
    /// Units committed, 0 where nothing is said.
    pub fn commitment(&self) -> Decimal {
        self.committed.unwrap_or_default()
    }

    /// `Genesys Cloud CX 3` with its grouping, as messages name it.
    pub fn label(&self) -> String {
        match &self.grouping {
            Some(grouping) => format!("`{}` ({grouping})", self.name),
            None => format!("`{}`", self.name),
        }
    }
}
