//! One organization through three sources: canonical tables, the API, console exports. The analyses agree, save what the
//! poorer source can't know; the snapshot states every difference.

use std::{collections::BTreeMap, fmt::Write as _, fs, process::Command};

use seatwise::{
    ingest::demo::{contract_toml, seatwise_toml, write_exports},
    progress::Silent,
};
use serde_json::Value;

use super::world::{World, unlimited};

const AS_OF: &str = "2026-10-31T23:59:59Z";

fn seatwise(arguments: &[&str]) -> Vec<u8> {
    let output = Command::new(env!("CARGO_BIN_EXE_seatwise")).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

fn path(world: &World, name: &str) -> String {
    world.store_path(name).display().to_string()
}

fn analysis(world: &World, store: &str) -> Value {
    let (contract, settings) = (path(world, "contract.toml"), path(world, "seatwise.toml"));
    fs::write(&contract, contract_toml(world.spec).unwrap()).unwrap();
    fs::write(&settings, seatwise_toml(world.spec).unwrap()).unwrap();
    let store = path(world, store);
    let json = seatwise(&[
        "analyze",
        "--format",
        "json",
        "--as-of",
        AS_OF,
        "--store",
        &store,
        "--contract",
        &contract,
        "--settings",
        &settings,
    ]);
    serde_json::from_slice(&json).unwrap()
}

/// E-mail (a console export has no other id) and code → what is advised.
fn advice(analysis: &Value) -> BTreeMap<(String, String), String> {
    let all = analysis["recommendations"].as_array().unwrap().iter();
    let key = |one: &Value| (one["email"].as_str().unwrap().to_owned(), one["code"].as_str().unwrap().to_owned());
    all.map(|one| (key(one), format!("{} to {}", one["from"], one["to"]))).collect()
}

/// Every figure of two analyses that differs, and how many recommendations only one of them has, by code.
fn differences(tables: &Value, other: &Value) -> String {
    let mut text = String::new();
    for block in ["seats", "costs", "savings", "concurrency", "tokens"] {
        figures(&mut text, block, &tables[block], &other[block]);
    }
    let (ours, theirs) = (advice(tables), advice(other));
    let count = |these: &BTreeMap<(String, String), String>, those: &BTreeMap<(String, String), String>| {
        let mut codes: BTreeMap<String, u64> = BTreeMap::new();
        for ((_, code), _) in these.iter().filter(|(key, change)| those.get(*key) != Some(*change)) {
            *codes.entry(code.clone()).or_default() += 1;
        }
        codes
    };
    let _ = writeln!(text, "recommendations: {} by tables, {} here", ours.len(), theirs.len());
    let _ = writeln!(text, "  only by tables: {:?}", count(&ours, &theirs));
    let _ = writeln!(text, "  only here:      {:?}", count(&theirs, &ours));
    text
}

fn figures(text: &mut String, at: &str, tables: &Value, other: &Value) {
    match (tables, other) {
        (Value::Object(ours), Value::Object(theirs)) => {
            for (name, value) in ours {
                figures(text, &format!("{at}.{name}"), value, theirs.get(name).unwrap_or(&Value::Null));
            }
        }
        (Value::Array(ours), Value::Array(theirs)) if ours.len() == theirs.len() => {
            for (number, value) in ours.iter().enumerate() {
                let name = value["product"].as_str().map_or_else(|| number.to_string(), str::to_owned);
                figures(text, &format!("{at}.{name}"), value, &theirs[number]);
            }
        }
        _ if tables == other => {}
        _ => drop(writeln!(text, "{at}: {tables} by tables, {other} here")),
    }
}

#[test]
fn three_sources_of_one_organization_agree_save_what_they_can_t_know() {
    let mut settings = unlimited();
    settings.check_answers = false;
    let world = World::new(300, 3, settings);
    drop(world.demo());
    let by_tables = analysis(&world, "demo");

    let mut options = world.options();
    options.anchor = 15;
    world.pull("pulled", &options);
    let pulled = analysis(&world, "pulled");
    insta::assert_snapshot!("differences_of_the_api", differences(&by_tables, &pulled));

    let exports = world.store_path("exports");
    write_exports(world.spec, &exports, &Default::default(), &mut Silent).unwrap();
    seatwise(&["import", &path(&world, "exports"), "--store", &path(&world, "exported"), "--taken-at", AS_OF]);
    let exported = analysis(&world, "exported");
    insta::assert_snapshot!("differences_of_console_exports", differences(&by_tables, &exported));

    for other in [&pulled, &exported] {
        assert_eq!(by_tables["costs"]["billed_monthly"], other["costs"]["billed_monthly"]);
        assert_eq!(by_tables["seats"]["billed"], other["seats"]["billed"]);
    }
}
