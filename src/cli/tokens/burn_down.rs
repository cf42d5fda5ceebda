//! The burn-down against the allowance in plain text: one line per day, what is left as a bar.

use std::fmt::Write as _;

use rust_decimal::{Decimal, RoundingStrategy, prelude::ToPrimitive as _};
use seatwise_pricing::commitment::Ratio;
use seatwise_reports::format::count;

use crate::analysis::tokens::{Ahead, RunningDay};

/// Characters of the longest bar.
const WIDTH: u64 = 36;

/// Lines for every day of the period: `#` is left at the end of the day, `.` is expected to be left, `!` is used beyond the
/// allowance.
pub(super) fn lines(ahead: &Ahead, allowance: Ratio) -> String {
    let allowance = allowance.rounded(6);
    let totals = ahead.running.iter().map(|day| day.to_date.rounded(6));
    // Beyond the allowance bars share the scale of the greater of both.
    let scale = totals.map(|total| (total - allowance).abs()).max().unwrap_or_default().max(allowance);
    let mut page = String::new();
    let mut before = Decimal::ZERO;
    for day in &ahead.running {
        let total = day.to_date.rounded(6);
        // Writing to a string can't fail.
        let _ = writeln!(page, "{}", line(day, total - before, allowance - total, scale));
        before = total;
    }
    page
}

fn line(day: &RunningDay, used: Decimal, left: Decimal, scale: Decimal) -> String {
    let mark = match (left < Decimal::ZERO, day.forecast) {
        (true, false) => "!",
        (true, true) => ":",
        (false, false) => "#",
        (false, true) => ".",
    };
    let length = if scale.is_zero() { Decimal::ZERO } else { left.abs() / scale * Decimal::from(WIDTH) };
    let bar = mark.repeat(length.round().to_usize().unwrap_or(0));
    let line = format!("  {} {:>9} {:>11}  {bar}", day.date.format("%a %m-%d"), whole(used), whole(left));
    line.trim_end().to_owned()
}

/// A whole number with separators of thousands, half away from zero.
pub(super) fn whole(tokens: Decimal) -> String {
    let rounded = tokens.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    let sign = if rounded < Decimal::ZERO { "-" } else { "" };
    rounded.abs().to_u64().map_or_else(|| rounded.to_string(), |number| format!("{sign}{}", count(number)))
}
