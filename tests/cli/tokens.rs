//! `seatwise tokens`: page, document and ledger of an organization whose ten weeks can be added up by hand.

use std::fmt::Write as _;

use super::{Sandbox, whole};

/// Ten weeks up to 2026-10-20: 170 minutes of a voice bot on weekdays, 34 at weekends, and two Copilot users a month.
fn ten_weeks() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.small_tables();
    let mut rows = String::from("date,resource,quantity\n");
    let first: chrono::NaiveDate = "2026-08-12".parse().unwrap();
    for day in 0..70 {
        let date = first + chrono::Days::new(day);
        // 2026-08-12 is a Wednesday.
        let minutes = if (day + 2) % 7 >= 5 { 34 } else { 170 };
        let _ = writeln!(rows, "{date},bot_voice_minutes,{minutes}");
        if date.to_string().ends_with("-01") {
            let _ = writeln!(rows, "{date},copilot_users,2");
        }
    }
    rows.push_str("2026-10-05,Genesys Cloud Data Storage,7\n");
    sandbox.write("tables/resource_usage.csv", &rows);
    sandbox.write(
        "tables/licenses.csv",
        "user_id,license_id\nu1,cloudCX3\nu1,copilot\nu2,cloudCX2\nu2,copilot\nu3,cloudCX1\nu4,cloudCX1\n",
    );
    sandbox.write(
        "tables/activity.csv",
        "user_id,interval_start,interval_end,feature,events,duration_ms\n\
         u1,2026-10-19T00:00:00Z,2026-10-20T00:00:00Z,copilot,12,60000\n\
         u2,2026-02-19T00:00:00Z,2026-02-20T00:00:00Z,copilot,1,60000\n",
    );
    sandbox.write(
        "tables/memberships.csv",
        "user_id,feature,via\nu1,copilot,Billing\nu4,copilot,Billing\nu4,wfm_schedule,Unit\n",
    );
    sandbox.write("tables/queues.csv", "queue_id,name\nq1,Billing\n");
    sandbox.write("tables/queue_members.csv", "queue_id,user_id,member_by,joined\nq1,u4,user,true\n");
    sandbox.write(
        "contract.toml",
        "[contract]\norganization = \"Small Org\"\n\
         [[line]]\nproduct = \"ai-tokens\"\nquantity = 10\nunit_price = \"0.80\"\noverage_price = \"1.00\"\n",
    );
    sandbox
}

const SOURCE: [&str; 7] =
    ["tokens", "--tables", "tables", "--contract", "contract.toml", "--as-of", "2026-10-20T23:59:59Z"];

fn with<'a>(rest: &[&'a str]) -> Vec<&'a str> {
    SOURCE.iter().chain(rest).copied().collect()
}

#[test]
fn tokens_are_shown_as_a_page_a_document_and_a_ledger() {
    let sandbox = ten_weeks();
    let page = whole(&sandbox.run(&with(&[])));
    assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
    insta::assert_snapshot!("tokens_page", page);
    insta::assert_snapshot!("tokens_ledger", whole(&sandbox.run(&with(&["--format", "csv"]))));
    insta::assert_snapshot!("tokens_document", whole(&sandbox.run(&with(&["--format", "json"]))));
}

/// October has 22 weekdays at 10 tokens and 9 days of weekends at 2, and two Copilot users at 40: 318. The same in every week before.
#[test]
fn the_document_says_what_was_added_up_by_hand() {
    let sandbox = ten_weeks();
    let document: serde_json::Value = serde_json::from_str(&sandbox.run(&with(&["--format", "json"])).stdout).unwrap();
    let ahead = &document["ahead"];
    for outcome in ["low", "expected", "high"] {
        assert_eq!(ahead[outcome]["consumed"], "318", "{outcome}");
        // 250 free and 10 committed: 58 beyond at 1.00, and 10 × 0.80.
        assert_eq!((&ahead[outcome]["overage_cost"], &ahead[outcome]["cost"]), (&"58.00".into(), &"66.00".into()));
    }
    // By the 20th 14 weekdays and 6 days of weekends are gone, 80 + 140 + 12 = 232; the 21st, 22nd and 23rd bring 30.
    assert_eq!((&document["tokens"]["consumed"], &ahead["allowance_passed_on"]), (&"232".into(), &"2026-10-23".into()));
    assert_eq!((&ahead["forecast_from"], &ahead["forecast_days"]), (&"2026-10-21".into(), &11.into()));
    assert_eq!(ahead["windows_above_allowance"], ahead["windows"]);
    // September alone is known in full: 22 × 10 + 8 × 2 + 80 = 316, 66 beyond the free ones.
    assert_eq!(document["history"][1]["consumed"], "316");
    assert_eq!(
        (&document["commitment"]["periods"], &document["commitment"]["best"]["tokens"]),
        (&serde_json::json!(["2026-09-01"]), &66.into())
    );
}

#[test]
fn the_ledger_adds_up_to_the_bill_of_the_analysis() {
    let sandbox = ten_weeks();
    let analyze: Vec<&str> =
        std::iter::once("analyze").chain(with(&["--format", "json"]).into_iter().skip(1)).collect();
    let analysis: serde_json::Value = serde_json::from_str(&sandbox.run(&analyze).stdout).unwrap();
    let tokens: serde_json::Value = serde_json::from_str(&sandbox.run(&with(&["--format", "json"])).stdout).unwrap();
    for key in ["consumed", "free", "committed", "billable", "cost", "by_feature"] {
        assert_eq!(analysis["tokens"][key], tokens["tokens"][key], "{key}");
    }
    let ledger = sandbox.run(&with(&["--format", "csv"])).stdout;
    let last = ledger.lines().last().unwrap().rsplit(',').next().unwrap();
    assert_eq!(analysis["tokens"]["consumed"], last);
}

#[test]
fn without_presence_a_concurrent_organization_has_no_allowance() {
    let sandbox = ten_weeks();
    std::fs::remove_file(sandbox.path("tables/presence.csv")).unwrap();
    sandbox.write("tables/licenses.csv", "user_id,license_id\nu1,cloudCX4\nu2,cloudCX2\n");
    sandbox.write("contract.toml", "[contract]\nmodel = \"concurrent\"\n");
    insta::assert_snapshot!("tokens_of_unknown_allowance", whole(&sandbox.run(&with(&[]))));
}

#[test]
fn an_input_without_metered_resources_is_refused() {
    let sandbox = Sandbox::new();
    sandbox.small_tables();
    insta::assert_snapshot!("tokens_without_resources", whole(&sandbox.run(&["tokens", "--tables", "tables"])));
}
