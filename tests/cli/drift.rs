//! `seatwise drift`.

use super::{Output, Sandbox, whole};

/// A demo organization of sixty people, as tables with contract and settings.
fn demo() -> Sandbox {
    let sandbox = Sandbox::new();
    let made =
        ["demo", "generate", "--people", "60", "--months", "3", "--seed", "7", "--write", "tables", "--out", "demo"];
    assert_eq!(sandbox.run(&made).code, 0);
    sandbox
}

const DATA: [&str; 6] =
    ["--tables", "demo/tables", "--contract", "demo/contract.toml", "--settings", "demo/seatwise.toml"];

#[track_caller]
fn run(sandbox: &Sandbox, arguments: &[&str]) -> Output {
    let all: Vec<&str> = ["drift"].iter().chain(arguments).copied().collect();
    let output = sandbox.run(&all);
    if !arguments.contains(&"--format") {
        // Only an address that is longer than the page may stand out.
        let wide = |line: &&str| line.chars().count() > 80 && line.split_whitespace().count() > 1;
        assert_eq!(output.stdout.lines().find(wide), None);
    }
    output
}

fn on_demo(sandbox: &Sandbox, arguments: &[&str]) -> Output {
    run(sandbox, &DATA.iter().chain(arguments).copied().collect::<Vec<_>>())
}

#[test]
fn a_demo_organization_in_all_three_formats() {
    let sandbox = demo();
    insta::assert_snapshot!("drift_page", whole(&on_demo(&sandbox, &[])));
    insta::assert_snapshot!("drift_rows", whole(&on_demo(&sandbox, &["--rows"])));
    insta::assert_snapshot!("drift_json", whole(&on_demo(&sandbox, &["--format", "json"])));
    insta::assert_snapshot!("drift_csv", whole(&on_demo(&sandbox, &["--format", "csv"])));
}

#[test]
fn page_document_and_rows_have_the_same_numbers() {
    let sandbox = demo();
    let page = on_demo(&sandbox, &["--rows"]).stdout;
    let json: serde_json::Value = serde_json::from_str(&on_demo(&sandbox, &["--format", "json"]).stdout).unwrap();
    let csv = on_demo(&sandbox, &["--format", "csv"]).stdout;
    let mut people = 0;
    for category in json["categories"].as_array().unwrap() {
        let (code, number) = (category["category"].as_str().unwrap(), category["people"].as_u64().unwrap());
        people += number;
        let known = category["contracted_monthly"]["known"].as_str().unwrap();
        let line = page.lines().find(|line| line.starts_with(&format!("{code} "))).unwrap();
        let cells: Vec<&str> = line.split_whitespace().map(|cell| cell.trim_end_matches('+')).collect();
        assert_eq!(cells[1], number.to_string(), "{line}");
        assert!(code == "unknown-here" || cells[4] == known, "{line}: {known}");
        let rows = json["rows"].as_array().unwrap().iter().filter(|row| row["category"] == code).count() as u64;
        assert_eq!(rows, number, "{code}");
        assert_eq!(csv.lines().filter(|line| line.starts_with(&format!("{code},"))).count() as u64, number, "{code}");
    }
    assert_eq!(people, csv.lines().count() as u64 - 1);
    assert!(people > 15, "only {people} rows");
}

#[test]
fn lists_are_read_beside_the_input() {
    let sandbox = Sandbox::new();
    sandbox.small_tables();
    sandbox.write(
        "okta.csv",
        "id,login,email,firstName,lastName,status,statusChanged\n\
         00u1,ann,ann@x.example,Ann,Ash,ACTIVE,2026-01-01T00:00:00Z\n\
         00u2,bob,BOB@x.example,Bob,Birch,Password expired,2026-01-01T00:00:00Z\n\
         00u3,cem,cem@x.example,Cem,Cedar,ACTIVE,2026-01-01T00:00:00Z\n\
         00u4,dee,dee@x.example,Dee,Dove,DEPROVISIONED,2026-05-01T00:00:00Z\n\
         00u5,cem2,cem@x.example,Cem,Cedar,DEPROVISIONED,2026-02-01T00:00:00Z\n",
    );
    let small = ["--tables", "tables", "--contract", "contract.toml"];
    let on_small = |arguments: &[&str]| run(&sandbox, &small.iter().chain(arguments).copied().collect::<Vec<_>>());
    insta::assert_snapshot!("drift_okta", whole(&on_small(&["--idp", "okta.csv"])));
    sandbox.write(
        "page-1.json",
        r#"{"totalResults": 4, "itemsPerPage": 2, "Resources": [
            {"id": "1", "userName": "ann@x.example", "active": true},
            {"id": "2", "userName": "new@x.example", "active": true, "name": {"givenName": "New", "familyName": "Comer"}}]}"#,
    );
    sandbox.write(
        "page-2.json",
        r#"{"totalResults": 4, "startIndex": 3, "Resources": [
            {"id": "3", "userName": "cem", "active": "False", "emails": [{"value": "cem@x.example", "primary": true}]}]}"#,
    );
    let pages = ["--idp", "page-1.json", "--idp", "page-2.json", "--assigned"];
    insta::assert_snapshot!("drift_scim_pages", whole(&on_small(&pages)));
}

/// The rows of a list do not depend on whether it is imported or read beside the input.
#[test]
fn what_is_imported_gives_the_rows_that_the_file_gives() {
    let sandbox = demo();
    sandbox.write(
        "people.csv",
        "Index,Name,Email,Division,Date Last Login,License\n1,Ann,ann@x.example,Home,2026-06-23T06:00:00Z,cloudCX3\n",
    );
    sandbox.write(
        "entra.csv",
        "userPrincipalName,displayName,objectId,accountEnabled,employeeId,deletedDateTime\n\
        ann@x.example,Ann,g1,FALSE,17,2026-05-01T00:00:00Z\nbob@x.example,Bob,g2,TRUE,18,\n",
    );
    let import = sandbox.run(&["import", "people.csv", "entra.csv", "--store", "store"]);
    assert_eq!(import.code, 0, "{}", import.stderr);
    let rows = |arguments: &[&str]| {
        let all: Vec<&str> = ["--store", "store", "--format", "json"].iter().chain(arguments).copied().collect();
        let document: serde_json::Value = serde_json::from_str(&run(&sandbox, &all).stdout).unwrap();
        (document["lists"].clone(), document["rows"][0]["there"].clone())
    };
    let (imported, named) = (rows(&[]), rows(&["--idp", "entra.csv"]));
    assert_eq!(imported, named);
    assert_eq!(imported.1["status"], "deprovisioned");
    assert_eq!(imported.1["since"], "2026-05-01T00:00:00Z");
    assert_eq!((&imported.1["external_id"], &imported.1["employee_id"]), (&"g1".into(), &"17".into()));
}
