//! The replay as a page for people, and its daily table.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use seatwise_pricing::contract::ConcurrencyReading;

use crate::{
    analysis::{
        Analysis,
        replay::{Pool, Trim},
    },
    canonical::rows::{DAY, Micros},
    cli::lines::line,
    error::Failure,
    overview::words,
    usage::{concurrency::replay::HOUR, spans::instant},
};

/// Counts shown above and below the peak.
const NEAR: u64 = 6;
/// People named.
const NAMED: usize = 10;
/// Steps of trimming shown.
const STEPS: usize = 8;
const MINUTE: Micros = 60_000_000;

/// All pools in a table, then one of them in detail.
pub(super) fn page(analysis: &Analysis, pools: &[Pool], pool: &Pool) -> String {
    let mut page = String::new();
    head(&mut page, analysis, pools);
    line!(page, "\nIn detail: {}", name(analysis, pool));
    heat(&mut page, pool);
    near(&mut page, analysis, pool);
    makers(&mut page, analysis, pool);
    trims(&mut page, analysis, pool);
    page
}

fn head(page: &mut String, analysis: &Analysis, pools: &[Pool]) {
    let organization = analysis.organization.as_deref().unwrap_or("Organization");
    let (from, to) = (analysis.period.from, instant(analysis.as_of));
    line!(page, "Concurrent people · {organization}");
    line!(page, "{from} to {} (UTC), contract reading `{}`", to.format("%Y-%m-%d %H:%M"), reading(analysis));
    line!(page, "A peak counts from 30 minutes on, summed over the period.\n");
    line!(
        page,
        "{:<16} {:>9} {:>12} {:>9} {:>10}  first reached",
        "pool",
        "people",
        "at or above",
        "exactly",
        "most ever"
    );
    for pool in pools {
        let at = pool.histogram.peak_at.map_or_else(|| "never".to_owned(), minute);
        line!(
            page,
            "{:<16} {:>9} {:>12} {:>9} {:>10}  {at}",
            name(analysis, pool),
            pool.members,
            pool.at_or_above,
            pool.exactly,
            pool.histogram.raw_peak
        );
    }
}

/// The most at once by hour of the clock and weekday.
fn heat(page: &mut String, pool: &Pool) {
    line!(page, "\nMost at once, by hour (UTC) and weekday");
    line!(page, "       Mon    Tue    Wed    Thu    Fri    Sat    Sun");
    for hour in 0..24 {
        let most = |weekday: u32| {
            let same =
                pool.hours.iter().filter(|it| (it.start % DAY) / HOUR == hour && weekday_of(it.start) == weekday);
            same.map(|it| it.most).max()
        };
        let cells = (0..7).map(|weekday| most(weekday).map_or_else(|| "-".to_owned(), |most| most.to_string()));
        let cells: Vec<String> = cells.map(|cell| format!("{cell:>6}")).collect();
        line!(page, "  {hour:02} {}", cells.join(" "));
    }
}

fn weekday_of(at: Micros) -> u32 {
    instant(at).weekday().num_days_from_monday()
}

/// Time at every count near the billed peak.
fn near(page: &mut String, analysis: &Analysis, pool: &Pool) {
    let peak = billed(analysis, pool);
    line!(page, "\nTime near the billed peak of {peak}");
    line!(page, "  {:>8} {:>14} {:>16}", "people", "exactly", "at or above");
    let above = |people: u32| pool.histogram.time_at.range(people..).map(|(_, time)| time).sum::<Micros>();
    let shown = pool.histogram.time_at.keys().rev().filter(|people| u64::from(**people) + NEAR >= peak);
    for people in shown.take(4 * NEAR as usize) {
        let mark = if u64::from(*people) == peak { "  <- billed" } else { "" };
        line!(
            page,
            "  {people:>8} {:>14} {:>16}{mark}",
            length(pool.histogram.time_at[people]),
            length(above(*people))
        );
    }
}

fn makers(page: &mut String, analysis: &Analysis, pool: &Pool) {
    let count = pool.makers.len();
    line!(page, "\nWho was present while the peak was reached or passed: {count} people");
    for (user_ix, time) in pool.makers.iter().take(NAMED) {
        line!(page, "  {:>10}  {}", length(*time), analysis.people.list[*user_ix].label());
    }
    if count > NAMED {
        line!(page, "  … and {} more: --format json names everybody", count - NAMED);
    }
}

fn trims(page: &mut String, analysis: &Analysis, pool: &Pool) {
    line!(page, "\nWhat a lower peak would take: clock hours to avoid, fullest first");
    if pool.trims.is_empty() {
        line!(page, "  nothing lowers the peak within a day's worth of hours");
        return;
    }
    line!(
        page,
        "  {:>5} {:>6} {:>6} {:>14} {:>16}  the last hour avoided",
        "hours",
        "peak",
        "seats",
        "overage now",
        "at renewal"
    );
    for trim in pool.trims.iter().take(STEPS) {
        line!(page, "{}", step(analysis, trim));
    }
    if pool.trims.iter().all(|trim| trim.contracted_monthly.is_none()) {
        line!(
            page,
            "  No money: it is shown for products that a contract counts by their peak (`model = \"concurrent\"`)."
        );
    }
}

fn step(analysis: &Analysis, trim: &Trim) -> String {
    let last = trim.hours.last().map_or_else(String::new, |at| minute(*at));
    let currency = analysis.tariff.currency();
    let money = |amount: Option<Decimal>| {
        amount
            .map_or_else(|| "-".to_owned(), |amount| format!("{} {}", words::money(amount, currency), currency.code()))
    };
    format!(
        "  {:>5} {:>6} {:>6} {:>14} {:>16}  {last}",
        trim.hours.len(),
        trim.peak,
        trim.seats,
        money(trim.overage_monthly),
        money(trim.contracted_monthly)
    )
}

/// One row per UTC day in the layout of the console's concurrent-usage report; minutes are whole, rounded down.
pub(super) fn daily(pool: &Pool) -> Result<Vec<u8>, Failure> {
    let failed = |error: csv::Error| Failure::internal(error.to_string());
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(["Date", "Peak Concurrent Users", "Minutes at Peak"]).map_err(failed)?;
    for day in &pool.days {
        let date = NaiveDate::from_epoch_days(day.day as i32).unwrap_or_default();
        csv.write_record([date.to_string(), day.most.to_string(), (day.time / MINUTE).to_string()]).map_err(failed)?;
    }
    csv.into_inner().map_err(|error| Failure::internal(error.to_string()))
}

pub(super) fn name(analysis: &Analysis, pool: &Pool) -> String {
    pool.product.map_or_else(|| "all".to_owned(), |ix| analysis.tariff.product(ix).id.clone())
}

pub(super) fn reading(analysis: &Analysis) -> &'static str {
    match analysis.contract.concurrency_reading {
        ConcurrencyReading::AtOrAbove => "at-or-above",
        ConcurrencyReading::Exactly => "exactly",
    }
}

/// The peak by the contract's reading.
pub(super) fn billed(analysis: &Analysis, pool: &Pool) -> u64 {
    match analysis.contract.concurrency_reading {
        ConcurrencyReading::AtOrAbove => pool.at_or_above,
        ConcurrencyReading::Exactly => pool.exactly,
    }
}

fn minute(at: Micros) -> String {
    words::rfc3339(at).replace('T', " ").chars().take(16).collect()
}

/// `3 h 07 min`, rounded down; below a minute in seconds.
fn length(time: Micros) -> String {
    let minutes = time / MINUTE;
    match (minutes / 60, minutes % 60) {
        (0, 0) => format!("{} s", time / 1_000_000),
        (0, minutes) => format!("{minutes} min"),
        (hours, minutes) => format!("{hours} h {minutes:02} min"),
    }
}
