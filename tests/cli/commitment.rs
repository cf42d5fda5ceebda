//! `seatwise price commitment`.

use serde_json::Value;

use super::{Sandbox, whole};

const DATA: [&str; 6] = ["--tables", "tables", "--contract", "contract.toml", "--as-of", "2026-10-31T23:59:59Z"];

/// Four months in which one to four people hold CX 3, one holds CX 1; CX 3 has a commitment of 3.
fn four_months() -> Sandbox {
    let sandbox = Sandbox::new();
    let users: String = (1..=5).map(|n| format!("u{n},u{n}@x.example,U{n},active,2025-01-01T00:00:00Z,\n")).collect();
    sandbox.write("tables/users.csv", &format!("user_id,email,name,state,created_at,last_login_at\n{users}"));
    sandbox.write(
        "tables/licenses.csv",
        "user_id,license_id,assigned_from,assigned_to\n\
         u1,cloudCX3,2025-01-01T00:00:00Z,\n\
         u2,cloudCX3,2026-08-01T00:00:00Z,\n\
         u3,cloudCX3,2026-08-01T00:00:00Z,2026-09-30T00:00:00Z\n\
         u4,cloudCX3,2026-09-05T00:00:00Z,2026-09-25T00:00:00Z\n\
         u5,cloudCX1,2025-01-01T00:00:00Z,\n",
    );
    sandbox.write(
        "tables/presence.csv",
        "user_id,start_at,end_at\nu1,2026-07-01T08:00:00Z,2026-07-01T09:00:00Z\nu1,2026-10-31T08:00:00Z,2026-10-31T09:00:00Z\n",
    );
    sandbox.write(
        "tables/coverage.csv",
        "table,feature,from,to\nactivity,,2026-06-20T00:00:00Z,2026-11-01T00:00:00Z\n\
         presence,,2026-06-20T00:00:00Z,2026-11-01T00:00:00Z\n",
    );
    sandbox.write(
        "contract.toml",
        "[contract]\nstart = \"2026-01-01\"\nend = \"2026-12-31\"\nsubscription = \"annual-monthly\"\n\
         [[line]]\nproduct = \"cx3\"\nquantity = 3\nunit_price = \"100.00\"\noverage_price = \"150.00\"\n",
    );
    sandbox
}

fn run(sandbox: &Sandbox, more: &[&str]) -> String {
    let arguments: Vec<&str> = ["price", "commitment"].iter().chain(&DATA).chain(more).copied().collect();
    let output = sandbox.run(&arguments);
    for line in output.stdout.lines().filter(|_| !more.contains(&"--format")) {
        assert!(line.chars().count() <= 80, "wider than 80 columns: {line}");
    }
    whole(&output)
}

#[test]
fn the_cheapest_commitment_is_shown_with_its_proof() {
    let sandbox = four_months();
    insta::assert_snapshot!("commitment_page", run(&sandbox, &[]));
    let offered = ["--price", "cx3=90.00/110.00", "--price", "cx1=60/75", "--propose", "cx3=4"];
    insta::assert_snapshot!("commitment_of_an_offer", run(&sandbox, &offered));
    let shared = ["--price", "cx1=60/75", "--minimum", "300", "--step", "350=10", "--step", "500=20/10"];
    insta::assert_snapshot!("commitment_together", run(&sandbox, &shared));
    insta::assert_snapshot!("commitment_json", run(&sandbox, &["--format", "json"]));
    insta::assert_snapshot!("commitment_csv", run(&sandbox, &["--format", "csv"]));
}

#[test]
fn the_buffer_of_the_settings_comes_on_top_of_the_cheapest() {
    let sandbox = four_months();
    sandbox.write("seatwise.toml", "[renewal]\nbuffer_percent = \"10\"\n");
    let page = run(&sandbox, &["--settings", "seatwise.toml"]);
    insta::assert_snapshot!("commitment_with_buffer", page);
    let json = run(&sandbox, &["--settings", "seatwise.toml", "--format", "json"]);
    let json = json.split_once("--- stdout\n").unwrap().1.split_once("--- stderr").unwrap().0;
    let document: Value = serde_json::from_str(json).unwrap();
    let cx3 = document["products"].as_array().unwrap().iter().find(|own| own["product"] == "cx3").unwrap();
    let units = |key: &str| cx3[key]["units"].as_u64().unwrap();
    // A tenth of two or three, rounded up.
    assert_eq!(units("with_buffer"), units("best") + 1);
}

/// The demand is 1, 3, 4 and 2: every commitment from 0 to 6 is tried in cents.
#[test]
fn no_other_commitment_costs_less() {
    let sandbox = four_months();
    for (unit, overage) in [(100, 150), (100, 101), (100, 100), (20, 150), (110, 400), (50, 200), (75, 100)] {
        let price = format!("cx3={unit}.00/{overage}.00");
        let asked = ["--price", &price, "--format", "json"];
        let arguments: Vec<&str> = ["price", "commitment"].iter().chain(&DATA).chain(&asked).copied().collect();
        let output = sandbox.run(&arguments);
        let document: Value = serde_json::from_str(&output.stdout).unwrap_or_else(|_| panic!("{}", output.stderr));
        let cx3 = document["products"].as_array().unwrap().iter().find(|own| own["product"] == "cx3").unwrap();
        let demand: Vec<u64> = serde_json::from_value(cx3["demand"].clone()).unwrap();
        assert_eq!(demand, [1, 3, 4, 2]);
        let cost =
            |units: u64| demand.iter().map(|used| units * unit + used.saturating_sub(units) * overage).sum::<u64>();
        let best = (0..=6).min_by_key(|units| (cost(*units), *units)).unwrap();
        let quarter = |cost: u64| format!("{}.{:02}", cost / 4, cost % 4 * 25);
        let found = &cx3["best"];
        assert_eq!(
            (found["units"].as_u64(), found["monthly"].as_str()),
            (Some(best), Some(quarter(cost(best)).as_str()))
        );
    }
}

#[test]
fn a_wrong_question_is_refused_with_every_mistake() {
    let sandbox = four_months();
    let wrong = [
        "--price",
        "cx3",
        "--price",
        "cx9=1",
        "--price",
        "cx3=1/x",
        "--propose",
        "cx3=1.5",
        "--propose",
        "ai-tokens=10",
        "--minimum",
        "much",
        "--step",
        "10=101",
        "--step",
        "5",
    ];
    insta::assert_snapshot!("commitment_wrong_question", run(&sandbox, &wrong));
    insta::assert_snapshot!("commitment_steps_that_fall", run(&sandbox, &["--step", "100=10", "--step", "200=5"]));
    sandbox.write(
        "tables/coverage.csv",
        "table,feature,from,to\nactivity,,2026-10-05T00:00:00Z,2026-10-20T00:00:00Z\n\
         presence,,2026-10-05T00:00:00Z,2026-10-20T00:00:00Z\n",
    );
    insta::assert_snapshot!("commitment_without_a_period", run(&sandbox, &[]));
}
