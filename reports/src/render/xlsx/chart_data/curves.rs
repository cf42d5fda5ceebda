//! Lines: months, load-duration, cost of a commitment, tokens.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::super::cells::of_kind;
use super::steps::named;
use super::{Drawn, Look, Series};
use crate::report::{CurvePoint, Kind, MonthPoint, TimeShare, Value};

const MAIN: u32 = 0x0B_4F_8A;
const COMMITTED: u32 = 0x34_3A_42;
const ABOVE: u32 = 0xF2_B0_83;
const ALERT: u32 = 0xB3_4A_00;
const BAND: u32 = 0x8F_A3_B5;

/// Least, likeliest and most.
type Range = (Decimal, Decimal, Decimal);

/// Billed so far and as a forecast are two lines; what is above the commitment is an area on an invisible one.
pub(super) fn trend(months: &[MonthPoint]) -> Drawn {
    let columns = [
        ("Month", Kind::Month),
        ("Billed", Kind::Count),
        ("Billed, forecast", Kind::Count),
        ("Committed", Kind::Count),
        ("Ground of the area", Kind::Count),
        ("Above the commitment", Kind::Count),
    ];
    let empty = |count: Option<u64>| count.map_or(Value::Empty, Value::count);
    let row = |(at, one): (usize, &MonthPoint)| {
        // The forecast begins at the last month that is no forecast, so that the line has no gap.
        let leads = !one.is_forecast && months.get(at + 1).is_some_and(|next| next.is_forecast);
        let billed = if one.is_forecast { Value::Empty } else { Value::Count(one.billed) };
        let forecast = empty(one.billed.filter(|_| one.is_forecast || leads));
        // A month that nobody knows has an area without height, at the commitment.
        let within = Value::count(one.billed.unwrap_or(one.committed).min(one.committed));
        let above = empty(one.billed.map(|billed| billed.saturating_sub(one.committed)));
        vec![Value::Month(one.month), billed, forecast, Value::count(one.committed), within, above]
    };
    let rows: Vec<Vec<Value>> = months.iter().enumerate().map(row).collect();
    let known = months.iter().filter(|one| one.billed.is_some()).count();
    let end = rows.len() as u32;
    let series = |column, look| Series { over: 0, column, rows: (0, end), look };
    let mut all = Vec::new();
    if known > 1 {
        if months.iter().any(|one| one.billed.is_some_and(|billed| billed > one.committed)) {
            all.extend([series(4, Look::Lift), series(5, Look::Solid(ABOVE))]);
        }
        all.push(series(1, Look::Line(MAIN)));
        if months.iter().any(|one| one.is_forecast) {
            all.push(series(2, Look::Broken(MAIN)));
        }
        if months.iter().any(|one| one.committed > 0) {
            all.push(series(3, Look::Line(COMMITTED)));
        }
    }
    (named(columns), rows, all)
}

pub(super) fn load_duration(points: &[TimeShare], committed: Option<u64>) -> Drawn {
    let columns =
        [("Share of the time", Kind::Share), ("People at once, at least", Kind::Count), ("Committed", Kind::Count)];
    let rows: Vec<Vec<Value>> = points
        .iter()
        .map(|point| {
            let committed = committed.map_or(Value::Empty, Value::count);
            vec![Value::Share(Some(point.share)), Value::count(point.people), committed]
        })
        .collect();
    let end = rows.len() as u32;
    let series = |column, look| Series { over: 0, column, rows: (0, end), look };
    let mut all = Vec::new();
    if points.len() > 1 {
        all.push(series(1, Look::Line(MAIN)));
        all.extend(committed.map(|_| series(2, Look::Broken(ALERT))));
    }
    (named(columns), rows, all)
}

pub(super) fn cost_curve(points: &[CurvePoint], (optimum, today): (u64, Option<u64>), kind: Kind) -> Drawn {
    let columns = [
        ("Committed", Kind::Count),
        ("Expected", kind),
        ("Cheap month (P10)", kind),
        ("Dear month (P90)", kind),
        ("Least cost", kind),
        ("Today", kind),
    ];
    let marked = |units: Option<u64>, point: &CurvePoint| {
        if units == Some(point.committed) { of_kind(kind, point.expected) } else { Value::Empty }
    };
    let row = |point: &CurvePoint| {
        let mut row = vec![Value::count(point.committed)];
        row.extend([point.expected, point.band.0, point.band.1].map(|sum| of_kind(kind, sum)));
        row.extend([marked(Some(optimum), point), marked(today, point)]);
        row
    };
    let rows: Vec<Vec<Value>> = points.iter().map(row).collect();
    let end = rows.len() as u32;
    let series = |column, rows, look| Series { over: 0, column, rows, look };
    let at = |units: u64| (0..).zip(points).find(|(_, point)| point.committed == units).map(|(at, _)| (at, at + 1));
    let mut all = Vec::new();
    if points.len() > 1 {
        all.extend([
            series(1, (0, end), Look::Line(MAIN)),
            series(2, (0, end), Look::Broken(BAND)),
            series(3, (0, end), Look::Broken(BAND)),
        ]);
        all.extend(at(optimum).map(|rows| series(4, rows, Look::Mark(0x00_80_5D))));
        all.extend(today.filter(|today| *today != optimum).and_then(at).map(|rows| series(5, rows, Look::Mark(ALERT))));
    }
    (named(columns), rows, all)
}

/// Every forecast begins where the data end.
pub(super) fn burn_down(
    used: &[(NaiveDate, Decimal)],
    (ends, included): (NaiveDate, Decimal),
    forecast: Option<Range>,
) -> Drawn {
    let heads = ["Used", "Included", "Forecast, least", "Forecast, likeliest", "Forecast, most"];
    let mut columns = vec![("Day".to_owned(), Kind::Day)];
    columns.extend(heads.map(|head| (head.to_owned(), Kind::Quantity)));
    let tokens = |number: Option<Decimal>| number.map_or(Value::Empty, |number| Value::Quantity(Some(number)));
    let row = |day: NaiveDate, cells: [Option<Decimal>; 5]| {
        let mut row = vec![Value::Day(Some(day))];
        row.extend(cells.map(tokens));
        row
    };
    let last = used.last().copied();
    let mut rows: Vec<Vec<Value>> = used
        .iter()
        .map(|(day, tokens)| {
            let meets = forecast.and(last).filter(|last| last.0 == *day).map(|last| last.1);
            row(*day, [Some(*tokens), Some(included), meets, meets, meets])
        })
        .collect();
    let data = rows.len() as u32;
    if last.is_none_or(|last| last.0 < ends) {
        let (least, likeliest, most) = match forecast {
            Some(range) => (Some(range.0), Some(range.1), Some(range.2)),
            None => (None, None, None),
        };
        rows.push(row(ends, [None, Some(included), least, likeliest, most]));
    }
    let end = rows.len() as u32;
    let series = |column, rows, look| Series { over: 0, column, rows, look };
    let mut all = Vec::new();
    if data > 1 {
        all.extend([series(1, (0, data), Look::Line(MAIN)), series(2, (0, end), Look::Line(COMMITTED))]);
        if forecast.is_some() && end > data {
            let ahead = (data - 1, end);
            all.extend([
                series(3, ahead, Look::Broken(BAND)),
                series(4, ahead, Look::Broken(MAIN)),
                series(5, ahead, Look::Broken(ALERT)),
            ]);
        }
    }
    (columns, rows, all)
}
