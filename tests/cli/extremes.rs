//! Reports of extreme organizations: nobody, one person, 300 departments with names of 200 characters, no price at all.

use std::fmt::Write as _;
use std::fs;

use serde_json::Value;

use super::Sandbox;

/// A name of 200 characters that ends with a number.
fn long(number: u32) -> String {
    let name = format!("{:<196}{number:04}", "Department of everything that a name can hold, and of more ".repeat(3));
    assert_eq!(name.chars().count(), 200);
    name
}

/// So many people in so many departments; two of three were there in October, each license is the first one's or another's.
fn organization(people: u32, departments: u32, licenses: [&str; 2]) -> Sandbox {
    let sandbox = Sandbox::new();
    let mut users = "user_id,email,name,state,department,manager_email,created_at\n".to_owned();
    let mut held = "user_id,license_id\n".to_owned();
    let mut presence = "user_id,start_at,end_at\n".to_owned();
    let mut activity = "user_id,interval_start,interval_end,feature,events,duration_ms\n".to_owned();
    for number in 0..people {
        let (name, department) = (long(number), long(number % departments));
        let email = format!("u{number}@x.example");
        let _ =
            writeln!(users, "u{number},{email},\"{name}\",active,\"{department}\",m@x.example,2024-01-01T00:00:00Z");
        let _ = writeln!(held, "u{number},{}", licenses[number as usize % 2]);
        if number % 3 > 0 || people == 1 {
            let _ = writeln!(presence, "u{number},2026-10-05T08:00:00Z,2026-10-05T16:00:00Z");
            let _ = writeln!(activity, "u{number},2026-10-05T00:00:00Z,2026-10-06T00:00:00Z,voice,20,7200000");
        }
    }
    let span = "2026-08-01T00:00:00Z,2026-11-01T00:00:00Z";
    for (name, text) in [
        ("users", users),
        ("licenses", held),
        ("presence", presence),
        ("activity", activity),
        ("coverage", format!("table,feature,from,to\npresence,,{span}\nactivity,,{span}\n")),
    ] {
        sandbox.write(&format!("tables/{name}.csv"), &text);
    }
    let contract =
        format!("[contract]\norganization = \"{}\"\nstart = \"2026-01-01\"\nend = \"2026-12-31\"\n", long(1));
    sandbox.write("contract.toml", &contract);
    sandbox
}

/// The report's JSON; every other format was written, and none of them says what no figure is.
fn sound(sandbox: &Sandbox, report: &str, formats: &str) -> Value {
    let input = ["--tables", "tables", "--contract", "contract.toml", "--as-of", "2026-10-31T23:59:59Z"];
    let rest = ["--by", "department", "--format", formats, "--out", "out"];
    let rest = if report == "monthly" { &rest[..] } else { &rest[2..] };
    let output = sandbox.run(&[&["report", report][..], &input, rest].concat());
    assert_eq!(output.code, 0, "{report}: {}", output.stderr);
    let ends = formats.split(',').filter(|format| !["csv", "parquet", "text"].contains(format));
    let mut document = None;
    for end in ends {
        let of_this = |path: &std::path::Path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            name.contains(&format!("-{report}-")) && path.extension().is_some_and(|own| own == end)
        };
        let mut files = fs::read_dir(sandbox.path("out")).unwrap().map(|entry| entry.unwrap().path());
        let path = files.find(|path| of_this(path)).unwrap_or_else(|| panic!("{report} has no {end}"));
        if end == "json" {
            document = Some(fs::read_to_string(path).unwrap());
        }
    }
    let document = document.unwrap();
    for word in ["NaN", "inf\"", "Infinity"] {
        assert!(!output.stdout.contains(word) && !document.contains(word), "{report} says {word}");
    }
    serde_json::from_str(&document).unwrap()
}

const ALL: &str = "html,pdf,xlsx,csv,json,text";
const REPORTS: [&str; 3] = ["monthly", "renewal", "admin"];

#[test]
fn reports_of_nobody() {
    let sandbox = organization(0, 1, ["cloudCX1", "cloudCX2"]);
    let documents = REPORTS.map(|report| sound(&sandbox, report, ALL));
    assert_eq!(documents[0]["figures"]["effective_cost"]["value"], "0.00");
    assert_eq!(documents[0]["figures"]["utilization"]["value"], Value::Null, "nobody by nobody is no share");
    assert_eq!(documents[1]["figures"]["keep_term"]["value"], "0.00");
    assert_eq!(documents[2]["tables"]["worklist"]["rows"], Value::Array(Vec::new()));
}

#[test]
fn reports_of_one_person() {
    let sandbox = organization(1, 1, ["cloudCX3", "cloudCX3"]);
    let documents = REPORTS.map(|report| sound(&sandbox, report, ALL));
    assert_eq!(documents[0]["figures"]["seats_billed"]["value"], 1);
    assert_eq!(documents[2]["tables"]["worklist"]["rows"].as_array().unwrap().len(), 1, "CX 1 is enough for voice");
}

#[test]
fn reports_of_three_hundred_departments_with_names_of_200_characters() {
    let sandbox = organization(600, 300, ["cloudCX2", "cloudCX3"]);
    let monthly = sound(&sandbox, "monthly", "html,xlsx,csv,json,text");
    let rows = monthly["tables"]["showback"]["rows"].as_array().unwrap();
    let named = rows.iter().filter(|row| row.as_object().unwrap().values().any(|cell| *cell == *long(299)));
    assert_eq!((rows.len() >= 300, named.count()), (true, 1), "{} rows", rows.len());
    sound(&sandbox, "renewal", "html,xlsx,json");
    let admin = sound(&sandbox, "admin", "html,xlsx,csv,json");
    assert!(admin["tables"]["worklist"]["rows"].as_array().unwrap().len() >= 200, "a third was never there");
}

#[test]
fn reports_without_any_price_say_so_and_have_no_money() {
    let sandbox = organization(30, 3, ["partnerSeatA", "partnerSeatB"]);
    let documents = REPORTS.map(|report| sound(&sandbox, report, ALL));
    let said = documents[0]["sections"][0].to_string();
    assert!(said.contains("Without a price, and in no total: partnerSeatA, partnerSeatB"), "{said}");
    let bill = documents[0]["tables"]["bill"]["rows"].as_array().unwrap();
    let is_unknown = |row: &Value, id: &str| row.get(id).is_some_and(Value::is_null);
    assert!(!bill.is_empty() && bill.iter().all(|row| is_unknown(row, "effective_cost")), "{bill:?}");
    let worth = documents[2]["tables"]["worklist"]["rows"].as_array().unwrap();
    assert!(!worth.is_empty() && worth.iter().all(|row| is_unknown(row, "contracted_monthly")), "{worth:?}");
}
