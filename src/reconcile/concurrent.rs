//! Against the concurrent-usage report: its peak of every day, and what follows for the billed peak.
//!
//! The report has the peak of a day and the minutes at it, not the time at every count. So it gives bounds: the billed peak is
//! at least the highest count that the days' minutes carry for 30 minutes, and at most the highest peak of all. A count of
//! ours within them agrees; one outside differs by what lies between.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::{Decimal, prelude::ToPrimitive};
use seatwise_pricing::{
    contract::{ConcurrencyReading, Model},
    rate::{PEAK_THRESHOLD_MICROS, peak},
    reconcile::{Cause, Difference},
    tariff::ProductIx,
};

use super::{Against, Ledger, Reconciliation, report::Metered};
use crate::{
    analysis::Analysis,
    canonical::{DAILY_PEAK, MINUTES_AT_DAILY_PEAK, rows::DAY},
    usage::concurrency::replay::DayPeak,
};

/// Microseconds of a minute.
const MINUTE: u64 = 60_000_000;

/// A day of the report.
#[derive(Debug, Clone, Copy, Default)]
struct Day {
    peak: u64,
    /// `None` = the report does not say.
    minutes: Option<u64>,
}

/// Compares; `None` = no day of the period in the report, or no presence to compare it with.
pub fn reconcile(analysis: &Analysis, report: &[Metered]) -> Option<Reconciliation> {
    let days = days(analysis, report);
    let presence = analysis.presence.as_ref().filter(|_| !days.is_empty())?;
    let is_cx = |user_ix: u32| analysis.held.is_cx_in_period(user_ix as usize, &analysis.tariff);
    let ours: BTreeMap<i64, DayPeak> = presence.day_peaks(is_cx).into_iter().map(|day| (day.day, day)).collect();
    let mut ledger = Ledger::new(analysis, &analysis.billing);
    let expected = ledger.total();
    let mut notes = Vec::new();
    let change = billed(analysis, &days, &mut notes);
    let amount = change.map_or(Decimal::ZERO, |(ix, from, to)| {
        let (less, more) = (from.saturating_sub(to), to.saturating_sub(from));
        ledger.step(Some(ix), None, less) + ledger.step(None, Some(ix), more)
    });
    let mut differences = by_day(analysis, &days, &ours);
    if let Some((ix, from, to)) = change.filter(|(_, from, to)| from != to) {
        let cause = if to > from { Cause::OnlyTheirs } else { Cause::OnlyOurs };
        differences.push(Difference {
            cause,
            id: analysis.tariff.product(ix).id.clone(),
            part: None,
            units: Some(Decimal::from(to) - Decimal::from(from)),
            amount,
            what: format!("billed peak {from} by presence; the report allows no other than {to} or beyond"),
            places: days.iter().map(|(day, own)| format!("{}: peak {}", date(*day), own.peak)).collect(),
        });
    }
    let comparison = ledger.comparison(expected, differences);
    Some(Reconciliation { against: Against::ConcurrentUsage, comparison, notes })
}

/// Days of the period up to as-of.
fn days(analysis: &Analysis, report: &[Metered]) -> BTreeMap<i64, Day> {
    let mut days: BTreeMap<i64, Day> = BTreeMap::new();
    let period = analysis.spans.period;
    for row in report.iter().filter(|row| period.from <= row.day * DAY && row.day * DAY < period.to) {
        if row.day * DAY > analysis.as_of {
            continue;
        }
        let (day, units) = (days.entry(row.day).or_default(), row.units.to_u64().unwrap_or(0));
        match row.resource.as_str() {
            DAILY_PEAK => day.peak = units.max(day.peak),
            MINUTES_AT_DAILY_PEAK => day.minutes = Some(units),
            _ => {}
        }
    }
    days
}

/// The product counted by its peak, our billed peak, and the nearest one that the report allows. `None` = not to be told.
fn billed(analysis: &Analysis, days: &BTreeMap<i64, Day>, notes: &mut Vec<String>) -> Option<(ProductIx, u64, u64)> {
    if analysis.contract.model != Model::Concurrent {
        notes.push("no seat of this contract is billed by its peak: days are compared, no amount follows".to_owned());
        return None;
    }
    let bases: Vec<_> = analysis
        .products
        .iter()
        .filter(|row| analysis.tariff.product(row.ix).is_cx && row.billed.is_some_and(|billed| billed > 0))
        .collect();
    let [only] = bases[..] else {
        notes.push(format!(
            "the report is of all people together, the bill has {} pools: no amount follows",
            bases.len()
        ));
        return None;
    };
    let ours = only.billed?;
    let highest = days.values().map(|day| day.peak).max().unwrap_or(0);
    let pairs: Option<Vec<(u64, u64)>> = days.values().map(|day| Some((day.peak, day.minutes? * MINUTE))).collect();
    let Some(pairs) = pairs else {
        notes.push(
            "the report does not tell the minutes at its peaks: only its highest peak bounds the billed one".to_owned(),
        );
        return Some((only.ix, ours, ours.min(highest)));
    };
    let least = peak(&pairs, ConcurrencyReading::AtOrAbove);
    let minutes = PEAK_THRESHOLD_MICROS / MINUTE;
    notes
        .push(format!("by the report the peak of {minutes} minutes is {least} to {highest}; by presence it is {ours}"));
    if analysis.contract.concurrency_reading == ConcurrencyReading::Exactly {
        notes.push(
            "the contract reads the peak exactly: the report's lower bound holds for at or above only".to_owned(),
        );
        return Some((only.ix, ours, ours.min(highest)));
    }
    Some((only.ix, ours, ours.clamp(least.min(highest), highest)))
}

/// Days whose peaks differ, by cause; no day changes an amount by itself.
fn by_day(analysis: &Analysis, days: &BTreeMap<i64, Day>, ours: &BTreeMap<i64, DayPeak>) -> Vec<Difference> {
    let mut found: BTreeMap<Cause, Vec<String>> = BTreeMap::new();
    let period = analysis.spans.period;
    for (day, theirs) in days {
        let own = ours.get(day).map_or(0, |day| u64::from(day.most));
        let is_edge = day * DAY < period.from + DAY || day * DAY >= period.to - DAY;
        let cause = match theirs.peak.cmp(&own) {
            std::cmp::Ordering::Equal => continue,
            _ if is_edge => Cause::PeriodEdge,
            std::cmp::Ordering::Greater => Cause::OnlyTheirs,
            std::cmp::Ordering::Less => Cause::OnlyOurs,
        };
        let proof = format!("{}: peak {} in the report, {own} by presence", date(*day), theirs.peak);
        found.entry(cause).or_default().push(proof);
    }
    let difference = |(cause, places): (Cause, Vec<String>)| Difference {
        cause,
        id: "daily peaks".to_owned(),
        part: None,
        units: None,
        amount: Decimal::ZERO,
        what: format!("{} {} with another peak", places.len(), if places.len() == 1 { "day" } else { "days" }),
        places,
    };
    found.into_iter().map(difference).collect()
}

fn date(day: i64) -> NaiveDate {
    i32::try_from(day).ok().and_then(NaiveDate::from_epoch_days).unwrap_or_default()
}
