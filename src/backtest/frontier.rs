//! The frontier: what other thresholds would have brought, and which one the user's limit allows.
//!
//! Every threshold stands for both `idle_days` and the window's `days`, and is judged at the same instants, so that the
//! figures can be compared. The tables are not read again: the days that people did something on are at hand.

use std::collections::BTreeMap;

use polars::prelude::PolarsResult;

use super::{
    Options,
    grid::Grid,
    judge::{self, Case},
    past::{Past, Thresholds},
    tally::Tally,
};
use crate::canonical::rows::Micros;

/// What one threshold would have brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// Length of the window, days.
    pub window_days: u32,
    /// Days without a sign after which a seat is idle.
    pub idle_days: u32,
    /// Is it what the settings have?
    pub is_set: bool,
    /// Recommendations at all instants.
    pub advised: u64,
    /// All recommendations.
    pub total: Tally,
    /// Reclaims alone.
    pub reclaims: Tally,
    /// Changes of offer alone.
    pub offers: Tally,
}

/// The thresholds side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frontier {
    /// Days after an instant in which a recommendation can be regretted.
    pub horizon_days: u32,
    /// The instants, the same for every threshold.
    pub stands: Vec<Micros>,
    /// In rising order; thresholds that the data do not reach are left out.
    pub points: Vec<Point>,
    /// Thresholds that no instant is covered for.
    pub out_of_reach: Vec<u32>,
    /// Number of the point with the largest saving within the limit; `None` = none is.
    pub suggested: Option<usize>,
}

impl Frontier {
    /// Sweeps the thresholds at the longest horizon that has an instant; `None` = there is none.
    pub(super) fn new(past: &Past<'_>, grid: &Grid, options: &Options) -> PolarsResult<Option<Frontier>> {
        let stands = |days: u32, horizon: u32| -> Vec<Micros> {
            grid.stands(days).into_iter().filter(|at| grid.reaches(*at, horizon)).collect()
        };
        if options.thresholds.is_empty() {
            return Ok(None);
        }
        let set = Thresholds::of(&past.analysis.settings);
        let mut tried: BTreeMap<(u32, u32), Thresholds> = BTreeMap::new();
        for one in options.thresholds.iter().copied().map(Thresholds::both).chain([set]) {
            tried.insert((one.longest(), one.window_days), one);
        }
        for horizon in options.horizons.iter().rev().copied() {
            let in_reach: Vec<Thresholds> =
                tried.values().copied().filter(|one| !stands(one.longest(), horizon).is_empty()).collect();
            let Some(longest) = in_reach.last() else { continue };
            let stands = stands(longest.longest(), horizon);
            let points = in_reach.iter().map(|one| point(past, &stands, horizon, *one, *one == set));
            let points = points.collect::<PolarsResult<Vec<Point>>>()?;
            let out = tried.values().filter(|one| !in_reach.contains(one)).map(|one| one.longest()).collect();
            let suggested = suggested(&points, options);
            return Ok(Some(Frontier { horizon_days: horizon, stands, points, out_of_reach: out, suggested }));
        }
        Ok(None)
    }

    /// The point of the settings, where the data reach it.
    pub fn set(&self) -> Option<&Point> {
        self.points.iter().find(|point| point.is_set)
    }
}

fn point(past: &Past<'_>, stands: &[Micros], horizon: u32, one: Thresholds, is_set: bool) -> PolarsResult<Point> {
    let Thresholds { window_days, idle_days } = one;
    let empty = Tally::default;
    let mut point =
        Point { window_days, idle_days, is_set, advised: 0, total: empty(), reclaims: empty(), offers: empty() };
    for at in stands {
        let judged = judge::cases(past, &past.look(*at, one)?, &[horizon]);
        point.advised += judged.stand.advised;
        judged.cases.iter().for_each(|case| add(&mut point, case, horizon, past));
    }
    Ok(point)
}

fn add(point: &mut Point, case: &Case, horizon: u32, past: &Past<'_>) {
    let tally = Tally::of(case, 0, horizon, past.analysis.tariff.currency());
    point.total.plus(&tally);
    if case.code.is_reclaim() { point.reclaims.plus(&tally) } else { point.offers.plus(&tally) }
}

/// The largest saving within the limit; at the same saving the more careful threshold.
fn suggested(points: &[Point], options: &Options) -> Option<usize> {
    let within = points.iter().enumerate().filter(|(_, point)| point.total.is_within(options.regret_limit));
    within.max_by_key(|(number, point)| (point.total.kept(), *number)).map(|(number, _)| number)
}
