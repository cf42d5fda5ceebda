//! `seatwise price`.

use super::{Sandbox, whole};

#[test]
fn the_price_book_is_shown_with_dates_status_and_source() {
    let sandbox = Sandbox::new();
    insta::assert_snapshot!("price_book", whole(&sandbox.run(&["price", "book"])));
    let one = ["price", "book", "--product", "ai-bundle", "--at", "2026-10-31", "--format", "json"];
    insta::assert_snapshot!("price_book_of_a_product", whole(&sandbox.run(&one)));
    insta::assert_snapshot!("price_book_unknown_product", whole(&sandbox.run(&["price", "book", "--product", "cx9"])));
}

#[test]
fn the_price_book_as_csv_has_a_row_per_price() {
    let output = Sandbox::new().run(&["price", "book", "--format", "csv", "--product", "cx3"]);
    let mut rows = csv::Reader::from_reader(output.stdout.as_bytes());
    let column = rows.headers().unwrap().iter().position(|name| name == "unit_price").unwrap();
    let prices: Vec<String> = rows.records().map(|row| row.unwrap()[column].to_owned()).collect();
    assert!(prices.contains(&"155.00".to_owned()), "{prices:?}");
}

/// Ann's presence and calls of September and October, with metered usage, so that every model has something to count.
fn two_months() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.small_tables();
    sandbox.write(
        "tables/presence.csv",
        "user_id,start_at,end_at\n\
         u1,2026-09-10T08:00:00Z,2026-09-10T12:00:00Z\nu4,2026-09-10T09:00:00Z,2026-09-10T09:20:00Z\n\
         u1,2026-10-30T08:00:00Z,2026-10-30T12:00:00Z\nu4,2026-10-30T09:00:00Z,2026-10-30T10:30:00Z\n",
    );
    sandbox.write(
        "tables/coverage.csv",
        "table,feature,from,to\nactivity,,2026-09-01T00:00:00Z,2026-11-01T00:00:00Z\n\
         presence,,2026-08-15T00:00:00Z,2026-11-01T00:00:00Z\n",
    );
    sandbox.write(
        "tables/resource_usage.csv",
        "date,resource,quantity\n2026-09-01,ai_tokens,300\n2026-09-30,api_requests,1000\n2026-10-31,ai_tokens,400.5\n",
    );
    sandbox.write("first.toml", &quote("Genesys", "139.00", ""));
    sandbox.write(
        "second.toml",
        &quote("Reseller", "120.00", "[[one_off]]\nname = \"Onboarding\"\nkind = \"fee\"\namount = \"600\"\n"),
    );
    sandbox.write("euro.toml", &quote("Elsewhere", "100.00", "").replace("start", "currency = \"EUR\"\nstart"));
    sandbox
}

fn quote(vendor: &str, price: &str, more: &str) -> String {
    format!(
        "[quote]\nvendor = \"{vendor}\"\nterm_months = 24\nuplift_percent_per_year = \"3\"\n[contract]\nstart = \"2027-01-01\"\n\
         [[line]]\nproduct = \"cx3\"\nquantity = 10\nunit_price = \"{price}\"\noverage_price = \"150.00\"\n{more}"
    )
}

const DATA: [&str; 6] = ["--tables", "tables", "--contract", "contract.toml", "--as-of", "2026-10-31T23:59:59Z"];

fn run(sandbox: &Sandbox, command: &[&str]) -> String {
    let arguments: Vec<&str> = ["price"].iter().chain(command).copied().collect();
    let output = sandbox.run(&arguments);
    for line in output.stdout.lines().filter(|_| !command.contains(&"--format")) {
        assert!(line.chars().count() <= 80, "wider than 80 columns: {line}");
    }
    whole(&output)
}

fn with<'a>(command: &[&'a str]) -> Vec<&'a str> {
    command.iter().chain(&DATA).copied().collect()
}

#[test]
fn the_billing_models_are_compared_month_by_month() {
    let sandbox = two_months();
    insta::assert_snapshot!("compare_page", run(&sandbox, &with(&["compare"])));
    let priced = [
        "compare",
        "--model",
        "named,concurrent,hourly",
        "--price",
        "concurrent:cx3=200",
        "--price",
        "hourly-interacting:cx3=1.60",
    ];
    insta::assert_snapshot!("compare_with_prices", run(&sandbox, &with(&priced)));
    insta::assert_snapshot!(
        "compare_json",
        run(&sandbox, &with(&["compare", "--model", "concurrent", "--format", "json", "--months", "2"]))
    );
    insta::assert_snapshot!("compare_csv", run(&sandbox, &with(&["compare", "--format", "csv"])));
    std::fs::remove_file(sandbox.path("tables/presence.csv")).unwrap();
    insta::assert_snapshot!("compare_without_presence", run(&sandbox, &with(&["compare"])));
}

#[test]
fn offers_stand_side_by_side_over_their_term() {
    let sandbox = two_months();
    let named = [
        "quote",
        "first.toml",
        "second.toml",
        "--demand",
        "cx3=8,12,20",
        "--demand",
        "ai-tokens=200,300,400",
        "--growth",
        "5",
    ];
    insta::assert_snapshot!("quote_page", run(&sandbox, &named));
    let json: Vec<&str> = named.iter().chain(&["--format", "json"]).copied().collect();
    insta::assert_snapshot!("quote_json", run(&sandbox, &json));
    let csv: Vec<&str> = named.iter().chain(&["--format", "csv"]).copied().collect();
    insta::assert_snapshot!("quote_csv", run(&sandbox, &csv));
    let euro = ["quote", "first.toml", "euro.toml", "--demand", "cx3=8,12,20"];
    insta::assert_snapshot!("quote_without_a_rate", run(&sandbox, &euro));
    let rate: Vec<&str> = euro.iter().chain(&["--rate", "EUR:USD=1.10"]).copied().collect();
    insta::assert_snapshot!("quote_with_a_rate", run(&sandbox, &rate));
    insta::assert_snapshot!("quote_from_history", run(&sandbox, &with(&["quote", "first.toml", "second.toml"])));
}

#[test]
fn the_template_of_a_quote_is_a_quote_and_has_a_schema() {
    let sandbox = Sandbox::new();
    let template = sandbox.run(&["price", "quote", "--template"]);
    sandbox.write("quote.toml", &template.stdout);
    let output = sandbox.run(&["price", "quote", "quote.toml", "--demand", "cx3=400"]);
    assert_eq!((output.code, output.stderr.as_str()), (0, ""), "{}", output.stdout);
    let schema = sandbox.run(&["price", "quote", "--schema"]);
    let schema: serde_json::Value = serde_json::from_str(&schema.stdout).unwrap();
    assert_eq!(schema["title"], "quote.toml");
}

#[test]
fn a_change_is_explained_cause_by_cause_and_line_by_line() {
    let sandbox = two_months();
    let changes = [
        "what-if",
        "--set",
        "cx3.unit_price=130",
        "--set",
        "cx3.quantity=+2",
        "--set",
        "cx1.used=+3",
        "--tokens",
        "+20%",
    ];
    insta::assert_snapshot!("what_if_page", run(&sandbox, &with(&changes)));
    let model = ["what-if", "--model", "concurrent", "--set", "cx3.unit_price=210"];
    insta::assert_snapshot!("what_if_another_model", run(&sandbox, &with(&model)));
    let json: Vec<&str> = changes.iter().chain(&["--format", "json"]).copied().collect();
    insta::assert_snapshot!("what_if_json", run(&sandbox, &with(&json)));
    let csv: Vec<&str> = changes.iter().chain(&["--format", "csv"]).copied().collect();
    insta::assert_snapshot!("what_if_csv", run(&sandbox, &with(&csv)));
}
