//! The contract: what an organization agreed to, as its `contract.toml` says.
//!
//! Reading keeps to the text: which price a product has in the end is [`crate::tariff`]'s matter, what a period bills
//! [`crate::bill`]'s. Amounts are exact decimals in quotes; nothing is converted or guessed.

mod read;
mod schema;
mod template;

use std::fmt;

use chrono::NaiveDate;
use rust_decimal::Decimal;

pub use schema::contract_schema;
pub use template::TEMPLATE;

use crate::book::{PriceBook, SeatModel};
use crate::money::Currency;
use crate::period::AnchorDay;
use crate::problem::{Notice, Problems};

/// How seats are counted and priced; the same as the price book's [`SeatModel`].
pub type Model = SeatModel;

/// How the commitment is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subscription {
    /// A year's commitment, paid in advance; counts with its monthly equivalent.
    AnnualPrepay,
    /// A year's commitment, paid monthly.
    AnnualMonthly,
    /// No commitment; everything at overage prices.
    MonthToMonth,
}

/// Which named people count where no billable-usage report says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SeatCounting {
    /// Whoever held a license in the period and is active, or had a sign in it.
    Assigned,
    /// Whoever held a license in the period and had a sign in it.
    LoggedIn,
}

/// How the 30-minute rule of the concurrent peak is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConcurrencyReading {
    /// Time with at least so many present.
    AtOrAbove,
    /// Time with exactly so many present.
    Exactly,
}

/// What is committed of one product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Product id; one that the price book does not know passes through.
    pub product: String,
    /// Units per month, paid used or not.
    pub quantity: u64,
    /// Price per unit and month; `None` = the `[[price]]` entry, else the list price.
    pub unit_price: Option<Decimal>,
    /// Price per unit and month beyond the commitment; `None` = the contracted price.
    pub overage_price: Option<Decimal>,
}

/// A price without commitment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Price {
    /// Product id; one that the price book does not know passes through.
    pub product: String,
    /// Price per unit and month.
    pub unit_price: Decimal,
}

/// What an organization agreed to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contract {
    /// Name of the organization; `None` = not said.
    pub organization: Option<String>,
    /// Currency of every amount in the contract and of everything computed from it.
    pub currency: Currency,
    /// How seats are counted and priced.
    pub model: Model,
    /// How the commitment is paid.
    pub subscription: Subscription,
    /// First day, inclusive; `None` = open.
    pub start: Option<NaiveDate>,
    /// Last day, inclusive; `None` = open.
    pub end: Option<NaiveDate>,
    /// Day of the month on which a billing period starts.
    pub period_anchor_day: AnchorDay,
    /// Which named people count.
    pub seat_counting: SeatCounting,
    /// How the 30-minute rule is read.
    pub concurrency_reading: ConcurrencyReading,
    /// Days before `end` by which a change must be announced; `None` = not said.
    pub renewal_notice_days: Option<u32>,
    /// Most that prices rise at renewal, in percent; `None` = not said.
    pub uplift_cap_percent: Option<Decimal>,
    /// Last day of the ramp, inclusive; no seat is charged in a period that ends by then. `None` = no ramp.
    pub ramp_until: Option<NaiveDate>,
    /// What is committed, at most one line per product, in the order of the text.
    pub lines: Vec<Line>,
    /// Prices without commitment, at most one per product, in the order of the text.
    pub prices: Vec<Price>,
}

impl Contract {
    /// No contract: no commitment, list prices in USD, named seats, calendar months, month-to-month.
    pub fn none() -> Contract {
        Contract {
            organization: None,
            currency: Currency::USD,
            model: Model::Named,
            subscription: Subscription::MonthToMonth,
            start: None,
            end: None,
            period_anchor_day: AnchorDay::FIRST,
            seat_counting: SeatCounting::Assigned,
            concurrency_reading: ConcurrencyReading::AtOrAbove,
            renewal_notice_days: None,
            uplift_cap_percent: None,
            ramp_until: None,
            lines: Vec::new(),
            prices: Vec::new(),
        }
    }

    /// Reads a contract; `file` is its name in messages. A license id instead of a product id is understood.
    ///
    /// Notices: a product that the price book does not know, a price that a line overrules.
    ///
    /// # Errors
    /// Every mistake with line, column and path.
    pub fn parse(text: &str, file: &str, book: &PriceBook) -> Result<(Contract, Vec<Notice>), Problems> {
        read::read(text, file, book)
    }

    /// The commitment of a product.
    pub fn line(&self, product: &str) -> Option<&Line> {
        self.lines.iter().find(|line| line.product == product)
    }

    /// The price without commitment of a product.
    pub fn price(&self, product: &str) -> Option<&Price> {
        self.prices.iter().find(|price| price.product == product)
    }

    /// Is the contract in force on this day, both ends inclusive?
    pub fn is_in_force_on(&self, day: NaiveDate) -> bool {
        self.start.is_none_or(|start| start <= day) && self.end.is_none_or(|end| day <= end)
    }
}

impl Subscription {
    /// As in `contract.toml`: `annual-prepay`, `annual-monthly`, `month-to-month`.
    pub fn as_str(self) -> &'static str {
        match self {
            Subscription::AnnualPrepay => "annual-prepay",
            Subscription::AnnualMonthly => "annual-monthly",
            Subscription::MonthToMonth => "month-to-month",
        }
    }
}

impl fmt::Display for Subscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests;
