//! The worklist by manager, division and kind of change.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use seatwise_reports::{
    report::{Block, Chart, Column, Drawing, Kind, Section, Table, Totals, Value},
    says,
};

use super::SHOWN;
use crate::{
    findings::{code::Advice, confidence::Confidence},
    worklist::{Worklist, ask::Asked, item::Item},
};

/// Sums over a part of the worklist.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sum {
    pub(super) changes: u64,
    pub(super) by_confidence: [u64; 3],
    pub(super) agreed: u64,
    pub(super) to_ask: u64,
    /// Contracted price of what is given back, upgrades left out, as far as it is known.
    pub(super) contracted: Decimal,
    /// Changes whose price is known, upgrades left out.
    known: u64,
    /// Changes whose price is unknown.
    pub(super) unknown: u64,
}

impl Sum {
    pub(super) fn of<'i>(items: impl IntoIterator<Item = &'i Item>) -> Sum {
        let mut sum = Sum::default();
        items.into_iter().for_each(|item| sum.add(item));
        sum
    }

    fn add(&mut self, item: &Item) {
        self.changes += 1;
        self.by_confidence[level(item.confidence)] += 1;
        self.agreed += u64::from(item.agreed_on.is_some());
        self.to_ask += u64::from(item.asked != Asked::Nobody);
        match item.contracted {
            _ if item.code == Advice::UpgradeTier => {}
            Some(amount) => {
                self.contracted += amount;
                self.known += 1;
            }
            None => self.unknown += 1,
        }
    }

    fn cells(&self, name: Value) -> Vec<Value> {
        let [high, medium, low] = self.by_confidence;
        let counts = [self.changes, high, medium, low, self.to_ask, self.agreed, self.unknown];
        let mut cells = vec![name];
        cells.extend(counts.map(Value::count));
        // Nothing known is no 0.
        let is_unknown = self.known == 0 && self.unknown > 0;
        cells.push(Value::Amount((!is_unknown).then_some(self.contracted)));
        cells
    }
}

/// The place of a confidence: high, medium, low.
fn level(confidence: Confidence) -> usize {
    match confidence {
        Confidence::High => 0,
        Confidence::Medium => 1,
        Confidence::Low => 2,
    }
}

fn columns(id: &'static str, label: &str) -> Vec<Column> {
    let counts = [
        ("changes", "Changes"),
        ("high", "High confidence"),
        ("medium", "Medium"),
        ("low", "Low"),
        ("to_ask", "To be asked"),
        ("agreed", "Agreed"),
        ("unknown_price", "Without a price"),
    ];
    let mut columns = vec![Column::new(id, label, Kind::Text)];
    columns.extend(counts.map(|(id, label)| Column::new(id, label, Kind::Count)));
    columns.push(Column::new("contracted_monthly", "Contracted price given back, a month", Kind::Amount));
    columns
}

/// Sums by a text of the items; those without it last.
fn by<'i>(items: &'i [Item], of: impl Fn(&'i Item) -> Option<&'i str>) -> BTreeMap<(bool, &'i str), Sum> {
    let mut sums: BTreeMap<(bool, &str), Sum> = BTreeMap::new();
    for item in items {
        let name = of(item);
        sums.entry((name.is_none(), name.unwrap_or_default())).or_default().add(item);
    }
    sums
}

fn table(
    worklist: &Worklist<'_>,
    (id, title): (&'static str, &str),
    (column, label, without): (&'static str, &str, &str),
    sums: &BTreeMap<(bool, &str), Sum>,
) -> Table {
    let mut table = Table::new(id, title, columns(column, label));
    let mut rows: Vec<(&(bool, &str), &Sum)> = sums.iter().collect();
    rows.sort_by_key(|((is_none, _), sum)| (*is_none, std::cmp::Reverse(sum.contracted)));
    let name = |(is_none, name): &(bool, &str)| if *is_none { without.to_owned() } else { (*name).to_owned() };
    table.rows = rows.into_iter().map(|(key, sum)| sum.cells(Value::text(name(key)))).collect();
    table.totals = Some(Totals { cells: Sum::of(&worklist.items).cells(Value::text("All")) });
    table.shown = Some(SHOWN);
    table
}

pub(super) fn section(worklist: &Worklist<'_>) -> Section {
    let managers = by(&worklist.items, |item| item.manager.as_deref());
    let divisions = by(&worklist.items, |item| item.division.as_deref());
    let mut blocks: Vec<Block> = chart(worklist).map(Block::Chart).into_iter().collect();
    let mut codes = codes(worklist);
    codes.notes.push(says!["Prices of the seats, one by one; upgrades are in no sum of them."]);
    blocks.push(Block::Table(codes));
    let title = ("by_division", "By division");
    blocks.push(Block::Table(table(worklist, title, ("division", "Division", "No division known"), &divisions)));
    let title = ("by_manager", "By manager");
    blocks.push(Block::Table(table(worklist, title, ("manager", "Manager", "No manager known"), &managers)));
    Section::new("groups", "Who has to act", blocks)
}

/// By kind of change, in the order of the codes.
fn codes(worklist: &Worklist<'_>) -> Table {
    let mut columns = columns("kind", "Change");
    columns.insert(1, Column::detail("code", "Code", Kind::Text));
    let mut table = Table::new("by_code", "By kind of change", columns);
    for code in Advice::ALL {
        let sum = Sum::of(worklist.items.iter().filter(|item| item.code == code));
        if sum.changes > 0 {
            let mut cells = sum.cells(Value::text(code.title()));
            cells.insert(1, Value::text(code.as_str()));
            table.rows.push(cells);
        }
    }
    let mut totals = Sum::of(&worklist.items).cells(Value::text("All"));
    totals.insert(1, Value::Empty);
    table.totals = Some(Totals { cells: totals });
    table
}

/// Which kinds of change give back most; nothing where there is nothing to compare.
fn chart(worklist: &Worklist<'_>) -> Option<Chart> {
    let sum = |code| (code, Sum::of(worklist.items.iter().filter(|item| item.code == code)).contracted);
    let mut bars: Vec<(Advice, Decimal)> =
        Advice::ALL.into_iter().map(sum).filter(|(_, amount)| *amount > Decimal::ZERO).collect();
    bars.sort_by_key(|(code, amount)| (std::cmp::Reverse(*amount), *code));
    let total: Decimal = bars.iter().map(|(_, amount)| *amount).sum();
    let (largest, amount) = bars.first().filter(|_| bars.len() > 1)?;
    let currency = worklist.analysis.tariff.currency();
    Some(Chart {
        id: "kinds",
        title: says![
            format!("“{}” is the largest kind of change: ", largest.title()),
            Value::Share(amount.checked_div(total)),
            " of what can be given back"
        ],
        units: format!("{} a month at contracted prices of the seats, by kind of change", currency.code()),
        drawing: Drawing::Pareto {
            bars: bars.iter().map(|(code, amount)| (code.title().to_owned(), *amount)).collect(),
            total,
            part: None,
        },
        note: Some(says!["Prices of the seats, one by one, no bill. Upgrades are not in it."]),
    })
}
