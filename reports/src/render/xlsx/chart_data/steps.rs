//! Bars: bridges, groups by product, Pareto.

use rust_decimal::Decimal;

use super::super::cells::of_kind;
use super::{Drawn, Look, Series};
use crate::report::{Bridge, Kind, ParetoPart, Stages, Value};

/// Committed, assigned, billed, active: from light to dark, so that gray print keeps them apart.
const STAGES: [u32; 4] = [0xC4_D2_DF, 0x8F_B9_DC, 0x3F_86_C2, 0x0B_4F_8A];
/// As in the drawn chart: before, dearer, cheaper, after.
pub(in crate::render::xlsx) const BEFORE: u32 = 0x78_8C_A0;
pub(in crate::render::xlsx) const UP: u32 = 0xD5_5E_00;
pub(in crate::render::xlsx) const DOWN: u32 = 0x4A_90_C8;
pub(in crate::render::xlsx) const AFTER: u32 = 0x34_3A_42;
const BARS: u32 = 0x78_8C_A0;
const SHARE: u32 = 0xB3_4A_00;

/// A bar of a bridge from `low` to `high`.
struct Bar {
    low: Decimal,
    high: Decimal,
}

/// What stands above 0 and what below it are series of their own: stacks know no bar that crosses it.
pub(super) fn bridge(bridge: &Bridge, kind: Kind) -> Drawn {
    let columns =
        [("Step", Kind::Text), ("Amount", kind), ("Lift", kind), ("Above 0", kind), ("Below 0", kind), ("Top", kind)];
    let mut level = bridge.from.1;
    let whole = |amount: Decimal| Bar { low: amount.min(Decimal::ZERO), high: amount.max(Decimal::ZERO) };
    let mut bars = vec![(&bridge.from, whole(bridge.from.1))];
    for step in &bridge.steps {
        // Amounts so large that a level has no number are drawn where they begin.
        let next = level.checked_add(step.1).unwrap_or(level);
        bars.push((step, Bar { low: level.min(next), high: level.max(next) }));
        level = next;
    }
    bars.push((&bridge.to, whole(bridge.to.1)));
    let rows: Vec<Vec<Value>> = bars.iter().map(|((name, amount), bar)| step(name, *amount, bar, kind)).collect();
    let end = rows.len() as u32;
    let is_flat = bars.iter().all(|(_, bar)| bar.low == bar.high);
    let series = |column, look| Series { over: 0, column, rows: (0, end), look };
    let series = match is_flat {
        true => Vec::new(),
        false => vec![
            series(2, Look::Lift),
            series(3, Look::Solid(AFTER)),
            series(4, Look::Solid(AFTER)),
            series(5, Look::Top),
        ],
    };
    (named(columns), rows, series)
}

fn step(name: &str, amount: Decimal, bar: &Bar, kind: Kind) -> Vec<Value> {
    let zero = Decimal::ZERO;
    let lift = if bar.low > zero { bar.low } else { bar.high.min(zero) };
    let above = (bar.high.max(zero)).checked_sub(bar.low.max(zero)).unwrap_or_default();
    let below = (bar.low.min(zero)).checked_sub(bar.high.min(zero)).unwrap_or_default();
    let mut row = vec![Value::text(name)];
    row.extend([amount, lift, above, below, bar.high].map(|number| of_kind(kind, number)));
    row
}

pub(super) fn stages(products: &[Stages]) -> Drawn {
    let heads = ["Committed", "Assigned", "Billed", "Active"];
    let mut columns = vec![("Product".to_owned(), Kind::Text)];
    columns.extend(heads.map(|head| (head.to_owned(), Kind::Count)));
    let counts = |one: &Stages| [one.committed, one.assigned, one.billed, one.active];
    let rows: Vec<Vec<Value>> = products
        .iter()
        .map(|one| [Value::text(&one.label)].into_iter().chain(counts(one).map(Value::Count)).collect())
        .collect();
    let has_any = products.iter().flat_map(counts).flatten().any(|count| count > 0);
    let end = rows.len() as u32;
    let series =
        (1..).zip(STAGES).map(|(column, color)| Series { over: 0, column, rows: (0, end), look: Look::Solid(color) });
    (columns, rows, if has_any { series.collect() } else { Vec::new() })
}

pub(super) fn pareto(bars: &[(String, Decimal)], total: Decimal, part: Option<&ParetoPart>, kind: Kind) -> Drawn {
    let mut columns = named([("Name", Kind::Text), ("Sum", kind), ("Running share", Kind::Share)]);
    columns.extend(part.map(|part| (part.label.clone(), kind)));
    let mut running = Some(Decimal::ZERO);
    let mut rows = Vec::new();
    for (at, (name, sum)) in bars.iter().enumerate() {
        running = running.and_then(|running| running.checked_add(*sum));
        let share = running.and_then(|running| running.checked_div(total)).map(|share| share.round_dp(6));
        let share = share.map_or(Value::Empty, |share| Value::Share(Some(share)));
        let mut cells = vec![Value::text(name), of_kind(kind, *sum), share];
        let own = part.map(|part| part.amounts.get(at).map_or(Value::Empty, |own| of_kind(kind, *own)));
        cells.extend(own);
        rows.push(cells);
    }
    let end = rows.len() as u32;
    let has_any = bars.iter().any(|(_, sum)| !sum.is_zero());
    let mut series = vec![Series { over: 0, column: 1, rows: (0, end), look: Look::Solid(BARS) }];
    if part.is_some() {
        series.push(Series { over: 0, column: 3, rows: (0, end), look: Look::Solid(UP) });
    }
    if total > Decimal::ZERO {
        // Not in the color of the part, which it crosses.
        let line = if part.is_some() { AFTER } else { SHARE };
        series.push(Series { over: 0, column: 2, rows: (0, end), look: Look::Right(line) });
    }
    (columns, rows, if has_any { series } else { Vec::new() })
}

/// Heads as a block has them.
pub(super) fn named<const N: usize>(columns: [(&str, Kind); N]) -> Vec<(String, Kind)> {
    columns.map(|(label, kind)| (label.to_owned(), kind)).to_vec()
}
