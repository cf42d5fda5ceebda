//! Every category, with money, signs and ways out; the example of `docs/DRIFT.md`.

use rust_decimal::Decimal;

use super::{drift, organization};
use crate::drift::{Category, Drift, Oddity, Origin};

const CONTRACT: &str = "[contract]\nstart = \"2026-01-01\"\nend = \"2026-12-31\"\nsubscription = \"annual-monthly\"\n\
    [[line]]\nproduct = \"cx3\"\nquantity = 2\nunit_price = \"140.00\"\noverage_price = \"150.00\"\n";
const USERS: &str = "user_id,email,name,state,employee_id,created_at,last_login_at,last_token_at,external_id\n";

fn org(
    users: &str,
    licenses: &str,
    list: &str,
    more: &[(&str, &str)],
    settings: &str,
) -> (crate::analysis::Analysis, Vec<super::IdpRow>) {
    let users = format!("{USERS}{users}");
    let licenses = format!("user_id,license_id\n{licenses}");
    let list = format!("email,status,changed_at,name,employee_id,external_id,assigned,source\n{list}");
    let mut files = vec![("users.csv", users.as_str()), ("licenses.csv", &licenses), ("idp_users.csv", &list)];
    files.extend(more);
    organization(&files, CONTRACT, settings)
}

/// Rows without their words.
fn lines(drift: &Drift<'_>) -> Vec<String> {
    let shown = drift.rows.iter().map(|row| {
        let who = row.user_ix.map(|ix| drift.analysis.people.list[ix].user_id.as_str());
        let who = who.or_else(|| row.identity.map(|number| drift.identities[number].email.as_str()));
        let price = |price: Option<Decimal>| price.map_or("?".to_owned(), |price| price.to_string());
        let price = row.price.map_or("-".to_owned(), |own| format!("{}/{}", price(own.list), price(own.contracted)));
        let advice = row.advice.map_or("-", |advice| advice.as_str());
        format!("{} {} {price} {advice}", row.category.as_str(), who.unwrap_or("?"))
    });
    shown.collect()
}

/// The example that the documentation works by hand.
#[test]
fn the_example_of_the_documentation() {
    let (analysis, rows) = org(
        "ann,ann.ash@x.example,Ann Ash,active,E1,2024-01-01T00:00:00Z,2026-10-30T08:00:00Z,,00u1\n\
         bob,bob@x.example,Bob,active,E2,2024-01-01T00:00:00Z,2026-09-20T08:00:00Z,,\n\
         cem,cem@x.example,Cem,active,E3,2024-01-01T00:00:00Z,2026-08-14T08:00:00Z,,00u3\n\
         dee,dee@x.example,Dee,active,E4,2024-01-01T00:00:00Z,2026-10-30T08:00:00Z,,\n\
         svc,svc@x.example,,active,,2024-01-01T00:00:00Z,,2026-10-30T08:00:00Z,\n",
        "ann,cloudCX3\nbob,cloudCX3\ncem,cloudCX2\ndee,cloudCX1\nsvc,communicate\n",
        "ann.birch@x.example,active,2025-01-01T00:00:00Z,Ann Birch,E1,00u1,true,okta\n\
         bob@x.example,deprovisioned,2026-09-15T17:00:00Z,Bob,E2,00u2,false,okta\n\
         cem.old@x.example,deprovisioned,2026-08-15T00:00:00Z,Cem,E3,00u3,false,okta\n\
         fay@x.example,active,2026-01-01T00:00:00Z,Fay,E6,00u6,true,okta\n\
         gus@x.example,active,2026-01-01T00:00:00Z,Gus,E7,00u7,false,okta\n",
        &[],
        "",
    );
    let drift = drift(&analysis, rows);
    assert_eq!(
        lines(&drift),
        [
            "departed-licensed bob 155.00/140.00 reclaim-departed",
            "departed-licensed cem 115.00/115.00 -",
            "unknown-there dee 75.00/75.00 -",
            "unknown-there svc ?/? -",
            "unknown-here fay@x.example - -",
            "email-changed ann 155.00/140.00 -",
        ]
    );
    let total = drift.totals[&Category::DepartedLicensed];
    assert_eq!((total.people, total.seats, total.contracted.known.to_string()), (2, 2, "255.00".to_owned()));
    let unknown = drift.totals[&Category::UnknownThere];
    assert_eq!(
        (unknown.people, unknown.contracted.known.to_string(), unknown.contracted.unpriced),
        (2, "75.00".to_owned(), 1)
    );
    assert_eq!(drift.departed_beyond_email(), 1);
    let bob = drift.of(Category::DepartedLicensed).next().unwrap();
    assert!(bob.sign_after.is_some() && bob.remarks[0].starts_with("security: used after"), "{bob:?}");
    let cem = drift.of(Category::DepartedLicensed).nth(1).unwrap();
    assert_eq!((cem.sign_after, cem.why_not.as_ref().unwrap().text().contains("by e-mail alone")), (None, true));
    assert!(cem.way_out.contains("provisioning log"), "{}", cem.way_out);
    let svc = drift.of(Category::UnknownThere).nth(1).unwrap();
    assert_eq!(svc.oddity, Some(Oddity::NoName));
}

#[test]
fn a_day_of_activity_is_no_proof_of_use_after_the_departure_on_that_day() {
    let on = |from: &str| {
        let activity = "user_id,interval_start,interval_end,feature,events,duration_ms\n\
            bob,2026-09-15T00:00:00Z,2026-09-16T00:00:00Z,voice,3,1000\n\
            bob,2026-09-17T00:00:00Z,2026-09-18T00:00:00Z,wfm_schedule,1,\n";
        let (analysis, rows) = org(
            "bob,bob@x.example,Bob,active,,2024-01-01T00:00:00Z,,,\n",
            "bob,cloudCX3\n",
            &format!("bob@x.example,deprovisioned,{from},Bob,,,,\n"),
            &[("activity.csv", activity)],
            "",
        );
        let drift = drift(&analysis, rows);
        drift.rows[0]
            .sign_after
            .map(|(at, source)| format!("{} {}", crate::overview::words::rfc3339(at), source.as_str()))
    };
    // A schedule is no sign of anybody; the day's work may have been done before five.
    assert_eq!(on("2026-09-15T17:00:00Z"), None);
    assert_eq!(on("2026-09-14T17:00:00Z").as_deref(), Some("2026-09-15T00:00:00Z activity"));
}

#[test]
fn suspended_people_count_where_they_hold_something() {
    let (analysis, rows) = org(
        "ann,ann@x.example,Ann,active,,2024-01-01T00:00:00Z,2026-10-30T08:00:00Z,,\n\
         bob,bob@x.example,Bob,active,,2024-01-01T00:00:00Z,2026-10-30T08:00:00Z,,\n",
        "ann,cloudCX3\n",
        "ann@x.example,suspended,,,,,,\nbob@x.example,suspended,,,,,,\n",
        &[],
        "",
    );
    assert_eq!(lines(&drift(&analysis, rows)), ["suspended-licensed ann 155.00/140.00 -"]);
}

#[test]
fn who_is_deactivated_here_and_active_there_is_a_drift_unless_the_app_was_taken_away() {
    let list = |assigned: &str| {
        format!(
            "ann@x.example,active,,,,,{assigned},\nbob@x.example,active,,,,,{assigned},\ncem@x.example,active,,,,,{assigned},\n"
        )
    };
    let rows = |assigned: &str| {
        let (analysis, rows) = org(
            "ann,ann@x.example,Ann,inactive,,,,,\nbob,bob@x.example,Bob,inactive,,,,,\ncem,cem@x.example,Cem,deleted,,,,,\n",
            "ann,cloudCX3\n",
            &list(assigned),
            &[],
            "",
        );
        lines(&drift(&analysis, rows))
    };
    let licensed = "inactive-here-active-there ann 155.00/140.00 reclaim-deactivated";
    let rest = ["bob", "cem"].map(|who| format!("inactive-here-active-there {who} 0.00/0.00 -"));
    assert_eq!(rows("false"), [licensed]);
    assert_eq!(rows("true"), [licensed, &rest[0], &rest[1]]);
    assert_eq!(rows(""), rows("true"));
}

#[test]
fn unknown_here_needs_a_list_that_says_who_is_assigned() {
    let (analysis, rows) = org(
        "ann,ann@x.example,Ann,active,,2026-10-01T00:00:00Z,2026-10-30T08:00:00Z,,\n",
        "",
        "ann@x.example,active,,,,,,\nfay@x.example,active,,,,,,\ngus@x.example,suspended,,,,,true,\n",
        &[],
        "",
    );
    let drift = drift(&analysis, rows);
    assert_eq!(lines(&drift), Vec::<String>::new());
    assert!(
        drift.notes.iter().any(|note| note.ends_with("`--assigned` where the list is that of the app")),
        "{:?}",
        drift.notes
    );
}

#[test]
fn accounts_that_are_not_listed_are_told_apart() {
    let presence = "user_id,start_at,end_at\nhal,2026-10-30T08:00:00Z,2026-10-30T09:00:00Z\n";
    let (analysis, rows) = org(
        "dev,dev@x.example,Wall,active,,2024-01-01T00:00:00Z,2026-10-30T08:00:00Z,,\n\
         hal,hal@x.example,Hal,active,,2024-01-01T00:00:00Z,,2026-10-30T08:00:00Z,00u9\n\
         key,key@x.example,Key,active,,2024-01-01T00:00:00Z,,2026-10-30T08:00:00Z,\n\
         vip,vip@x.example,Vip,active,,2024-01-01T00:00:00Z,2026-10-30T08:00:00Z,,\n",
        "dev,wallboardUser\nhal,cloudCX3\nkey,cloudCX1\nvip,cloudCX3\n",
        "other@x.example,active,,,,,,\n",
        &[("presence.csv", presence)],
        "[protect]\nusers = [\"vip@x.example\"]\n",
    );
    let drift = drift(&analysis, rows);
    let oddities: Vec<Option<&str>> =
        drift.of(Category::UnknownThere).map(|row| row.oddity.map(Oddity::as_str)).collect();
    assert_eq!(oddities, [Some("device"), None, Some("tokens-only"), Some("protected")]);
    let hal = drift.of(Category::UnknownThere).nth(1).unwrap();
    assert!(hal.remarks[0].contains("`00u9`, which is on no list"), "{:?}", hal.remarks);
}

#[test]
fn a_list_of_leavers_says_nothing_of_those_whom_it_lacks() {
    let (analysis, rows) = org(
        "ann,ann@x.example,Ann,active,,2024-01-01T00:00:00Z,2026-10-30T08:00:00Z,,\n",
        "ann,cloudCX3\n",
        "bob@x.example,deprovisioned,,,,,,\n",
        &[],
        "",
    );
    let drift = drift(&analysis, rows);
    assert_eq!(lines(&drift), Vec::<String>::new());
    assert!(drift.notes[0].starts_with("no list names anybody who is active"), "{:?}", drift.notes);
}

#[test]
fn what_is_advised_about_a_managed_account_has_to_be_done_there() {
    let roles = "role_id,name,permission\nr1,Planner,wfm:schedule:edit\n";
    let definitions = "license_id,permission\ncloudCX1,voice:call:answer\ncloudCX3,wfm:schedule:edit\n";
    let grants = "user_id,role_id,via_group_id\nann,r1,g1\n";
    let activity = "user_id,interval_start,interval_end,feature,events,duration_ms\n\
        ann,2026-10-30T00:00:00Z,2026-10-31T00:00:00Z,voice,3,1000\n";
    let coverage = "table,feature,from,to\nactivity,,2026-01-01T00:00:00Z,2026-11-01T00:00:00Z\n";
    let (analysis, rows) = org(
        "ann,ann@x.example,Ann,active,,2024-01-01T00:00:00Z,2026-10-30T08:00:00Z,,00u1\n\
         bob,bob@x.example,Bob,active,,2024-01-01T00:00:00Z,2026-01-30T08:00:00Z,,00u2\n\
         cem,cem@x.example,Cem,active,,2024-01-01T00:00:00Z,2026-01-30T08:00:00Z,,\n\
         dee,dee@x.example,Dee,active,,2024-01-01T00:00:00Z,2026-01-30T08:00:00Z,,00u4\n\
         eva,eva@x.example,Eva,inactive,,2024-01-01T00:00:00Z,2026-01-30T08:00:00Z,,00u5\n",
        "ann,cloudCX3\nbob,cloudCX3\ncem,cloudCX3\ndee,cloudCX3\neva,cloudCX3\n",
        "ann@x.example,active,,,,00u1,true,\nbob@x.example,active,,,,00u2,true,\ncem@x.example,active,,,,,true,\n\
         dee@x.example,deprovisioned,,,,00u4,,\neva@x.example,active,,,,00u5,false,\n",
        &[
            ("roles.csv", roles),
            ("license_definitions.csv", definitions),
            ("role_grants.csv", grants),
            ("activity.csv", activity),
            ("coverage.csv", coverage),
        ],
        "",
    );
    let drift = drift(&analysis, rows);
    let managed: Vec<(&str, &str)> =
        drift.of(Category::ManagedThere).map(|row| (row.advice.unwrap().as_str(), row.way_out.as_str())).collect();
    assert_eq!(
        managed,
        [
            (
                "downgrade-tier",
                "a change here is undone by the next provisioning run if the provider fills the group: change the membership of `g1` there"
            ),
            (
                "reclaim-idle",
                "a change here is undone by the next provisioning run: take the app assignment back at the provider, which deactivates the account here"
            ),
            (
                "reclaim-departed",
                "the person is gone there, so that no run undoes it: deactivate here, if the run there does not"
            ),
            (
                "reclaim-deactivated",
                "take the license away here; it comes back if the provider assigns the person again"
            ),
        ]
    );
    // What a downgrade is worth, not what is held.
    assert_eq!(drift.of(Category::ManagedThere).next().unwrap().price.unwrap().contracted, Some(Decimal::new(6500, 2)));
}

#[test]
fn what_e_mails_alone_get_wrong_is_said() {
    let (analysis, rows) = org(
        "ann,a.smith@x.example,Ann Smith,active,E1,2024-01-01T00:00:00Z,2026-10-30T08:00:00Z,,00u1\n",
        "ann,cloudCX3\n",
        "a.smith@x.example,deprovisioned,2026-06-01T00:00:00Z,Al Smith,E2,00u2,,okta\na.jones@x.example,active,,Ann Jones,E1,00u1,,okta\n",
        &[],
        "",
    );
    let drift = drift(&analysis, rows);
    assert_eq!(
        lines(&drift),
        ["email-changed ann 155.00/140.00 reclaim-departed", "managed-there ann 155.00/140.00 reclaim-departed"]
    );
    assert_eq!(
        drift.rows[0].remarks,
        ["by e-mail alone the account would be taken for Al Smith's, who has the address now and is deprovisioned"]
    );
}

#[test]
fn of_files_the_page_says_that_analyze_does_not_know_them() {
    let (analysis, rows) = org(
        "bob,bob@x.example,Bob,active,,2024-01-01T00:00:00Z,2026-10-30T08:00:00Z,,\n",
        "bob,cloudCX3\n",
        "",
        &[],
        "",
    );
    assert!(rows.is_empty());
    let list = vec![super::IdpRow {
        source: None,
        external_id: None,
        changed_at: None,
        status: crate::findings::context::IdpStatus::Deprovisioned,
        email: "bob@x.example".to_owned(),
        name: None,
        employee_id: None,
        assigned: None,
    }];
    let book = seatwise_pricing::book::PriceBook::embedded();
    let drift = Drift::new(&analysis, &book, list, Origin::Files, vec!["read with a note".to_owned()]);
    assert_eq!(
        drift.rows[0].why_not.as_ref().unwrap().text(),
        "`analyze` does not read this list: import it with the other exports"
    );
    assert_eq!((drift.departed_beyond_email(), drift.notes[0].as_str()), (0, "read with a note"));
}
