//! `seatwise report monthly` and `report renewal`: files, words, thresholds, the same bytes twice.

use std::{collections::BTreeMap, fs, path::Path};

use serde_json::Value;

use super::{Sandbox, whole};

const CONTRACT: &str = "[contract]\norganization = \"Small Org\"\nstart = \"2026-01-01\"\nend = \"2026-12-31\"\nrenewal_notice_days = 60\n\
                        [[line]]\nproduct = \"cx3\"\nquantity = 2\nunit_price = \"140.00\"\noverage_price = \"150.00\"\n";

fn organization() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.small_tables();
    sandbox.write("contract.toml", CONTRACT);
    sandbox.write("tables/licenses.csv", "user_id,license_id\nu1,cloudCX3\nu2,cloudCX2\nu3,cloudCX1\nu4,cloudCX1\n");
    sandbox
}

const MONTHLY: [&str; 8] =
    ["report", "monthly", "--tables", "tables", "--contract", "contract.toml", "--by", "department"];

fn with<'a>(rest: &[&'a str]) -> Vec<&'a str> {
    MONTHLY.iter().chain(rest).copied().collect()
}

/// Every file below a folder, with its bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            found.extend(files(&path).into_iter().map(|(below, bytes)| (format!("{name}/{below}"), bytes)));
        } else {
            found.insert(name, fs::read(&path).unwrap());
        }
    }
    found
}

#[test]
fn the_month_in_every_format_and_the_same_bytes_twice() {
    let sandbox = organization();
    let formats = ["--format", "html,pdf,csv,json,parquet,text"];
    let output = sandbox.run(&with(&[&formats[..], &["--out", "one"]].concat()));
    insta::assert_snapshot!("report_monthly", whole(&output));
    sandbox.run(&with(&[&formats[..], &["--out", "two"]].concat()));
    let (one, two) = (files(&sandbox.path("one")), files(&sandbox.path("two")));
    assert_eq!(one.keys().collect::<Vec<_>>(), two.keys().collect::<Vec<_>>());
    assert!(one.iter().all(|(name, bytes)| two[name] == *bytes), "the same input gives other bytes");
    let starts = |name: &str, magic: &[u8]| one[&format!("small-org-monthly-{name}")].starts_with(magic);
    assert!(starts("2026-10.pdf", b"%PDF") && starts("2026-10-parquet/bill.parquet", b"PAR1"));
}

#[test]
fn the_sums_are_those_of_the_bill() {
    let sandbox = organization();
    sandbox.run(&with(&["--format", "json", "--out", "out"]));
    let report: Value =
        serde_json::from_slice(&fs::read(sandbox.path("out/small-org-monthly-2026-10.json")).unwrap()).unwrap();
    let bill = sandbox.run(&["price", "bill", "--tables", "tables", "--contract", "contract.toml", "--format", "json"]);
    let bill: Value = serde_json::from_str(&bill.stdout).unwrap();
    for (figure, total) in [("effective_cost", "effective"), ("billed_cost", "billed")] {
        assert_eq!(report["figures"][figure]["value"], bill["totals"][total], "{figure}");
    }
}

#[test]
fn a_crossed_threshold_ends_with_10_after_everything_is_written() {
    let sandbox = organization();
    let output =
        sandbox.run(&with(&["--format", "json", "--out", "out", "--fail-on", "effective_cost>1,overage_share>=1"]));
    assert_eq!(output.code, 10, "{}", output.stderr);
    assert!(output.stderr.contains("effective_cost>1: effective_cost is"), "{}", output.stderr);
    assert!(!output.stderr.contains("overage_share"), "{}", output.stderr);
    assert!(sandbox.path("out/small-org-monthly-2026-10.json").exists());
    let held = sandbox.run(&with(&["--format", "json", "--out", "out", "--fail-on", "effective_cost<1"]));
    assert_eq!(held.code, 0, "{}", held.stderr);
}

#[test]
fn a_material_variance_without_a_comment_is_a_threshold_and_a_comment_without_a_place_a_warning() {
    let sandbox = organization();
    sandbox.write("seatwise.toml", "[finance]\nmaterial_amount = \"1\"\n");
    sandbox.write("budget.csv", "month;part;amount\r\n2026-09;Sales;100\r\n2026-10;Sales;100\r\n");
    let settings = ["--settings", "seatwise.toml", "--budget", "budget.csv", "--format", "json", "--out", "out"];
    let asked =
        |more: &[&str]| sandbox.run(&with(&[&settings[..], more, &["--fail-on", "uncommented_variances>0"]].concat()));
    let open = asked(&[]);
    assert_eq!(open.code, 10, "{}", open.stderr);
    // The data are seen from within October: months stand with their outlook, parts with nothing.
    let said =
        "month,part,owner,comment\n,,Ann,fewer seats\n2026-09,,Ann,fewer seats\n,Ghost,Bob,gone\n2026-12,,Bob,soon\n";
    sandbox.write("comments.csv", said);
    let explained = asked(&["--comments", "comments.csv"]);
    assert_eq!(explained.code, 0, "{}", explained.stderr);
    let warning = "warning: the report has nothing for the comments on Department: Ghost\nhint: the table `comments_elsewhere` says why\n";
    assert!(explained.stderr.contains(warning), "{}", explained.stderr);
    let report = fs::read_to_string(sandbox.path("out/small-org-monthly-2026-10.json")).unwrap();
    let report: Value = serde_json::from_str(&report).unwrap();
    let rows = |table: &str| report["tables"][table]["rows"].as_array().unwrap().len();
    assert_eq!((rows("variances"), rows("comments_elsewhere")), (2, 2));
}

#[test]
fn the_renewal_and_the_page_for_the_vendor() {
    let sandbox = organization();
    let renewal = [
        "report",
        "renewal",
        "--tables",
        "tables",
        "--contract",
        "contract.toml",
        "--format",
        "json,text",
        "--out",
        "out",
    ];
    let output = sandbox.run(&renewal);
    insta::assert_snapshot!("report_renewal", whole(&output));
}
