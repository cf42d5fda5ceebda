//! Lists of identity providers: every column that is read, whatever its name.

use super::{PEOPLE, check, read, shown, style::STYLES};
use crate::ingest::exports::{ExportOptions, Wanted};

#[test]
fn okta_with_every_column() {
    // `login` is a name here, though other exports have a time under it.
    let header = "id|login|email|First name|Last name|Employee number|Status|statusChanged|App assigned";
    let rows = [
        "00u1|ann|ann@northwind.example|Ann|Ash|E1|ACTIVE|@2026-06-23 07:00|yes",
        "00u2|bo|bo@northwind.example|Bo|Birch|E2|Pending user action||no",
        "00u3|cy|cy@northwind.example||Cedar||DEPROVISIONED|@2026-06-24 07:00|",
    ];
    let options = ExportOptions { utc_offset: Some(0), ..ExportOptions::default() };
    let people = (PEOPLE.0, PEOPLE.1.as_bytes().to_vec());
    let files = |style: usize| [people.clone(), ("export.csv", STYLES[style].sheet(header, &rows))];
    let first = check("okta-users-full", &files(0), &options);
    for (style, own) in STYLES.iter().enumerate().skip(1) {
        let (rows, report) = read(&files(style), &options).unwrap_or_else(|p| panic!("{}:\n{p}", own.name));
        assert_eq!(shown(&rows, &report), first, "{}", own.name);
    }
}

#[test]
fn scim_as_csv_and_as_json_gives_the_same_rows() {
    let options = ExportOptions { wanted: Wanted::Identities, ..ExportOptions::default() };
    let csv = "External ID,User name,Work email,Active,Display name,Employee number\n\
        e1,ann,ann@northwind.example,true,Ann Ash,17\ne2,bo@northwind.example,,false,,\n";
    let json = r#"{"totalResults": 2, "Resources": [
        {"externalId": "e1", "id": "s1", "userName": "ann", "active": true, "displayName": "Ann Ash",
         "emails": [{"value": "ann@northwind.example"}],
         "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"employeeNumber": "17"}},
        {"externalId": "e2", "userName": "bo@northwind.example", "active": false}]}"#;
    // A folder is searched for CSV only: a list as JSON is named by itself.
    let dir = super::folder(&[("list.csv", csv), ("list.json", json)]);
    let rows = |name: &str| {
        let mut lines = super::Lines::default();
        let report = crate::ingest::exports::read_exports(&[dir.path().join(name)], &options, &mut lines);
        let report = report.unwrap_or_else(|problems| panic!("{problems}"));
        assert_eq!((report.files[0].1.as_str(), report.files[0].2, report.notes.len()), ("scim-users", 2, 0));
        lines.0
    };
    let expected = [
        "idp ann@northwind.example active - name=\"Ann Ash\" employee=\"17\" id=\"e1\" source=\"scim\"",
        "idp bo@northwind.example suspended - id=\"e2\" source=\"scim\"",
    ];
    assert_eq!(rows("list.csv"), expected);
    assert_eq!(rows("list.json"), expected);
}

#[test]
fn pages_that_are_missing_are_told() {
    let options = ExportOptions { wanted: Wanted::Identities, ..ExportOptions::default() };
    let page = |name: &str| {
        format!(r#"{{"totalResults": 3, "Resources": [{{"userName": "{name}@northwind.example", "active": true}}]}}"#)
    };
    let dir = super::folder(&[("1.json", page("ann")), ("2.json", page("bo")), ("3.json", page("cy"))]);
    let notes = |files: &[&str]| {
        let paths: Vec<_> = files.iter().map(|name| dir.path().join(name)).collect();
        let mut lines = super::Lines::default();
        let report = crate::ingest::exports::read_exports(&paths, &options, &mut lines).expect("sound");
        report.notes.iter().map(|note| format!("{} {}: {}", note.code, note.subject, note.message)).collect::<Vec<_>>()
    };
    assert_eq!(notes(&["1.json", "2.json", "3.json"]), Vec::<String>::new());
    let [note] = &notes(&["1.json", "2.json"])[..] else { panic!("one note") };
    assert!(note.starts_with("partial-export idp_users: the list has 3 people, 2 were given"), "{note}");
}
