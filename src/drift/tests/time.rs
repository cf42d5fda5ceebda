//! Rows of one person over time, and what of it counts at as-of.

use super::{IdpRow, drift, organization};
use crate::drift::Category;

const USERS: &str = "user_id,email,name,state\nann,ann@x.example,Ann,active\n";

/// Status, since when, and e-mails of the people of a list.
fn people(rows: &str) -> Vec<String> {
    let list = format!("email,status,changed_at,external_id\n{rows}");
    let (analysis, rows): (_, Vec<IdpRow>) = organization(
        &[("users.csv", USERS), ("licenses.csv", "user_id,license_id\n"), ("idp_users.csv", &list)],
        "",
        "",
    );
    let drift = drift(&analysis, rows);
    let shown = drift.identities.iter().map(|own| {
        let status = own.status.map_or("unknown", |status| status.as_str());
        let since = own.since.map_or("-".to_owned(), crate::overview::words::rfc3339);
        let earlier: Vec<&str> = own.earlier_emails.iter().map(String::as_str).collect();
        format!("{} {status} {since} [{}]", own.email, earlier.join(" "))
    });
    shown.collect()
}

#[test]
fn the_latest_row_at_as_of_counts_and_since_is_the_first_of_its_run() {
    assert_eq!(
        people(
            "ann@x.example,active,,e1\nann@x.example,deprovisioned,2026-05-01T00:00:00Z,e1\n\
             ann@x.example,deprovisioned,2026-06-01T00:00:00Z,e1\nann@x.example,active,2026-11-02T00:00:00Z,e1\n"
        ),
        ["ann@x.example deprovisioned 2026-05-01T00:00:00Z []"]
    );
}

#[test]
fn of_two_rows_at_one_time_the_graver_status_counts() {
    let rows = "ann@x.example,deprovisioned,2026-05-01T00:00:00Z,\nann@x.example,active,2026-05-01T00:00:00Z,\n";
    assert_eq!(people(rows), ["ann@x.example deprovisioned 2026-05-01T00:00:00Z []"]);
}

#[test]
fn a_row_without_an_id_is_of_the_only_one_with_its_e_mail() {
    let rows = "ann@x.example,active,2026-01-01T00:00:00Z,\nAnn@x.example,suspended,2026-05-01T00:00:00Z,e1\n";
    assert_eq!(people(rows), ["Ann@x.example suspended 2026-05-01T00:00:00Z []"]);
    let two = "ann@x.example,active,,\nann@x.example,active,,e1\nann@x.example,active,,e2\n";
    assert_eq!(people(two).len(), 3);
}

#[test]
fn an_earlier_e_mail_still_finds_the_account() {
    let list = "email,status,changed_at,external_id\nann@x.example,active,2026-01-01T00:00:00Z,e1\n\
                ann.new@x.example,active,2026-05-01T00:00:00Z,e1\n";
    let (analysis, rows) = organization(
        &[("users.csv", USERS), ("licenses.csv", "user_id,license_id\n"), ("idp_users.csv", list)],
        "",
        "",
    );
    let drift = drift(&analysis, rows);
    let row = drift.of(Category::EmailChanged).next().unwrap();
    assert_eq!((row.user_ix, row.key.map(|key| key.as_str())), (Some(0), Some("earlier-email")));
    assert_eq!(drift.of(Category::UnknownThere).count(), 0);
}

#[test]
fn who_is_listed_with_later_rows_alone_is_listed_and_nothing_more() {
    let rows = "ann@x.example,deprovisioned,2026-11-02T00:00:00Z,e1\n";
    assert_eq!(people(rows), ["ann@x.example unknown - []"]);
}
