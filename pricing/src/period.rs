//! Billing periods: one month from the anchor day to the anchor day, half-open, in UTC.
//!
//! In months too short for the anchor day the period starts on the last day of the month, for each month anew: anchor 31
//! gives 31 January, 28 February, 31 March. Which instant counts as which date is the caller's matter (UTC).

use std::fmt;

use chrono::{Datelike, Days, Months, NaiveDate};

/// The day of the month on which periods start, 1 to 31.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AnchorDay(u8);

impl AnchorDay {
    /// The 1st: calendar months.
    pub const FIRST: AnchorDay = AnchorDay(1);

    /// The anchor day, if it is one of 1 to 31.
    pub fn new(day: u8) -> Option<AnchorDay> {
        (1..=31).contains(&day).then_some(AnchorDay(day))
    }

    /// The day, 1 to 31.
    pub fn get(self) -> u8 {
        self.0
    }

    /// The first day of the period that starts in the month of `date`.
    fn in_month_of(self, date: NaiveDate) -> NaiveDate {
        let day = u32::from(self.0).min(u32::from(date.num_days_in_month()));
        date.with_day(day).expect("a day within the month's length exists")
    }
}

impl Default for AnchorDay {
    fn default() -> Self {
        AnchorDay::FIRST
    }
}

/// One billing period, from 00:00 UTC of `from` to 00:00 UTC of `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// First day, inclusive.
    pub from: NaiveDate,
    /// Day after the last day, exclusive.
    pub to: NaiveDate,
}

impl Period {
    /// The period that contains a date. The anchor day itself is in the new period.
    ///
    /// # Panics
    /// Never for dates of years −262,000 to 262,000, the range of a calendar date less a month at each end.
    pub fn containing(date: NaiveDate, anchor_day: AnchorDay) -> Period {
        let start = anchor_day.in_month_of(date);
        let first_of_month = date.with_day(1).expect("every month has a 1st");
        let month = |months: i32| {
            let shifted = match months {
                -1 => first_of_month.checked_sub_months(Months::new(1)),
                _ => first_of_month.checked_add_months(Months::new(1)),
            };
            anchor_day.in_month_of(shifted.expect("the date is a month away from the ends of the calendar"))
        };
        if date >= start { Period { from: start, to: month(1) } } else { Period { from: month(-1), to: start } }
    }

    /// The period before this one, by the same anchor day.
    #[must_use]
    pub fn previous(self, anchor_day: AnchorDay) -> Period {
        let day =
            self.from.checked_sub_days(Days::new(1)).expect("a period does not start on the calendar's first day");
        Period::containing(day, anchor_day)
    }

    /// The period after this one, by the same anchor day.
    #[must_use]
    pub fn next(self, anchor_day: AnchorDay) -> Period {
        Period::containing(self.to, anchor_day)
    }

    /// Its last day, inclusive.
    pub fn last_day(self) -> NaiveDate {
        self.to.pred_opt().expect("a period ends after the calendar's first day")
    }

    /// Is the date in the period?
    pub fn contains(self, date: NaiveDate) -> bool {
        self.from <= date && date < self.to
    }

    /// Number of days.
    pub fn days(self) -> i64 {
        (self.to - self.from).num_days()
    }
}

impl fmt::Display for Period {
    /// First and last day, both inclusive, as `2026-10-15 – 2026-11-14`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} – {}", self.from, self.last_day())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn check(on: &str, anchor: u8, from: &str, to: &str) {
        let period = Period::containing(date(on), AnchorDay::new(anchor).unwrap());
        assert_eq!((period.from, period.to), (date(from), date(to)), "{on}, anchor {anchor}");
    }

    #[test]
    fn a_date_is_in_the_period_that_starts_on_or_before_it() {
        check("2026-10-31", 1, "2026-10-01", "2026-11-01");
        check("2026-10-15", 15, "2026-10-15", "2026-11-15");
        check("2026-10-14", 15, "2026-09-15", "2026-10-15");
        check("2026-01-01", 15, "2025-12-15", "2026-01-15");
        check("2025-12-31", 31, "2025-12-31", "2026-01-31");
    }

    #[test]
    fn short_months_start_on_their_last_day_each_month_anew() {
        check("2026-02-27", 31, "2026-01-31", "2026-02-28");
        check("2026-02-28", 31, "2026-02-28", "2026-03-31");
        check("2028-02-29", 30, "2028-02-29", "2028-03-30");
        check("2026-04-30", 31, "2026-04-30", "2026-05-31");
    }

    #[test]
    fn previous_and_next_join_without_gap_or_overlap() {
        for anchor in 1..=31 {
            let anchor = AnchorDay::new(anchor).unwrap();
            let mut period = Period::containing(date("2023-12-31"), anchor);
            for _ in 0..60 {
                let next = period.next(anchor);
                assert_eq!(next.from, period.to);
                assert_eq!(next.previous(anchor), period);
                assert!((28..=31).contains(&next.days()), "{next}");
                assert!(next.contains(next.from) && next.contains(next.last_day()) && !next.contains(next.to));
                period = next;
            }
        }
    }

    #[test]
    fn only_days_of_a_month_are_anchors() {
        assert_eq!(AnchorDay::new(0), None);
        assert_eq!(AnchorDay::new(32), None);
        assert_eq!(AnchorDay::new(31).map(AnchorDay::get), Some(31));
        assert_eq!(AnchorDay::default(), AnchorDay::FIRST);
    }
}
