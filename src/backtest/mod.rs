//! Backtest: stand at earlier instants, advise from what was known then, and look at what people did afterwards.
//!
//! Nothing is decided here a second time: the checks of `findings` are asked about the past. What each figure means, and
//! what nobody can know of the past, stands in `docs/BACKTEST.md`.
//!
//! | file | question |
//! |---|---|
//! | `grid` | at which instants can one stand, and how far ahead do the data reach? |
//! | `past` | what was known at an instant, and what would have been advised? |
//! | `judge` | what became of each recommendation, and who was idle without one? |
//! | `tally` | how many were regretted, and what did that cost? |
//! | `frontier` | what would other thresholds have brought? |
//! | `calibrate` | how often were alike recommendations not regretted? |

pub mod calibrate;
pub mod frontier;
mod grid;
mod judge;
mod past;
pub mod tally;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use polars::prelude::PolarsResult;
use rust_decimal::Decimal;
use seatwise_pricing::book::PriceBook;

use self::{
    calibrate::Calibrated,
    frontier::Frontier,
    grid::Grid,
    judge::Case,
    past::{Past, Thresholds},
    tally::{Missed, Tally},
};
use crate::{
    analysis::{Analysis, input::Scan},
    canonical::rows::Micros,
    findings::{code::Advice, confidence::Confidence},
};

/// The days of a month here: instants are so far apart, and horizons are counted in months of so many days.
pub const MONTH_DAYS: u32 = 30;

/// The horizon that the score of a recommendation speaks of.
pub const SCORE_DAYS: u32 = 90;

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Instants at most, the latest ones.
    pub months: u32,
    /// Days after an instant in which a recommendation can be regretted, ascending.
    pub horizons: Vec<u32>,
    /// Share of the recommendations that may be regretted, in percent.
    pub regret_limit: Decimal,
    /// Days of `idle_days` and window to try beside those of the settings, ascending; empty = no frontier is drawn.
    pub thresholds: Vec<u32>,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            months: 12,
            horizons: vec![30, 60, 90],
            regret_limit: Decimal::ONE,
            thresholds: vec![14, 30, 45, 60, 90, 120],
        }
    }
}

/// An instant at which the backtest stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stand {
    /// A midnight; what begins at or after it was not known.
    pub at: Micros,
    /// Recommendations that save something, about people whose state then is known.
    pub advised: u64,
    /// Of them those whose license has no first day, so that it is taken as held then.
    pub undated: u64,
    /// People with a seat who are deactivated or deleted today: since when, nobody knows.
    pub state_unknown: u64,
    /// Reclaims left out because a later login hides an earlier one, and presence shows none of that person's logins.
    pub login_unknown: u64,
}

/// What became of the recommendations within so many days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Horizon {
    /// Days after the instant.
    pub days: u32,
    /// Numbers of the instants with a recommendation that the data cover so far ahead.
    pub stands: Vec<usize>,
    /// All recommendations.
    pub total: Tally,
    /// By code.
    pub by_code: BTreeMap<Advice, Tally>,
    /// By confidence.
    pub by_confidence: BTreeMap<Confidence, Tally>,
    /// By code and confidence.
    pub by_both: BTreeMap<(Advice, Confidence), Tally>,
    /// By the number of the instant, code and confidence.
    pub by_stand: BTreeMap<(usize, Advice, Confidence), Tally>,
    /// Who was idle and had no recommendation.
    pub missed: Missed,
}

/// The whole backtest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backtest {
    /// The end of the data that were looked at: a midnight.
    pub until: Micros,
    /// The instants, in order of time.
    pub stands: Vec<Stand>,
    /// One per horizon asked for.
    pub horizons: Vec<Horizon>,
    /// Other thresholds; `None` = none was to be tried, or no instant has enough data before and after it for any.
    pub frontier: Option<Frontier>,
    /// Scores, predicted and observed, within [`SCORE_DAYS`]; empty where no instant is covered so far ahead.
    pub calibration: Vec<Calibrated>,
    /// Does any license row say since when it is held?
    pub licenses_are_dated: bool,
}

/// Runs the backtest of an organization that was analyzed at as-of.
///
/// # Errors
/// Whatever polars reports while reading the tables.
pub fn run(analysis: &Analysis, scan: &Scan<'_>, book: &PriceBook, options: &Options) -> PolarsResult<Backtest> {
    let grid = Grid::new(analysis, options.months);
    let past = Past::read(analysis, scan, book, &grid, &options.thresholds)?;
    let set = Thresholds::of(&analysis.settings);
    let (mut stands, mut cases) = (Vec::new(), Vec::new());
    let mut horizons: Vec<Horizon> =
        options.horizons.iter().map(|days| Horizon { days: *days, ..Horizon::default() }).collect();
    let mut longest = options.horizons.clone();
    longest.push(SCORE_DAYS);
    for at in grid.stands(analysis.settings.longest_days()) {
        let look = past.look(at, set)?;
        let judged = judge::cases(&past, &look, &longest);
        for horizon in &mut horizons {
            horizon.missed.plus(&judge::missed(&past, &look, horizon.days));
        }
        stands.push(Stand { at, ..judged.stand });
        cases.push(judged.cases);
    }
    for (number, horizon) in horizons.iter_mut().enumerate() {
        for (stand, cases) in cases.iter().enumerate() {
            add(horizon, number, stand, cases, analysis);
        }
    }
    let calibration = calibrate::calibrated(cases.iter().flatten(), options.horizons.len());
    let frontier = Frontier::new(&past, &grid, options)?;
    let licenses_are_dated = past.licenses_are_dated();
    Ok(Backtest { until: grid.until(), stands, horizons, frontier, calibration, licenses_are_dated })
}

fn add(horizon: &mut Horizon, number: usize, stand: usize, cases: &[Case], analysis: &Analysis) {
    let currency = analysis.tariff.currency();
    for case in cases {
        let one = Tally::of(case, number, horizon.days, currency);
        if one.judged > 0 && horizon.stands.last() != Some(&stand) {
            horizon.stands.push(stand);
        }
        horizon.total.plus(&one);
        horizon.by_code.entry(case.code).or_default().plus(&one);
        horizon.by_confidence.entry(case.confidence).or_default().plus(&one);
        horizon.by_both.entry((case.code, case.confidence)).or_default().plus(&one);
        horizon.by_stand.entry((stand, case.code, case.confidence)).or_default().plus(&one);
    }
}
