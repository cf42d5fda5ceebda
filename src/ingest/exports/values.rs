//! Cells of console exports: durations and dates. Units and orders are found out by the caller over the whole file.

use chrono::{NaiveDate, NaiveTime};

use crate::canonical::rows::{DAY, Micros};

/// How a column writes durations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Integer milliseconds.
    Milliseconds,
    /// `HH:MM:SS` or `HH:MM:SS.mmm`.
    Clock,
}

/// Order of day, month and year in a date of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// `31/12/2026`
    Dmy,
    /// `12/31/2026`
    Mdy,
    /// `2026-12-31`
    Ymd,
}

/// A date and time as written, before its order is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    parts: [u32; 3],
    /// The order that the cell itself settles, `None` if it could be day or month first.
    pub order: Option<DateOrder>,
    micros_of_day: i64,
    offset_seconds: Option<i64>,
}

/// No duration is longer than a hundred years: what is, holds something else, and its sums could overflow.
const MILLIS_MAX: i64 = 36_525 * 86_400_000;

/// Reads a duration: its unit and milliseconds, never negative, a hundred years at most.
pub fn duration(cell: &str) -> Option<(Unit, i64)> {
    any_duration(cell).filter(|(_, millis)| *millis <= MILLIS_MAX)
}

fn any_duration(cell: &str) -> Option<(Unit, i64)> {
    if !cell.is_empty() && cell.bytes().all(|b| b.is_ascii_digit()) {
        return Some((Unit::Milliseconds, cell.parse().ok()?));
    }
    let (clock, fraction) = cell.split_once('.').unwrap_or((cell, "0"));
    let parts: Vec<&str> = clock.split(':').collect();
    let [hours, minutes, seconds] = parts[..] else { return None };
    let (minutes, seconds) = (number(minutes)?, number(seconds)?);
    if minutes > 59 || seconds > 59 || fraction.len() > 3 {
        return None;
    }
    // `.7` is 700 ms: the fraction is filled up to three digits.
    let millis = number(fraction)? * 10_i64.pow(3 - fraction.len() as u32);
    let whole = number(hours)?.checked_mul(3600)?.checked_add(minutes * 60 + seconds)?;
    Some((Unit::Clock, whole.checked_mul(1000)?.checked_add(millis)?))
}

/// Reads a date with an optional time and offset; `None` if it is neither of the known forms.
pub fn written(cell: &str) -> Option<Written> {
    // Browsers write `6/23/26, 7:00\u{202f}AM`: a comma after the date, any kind of space before the half of the day.
    let (date, time) = cell.split_once(|c: char| c == 'T' || c.is_whitespace()).unwrap_or((cell, ""));
    let date = date.strip_suffix(',').unwrap_or(date);
    let time = time.split_whitespace().collect::<Vec<_>>().join(" ");
    let separator = ['-', '/', '.'].into_iter().find(|s| date.contains(*s))?;
    let texts: Vec<&str> = date.split(separator).collect();
    let [a, b, c] = texts[..] else { return None };
    let parts = [number(a)? as u32, number(b)? as u32, number(c)? as u32];
    let order = match (a.len() == 4, separator) {
        (true, _) => Some(DateOrder::Ymd),
        (_, '.') => Some(DateOrder::Dmy),
        _ if parts[0] > 12 => Some(DateOrder::Dmy),
        _ if parts[1] > 12 => Some(DateOrder::Mdy),
        _ => None,
    };
    let (clock, offset_seconds) = split_offset(&time)?;
    Some(Written { parts, order, micros_of_day: micros_of_day(clock)?, offset_seconds })
}

impl Written {
    /// Does the cell state its offset from UTC?
    pub fn has_offset(self) -> bool {
        self.offset_seconds.is_some()
    }

    /// The instant in UTC; `offset_seconds` (east positive) is for cells that state none.
    pub fn instant(self, order: DateOrder, offset_seconds: i64) -> Option<Micros> {
        let [a, b, c] = self.parts;
        let (year, month, day) = match order {
            DateOrder::Ymd => (a, b, c),
            DateOrder::Dmy => (c, b, a),
            DateOrder::Mdy => (c, a, b),
        };
        let year = if year < 100 { year + 2000 } else { year };
        let year = i32::try_from(year).ok().filter(|year| (1..=9999).contains(year))?;
        let date = NaiveDate::from_ymd_opt(year, month, day)?;
        let days = date.signed_duration_since(NaiveDate::default()).num_days();
        let offset = self.offset_seconds.unwrap_or(offset_seconds) * 1_000_000;
        days.checked_mul(DAY)?.checked_add(self.micros_of_day)?.checked_sub(offset)
    }
}

/// Splits `10:00:00+01:00` into the clock and seconds east of UTC.
fn split_offset(time: &str) -> Option<(&str, Option<i64>)> {
    if let Some(clock) = time.strip_suffix('Z') {
        return Some((clock, Some(0)));
    }
    match time.find(['+', '-']) {
        Some(at) => Some((&time[..at], Some(offset(&time[at..])?))),
        None => Some((time, None)),
    }
}

/// Seconds east of UTC of `+01:00` or `-0530`.
pub fn offset(text: &str) -> Option<i64> {
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let digits = text.strip_prefix(['+', '-'])?.replace(':', "");
    let value = number(&digits).filter(|_| digits.len() == 4)?;
    let (hours, minutes) = (value / 100, value % 100);
    (hours <= 14 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

fn micros_of_day(clock: &str) -> Option<i64> {
    if clock.is_empty() {
        return Some(0);
    }
    let upper = clock.to_ascii_uppercase();
    let formats: &[&str] = match upper.ends_with('M') {
        true => &["%I:%M %p", "%I:%M:%S %p"],
        false => &["%H:%M", "%H:%M:%S", "%H:%M:%S%.f"],
    };
    let time = formats.iter().find_map(|format| NaiveTime::parse_from_str(&upper, format).ok())?;
    time.signed_duration_since(NaiveTime::MIN).num_microseconds()
}

fn number(text: &str) -> Option<i64> {
    (!text.is_empty() && text.len() < 10 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn both_units_of_duration() {
        assert_eq!(duration("618710100"), Some((Unit::Milliseconds, 618_710_100)));
        assert_eq!(duration("00:04:39.745"), Some((Unit::Clock, 279_745)));
        assert_eq!(duration("171:51:50"), Some((Unit::Clock, 618_710_000)));
        for wrong in ["", "-5", "12.5", "00:60:00", "1:2", "Infinity%", "00:00:01.2345", "9223372036854775807"] {
            assert_eq!(duration(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn dates_of_every_locale_name_the_same_instant() {
        let expected = Some(1_782_216_000_000_000); // 2026-06-23T12:00:00Z
        for (cell, order) in [
            ("6/23/26 12:00 PM", DateOrder::Mdy),
            ("23/06/2026 12:00", DateOrder::Dmy),
            ("6/23/26, 12:00\u{202f}PM", DateOrder::Mdy),
            ("23.06.2026 12:00:00", DateOrder::Dmy),
            ("2026-06-23 12:00:00", DateOrder::Ymd),
            ("2026-06-23T14:00:00.000+02:00", DateOrder::Ymd),
        ] {
            let written = written(cell).expect("a known form");
            assert_eq!(written.order, Some(order), "{cell}");
            assert_eq!(written.instant(order, 0), expected, "{cell}");
        }
        assert_eq!(written("6/7/26 12:00 PM").expect("a known form").order, None);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC*", order in 0..3usize) {
            let _ = duration(&text);
            let order = [DateOrder::Dmy, DateOrder::Mdy, DateOrder::Ymd][order];
            if let Some(written) = written(&text) {
                // Years 1 to 9999, a day of offset either way.
                let years = -719_164 * DAY..2_932_898 * DAY;
                prop_assert!(written.instant(order, 0).is_none_or(|at| years.contains(&at)));
            }
        }
    }
}
