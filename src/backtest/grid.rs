//! At which instants one can stand: midnights, [`MONTH_DAYS`] apart, counted back from the end of the data.

use super::MONTH_DAYS;
use crate::{
    analysis::Analysis,
    canonical::rows::{DAY, Micros},
    usage::{
        coverage::Cover,
        spans::{Span, day_number},
    },
};

/// An as-of that is so much before midnight is the last second of its day, as a day is usually named.
const LAST_SECOND: Micros = 1_000_000;

/// The instants, and what is covered around them.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    until: Micros,
    months: u32,
    /// What tells when people were there.
    signs: Cover,
}

impl Grid {
    pub(super) fn new(analysis: &Analysis, months: u32) -> Grid {
        let signs = analysis.coverage.of_signs().clone();
        let covered = signs.hull().map_or(analysis.as_of, |span| span.to.min(analysis.as_of));
        Grid { until: day_number(covered + LAST_SECOND) * DAY, months, signs }
    }

    /// The end of the data, a midnight.
    pub(super) fn until(&self) -> Micros {
        self.until
    }

    /// The first instant that may be asked for, whether it is covered or not.
    pub(super) fn first(&self) -> Micros {
        self.until - i64::from(self.months * MONTH_DAYS) * DAY
    }

    /// Instants, in order of time, before which so many days are covered.
    pub(super) fn stands(&self, days_before: u32) -> Vec<Micros> {
        let back = |month: u32| self.until - i64::from(month * MONTH_DAYS) * DAY;
        (1..=self.months).rev().map(back).filter(|at| self.is_covered_before(*at, days_before)).collect()
    }

    /// Are so many days before an instant covered completely?
    pub(super) fn is_covered_before(&self, at: Micros, days: u32) -> bool {
        self.covers(Span { from: at - i64::from(days) * DAY, to: at })
    }

    /// Is a span covered completely by what tells when people were there?
    pub(super) fn covers(&self, span: Span) -> bool {
        self.signs.completes(span)
    }

    /// Are so many days after an instant covered completely, and over by the end of the data?
    pub(super) fn reaches(&self, at: Micros, days: u32) -> bool {
        let span = ahead(at, days);
        span.to <= self.until && self.covers(span)
    }
}

/// The days after an instant.
pub(super) fn ahead(at: Micros, days: u32) -> Span {
    Span { from: at, to: at + i64::from(days) * DAY }
}
