//! The month for finance: actual against budget and outlook, why it moved, who bears it, what is to be booked.
//!
//! Everything comes from the analyses of the months and their bills; what the report shows is put into a plain value
//! ([`seatwise_reports::report::Report`]), from which every format is made. Amounts are effective costs, unless they are
//! called otherwise. Figure by figure: `docs/MONTHLY.md`.
//!
//! | file | question |
//! |---|---|
//! | `months` | what did each month of the fiscal year cost, by the same bill that `price bill` shows? |
//! | `budget` | what was planned? |
//! | `comments` | what do owners say of material variances? |
//! | `form` | how is a file that finance fills in read? |
//! | `outlook` | what will the months to come cost, and the year? |
//! | `showback` | which part of the organization bears what? |
//! | `variances` | which variances are material, and who answers for them? |
//! | `journal` | what is to be booked: accruals with their reversal, prepaid years by month? |
//! | `keys` | key figures |
//! | `pages` | the sections of the report |

pub mod budget;
pub mod comments;
mod form;
pub mod journal;
pub mod keys;
pub mod months;
pub mod outlook;
mod pages;
pub mod showback;
pub mod variances;

use chrono::{Datelike, Months, NaiveDate};
use seatwise_pricing::{book::PriceBook, bridge::Bridge};
use seatwise_reports::report::Report;

use crate::{
    allocation::By,
    analysis::{Analysis, bill::ExpectedBill, usage::Usage},
    diff::Diff,
    reconcile::Reconciliation,
    usage::{coverage::Coverage, spans::instant},
};

pub use budget::Budget;
pub use comments::Comments;
pub use months::MonthCost;
pub use outlook::Basis;
pub use showback::{Shared, Showback};
pub use variances::Variances;

/// What the report is made from.
pub struct Monthly<'a> {
    /// The period's analysis.
    pub analysis: &'a Analysis,
    /// Its bill.
    pub expected: &'a ExpectedBill,
    /// What is for sale.
    pub book: &'a PriceBook,
    /// What activity and presence say of the period.
    pub usage: &'a Usage,
    /// The months of the fiscal year up to the period and the one before it, ascending; the last is the period's.
    pub months: &'a [MonthCost],
    /// From the bill of the month before; `None` = no data tells of that month.
    pub bridge: Option<&'a Bridge>,
    /// Were people of both months counted alike? A billable-usage report of one alone counts otherwise.
    pub counted_alike: bool,
    /// What the months to come are expected to use.
    pub basis: &'a Basis,
    /// What became of what was recommended at the end of the month before; `None` as for the bridge.
    pub diff: Option<&'a Diff>,
    /// What was planned; `None` = nothing is known of that.
    pub budget: Option<&'a Budget>,
    /// What owners say of material variances; `None` = nothing was given.
    pub comments: Option<&'a Comments>,
    /// By which part of the organization costs are shown.
    pub by: By,
    /// How costs that are nobody's are shared.
    pub shared: Shared,
    /// What Genesys says, where it was read.
    pub reconciliations: &'a [Reconciliation],
}

impl Monthly<'_> {
    /// The report.
    ///
    /// # Errors
    /// Amounts that are too large to be shared out or summed exactly.
    pub fn report(&self) -> Result<Report, Vec<String>> {
        pages::report(self)
    }

    /// First days of the twelve months of the fiscal year.
    pub fn fiscal_months(&self) -> Vec<NaiveDate> {
        fiscal_months(self.analysis.period.from, self.analysis.settings.finance.fiscal_year_start)
    }
}

/// First days of the twelve months of the fiscal year that contains a day and begins in month `start`, 1 to 12.
pub fn fiscal_months(day: NaiveDate, start: u32) -> Vec<NaiveDate> {
    let year = if day.month() >= start { day.year() } else { day.year() - 1 };
    let first = NaiveDate::from_ymd_opt(year, start, 1);
    (0..12).filter_map(|months| first?.checked_add_months(Months::new(months))).collect()
}

/// The first day that any table of intervals tells of; `None` = none does.
pub fn first_told(coverage: &Coverage) -> Option<NaiveDate> {
    let hulls = coverage.tables().filter_map(|(_, cover)| cover.hull());
    hulls.map(|hull| instant(hull.from).date_naive()).min()
}

/// The month of a period, by its first day: the day 1 of that month.
pub fn month_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests_variances;
