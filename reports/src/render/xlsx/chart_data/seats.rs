//! The charts of the overview: seats by state, the way to the target, days without a sign, departments, tiers.

use rust_decimal::Decimal;

use super::steps::named;
use super::{Drawn, Look, Series};
use crate::render::chart_data;
use crate::report::{Chart, DepartmentCost, IdleDays, Kind, SeatStates, Target, Value};

/// Colors of the states, in the order of their columns, and of the strips; the same as in the drawn charts.
const STATES: [u32; 9] =
    [0xD3_DA_E2, 0x9E_CA_E9, 0x4A_90_C8, 0x78_8C_A0, 0xD5_5E_00, 0x0B_4F_8A, 0xDE_96_BE, 0x34_3A_42, 0x00_9E_73];
const RECOVERABLE: u32 = 0xD5_5E_00;
const STAYS: u32 = 0x78_8C_A0;
/// What is no step and no money saved.
pub(in crate::render::xlsx) const EXPOSURE: u32 = 0xD3_DA_E2;
/// Strips that get a color of their own; further ones begin again.
const STRIPS: [u32; 6] = [0x0B_4F_8A, 0x4A_90_C8, 0x9E_CA_E9, 0x34_3A_42, 0x00_9E_73, 0xDE_96_BE];
/// Days of a bucket, and the day from which all are one.
const BUCKET: u32 = 7;
const LAST: u32 = 364;

fn solid(column: u16, rows: usize, color: u32) -> Series {
    Series { over: 0, column, rows: (0, rows as u32), look: Look::Solid(color) }
}

pub(super) fn states(products: &[SeatStates]) -> Drawn {
    let mut columns = vec![("Product".to_owned(), Kind::Text)];
    columns.extend(chart_data::PARTS.map(|(_, label)| (label.to_owned(), Kind::Count)));
    let row = |one: &SeatStates| [Value::text(&one.label)].into_iter().chain(one.parts().map(Value::count)).collect();
    let rows: Vec<Vec<Value>> = products.iter().map(row).collect();
    let has_any = |part: usize| products.iter().any(|one| one.parts()[part] > 0);
    let series = (0..STATES.len()).filter(|part| has_any(*part));
    let series = series.map(|part| solid(part as u16 + 1, rows.len(), STATES[part])).collect();
    (columns, rows, series)
}

/// The lift of a step is invisible. Nothing is drawn where a step is unknown; the cells say which.
pub(super) fn target(way: &Target) -> Drawn {
    let columns = [
        ("Step", Kind::Text),
        ("Amount", Kind::Amount),
        ("Lift", Kind::Amount),
        ("Height", Kind::Amount),
        ("Top", Kind::Amount),
    ];
    let amounts = [way.today, way.cash_now.0, way.at_renewal.0, way.target];
    let names = ["Bill today", "Cash now", "At renewal", "Target"];
    let [Some(today), Some(now), Some(later), Some(target)] = amounts else {
        let row = |(name, amount): (&str, Option<Decimal>)| {
            [Value::text(name), Value::Amount(amount)].into_iter().chain([const { Value::Empty }; 3]).collect()
        };
        let rows = names.into_iter().zip(amounts).chain([("Exposure", Some(way.exposure))]).map(row).collect();
        return (named(columns), rows, Vec::new());
    };
    let after = today.saturating_sub(now);
    let bars = [
        (names[0], today, Decimal::ZERO, today),
        (names[1], -now, today.min(after), now.abs()),
        (names[2], -later, after.min(target), later.abs()),
        (names[3], target, Decimal::ZERO, target),
        ("Exposure: no money saved", way.exposure, Decimal::ZERO, way.exposure),
    ];
    let row = |(name, amount, lift, height): (&str, Decimal, Decimal, Decimal)| {
        let money = [amount, lift, height, lift.saturating_add(height)].map(Value::amount);
        [Value::text(name)].into_iter().chain(money).collect::<Vec<_>>()
    };
    let rows: Vec<Vec<Value>> = bars.into_iter().map(row).collect();
    let end = rows.len() as u32;
    let has_any = bars.iter().any(|bar| !bar.3.is_zero());
    let series = |column, look| Series { over: 0, column, rows: (0, end), look };
    let series = match has_any {
        true => vec![series(2, Look::Lift), series(3, Look::Solid(STATES[2])), series(4, Look::Top)],
        false => Vec::new(),
    };
    (named(columns), rows, series)
}

/// A row per bucket, a column per product; `never` stands last.
pub(super) fn idle_days(idle: &IdleDays) -> Drawn {
    let mut columns = vec![("Days without a sign".to_owned(), Kind::Text)];
    columns.extend(idle.products.iter().map(|product| (product.label.clone(), Kind::Count)));
    let all = || idle.products.iter().flat_map(|product| &product.buckets);
    let has_never = all().any(|(from, _)| from.is_none());
    let latest = all().filter_map(|(from, _)| *from).max().map(|day| day.min(LAST));
    let days = latest.into_iter().flat_map(|latest| (0..=latest).step_by(BUCKET as usize).map(Some));
    let buckets: Vec<Option<u32>> = days.chain(has_never.then_some(None)).collect();
    let people = |product: &crate::report::IdleProduct, bucket: Option<u32>| {
        let own = product.buckets.iter().filter(|(from, _)| from.map(|day| day.min(LAST)) == bucket);
        Value::count(own.map(|(_, people)| people).sum())
    };
    let name = |bucket: Option<u32>| match bucket {
        None => "never".to_owned(),
        Some(LAST) => format!("{LAST}+"),
        Some(day) => format!("{day}–{}", day + BUCKET - 1),
    };
    let row = |bucket: &Option<u32>| {
        let counts = idle.products.iter().map(|product| people(product, *bucket));
        [Value::text(name(*bucket))].into_iter().chain(counts).collect()
    };
    let rows: Vec<Vec<Value>> = buckets.iter().map(row).collect();
    let series = (1..).zip(STRIPS.into_iter().cycle()).take(idle.products.len());
    let series =
        if rows.is_empty() { Vec::new() } else { series.map(|(at, color)| solid(at, rows.len(), color)).collect() };
    (columns, rows, series)
}

pub(super) fn departments(costs: &[DepartmentCost]) -> Drawn {
    let columns = [
        ("Department", Kind::Text),
        ("Contracted a month", Kind::Amount),
        ("Recoverable", Kind::Amount),
        ("Stays", Kind::Amount),
        ("Unpriced seats", Kind::Count),
    ];
    let row = |one: &DepartmentCost| {
        vec![
            Value::text(&one.label),
            Value::amount(one.cost),
            Value::amount(one.recoverable),
            Value::amount(one.cost.saturating_sub(one.recoverable)),
            Value::count(one.unpriced),
        ]
    };
    let rows: Vec<Vec<Value>> = costs.iter().map(row).collect();
    let has_any = costs.iter().any(|one| !one.cost.is_zero());
    let series =
        if has_any { vec![solid(2, rows.len(), RECOVERABLE), solid(3, rows.len(), STAYS)] } else { Vec::new() };
    (named(columns), rows, series)
}

/// Cells alone.
pub(super) fn tiers(chart: &Chart, currency: &str) -> Drawn {
    let table = chart_data::table(chart, currency);
    (table.columns.into_iter().map(|column| (column.label, column.kind)).collect(), table.rows, Vec::new())
}
