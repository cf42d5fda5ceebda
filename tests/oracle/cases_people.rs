//! Recommendations worked out by hand from the rules.

use serde_json::{Value, json};

use super::analyze::analyze;
use super::cases::org;
use super::org::{Activity, Case, Exception, Grant, Idp, License, Pin, Presence, Role, Settings};
use super::time::{DAY, MINUTE, Micros, instant};

const AS_OF: &str = "2026-10-20T00:00:00Z";

fn as_of() -> Micros {
    instant(AS_OF)
}

/// Code of the recommendation for each of the people, in their order.
fn codes(case: &Case) -> Vec<String> {
    let document = analyze(case);
    let rows = document["recommendations"].as_array().expect("a list");
    let of = |id: &str| rows.iter().find(|row| row["user_id"] == id).and_then(|row| row["code"].as_str());
    case.org.users.iter().map(|user| of(&user.user_id).unwrap_or("-").to_owned()).collect()
}

/// One person who was last present so long ago.
fn last_seen(ago: Micros) -> Case {
    let mut case = org(&[("cx3", 0, 60)]);
    let end = as_of() - ago;
    case.org.presence = Some(vec![Presence { user_id: "u0".to_owned(), start: end - MINUTE, end: Some(end) }]);
    case
}

fn used(case: &mut Case, user: &str, feature: &str, days_ago: i64) {
    let start = as_of() - days_ago * DAY;
    let row = Activity {
        user_id: user.to_owned(),
        start,
        end: start + DAY,
        feature: feature.to_owned(),
        events: 1,
        duration_ms: 60_000,
    };
    case.org.activity.get_or_insert_default().push(row);
}

/// Everybody's every feature is known for the window, and nothing was used.
fn all_known(case: &mut Case) {
    let whole = |table: &str| super::org::Coverage {
        table: table.to_owned(),
        feature: None,
        from: as_of() - 90 * DAY,
        to: as_of(),
    };
    case.org.activity.get_or_insert_default();
    case.org.coverage = Some(vec![whole("activity"), whole("presence")]);
}

fn first(case: &Case) -> Value {
    analyze(case)["recommendations"][0].clone()
}

#[test]
fn idle_begins_at_ninety_days_to_the_microsecond() {
    assert_eq!(codes(&last_seen(90 * DAY)), ["reclaim-idle"]);
    assert_eq!(codes(&last_seen(90 * DAY - 1)), ["-"]);
}

#[test]
fn a_new_person_is_left_alone_for_thirty_days() {
    let mut case = last_seen(95 * DAY);
    case.org.users[0].created_at = Some(as_of() - 30 * DAY + 1);
    assert_eq!(codes(&case), ["-"]);
    case.org.users[0].created_at = Some(as_of() - 30 * DAY);
    assert_eq!(codes(&case), ["reclaim-idle"]);
}

/// Bug: seen from the end of a month, wallboards that log in to this day had "never logged in", at high confidence.
#[test]
fn who_logs_in_after_as_of_was_activated_at_some_time() {
    let mut case = org(&[("cx1", 0, 60), ("cx1", 0, 0)]);
    case.org.users[1].created_at = Some(as_of() - 400 * DAY);
    case.org.users[1].last_login_at = Some(as_of() + DAY);
    assert!(!codes(&case)[1].starts_with("reclaim"), "{:?}", codes(&case));
    case.org.users[1].last_login_at = None;
    assert_eq!(codes(&case), ["-", "reclaim-never-activated"]);
}

#[test]
fn who_was_never_seen_was_never_activated() {
    let mut case = org(&[("cx1", 0, 60), ("cx3", 0, 0)]);
    case.org.users[1].created_at = Some(as_of() - 400 * DAY);
    assert_eq!(codes(&case), ["-", "reclaim-never-activated"]);
    // Unknown age, and presence covers 60 minutes: nothing can be said.
    case.org.users[1].created_at = None;
    assert_eq!(codes(&case), ["-", "-"]);
}

#[test]
fn the_same_employee_with_a_living_account_is_a_duplicate() {
    let mut case = org(&[("cx1", 0, 60), ("cx3", 0, 0)]);
    case.org.users[0].employee_id = Some("E1".to_owned());
    case.org.users[1].employee_id = Some("E1".to_owned());
    assert_eq!(codes(&case), ["-", "reclaim-duplicate"]);
}

#[test]
fn names_are_compared_without_case_and_width_where_the_manager_is_the_same() {
    let mut case = org(&[("cx1", 0, 60), ("cx3", 0, 0)]);
    case.org.users[0].name = Some("Ada Lovelace".to_owned());
    case.org.users[1].name = Some("Ａda   LOVELACE".to_owned());
    assert_eq!(codes(&case), ["-", "-"]);
    case.org.users[0].manager_email = Some("boss@northwind.example".to_owned());
    case.org.users[1].manager_email = Some("Boss@northwind.example".to_owned());
    assert_eq!(codes(&case), ["-", "reclaim-duplicate"]);
}

#[test]
fn of_two_directory_rows_at_one_instant_the_graver_counts() {
    let mut case = org(&[("cx1", 0, 60)]);
    case.org.users[0].email = Some("ada@northwind.example".to_owned());
    let row = |status: &str, at| Idp {
        email: "ADA@northwind.example".to_owned(),
        status: status.to_owned(),
        changed_at: Some(at),
    };
    let at = as_of() - DAY;
    case.org.idp = Some(vec![row("deprovisioned", at), row("active", at)]);
    assert_eq!(codes(&case), ["reclaim-departed"]);
    case.org.idp = Some(vec![row("deprovisioned", at), row("active", at + 1), row("deprovisioned", as_of() + 1)]);
    assert_eq!(codes(&case), ["-"]);
}

#[test]
fn an_exception_ends_after_its_last_day() {
    let mut case = last_seen(95 * DAY);
    let mut exception = Exception { user: "u0".to_owned(), reason: "leave".to_owned(), until: None };
    for (until, expected) in [("2026-10-20", "-"), ("2026-10-19", "reclaim-idle")] {
        exception.until = Some(until.parse().expect("a date"));
        case.settings = Some(Settings { exceptions: vec![exception.clone()], ..Settings::default() });
        assert_eq!(codes(&case), [expected]);
    }
}

#[test]
fn a_protected_role_counts_through_a_group_and_by_its_exact_name() {
    let mut case = last_seen(95 * DAY);
    let role = |name: &str| Role { role_id: "r".to_owned(), name: name.to_owned(), permission: "*:*:*".to_owned() };
    let grant = Grant { user_id: "u0".to_owned(), role_id: "r".to_owned(), via_group: Some("g".to_owned()) };
    case.org.grants = Some(vec![grant]);
    case.org.roles = Some(vec![role("Master Admin")]);
    assert_eq!(codes(&case), ["-"]);
    assert_eq!(analyze(&case)["findings"], json!([{"code": "protected-kept", "subject": "u0"}]));
    case.org.roles = Some(vec![role("master admin")]);
    assert_eq!(codes(&case), ["reclaim-idle"]);
}

#[test]
fn voice_alone_needs_cx1() {
    let mut case = org(&[("cx3", 0, 60)]);
    all_known(&mut case);
    used(&mut case, "u0", "voice", 3);
    let one = first(&case);
    assert_eq!((&one["code"], &one["to"]), (&json!("downgrade-tier"), &json!(["cx1"])));
    assert_eq!(one["list_delta_monthly"], "80.00"); // 155 - 75
}

#[test]
fn evidence_needs_enough_days() {
    let mut case = org(&[("cx3", 0, 60)]);
    all_known(&mut case);
    used(&mut case, "u0", "voice", 3);
    used(&mut case, "u0", "wfm_planning", 3);
    assert_eq!(codes(&case), ["-"]);
    case.settings = Some(Settings { min_days: 2, ..Settings::default() });
    used(&mut case, "u0", "voice", 4);
    assert_eq!(first(&case)["to"], json!(["cx1"]));
}

#[test]
fn a_row_that_starts_with_the_window_is_in_it() {
    for (days_ago, expected) in [(90, "-"), (91, "downgrade-tier")] {
        let mut case = org(&[("cx3", 0, 60)]);
        all_known(&mut case);
        used(&mut case, "u0", "voice", 3);
        used(&mut case, "u0", "wfm_planning", days_ago);
        assert_eq!(codes(&case), [expected]);
    }
}

#[test]
fn an_add_on_that_nobody_uses_is_dropped() {
    let mut case = org(&[("cx1", 0, 60)]);
    let license_id = "journeyManagement".to_owned();
    case.org.licenses.push(License { user_id: "u0".to_owned(), license_id, from: None, to: None });
    all_known(&mut case);
    used(&mut case, "u0", "voice", 3);
    let one = first(&case);
    assert_eq!((&one["code"], &one["from"]), (&json!("drop-addon"), &json!(["cx1", "journey"])));
    assert_eq!((&one["to"], &one["contracted_delta_monthly"]), (&json!(["cx1"]), &json!("30.00")));
}

#[test]
fn use_beyond_the_license_is_an_upgrade() {
    let mut case = org(&[("cx1", 0, 60)]);
    all_known(&mut case);
    used(&mut case, "u0", "voice", 3);
    used(&mut case, "u0", "chat", 3);
    let one = first(&case);
    assert_eq!((&one["code"], &one["to"]), (&json!("upgrade-tier"), &json!(["cx2"])));
    assert_eq!(one["list_delta_monthly"], "-40.00");
    assert_eq!(analyze(&case)["savings"]["at_renewal_monthly"], "0.00");
}

#[test]
fn a_pin_needs_all_its_keys() {
    let mut case = org(&[("cx3", 0, 60)]);
    all_known(&mut case);
    used(&mut case, "u0", "voice", 3);
    let keys = [("department", "Sales"), ("division", "North")].map(|(key, value)| (key.to_owned(), value.to_owned()));
    let pin = Pin { feature: "wfm_schedule".to_owned(), keys: keys.into() };
    case.settings = Some(Settings { pins: vec![pin], ..Settings::default() });
    case.org.users[0].department = Some("Sales".to_owned());
    assert_eq!(codes(&case), ["downgrade-tier"]);
    case.org.users[0].division = Some("North".to_owned());
    assert_eq!(codes(&case), ["-"]);
}

#[test]
fn who_needs_nothing_gets_collaborate_where_it_is_allowed() {
    let mut case = org(&[("cx3", 0, 60)]);
    all_known(&mut case);
    assert_eq!(first(&case)["to"], json!(["cx1"]));
    // Communicate is allowed, but has no price.
    let allow = ["communicate", "collaborate"].map(str::to_owned).to_vec();
    case.settings = Some(Settings { allow, ..Settings::default() });
    let one = first(&case);
    assert_eq!((&one["code"], &one["to"]), (&json!("release-cx-seat"), &json!(["collaborate"])));
    assert_eq!(one["list_delta_monthly"], "155.00");
}

#[test]
fn two_people_with_one_email_are_ambiguous() {
    let mut case = org(&[("cx1", 0, 60), ("cx1", 0, 60)]);
    case.org.users[0].email = Some("a@b.example".to_owned());
    case.org.users[1].email = Some("A@B.example".to_owned());
    assert_eq!(analyze(&case)["findings"], json!([{"code": "ambiguous-person", "subject": "a@b.example"}]));
}
