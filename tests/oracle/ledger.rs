//! The ledger and the history of `seatwise tokens` in plain loops, and its bill beside that of `seatwise analyze`.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::compare::differences;
use super::facts::Facts;
use super::generate::generate;
use super::in_parallel;
use super::org::Case;
use super::prices::Prices;
use super::subject;
use super::time::{midnight, period};
use super::tokens::{print, tokens_of};

/// Tokens by day, of rows up to as-of that have a meter.
fn by_day(facts: &Facts<'_>, prices: &Prices<'_>) -> BTreeMap<NaiveDate, Decimal> {
    let mut days: BTreeMap<NaiveDate, Decimal> = BTreeMap::new();
    for row in facts.case.org.resources.iter().flatten().filter(|row| midnight(row.date) <= facts.as_of) {
        if let Some(tokens) = tokens_of(facts, prices, row) {
            *days.entry(row.date).or_default() += tokens;
        }
    }
    days
}

/// What the document says that this file computes.
fn expected(case: &Case) -> Value {
    let facts = Facts::new(case);
    let prices = Prices::new(&facts.contract, facts.as_of);
    let days = by_day(&facts, &prices);
    let mut to_date = Decimal::ZERO;
    let mut ledger = Vec::new();
    let mut before: BTreeMap<NaiveDate, Decimal> = BTreeMap::new();
    for (date, tokens) in &days {
        if midnight(*date) >= facts.period.0 {
            to_date += tokens;
            ledger.push(json!({"date": date, "tokens_to_date": print(to_date)}));
        } else {
            let (from, _) = period(midnight(*date), facts.contract.period_anchor_day.unwrap_or(1));
            *before.entry(from).or_default() += tokens;
        }
    }
    let history: BTreeMap<String, String> =
        before.into_iter().map(|(from, tokens)| (from.to_string(), print(tokens))).collect();
    json!({"ledger": ledger, "history": history})
}

/// The same of the program's document; periods without a meter are left out, as above.
fn shown(document: &Value) -> Value {
    let ledger: Vec<Value> = document["ledger"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|day| json!({"date": day["date"], "tokens_to_date": day["tokens_to_date"]}))
        .collect();
    let metered = |past: &&Value| past["by_feature"].as_array().is_some_and(|rows| !rows.is_empty());
    let periods = document["history"].as_array().into_iter().flatten().filter(metered);
    let history: BTreeMap<String, Value> =
        periods.map(|past| (past["period"]["from"].as_str().unwrap().to_owned(), past["consumed"].clone())).collect();
    json!({"ledger": ledger, "history": history})
}

/// What no report may get wrong, whatever the forecast is.
fn broken_laws(tokens: &Value) -> Vec<String> {
    let mut broken = Vec::new();
    let number = |value: &Value| value.as_str().map(|text| text.parse::<Decimal>().unwrap());
    let ahead = &tokens["ahead"];
    let consumed = |outcome: &str| number(&ahead[outcome]["consumed"]);
    let now = number(&tokens["tokens"]["consumed"]).unwrap().round_dp(5);
    if let Some(expected) = consumed("expected") {
        if expected.round_dp(5) < now {
            broken.push(format!("{expected} expected, less than {now} consumed"));
        }
        if let (Some(low), Some(high)) = (consumed("low"), consumed("high"))
            && !(low <= expected && expected <= high)
        {
            broken.push(format!("{expected} is not from {low} to {high}"));
        }
        let last = ahead["running"].as_array().and_then(|days| days.last()).map(|day| day["tokens_to_date"].clone());
        if last.as_ref().and_then(number) != Some(expected) {
            broken.push(format!("the running total ends with {last:?}, not with {expected}"));
        }
    }
    broken
}

#[test]
fn the_ledger_is_what_plain_loops_add_up_and_ties_to_the_analysis() {
    let seeds: Vec<u64> = (2001..=2030).collect();
    let found = in_parallel(&seeds, |seed| {
        let case = generate(seed);
        let (analysis, tokens) = (subject::run(&case, &["analyze"]), subject::run(&case, &["tokens"]));
        let (analysis, tokens) = match (analysis, tokens) {
            (Ok(analysis), Ok(tokens)) => (analysis, tokens),
            (Ok(analysis), Err(_)) if analysis["tokens"].is_null() => return Vec::new(),
            (analysis, tokens) => return vec![format!("{analysis:?} {tokens:?}")],
        };
        let mut lines = differences(&analysis["tokens"], &tokens["tokens"]);
        let (oracle, program) = (expected(&case), shown(&tokens));
        if oracle != program {
            lines.push(format!("oracle {oracle}\n  program {program}"));
        }
        lines.extend(broken_laws(&tokens));
        lines
    });
    assert!(found.is_empty(), "{} of {} organizations differ: {found:#?}", found.len(), seeds.len());
}
