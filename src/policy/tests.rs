//! A small organization whose rules are counted by hand.

use rust_decimal::Decimal;
use seatwise_pricing::book::PriceBook;

use super::*;
use crate::{
    analysis::small::{analyzed_with, staged},
    settings::Settings,
    snapshot::Snapshot,
};

const AS_OF: &str = "2026-10-31T23:59:59Z";

/// Everybody holds CX 3 at 155.00. Ann, Bob, Eva and Fay have not been there since April; Cem, of the service desk, and Dee
/// only answer calls, for which CX 1 at 75.00 is enough. Eva is a master admin.
fn organization() -> Snapshot {
    let person = |id: &str, department: &str, division: &str, login: &str| {
        format!("{id},{id}@x.example,{id},active,{department},{division},2025-01-01T00:00:00Z,{login}\n")
    };
    let (away, here) = ("2026-04-05T08:00:00Z", "2026-10-30T08:00:00Z");
    let users: String = [
        person("ann", "", "EMEA", away),
        person("bob", "", "EMEA", away),
        person("cem", "Desk", "EMEA", here),
        person("dee", "", "APAC", here),
        person("eva", "", "APAC", away),
        person("fay", "", "APAC", away),
    ]
    .concat();
    let licenses: String = ["ann", "bob", "cem", "dee", "eva", "fay"].map(|id| format!("{id},cloudCX3\n")).concat();
    staged(&[
        ("users.csv", &format!("user_id,email,name,state,department,division,created_at,last_login_at\n{users}")),
        ("licenses.csv", &format!("user_id,license_id\n{licenses}")),
        (
            "activity.csv",
            "user_id,interval_start,interval_end,feature,events,duration_ms\n\
             cem,2026-10-29T00:00:00Z,2026-10-30T00:00:00Z,voice,12,60000\n\
             dee,2026-10-29T00:00:00Z,2026-10-30T00:00:00Z,voice,12,60000\n",
        ),
        ("coverage.csv", "table,feature,from,to\nactivity,,2025-01-01T00:00:00Z,2026-11-01T00:00:00Z\n"),
        ("roles.csv", "role_id,name,permission\nr,Master Admin,admin:all:all\n"),
        ("role_grants.csv", "user_id,role_id\neva,r\n"),
    ])
}

fn checked(settings: &str) -> Policy {
    let snapshot = organization();
    let (settings, _) = Settings::parse(settings, "seatwise.toml", &PriceBook::embedded()).unwrap();
    let analysis = analyzed_with(&snapshot, "", settings, AS_OF);
    check::<()>(&analysis, |settings| Ok(analyzed_with(&snapshot, "", settings, AS_OF))).unwrap()
}

fn lines(policy: &Policy) -> Vec<String> {
    let line = |rule: &Rule| {
        format!(
            "{} {} of {} hold back {} {}",
            rule.kind.as_str(),
            rule.changed,
            rule.people,
            rule.held_back.amount.normalize(),
            rule.standing.as_str()
        )
    };
    policy.rules.iter().map(line).collect()
}

#[test]
fn every_rule_says_whom_it_concerns_and_what_it_holds_back() {
    let policy = checked(
        "[[exception]]\nuser = \"ann@x.example\"\nreason = \"leave\"\nuntil = \"2026-12-31\"\n\
         [[exception]]\nuser = \"bob\"\nreason = \"leave\"\nuntil = \"2026-10-30\"\n\
         [[exception]]\nuser = \"zoe\"\nreason = \"leave\"\n\
         [protect]\nusers = [\"ann\", \"fay\"]\nroles = [\"Master Admin\", \"Nobody\"]\n\
         [[pin]]\nfeature = \"wfm_schedule\"\ndepartment = \"Desk\"\n\
         [[pin]]\nfeature = \"wfm_schedule\"\ndepartment = \"Nowhere\"\n\
         [features]\nnot_used = [\"voice\"]\n",
    );
    assert_eq!(
        lines(&policy),
        [
            "exception 1 of 1 hold back 155 holds",
            "exception 0 of 1 hold back 0 expired",
            "exception 0 of 0 hold back 0 matches-nothing",
            // Ann is left alone by her exception already.
            "protect.users 0 of 1 hold back 0 holds",
            "protect.users 1 of 1 hold back 155 holds",
            "protect.roles 1 of 1 hold back 155 holds",
            "protect.roles 0 of 0 hold back 0 matches-nothing",
            // Without it CX 1 would be enough for Cem.
            "pin 1 of 1 hold back 80 holds",
            "pin 0 of 0 hold back 0 matches-nothing",
            "features.not_used 0 of 6 hold back 0 contradicted",
        ]
    );
    assert_eq!(policy.findings(), 5);
}

/// With CX 2 alone to be offered Cem and Dee go to CX 2 at 115.00; without the list to CX 1 at 75.00.
#[test]
fn the_list_of_offers_is_tried_out() {
    let policy = checked("[offers]\nallow = [\"cx2\"]\n[protect]\nroles = []\n");
    assert_eq!(lines(&policy), ["offers.allow 2 of 6 hold back 80 holds"]);
}

/// Fay has not been there for 209 days: idle, 155.00. With 400 days she only holds too much: CX 1 would do, 80.00. Eva of the
/// same division is protected, Dee at work.
#[test]
fn a_window_of_a_department_is_held_against_the_one_of_everybody() {
    let policy = checked(
        "[[department_window]]\ndivision = \"APAC\"\nidle_days = 400\n\
         [[department_window]]\ndepartment = \"Nowhere\"\ndays = 30\n",
    );
    let expected =
        ["department_window 1 of 3 hold back 75 holds", "department_window 0 of 0 hold back 0 matches-nothing"];
    assert_eq!(lines(&policy)[1..], expected);
    assert_eq!(policy.rules[1].says, "division APAC: idle_days 400");
}

#[test]
fn pools_are_counted_by_division_and_department() {
    let policy = checked(
        "[[pool]]\ndivision = \"EMEA\"\nproduct = \"cloudCX3\"\nlimit = 2\n\
         [[pool]]\ndivision = \"EMEA\"\ndepartment = \"Desk\"\nproduct = \"cx1\"\nlimit = 0\n\
         [[pool]]\ndivision = \"Moon\"\nproduct = \"cx3\"\nlimit = 1\n",
    );
    let pools: Vec<_> = policy.pools.iter().map(|own| (own.people, own.held, own.needed, own.is_exceeded())).collect();
    // Of the three of EMEA Ann and Bob are idle and Cem needs CX 1.
    assert_eq!(pools, [(3, 3, 0, true), (1, 0, 1, false), (0, 0, 0, false)]);
    assert_eq!(policy.findings(), 2, "an exceeded pool, and one that nobody is in");
    assert_eq!(policy.rules.len(), 1, "the default protection of master admins");
    assert_eq!(policy.rules[0].held_back, HeldBack { amount: Decimal::from(155), unknown: 0 });
}

/// Ann, Bob and Fay are idle and give their seats back; Eva is protected, Cem and Dee go to CX 1.
#[test]
fn the_buffer_of_the_renewal_is_a_rule_with_its_price() {
    assert_eq!(lines(&checked("[renewal]\nbuffer_percent = \"0\"\n")), lines(&checked("")));
    let policy = checked("[renewal]\nbuffer_percent = \"5\"\nbuffer_seats = 2\n");
    let rule = policy.rules.iter().find(|rule| rule.kind == RuleKind::Renewal).unwrap();
    // CX 3: Eva, so 2 × 155.00; CX 1: Cem and Dee, so 2 × 75.00.
    assert_eq!((rule.people, rule.changed, rule.standing), (3, 4, Standing::Holds));
    assert_eq!((rule.says.as_str(), rule.held_back.amount), ("5 %, at least 2 seats", Decimal::new(46_000, 2)));
}
