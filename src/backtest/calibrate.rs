//! Scores held against what happened: per bucket the share that was not regretted, predicted and observed.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::PolarsResult;
use rust_decimal::Decimal;
use seatwise_pricing::book::PriceBook;

use super::{
    SCORE_DAYS,
    grid::Grid,
    judge::{self, Case, Outcome},
    past::{Past, Thresholds},
};
use crate::{
    analysis::{Analysis, input::Scan},
    findings::calibration::{Bucket, CASES_MIN, Calibration, Count},
};

/// One bucket of an organization's own recommendations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calibrated {
    /// Which recommendations.
    pub bucket: Bucket,
    /// The score that `analyze` gives them; `None` = too few cases were ever judged.
    pub predicted: Option<Decimal>,
    /// What happened here.
    pub observed: Count,
}

impl Calibrated {
    /// The bucket with its built-in score.
    pub fn new(bucket: Bucket, observed: Count) -> Calibrated {
        Calibrated { bucket, predicted: Calibration::embedded().score(bucket), observed }
    }

    /// How far the score is from what happened, in points of percent, two digits; `None` = no score, or fewer than
    /// [`CASES_MIN`] cases, of which too little follows.
    pub fn error_points(&self) -> Option<Decimal> {
        let predicted = self.predicted.filter(|_| self.observed.all >= CASES_MIN)?;
        let observed = Decimal::from(self.observed.kept) / Decimal::from(self.observed.all);
        Some(((predicted - observed).abs() * Decimal::ONE_HUNDRED).round_dp(2))
    }
}

/// First scores of the bands by which scores are held against what happened.
const SCORE_BANDS: [(i64, u32); 7] = [(0, 0), (50, 2), (70, 2), (80, 2), (90, 2), (95, 2), (98, 2)];

/// Recommendations with scores of about the same size: what was said of them, and what happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScoreBand {
    /// The lowest score of the band.
    pub from: Decimal,
    /// Sum of the scores: so many were expected not to be regretted.
    pub expected: Decimal,
    /// What happened.
    pub observed: Count,
}

impl ScoreBand {
    /// How far the mean score is from the share that was not regretted, in points of percent, two digits; `None` = fewer than
    /// [`CASES_MIN`] cases.
    pub fn error_points(&self) -> Option<Decimal> {
        let all = Decimal::from(self.observed.all);
        (self.observed.all >= CASES_MIN).then(|| {
            ((self.expected - Decimal::from(self.observed.kept)).abs() / all * Decimal::ONE_HUNDRED).round_dp(2)
        })
    }
}

/// Buckets with a score, by bands of scores; bands without a case are left out.
pub fn by_score<'c>(rows: impl Iterator<Item = &'c Calibrated>) -> Vec<ScoreBand> {
    let band = |(units, scale): (i64, u32)| Decimal::new(units, scale);
    let empty = |from| ScoreBand { from, expected: Decimal::ZERO, observed: Count::default() };
    let mut bands: Vec<ScoreBand> = SCORE_BANDS.map(band).map(empty).to_vec();
    for row in rows {
        let Some(score) = row.predicted else { continue };
        // The first band begins at nothing, so that one always fits.
        if let Some(own) = bands.iter_mut().rev().find(|own| score >= own.from) {
            own.expected += score * Decimal::from(row.observed.all);
            own.observed.plus(row.observed);
        }
    }
    bands.retain(|own| own.observed.all > 0);
    bands
}

/// Buckets of judged recommendations; `horizon` is the number of [`SCORE_DAYS`] among their outcomes.
pub(super) fn calibrated<'c>(cases: impl Iterator<Item = &'c Case>, horizon: usize) -> Vec<Calibrated> {
    let mut counts = BTreeMap::new();
    cases.for_each(|case| count(&mut counts, case, horizon));
    counts.into_iter().map(|(bucket, observed)| Calibrated::new(bucket, observed)).collect()
}

fn count(counts: &mut BTreeMap<Bucket, Count>, case: &Case, horizon: usize) {
    if let Some(outcome) = case.outcomes[horizon] {
        counts.entry(case.bucket).or_default().add(outcome == Outcome::Kept);
    }
}

/// Thresholds that a table is made with.
const SWEPT: [u32; 3] = [30, 60, 90];

/// Counts for a table: what the longest of the thresholds advises, and of the shorter ones what they alone could, by days
/// without a sign or use, so that an organization with shorter ones finds scores too. Nobody is counted twice in a bucket at one
/// instant.
///
/// # Errors
/// Whatever polars reports while reading the tables.
pub fn counts(
    analysis: &Analysis,
    scan: &Scan<'_>,
    book: &PriceBook,
    months: u32,
) -> PolarsResult<BTreeMap<Bucket, Count>> {
    let grid = Grid::new(analysis, months);
    let past = Past::read(analysis, scan, book, &grid, &SWEPT)?;
    let mut counts = BTreeMap::new();
    for at in grid.stands(SWEPT[0]).into_iter().filter(|at| grid.reaches(*at, SCORE_DAYS)) {
        let mut counted = BTreeSet::new();
        for (number, days) in SWEPT.into_iter().enumerate().filter(|(_, days)| grid.is_covered_before(at, *days)) {
            let next = SWEPT.get(number + 1).map(|next| i64::from(*next));
            let is_own = |case: &&Case| match (case.quiet_days, next) {
                (_, None) => true,
                (Some(quiet), Some(next)) => (i64::from(days)..next).contains(&quiet),
                (None, Some(_)) => false,
            };
            let judged = judge::cases(&past, &past.look(at, Thresholds::both(days))?, &[SCORE_DAYS]);
            for case in judged.cases.iter().filter(is_own) {
                if counted.insert((case.user_ix, case.bucket)) {
                    count(&mut counts, case, 0);
                }
            }
        }
    }
    Ok(counts)
}
