//! The renewal for procurement: how much to commit to, what each answer costs over the term, what each ask is worth.
//!
//! Every complete period of the history is a scenario that counts alike, as in `seatwise price commitment`. Nobody is named.
//! Figure by figure: `docs/RENEWAL.md`.
//!
//! | file | question |
//! |---|---|
//! | `cases` | keep, right-size, grow: which quantities, and what do they cost over the term? |
//! | `levers` | what is each ask worth? |
//! | `calendar` | by when has what to be done? |
//! | `presence` | how many are there at once? |
//! | `pages` | the sections of the report |
//! | `roles` | which roles to change first |
//! | `facts` | the page for the vendor, without anything confidential |

pub mod calendar;
pub mod cases;
mod facts;
pub mod levers;
mod pages;
mod presence;
mod roles;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use seatwise_pricing::book::PriceBook;
use seatwise_reports::report::Report;

use crate::analysis::{
    Analysis, Whole,
    commitment::SeatCommitments,
    compare::Comparison,
    history::{History, Month},
    tokens::{PastPeriod, TokenReport},
};
use crate::roles::RoleReport;

pub use cases::{Case, Cases};

/// What is asked of the years to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// First day of the new term.
    pub renewal: NaiveDate,
    /// Its length in months, 1 to 120.
    pub months: u32,
    /// By how many percent prices rise at the renewal and at every anniversary, if nothing is agreed.
    pub uplift_percent: Decimal,
    /// What the cap on it is to be.
    pub cap_percent: Decimal,
    /// By how many percent demand grows over what is right today, in the third case.
    pub growth_percent: Decimal,
}

impl Terms {
    /// Months of each year of the term: twelve, and what is left.
    pub fn years(&self) -> Vec<u32> {
        let whole = self.months / 12;
        let rest = self.months % 12;
        (0..whole).map(|_| 12).chain((rest > 0).then_some(rest)).collect()
    }
}

/// What the report is made from.
pub struct Renewal<'a> {
    /// The analysis of as-of.
    pub analysis: &'a Analysis,
    /// What a whole period bills and needs: that of as-of where it is over, else the one before.
    pub whole: &'a Whole,
    /// The periods of the data.
    pub history: &'a History,
    /// What to commit to, by the history.
    pub found: &'a SeatCommitments,
    /// People, peaks and hours held against each other.
    pub comparison: &'a Comparison,
    /// AI tokens; `None` = nothing was metered.
    pub tokens: Option<&'a TokenReport>,
    /// What roles cost, and which to change before the renewal.
    pub roles: &'a RoleReport<'a>,
    /// What is for sale.
    pub book: &'a PriceBook,
    /// What is asked of the years to come.
    pub terms: &'a Terms,
}

impl Renewal<'_> {
    /// The report for us.
    pub fn report(&self) -> Report {
        pages::report(self)
    }

    /// The page for the vendor: what was used, nothing of what is wanted.
    pub fn facts(&self) -> Report {
        facts::report(self)
    }

    /// The complete periods of the history, in order.
    fn told(&self) -> impl DoubleEndedIterator<Item = &Month> {
        self.history.months.iter().filter(|own| self.found.periods.contains(&own.period.from.to_string()))
    }

    /// From the first complete period of the history to the end of the last.
    fn covered(&self) -> (NaiveDate, NaiveDate) {
        let own = self.analysis.period;
        let first = self.told().next().map_or(own.from, |month| month.period.from);
        (first, self.told().next_back().map_or(own.to, |month| month.period.to))
    }

    /// Complete periods of the token history.
    fn token_periods(&self) -> impl Iterator<Item = &PastPeriod> {
        self.tokens.into_iter().flat_map(|tokens| &tokens.history).filter(|past| past.complete)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests;
