//! `docs/PRICING.md` says what the code does: every example of the page is computed, every rule is complete, the order is
//! that of the code, every setting is named.

use rust_decimal::Decimal;
use seatwise_pricing::bill::{Charge, Costs, order_of_adjustments};
use seatwise_pricing::contract::{ConcurrencyReading, Contract, SeatCounting, contract_schema};
use seatwise_pricing::money::Currency;
use seatwise_pricing::rate::{
    BilledBy, NamedPerson, billed_by, billed_products, bundle_range, logged_in_hours, named_seats, peak,
    tokens::{metered_by_interaction, token_bill},
};
use toml::{Table, Value};

use crate::subject::Subject;

const PAGE: &str = include_str!("../../../docs/PRICING.md");
/// The day of an example that names none.
const DAY: &str = "2026-10-31";
/// What every rule says.
const PARTS: [&str; 5] = ["**Rule.**", "**Formula.**", "**Example.**", "**Source.**", "**Setting.**"];

/// The page without the section that others keep.
fn page() -> String {
    let sections = PAGE.split("\n## ").filter(|section| !section.starts_with("Commitment\n"));
    sections.collect::<Vec<_>>().join("\n## ")
}

fn rules(page: &str) -> Vec<&str> {
    page.split("\n### ").skip(1).map(|rule| rule.split("\n## ").next().unwrap_or(rule)).collect()
}

fn examples(text: &str) -> Vec<Table> {
    let blocks = text.split("```toml\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    blocks.map(|block| block.parse().unwrap_or_else(|error| panic!("{error}\n{block}"))).collect()
}

#[test]
fn every_rule_is_complete() {
    let page = page();
    let rules = rules(&page);
    assert!(rules.len() >= 20, "{} rules", rules.len());
    for rule in rules {
        let name = rule.lines().next().unwrap_or_default();
        for part in PARTS {
            assert_eq!(rule.matches(part).count(), 1, "`{name}` and {part}");
        }
        assert!(!examples(rule).is_empty(), "`{name}` has no example");
    }
}

#[test]
fn every_example_is_what_the_code_computes() {
    let page = page();
    for rule in rules(&page) {
        let name = rule.lines().next().unwrap_or_default();
        for example in examples(rule) {
            let kind = example["example"].as_str().unwrap();
            match kind {
                "person" => person(name, &example),
                "named" => named(name, &example),
                "peak" => peaks(name, &example),
                "hours" => hours(name, &example),
                "model" => model(name, &example),
                "range" => range(name, &example),
                "tokens" => tokens(name, &example),
                "interaction" => interaction(name, &example),
                "bill" => bill(name, &example),
                "renewal" => renewal(name, &example),
                other => panic!("`{name}` has an example of the unknown kind `{other}`"),
            }
        }
    }
}

#[test]
fn the_order_is_that_of_the_code() {
    let list = PAGE.split("<!-- order -->\n").nth(1).unwrap().split("<!-- end of order -->").next().unwrap();
    let expected =
        order_of_adjustments().into_iter().zip(1..).map(|((kind, why), n)| format!("{n}. `{kind:?}`: {why}\n"));
    assert_eq!(list, expected.collect::<String>());
}

#[test]
fn every_setting_of_a_contract_is_named() {
    let schema = contract_schema();
    let mut keys = Vec::new();
    collect(schema.as_value(), &mut keys);
    let elsewhere =
        ["organization", "number", "signed", "renewal_notice_days", "contract", "line", "price", "step", "product"];
    keys.retain(|key| !elsewhere.contains(&key.as_str()));
    assert!(keys.len() > 25, "{keys:?}");
    let missing: Vec<_> = keys
        .iter()
        .filter(|key| !PAGE.contains(&format!("`{key}`")) && !PAGE.contains(&format!("`[[{key}]]`")))
        .collect();
    assert!(missing.is_empty(), "no rule names {missing:?}");
}

/// Every key of a contract, wherever it stands.
fn collect(schema: &serde_json::Value, keys: &mut Vec<String>) {
    let Some(schema) = schema.as_object() else { return };
    if let Some(properties) = schema.get("properties").and_then(|properties| properties.as_object()) {
        for (key, value) in properties {
            keys.push(key.clone());
            collect(value, keys);
        }
    }
    if let Some(items) = schema.get("items") {
        collect(items, keys);
    }
}

fn subject(example: &Table) -> Subject {
    let contract = example.get("contract").map_or("", |contract| contract.as_str().unwrap());
    let day = example.get("on").map_or(DAY, |day| day.as_str().unwrap());
    Subject::new(contract, day.parse().unwrap())
}

fn words(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect()
}

fn number(value: &Value) -> u64 {
    u64::try_from(value.as_integer().unwrap()).unwrap()
}

fn person(name: &str, example: &Table) {
    let subject = subject(example);
    let held: Vec<_> = words(&example["held"]).into_iter().map(|id| subject.ix(id)).collect();
    let billed = billed_products(&subject.tariff, &held);
    let billed: Vec<&str> = billed.iter().map(|ix| subject.tariff.product(*ix).id.as_str()).collect();
    assert_eq!(billed, words(&example["billed"]), "{name}");
}

fn named(name: &str, example: &Table) {
    let subject = subject(example);
    let people = example["people"].as_array().unwrap();
    let held: Vec<Vec<_>> =
        people.iter().map(|person| words(&person["held"]).into_iter().map(|id| subject.ix(id)).collect()).collect();
    for (counting, key) in [(SeatCounting::Assigned, "assigned"), (SeatCounting::LoggedIn, "logged_in")] {
        let people = people.iter().zip(&held).map(|(person, held)| NamedPerson {
            held,
            is_active: person["active"].as_bool().unwrap(),
            has_sign: person["sign"].as_bool().unwrap(),
        });
        let seats = named_seats(&subject.tariff, people, counting);
        let found: Vec<_> = seats.iter().map(|(ix, n)| (subject.tariff.product(ix).id.clone(), n)).collect();
        let expected: Vec<_> = example[key].as_table().unwrap().iter().map(|(id, n)| (id.clone(), number(n))).collect();
        assert_eq!(found, expected, "{name}, {key}");
    }
}

fn peaks(name: &str, example: &Table) {
    let pair = |pair: &Value| (number(&pair[0]), number(&pair[1]) * 60_000_000);
    let histogram: Vec<(u64, u64)> = example["minutes_at"].as_array().unwrap().iter().map(pair).collect();
    assert_eq!(peak(&histogram, ConcurrencyReading::AtOrAbove), number(&example["at_or_above"]), "{name}");
    assert_eq!(peak(&histogram, ConcurrencyReading::Exactly), number(&example["exactly"]), "{name}");
}

fn hours(name: &str, example: &Table) {
    // Hundredths of an hour are 36 seconds.
    let micros = |hours: &str| u128::from(hours.replace('.', "").parse::<u64>().unwrap()) * 36_000_000;
    let sum = words(&example["logged_in"]).into_iter().map(micros).sum();
    assert_eq!(logged_in_hours(sum), number(&example["billed"]), "{name}");
}

fn model(name: &str, example: &Table) {
    let by = |word: &str| if word == "hour" { BilledBy::Hour } else { BilledBy::Seat };
    let change = |pair: &Value| (pair[0].as_integer().unwrap(), by(pair[1].as_str().unwrap()));
    let changes: Vec<_> = example["changes"].as_array().unwrap().iter().map(change).collect();
    let ends = example["period_ends"].as_integer().unwrap();
    let found = billed_by(by(example["before"].as_str().unwrap()), &changes, ends);
    assert_eq!(found, by(example["billed_by"].as_str().unwrap()), "{name}");
}

fn range(name: &str, example: &Table) {
    let (low, high) = bundle_range(&subject(example).book, Currency::USD, number(&example["bundles"])).unwrap();
    let expected = [&example["low"], &example["high"]].map(|amount| amount.as_str().unwrap().to_owned());
    assert_eq!([low.to_string(), high.to_string()], expected, "{name}");
}

fn tokens(name: &str, example: &Table) {
    let subject = subject(example);
    for (meter, pair) in example["tokens"].as_table().unwrap() {
        let usage = [(meter.as_str(), Decimal::from(number(&pair[0])))];
        let bill = token_bill(&subject.tariff, &subject.book, &usage, &[]).unwrap();
        assert_eq!(bill.consumed.to_string(), pair[1].as_str().unwrap(), "{name}, {meter}");
    }
}

fn interaction(name: &str, example: &Table) {
    let subject = subject(example);
    let meter = |id| (subject.book.meter_of_resource(id).unwrap(), Decimal::ONE);
    let met: Vec<_> = words(&example["met"]).into_iter().map(meter).collect();
    let usage = metered_by_interaction(&subject.tariff, [met.as_slice()]);
    let bill = token_bill(&subject.tariff, &subject.book, &usage, &[]).unwrap();
    assert_eq!(bill.consumed.to_string(), example["tokens"].as_str().unwrap(), "{name}");
}

fn bill(name: &str, example: &Table) {
    let subject = subject(example);
    let counts = |key: &str, per: u64| -> Vec<(&'static str, u64)> {
        let table = example.get(key).and_then(Value::as_table).cloned().unwrap_or_default();
        table.into_iter().map(|(id, units)| (&*String::leak(id), number(&units) * per)).collect()
    };
    let (seats, hours) = (counts("seats", 1), counts("hours", 3_600_000));
    let metered = example.get("metered").and_then(Value::as_table).cloned().unwrap_or_default();
    let metered: Vec<(&'static str, u64)> =
        metered.into_iter().map(|(id, units)| (&*String::leak(id), units.as_str().unwrap().parse().unwrap())).collect();
    let (seats, hours) = (seats.into_iter().collect(), hours.into_iter().collect());
    let bill = subject.bill(subject.tariff.on(), &seats, &hours, &metered);
    if let Some(total) = example.get("total").and_then(Value::as_table) {
        costs(name, "total", &bill.totals, total);
    }
    let unpriced = example.get("unpriced").map(words).unwrap_or_default();
    assert_eq!(bill.unpriced.iter().filter(|id| unpriced.contains(&id.as_str())).count(), unpriced.len(), "{name}");
    let expected = example.get("expect").and_then(Value::as_table).cloned().unwrap_or_default();
    for (id, expected) in expected {
        let charge = bill.charge(&id).unwrap_or_else(|| panic!("{name}: no charge `{id}`"));
        quantities(name, charge, expected.as_table().unwrap());
        costs(name, &id, &charge.costs, expected.as_table().unwrap());
    }
}

fn quantities(name: &str, charge: &Charge, expected: &Table) {
    let own = charge.quantities;
    let found = [("actual", Some(own.actual)), ("free", own.free), ("overage", own.overage)];
    for (key, units) in found {
        if let Some(expected) = expected.get(key) {
            assert_eq!(units.unwrap().to_string(), expected.as_str().unwrap(), "{name}, {}, {key}", charge.id);
        }
    }
    if let Some(expected) = expected.get("committed") {
        assert_eq!(own.committed, number(expected), "{name}, {}", charge.id);
    }
}

fn costs(name: &str, of: &str, costs: &Costs, expected: &Table) {
    let found = [
        ("list", costs.list),
        ("contracted", costs.contracted),
        ("billed", costs.billed),
        ("effective", costs.effective),
    ];
    for (key, cost) in found {
        if let Some(expected) = expected.get(key) {
            assert_eq!(cost.unwrap().to_string(), expected.as_str().unwrap(), "{name}, {of}, {key}");
        }
    }
}

fn renewal(name: &str, example: &Table) {
    let next: Contract = subject(example).contract.renewed(None).unwrap();
    let day = |key: &str| example[key].as_str().unwrap().parse().ok();
    assert_eq!((next.start, next.end), (day("start"), day("end")), "{name}");
    for (product, price) in example["prices"].as_table().unwrap() {
        let found = next.line(product, next.start.unwrap()).and_then(|line| line.terms.unit_price).unwrap();
        assert_eq!(found, price.as_str().unwrap().parse().unwrap(), "{name}, {product}");
    }
}
