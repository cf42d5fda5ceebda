//! The spans of time that the rules ask about, all fixed by as-of, the period and the settings.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use crate::canonical::rows::{DAY, Micros};

/// A half-open span of time `[from, to)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Inclusive.
    pub from: Micros,
    /// Exclusive.
    pub to: Micros,
}

impl Span {
    /// The part of the two that is shared; empty spans have `from >= to`.
    pub fn intersect(self, other: Span) -> Span {
        Span { from: self.from.max(other.from), to: self.to.min(other.to) }
    }

    /// Length in microseconds, 0 when empty.
    pub fn length(self) -> Micros {
        (self.to - self.from).max(0)
    }

    /// Is an interval that starts at `start` and ends at `end` (exclusive) in the span, at least in part?
    pub fn touches(self, start: Micros, end: Micros) -> bool {
        start < self.to && end > self.from
    }

    /// Does a single instant count as in the span? `at = as-of = to` does, so that a login at as-of is not lost.
    pub fn has_instant(self, at: Micros, as_of: Micros) -> bool {
        (self.from <= at && at < self.to) || (at == as_of && at == self.to)
    }
}

/// Days between two windows that a seasonal person is compared over: 52 weeks, so that weekdays match.
pub const YEAR_DAYS: i64 = 364;

/// All the spans of one analysis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spans {
    /// Nothing that begins after this instant is read.
    pub as_of: Micros,
    /// Evidence window, `[as-of − days, as-of)`.
    pub window: Span,
    /// The period priced; its end lies after as-of.
    pub period: Span,
    /// The window of 364 days before.
    pub last_year: Span,
    /// The `days` that followed [`Spans::last_year`].
    pub after_last_year: Span,
}

impl Spans {
    /// The spans for an evidence window of `window_days` and a period given by its first day and the day after its last.
    pub fn new(as_of: Micros, window_days: u32, period: (NaiveDate, NaiveDate)) -> Spans {
        let days = i64::from(window_days) * DAY;
        let year = YEAR_DAYS * DAY;
        Spans {
            as_of,
            window: Span { from: as_of - days, to: as_of },
            period: Span { from: midnight(period.0), to: midnight(period.1) },
            last_year: Span { from: as_of - days - year, to: as_of - year },
            after_last_year: Span { from: as_of - year, to: as_of - year + days },
        }
    }
}

/// 00:00 UTC of a day.
pub fn midnight(day: NaiveDate) -> Micros {
    day.and_time(NaiveTime::MIN).and_utc().timestamp_micros()
}

/// The UTC day in which an instant lies, as days since 1970-01-01.
pub fn day_number(at: Micros) -> i64 {
    at.div_euclid(DAY)
}

/// An instant as a `chrono` value.
///
/// # Panics
/// Never for timestamps that came through ingest, which refuses years outside 1..=9999.
pub fn instant(at: Micros) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(at).expect("ingest refuses instants outside years 1..=9999")
}

/// Days of a time that may lack a microsecond of the last one: as-of is often one before midnight.
pub fn whole_days(time: Micros) -> i64 {
    (time + 1) / DAY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_at_as_of_counts_in_a_window_that_ends_there() {
        let window = Span { from: 0, to: 10 };
        assert!(window.has_instant(10, 10));
        assert!(!window.has_instant(10, 11));
        assert!(window.has_instant(0, 10));
        assert!(!window.has_instant(-1, 10));
    }

    #[test]
    fn an_interval_that_ends_where_the_span_begins_is_outside() {
        let span = Span { from: 10, to: 20 };
        assert!(!span.touches(5, 10));
        assert!(span.touches(5, 11));
        assert!(span.touches(19, 30));
        assert!(!span.touches(20, 30));
    }
}
