//! Seats idle and over-tiered, and what that is worth.

use rust_decimal::Decimal;
use seatwise_reports::{
    report::{Block, Column, FigureSource::Difference, Formula, Kind, Part, Section, Table, Totals, Value},
    says,
};

use super::Facts;
use crate::{analysis, overview::groups};

pub(super) fn section(facts: &Facts<'_>) -> Section {
    Section::new(
        "seats",
        "Idle and over-tiered seats",
        vec![
            Block::Table(states(facts)),
            Block::Table(savings(facts)),
            Block::Table(savings_lines(facts)),
            Block::Table(departments(facts)),
        ],
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
    if savings.cash_now.is_some() {
        let bill = |column| Part::total("savings_lines", column);
        table.cell_from(CASH_NOW, "monthly", Difference(bill("bill_now"), bill("bill_after")));
        table.cell_from(AT_RENEWAL, "monthly", Difference(bill("bill_after"), bill("bill_target")));
    }
    table
}

/// The three bills that the savings are made of, by product.
fn savings_lines(facts: &Facts<'_>) -> Table {
    let analysis = facts.monthly.analysis;
    let (savings, tariff) = (&analysis.savings, &analysis.tariff);
    let bill = |units| Formula::Committed("committed", "contracted_price", units, "overage_price");
    let columns = vec![
        Column::new("product", "Product", Kind::Text),
        Column::new("committed", "Committed", Kind::Count),
        Column::input("contracted_price", "Contracted price", Kind::Price)
            .followed(Formula::Of("prices", "contracted_price")),
        Column::input("overage_price", "Price beyond", Kind::Price).followed(Formula::Of("prices", "overage_price")),
        Column::new("now", "Charged now", Kind::Count),
        Column::computed("bill_now", "Bill now", Kind::Amount, bill("now")),
        Column::new("after", "At once", Kind::Count),
        Column::computed("bill_after", "Bill then", Kind::Amount, bill("after")),
        Column::new("needed", "Needed", Kind::Count),
        Column::computed(
            "bill_target",
            "Made to measure",
            Kind::Amount,
            Formula::Product("needed", "contracted_price"),
        ),
    ];
    let mut table = Table::new("savings_lines", "The bills that savings are counted from", columns);
    for ix in tariff.row_order() {
        let product = tariff.product(*ix);
        let after = savings.after.as_ref().map(|after| after[ix.index()]);
        let units = [analysis.billing.quantities[ix.index()], after, savings.needed_billed[ix.index()]];
        if product.committed == 0 && units.iter().all(|units| *units == Some(0)) {
            continue;
        }
        let priced = |amount: Decimal| product.contracted.map(|_| amount);
        let bill = |units: Option<u64>| Value::Amount(units.and_then(|units| priced(tariff.line_total(*ix, units))));
        let charged = units.map(|units| units.map(|units| product.charged(units)));
        let target = units[2].and_then(|units| priced(analysis::savings::made_to_measure(tariff, *ix, units)));
        table.rows.push(vec![
            Value::text(&product.name),
            Value::count(product.committed),
            Value::Price(product.contracted),
            Value::Price(product.overage),
            Value::Count(charged[0]),
            bill(units[0]),
            Value::Count(charged[1]),
            bill(units[1]),
            Value::Count(charged[2]),
            Value::Amount(target),
        ]);
    }
    if savings.hours.iter().any(|hours| !hours.is_zero()) {
        let mut cells = vec![Value::Empty; table.columns.len()];
        cells[0] = Value::text("Interaction time");
        (cells[5], cells[7], cells[9]) =
            (Value::amount(savings.hours[0]), Value::amount(savings.hours[1]), Value::amount(savings.hours[2]));
        table.rows.push(cells);
    }
    let mut totals = vec![Value::Empty; table.columns.len()];
    totals[0] = Value::text("All");
    (totals[5], totals[7], totals[9]) =
        (Value::Amount(savings.bill_now), Value::Amount(savings.bill_after), Value::Amount(savings.bill_target));
    table.totals = Some(Totals { cells: totals });
    table.notes.push(says!["Cash now: bill now less bill then, which has every reclaim and each change that lowers it at once. At renewal: bill then less what is needed at contracted prices, without commitment. In a ramp as if it were over; what has no price is in none of them."]);
    table.notes.push(says!["In a workbook the quantities stay those of the advice as it is: other prices may make another product the cheapest, which only a run finds."]);
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
