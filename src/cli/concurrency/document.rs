//! The replay as JSON, schema `seatwise.concurrency/1`: counts are numbers, times milliseconds, money decimal strings,
//! unknown is null. All pools, each with every hour, every day and everybody.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use super::text;
use crate::{
    analysis::{
        Analysis,
        replay::{Pool, Trim},
    },
    canonical::rows::Micros,
    error::Failure,
    overview::words::{self, rfc3339},
    usage::concurrency::replay::Hour,
};

#[derive(Serialize)]
struct Document {
    schema: &'static str,
    as_of: String,
    snapshot: String,
    organization: Option<String>,
    currency: &'static str,
    period: Dates,
    reading: &'static str,
    pools: Vec<PoolDocument>,
}

#[derive(Serialize)]
struct Dates {
    from: String,
    to: String,
}

#[derive(Serialize)]
struct PoolDocument {
    /// Product id; `all` = all CX bases together.
    pool: String,
    people: u64,
    billed_peak: u64,
    peak: u64,
    peak_exactly: u64,
    raw_peak: u32,
    peak_at: Option<String>,
    load_duration: Vec<Load>,
    hours: Vec<HourDocument>,
    days: Vec<DayDocument>,
    made_by: Vec<Maker>,
    trims: Vec<TrimDocument>,
}

#[derive(Serialize)]
struct Load {
    people: u32,
    time_ms: i64,
    at_or_above_ms: i64,
}

#[derive(Serialize)]
struct HourDocument {
    start: String,
    most: u32,
    /// Time present of all people together.
    present_ms: i64,
}

#[derive(Serialize)]
struct DayDocument {
    date: String,
    most: u32,
    time_ms: i64,
}

#[derive(Serialize)]
struct Maker {
    user_id: String,
    email: Option<String>,
    time_ms: i64,
}

#[derive(Serialize)]
struct TrimDocument {
    hours: Vec<String>,
    peak: u64,
    seats: u64,
    overage_monthly: Option<String>,
    contracted_monthly: Option<String>,
}

/// The document, with a newline at its end.
pub(super) fn render(analysis: &Analysis, pools: &[Pool]) -> Result<String, Failure> {
    let document = Document {
        schema: "seatwise.concurrency/1",
        as_of: rfc3339(analysis.as_of),
        snapshot: analysis.snapshot.clone(),
        organization: analysis.organization.clone(),
        currency: analysis.tariff.currency().code(),
        period: Dates { from: analysis.period.from.to_string(), to: analysis.period.to.to_string() },
        reading: text::reading(analysis),
        pools: pools.iter().map(|pool| pool_document(analysis, pool)).collect(),
    };
    let json = serde_json::to_string_pretty(&document).map_err(|error| Failure::internal(error.to_string()))?;
    Ok(json + "\n")
}

fn pool_document(analysis: &Analysis, pool: &Pool) -> PoolDocument {
    let person = |(user_ix, time): &(usize, Micros)| {
        let person = &analysis.people.list[*user_ix];
        Maker { user_id: person.user_id.clone(), email: person.email.clone(), time_ms: milliseconds(*time) }
    };
    PoolDocument {
        pool: text::name(analysis, pool),
        people: pool.members,
        billed_peak: text::billed(analysis, pool),
        peak: pool.at_or_above,
        peak_exactly: pool.exactly,
        raw_peak: pool.histogram.raw_peak,
        peak_at: pool.histogram.peak_at.map(rfc3339),
        load_duration: load(&pool.histogram.time_at),
        hours: pool.hours.iter().map(hour).collect(),
        days: pool
            .days
            .iter()
            .map(|day| DayDocument {
                date: chrono::NaiveDate::from_epoch_days(day.day as i32).unwrap_or_default().to_string(),
                most: day.most,
                time_ms: milliseconds(day.time),
            })
            .collect(),
        made_by: pool.makers.iter().map(person).collect(),
        trims: pool.trims.iter().map(|it| trim(analysis, it)).collect(),
    }
}

/// The load-duration curve, highest count first.
fn load(time_at: &BTreeMap<u32, Micros>) -> Vec<Load> {
    let mut above = 0;
    let point = |(people, time): (&u32, &Micros)| {
        above += time;
        Load { people: *people, time_ms: milliseconds(*time), at_or_above_ms: milliseconds(above) }
    };
    time_at.iter().rev().map(point).collect()
}

fn hour(hour: &Hour) -> HourDocument {
    HourDocument { start: rfc3339(hour.start), most: hour.most, present_ms: milliseconds(hour.time_present) }
}

fn trim(analysis: &Analysis, trim: &Trim) -> TrimDocument {
    let money = |amount: Option<Decimal>| amount.map(|amount| words::money(amount, analysis.tariff.currency()));
    TrimDocument {
        hours: trim.hours.iter().map(|at| rfc3339(*at)).collect(),
        peak: trim.peak,
        seats: trim.seats,
        overage_monthly: money(trim.overage_monthly),
        contracted_monthly: money(trim.contracted_monthly),
    }
}

/// Whole milliseconds, rounded down.
fn milliseconds(time: Micros) -> i64 {
    time / 1_000
}
