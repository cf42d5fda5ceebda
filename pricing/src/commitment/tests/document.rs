//! The examples of `docs/PRICING.md`, section "Commitment", with the numbers that stand there.

use super::*;
use crate::book::PriceBook;
use crate::commitment::portfolio::{Member, Portfolio, SharedStep};
use crate::contract::Contract;
use crate::tariff::Tariff;
use crate::tokens::{free_tokens, token_bill};

const PAGE: &str = include_str!("../../../../docs/PRICING.md");

/// The tables of a part of the section, each as rows of cells, without the line of dashes.
fn tables(part: &str) -> Vec<Vec<Vec<&'static str>>> {
    let section = PAGE.split("\n## ").find(|section| section.starts_with("Commitment\n")).unwrap();
    let part = section.split("\n### ").find(|text| text.starts_with(&format!("{part}\n"))).unwrap();
    let cells =
        |line: &'static str| -> Vec<&'static str> { line.trim_matches('|').split('|').map(str::trim).collect() };
    let mut tables: Vec<Vec<Vec<&str>>> = Vec::new();
    let mut inside = false;
    for line in part.lines() {
        if line.starts_with('|') {
            if !inside {
                tables.push(Vec::new());
            }
            if !line.starts_with("|---") {
                tables.last_mut().unwrap().push(cells(line));
            }
        }
        inside = line.starts_with('|');
    }
    tables
}

/// The value beside a name in a table of two columns.
fn value(table: &[Vec<&'static str>], name: &str) -> &'static str {
    table.iter().find(|row| row[0] == name).unwrap_or_else(|| panic!("`{name}` is in the table"))[1]
}

fn year() -> Vec<u64> {
    tables("One product")[0][1][1..].iter().map(|seats| seats.parse().unwrap()).collect()
}

fn places(fraction: Ratio, decimals: u32) -> String {
    fraction.rounded(decimals).to_string()
}

#[test]
fn the_example_of_one_product_is_right() {
    let results = &tables("One product")[1];
    let of = |name| value(results, name);
    let question = question(&year(), &[(0, of("unit price"), of("overage price"))]);
    let best = question.optimum().best.unwrap();
    assert_eq!(best.cost.units.to_string(), of("optimum"));
    assert_eq!(places(best.cost.total, 2), of("cost of 12 months"));
    assert_eq!(places(best.cost.monthly, 2), of("cost per month"));
    assert_eq!(best.exceeded_by.len().to_string(), of("months above"));
    assert_eq!(places(best.cost.overage_probability, 6), of("probability of overage"));
    assert_eq!(places(best.cost.overage_units, 6), of("seats beyond per month"));
    let proposal = question.proposal(of("vendor's proposal").parse().unwrap()).unwrap();
    assert_eq!(places(proposal.proposed.total, 2), of("its cost of 12 months"));
    assert_eq!(places(proposal.excess_total, 2), of("what it costs more"));
    let monthly = Some(decimal(of("monthly price")));
    let price = |walk_away| match walk_away {
        Some(WalkAway::From { price, .. }) => places(price, 6),
        other => panic!("{other:?} is a price"),
    };
    let of_proposal = question.walk_away_at(proposal.proposed.units, monthly);
    assert_eq!(price(of_proposal), of("walk-away price of the proposal"));
    assert_eq!(price(question.walk_away(0, monthly)), of("walk-away price of any commitment"));
}

#[test]
fn the_example_of_steps_is_right() {
    let rows = &tables("Discount steps by volume")[0][1..];
    let overage = value(&tables("One product")[1], "overage price");
    let steps: Vec<(u64, &str, &str)> = rows.iter().map(|row| (row[0].parse().unwrap(), row[1], overage)).collect();
    let optimum = question(&year(), &steps).optimum();
    let shown = |step: &StepOptimum| {
        let cost = &step.best.as_ref().unwrap().cost;
        (step.from.to_string(), cost.units.to_string(), places(cost.monthly, 2))
    };
    let found: Vec<_> = optimum.steps.iter().map(shown).collect();
    let written: Vec<_> = rows.iter().map(|row| (row[0].to_owned(), row[2].to_owned(), row[3].to_owned())).collect();
    assert_eq!(found, written);
    assert_eq!(optimum.best.unwrap().cost.units.to_string(), rows[1][2]);
}

#[test]
fn the_example_of_several_products_is_right() {
    let table = &tables("Several products")[0];
    let member = |row: &Vec<&str>, demands: &[u64]| Member {
        id: row[0].to_owned(),
        commitment: question(demands, &[(0, row[1], row[2])]),
    };
    let check = |column: usize, minimum: &str, steps: &[(&str, &str)]| {
        let members = vec![member(&table[1], &[10, 20]), member(&table[2], &[5, 15])];
        let step = |(from, percent): &(&str, &str)| SharedStep {
            from: decimal(from),
            discount_percent: decimal(percent),
            overage_discount_percent: Decimal::ZERO,
        };
        let steps = steps.iter().map(step).collect();
        let best = Portfolio::new(members, decimal(minimum), steps, &place()).unwrap().optimum().unwrap().best;
        let units = |id: &str| best.members.iter().find(|(other, _)| other == id).unwrap().1.units.to_string();
        let found = [units("cx3"), units("cx2-digital"), format!("{:.2}", best.committed), places(best.monthly, 2)];
        assert_eq!(found, [1, 2, 3, 4].map(|row: usize| table[row][column].to_owned()));
    };
    check(3, "0", &[]);
    check(4, "450.00", &[]);
    check(5, "450.00", &[("500.00", "5")]);
}

#[test]
fn the_example_of_tokens_is_right() {
    let tables = tables("AI tokens");
    let book = PriceBook::embedded();
    let tariff = Tariff::new(&book, &Contract::none(), "2026-10-31".parse().unwrap(), std::iter::empty());
    let month = |row: &Vec<&str>| {
        let bill = token_bill(&tariff, &book, &[("bot_voice_minutes", decimal(row[1]))], &[]).unwrap();
        let scenario = Scenario::tokens(row[0], bill.consumed, free_tokens(&tariff, &book, &[])).unwrap();
        assert_eq!(scenario.demand.to_string(), row[2]);
        scenario
    };
    let demand = Demand::new(tables[0][1..].iter().map(month).collect(), &place()).unwrap();
    let of = |name| value(&tables[1], name);
    let terms = terms(&[(0, of("unit price"), of("overage price"))]);
    assert_eq!(Commitment { demand, terms }.optimum().best.unwrap().cost.units.to_string(), of("optimum"));
}
