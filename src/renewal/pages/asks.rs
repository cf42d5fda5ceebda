//! What to ask for, when to walk away, and by when.

use rust_decimal::Decimal;
use seatwise_pricing::commitment::WalkAway;
use seatwise_reports::{
    report::{Block, Column, Figure, FigureSource, Kind, Part, Section, Table, Value},
    says,
};

use super::Facts;
use crate::{
    renewal::{calendar::calendar, levers::Ask},
    usage::spans::instant,
};

pub(super) fn section(facts: &Facts<'_>) -> Section {
    let columns = vec![
        Column::new("rank", "Rank", Kind::Count),
        Column::new("ask", "Ask", Kind::Text),
        Column::new("value", "Worth over the term", Kind::Amount),
        Column::new("basis", "By", Kind::Text),
    ];
    let mut table = Table::new("asks", "What to ask for, by worth", columns);
    table.rows = facts
        .levers
        .iter()
        .zip(1..)
        .map(|(lever, rank)| {
            vec![
                Value::count(rank),
                Value::text(lever.ask.says()),
                Value::Amount(lever.value),
                Value::text(&lever.basis),
            ]
        })
        .collect();
    if let Some(row) = facts.levers.iter().position(|lever| lever.ask == Ask::RightSize) {
        let term = |row| Part::cell("cases", "term", row);
        table.cell_from(row, "value", FigureSource::Difference(term(0), term(1)));
    }
    table.notes.push(says!["In a workbook the right quantities follow prices, discounts and uplifts; the other asks are those of the report."]);
    table.notes.push(says!["What is paid beyond commitments is saved once: the committed price beyond, the swap right and the seasonal band are ways to it."]);
    table.notes.push(says!["Each is valued alone, at the right quantities and the months of the history. Agreed together they are worth less than their sum, so they are never added up."]);
    Section::new("asks", "Asks", vec![Block::Table(table)])
}

pub(super) fn walk_away(facts: &Facts<'_>) -> Section {
    let columns = vec![
        Column::new("product", "Product", Kind::Text),
        Column::new("units", "Right-size", Kind::Count),
        Column::new("unit_price", "Unit price", Kind::Price),
        Column::new("uncommitted_price", "Without commitment", Kind::Price),
        Column::new("walk_away", "Walk away from", Kind::Price),
        Column::new("says", "What it says", Kind::Text),
    ];
    let mut table = Table::new("walk_away", "The price from which on no commitment pays", columns);
    for line in facts.cases.right_size.lines.iter().filter(|line| line.cost.units > 0) {
        let tariff = &facts.renewal.analysis.tariff;
        let list = tariff.ix(&line.id).and_then(|ix| tariff.product(ix).list);
        let units = line.cost.units;
        // Without a commitment a unit costs the list price, or what is on offer beyond, where that is less.
        let else_price = list.map(|list| list.min(line.cost.overage_price));
        let (price, says) = match line.commitment.walk_away_at(units, else_price) {
            Some(WalkAway::From { price, .. }) => {
                (Value::Price(Some(price.rounded(4))), format!("at this price {units} committed cost as much as none"))
            }
            Some(WalkAway::Always) => (Value::Empty, "no price makes it worth it: overage costs as much".to_owned()),
            Some(WalkAway::Never) => (Value::Empty, "month-to-month is dearer at every price".to_owned()),
            None => (Value::Price(None), "the month-to-month price is not known".to_owned()),
        };
        table.rows.push(vec![
            Value::text(facts.name(&line.id)),
            Value::count(units),
            Value::Price(Some(line.cost.unit_price)),
            Value::Price(else_price),
            price,
            Value::text(says),
        ]);
    }
    table
        .notes
        .push(says!["Without commitment: the list price month-to-month, or the price beyond where that is less."]);
    let others = facts.cases.right_size.lines.iter().filter(|line| line.cost.units == 0);
    let others: Vec<String> = others.map(|line| facts.name(&line.id)).collect();
    if !others.is_empty() {
        table.notes.push(says!["Not worth committing to at these prices, and not shown: ", others.join(", "), "."]);
    }
    let committed: Decimal = facts.cases.right_size.lines.iter().map(|line| line.cost.commitment).sum();
    let total = facts.renewal.analysis.tariff.currency().round(committed);
    let figure =
        Figure::new("right_size_commitment", "Committed a month at the right quantities", Value::amount(total));
    Section::new("walk_away", "Walk-away", vec![Block::Figures(vec![figure]), Block::Table(table)])
}

pub(super) fn dates(facts: &Facts<'_>) -> Section {
    let columns = vec![
        Column::new("day", "By", Kind::Day),
        Column::new("what", "What", Kind::Text),
        Column::new("status", "Status", Kind::Text),
    ];
    let mut table = Table::new("calendar", "Calendar", columns);
    let today = instant(facts.renewal.analysis.as_of).date_naive();
    let notice = facts.renewal.analysis.contract.renewal_notice_days;
    table.rows = calendar(facts.renewal.terms.renewal, notice, today)
        .into_iter()
        .map(|own| {
            let status = match (own.day - today).num_days() {
                0 => "today".to_owned(),
                1 => "tomorrow".to_owned(),
                days @ 2.. => format!("in {days} days"),
                -1 => "past, since yesterday".to_owned(),
                days => format!("past, since {} days", -days),
            };
            vec![Value::Day(Some(own.day)), Value::text(own.what), Value::text(status)]
        })
        .collect();
    Section::new("calendar", "By when", vec![Block::Table(table)])
}
