//! `seatwise backtest`: page, document, rows and chart of a year in which one leaves, one returns, one needs more than it seemed.

use std::fmt::Write as _;

use super::{Sandbox, whole};

/// The day so many days before 2026-11-01, as a timestamp.
fn ago(days: u64) -> String {
    let end = chrono::NaiveDate::from_ymd_opt(2026, 11, 1).unwrap();
    format!("{}T00:00:00Z", end - chrono::Days::new(days))
}

fn year() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write(
        "tables/users.csv",
        "user_id,email,name,state,created_at,last_login_at\n\
         u1,ann@x.example,Ann,active,2024-01-01T00:00:00Z,\n\
         u2,bob@x.example,Bob,active,2024-01-01T00:00:00Z,\n\
         u3,cem@x.example,Cem,active,2024-01-01T00:00:00Z,\n\
         u4,dee@x.example,Dee,inactive,2024-01-01T00:00:00Z,\n\
         u5,wall@x.example,Wallboard,active,2024-01-01T00:00:00Z,2026-10-30T08:00:00Z\n",
    );
    sandbox.write(
        "tables/licenses.csv",
        "user_id,license_id,assigned_from\nu1,cloudCX1,2024-01-01T00:00:00Z\nu2,cloudCX1,\nu3,cloudCX3,\nu4,cloudCX1,\nu5,wallboardUser,\n",
    );
    let (mut presence, mut activity) = (
        "user_id,start_at,end_at\n".to_owned(),
        "user_id,interval_start,interval_end,feature,events,duration_ms\n".to_owned(),
    );
    let mut stay = |user: &str, days: u64| {
        let _ = writeln!(presence, "{user},{},{}", ago(days), ago(days).replace("T00", "T09"));
    };
    for days in 1..=400 {
        let day = |feature: &str| format!("u3,{},{},{feature},2,60000\n", ago(days), ago(days - 1));
        stay("u3", days);
        activity += &day("voice");
        if days >= 220 || days == 75 {
            activity += &day("wfm_planning");
        }
        if days > 200 {
            stay("u1", days);
        }
        if days > 240 || days <= 110 {
            stay("u2", days);
        }
    }
    sandbox.write("tables/presence.csv", &presence);
    sandbox.write("tables/activity.csv", &activity);
    sandbox.write(
        "tables/coverage.csv",
        &format!("table,feature,from,to\nactivity,,{0},{1}\npresence,,{0},{1}\n", ago(400), ago(0)),
    );
    sandbox.write(
        "contract.toml",
        "[contract]\norganization = \"Small Org\"\nstart = \"2025-01-01\"\nend = \"2027-12-31\"\n\
         [[line]]\nproduct = \"cx1\"\nquantity = 2\nunit_price = \"60.00\"\noverage_price = \"80.00\"\n",
    );
    sandbox
}

const DATA: [&str; 5] = ["backtest", "--tables", "tables", "--contract", "contract.toml"];

fn with<'a>(rest: &[&'a str]) -> Vec<&'a str> {
    DATA.iter().chain(&["--as-of", "2026-10-31T23:59:59Z"]).chain(rest).copied().collect()
}

#[test]
fn the_backtest_is_a_page_a_document_rows_and_a_chart() {
    let sandbox = year();
    let page = sandbox.run(&with(&["--chart", "charts/frontier.svg"]));
    for line in page.stdout.lines() {
        assert!(line.chars().count() <= 80, "wider than 80 columns: {line}");
    }
    insta::assert_snapshot!("backtest_page", whole(&page));
    insta::assert_snapshot!("backtest_json", whole(&sandbox.run(&with(&["--format", "json", "--months", "6"]))));
    insta::assert_snapshot!("backtest_csv", whole(&sandbox.run(&with(&["--format", "csv", "--horizon", "90,30,30"]))));
    let svg = std::fs::read_to_string(sandbox.path("charts/frontier.svg")).unwrap();
    assert!(svg.contains("as set"), "{svg}");
}

#[test]
fn a_short_history_says_what_is_missing() {
    let sandbox = Sandbox::new();
    sandbox.small_tables();
    sandbox.write(
        "tables/coverage.csv",
        "table,feature,from,to\nactivity,,2026-09-01T00:00:00Z,2026-10-31T00:00:00Z\n\
         presence,,2026-09-01T00:00:00Z,2026-10-31T00:00:00Z\n",
    );
    insta::assert_snapshot!("backtest_of_a_short_history", whole(&sandbox.run(&DATA)));
}

#[test]
fn the_table_behind_scores_is_written_by_a_command() {
    let sandbox = Sandbox::new();
    let command = ["demo", "score", "--people", "60", "--seeds", "7..7", "--write-calibration", "table.toml"];
    let dated: Vec<&str> = command.iter().chain(&["--date", "2026-11-26"]).copied().collect();
    let output = sandbox.run(&dated);
    assert_eq!(output.code, 0, "{}", output.stderr);
    let table = std::fs::read_to_string(sandbox.path("table.toml")).unwrap();
    let table: seatwise::findings::calibration::Calibration = table.parse().unwrap();
    assert_eq!((table.horizon_days, table.date.as_str()), (90, "2026-11-26"));
    assert_eq!(table.made_from, "demo organizations 60x13 (people, months), seeds 7 to 7");
    assert!(table.counts.values().map(|count| count.all).sum::<u64>() > 20);
    assert_eq!(sandbox.run(&command).code, 2, "a table has a date");
}
