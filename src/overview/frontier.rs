//! The backtest's frontier as the chart's value.

use rust_decimal::Decimal;
use seatwise_reports::frontier as report;

use crate::{
    analysis::Analysis,
    backtest::{
        Backtest, MONTH_DAYS,
        frontier::{Frontier, Point},
    },
    usage::spans::instant,
};

/// The value of the chart; without points where the data do not reach any threshold.
pub fn frontier(analysis: &Analysis, backtest: &Backtest, regret_limit: Decimal) -> report::Frontier {
    let own = backtest.frontier.as_ref();
    let currency = analysis.tariff.currency();
    report::Frontier {
        as_of: instant(analysis.as_of),
        snapshot: analysis.snapshot.clone(),
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        currency: currency.code().to_owned(),
        minor_units: currency.minor_units(),
        horizon_days: own.map_or(0, |own| own.horizon_days),
        instants: own.map_or(0, |own| own.stands.len() as u64),
        regret_limit,
        points: own.map_or_else(Vec::new, |own| own.points.iter().map(|it| point(it, own, analysis)).collect()),
        suggested: own.and_then(|own| own.suggested),
    }
}

fn point(point: &Point, frontier: &Frontier, analysis: &Analysis) -> report::Point {
    // Kept at all instants over the horizon → per instant and month.
    let months = u64::from(frontier.horizon_days) * frontier.stands.len() as u64;
    let monthly = point.total.kept() * Decimal::from(MONTH_DAYS) / Decimal::from(months.max(1));
    report::Point {
        window_days: point.window_days,
        idle_days: point.idle_days,
        is_set: point.is_set,
        judged: point.total.judged,
        regretted: point.total.regretted,
        regret_percent: point.total.regret_percent(),
        kept_monthly: analysis.tariff.currency().round(monthly),
    }
}
