//! What is expected of the rest of a period, from the days before: weekday-seasonal means, and how wrong they were.
//!
//! The mean of a day is that of the same weekday in the eight weeks before. The same forecast, made at every earlier day for
//! as many days ahead and held against what came, gives the errors: their median corrects the mean, their 10th and 90th
//! percentile are the range. Nothing about the shape of the errors is assumed (`docs/TOKENS.md`).
//!
//! Everything is exact: quantities become whole parts over one denominator, means stay fractions.
//!
//! Left to others: what the quantities are, and what they cost.

mod parts;

use crate::commitment::Ratio;
use parts::Parts;

/// Weeks before that a mean looks back on.
const WEEKS: usize = 8;
/// Known days before a past forecast, so that each weekday was seen several times: four weeks.
const HISTORY_MIN: usize = 28;
/// Past windows without which there is no range: with fewer the 10th percentile is no other than the smallest.
pub const WINDOWS_MIN: usize = 10;
/// Past windows at most, the latest: a year of origins.
const WINDOWS_MAX: usize = 364;

/// The days before, and the days asked for.
#[derive(Debug, Clone)]
pub struct Question<'q> {
    /// What was used day by day up to the last day that is known; `None` = nothing is known of that day.
    pub history: &'q [Option<Ratio>],
    /// Days between the last of `history` and the first one asked for.
    pub skip: usize,
    /// Days asked for.
    pub days: usize,
    /// What is known to be used on the days asked for; the forecast is never below it.
    pub known: Ratio,
}

/// What the days asked for are expected to use, all of them together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forecast {
    /// Middle of what is expected: the mean corrected by the median error where there is a range, else the mean.
    pub expected: Ratio,
    /// 10th percentile; `None` = fewer than [`WINDOWS_MIN`] past windows.
    pub low: Option<Ratio>,
    /// 90th percentile; `None` as for `low`.
    pub high: Option<Ratio>,
    /// What the first so many days are expected to use together: rising, one per day, the last equals `expected`.
    pub running: Vec<Ratio>,
    /// One possible outcome per past window, rising; empty where there is no range.
    pub outcomes: Vec<Ratio>,
}

/// The forecast; `None` where no day before is known, or where the digits are too many to be exact.
pub fn forecast(question: &Question<'_>) -> Option<Forecast> {
    let Question { history, skip, days, known } = question;
    let parts = Parts::of(history, *known)?;
    let targets = |origin: usize| (0..*days).map(move |day| origin + skip + day);
    let mean = |origin: usize| -> Option<Vec<i128>> { targets(origin).map(|day| parts.mean(origin, day)).collect() };
    let now = mean(history.len())?;
    let total: i128 = now.iter().sum();
    let errors = errors(&parts, question, &mean);
    let outcome = |error: i128| (total + error).max(parts.known);
    let outcomes: Vec<i128> = errors.iter().map(|error| outcome(*error)).collect();
    let percentile = |percent: usize| outcomes.get((percent * outcomes.len()).div_ceil(100).saturating_sub(1)).copied();
    let expected = percentile(50).unwrap_or_else(|| outcome(0));
    Some(Forecast {
        expected: parts.ratio(expected, 1),
        low: percentile(10).map(|parts_of| parts.ratio(parts_of, 1)),
        high: percentile(90).map(|parts_of| parts.ratio(parts_of, 1)),
        running: running(&parts, &now, expected),
        outcomes: outcomes.iter().map(|outcome| parts.ratio(*outcome, 1)).collect(),
    })
}

/// What came less what would have been forecast, for every earlier day from which all days ahead are known; rising. Empty
/// where they are too few for a range.
fn errors(parts: &Parts, question: &Question<'_>, mean: &dyn Fn(usize) -> Option<Vec<i128>>) -> Vec<i128> {
    let (skip, days, length) = (question.skip, question.days, question.history.len());
    let last = (length + 1).saturating_sub(skip + days);
    let origins = (HISTORY_MIN..last).rev().filter(|origin| parts.known_before(*origin) >= HISTORY_MIN);
    let error = |origin: usize| {
        let came: Option<i128> = (0..days).map(|day| parts.day(origin + skip + day)).sum();
        Some(came? - mean(origin)?.iter().sum::<i128>())
    };
    let mut errors: Vec<i128> = origins.filter_map(error).take(WINDOWS_MAX).collect();
    errors.sort_unstable();
    if errors.len() < WINDOWS_MIN { Vec::new() } else { errors }
}

/// Sums of the means day by day, what the sum differs from `expected` spread evenly; never falling, never beyond `expected`.
fn running(parts: &Parts, means: &[i128], expected: i128) -> Vec<Ratio> {
    let days = means.len() as i128;
    let correction = expected - means.iter().sum::<i128>();
    let (mut sum, mut most) = (0, 0);
    let mut point = |(day, mean): (usize, &i128)| {
        sum += mean;
        most = (sum * days + correction * (day as i128 + 1)).max(most).min(expected * days);
        parts.ratio(most, days)
    };
    means.iter().enumerate().map(&mut point).collect()
}

#[cfg(test)]
mod tests;
