//! The first page: seats, what they cost, and the three kinds of saving with their dates.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use seatwise_reports::{
    report::{
        Block, Chart, Column, Drawing, Figure, FigureSource, Kind, Part, Section, Sentence, Table, Target, Totals,
        Value,
    },
    says,
};

use super::products::{bases, bases_in_seats};
use crate::overview::facts::Overview;

/// What can be saved, in one sentence.
pub(super) fn headline(facts: &Overview) -> Sentence {
    let savings = &facts.savings;
    let known = (savings.start_monthly, savings.target_monthly, savings.cash_now_monthly, savings.at_renewal_monthly);
    let (Some(start), Some(target), Some(now), Some(renewal)) = known else {
        return says!["Savings are unknown: no presence data, or a price is missing"];
    };
    if start == target {
        return says!["The bill of ", Value::amount(start), " a month has nothing to save"];
    }
    let verb = if target > start { "rises" } else { "can fall" };
    let later = match renewal < Decimal::ZERO {
        true => says!["but ", Value::amount(-renewal), " more at renewal"],
        false => says![Value::amount(renewal), " at renewal"],
    };
    let way = says!["The bill ", verb, " from ", Value::amount(start), " to ", Value::amount(target), " a month: "];
    way.and(says![Value::amount(now), " at once, "]).and(later)
}

pub(super) fn section(facts: &Overview) -> Section {
    let blocks = vec![Block::Figures(seats(facts)), Block::Figures(costs(facts)), Block::List(remarks(facts))];
    Section::new("summary", "Summary", blocks)
}

fn seats(facts: &Overview) -> Vec<Figure> {
    let seats = &facts.seats;
    let of_products = |column, rows: Option<(usize, usize)>| {
        rows.map(|(from, to)| FigureSource::Is(Part::Rows { table: "products", column, from, to }))
    };
    let mut figures = vec![
        Figure {
            source: of_products("assigned", bases(facts)),
            ..Figure::new("assigned", "Seats assigned", Value::count(seats.assigned))
                .with(says!["base products held at as-of"])
        },
        Figure {
            source: of_products("billed", bases_in_seats(facts)),
            ..Figure::new("billed", "Seats billed", Value::Count(seats.billed))
                .with(says!["base products billed in the period"])
        },
    ];
    if let Some(hours) = seats.billed_hours {
        let figure = Figure::new("billed_hours", "Hours billed", Value::count(hours));
        figures.push(figure.with(says!["of base products that are billed by the hour; no number of seats"]));
    }
    figures.extend([
        Figure::new("licensed_people", "People with a license", Value::count(facts.licensed))
            .with(says!["of ", Value::count(facts.people), " in the input"])
            .from(FigureSource::Is(Part::RowCount("seats"))),
        of_codes(facts, "to_give_back", "To give back", seats.idle).with(says!["people with a reclaim recommendation"]),
        of_codes(facts, "over_tiered", "Over-tiered", seats.over_tiered)
            .with(says!["people with a cheaper sufficient offer"]),
    ]);
    figures
}

/// A count that is the sum of some rows of the table of codes.
fn of_codes(facts: &Overview, id: &'static str, label: &str, people: u64) -> Figure {
    let figure = Figure::new(id, label, Value::count(people));
    match super::advice::rows_of(facts, id) {
        Some((from, to)) => figure.from(FigureSource::Is(Part::Rows { table: "codes", column: "people", from, to })),
        None => figure,
    }
}

fn costs(facts: &Overview) -> Vec<Figure> {
    let costs = &facts.costs;
    let of_products = |column| FigureSource::Is(Part::total("products", column));
    let split = match costs.has_commitment {
        true => says![Value::amount(costs.overage_monthly), " of it overage"],
        false => says!["nothing is committed: all of it month-to-month"],
    };
    let list = if costs.list_complete { "" } else { ", as far as published" };
    let overage = match costs.has_commitment {
        true => "seats above the commitment × overage price",
        false => "nothing is committed, so every seat is month-to-month",
    };
    let figure = |id, label, amount| Figure::new(id, label, Value::amount(amount));
    vec![
        figure("billed_monthly", "Seat bill a month", costs.billed_monthly)
            .with(says!["commitment + overage; "].and(split)),
        figure("total_monthly", "With AI tokens", costs.total_monthly).with(says!["seat bill + AI tokens, a month"]),
        figure("list_monthly", "List value of seats", costs.list_monthly)
            .with(says!["a month, billed × list price", list])
            .from(of_products("list_monthly")),
        figure("contracted_monthly", "Contracted value of seats", costs.contracted_monthly)
            .with(says!["a month, billed × contracted price"])
            .from(of_products("contracted_monthly")),
        figure("overage_monthly", "Overage", costs.overage_monthly)
            .with(says!["a month, ", overage])
            .from(of_products("overage_monthly")),
    ]
}

/// What the figures leave out, and what they rest on.
fn remarks(facts: &Overview) -> Vec<Sentence> {
    let mut list: Vec<Sentence> = facts.running.iter().cloned().collect();
    if !facts.costs.complete || !facts.costs.unpriced.is_empty() {
        let unpriced = &facts.costs.unpriced;
        let mut text = says!["No total contains "];
        for (at, (product, seats)) in unpriced.iter().enumerate() {
            let seat = if *seats == 1 { " seat)" } else { " seats)" };
            let comma = if at > 0 { ", " } else { "" };
            text = text.and(says![comma, format!("`{product}`"), " (", Value::count(*seats), seat]);
        }
        let some = if unpriced.is_empty() { "some products" } else { "" };
        list.push(text.and(says![some, ": the contracted price is unknown."]));
    }
    if facts.seats.unknown_features > 0 {
        let features = facts.seats.unknown_features;
        let noun = if features == 1 { " feature that is held" } else { " features that are held" };
        list.push(says!["The data tell nothing of ", Value::count(features), noun, ": taken as needed."]);
    }
    list.push(says![
        "Evidence: ",
        Value::Instant(Some(facts.window.0)),
        " to ",
        Value::Instant(Some(facts.window.1)),
        "; a seat is idle after ",
        Value::count(facts.idle.idle_days.into()),
        " days without a sign."
    ]);
    list.push(prices(facts));
    list
}

/// Date of the newest list price and how contracted prices are known; the table of prices has all.
fn prices(facts: &Overview) -> Sentence {
    let list = match facts.prices.iter().filter_map(|price| price.list_date).max() {
        Some(newest) => says!["Prices: list of ", Value::Day(Some(newest))],
        None => says!["Prices: list without a known date"],
    };
    let mut sources: Vec<&str> = facts.prices.iter().map(|price| price.contracted_source.as_str()).collect();
    sources.sort_unstable();
    sources.dedup();
    match sources.is_empty() {
        true => list.and(says!["."]),
        false => list.and(says!["; contracted: ", sources.join(", "), "."]),
    }
}

pub(super) fn savings(facts: &Overview) -> Section {
    let savings = &facts.savings;
    let lead = says![
        "Cash now and at renewal lead from today's bill to the target, each on its own date. Exposure is no step of it: nobody pays \
         it today. The three are never added up."
    ];
    let reason =
        |amount: Option<Decimal>| if amount.is_none() { "no presence data, or a price is missing; " } else { "" };
    let from = |day: Option<NaiveDate>, without: &str| match day {
        Some(day) => says!["from ", Value::Day(Some(day)), ": "],
        None => says![format!("{without}: ")],
    };
    let figures = vec![
        Figure::new("bill_today", "Bill today", Value::Amount(savings.start_monthly))
            .with(says![reason(savings.start_monthly), "a month, where the steps begin"]),
        Figure::new("cash_now", "Cash now", Value::Amount(savings.cash_now_monthly)).with(
            says![reason(savings.cash_now_monthly), "a month, "]
                .and(from(savings.cash_from, "no date"))
                .and(says!["lowers the next invoices, by seats above the commitment and month-to-month seats"]),
        ),
        Figure::new("at_renewal", "At renewal", Value::Amount(savings.at_renewal_monthly)).with(
            says![reason(savings.at_renewal_monthly), "a month, "]
                .and(from(savings.renewal, "no end of a contract, no date"))
                .and(says!["what a contract made to measure costs less than the bill after cash now"]),
        ),
        Figure::new("target", "Target", Value::Amount(savings.target_monthly))
            .with(says![reason(savings.target_monthly), "a month, the bill after both"])
            .from(FigureSource::Is(Part::total("steps", "amount"))),
        Figure::new("exposure", "Exposure", Value::amount(savings.exposure_monthly)).with(says![
            "a month, not money saved: list value of seats that are assigned, but neither billed nor committed; in no total"
        ]),
    ];
    let chart = Chart {
        id: "bill_to_target",
        title: headline(facts),
        units: "Seat bill a month, contracted prices".to_owned(),
        drawing: Drawing::Target(Target {
            today: savings.start_monthly,
            cash_now: (savings.cash_now_monthly, savings.cash_from),
            at_renewal: (savings.at_renewal_monthly, savings.renewal),
            target: savings.target_monthly,
            exposure: savings.exposure_monthly,
        }),
        note: None,
    };
    let blocks = vec![Block::Paragraph(lead), Block::Figures(figures), Block::Chart(chart), Block::Table(steps(facts))];
    Section::new("savings", "Three kinds of saving", blocks)
}

/// The way to the target, step by step; below 0 = lowers the bill.
fn steps(facts: &Overview) -> Table {
    let savings = &facts.savings;
    let columns = vec![
        Column::new("step", "Step", Kind::Text),
        Column::new("amount", "Amount a month", Kind::Amount),
        Column::new("from", "From", Kind::Day),
        Column::new("meaning", "What it is", Kind::Text),
    ];
    let mut table = Table::new("steps", "From today's bill to the target", columns);
    let day = |day: Option<NaiveDate>| day.map_or(Value::Empty, |day| Value::Day(Some(day)));
    let row =
        |name, amount, from, meaning| vec![Value::text(name), Value::Amount(amount), day(from), Value::text(meaning)];
    let less = |saved: Option<Decimal>| saved.map(|saved| -saved);
    table.rows = vec![
        row("Bill today", savings.start_monthly, None, "commitment and overage of seats"),
        row("Cash now", less(savings.cash_now_monthly), savings.cash_from, "lowers the next invoices"),
        row("At renewal", less(savings.at_renewal_monthly), savings.renewal, "by a contract made to measure"),
    ];
    let total = Value::Amount(savings.target_monthly);
    table.totals = Some(Totals { cells: vec![Value::text("Target"), total, Value::Empty, Value::Empty] });
    table
}
