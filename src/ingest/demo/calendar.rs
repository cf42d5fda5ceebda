//! The fixed dates of a demo organization, and days as numbers. No clock is read.
//!
//! A day is a count since 1970-01-01 (UTC), times are [`Micros`].

use crate::canonical::rows::{DAY, Micros};

/// One hour.
pub(super) const HOUR: Micros = DAY / 24;
/// One minute.
pub(super) const MINUTE: Micros = HOUR / 60;
/// One second.
pub(super) const SECOND: Micros = MINUTE / 60;

/// The first day that is not there any more: 2026-11-01.
pub(super) const END_DAY: i32 = day(2026, 11, 1);
/// As-of: the last microsecond of 2026-10-31, which is also what the rows themselves say.
pub(super) const AS_OF: Micros = END_DAY as Micros * DAY - 1;
/// The first whole day in the 90 days before as-of.
pub(super) const WINDOW_DAY: i32 = END_DAY - 90;
/// Start of the billing period that contains as-of: 2026-10-15.
pub(super) const PERIOD_DAY: i32 = day(2026, 10, 15);
/// Day of the month on which billing periods begin.
pub(super) const ANCHOR: u32 = 15;
/// The longest history that a demo organization has, in months.
pub(super) const MONTHS_MAX: u32 = 24;

/// First day of the activity history of so many months (1 ..= [`MONTHS_MAX`]) that end at [`END_DAY`].
pub(super) fn first_day(months: u32) -> i32 {
    let month = 2026 * 12 + 10 - months.clamp(1, MONTHS_MAX) as i32;
    day(month.div_euclid(12), month.rem_euclid(12) + 1, 1)
}

/// First day of the presence history.
///
/// A seasonal person is known as such only where the 90 days of a year ago are covered too. So a history of 13
/// months and more has its presence from two months earlier, as a warehouse that keeps sign-ins longer would.
pub(super) fn first_presence_day(months: u32) -> i32 {
    if months >= 13 { first_day(months + 2) } else { first_day(months) }
}

/// Midnight at the start of a day.
pub(super) const fn midnight(day: i32) -> Micros {
    day as Micros * DAY
}

/// 0 = Monday .. 6 = Sunday.
pub(super) fn weekday(day: i32) -> i32 {
    // 1970-01-01 was a Thursday.
    (day + 3).rem_euclid(7)
}

/// A public holiday on which only round-the-clock teams work.
pub(super) fn is_holiday(day: i32) -> bool {
    const HOLIDAYS: [(u32, u32); 8] = [(1, 1), (5, 1), (8, 15), (10, 3), (11, 1), (12, 24), (12, 25), (12, 26)];
    let (_, month, of_month) = date(day);
    HOLIDAYS.contains(&(month, of_month))
}

/// Days since 1970-01-01 of a date of the Gregorian calendar.
pub(super) const fn day(year: i32, month: i32, of_month: i32) -> i32 {
    // Years are counted from March, so that the leap day is the last of its year; 146,097 days are 400 years.
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let from_march = (month + 9) % 12;
    let of_year = (153 * from_march + 2) / 5 + of_month - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Year, month and day of the month.
pub(super) fn date(day: i32) -> (i32, u32, u32) {
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let from_march = (5 * of_year + 2) / 153;
    let of_month = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    (era * 400 + year + i32::from(month <= 2), month as u32, of_month as u32)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests {
    use chrono::{Datelike, NaiveDate};

    use super::*;

    #[test]
    fn days_and_dates_agree_with_chrono() {
        for number in (-40_000..80_000).step_by(17) {
            let expected = NaiveDate::from_epoch_days(number).unwrap();
            assert_eq!(date(number), (expected.year(), expected.month(), expected.day()));
            assert_eq!(day(expected.year(), expected.month() as i32, expected.day() as i32), number);
            assert_eq!(weekday(number), expected.weekday().num_days_from_monday() as i32);
        }
    }

    #[test]
    fn histories_begin_on_the_first_of_a_month() {
        assert_eq!(date(first_day(3)), (2026, 8, 1));
        assert_eq!(date(first_presence_day(3)), (2026, 8, 1));
        assert_eq!(date(first_day(13)), (2025, 10, 1));
        assert_eq!(date(first_presence_day(13)), (2025, 8, 1));
        assert_eq!(date(WINDOW_DAY), (2026, 8, 3));
        assert!(is_holiday(day(2025, 12, 25)) && !is_holiday(day(2026, 10, 30)));
    }
}
