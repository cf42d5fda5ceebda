//! Which part of the organization bears what.

use rust_decimal::Decimal;
use seatwise_reports::{
    report::{Block, Chart, Column, Drawing, Formula, Kind, Section, Table, Totals, Value},
    says,
};

use super::Facts;
use crate::monthly::{
    Shared,
    showback::{Row, Showback},
};

/// Parts that a page shows; files have all.
const SHOWN: usize = 25;
/// Bars of the chart.
const BARS: usize = 12;

pub(super) fn section(facts: &Facts<'_>) -> Section {
    let title = format!("By {}", facts.monthly.by.title().to_lowercase());
    let mut blocks = vec![Block::Table(table(facts))];
    blocks.extend(chart(facts).map(Block::Chart));
    Section::new("showback", &title, blocks)
}

fn label(facts: &Facts<'_>, row: &Row) -> String {
    let without = || format!("Without {}", facts.monthly.by.title().to_lowercase());
    row.part.clone().unwrap_or_else(without)
}

fn table(facts: &Facts<'_>) -> Table {
    let showback = &facts.showback;
    let has_budget = facts.monthly.budget.is_some_and(|budget| budget.has_parts());
    let is_apart = facts.monthly.shared == Shared::Apart;
    let mut columns = vec![
        Column::new("part", facts.monthly.by.title(), Kind::Text),
        Column::new("people", "People", Kind::Count),
        Column::new("committed", "Within commitments", Kind::Amount),
        Column::new("beyond", "Beyond", Kind::Amount),
        Column::new("shared", if is_apart { NOBODYS } else { "Share of nobody's" }, Kind::Amount),
        Column::computed("total", "Effective cost", Kind::Amount, Formula::Sum(&["committed", "beyond", "shared"])),
    ];
    if has_budget {
        columns.push(Column::input("budget", "Budget", Kind::Amount));
        columns.push(Column::computed("variance", "Less budget", Kind::Amount, Formula::Difference("total", "budget")));
    }
    let budget = |part: Option<&str>| part.and_then(|part| facts.monthly.budget?.of_part(facts.month(), part));
    let mut table =
        Table::new("showback", &format!("Effective cost by {}", facts.monthly.by.title().to_lowercase()), columns);
    let row = |name: String, people: Value, [committed, beyond, shared]: [Decimal; 3], part: Option<&str>| {
        let total = committed + beyond + shared;
        let mut cells = vec![Value::text(name), people];
        cells.extend([committed, beyond, shared, total].map(Value::amount));
        if has_budget {
            let planned = budget(part);
            cells.push(planned.map_or(Value::Empty, Value::amount));
            cells.push(planned.map_or(Value::Empty, |planned| Value::amount(total - planned)));
        }
        cells
    };
    table.rows = showback
        .rows
        .iter()
        .map(|own| {
            row(
                label(facts, own),
                Value::count(own.people),
                [own.committed, own.beyond, own.shared],
                own.part.as_deref(),
            )
        })
        .collect();
    // A part that is planned for and that nobody belongs to: its budget is in the month's, so it has a row.
    for part in facts.monthly.budget.iter().flat_map(|budget| budget.parts(facts.month())) {
        if !showback.rows.iter().any(|own| own.part.as_deref() == Some(part)) {
            table.rows.push(row(part.to_owned(), Value::count(0), [Decimal::ZERO; 3], Some(part)));
        }
    }
    if !showback.nobodys.is_zero() {
        table.rows.push(row(NOBODYS.to_owned(), Value::Empty, [Decimal::ZERO, Decimal::ZERO, showback.nobodys], None));
    }
    table.totals = Some(totals(showback, has_budget.then_some(&table.rows)));
    table.notes = notes(facts);
    table.shown = Some(SHOWN);
    table
}

fn totals(showback: &Showback, with_budget: Option<&Vec<Vec<Value>>>) -> Totals {
    let sum = |of: fn(&Row) -> Decimal| -> Decimal { showback.rows.iter().map(of).sum() };
    let people = showback.rows.iter().map(|row| row.people).sum();
    let shared = sum(|row| row.shared) + showback.nobodys;
    let mut cells = vec![Value::text("All"), Value::count(people)];
    cells.extend([sum(|row| row.committed), sum(|row| row.beyond), shared, showback.total].map(Value::amount));
    if let Some(rows) = with_budget {
        let planned: Decimal = rows.iter().filter_map(|row| row.get(6)?.number()).sum();
        // Of everything, also of what nobody planned for.
        cells.extend([planned, showback.total - planned].map(Value::amount));
    }
    Totals { cells }
}

fn notes(facts: &Facts<'_>) -> Vec<seatwise_reports::report::Sentence> {
    let showback = &facts.showback;
    vec![
        says![
            "Nobody's: ",
            Value::amount(showback.unused),
            " of commitments that nobody used, ",
            Value::amount(showback.common),
            " of AI tokens, fair use and minimums. Rule: ",
            facts.monthly.shared.says(),
            " (`--shared`)."
        ],
        says![
            "Commitments, and so their discount, are shared by all units of a product in proportion; minor units by largest remainder."
        ],
    ]
}

/// What stands for costs that belong to no part of the organization.
const NOBODYS: &str = "Nobody's";

fn chart(facts: &Facts<'_>) -> Option<Chart> {
    let mut bars: Vec<(String, Decimal)> =
        facts.showback.rows.iter().map(|row| (label(facts, row), row.total())).collect();
    if !facts.showback.nobodys.is_zero() {
        bars.push((NOBODYS.to_owned(), facts.showback.nobodys));
    }
    bars.retain(|(_, amount)| *amount > Decimal::ZERO);
    bars.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let (largest, amount) = bars.first().cloned()?;
    let total = facts.showback.total;
    bars.truncate(BARS);
    (total > Decimal::ZERO).then(|| Chart {
        id: "showback",
        title: says![
            if largest == NOBODYS {
                "The largest part is nobody's: ".to_owned()
            } else {
                format!("{largest} bears the most: ")
            },
            Value::amount(amount),
            ", ",
            Value::Share(amount.checked_div(total).map(|share| share.round_dp(4))),
            " of the effective cost"
        ],
        units: format!("effective cost by {}, with the running share", facts.monthly.by.title().to_lowercase()),
        drawing: Drawing::Pareto { bars, total, part: None },
        note: None,
    })
}
