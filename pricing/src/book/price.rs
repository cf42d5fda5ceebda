//! One price of one product: for which model, term, currency and time, by which source.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::money::Currency;

/// How seats are counted and priced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SeatModel {
    /// Per person.
    Named,
    /// Per person present at once, by the 30-minute peak.
    Concurrent,
    /// Per hour logged in, over the organization (legacy).
    HourlyLoggedIn,
}

/// The commitment that a price asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Term {
    /// A year.
    Annual,
    /// A month.
    MonthToMonth,
}

/// What somebody says that a product costs, without saying what: a range is not a price and is in no bill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceRange {
    /// Id of the product.
    pub product: String,
    /// Currency of both ends.
    pub currency: Currency,
    /// Lowest price per unit and month.
    pub low: Decimal,
    /// Highest price per unit and month.
    pub high: Decimal,
    /// An address, or `guide`.
    pub source: String,
    /// Day on which the source was read.
    pub known_since: NaiveDate,
}

/// How far a price can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PriceStatus {
    /// By Genesys, or transcribed from a page of Genesys.
    Published,
    /// By a guide of a third party only.
    Guide,
    /// From somebody's contract or price sheet.
    Contract,
}

impl SeatModel {
    /// As in a price book: `named`, `concurrent`, `hourly-logged-in`.
    pub fn as_str(self) -> &'static str {
        match self {
            SeatModel::Named => "named",
            SeatModel::Concurrent => "concurrent",
            SeatModel::HourlyLoggedIn => "hourly-logged-in",
        }
    }
}

impl Term {
    /// As in a price book: `annual`, `month-to-month`.
    pub fn as_str(self) -> &'static str {
        match self {
            Term::Annual => "annual",
            Term::MonthToMonth => "month-to-month",
        }
    }
}

impl PriceStatus {
    /// As in a price book: `published`, `guide`, `contract`.
    pub fn as_str(self) -> &'static str {
        match self {
            PriceStatus::Published => "published",
            PriceStatus::Guide => "guide",
            PriceStatus::Contract => "contract",
        }
    }
}

/// One price, per unit and month (per token for usage, per hour for hourly products).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriceEntry {
    /// Id of the product.
    pub product: String,
    /// For seats of this model.
    pub model: SeatModel,
    /// For this commitment.
    pub term: Term,
    /// In this currency; `None` = in any, which only 0.00 can be.
    pub currency: Option<Currency>,
    /// Price per unit, in major units of the currency, not negative.
    pub unit_price: Decimal,
    /// First day on which it is valid; `None` = always was, as far as is known.
    pub valid_from: Option<NaiveDate>,
    /// Last day on which it is valid, inclusive; `None` = until further notice.
    pub valid_to: Option<NaiveDate>,
    /// Where it was read: an address, or `guide`.
    pub source: String,
    /// How far it can be trusted.
    pub status: PriceStatus,
    /// The day on which the source was read or made.
    pub known_since: NaiveDate,
}

impl PriceEntry {
    /// Is it a price in this currency?
    pub fn is_in(&self, currency: Currency) -> bool {
        self.currency.is_none_or(|own| own == currency)
    }

    /// Is it valid on this day?
    pub fn is_valid_on(&self, day: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }

    /// Are there a day and a currency in which both are a price of one product, model and term?
    pub fn collides_with(&self, other: &PriceEntry) -> bool {
        let same_currency = match (self.currency, other.currency) {
            (Some(own), Some(others)) => own == others,
            _ => true,
        };
        let starts_in_time = |a: &PriceEntry, b: &PriceEntry| match (a.valid_from, b.valid_to) {
            (Some(from), Some(to)) => from <= to,
            _ => true,
        };
        (&self.product, self.model, self.term) == (&other.product, other.model, other.term)
            && same_currency
            && starts_in_time(self, other)
            && starts_in_time(other, self)
    }
}
