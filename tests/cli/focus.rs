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

const PAPER: &str = "[contract]\nnumber = \"GC-2026-01\"\nsigned = \"2025-12-10\"\n";
const INVOICE: &str = "description,quantity,unit price,amount,period,note\n\
                       Genesys Cloud CX 3 – Prepay,2,140.00,280.00,2026-10,\n\
                       Genesys Cloud CX 2,1,115.00,,2026-10,\nSales tax,,,31.60,2026-10,\nTotal,,,426.60,2026-10,\n";
const NUMBERED: [&str; 6] =
    ["--invoice", "invoice.csv", "--invoice-number", "INV-1042", "--invoice-date", "2026-11-03"];

/// The names in the folder.
fn written(sandbox: &Sandbox) -> Vec<String> {
    let entries = fs::read_dir(sandbox.path("focus")).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn version_1_4_says_what_is_not_written_and_what_would_bring_it() {
    let sandbox = organization();
    insta::assert_snapshot!("focus_1_4_page", whole(&sandbox.run(&with(&["--version", "1.4"]))));
    assert_eq!(written(&sandbox), ["billing_period.csv", "cost_and_usage.csv", "focus_unpriced.csv"]);
    let rows = fs::read_to_string(sandbox.path("focus/cost_and_usage.csv")).unwrap();
    assert!(!rows.contains("ContractApplied") && !rows.contains("InvoiceDetailId"), "{rows}");
}

#[test]
fn a_numbered_contract_and_an_invoice_bring_all_four_datasets() {
    let sandbox = organization();
    sandbox.write("contract.toml", &CONTRACT.replace("[contract]\n", PAPER));
    sandbox.write("invoice.csv", INVOICE);
    let terms = ["--payment-due", "2026-12-03", "--payment-terms", "Net 30"];
    let all = with(&[&["--version", "1.4"], &NUMBERED[..], &terms].concat());
    insta::assert_snapshot!("focus_bundle_page", whole(&sandbox.run(&all)));
    for name in ["cost_and_usage", "contract_commitment", "invoice_detail"] {
        let path = sandbox.path(&format!("focus/{name}.csv"));
        insta::assert_snapshot!(format!("focus_bundle_{name}"), fs::read_to_string(path).unwrap());
    }
    assert_eq!(sandbox.run(&all.iter().copied().chain(["--format", "parquet"]).collect::<Vec<_>>()).code, 0);
    let parquet: Vec<String> = written(&sandbox).into_iter().filter(|name| name.ends_with(".parquet")).collect();
    let four = ["billing_period", "contract_commitment", "cost_and_usage", "invoice_detail"];
    assert_eq!(parquet, four.map(|name| format!("{name}.parquet")));
}

#[test]
fn a_contract_that_commits_to_nothing_has_no_commitments_to_write() {
    let sandbox = organization();
    let head = CONTRACT.split("[[line]]").next().unwrap().replace("annual-monthly", "month-to-month");
    sandbox.write("contract.toml", &head.replace("[contract]\n", PAPER));
    let output = sandbox.run(&with(&["--version", "1.4"]));
    let note = "not written: Contract Commitment, since nothing is committed in the period; Invoice Detail";
    assert!(output.stderr.replace("\n  ", " ").contains(note), "{}", output.stderr);
    assert_eq!(written(&sandbox), ["billing_period.csv", "cost_and_usage.csv", "focus_unpriced.csv"]);
}

#[test]
fn an_invoice_without_number_or_date_of_another_period_or_version_is_refused() {
    let sandbox = organization();
    sandbox.write("invoice.csv", INVOICE);
    let check = |rest: &[&str], part: &str| {
        let output = sandbox.run(&with(rest));
        assert_eq!(output.code, 2, "{}", output.stderr);
        assert!(output.stderr.contains(part), "{}", output.stderr);
        assert!(!sandbox.path("focus").exists(), "nothing is written");
    };
    let with_version = |rest: &[&'static str]| [&["--version", "1.4"], rest].concat();
    check(&with_version(&NUMBERED[..4]), "--invoice-date <DATE>");
    check(&with_version(&[&NUMBERED[..2], &NUMBERED[4..]].concat()), "--invoice-number <NUMBER>");
    check(&with_version(&NUMBERED[2..]), "--invoice <FILE>");
    check(&with_version(&["--payment-terms", "Net 30"]), "--invoice <FILE>");
    check(&NUMBERED, "`--invoice` is for Invoice Detail, which version 1.2 has not");
    let late = [&NUMBERED[..], &["--payment-due", "2026-11-02"]].concat();
    check(&with_version(&late), "`--payment-due` is 2026-11-02, before `--invoice-date`, 2026-11-03");
    let other = [&NUMBERED[..], &["--period", "2026-09"]].concat();
    check(&with_version(&other), "`invoice.csv` is of the period that begins in 2026-10, the export of 2026-09-01");
    let blank = ["--invoice", "invoice.csv", "--invoice-number", " ", "--invoice-date", "2026-11-03"];
    check(&with_version(&blank), "expected a text, not blanks");
    let no_day = ["--invoice", "invoice.csv", "--invoice-number", "1", "--invoice-date", "2026-11-31"];
    check(&with_version(&no_day), "expected a day of the calendar, as 2026-11-03");
}
