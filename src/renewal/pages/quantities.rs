//! Committed against what was billed over the history, what is needed, and what is right.

use seatwise_pricing::tariff::Unit;
use seatwise_reports::{
    report::{Block, Column, Kind, Section, Table, Value},
    says,
};

use super::Facts;
use crate::analysis::commitment::ProductCommitment;

pub(super) fn section(facts: &Facts<'_>) -> Section {
    let columns = vec![
        Column::new("product", "Product", Kind::Text),
        Column::new("unit", "Unit", Kind::Text),
        Column::new("committed", "Committed", Kind::Count),
        Column::new("p10", "P10", Kind::Count),
        Column::new("p50", "P50", Kind::Count),
        Column::new("p90", "P90", Kind::Count),
        Column::new("most", "Most", Kind::Count),
        Column::new("needed", "Needed after advice", Kind::Count),
        Column::new("right_size", "Right-size", Kind::Count),
        Column::new("with_buffer", "With buffer", Kind::Count),
        Column::new("growth", "Growth", Kind::Count),
    ];
    let mut table = Table::new("quantities", "Units a month: committed, billed over the history, right", columns);
    let unit_of = |ix| facts.renewal.analysis.tariff.product(ix).unit;
    for line in &facts.cases.right_size.lines {
        let tariff = &facts.renewal.analysis.tariff;
        let Some(ix) = tariff.ix(&line.id) else { continue };
        let found = facts.renewal.found.products.iter().find(|own| own.id == line.id);
        let row = facts.renewal.whole.counts(&line.id);
        let levels = found.map(ProductCommitment::levels);
        let level = |at: usize| levels.map_or(Value::Empty, |levels| Value::count(levels[at]));
        let grown = facts.cases.growth.lines.iter().find(|own| own.id == line.id);
        let seats = if unit_of(ix) == Unit::Hour { 0 } else { facts.renewal.analysis.settings.buffer.seats };
        let buffer = crate::settings::Buffer { seats, ..facts.renewal.analysis.settings.buffer }.above(line.cost.units);
        table.rows.push(vec![
            Value::text(facts.name(&line.id)),
            Value::text(unit_of(ix).priced_by()),
            Value::count(found.map_or(0, |own| own.committed)),
            level(0),
            level(1),
            level(2),
            level(3),
            row.map_or(Value::Empty, |row| Value::Count(row.needed.map(|needed| tariff.product(ix).charged(needed)))),
            Value::count(line.cost.units),
            Value::count(line.cost.units.saturating_add(buffer)),
            grown.map_or(Value::Empty, |own| Value::count(own.cost.units)),
        ]);
    }
    table.notes = vec![
        says![
            "P10, P50, P90: of the complete months of the history, so many billed no more. Needed: what the period bills after all recommendations. Right-size: the cheapest commitment when every month is scaled to what is needed; what is beyond is paid as overage, so that it may lie below what is needed. The request to the account team in `seatwise report admin` has what is needed: put right-size there where you negotiate with it."
        ],
        says!["Buffer: `[renewal]` of the settings."],
    ];
    if facts.renewal.whole.period != facts.renewal.analysis.period {
        let period = facts.renewal.whole.period;
        table.notes.push(says![
            "Needed, and what right-size is scaled by: the advice of as-of on what was billed in the period from ",
            Value::Day(Some(period.from)),
            " to ",
            Value::Day(Some(period.last_day())),
            ". The one that contains as-of is not over, and has billed only who was there so far."
        ]);
    }
    Section::new("quantities", "How much to commit to", vec![Block::Table(table)])
}
