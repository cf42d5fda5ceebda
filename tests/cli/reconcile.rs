//! `seatwise reconcile`: known causes are put into exact reports and invoices, and the command has to name them.

use std::fmt::Write as _;

use rust_decimal::Decimal;
use serde_json::Value;

use super::{Sandbox, whole};

const CONTRACT: [&str; 4] = ["--tables", "demo/tables", "--contract", "demo/contract.toml"];

/// A made-up organization without a report of billing, its bill with everybody on it.
struct World {
    sandbox: Sandbox,
    bill: Value,
}

fn world(seed: &str) -> World {
    let sandbox = Sandbox::new();
    let made =
        sandbox.run(&["demo", "generate", "--people", "80", "--seed", seed, "--out", "demo", "--write", "tables"]);
    assert_eq!(made.code, 0, "{}", made.stderr);
    std::fs::remove_file(sandbox.path("demo/tables/billable_usage.csv")).unwrap();
    let arguments = ["price", "bill", "--rows", "--format", "json"];
    let bill = sandbox.run(&arguments.into_iter().chain(CONTRACT).collect::<Vec<_>>());
    assert_eq!(bill.code, 0, "{}", bill.stderr);
    let bill = serde_json::from_str(&bill.stdout).unwrap();
    World { sandbox, bill }
}

/// Charge, entity, time.
type ReportRow = [String; 3];

/// Description, quantity, unit price, amount; empty = not said.
type InvoiceRow = [String; 4];

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap_or_default()
}

impl World {
    fn lines(&self) -> &[Value] {
        self.bill["lines"].as_array().unwrap()
    }

    /// The report that agrees in full.
    fn report(&self) -> Vec<ReportRow> {
        let seats = self.lines().iter().filter(|line| line["kind"] == "seats");
        let rows = seats.flat_map(|line| line["rows"].as_array().unwrap().iter().map(move |row| (line, row)));
        rows.map(|(line, row)| {
            let entity = row["email"].as_str().unwrap_or_else(|| row["subject"].as_str().unwrap()).to_owned();
            [text(&line["name"]), entity, "2026-10-20T08:00:00Z".to_owned()]
        })
        .collect()
    }

    /// The invoice that agrees in full.
    fn invoice(&self) -> Vec<InvoiceRow> {
        let mut rows = Vec::new();
        for line in self.lines() {
            let (name, price) = (text(&line["name"]), text(&line["unit_price"]));
            let committed = line["quantity"]["committed"].as_u64().unwrap();
            let of_commitment = Decimal::from(committed) * decimal(&price);
            if committed > 0 {
                rows.push([format!("{name} – Prepay"), committed.to_string(), price, of_commitment.to_string()]);
            }
            let beyond = text(&line["quantity"]["overage"]);
            let rest = decimal(&text(&line["costs"]["billed"])) - of_commitment;
            if decimal(&beyond) > Decimal::ZERO && !line["costs"]["billed"].is_null() {
                rows.push([name, beyond, text(&line["overage_price"]), rest.to_string()]);
            }
        }
        rows
    }

    fn reconcile(&self, option: &str, csv: &str) -> Value {
        self.sandbox.write("theirs.csv", csv);
        let arguments = ["reconcile", option, "theirs.csv", "--format", "json"];
        let output = self.sandbox.run(&arguments.into_iter().chain(CONTRACT).collect::<Vec<_>>());
        assert_eq!(output.code, 0, "{}", output.stderr);
        let document: Value = serde_json::from_str(&output.stdout).unwrap();
        let comparison = document["comparisons"][0].clone();
        let number = |key: &str| decimal(&text(&comparison[key]));
        let differences = comparison["differences"].as_array().unwrap();
        let sum: Decimal = differences.iter().map(|difference| decimal(&text(&difference["amount"]))).sum();
        assert_eq!(number("stated") - number("expected"), number("difference"), "{comparison:#}");
        assert_eq!(sum, number("difference"), "differences add up: {comparison:#}");
        comparison
    }

    fn by_report(&self, rows: &[ReportRow]) -> Value {
        let mut csv = String::from("Charge name,Entity,Timestamp\n");
        rows.iter().for_each(|row| _ = writeln!(csv, "{}", row.join(",")));
        self.reconcile("--billable-usage", &csv)
    }

    fn by_invoice(&self, rows: &[InvoiceRow]) -> Value {
        let mut csv = String::from("Description,Quantity,Unit price,Amount\n");
        rows.iter().for_each(|row| _ = writeln!(csv, "{}", row.join(",")));
        let comparison = self.reconcile("--invoice", &csv);
        let stated: Decimal = rows.iter().map(|row| decimal(&row[3])).sum();
        assert_eq!(decimal(&text(&comparison["stated"])), stated, "what the invoice asks for is all there");
        comparison
    }
}

/// Cause and units of each difference.
fn causes(comparison: &Value) -> Vec<String> {
    let differences = comparison["differences"].as_array().unwrap();
    differences
        .iter()
        .map(|one| {
            format!("{} {} {}", text(&one["cause"]), text(&one["id"]), text(&one["units"])).trim_end().to_owned()
        })
        .collect()
}

/// The place of a row of a base that is billed.
fn base(rows: &[ReportRow], name: &str) -> usize {
    rows.iter().position(|row| row[0] == name).unwrap()
}

#[test]
fn causes_that_are_put_into_a_report_are_named() {
    for seed in ["1", "2", "3"] {
        let world = world(seed);
        let exact = world.report();
        assert_eq!(causes(&world.by_report(&exact)), Vec::<String>::new(), "seed {seed}: both sides agree");
        let cx2 = base(&exact, "Genesys Cloud CX 2");
        let entity = exact[cx2][1].clone();

        let mut without = exact.clone();
        without.retain(|row| row[1] != entity);
        let found = world.by_report(&without);
        assert!(causes(&found).contains(&"only-ours cx2 -1".to_owned()), "seed {seed}: {found:#}");
        assert!(found["differences"][0]["rows"][0].as_str().unwrap().contains("not in the report"), "{found:#}");

        let mut stranger = exact.clone();
        stranger.push(["Genesys Cloud CX 2".to_owned(), "nobody@elsewhere.example".to_owned(), exact[0][2].clone()]);
        assert_eq!(causes(&world.by_report(&stranger)), ["only-theirs cx2 1"], "seed {seed}");

        let mut lower = exact.clone();
        lower[cx2][0] = "Genesys Cloud CX 1".to_owned();
        assert!(causes(&world.by_report(&lower)).contains(&"tier cx2 1".to_owned()), "seed {seed}");

        let mut late = exact.clone();
        for row in late.iter_mut().filter(|row| row[1] == entity) {
            row[2] = "2026-10-14T22:00:00Z".to_owned();
        }
        let found = causes(&world.by_report(&late));
        assert!(found.contains(&"period-edge cx2 -1".to_owned()), "seed {seed}: {found:?}");
        assert!(!found.iter().any(|cause| cause.starts_with("only")), "seed {seed}: {found:?}");
    }
}

#[test]
fn causes_that_are_put_into_an_invoice_are_named() {
    let world = world("4");
    let exact = world.invoice();
    assert_eq!(causes(&world.by_invoice(&exact)), Vec::<String>::new(), "both sides agree");
    let place = |name: &str| exact.iter().position(|row| row[0] == name).unwrap();
    let (prepay, beyond) = (place("Genesys Cloud CX 2 – Prepay"), place("Genesys Cloud CX 1"));
    let total = |row: &mut InvoiceRow| row[3] = (decimal(&row[1]) * decimal(&row[2])).round_dp(2).to_string();
    let check = |change: &dyn Fn(&mut Vec<InvoiceRow>), expected: &[&str]| {
        let mut rows = exact.clone();
        change(&mut rows);
        assert_eq!(causes(&world.by_invoice(&rows)), expected);
    };
    let units = exact[beyond][1].clone();
    check(
        &|rows| {
            rows[prepay][2] = "110.00".to_owned();
            total(&mut rows[prepay]);
        },
        &["price cx2"],
    );
    check(
        &|rows| {
            rows[beyond][1] = (decimal(&units) + Decimal::TWO).to_string();
            total(&mut rows[beyond]);
        },
        &["only-theirs cx1 2"],
    );
    check(&|rows| rows[prepay][3] = (decimal(&exact[prepay][3]) + Decimal::new(1, 2)).to_string(), &["rounding cx2"]);
    check(&|rows| rows[prepay][3] = (decimal(&exact[prepay][3]) + Decimal::from(7)).to_string(), &["unexplained cx2"]);
    check(&|rows| _ = rows.remove(beyond), &[&format!("not-charged cx1 -{units}")]);
    check(
        &|rows| rows.push(["Onboarding workshop", "1", "900", "900.00"].map(str::to_owned)),
        &["unknown-charge Onboarding workshop 1"],
    );
}

/// A snapshot with everything of billing: a report, daily peaks, the charges of the period.
fn organization() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.small_tables();
    sandbox.write(
        "tables/billable_usage.csv",
        "charge_name,entity,first_seen_at\nGenesys Cloud CX 3,ann@x.example,2026-10-05T08:00:00Z\n\
         Genesys Cloud CX 1,bob@x.example,2026-10-06T08:00:00Z\nGenesys Cloud CX 2,eve@x.example,2026-10-07T08:00:00Z\n\
         Genesys Cloud CX 1,dee@x.example,2026-09-30T23:30:00Z\n",
    );
    sandbox.write(
        "tables/resource_usage.csv",
        "date,resource,quantity\n2026-10-29,concurrent_users_peak,2\n2026-10-29,concurrent_minutes_at_peak,45\n\
         2026-10-30,concurrent_users_peak,1\n2026-10-30,concurrent_minutes_at_peak,240\n",
    );
    sandbox.write(
        "tables/billing_charges.csv",
        "source,period_from,period_to,charge_name,grouping,prepaid_quantity,actual_quantity,overage_quantity,overage_rate,overage_charge,currency\n\
         contract,2026-10-01,2026-10-31,Genesys Cloud CX 3,,2,3,1,150.00,150.00,USD\n\
         trustee,2026-10-01,2026-10-31,Genesys Cloud CX 3,billable-app-usage-license,1,1,,150.00,,USD\n\
         trustee,2026-10-01,2026-10-31,Genesys Cloud API Resource,fair-use,,10,,,,USD\n",
    );
    sandbox
}

/// Without `--period` the invoice says which one it is of; where its lines do not agree it is the period of as-of.
#[test]
fn an_invoice_names_its_period() {
    let sandbox = organization();
    sandbox
        .write("tables/coverage.csv", "table,feature,from,to\npresence,,2026-08-01T00:00:00Z,2026-10-31T00:00:00Z\n");
    let period = |rows: &str| {
        sandbox.write("invoice.csv", &format!("item,amount,period\n{rows}"));
        let asked = ["reconcile", "--tables", "tables", "--contract", "contract.toml", "--invoice", "invoice.csv"];
        let output = sandbox.run(&asked.into_iter().chain(["--format", "json"]).collect::<Vec<_>>());
        let document: serde_json::Value =
            serde_json::from_str(&output.stdout).unwrap_or_else(|_| panic!("{}", output.stderr));
        document["period"]["from"].as_str().unwrap().to_owned()
    };
    assert_eq!(period("CX 3,140.00,2026-09\nCX 1,1.00,2026-09\n"), "2026-09-01");
    assert_eq!(period("CX 3,140.00,2026-09-01\n"), "2026-09-01");
    assert_eq!(period("CX 3,140.00,2026-09\nCX 1,1.00,\n"), "2026-10-01");
    assert_eq!(period("CX 3,140.00,2026-09\nCX 1,1.00,2026-08\n"), "2026-10-01");
}

#[test]
fn everything_that_a_snapshot_has_of_billing_is_compared() {
    let sandbox = organization();
    let tables = ["reconcile", "--tables", "tables", "--contract", "contract.toml"];
    let page = sandbox.run(&tables);
    let too_wide: Vec<&str> = page.stdout.lines().filter(|line| line.chars().count() > 80).collect();
    assert!(too_wide.is_empty(), "wider than 80 columns: {too_wide:#?}");
    insta::assert_snapshot!("reconcile_page", whole(&page));
    let with = |rest: [&'static str; 2]| tables.into_iter().chain(rest).collect::<Vec<_>>();
    insta::assert_snapshot!("reconcile_document", whole(&sandbox.run(&with(["--format", "json"]))));
    insta::assert_snapshot!("reconcile_sheet", whole(&sandbox.run(&with(["--format", "csv"]))));
}

#[test]
fn a_concurrent_contract_gets_an_amount_from_the_report() {
    let sandbox = organization();
    let contract = "[contract]\nmodel = \"concurrent\"\n[[price]]\nproduct = \"cx3\"\nunit_price = \"200\"\n";
    sandbox.write("contract.toml", contract);
    sandbox.write("tables/licenses.csv", "user_id,license_id\nu1,cloudCX3\nu2,cloudCX3\n");
    sandbox.write("concurrent.csv", "Date,Peak Concurrent Users,Minutes at Peak\n2026-10-29,2,45\n2026-10-30,1,240\n");
    let arguments = ["reconcile", "--tables", "tables", "--contract", "contract.toml", "--concurrent-usage"];
    let output = sandbox.run(&arguments.into_iter().chain(["concurrent.csv"]).collect::<Vec<_>>());
    insta::assert_snapshot!("reconcile_concurrent", whole(&output));
}
