//! `seatwise concurrency`: page, document and daily table of a morning in which three people make the peak.

use super::{Sandbox, whole};

/// All four are on CX; Ann, Bob and Dee are present for half an hour, two of them before and after.
fn morning() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.small_tables();
    sandbox.write(
        "tables/presence.csv",
        "user_id,start_at,end_at\n\
         u1,2026-10-29T08:00:00Z,2026-10-29T12:00:00Z\n\
         u2,2026-10-29T09:00:00Z,2026-10-29T11:00:00Z\n\
         u4,2026-10-29T09:45:00Z,2026-10-29T10:15:00Z\n\
         u1,2026-10-30T22:30:00Z,2026-10-31T00:30:00Z\n",
    );
    let contract = "[contract]\nmodel = \"concurrent\"\n\
                    [[line]]\nproduct = \"cx3\"\nquantity = 1\nunit_price = \"200.00\"\n\
                    [[price]]\nproduct = \"cx2\"\nunit_price = \"150.00\"\n";
    sandbox.write("contract.toml", contract);
    sandbox
}

const SOURCE: [&str; 7] =
    ["concurrency", "--tables", "tables", "--contract", "contract.toml", "--as-of", "2026-10-31T12:00:00Z"];

fn with<'a>(rest: &[&'a str]) -> Vec<&'a str> {
    SOURCE.iter().chain(rest).copied().collect()
}

#[test]
fn the_peak_is_replayed_as_a_page_a_document_and_a_daily_table() {
    let sandbox = morning();
    insta::assert_snapshot!("concurrency_page", whole(&sandbox.run(&with(&[]))));
    insta::assert_snapshot!("concurrency_of_a_product", whole(&sandbox.run(&with(&["--product", "cx2"]))));
    insta::assert_snapshot!("concurrency_daily", whole(&sandbox.run(&with(&["--format", "csv"]))));
    let json = sandbox.run(&with(&["--format", "json"])).stdout;
    let document: serde_json::Value = serde_json::from_str(&json).unwrap();
    let pool = &document["pools"][0];
    assert_eq!((&pool["billed_peak"], &pool["raw_peak"], &pool["people"]), (&3.into(), &3.into(), &4.into()));
    assert_eq!(pool["made_by"].as_array().unwrap().len(), 3);
    let hours = pool["hours"].as_array().unwrap();
    let present: i64 = hours.iter().map(|hour| hour["present_ms"].as_i64().unwrap()).sum();
    assert_eq!(present, (240 + 120 + 30 + 120) * 60_000, "hours add up to the presence");
}

#[test]
fn a_pool_that_is_not_there_and_a_missing_table_are_told() {
    let sandbox = morning();
    insta::assert_snapshot!("concurrency_unknown_pool", whole(&sandbox.run(&with(&["--product", "cx9"]))));
    std::fs::remove_file(sandbox.path("tables/presence.csv")).unwrap();
    insta::assert_snapshot!("concurrency_without_presence", whole(&sandbox.run(&with(&[]))));
}

#[test]
fn the_daily_table_is_read_back_as_the_console_s_report() {
    let sandbox = morning();
    let daily = sandbox.run(&with(&["--format", "csv"])).stdout;
    sandbox.write("exports/concurrent.csv", &daily);
    sandbox.write(
        "exports/people.csv",
        "Index,Name,Email,Division,Date Last Login,License\n1,Ann,ann@x.example,Home,2026-10-30T08:00:00Z,cloudCX3\n",
    );
    let imported = sandbox.run(&["import", "exports", "--store", "store"]);
    assert_eq!(imported.code, 0, "{}", imported.stderr);
    assert!(imported.stderr.contains("concurrent-usage"), "{}", imported.stderr);
    let exported = sandbox.run(&["snapshot", "export", "--store", "store", "--out", "back"]);
    assert_eq!(exported.code, 0, "{}", exported.stderr);
    let rows = std::fs::read_to_string(sandbox.path("back/resource_usage.csv")).unwrap();
    assert!(rows.contains("2026-10-29,concurrent_users_peak,3"), "{rows}");
}
