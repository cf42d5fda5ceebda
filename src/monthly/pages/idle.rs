//! Seats by the days without a sign, so that another threshold can be tried.

use std::{cmp::Reverse, collections::BTreeMap};

use rust_decimal::Decimal;
use seatwise_pricing::tariff::ProductIx;
use seatwise_reports::{
    report::{Block, Column, Figure, FigureSource, Formula, Kind, Part, Section, Table, Totals, Value},
    says,
};

use super::Facts;

/// The rule of people whom no department window concerns: where there is none, and where there are some.
const EVERYBODY: [&str; 2] = ["everybody", "everybody else"];
/// Rows that a page shows.
const SHOWN: usize = 12;

/// Days, product, rule: how many seats; the longest first.
type Counts = BTreeMap<(Reverse<u32>, ProductIx, usize), u64>;

pub(super) fn section(facts: &Facts<'_>) -> Section {
    let (seats, worth) = seats(facts);
    let figure = Figure::new("idle_worth", "Worth of seats idle by days", Value::amount(worth))
        .with(says!["contracted price a month of what nobody gave a sign with for so long"])
        .from(FigureSource::Is(Part::total("idle_seats", "worth")));
    Section::new(
        "idle",
        "Another threshold",
        vec![Block::Figures(vec![figure]), Block::Table(rules(facts)), Block::Table(seats)],
    )
}

/// Number 0 is everybody else, the others are those department windows that have a threshold of their own.
fn names(facts: &Facts<'_>) -> Vec<(String, u32)> {
    let settings = &facts.monthly.analysis.settings;
    let own = settings.department_windows.iter().filter_map(|window| Some((window.whom(), window.idle_days?)));
    let own: Vec<(String, u32)> = own.collect();
    let rest = EVERYBODY[usize::from(!own.is_empty())];
    [(rest.to_owned(), settings.idle_days)].into_iter().chain(own).collect()
}

fn rules(facts: &Facts<'_>) -> Table {
    let columns = vec![
        Column::new("rule", "Whose seats", Kind::Text),
        Column::input("idle_from", "Idle from, days without a sign", Kind::Count),
    ];
    let mut table = Table::new("idle_rules", "From how many days on a seat is idle", columns);
    table.rows =
        names(facts).into_iter().map(|(name, days)| vec![Value::text(name), Value::count(days.into())]).collect();
    table
        .notes
        .push(says!["`idle_days` of the settings. In a workbook another number shows what it would find below."]);
    table
}

/// The seats, and what the idle ones with a known price are worth.
fn seats(facts: &Facts<'_>) -> (Table, Decimal) {
    let analysis = facts.monthly.analysis;
    let columns = vec![
        Column::new("product", "Product", Kind::Text),
        Column::new("rule", "Whose seats", Kind::Text),
        Column::new("days", "Days without a sign", Kind::Count),
        Column::new("seats", "Seats", Kind::Count),
        Column::input("contracted_price", "Contracted price", Kind::Price)
            .followed(Formula::Of("prices", "contracted_price")),
        Column::computed("price_of_all", "Price of them", Kind::Amount, Formula::Product("seats", "contracted_price")),
        Column::computed("idle_from", "Idle from", Kind::Count, Formula::OfBy("rule", "idle_rules", "idle_from")),
        Column::computed("idle", "Idle", Kind::Count, Formula::AtLeast("days", "idle_from", "seats")),
        Column::computed("worth", "Worth a month", Kind::Amount, Formula::AtLeast("days", "idle_from", "price_of_all")),
    ];
    let mut table = Table::new("idle_seats", "Seats by product and days without a sign", columns);
    let names = names(facts);
    let (mut count, mut idle, mut worth, mut all) = (0, 0, Decimal::ZERO, Decimal::ZERO);
    for ((Reverse(days), ix, rule), seats) in counts(facts) {
        let product = analysis.tariff.product(ix);
        let price = product.contracted.map(|price| analysis.tariff.currency().round(Decimal::from(seats) * price));
        let (name, from) = &names[rule];
        let is_idle = days >= *from;
        let own = if is_idle { price } else { price.map(|_| analysis.tariff.currency().round(Decimal::ZERO)) };
        (count, idle) = (count + seats, idle + if is_idle { seats } else { 0 });
        worth += own.unwrap_or_default();
        all += price.unwrap_or_default();
        table.rows.push(vec![
            Value::text(&product.name),
            Value::text(name),
            Value::count(days.into()),
            Value::count(seats),
            Value::Price(product.contracted),
            Value::Amount(price),
            Value::count((*from).into()),
            Value::count(if is_idle { seats } else { 0 }),
            Value::Amount(own),
        ]);
    }
    let mut cells = vec![Value::Empty; table.columns.len()];
    cells[0] = Value::text("All");
    (cells[3], cells[5], cells[7], cells[8]) =
        (Value::count(count), Value::amount(all), Value::count(idle), Value::amount(worth));
    table.totals = Some(Totals { cells });
    table.shown = Some(SHOWN);
    table.notes = vec![says![
        "Seats of people about whom nothing but the days without a sign decides: who is new, protected, seasonal, deactivated, gone, never active or somebody's other account is not in it. Add-ons are seats of their own. What another threshold does to the bill, and to other advice, needs a run with it."
    ]];
    (table, worth)
}

fn counts(facts: &Facts<'_>) -> Counts {
    let analysis = facts.monthly.analysis;
    let windows: Vec<_> = analysis.settings.department_windows.iter().collect();
    let mut counts = Counts::new();
    for own in &analysis.decisions.by_days {
        let person = &analysis.people.list[own.user_ix];
        let window = windows.iter().find(|window| window.concerns(person)).filter(|window| window.idle_days.is_some());
        let rule = window.map_or(0, |found| {
            1 + windows.iter().filter(|own| own.idle_days.is_some()).position(|own| own == found).unwrap_or(0)
        });
        for ix in analysis.held.now[own.user_ix].everything(&analysis.tariff) {
            *counts.entry((Reverse(own.days), ix, rule)).or_default() += 1;
        }
    }
    counts
}
