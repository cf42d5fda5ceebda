//! Where seats and costs are: by what becomes of them, by tier, by days without a sign, by department.

use rust_decimal::Decimal;
use seatwise_reports::{
    report::{Block, Chart, Column, DepartmentCost, Drawing, Formula, Kind, Section, Sentence, Table, Totals, Value},
    says,
};

use crate::overview::facts::{DepartmentRow, Overview};

/// Departments that the chart and the page show one by one.
const LARGEST: usize = 15;
/// What stands for people without a department.
const NOWHERE: &str = "no department";
/// Letters of a department's name in a title.
const NAME: usize = 40;

pub(super) fn section(facts: &Overview) -> Section {
    let chart = |id, title, units: &str, drawing| {
        Block::Chart(Chart { id, title, units: units.to_owned(), drawing, note: None })
    };
    let idle_days = facts.idle.idle_days;
    let blocks = vec![
        chart(
            "seats_by_state",
            states(facts),
            "Seats of each product by what becomes of them; days since the last sign",
            Drawing::SeatStates { products: facts.states.clone(), idle_days },
        ),
        chart(
            "tier_held_and_needed",
            tiers(facts),
            "People, and the contracted price of the difference a month",
            Drawing::Tiers(facts.tiers.clone()),
        ),
        chart(
            "idle_days",
            idle(facts),
            "People by days since their last sign of use; bars of 7 days",
            Drawing::IdleDays(facts.idle.clone()),
        ),
        chart(
            "cost_by_department",
            largest(facts),
            "Contracted price of what is held, a month",
            Drawing::Departments(bars(&facts.departments)),
        ),
        Block::Table(departments(facts)),
    ];
    Section::new("where", "Where seats and costs are", blocks)
}

fn states(facts: &Overview) -> Sentence {
    let sum = |of: fn(&seatwise_reports::report::SeatStates) -> u64| facts.states.iter().map(of).sum::<u64>();
    match sum(|row| row.seats()) {
        0 => says!["No seats are assigned"],
        seats => says![
            "Of ",
            Value::count(seats),
            if seats == 1 { " seat, " } else { " seats, " },
            Value::count(sum(|row| row.to_give_back())),
            " can be given back and ",
            Value::count(sum(|row| row.over_tiered)),
            " cost more than needed"
        ],
    }
}

fn tiers(facts: &Overview) -> Sentence {
    match facts.seats.over_tiered {
        _ if facts.tiers.cells.is_empty() => says!["Nobody holds a base product"],
        0 => says!["Nobody holds a higher tier than the evidence asks for"],
        1 => says![Value::count(1), " person holds a higher tier than the evidence asks for"],
        people => says![Value::count(people), " people hold a higher tier than the evidence asks for"],
    }
}

fn idle(facts: &Overview) -> Sentence {
    let (seats, days) = (&facts.seats, u64::from(facts.idle.idle_days));
    if facts.idle.products.is_empty() {
        return says!["No seat has a sign of use to count from"];
    }
    says![
        Value::count(seats.past_idle_days),
        if seats.past_idle_days == 1 { " seat" } else { " seats" },
        " without a sign for ",
        Value::count(days),
        if days == 1 { " day" } else { " days" },
        " or more; ",
        Value::count(seats.without_sign),
        " never had one"
    ]
}

fn largest(facts: &Overview) -> Sentence {
    let Some(first) = facts.departments.first() else { return says!["No department holds a license"] };
    let name = first.department.as_deref();
    let name =
        name.map_or("people without a department".to_owned(), |name| seatwise_reports::format::shortened(name, NAME));
    // The name never comes first: a spreadsheet would take a title that begins with `=` for a formula.
    let cost = says!["The largest cost is ", name, ": ", Value::amount(first.contracted_monthly), " a month, "];
    cost.and(says![Value::amount(first.recoverable_monthly), " of it recoverable"])
}

/// The largest one by one, all others as one.
pub(super) fn bars(rows: &[DepartmentRow]) -> Vec<DepartmentCost> {
    let (single, rest) = rows.split_at(rows.len().min(LARGEST));
    let mut bars: Vec<DepartmentCost> = single
        .iter()
        .map(|row| DepartmentCost {
            label: row.department.clone().unwrap_or_else(|| NOWHERE.to_owned()),
            cost: row.contracted_monthly,
            recoverable: row.recoverable_monthly,
            unpriced: row.unpriced_seats,
        })
        .collect();
    if !rest.is_empty() {
        bars.push(DepartmentCost {
            label: format!("{} others", rest.len()),
            cost: rest.iter().map(|row| row.contracted_monthly).sum(),
            recoverable: rest.iter().map(|row| row.recoverable_monthly).sum(),
            unpriced: rest.iter().map(|row| row.unpriced_seats).sum(),
        });
    }
    bars
}

fn departments(facts: &Overview) -> Table {
    let columns = vec![
        Column::new("department", "Department", Kind::Text),
        Column::new("people", "People with a license", Kind::Count),
        Column::new("contracted_monthly", "Contracted a month", Kind::Amount),
        Column::new("recoverable_monthly", "Of it recoverable", Kind::Amount),
        Column::computed(
            "stays_monthly",
            "Stays",
            Kind::Amount,
            Formula::Difference("contracted_monthly", "recoverable_monthly"),
        ),
        Column::new("unpriced_seats", "Seats without a price", Kind::Count),
    ];
    let cells = |name: String, people: u64, (cost, recoverable): (Decimal, Decimal), unpriced: u64| {
        let money = [cost, recoverable, cost - recoverable].map(Value::amount);
        let head = [Value::text(name), Value::count(people)];
        head.into_iter().chain(money).chain([Value::count(unpriced)]).collect::<Vec<_>>()
    };
    let mut table = Table::new("departments", "Cost by department", columns);
    let rows = &facts.departments;
    let row = |row: &DepartmentRow| {
        let name = row.department.clone().unwrap_or_else(|| NOWHERE.to_owned());
        cells(name, row.people, (row.contracted_monthly, row.recoverable_monthly), row.unpriced_seats)
    };
    table.rows = rows.iter().map(row).collect();
    let money =
        (rows.iter().map(|row| row.contracted_monthly).sum(), rows.iter().map(|row| row.recoverable_monthly).sum());
    let (people, unpriced) = (rows.iter().map(|row| row.people).sum(), rows.iter().map(|row| row.unpriced_seats).sum());
    table.totals = Some(Totals { cells: cells("All".to_owned(), people, money, unpriced) });
    table.shown = Some(LARGEST);
    table.notes.push(says![
        "Prices of what people hold, one by one, and no bill: what of it becomes money, and when, is said by the three kinds of saving."
    ]);
    table
}
