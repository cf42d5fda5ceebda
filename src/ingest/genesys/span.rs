//! Time as requests have it: days, months, billing periods, and their ISO 8601 texts. Everything is UTC.

use chrono::{DateTime, Datelike, Months, NaiveDate, SecondsFormat};
use serde::{Deserialize, Serialize};

use crate::canonical::rows::{DAY, Micros};

/// From inclusive, to exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// First instant.
    pub from: Micros,
    /// First instant after it.
    pub to: Micros,
}

impl Span {
    /// As requests have it, `2026-09-01T00:00:00.000Z/2026-10-01T00:00:00.000Z`.
    pub fn iso(self) -> String {
        format!("{}/{}", iso(self.from), iso(self.to))
    }

    /// Is there no time in it?
    pub fn is_empty(self) -> bool {
        self.from >= self.to
    }

    /// Days, of which the last may be a part.
    pub fn days(self) -> i64 {
        (self.to - self.from).max(0).div_euclid(DAY) + i64::from((self.to - self.from) % DAY != 0)
    }

    /// Cut where months begin.
    pub fn months(self) -> Vec<Span> {
        self.cut(|day| first_of_next_period(day, 1))
    }

    /// Cut into pieces of so many days; the last may be shorter.
    pub fn pieces(self, days: i64) -> Vec<Span> {
        let length = days.max(1) * DAY;
        let mut pieces = Vec::new();
        let mut from = self.from;
        while from < self.to {
            pieces.push(Span { from, to: (from + length).min(self.to) });
            from += length;
        }
        pieces
    }

    /// The whole billing periods that it touches; a period starts on day `anchor` of a month.
    pub fn periods(self, anchor: u32) -> Vec<Span> {
        let first = period_start(date(self.from), anchor);
        let whole = Span { from: midnight(first), to: self.to };
        let cut = whole.cut(|day| first_of_next_period(day, anchor));
        cut.into_iter()
            .map(|period| Span { from: period.from, to: midnight(first_of_next_period(date(period.from), anchor)) })
            .collect()
    }

    fn cut(self, next: impl Fn(NaiveDate) -> NaiveDate) -> Vec<Span> {
        let mut pieces = Vec::new();
        let mut from = self.from;
        while from < self.to {
            let to = midnight(next(date(from))).min(self.to);
            pieces.push(Span { from, to });
            from = to;
        }
        pieces
    }
}

/// The UTC day of an instant.
pub fn date(at: Micros) -> NaiveDate {
    NaiveDate::from_epoch_days(at.div_euclid(DAY) as i32).unwrap_or(NaiveDate::MIN)
}

/// The start of a UTC day.
pub fn midnight(date: NaiveDate) -> Micros {
    i64::from(date.to_epoch_days()) * DAY
}

/// The start of the day that holds an instant.
pub fn day_of(at: Micros) -> Micros {
    at.div_euclid(DAY) * DAY
}

/// So many months before a day.
pub fn months_before(date: NaiveDate, months: u32) -> NaiveDate {
    date.checked_sub_months(Months::new(months)).unwrap_or(NaiveDate::MIN)
}

/// An instant as requests have it, to the millisecond.
pub fn iso(at: Micros) -> String {
    let at = DateTime::from_timestamp_micros(at).unwrap_or_default();
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// Reads an ISO 8601 instant.
pub fn instant(text: &str) -> Option<Micros> {
    DateTime::parse_from_rfc3339(text).ok().map(|at| at.timestamp_micros())
}

/// Reads the start of an interval, `start/end`.
pub fn start_of(interval: &str) -> Option<Micros> {
    instant(interval.split('/').next()?)
}

/// The first day of the period that holds a day; in shorter months a period starts on the last day.
fn period_start(day: NaiveDate, anchor: u32) -> NaiveDate {
    let this = anchored(day.year(), day.month(), anchor);
    if this <= day { this } else { previous_month(day, anchor) }
}

fn previous_month(day: NaiveDate, anchor: u32) -> NaiveDate {
    let before = months_before(day.with_day(1).unwrap_or(day), 1);
    anchored(before.year(), before.month(), anchor)
}

fn first_of_next_period(day: NaiveDate, anchor: u32) -> NaiveDate {
    let this = anchored(day.year(), day.month(), anchor);
    if this > day {
        return this;
    }
    let next = day.with_day(1).unwrap_or(day).checked_add_months(Months::new(1)).unwrap_or(NaiveDate::MAX);
    anchored(next.year(), next.month(), anchor)
}

/// Day `anchor` of a month, or its last day where it is shorter.
fn anchored(year: i32, month: u32, anchor: u32) -> NaiveDate {
    let day = (1..=anchor.clamp(1, 31)).rev().find_map(|day| NaiveDate::from_ymd_opt(year, month, day));
    day.unwrap_or(NaiveDate::MIN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: &str, to: &str) -> Span {
        let at = |text: &str| midnight(text.parse().expect("a date"));
        Span { from: at(from), to: at(to) }
    }

    fn texts(spans: &[Span]) -> Vec<String> {
        spans.iter().map(|span| format!("{} {}", date(span.from), date(span.to))).collect()
    }

    #[test]
    fn months_are_cut_where_they_begin() {
        let months = span("2026-01-15", "2026-03-02").months();
        assert_eq!(texts(&months), ["2026-01-15 2026-02-01", "2026-02-01 2026-03-01", "2026-03-01 2026-03-02"]);
        assert!(span("2025-09-01", "2026-10-31").months().iter().all(|month| month.days() <= 31));
    }

    #[test]
    fn periods_are_whole_and_follow_the_anchor() {
        let periods = span("2026-01-20", "2026-03-16").periods(15);
        assert_eq!(texts(&periods), ["2026-01-15 2026-02-15", "2026-02-15 2026-03-15", "2026-03-15 2026-04-15"]);
        let periods = span("2026-02-10", "2026-03-01").periods(31);
        assert_eq!(texts(&periods), ["2026-01-31 2026-02-28", "2026-02-28 2026-03-31"]);
    }

    #[test]
    fn pieces_cover_all_and_nothing_twice() {
        let pieces = span("2026-01-01", "2026-03-05").pieces(30);
        assert_eq!(texts(&pieces), ["2026-01-01 2026-01-31", "2026-01-31 2026-03-02", "2026-03-02 2026-03-05"]);
    }

    #[test]
    fn texts_are_those_of_the_api() {
        assert_eq!(span("2026-09-01", "2026-10-01").iso(), "2026-09-01T00:00:00.000Z/2026-10-01T00:00:00.000Z");
        assert_eq!(start_of("2026-09-01T00:00:00.000Z/2026-09-02T00:00:00.000Z"), instant("2026-09-01T00:00:00Z"));
    }
}
