//! `seatwise report focus`: files, words and totals of a small organization.

use std::fs;

use serde_json::Value;

use super::{Sandbox, whole};

const CONTRACT: &str = "[contract]\norganization = \"Small Org\"\nstart = \"2026-01-01\"\nend = \"2026-12-31\"\n\
                        subscription = \"annual-monthly\"\nminimum_monthly_amount = \"600\"\n\
                        [[line]]\nproduct = \"cx3\"\nquantity = 2\nunit_price = \"140.00\"\noverage_price = \"150.00\"\n\
                        [[line]]\nproduct = \"cx1-wem-addon\"\nquantity = 1\nunit_price = \"35.00\"\n";

/// Ann on CX 3 in Sales, Bob on CX 2 there, Dee on CX 1 nowhere; a product of unknown price; meters.
fn organization() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.small_tables();
    sandbox.write("contract.toml", CONTRACT);
    let licenses = "user_id,license_id\nu1,cloudCX3\nu2,cloudCX2\nu3,cloudCX1\nu4,cloudCX1\nu1,surprise\n";
    sandbox.write("tables/licenses.csv", licenses);
    sandbox.write("tables/resource_usage.csv", "date,resource,quantity\n2026-10-29,bot_voice_minutes,5100\n");
    sandbox
}

const FOCUS: [&str; 8] = ["report", "focus", "--tables", "tables", "--contract", "contract.toml", "--out", "focus"];

fn with<'a>(rest: &[&'a str]) -> Vec<&'a str> {
    FOCUS.iter().chain(rest).copied().collect()
}

/// The sum of a column.
fn sum(sandbox: &Sandbox, column: &str) -> String {
    let mut reader = csv::Reader::from_path(sandbox.path("focus/cost_and_usage.csv")).unwrap();
    let at = reader.headers().unwrap().iter().position(|name| name == column).unwrap();
    let cells = reader.records().map(|row| row.unwrap()[at].parse::<rust_decimal::Decimal>().unwrap());
    cells.sum::<rust_decimal::Decimal>().to_string()
}

#[test]
fn the_rows_sum_to_the_bill_and_what_has_no_price_is_told() {
    let sandbox = organization();
    insta::assert_snapshot!("focus_page", whole(&sandbox.run(&with(&[]))));
    insta::assert_snapshot!("focus_rows", fs::read_to_string(sandbox.path("focus/cost_and_usage.csv")).unwrap());
    insta::assert_snapshot!("focus_unpriced", fs::read_to_string(sandbox.path("focus/focus_unpriced.csv")).unwrap());
    let bill = ["price", "bill", "--tables", "tables", "--contract", "contract.toml", "--format", "json"];
    for period in ["2026-10", "2026-09"] {
        let bill = sandbox.run(&bill.into_iter().chain(["--period", period]).collect::<Vec<_>>());
        let bill: Value = serde_json::from_str(&bill.stdout).unwrap();
        for by in [&[][..], &["--by", "department"], &["--by", "division"], &["--by", "cost-center"]] {
            let output = sandbox.run(&with(&[&["--period", period], by].concat()));
            assert_eq!(output.code, 0, "{}", output.stderr);
            assert_eq!(bill["totals"]["billed"], sum(&sandbox, "BilledCost"), "{period} {by:?}");
            assert_eq!(bill["totals"]["effective"], sum(&sandbox, "EffectiveCost"), "{period} {by:?}");
        }
    }
}

#[test]
fn departments_are_sub_accounts_and_the_same_input_gives_the_same_bytes() {
    let sandbox = organization();
    let read = |format: &str| {
        let output = sandbox.run(&with(&["--by", "department", "--billing-account", "gc-1", "--format", format]));
        assert_eq!(output.code, 0, "{}", output.stderr);
        fs::read(sandbox.path(&format!("focus/cost_and_usage.{format}"))).unwrap()
    };
    let csv = read("csv");
    assert_eq!(csv, read("csv"));
    assert_eq!(read("parquet"), read("parquet"));
    let text = String::from_utf8(csv).unwrap();
    let sales: Vec<&str> = text.lines().filter(|line| line.contains(",department/Sales,Sales,Department,")).collect();
    assert_eq!(sales.len(), 2, "Ann's seat and Bob's: {text}");
    assert!(
        sales.iter().all(|line| line.contains(r#""{""department"": ""Sales""}""#) && line.contains(",gc-1,Small Org,"))
    );
}

#[test]
fn an_id_of_digits_alone_and_an_unknown_part_are_refused() {
    let sandbox = organization();
    let output = sandbox.run(&with(&["--billing-account", "4711"]));
    assert_eq!(output.code, 2);
    assert!(output.stderr.contains("expected an id with a letter in it, as gc-12345"), "{}", output.stderr);
    assert_eq!(sandbox.run(&with(&["--by", "team"])).code, 2);
    assert!(!sandbox.path("focus").exists(), "nothing is written");
}
