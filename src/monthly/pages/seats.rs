//! Seats idle and over-tiered, and what that is worth.

use seatwise_reports::{
    report::{Block, Column, Formula, Kind, Section, Table, Totals, Value},
    says,
};

use super::Facts;
use crate::overview::groups;

pub(super) fn section(facts: &Facts<'_>) -> Section {
    Section::new(
        "seats",
        "Idle and over-tiered seats",
        vec![Block::Table(states(facts)), Block::Table(savings(facts)), Block::Table(departments(facts))],
    )
}

const PARTS: [(&str, &str); 7] = [
    ("active", "Active"),
    ("idle_30", "30–59 days"),
    ("idle_60", "60–89 days"),
    ("quiet", "90 days or more, kept"),
    ("over_tiered", "Over-tiered"),
    ("idle", "To give back, idle"),
    ("others", "To give back, other"),
];

fn states(facts: &Facts<'_>) -> Table {
    let analysis = facts.monthly.analysis;
    let advice = analysis.decisions.by_person(analysis.people.len());
    let mut columns = vec![Column::new("product", "Base product", Kind::Text)];
    columns.extend(PARTS.map(|(id, label)| Column::new(id, label, Kind::Count)));
    let ids = &["active", "idle_30", "idle_60", "quiet", "over_tiered", "idle", "others"];
    columns.push(Column::computed("seats", "Seats", Kind::Count, Formula::Sum(ids)));
    let mut table = Table::new("seat_states", "Seats assigned, by what they are", columns);
    let mut sums = [0_u64; PARTS.len() + 1];
    for row in groups::states(analysis, &advice) {
        let others = row.reclaim_never + row.reclaim_deactivated + row.reclaim_other;
        let counts =
            [row.active, row.idle_30, row.idle_60, row.quiet, row.over_tiered, row.reclaim_idle, others, row.seats()];
        sums.iter_mut().zip(counts).for_each(|(sum, own)| *sum += own);
        let mut cells = vec![Value::text(row.label)];
        cells.extend(counts.map(Value::count));
        table.rows.push(cells);
    }
    let mut totals = vec![Value::text("All")];
    totals.extend(sums.map(Value::count));
    table.totals = Some(Totals { cells: totals });
    table.notes.push(says!["Days since the last sign: login, token, presence, activity. Kept although quiet: protected, new, seasonal, or nothing is known. Unknown is never idle."]);
    table
}

/// Rows of the savings.
pub(super) const CASH_NOW: usize = 0;
pub(super) const AT_RENEWAL: usize = 1;

fn savings(facts: &Facts<'_>) -> Table {
    let savings = &facts.monthly.analysis.savings;
    let analysis = facts.monthly.analysis;
    let columns = vec![
        Column::new("kind", "Kind", Kind::Text),
        Column::new("monthly", "Per month", Kind::Amount),
        Column::new("from", "From", Kind::Day),
        Column::new("meaning", "What it is", Kind::Text),
    ];
    let mut table = Table::new("savings", "Savings identified, never added up with each other", columns);
    let day = |day: Option<chrono::NaiveDate>| day.map_or(Value::Empty, |day| Value::Day(Some(day)));
    let renewal = analysis.contract.end.and_then(|end| end.succ_opt());
    table.rows = vec![
        vec![
            Value::text("Cash now"),
            Value::Amount(savings.cash_now),
            day(Some(analysis.period.to)),
            Value::text("lowers the next invoices"),
        ],
        vec![
            Value::text("At renewal"),
            Value::Amount(savings.at_renewal),
            day(renewal),
            Value::text("by a contract made to measure"),
        ],
        vec![
            Value::text("Exposure"),
            Value::amount(savings.exposure),
            Value::Empty,
            Value::text("list value of seats neither billed nor committed; no money saved"),
        ],
    ];
    table
}

/// Departments that a page shows.
const SHOWN: usize = 15;

fn departments(facts: &Facts<'_>) -> Table {
    let analysis = facts.monthly.analysis;
    let advice = analysis.decisions.by_person(analysis.people.len());
    let columns = vec![
        Column::new("department", "Department", Kind::Text),
        Column::new("people", "People with a license", Kind::Count),
        Column::new("contracted", "Contracted price of what they hold", Kind::Amount),
        Column::new("recoverable", "Of it, given back by the recommendations", Kind::Amount),
    ];
    let mut table = Table::new("departments", "Where recommendations are, by department", columns);
    let rows = groups::departments(analysis, &advice);
    let cells = |row: &crate::overview::facts::DepartmentRow| {
        vec![
            Value::text(row.department.clone().unwrap_or_else(|| "Without department".to_owned())),
            Value::count(row.people),
            Value::amount(row.contracted_monthly),
            Value::amount(row.recoverable_monthly),
        ]
    };
    table.rows = rows.iter().map(cells).collect();
    let totals = vec![
        Value::text("All"),
        Value::count(rows.iter().map(|row| row.people).sum()),
        Value::amount(rows.iter().map(|row| row.contracted_monthly).sum()),
        Value::amount(rows.iter().map(|row| row.recoverable_monthly).sum()),
    ];
    table.totals = Some(Totals { cells: totals });
    table.shown = Some(SHOWN);
    table.notes.push(says!["Prices per head: what of it becomes money, and when, is in the savings above."]);
    table
}
