//! One charge of a period's bill: what, how many, at which price, and its four costs.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::order::ChargeAdjustment;
use crate::book::PriceEntry;
use crate::rate::Fraction;
use crate::tariff::{ContractedSource, ProductIx};

/// What is charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChargeKind {
    /// Seats, devices or hours of a product.
    Seats(ProductIx),
    /// Interaction time of people who are billed by the hour, against a product.
    Hours(ProductIx),
    /// AI tokens.
    Tokens,
    /// What goes beyond a fair-use pool.
    FairUse,
    /// What is missing to the minimum of the contract.
    Minimum,
}

impl ChargeKind {
    /// As one word, for documents.
    pub fn as_str(self) -> &'static str {
        match self {
            ChargeKind::Seats(_) => "seats",
            ChargeKind::Hours(_) => "interaction-time",
            ChargeKind::Tokens => "tokens",
            ChargeKind::FairUse => "fair-use",
            ChargeKind::Minimum => "minimum",
        }
    }
}

/// How many, in priced units, exact. Actual = free + within the commitment + overage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quantities {
    /// What was counted.
    pub actual: Fraction,
    /// Of it free or included; `None` = no source says how much is.
    pub free: Option<Fraction>,
    /// What is committed, used or not.
    pub committed: u64,
    /// What goes beyond both; `None` = unknown.
    pub overage: Option<Fraction>,
}

/// The four costs of a charge, each rounded; `None` = a price is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Costs {
    /// What is charged for, at list prices.
    pub list: Option<Decimal>,
    /// What is charged for, at contracted prices.
    pub contracted: Option<Decimal>,
    /// What the period's invoice asks for: a prepaid year at once.
    pub billed: Option<Decimal>,
    /// What the period costs: a prepaid year with its monthly share.
    pub effective: Option<Decimal>,
}

/// Where a price comes from, and from which day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceOrigin {
    /// Which of the sources.
    pub source: ContractedSource,
    /// Entry of the price book behind the list price; `None` = no list price.
    pub entry: Option<PriceEntry>,
    /// First day of the contract's price, else the day on which the source of the list price was read. `None` = not said.
    pub since: Option<NaiveDate>,
}

/// One charge. Amounts are in the bill's currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    /// What is charged.
    pub kind: ChargeKind,
    /// Id of the product or resource.
    pub id: String,
    /// Its name as Genesys has it.
    pub name: String,
    /// The unit that a price is for, as `seat`.
    pub unit: String,
    /// How many.
    pub quantities: Quantities,
    /// List price per unit.
    pub list_price: Option<Decimal>,
    /// Contracted price per unit.
    pub unit_price: Option<Decimal>,
    /// Price per unit beyond the commitment.
    pub overage_price: Option<Decimal>,
    /// Where the contracted price comes from.
    pub origin: PriceOrigin,
    /// What led to the costs, in the order of [`super::order_of_adjustments`].
    pub adjustments: Vec<ChargeAdjustment>,
    /// What it costs.
    pub costs: Costs,
}

impl Charge {
    /// Is its contracted price known, so that it is in the totals of the bill?
    pub fn is_priced(&self) -> bool {
        self.costs.billed.is_some() && self.costs.effective.is_some() && self.costs.contracted.is_some()
    }
}
