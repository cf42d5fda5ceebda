//! Every product: held, billed, committed, needed, and what it costs.

use seatwise_reports::{
    report::{Block, Column, Formula, Kind, Section, Table, Totals, Value},
    says,
};

use super::yes_no;
use crate::overview::facts::{Overview, ProductRow};

/// The rows of base products: they stand first.
pub(super) fn bases(facts: &Overview) -> Option<(usize, usize)> {
    range(facts, |row| row.base)
}

/// The rows of base products that are billed in seats.
pub(super) fn bases_in_seats(facts: &Overview) -> Option<(usize, usize)> {
    range(facts, |row| row.base && !row.is_by_the_hour())
}

/// The rows that are some, where they stand together.
fn range(facts: &Overview, is_one: impl Fn(&ProductRow) -> bool) -> Option<(usize, usize)> {
    let from = facts.products.iter().position(&is_one)?;
    let to = from + facts.products[from..].iter().take_while(|row| is_one(row)).count();
    (!facts.products[to..].iter().any(is_one)).then_some((from, to))
}

pub(super) fn section(facts: &Overview) -> Section {
    let lead = match facts.seats.billed_hours {
        None => "Counts of seats; prices per seat and month. Needed: people kept, by what is enough for them.",
        Some(_) => {
            "Counts of seats, prices per seat and month; where the unit is hours, billed and committed are hours of the period and \
             prices per hour. Needed: people kept, by what is enough for them."
        }
    };
    let mut table = table(facts);
    // Above the table, on paper, it would stand on a page of its own: the table lies across.
    table.notes.insert(0, says![lead]);
    Section::new("products", "Products", vec![Block::Table(table)])
}

fn columns(facts: &Overview) -> Vec<Column> {
    // Where nothing is billed by the hour the unit says nothing.
    let is_detail = facts.products.iter().all(|row| !row.is_by_the_hour());
    vec![
        Column::new("product", "Product", Kind::Text),
        Column::new("name", "Name", Kind::Text),
        Column::detail("base", "Base product", Kind::Text),
        Column::new("assigned", "Assigned", Kind::Count),
        Column::new("billed", "Billed", Kind::Count),
        Column::new("committed", "Committed", Kind::Count),
        Column::new("needed", "Needed", Kind::Count),
        Column::detail("needed_billed", "Billed after all recommendations", Kind::Count),
        Column::new("idle", "Idle", Kind::Count),
        Column::new("over_tiered", "Over-tiered", Kind::Count),
        Column::new("list_price", "List price", Kind::Price),
        Column::new("contracted_price", "Contracted price", Kind::Price),
        Column::detail("overage_price", "Overage price", Kind::Price),
        Column::computed("list_monthly", "List a month", Kind::Amount, Formula::Product("billed", "list_price")),
        Column::computed(
            "contracted_monthly",
            "Contracted a month",
            Kind::Amount,
            Formula::Product("billed", "contracted_price"),
        ),
        Column::new("overage_monthly", "Overage a month", Kind::Amount),
        Column::detail("currency", "Currency", Kind::Text),
        Column { is_detail, ..Column::new("unit", "Billed by", Kind::Text) },
    ]
}

fn table(facts: &Overview) -> Table {
    let mut table = Table::new("products", "Products", columns(facts));
    let cells = |row: &ProductRow| {
        vec![
            Value::text(&row.product),
            Value::text(&row.name),
            yes_no(row.base),
            Value::count(row.assigned),
            Value::Count(row.billed),
            Value::count(row.committed),
            Value::count(row.needed),
            Value::Count(row.needed_billed),
            Value::count(row.idle),
            Value::count(row.over_tiered),
            Value::Price(row.list_price),
            Value::Price(row.contracted_price),
            Value::Price(row.overage_price),
            Value::Amount(row.list_monthly),
            Value::Amount(row.contracted_monthly),
            Value::Amount(row.overage_monthly),
            Value::text(&facts.currency),
            Value::text(&row.unit),
        ]
    };
    table.rows = facts.products.iter().map(cells).collect();
    let costs = &facts.costs;
    let total = |column: &Column| match column.id {
        "product" => Value::text("All"),
        "list_monthly" => Value::amount(costs.list_monthly),
        "contracted_monthly" => Value::amount(costs.contracted_monthly),
        "overage_monthly" => Value::amount(costs.overage_monthly),
        // Seats of bases and of add-ons are no sum of anything.
        _ => Value::Empty,
    };
    let totals = table.columns.iter().map(total).collect();
    table.totals = Some(Totals { cells: totals });
    if !costs.complete || !costs.list_complete {
        table.notes.push(says!["Totals are of what is known: a product whose price is unknown is in none."]);
    }
    table
}
