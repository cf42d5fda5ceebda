//! Times of the API: milliseconds since 1970, written as `2026-10-31T23:59:59.999Z`; intervals; days.

use chrono::{DateTime, NaiveDate};

use crate::server::answer::Refusal;

/// A day in milliseconds.
pub(crate) const DAY: i64 = 86_400_000;

/// A half-open stretch of time, in milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Interval {
    pub(crate) from: i64,
    pub(crate) to: i64,
}

impl Interval {
    /// Reads `FROM/TO`, at most so many days long.
    pub(crate) fn read(text: &str, days_max: i64) -> Result<Interval, Refusal> {
        let wrong = |why: &str| Refusal::new(400, "invalid.value", format!("Interval `{text}` {why}"));
        let (from, to) = text.split_once('/').ok_or_else(|| wrong("is not of the form start/end"))?;
        let time = |text: &str| DateTime::parse_from_rfc3339(text).map(|time| time.timestamp_millis());
        let (Ok(from), Ok(to)) = (time(from), time(to)) else {
            return Err(wrong("does not hold two times"));
        };
        match () {
            () if from >= to => Err(wrong("ends before it starts")),
            () if to - from > days_max * DAY => Err(wrong(&format!("is longer than {days_max} days"))),
            () => Ok(Interval { from, to }),
        }
    }
}

/// Writes a time.
pub(crate) fn push_time(into: &mut String, millis: i64) {
    let date = date_of(millis.div_euclid(DAY));
    let of_day = millis.rem_euclid(DAY);
    push_date(into, date);
    into.push('T');
    push_number(into, of_day / 3_600_000, 2);
    into.push(':');
    push_number(into, of_day / 60_000 % 60, 2);
    into.push(':');
    push_number(into, of_day / 1_000 % 60, 2);
    into.push('.');
    push_number(into, of_day % 1_000, 3);
    into.push('Z');
}

/// A time as text.
pub(crate) fn time(millis: i64) -> String {
    let mut text = String::with_capacity(24);
    push_time(&mut text, millis);
    text
}

/// A day, counted from 1970-01-01, as text.
pub(crate) fn date(day: i64) -> String {
    let mut text = String::with_capacity(10);
    push_date(&mut text, date_of(day));
    text
}

/// A text of the form `YYYY-MM-DD` or a time, as a day counted from 1970-01-01.
pub(crate) fn day(text: &str) -> Option<i64> {
    let date: NaiveDate = text.get(..10)?.parse().ok()?;
    Some(date.signed_duration_since(NaiveDate::default()).num_days())
}

fn push_date(into: &mut String, (year, month, day): (i64, i64, i64)) {
    push_number(into, year, 4);
    into.push('-');
    push_number(into, month, 2);
    into.push('-');
    push_number(into, day, 2);
}

fn push_number(into: &mut String, number: i64, digits: u32) {
    for place in (0..digits).rev() {
        let digit = number / 10_i64.pow(place) % 10;
        into.push(char::from(b'0' + digit.unsigned_abs() as u8));
    }
}

/// Year, month and day of the Gregorian calendar; eras of 400 years that start in March.
fn date_of(day: i64) -> (i64, i64, i64) {
    let shifted = day + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_chrono_writes_them() {
        for step in 0..4_000 {
            let millis = step * 1_234_567_891;
            let chrono = DateTime::from_timestamp_millis(millis).unwrap();
            assert_eq!(time(millis), chrono.to_rfc3339_opts(chrono::SecondsFormat::Millis, true));
            assert_eq!(day(&time(millis)), Some(millis.div_euclid(DAY)));
        }
    }
}
