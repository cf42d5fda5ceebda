//! The charts of the overview as tables.

use super::Data;
use crate::report::{Column, DepartmentCost, IdleDays, Kind, SeatStates, Target, Tiers, Value};

/// Heads of the parts of a product's seats, in their order; ids and labels.
pub(in crate::render) const PARTS: [(&str, &str); 9] = [
    ("active", "Active"),
    ("idle_30", "Idle 30–59 days"),
    ("idle_60", "Idle 60–89 days"),
    ("quiet", "Kept: idle 90+ days or never seen"),
    ("over_tiered", "Over-tiered"),
    ("reclaim_idle", "Give back: idle"),
    ("reclaim_never", "Give back: never activated"),
    ("reclaim_deactivated", "Give back: deactivated"),
    ("reclaim_other", "Give back: duplicate, departed"),
];

pub(super) fn states(products: &[SeatStates]) -> Data {
    let mut columns = vec![Column::new("product", "Product", Kind::Text)];
    columns.extend(PARTS.map(|(id, label)| Column::new(id, label, Kind::Count)));
    let row = |one: &SeatStates| [Value::text(&one.label)].into_iter().chain(one.parts().map(Value::count)).collect();
    (columns, products.iter().map(row).collect())
}

/// Steps as what they change; exposure is none, and stands last.
pub(super) fn target(way: &Target) -> Data {
    let columns = vec![
        Column::new("name", "Name", Kind::Text),
        Column::new("amount", "Amount a month", Kind::Amount),
        Column::new("from", "From", Kind::Day),
        Column::new("what", "What", Kind::Text),
    ];
    let day = |day: Option<chrono::NaiveDate>| day.map_or(Value::Empty, |day| Value::Day(Some(day)));
    let row = |name, amount, from, what| vec![Value::text(name), Value::Amount(amount), day(from), Value::text(what)];
    let rows = vec![
        row("Bill today", way.today, None, "level"),
        row("Cash now", way.cash_now.0.map(|saved| -saved), way.cash_now.1, "step"),
        row("At renewal", way.at_renewal.0.map(|saved| -saved), way.at_renewal.1, "step"),
        row("Target", way.target, None, "level"),
        row("Exposure", Some(way.exposure), None, "list value, not money saved"),
    ];
    (columns, rows)
}

pub(super) fn tiers(tiers: &Tiers) -> Data {
    let columns = vec![
        Column::new("held", "Held", Kind::Text),
        Column::new("enough", "Enough", Kind::Text),
        Column::new("people", "People", Kind::Count),
        Column::new("contracted", "Contracted difference a month", Kind::Amount),
        Column::new("unpriced", "People without a price", Kind::Count),
        Column::new("list", "List difference a month", Kind::Amount),
    ];
    let name = |at: usize| Value::text(tiers.products.get(at).map_or("", String::as_str));
    let row = |cell: &crate::report::TierCell| {
        vec![
            name(cell.held),
            cell.enough.map_or_else(|| Value::text("no seat"), name),
            Value::count(cell.people),
            Value::Amount(cell.contracted),
            Value::count(cell.unpriced),
            Value::Amount(cell.list),
        ]
    };
    (columns, tiers.cells.iter().map(row).collect())
}

/// A row per product and bucket; no day = no sign ever.
pub(super) fn idle_days(idle: &IdleDays) -> Data {
    let columns = vec![
        Column::new("product", "Product", Kind::Text),
        Column::new("from_days", "Days without a sign, from", Kind::Count),
        Column::new("people", "People", Kind::Count),
        Column::new("sign", "Sign", Kind::Text),
    ];
    let rows = idle.products.iter().flat_map(|product| {
        product.buckets.iter().map(|(from, people)| {
            vec![
                Value::text(&product.label),
                from.map_or(Value::Empty, |day| Value::count(day.into())),
                Value::count(*people),
                Value::text(if from.is_some() { "seen" } else { "never" }),
            ]
        })
    });
    (columns, rows.collect())
}

pub(super) fn departments(costs: &[DepartmentCost]) -> Data {
    let columns = vec![
        Column::new("department", "Department", Kind::Text),
        Column::new("cost", "Contracted a month", Kind::Amount),
        Column::new("recoverable", "Of it recoverable", Kind::Amount),
        Column::new("unpriced", "Unpriced seats", Kind::Count),
    ];
    let row = |one: &DepartmentCost| {
        vec![
            Value::text(&one.label),
            Value::amount(one.cost),
            Value::amount(one.recoverable),
            Value::count(one.unpriced),
        ]
    };
    (columns, costs.iter().map(row).collect())
}
