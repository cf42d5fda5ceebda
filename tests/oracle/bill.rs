//! The period's bill beside the analysis: both tie, and the bill's lines are the oracle's.

use rust_decimal::Decimal;
use serde_json::Value;

use super::billing::{as_billed, quantities};
use super::facts::Facts;
use super::generate::generate;
use super::in_parallel;
use super::money::{is_ramp, line};
use super::org::Case;
use super::prices::Prices;
use super::subject::{document, run};

/// Every model, with and without presence, in and out of a ramp, prepaid or not.
#[test]
fn the_bill_ties_with_the_analysis_and_the_oracle() {
    let seeds: Vec<u64> = (301..=336).collect();
    let found = in_parallel(&seeds, |seed| {
        let case = generate(seed);
        match (document(&case), run(&case, &["price", "bill"])) {
            (Ok(analysis), Ok(bill)) => differences(&case, &analysis, &bill),
            (analysis, bill) => vec![format!("{:?} {:?}", analysis.err(), bill.err())],
        }
    });
    assert!(found.is_empty(), "{} of {} bills differ: {found:#?}", found.len(), seeds.len());
}

fn differences(case: &Case, analysis: &Value, bill: &Value) -> Vec<String> {
    let mut found = Vec::new();
    for sum in ["billed_monthly", "total_monthly"] {
        let (own, other) = (&bill["ties"][sum], &analysis["costs"][sum]);
        if own != other {
            found.push(format!("{sum}: bill {own}, analysis {other}"));
        }
    }
    let lines = bill["lines"].as_array().expect("lines");
    let of = |kinds: &[&str]| -> Decimal {
        let lines = lines.iter().filter(|line| kinds.iter().any(|kind| line["kind"] == *kind));
        lines.filter_map(|line| number(&line["costs"]["effective"])).sum()
    };
    if let Some(billed) = number(&analysis["costs"]["billed_monthly"])
        && of(&["seats", "interaction-time"]) != billed
    {
        found.push(format!("the lines add up to {}, billed are {billed}", of(&["seats", "interaction-time"])));
    }
    if let Some(total) = number(&analysis["costs"]["total_monthly"])
        && of(&["seats", "interaction-time", "tokens"]) != total
    {
        found.push(format!("with tokens the lines add up to {}, the total is {total}", of(&["seats", "tokens"])));
    }
    for column in ["list", "contracted", "billed", "effective"] {
        let sum: Decimal = lines.iter().filter_map(|line| number(&line["costs"][column])).sum();
        if number(&bill["totals"][column]).is_some_and(|total| total != sum) {
            found.push(format!("{column}: the lines add up to {sum}, the total is {}", bill["totals"][column]));
        }
    }
    found.extend(by_oracle(case, lines));
    found
}

/// Count and effective cost of every line of seats, and the people behind named ones.
fn by_oracle(case: &Case, lines: &[Value]) -> Vec<String> {
    let facts = Facts::new(case);
    let prices = Prices::new(&facts.contract, facts.as_of);
    let mut found = Vec::new();
    for (id, units) in quantities(&facts, &as_billed(&facts)) {
        let own = lines.iter().find(|line| line["kind"] == "seats" && line["product"] == id);
        let (Some(own), Some(units)) = (own, units) else {
            if units.is_none_or(|units| units > 0) && own.is_none_or(|own| !own["quantity"]["actual"].is_null()) {
                found.push(format!("{id}: oracle {units:?}, bill {own:?}"));
            }
            continue;
        };
        let effective = line(&prices, &id, units).map(|(commitment, overage)| commitment + overage);
        let effective = effective.map(|cost| if is_ramp(&facts) { Decimal::ZERO } else { cost });
        let (count, cost) = (number(&own["quantity"]["actual"]), number(&own["costs"]["effective"]));
        if count != Some(Decimal::from(units)) || cost != effective {
            found.push(format!("{id}: oracle {units} for {effective:?}, bill {count:?} for {cost:?}"));
        }
        let by_person = own["sources"]
            .as_array()
            .expect("sources")
            .iter()
            .filter(|own| own["source"] != "present" && own["source"] != "never-present");
        let people: u64 = by_person.filter_map(|own| own["count"].as_u64()).sum();
        if people > 0 && people != units.unsigned_abs() {
            found.push(format!("{id}: {units} billed, {people} behind it"));
        }
    }
    found
}

fn number(value: &Value) -> Option<Decimal> {
    value.as_str()?.parse().ok()
}
