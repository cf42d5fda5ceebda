//! `activity` → time on interactions in the period, per person: read only where somebody is billed by it.

use polars::prelude::*;
use seatwise_pricing::feature::Feature;

use super::{
    columns::{NOBODY, integers, people as people_of},
    coverage::INTERACTIONS,
    fold::fold,
    spans::Spans,
};
use crate::canonical::{col, rows::Micros};

/// Handle time of intervals that begin in the period, no later than as-of, in milliseconds by person number.
///
/// # Errors
/// Whatever polars reports while reading the files, and sums beyond 64 bits.
pub fn time(activity: LazyFrame, people: usize, spans: &Spans) -> PolarsResult<Vec<u64>> {
    let (from, to) = (spans.period.from, spans.period.to.min(spans.as_of));
    let names = INTERACTIONS.map(Feature::as_str);
    let is_interaction = names.into_iter().map(|name| col(col::FEATURE).eq(lit(name))).reduce(|a, b| a.or(b));
    let rows = activity
        .filter(is_interaction.unwrap_or(lit(false)))
        .select([col::USER_IX, col::INTERVAL_START, col::INTERVAL_END, col::DURATION_MS].map(col));
    let new = move || vec![0_u64; people];
    let states = fold(rows, new, move |time, frame| add(time, frame, from, to))?;
    let mut all = vec![0_u64; people];
    for state in states {
        for (mine, theirs) in all.iter_mut().zip(state) {
            *mine = plus(*mine, theirs)?;
        }
    }
    Ok(all)
}

fn add(time: &mut [u64], frame: &DataFrame, from: Micros, to: Micros) -> PolarsResult<()> {
    let users = people_of(frame)?;
    let starts = integers(frame, col::INTERVAL_START, to)?;
    let ends = integers(frame, col::INTERVAL_END, to)?;
    let durations = integers(frame, col::DURATION_MS, 0)?;
    let intervals = starts.cont_slice()?.iter().zip(ends.cont_slice()?).zip(durations.cont_slice()?);
    for (user_ix, ((start, end), duration)) in users.cont_slice()?.iter().zip(intervals) {
        if *user_ix != NOBODY && from <= *start && *start < to && start < end {
            let own = &mut time[*user_ix as usize];
            *own = plus(*own, u64::try_from(*duration).unwrap_or(0))?;
        }
    }
    Ok(())
}

fn plus(a: u64, b: u64) -> PolarsResult<u64> {
    a.checked_add(b)
        .ok_or_else(|| polars_err!(ComputeError: "activity: the sum of one person's durations is beyond 64 bits"))
}
