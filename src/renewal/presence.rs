//! How many people are there at once: by weekday and hour, and for which share of the time.

use chrono::Datelike;
use rust_decimal::Decimal;
use seatwise_pricing::book::SeatModel;
use seatwise_reports::{
    report::{Chart, Drawing, TimeShare, Value},
    says,
};

use super::Renewal;
use crate::usage::{concurrency::Histogram, spans::instant};

/// Points of the load-duration curve at most: more can't be told apart on paper.
const POINTS: usize = 200;

/// Both charts, of all CX holders together in the period of as-of, up to as-of; none without presence.
pub(super) fn charts(renewal: &Renewal<'_>) -> Vec<Chart> {
    let analysis = renewal.analysis;
    let (Some(presence), Some(concurrency)) = (&analysis.presence, &analysis.concurrency) else { return Vec::new() };
    let is_cx = |user_ix: u32| analysis.held.is_cx_in_period(user_ix as usize, &analysis.tariff);
    let committed = committed(renewal);
    let mut cells = vec![[None; 24]; 7];
    for hour in presence.hours(is_cx).iter().filter(|hour| hour.start < analysis.as_of) {
        let at = instant(hour.start);
        let cell: &mut Option<u64> =
            &mut cells[at.weekday().num_days_from_monday() as usize][chrono::Timelike::hour(&at) as usize];
        *cell = (*cell).max(Some(u64::from(hour.most)));
    }
    let histogram = &concurrency.histogram;
    let seats =
        analysis.products.iter().filter(|row| analysis.tariff.product(row.ix).is_cx).map(|row| row.assigned).sum();
    let title = says![
        "At most ",
        Value::count(u64::from(histogram.raw_peak)),
        " people were there at once, with ",
        Value::count(seats),
        " seats assigned"
    ];
    let note =
        says!["Times are UTC. Billed peak, of at least half an hour in all: ", Value::count(concurrency.peak), "."];
    let heat_map = Chart {
        id: "heat_map",
        title,
        units: "most people at once by weekday and hour (UTC), CX products".to_owned(),
        drawing: Drawing::HeatMap { cells, committed },
        note: Some(note),
    };
    let whole = analysis.as_of - analysis.spans.period.from;
    let points = points(histogram, whole);
    let curve = (points.len() > 1).then(|| Chart {
        id: "load_duration",
        title: says![of_a_tenth(histogram, whole), " people or more were there for a tenth of the time"],
        units: "people at once against the share of the time with at least so many, CX products".to_owned(),
        drawing: Drawing::LoadDuration { points, committed },
        note: None,
    });
    [heat_map].into_iter().chain(curve).collect()
}

/// Seats of CX products that are committed by peaks; `None` = the contract counts people.
fn committed(renewal: &Renewal<'_>) -> Option<u64> {
    let analysis = renewal.analysis;
    let own = analysis.products.iter().filter(|row| {
        let product = analysis.tariff.product(row.ix);
        product.is_cx && product.model == SeatModel::Concurrent
    });
    let committed: u64 = own.map(|row| row.committed).sum();
    (committed > 0).then_some(committed)
}

/// For how much of the time at least so many were there, most people first.
fn running(histogram: &Histogram) -> impl Iterator<Item = (u32, i64)> + '_ {
    histogram.time_at.iter().rev().scan(0, |time, (people, own)| {
        *time += own;
        Some((*people, *time))
    })
}

fn points(histogram: &Histogram, whole: i64) -> Vec<TimeShare> {
    let all: Vec<(u32, i64)> = running(histogram).collect();
    let step = all.len().div_ceil(POINTS).max(1);
    let last = all.len().saturating_sub(1);
    let kept = all.into_iter().enumerate().filter(|(at, _)| at % step == 0 || *at == last).map(|(_, own)| own);
    kept.map(|(people, time)| TimeShare { people: u64::from(people), share: share(time, whole) }).collect()
}

fn share(time: i64, whole: i64) -> Decimal {
    (Decimal::from(time) / Decimal::from(whole.max(1))).round_dp(6).min(Decimal::ONE)
}

/// How many were there for a tenth of the time.
fn of_a_tenth(histogram: &Histogram, whole: i64) -> Value {
    let found = running(histogram).find(|(_, time)| time.saturating_mul(10) >= whole).map(|(people, _)| people);
    Value::count(u64::from(found.unwrap_or(0)))
}
