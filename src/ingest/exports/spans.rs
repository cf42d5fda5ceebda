//! Dates that contradict each other or the calendar, found before the order of the file's dates is known.
//!
//! Which of its readings a date has is settled by all rows only. So faults are kept for each reading that a row could
//! have, and those of the right one are told in the end.

use super::{
    pass::{Fault, PROBLEMS_MAX},
    values::{DateOrder, Written},
};
use crate::canonical::rows::{DAY, Micros};

const ORDERS: [DateOrder; 3] = [DateOrder::Dmy, DateOrder::Mdy, DateOrder::Ymd];

/// Start, end, and what they bound.
const PAIRS: [(&str, &str, &str); 3] = [
    ("interval_start", "interval_end", "the interval"),
    ("log_in", "log_out", "the login"),
    ("date", "end_date", "the interaction"),
];

/// Line and column of a fault.
type Found = (u64, &'static str, Fault);

/// Faults per order of dates.
#[derive(Debug, Clone, Default)]
pub(super) struct Spans([Vec<Found>; 3]);

impl Spans {
    /// Takes the dates of a row (column, text, date) and, where it lies within its interval or day, a time in ms.
    pub(super) fn see(&mut self, line: u64, dates: &[(&'static str, &str, Written)], within: Option<i64>) {
        for (order, faults) in ORDERS.into_iter().zip(&mut self.0) {
            // A row that settles another order makes the file one of two formats, which is told anyway.
            let is_possible = dates.iter().all(|(_, _, date)| date.order.is_none_or(|settled| settled == order));
            if is_possible && faults.len() < PROBLEMS_MAX {
                faults.extend(faults_of(order, dates, within).into_iter().map(|(column, fault)| (line, column, fault)));
            }
        }
    }

    /// The faults of the order that the file has.
    pub(super) fn of(self, order: DateOrder) -> Vec<Found> {
        let [dmy, mdy, ymd] = self.0;
        match order {
            DateOrder::Dmy => dmy,
            DateOrder::Mdy => mdy,
            DateOrder::Ymd => ymd,
        }
    }
}

fn faults_of(
    order: DateOrder,
    dates: &[(&'static str, &str, Written)],
    within: Option<i64>,
) -> Vec<(&'static str, Fault)> {
    let mut faults = Vec::new();
    let mut known: Vec<(&'static str, &str, Micros)> = Vec::new();
    for (column, text, date) in dates {
        match date.instant(order, 0) {
            Some(at) => known.push((*column, *text, at)),
            None => {
                let what = format!("`{text}` is no day of the calendar");
                faults.push((*column, (what, "a day that exists", "mend the cell or export again")));
            }
        }
    }
    let find = |column: &str| known.iter().find(|(name, ..)| *name == column);
    for (start, end, what) in PAIRS {
        if let (Some((_, from_text, from)), Some((column, to_text, to))) = (find(start), find(end))
            && to < from
        {
            let what = format!("{what} ends before it starts: `{from_text}` to `{to_text}`");
            faults.push((*column, (what, "an end at or after the start", "export again")));
        }
    }
    let start = find("interval_start").or_else(|| find("date"));
    if let (Some((.., from)), Some(millis)) = (start, within) {
        let to = find("interval_end").map_or(from + DAY, |(.., to)| *to);
        // An interval the wrong way round is told above.
        if to >= *from && millis.saturating_mul(1_000) > to - from {
            let what =
                format!("the time logged in, {millis} ms, is longer than its interval of {} ms", (to - from) / 1_000);
            let remedy = "the unit of durations may have changed: export again";
            faults.push(("logged_in", (what, "at most the length of the interval", remedy)));
        }
    }
    faults
}
