//! Instants, days and billing periods; everything UTC.

use chrono::{DateTime, Datelike, Months, NaiveDate, SecondsFormat};

/// Microseconds since 1970-01-01T00:00:00Z.
pub type Micros = i64;

/// 86,400 s.
pub const DAY: Micros = 86_400_000_000;
/// 60 s.
pub const MINUTE: Micros = 60_000_000;

/// The instant that an RFC 3339 text names.
pub fn instant(text: &str) -> Micros {
    DateTime::parse_from_rfc3339(text).expect("tests write valid timestamps").timestamp_micros()
}

/// 00:00 of the day.
pub fn midnight(day: NaiveDate) -> Micros {
    day.and_hms_opt(0, 0, 0).expect("midnight exists").and_utc().timestamp_micros()
}

/// The UTC day that contains the instant.
pub fn day_of(at: Micros) -> NaiveDate {
    DateTime::from_timestamp_micros(at).expect("in chrono's range").date_naive()
}

/// RFC 3339 with `Z`; a fraction of 3 or 6 digits only where it is not zero.
pub fn print(at: Micros) -> String {
    DateTime::from_timestamp_micros(at).expect("in chrono's range").to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// The billing period `[from, to)`, as days, that contains `as_of`.
pub fn period(as_of: Micros, anchor: u32) -> (NaiveDate, NaiveDate) {
    let today = day_of(as_of);
    let this_month = today.with_day(1).expect("every month has a first day");
    let mut first = this_month;
    if anchor_in(this_month, anchor) > today {
        first = this_month - Months::new(1);
    }
    (anchor_in(first, anchor), anchor_in(first + Months::new(1), anchor))
}

/// The anchor day in the month that starts at `first`: the last day where the month is too short.
fn anchor_in(first: NaiveDate, anchor: u32) -> NaiveDate {
    let last = (first + Months::new(1)).pred_opt().expect("not the first day of the calendar");
    first.with_day(anchor.min(last.day())).expect("at most the last day of the month")
}

/// The intervals united, touching ones merged, in order; empty and reversed ones vanish.
pub fn united(mut intervals: Vec<(Micros, Micros)>) -> Vec<(Micros, Micros)> {
    intervals.retain(|(from, to)| from < to);
    intervals.sort_unstable();
    let mut whole: Vec<(Micros, Micros)> = Vec::new();
    for (from, to) in intervals {
        match whole.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => whole.push((from, to)),
        }
    }
    whole
}

/// The time that united intervals have in common with `[from, to)`.
pub fn time_within(intervals: &[(Micros, Micros)], from: Micros, to: Micros) -> Micros {
    intervals.iter().map(|(start, end)| ((*end).min(to) - (*start).max(from)).max(0)).sum()
}
