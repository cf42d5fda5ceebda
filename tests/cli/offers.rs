//! `seatwise offers`.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Sandbox, whole};

const PAGE: &str = include_str!("../../docs/OFFERS.md");

const DATA: [&str; 8] = [
    "--tables",
    "tables",
    "--contract",
    "contract.toml",
    "--settings",
    "seatwise.toml",
    "--as-of",
    "2026-10-31T23:59:59Z",
];

/// Blocks of the page with something behind the language: the language, that, the text.
fn blocks() -> Vec<(&'static str, &'static str, &'static str)> {
    let block = |rest: &'static str| {
        let (head, text) = rest.split_once('\n')?;
        let (language, name) = head.split_once(' ')?;
        Some((language, name, text.split("\n```").next()?))
    };
    PAGE.split("\n```").filter_map(block).collect()
}

/// The organization of the example.
fn example() -> Sandbox {
    let sandbox = Sandbox::new();
    let files = blocks().into_iter().filter(|(language, ..)| *language != "text");
    for (_, name, text) in files {
        sandbox.write(name, &format!("{text}\n"));
    }
    sandbox
}

fn run(sandbox: &Sandbox, command: &[&str], data: &[&str]) -> String {
    let arguments: Vec<&str> = ["offers"].iter().chain(command).chain(data).copied().collect();
    let output = sandbox.run(&arguments);
    assert_eq!(output.code, 0, "{}", output.stderr);
    for line in output.stdout.lines().filter(|_| !command.contains(&"--format")) {
        assert!(line.chars().count() <= 80, "wider than 80 columns: {line}");
    }
    whole(&output)
}

#[test]
fn the_example_of_the_page_is_what_the_command_says() {
    let sandbox = example();
    let expected: Vec<_> = blocks().into_iter().filter(|(language, ..)| *language == "text").collect();
    assert_eq!(expected.len(), 3);
    for (_, command, lines) in expected {
        let arguments: Vec<&str> = command.split(' ').skip(2).collect();
        let page = run(&sandbox, &arguments, &DATA);
        for line in lines.lines() {
            assert!(page.lines().any(|own| own.trim() == line.trim()), "`{command}` has no line\n{line}\nbut\n{page}");
        }
    }
}

#[test]
fn everybody_is_in_the_document_with_the_choices_of_the_whole() {
    let sandbox = example();
    insta::assert_snapshot!("offers_json", run(&sandbox, &["--format", "json"], &DATA));
    insta::assert_snapshot!("offers_person_json", run(&sandbox, &["gus", "--format", "json"], &DATA));
    insta::assert_snapshot!("offers_person_csv", run(&sandbox, &["cem", "--format", "csv"], &DATA));
    insta::assert_snapshot!("offers_page", run(&sandbox, &[], &DATA));
    insta::assert_snapshot!("offers_person", run(&sandbox, &["bob"], &DATA));
}

#[test]
fn a_person_who_is_not_there_and_a_price_that_is_none_are_usage_errors() {
    let sandbox = example();
    for (arguments, words) in [
        (vec!["nobody"], "nobody in the input is `nobody`"),
        (vec!["--price", "concurrent:cx9=1"], "which is no product"),
        (vec!["--price", "named:cx3=1"], "is the model of the contract"),
    ] {
        let arguments: Vec<&str> = ["offers"].into_iter().chain(arguments).chain(DATA).collect();
        let output = sandbox.run(&arguments);
        assert_eq!(output.code, 2, "{}", output.stderr);
        assert!(output.stderr.contains(words), "{}", output.stderr);
    }
}

/// A demo organization, its settings and contract.
fn demo(people: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    let made =
        sandbox.run(&["demo", "generate", "--people", people, "--seed", "7", "--write", "snapshot", "--out", "demo"]);
    assert_eq!(made.code, 0, "{}", made.stderr);
    sandbox
}

const DEMO: [&str; 6] =
    ["--store", "demo/store", "--contract", "demo/contract.toml", "--settings", "demo/seatwise.toml"];

#[test]
fn a_demo_organization_is_shown() {
    let sandbox = demo("60");
    insta::assert_snapshot!("offers_demo_page", run(&sandbox, &[], &DEMO));
    insta::assert_snapshot!("offers_demo_csv", run(&sandbox, &["--format", "csv"], &DEMO));
}

fn json(sandbox: &Sandbox, command: &[&str]) -> Value {
    let arguments: Vec<&str> = command.iter().chain(&["--format", "json"]).chain(&DEMO).copied().collect();
    let output = sandbox.run(&arguments);
    assert_eq!(output.code, 0, "{}", output.stderr);
    serde_json::from_str(&output.stdout).unwrap()
}

#[test]
fn everybody_has_the_offer_and_the_amount_that_analyze_and_explain_say() {
    let sandbox = demo("400");
    let (analysis, offers) = (json(&sandbox, &["analyze"]), json(&sandbox, &["offers"]));
    let list = |value: &Value| value.as_array().unwrap().clone();
    let advised: BTreeMap<String, Value> = list(&analysis["recommendations"])
        .into_iter()
        .filter(|it| it["user_id"].is_string())
        .map(|it| (it["user_id"].as_str().unwrap().to_owned(), it))
        .collect();
    let groups = list(&offers["groups"]);
    let mut seen = 0;
    for person in list(&offers["people"]) {
        let own = advised.get(person["user_id"].as_str().unwrap());
        assert_eq!(own.map(|it| &it["id"]).unwrap_or(&Value::Null), &person["recommendation"]);
        let Some(own) = own else { continue };
        seen += 1;
        assert_eq!(own["code"], person["outcome"]);
        assert_eq!(own["contracted_delta_monthly"], person["contracted_delta_monthly"]);
        let group = &groups[person["group"].as_u64().unwrap() as usize];
        if !own["to"].as_array().unwrap().is_empty() {
            assert_eq!(own["to"], group["enough"], "{person}");
            assert_eq!(own["from"], group["held"]);
            let chosen = &group["alternatives"][0];
            assert_eq!((&chosen["products"], chosen["why"].as_str()), (&own["to"], Some("chosen")));
        }
    }
    assert!(seen > 20, "{seen} people with a recommendation");
    // What is advised in the table of changes is what the recommendations say.
    let cents = |value: &Value| value.as_str().map_or(0, |text| text.replace('.', "").parse::<i64>().unwrap());
    let offered = |it: &&Value| !it["to"].as_array().unwrap().is_empty();
    let by_analysis: i64 = advised.values().filter(offered).map(|it| cents(&it["contracted_delta_monthly"])).sum();
    let changes = list(&offers["organization_choices"]["changes"]);
    let by_offers: i64 = changes.iter().map(|it| cents(&it["advised_delta_monthly"])).sum();
    assert_eq!(by_offers, by_analysis);
    // The page of one person says the same as `explain`.
    let (id, own) = advised.iter().find(|(_, it)| offered(it)).unwrap();
    let page = run(&sandbox, &[id], &DEMO);
    let explained = sandbox.run(&["explain", id].iter().chain(&DEMO).copied().collect::<Vec<_>>()).stdout;
    for text in [own["code"].as_str().unwrap(), own["contracted_delta_monthly"].as_str().unwrap()] {
        assert!(page.contains(text) && explained.contains(text), "{text}\n{page}\n{explained}");
    }
}
