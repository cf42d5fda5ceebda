//! Quotes: what vendors offer, read from files, billed over their whole term under several levels of demand, side by side.
//!
//! A quote is a document shaped like a contract, with the terms of the offer beside it: vendor, validity, term, uplift, one-off
//! amounts. So an offer and a contract in force are read by one reader and billed by one bill.
//!
//! | file | question |
//! |---|---|
//! | `read`, `read_offer` | what does the file say? |
//! | `demand` | what will be used, at least, as expected, at most? |
//! | `term` | what does the term bill? |
//! | `line` | what does one product cost over the term? |
//! | `rank` | which offer costs least, and why? |

mod demand;
mod line;
mod rank;
mod read;
mod read_offer;
mod schema;
mod template;
mod term;

use chrono::NaiveDate;
use rust_decimal::Decimal;

pub use demand::{DemandItem, DemandRow, Level, NotCounted};
pub use line::TermLine;
pub use rank::{NotRanked, Offer, Place, Reason, Why, left_out, rank, why};
pub use schema::quote_schema;
pub use template::TEMPLATE;
pub use term::{QuoteError, TermBill, term_bill};

use crate::book::PriceBook;
use crate::contract::Contract;
use crate::problem::{Notice, Problems};

/// Longest term, in months.
pub const TERM_MONTHS_MAX: u32 = 120;

/// What a vendor offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// Who offers.
    pub vendor: String,
    /// What tells it from the vendor's other offers; `None` = nothing.
    pub name: Option<String>,
    /// Last day on which it can be accepted, inclusive; `None` = not said.
    pub valid_until: Option<NaiveDate>,
    /// Billing periods of the term, a ramp among them, 1 to [`TERM_MONTHS_MAX`].
    pub term_months: u32,
    /// What the prices that the quote names rise by after every twelve periods, in percent; 0 = they do not.
    pub uplift_percent_per_year: Decimal,
    /// Amounts that are paid or credited once, in the order of the text.
    pub one_offs: Vec<OneOff>,
    /// What would be agreed to. Invariant: `start` is the first day of a billing period, `end` the last one of the term.
    pub contract: Contract,
}

/// An amount that is paid or credited once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneOff {
    /// What it is for.
    pub name: String,
    /// Which of the two.
    pub kind: OneOffKind,
    /// The amount, above 0, in the contract's currency, rounded to its minor unit.
    pub amount: Decimal,
    /// Period of the term in which it falls due, from 1.
    pub month: u32,
}

/// Does a one-off amount cost or save?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OneOffKind {
    /// The organization pays it.
    Fee,
    /// The vendor credits it.
    Credit,
}

impl Quote {
    /// Reads a quote; `file` is its name in messages.
    ///
    /// Notices are those of a contract.
    ///
    /// # Errors
    /// Every mistake with line, column and path.
    pub fn parse(text: &str, file: &str, book: &PriceBook) -> Result<(Quote, Vec<Notice>), Problems> {
        read::read(text, file, book)
    }

    /// Vendor and name, as `Genesys, three years`.
    pub fn label(&self) -> String {
        match &self.name {
            Some(name) => format!("{}, {name}", self.vendor),
            None => self.vendor.clone(),
        }
    }

    /// First day of the term.
    pub fn start(&self) -> NaiveDate {
        self.contract.start.expect("a quote that was read has a first day")
    }
}

impl OneOff {
    /// The amount as a cost: a credit is below 0.
    pub fn cost(&self) -> Decimal {
        match self.kind {
            OneOffKind::Fee => self.amount,
            OneOffKind::Credit => -self.amount,
        }
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_term;
