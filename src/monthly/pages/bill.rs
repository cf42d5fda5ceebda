//! The bill line by line, and the bridge from the month before.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use seatwise_pricing::{
    bill::{Adjustment, ChargeAdjustment},
    bridge::{Bridge, BridgeLine, Step},
};
use seatwise_reports::{
    report::{self, Block, Chart, Column, Drawing, Formula, Kind, Section, Table, Totals, Value},
    says,
};

use super::Facts;
use crate::analysis::bill::BillLine;

/// A step, as tables and the chart call it.
fn name(step: Step) -> &'static str {
    match step {
        Step::Volume => "Volume",
        Step::Mix => "Mix",
        Step::Price => "Price",
        Step::Currency => "Currency",
        Step::Usage => "AI and usage",
        Step::OneOff => "One-offs",
    }
}

pub(super) fn bridge(facts: &Facts<'_>) -> Option<Section> {
    let bridge = facts.monthly.bridge?;
    let months = facts.monthly.months;
    let [.., before, after] = months else { return None };
    let sides = [before.month, after.month];
    let [before, after] = sides.map(|month| month.format("%B %Y").to_string());
    let mut steps = Table::new(
        "bridge",
        "From the effective cost of the month before to that of the month",
        vec![Column::new("step", "Step", Kind::Text), Column::new("amount", "Amount", Kind::Amount)],
    );
    steps.rows.push(vec![Value::text(&before), Value::amount(bridge.before)]);
    steps.rows.extend(Step::ALL.map(|step| vec![Value::text(name(step)), Value::amount(bridge.step(step))]));
    steps.totals = Some(Totals { cells: vec![Value::text(&after), Value::amount(bridge.after)] });
    if !bridge.left_out.is_empty() {
        steps.notes.push(says![
            "Without a price in one of the months, and in neither: ",
            bridge.left_out.join(", "),
            "."
        ]);
    }
    let chart = chart(bridge, sides, [&before, &after]);
    Some(Section::new(
        "bridge",
        "Why it changed",
        vec![Block::Chart(chart), Block::Table(steps), Block::Table(lines(bridge))],
    ))
}

fn chart(bridge: &Bridge, months: [NaiveDate; 2], [before, after]: [&str; 2]) -> Chart {
    let moved = bridge.after - bridge.before;
    let (amount, direction) = super::apart(moved, " more than in ", " less than in ");
    let [then, now] = months.map(Value::Month);
    let title = match moved.is_zero() {
        true => says![now, " cost as much as ", then],
        false => says![now, " cost ", amount, direction, then],
    };
    Chart {
        id: "bridge",
        title,
        units: "effective cost per month".to_owned(),
        drawing: Drawing::Bridge(report::Bridge {
            from: (before.to_owned(), bridge.before),
            steps: Step::ALL.map(|step| (name(step).to_owned(), bridge.step(step))).to_vec(),
            to: (after.to_owned(), bridge.after),
        }),
        note: None,
    }
}

const STEPS: [&str; 6] = ["volume", "mix", "price", "currency", "usage", "one_offs"];

fn lines(bridge: &Bridge) -> Table {
    let mut columns = vec![
        Column::new("product", "Product", Kind::Text),
        Column::new("units_before", "Paid units before", Kind::Count),
        Column::new("units_after", "Paid units after", Kind::Count),
        Column::new("before", "Cost before", Kind::Amount),
    ];
    columns.extend(Step::ALL.into_iter().zip(STEPS).map(|(step, id)| Column::new(id, name(step), Kind::Amount)));
    let parts = &["before", "volume", "mix", "price", "currency", "usage", "one_offs"];
    columns.push(Column::computed("after", "Cost after", Kind::Amount, Formula::Sum(parts)));
    let mut table = Table::new("bridge_lines", "The same by product", columns);
    table.rows = bridge.lines.iter().map(line).collect();
    let mut totals = vec![Value::text("All"), Value::Empty, Value::Empty, Value::amount(bridge.before)];
    totals.extend(Step::ALL.map(|step| Value::amount(bridge.step(step))));
    totals.push(Value::amount(bridge.after));
    table.totals = Some(Totals { cells: totals });
    table.notes = vec![
        says![
            "Paid units: those committed, used or not, and those beyond. A seat more within a commitment moves nothing."
        ],
        says![
            "Volume: the change of all paid base units, in the mix and at the average price of the month before. Mix: other products, other shares beyond commitments. Price: on the units of the month."
        ],
    ];
    table
}

fn line(line: &BridgeLine) -> Vec<Value> {
    let units = |units: Option<u64>| units.map_or(Value::Empty, Value::count);
    let mut cells =
        vec![Value::text(&line.name), units(line.units_before), units(line.units_after), Value::amount(line.before)];
    cells.extend(Step::ALL.map(|step| Value::amount(line.step(step))));
    cells.push(Value::amount(line.after));
    cells
}

pub(super) fn section(facts: &Facts<'_>) -> Section {
    Section::new("bill", "The bill", vec![Block::Table(calculation(facts)), Block::Table(costs(facts))])
}

/// From units and prices to the effective cost.
fn calculation(facts: &Facts<'_>) -> Table {
    let columns = vec![
        Column::new("product", "Product", Kind::Text),
        Column::new("unit", "Unit", Kind::Text),
        Column::new("counted", "Counted", Kind::Quantity),
        Column::new("free", "Free", Kind::Quantity),
        Column::new("committed", "Committed", Kind::Count),
        Column::input("unit_price", "Unit price", Kind::Price).followed(Formula::Of("prices", "contracted_price")),
        Column::computed("commitment_cost", "Commitment", Kind::Amount, Formula::Product("committed", "unit_price")),
        Column::new("beyond", "Beyond", Kind::Quantity),
        Column::input("overage_price", "Price beyond", Kind::Price).followed(Formula::Of("prices", "overage_price")),
        Column::computed("overage_cost", "Cost beyond", Kind::Amount, Formula::Product("beyond", "overage_price")),
        Column::new("other_cost", "Other", Kind::Amount),
        Column::computed(
            "effective_cost",
            "Effective cost",
            Kind::Amount,
            Formula::Sum(&["commitment_cost", "overage_cost", "other_cost"]),
        ),
    ];
    let mut table = Table::new("bill", "The expected bill, line by line", columns);
    let lines = &facts.monthly.expected.lines;
    table.rows = lines.iter().map(bill_line).collect();
    let is_known = lines.iter().all(|line| line.is_known);
    let sum = |of: fn(&Split) -> Decimal| -> Value {
        Value::Amount(is_known.then(|| lines.iter().filter_map(split).map(|own| of(&own)).sum()))
    };
    let mut cells = vec![Value::Empty; table.columns.len()];
    cells[0] = Value::text("All");
    (cells[6], cells[9], cells[10]) = (sum(|own| own.commitment), sum(|own| own.beyond), sum(|own| own.other));
    cells[11] = Value::Amount(facts.effective());
    table.totals = Some(Totals { cells });
    table.notes.push(says![
        "Other: what a ramp waives, steps by volume, what is missing to a minimum. Unknown amounts are in no total."
    ]);
    table.notes.extend(facts.monthly.expected.notes.iter().map(|note| says![note.clone()]));
    table
}

/// The four costs of each line.
fn costs(facts: &Facts<'_>) -> Table {
    let columns = vec![
        Column::new("product", "Product", Kind::Text),
        Column::new("charged", "Charged", Kind::Quantity),
        Column::computed("list_price", "List price", Kind::Price, Formula::Of("prices", "list_price")),
        Column::computed("list_cost", "List", Kind::Amount, Formula::Product("charged", "list_price")),
        Column::input("contracted_price", "Contracted price", Kind::Price)
            .followed(Formula::Of("prices", "contracted_price")),
        Column::computed(
            "contracted_cost",
            "Contracted",
            Kind::Amount,
            Formula::Product("charged", "contracted_price"),
        ),
        // The effective cost, unless a year is paid in advance: those lines are data.
        Column::computed("billed_cost", "Billed", Kind::Amount, Formula::Sum(&["effective_cost"])),
        Column::computed("effective_cost", "Effective", Kind::Amount, Formula::Of("bill", "effective_cost")),
        Column::new("price_source", "Price from", Kind::Text),
    ];
    let mut table = Table::new("costs", "Four costs of each line", columns);
    table.rows = facts.monthly.expected.lines.iter().map(cost_line).collect();
    let totals = facts.monthly.expected.totals();
    let mut cells = vec![Value::Empty; table.columns.len()];
    cells[0] = Value::text("All");
    for (at, amount) in [(3, totals.list), (5, totals.contracted), (6, totals.billed), (7, totals.effective)] {
        cells[at] = Value::Amount(amount);
    }
    table.totals = Some(Totals { cells });
    table.notes.push(says!["List and contracted: what is charged for at these prices. Billed: what the invoice of the period asks for, a prepaid year at once. Effective: what the period costs. Totals are without what is unknown."]);
    table
}

fn cost_line(line: &BillLine) -> Vec<Value> {
    let (charge, costs) = (&line.charge, line.costs());
    let quantities = charge.quantities;
    let charged = quantities.free.map(|free| quantities.actual.less(free).rounded(6)).filter(|_| line.is_known);
    vec![
        Value::text(&charge.name),
        Value::Quantity(charged),
        Value::Price(charge.list_price),
        Value::Amount(costs.list),
        Value::Price(charge.unit_price),
        Value::Amount(costs.contracted),
        Value::Amount(costs.billed),
        Value::Amount(costs.effective),
        Value::text(charge.origin.source.in_words()),
    ]
}

/// The effective cost of a line in three parts.
struct Split {
    commitment: Decimal,
    beyond: Decimal,
    other: Decimal,
}

/// `None` = the cost is unknown.
fn split(line: &BillLine) -> Option<Split> {
    let effective = line.costs().effective?;
    let (mut commitment, mut beyond) = (Decimal::ZERO, Decimal::ZERO);
    for own in &line.charge.adjustments {
        match own {
            ChargeAdjustment::Count(Adjustment::Commitment { amount, .. }) => commitment += amount.unwrap_or_default(),
            ChargeAdjustment::Count(Adjustment::Overage { amount, .. } | Adjustment::RampUse { amount, .. }) => {
                beyond += amount.unwrap_or_default();
            }
            ChargeAdjustment::Beyond { .. } => beyond = effective - commitment,
            _ => {}
        }
    }
    Some(Split { commitment, beyond, other: effective - commitment - beyond })
}

fn bill_line(line: &BillLine) -> Vec<Value> {
    let charge = &line.charge;
    let split = split(line);
    let quantity = |units: Option<seatwise_pricing::rate::Fraction>| {
        Value::Quantity(units.filter(|_| line.is_known).map(|units| units.rounded(6)))
    };
    let part = |of: fn(&Split) -> Decimal| Value::Amount(split.as_ref().map(of));
    let has_beyond = charge.quantities.overage.is_none_or(|units| !units.is_zero());
    vec![
        Value::text(&charge.name),
        Value::text(&charge.unit),
        quantity(Some(charge.quantities.actual)),
        quantity(charge.quantities.free),
        Value::count(charge.quantities.committed),
        if charge.quantities.committed > 0 { Value::Price(charge.unit_price) } else { Value::Empty },
        part(|own| own.commitment),
        quantity(charge.quantities.overage),
        if has_beyond { Value::Price(charge.overage_price) } else { Value::Empty },
        part(|own| own.beyond),
        part(|own| own.other),
        Value::Amount(line.costs().effective),
    ]
}
