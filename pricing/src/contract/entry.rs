//! The entries of a contract: what is committed, what has a price, from which day to which.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::money::Currency;

/// Days on which an entry holds, both ends inclusive; `None` = as long as the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    /// First day; `None` = from the start of the contract.
    pub from: Option<NaiveDate>,
    /// Last day; `None` = to the end of the contract, with which add-ons are co-termed
    /// (<https://help.genesys.cloud/380256>).
    pub to: Option<NaiveDate>,
}

/// A discount step: from a volume on, another price or a discount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Units from which on it holds, above 0.
    pub from_units: u64,
    /// What it changes.
    pub change: StepChange,
}

/// What a discount step changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepChange {
    /// A price of its own, per unit and month.
    UnitPrice(Decimal),
    /// So many percent less than the price before.
    DiscountPercent(Decimal),
}

/// Terms of a price, the same for a line and for a price without commitment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PriceTerms {
    /// Price per unit and month; `None` = by what comes after, in the end the list price.
    pub unit_price: Option<Decimal>,
    /// Discount off it in percent, after steps; `None` = none.
    pub discount_percent: Option<Decimal>,
    /// Discount steps by volume, by units, each volume once.
    pub steps: Vec<Step>,
    /// Currency of the prices; `None` = the contract's.
    pub currency: Option<Currency>,
    /// Price per hour of interaction of people who are billed by the hour; `None` = not agreed.
    pub hourly_price: Option<Decimal>,
}

/// What is committed of one product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Product id; one that the price book does not know passes through.
    pub product: String,
    /// Units per month, paid used or not.
    pub quantity: u64,
    /// Price of a unit and month; without one the `[[price]]` entry's, else the list price.
    pub terms: PriceTerms,
    /// Price per unit and month beyond the commitment; `None` = the contracted price.
    pub overage_price: Option<Decimal>,
    /// Days on which it holds.
    pub span: Span,
    /// Does an amendment add these units to what the line commits to?
    pub added: bool,
    /// Name of the amendment that it comes from; `None` = the contract itself, or one without a name.
    pub amendment: Option<String>,
}

/// A price without commitment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Price {
    /// Product id; one that the price book does not know passes through.
    pub product: String,
    /// The price; at least one of its parts is given.
    pub terms: PriceTerms,
    /// Days on which it holds.
    pub span: Span,
}

/// A price of what goes beyond a fair-use pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FairUseRate {
    /// Id of the resource, as `api_requests`.
    pub resource: String,
    /// Price per unit.
    pub unit_price: Decimal,
}

impl Span {
    /// Does it hold on this day?
    pub fn contains(self, day: NaiveDate) -> bool {
        self.has_begun_by(day) && self.to.is_none_or(|to| day <= to)
    }

    /// Is its first day this one or an earlier one?
    pub fn has_begun_by(self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day)
    }

    /// Is there a day on which both hold?
    pub fn overlaps(self, other: Span) -> bool {
        let begins_in_time = |a: Span, b: Span| a.from.zip(b.to).is_none_or(|(from, to)| from <= to);
        begins_in_time(self, other) && begins_in_time(other, self)
    }
}

impl PriceTerms {
    /// Is there a price, a discount or a step?
    pub fn says_something(&self) -> bool {
        self.unit_price.is_some() || self.discount_percent.is_some() || !self.steps.is_empty()
    }
}
