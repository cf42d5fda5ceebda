//! History: what every billing period of the data used, as each billing model counts it.
//!
//! A past period is counted as [`super::run`] counts the period of as-of, with what is known today of people's states. A
//! period that the data do not cover completely is counted as far as they go, and says so.
//!
//! | file | question |
//! |---|---|
//! | `covered` | for which models does the data cover a period? |
//! | `month` | what did one period use? |

mod covered;
mod month;

use polars::prelude::*;
use seatwise_pricing::{
    book::PriceBook,
    compare::{BillingModel, CountedUse},
    contract::Contract,
    period::Period,
};

use self::month::Reader;
pub use self::month::interacting_ms;
use super::{
    Analysis,
    input::{Scan, ScanWithin},
    usage::Usage,
};
use crate::usage::{
    spans::{Span, Spans, instant, midnight},
    windows::Reading,
};

/// One billing period of the data.
#[derive(Debug, Clone, PartialEq)]
pub struct Month {
    /// The period.
    pub period: Period,
    /// What it used; counts that nothing tells are `None`, those of a period that is not covered are too small.
    pub counted: CountedUse,
    /// Models for whose counts the data cover the period completely.
    pub covered: Vec<BillingModel>,
    /// Is the metered usage of the period complete?
    pub metered_is_complete: bool,
    /// Interaction time by person number, in milliseconds; `None` = no activity at all.
    pub interacting_ms: Option<Vec<u64>>,
}

/// The history of an organization.
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    /// Every period with data, in order; the last one is that of as-of.
    pub months: Vec<Month>,
    /// Does any license row say since when it is held? If not, past periods are counted with what is held today.
    pub licenses_are_dated: bool,
}

impl Month {
    /// Do the data cover the period completely, as this model counts it?
    pub fn is_covered(&self, model: BillingModel) -> bool {
        self.covered.contains(&model)
    }
}

/// How the last period that is over is read while the tables are read for the analysis.
pub fn last_over(contract: &Contract, spans: Spans) -> (Period, Reading) {
    let own = Period::containing(instant(spans.as_of).date_naive(), contract.period_anchor_day);
    let is_over = spans.as_of + covered::LAST_SECOND >= spans.period.to;
    let period = if is_over { own } else { own.previous(contract.period_anchor_day) };
    (period, month::reading(period, spans.as_of, spans))
}

/// Do the data cover a period completely, as the contract counts? A billable-usage report of it is not asked.
pub fn is_covered(analysis: &Analysis, period: Period) -> bool {
    let own = BillingModel::from(analysis.contract.model);
    let span = Span { from: midnight(period.from), to: midnight(period.to) };
    covered::models(analysis, span, false).contains(&own)
}

/// How the period of as-of is read beside the analysis.
pub fn reading_of(spans: Spans) -> Reading {
    Reading::of_period(spans.period, spans.as_of.min(spans.period.to), spans)
}

/// The last period that is over, where nothing is older than as-of's period, that one. The first of `told` is what the
/// tables say of the former; without it they are read again.
///
/// # Errors
/// Whatever polars reports while reading the tables.
pub fn latest(
    analysis: &Analysis,
    scan: &Scan<'_>,
    within: &ScanWithin<'_>,
    book: &PriceBook,
    told: &[Usage],
) -> PolarsResult<History> {
    let reader = Reader::new(analysis, scan, within, book)?;
    let (over, _) = last_over(&analysis.contract, analysis.spans);
    let has_older = covered::first_instant(&analysis.coverage).is_some_and(|first| first < analysis.spans.period.from);
    let period = if has_older { over } else { analysis.period };
    let month = match told.first().filter(|_| period == over) {
        Some(usage) => reader.month_of(period, usage)?,
        None => reader.month(period)?,
    };
    Ok(History { months: vec![month], licenses_are_dated: reader.licenses_are_dated() })
}

/// Reads the periods from the first covered one to that of as-of, at most the last `most`.
///
/// # Errors
/// Whatever polars reports while reading the tables.
pub fn read(
    analysis: &Analysis,
    scan: &Scan<'_>,
    within: &ScanWithin<'_>,
    book: &PriceBook,
    most: usize,
) -> PolarsResult<History> {
    let anchor = analysis.contract.period_anchor_day;
    let reader = Reader::new(analysis, scan, within, book)?;
    let first = covered::first_instant(&analysis.coverage).unwrap_or(analysis.as_of);
    let first = Period::containing(instant(first.min(analysis.as_of)).date_naive(), anchor);
    let mut periods: Vec<Period> = std::iter::successors(Some(analysis.period), |period| Some(period.previous(anchor)))
        .take_while(|period| period.from >= first.from)
        .take(most.max(1))
        .collect();
    periods.reverse();
    let months = periods.into_iter().map(|period| reader.month(period)).collect::<PolarsResult<Vec<Month>>>()?;
    Ok(History { months, licenses_are_dated: reader.licenses_are_dated() })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests;
