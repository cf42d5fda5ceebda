//! `seatwise price bill`: page, document and sheet of a small organization, and the laws of every bill.

use serde_json::Value;

use super::{Sandbox, whole};

/// Ann, Bob and Dee count; Cem is deactivated; a wallboard report names two devices; meters go beyond what is free.
fn organization() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.small_tables();
    sandbox.write(
        "tables/resource_usage.csv",
        "date,resource,quantity\n2026-10-29,bot_voice_minutes,5100\n2026-10-29,api_requests,500000\n2026-10-30,surprise,3\n",
    );
    let contract = "[contract]\norganization = \"Small Org\"\nstart = \"2026-01-01\"\nend = \"2026-12-31\"\n\
                    subscription = \"annual-monthly\"\nminimum_monthly_amount = \"600\"\n\
                    [[line]]\nproduct = \"cx3\"\nquantity = 2\nunit_price = \"140.00\"\noverage_price = \"150.00\"\n\
                    [[price]]\nproduct = \"cx2\"\nunit_price = \"100.00\"\n";
    sandbox.write("contract.toml", contract);
    sandbox
}

const BILL: [&str; 6] = ["price", "bill", "--tables", "tables", "--contract", "contract.toml"];

fn with<'a>(rest: &[&'a str]) -> Vec<&'a str> {
    BILL.iter().chain(rest).copied().collect()
}

fn json(sandbox: &Sandbox, arguments: &[&str]) -> Value {
    let output = sandbox.run(arguments);
    assert_eq!(output.code, 0, "{}", output.stderr);
    serde_json::from_str(&output.stdout).unwrap()
}

#[test]
fn the_bill_is_a_page_a_document_and_a_sheet() {
    let sandbox = organization();
    insta::assert_snapshot!("bill_page", whole(&sandbox.run(&with(&[]))));
    insta::assert_snapshot!("bill_explained", whole(&sandbox.run(&with(&["--explain", "--rows"]))));
    insta::assert_snapshot!("bill_document", whole(&sandbox.run(&with(&["--rows", "--format", "json"]))));
    insta::assert_snapshot!("bill_sheet", whole(&sandbox.run(&with(&["--format", "csv"]))));
    insta::assert_snapshot!("bill_rows", whole(&sandbox.run(&with(&["--rows", "--format", "csv"]))));
    for arguments in [vec![], vec!["--explain", "--rows"]] {
        let page = sandbox.run(&with(&arguments)).stdout;
        let too_wide: Vec<&str> =
            page.lines().filter(|line| line.chars().count() > 80 && !line.contains("https://")).collect();
        assert!(too_wide.is_empty(), "wider than 80 columns: {too_wide:#?}");
    }
}

#[test]
fn a_period_that_is_over_is_seen_from_its_last_instant() {
    let sandbox = organization();
    let past = json(&sandbox, &with(&["--period", "2026-09", "--format", "json"]));
    assert_eq!((&past["as_of"], &past["closed"]), (&"2026-09-30T23:59:59.999999Z".into(), &true.into()));
    let analysis = ["analyze", "--tables", "tables", "--contract", "contract.toml", "--format", "json", "--as-of"];
    let analysis = json(&sandbox, &analysis.into_iter().chain(["2026-09-30T23:59:59.999999Z"]).collect::<Vec<_>>());
    assert_eq!(past["ties"]["total_monthly"], analysis["costs"]["total_monthly"]);
    let open = json(&sandbox, &with(&["--period", "2026-10", "--format", "json"]));
    assert_eq!(open, json(&sandbox, &with(&["--format", "json"])), "the period of as-of is the default");
}

#[test]
fn a_pool_that_nobody_can_count_has_no_amount_and_the_bill_no_total() {
    let sandbox = organization();
    sandbox.write(
        "contract.toml",
        "[contract]\nmodel = \"concurrent\"\n[[price]]\nproduct = \"cx3\"\nunit_price = \"200\"\n",
    );
    std::fs::remove_file(sandbox.path("tables/presence.csv")).unwrap();
    let bill = json(&sandbox, &with(&["--format", "json"]));
    let cx3 = bill["lines"].as_array().unwrap().iter().find(|line| line["product"] == "cx3").unwrap();
    assert_eq!((&cx3["quantity"]["actual"], &cx3["costs"]["billed"]), (&Value::Null, &Value::Null));
    assert_eq!(bill["totals"]["billed"], Value::Null);
    insta::assert_snapshot!("bill_without_presence", whole(&sandbox.run(&with(&["--explain"]))));
}

#[test]
fn hours_are_billed_by_time_logged_in_or_on_interactions() {
    let sandbox = organization();
    sandbox.write(
        "contract.toml",
        "[contract]\nmodel = \"hourly-logged-in\"\n[[price]]\nproduct = \"cx3\"\nunit_price = \"1.25\"\n",
    );
    insta::assert_snapshot!("bill_hourly_logged_in", whole(&sandbox.run(&with(&["--explain", "--rows"]))));
    // Ann is on the phone for 69 seconds in October and billed by it; nobody else is.
    sandbox.write("contract.toml", "[[price]]\nproduct = \"cx3\"\nhourly_price = \"100\"\n");
    let licenses = "user_id,license_id\nu1,cloudCX3\nu1,hourly-interacting\nu2,cloudCX2\n";
    sandbox.write("tables/licenses.csv", licenses);
    let bill = json(&sandbox, &with(&["--rows", "--format", "json"]));
    let lines = bill["lines"].as_array().unwrap();
    let hours = lines.iter().find(|line| line["kind"] == "interaction-time").unwrap();
    // 69 s × 100 ÷ 3,600 = 1.9167
    assert_eq!((&hours["product"], &hours["costs"]["billed"]), (&"cx3".into(), &"1.92".into()));
    assert_eq!(hours["rows"][0]["subject"], "u1");
    assert!(!lines.iter().any(|line| line["product"] == "cx3" && line["kind"] == "seats"), "no seat beside the hours");
    let analysis =
        json(&sandbox, &["analyze", "--tables", "tables", "--contract", "contract.toml", "--format", "json"]);
    assert_eq!(analysis["costs"]["billed_monthly"], "116.92", "1.92 and a CX 2 at list price");
    assert_eq!(bill["ties"]["billed_monthly"], analysis["costs"]["billed_monthly"]);
}

/// People by the month in which they were created; all but one license are without a first day.
fn newcomers() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write(
        "tables/users.csv",
        "user_id,email,name,state,created_at\n\
         u1,u1@x.example,U1,active,2025-01-01T00:00:00Z\n\
         u2,u2@x.example,U2,active,2026-08-10T09:00:00Z\n\
         u3,u3@x.example,U3,active,2026-09-01T00:00:00Z\n\
         u4,u4@x.example,U4,active,2026-10-05T09:00:00Z\n\
         u5,u5@x.example,U5,active,2026-10-05T09:00:00Z\n\
         u6,u6@x.example,U6,active,\n",
    );
    sandbox.write(
        "tables/licenses.csv",
        "user_id,license_id,assigned_from\n\
         u1,cloudCX3,\nu2,cloudCX3,\nu3,cloudCX1,\nu4,cloudCX2,\nu5,cloudCX1,2026-07-10T00:00:00Z\nu6,cloudCX1,\n",
    );
    sandbox.write(
        "tables/presence.csv",
        "user_id,start_at,end_at\nu1,2026-07-01T08:00:00Z,2026-07-01T09:00:00Z\nu1,2026-10-31T08:00:00Z,2026-10-31T09:00:00Z\n",
    );
    sandbox.write(
        "tables/coverage.csv",
        "table,feature,from,to\nactivity,,2026-07-01T00:00:00Z,2026-11-01T00:00:00Z\n\
         presence,,2026-07-01T00:00:00Z,2026-11-01T00:00:00Z\n",
    );
    sandbox
}

/// Units of CX 1 to CX 3 in the rows of a bill.
fn seats(rows: &Value, key: &str, units: impl Fn(&Value) -> Value) -> [String; 3] {
    ["cx1", "cx2", "cx3"].map(|id| {
        let row = rows.as_array().unwrap().iter().find(|row| row[key] == id);
        row.map_or("0".to_owned(), |row| units(row).as_str().unwrap().to_owned())
    })
}

#[test]
fn the_bill_of_a_month_that_is_over_counted_people_who_were_created_after_it() {
    let sandbox = newcomers();
    let as_of = ["--as-of", "2026-10-31T23:59:59Z", "--format", "json"];
    let tables: Vec<&str> = ["--tables", "tables"].into_iter().chain(as_of).collect();
    let compare: Vec<&str> = ["price", "compare"].iter().chain(&tables).copied().collect();
    let history = json(&sandbox, &compare);
    let named = history["models"].as_array().unwrap().iter().find(|model| model["model"] == "named").unwrap();
    let by_hand = [["2", "0", "1"], ["2", "0", "2"], ["3", "0", "2"], ["3", "1", "2"]];
    let totals = ["305.00", "460.00", "535.00", "650.00"];
    for (number, month) in ["2026-07", "2026-08", "2026-09", "2026-10"].into_iter().enumerate() {
        let arguments: Vec<&str> = ["price", "bill", "--period", month].iter().chain(&tables).copied().collect();
        let bill = json(&sandbox, &arguments);
        let own = seats(&bill["lines"], "product", |line| line["quantity"]["actual"].clone());
        assert_eq!(own, by_hand[number], "{month}");
        assert_eq!(bill["totals"]["effective"], totals[number], "{month}");
        let past = &named["periods"][number];
        assert_eq!(history["periods"][number]["from"], format!("{month}-01"));
        assert_eq!(seats(&past["charges"], "id", |charge| charge["quantity"].clone()), own, "{month}");
        assert_eq!(past["total"], bill["totals"]["effective"], "{month}");
    }
    let own = ["report", "monthly", "--period", "2026-09", "--out", "out"];
    let monthly = sandbox.run(&own.iter().chain(&tables).copied().collect::<Vec<_>>());
    assert_eq!(monthly.code, 0, "{}", monthly.stderr);
    let report = std::fs::read_to_string(sandbox.path("out/organization-monthly-2026-09.json")).unwrap();
    for total in &totals[..3] {
        assert!(report.contains(&format!("\"{total}\"")), "{total} is a month of the year: {report}");
    }
    assert!(!report.contains("\"650.00\""), "who came in October is in no month before: {report}");
}
