//! What no correct analysis may do, whatever the numbers are.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::Value;

use super::analyze::analyze;
use super::billing::Products;
use super::dice::Dice;
use super::facts::Facts;
use super::generate::generate;
use super::in_parallel;
use super::offers::{coverage, held_coverage};
use super::org::{Activity, Billable, Case, License, Presence};
use super::subject::{bytes, document};
use super::time::DAY;

const SEEDS: std::ops::RangeInclusive<u64> = 1001..=1020;

fn check(law: impl Fn(u64) -> Result<(), String> + Sync) {
    let seeds: Vec<u64> = SEEDS.collect();
    let broken = in_parallel(&seeds, |seed| law(seed).err().into_iter().collect());
    assert!(broken.is_empty(), "broken for {} seeds: {broken:#?}", broken.len());
}

fn permuted(case: &Case) -> Case {
    let mut case = case.clone();
    let mut dice = Dice::new(case.seed + 7);
    dice.shuffle(&mut case.org.users);
    dice.shuffle(&mut case.org.licenses);
    case.org.roles.iter_mut().for_each(|rows| dice.shuffle(rows));
    case.org.grants.iter_mut().for_each(|rows| dice.shuffle(rows));
    case.org.activity.iter_mut().for_each(|rows| dice.shuffle(rows));
    case.org.presence.iter_mut().for_each(|rows| dice.shuffle(rows));
    case.org.billable.iter_mut().for_each(|rows| dice.shuffle(rows));
    case.org.resources.iter_mut().for_each(|rows| dice.shuffle(rows));
    case.org.idp.iter_mut().for_each(|rows| dice.shuffle(rows));
    case.org.memberships.iter_mut().for_each(|rows| dice.shuffle(rows));
    case.org.coverage.iter_mut().for_each(|rows| dice.shuffle(rows));
    case
}

#[test]
fn permuted_rows_change_no_byte_and_two_runs_are_the_same() {
    check(|seed| {
        let case = generate(seed);
        let (first, again, other) = (bytes(&case)?, bytes(&case)?, bytes(&permuted(&case))?);
        if first != again {
            return Err("two runs differ".to_owned());
        }
        if first != other {
            return Err("permuted rows differ".to_owned());
        }
        Ok(())
    });
}

/// Rows of nobody, rows after as-of, licenses of other times. As-of is named, since such rows would move the default.
fn with_irrelevant_rows(case: &Case, at: i64) -> Case {
    let mut case = case.clone();
    let stranger = "stranger".to_owned();
    let user = case.org.users[0].user_id.clone();
    case.org.licenses.push(License { user_id: stranger.clone(), license_id: "cx3".to_owned(), from: None, to: None });
    case.org.licenses.push(License {
        user_id: user.clone(),
        license_id: "cx4".to_owned(),
        from: Some(at + DAY),
        to: None,
    });
    let row = |user_id: &str, start, end| Activity {
        user_id: user_id.to_owned(),
        start,
        end,
        feature: "voice".to_owned(),
        events: 3,
        duration_ms: 1_000,
    };
    if let Some(rows) = &mut case.org.activity {
        rows.extend([row(&user, at + DAY, at + 2 * DAY), row(&stranger, at - 500 * DAY, at), row(&user, at, at)]);
    }
    if let Some(rows) = &mut case.org.presence {
        rows.push(Presence { user_id: stranger.clone(), start: at - 500 * DAY, end: None });
        rows.push(Presence { user_id: user.clone(), start: at, end: Some(at + DAY) });
    }
    if let Some(rows) = &mut case.org.billable {
        let entity = "late@northwind.example".to_owned();
        rows.push(Billable { charge_name: "Genesys Cloud CX 3".to_owned(), entity, first_seen_at: at + DAY });
    }
    case
}

#[test]
fn irrelevant_rows_change_nothing_but_the_snapshot_and_findings() {
    check(|seed| {
        let mut case = generate(seed);
        let at = Facts::new(&case).as_of;
        case.as_of = Some(at);
        let strip = |mut document: Value| {
            let parts = document.as_object_mut().expect("an object");
            parts.remove("snapshot");
            parts.remove("findings");
            document
        };
        let (plain, other) = (strip(document(&case)?), strip(document(&with_irrelevant_rows(&case, at))?));
        let changed =
            plain.as_object().expect("an object").iter().filter(|(key, value)| other[key.as_str()] != **value);
        let changed: Vec<&String> = changed.map(|(key, _)| key).collect();
        if changed.is_empty() { Ok(()) } else { Err(format!("changed: {changed:?}")) }
    });
}

/// Recommendations by person: code, and the features given up.
type Advised = BTreeMap<String, (String, BTreeSet<&'static str>)>;

fn advised(document: &Value) -> Advised {
    let products = |list: &Value| list.as_array().expect("a list").iter().map(text).collect::<Products>();
    let rows = document["recommendations"].as_array().expect("a list").iter();
    rows.map(|row| {
        let (from, to) = (held_coverage(&products(&row["from"])), coverage(&products(&row["to"])));
        (text(&row["user_id"]), (text(&row["code"]), from.difference(&to).copied().collect()))
    })
    .collect()
}

/// Reclaims apart: without `activity` they rest on presence and logins, which show whoever works. `features.not_used`
/// speaks where no evidence does.
#[test]
fn a_table_that_is_left_out_takes_no_feature_away_that_it_proves() {
    let vanished = AtomicUsize::new(0);
    check(|seed| {
        let mut case = generate(seed);
        case.as_of = Some(Facts::new(&case).as_of);
        let before = advised(&document(&case)?);
        let mut poorer = case.clone();
        poorer.org.activity = None;
        let after = advised(&document(&poorer)?);
        vanished.fetch_add(before.keys().filter(|user| !after.contains_key(*user)).count(), Ordering::Relaxed);
        let facts = Facts::new(&case);
        for (user, (code, given_up)) in after.iter().filter(|(_, (code, _))| !code.starts_with("reclaim")) {
            let known = before.get(user).map(|(_, given_up)| given_up);
            let unused = |feature: &str| facts.settings.not_used.iter().any(|unused| unused == feature);
            let is_lost = |feature: &&&str| {
                facts.is_used(user, feature) && !unused(feature) && known.is_none_or(|known| !known.contains(**feature))
            };
            if let Some(lost) = given_up.iter().find(is_lost) {
                return Err(format!("without activity: {code} takes {lost} from {user}"));
            }
        }
        Ok(())
    });
    assert!(vanished.into_inner() > 0, "no recommendation rested on activity");
}

/// A comparison proves nothing about what never occurs.
#[test]
fn the_generated_organizations_reach_every_recommendation() {
    let mut reached = BTreeMap::new();
    for seed in 1..=200 {
        let document = analyze(&generate(seed));
        for one in document["recommendations"].as_array().expect("a list") {
            *reached.entry((text(&one["code"]), text(&one["confidence"]))).or_insert(0) += 1;
        }
        for one in document["findings"].as_array().expect("a list") {
            *reached.entry((text(&one["code"]), String::new())).or_insert(0) += 1;
        }
    }
    let expected = [
        ("ambiguous-person", 1),
        ("downgrade-tier", 3),
        ("drop-addon", 3),
        ("outside-contract", 1),
        ("protected-kept", 1),
        ("reclaim-deactivated", 1),
        ("reclaim-departed", 1),
        ("reclaim-duplicate", 3),
        ("reclaim-idle", 3),
        ("reclaim-never-activated", 3),
        ("release-cx-seat", 3),
        ("swap-offer", 3),
        ("unknown-license", 1),
        ("upgrade-tier", 3),
    ];
    for (code, levels) in expected {
        let found = reached.keys().filter(|(name, _)| name == code).count();
        assert!(found >= levels, "{code}: {found} of {levels} levels of confidence; {reached:#?}");
    }
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}
