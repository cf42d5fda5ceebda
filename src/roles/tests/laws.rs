//! Laws that hold for whatever roles, grants and use an organization has, on random ones.
//!
//! Who may be using which permission, and which license follows from it, is computed here from a table of its own.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use seatwise_pricing::book::PriceBook;

use super::organization::{Org, Rights};
use crate::roles::{Field, report, search};

/// Permission, license that it needs, features that show its use; no feature = nothing tells.
const PERMISSIONS: [(&str, &str, &[&str]); 13] = [
    ("assistants:copilot:view", "copilot", &["copilot"]),
    ("conversation:call:accept", "cloudCX1", &["voice", "callback", "outbound"]),
    ("conversation:email:accept", "cloudCX2", &["email"]),
    ("directory:user:view", "collaborate", &[]),
    ("journey:segment:view", "cloudCX4", &["journey"]),
    ("performance:scorecard:view", "cloudCX3", &[]),
    ("quality:evaluation:add", "cloudCX2", &["quality_evaluator", "quality_evaluated", "admin"]),
    ("quality:settings:view", "cloudCX3", &["quality_evaluator", "quality_evaluated"]),
    ("quality:survey:view", "cloudCX2", &["quality_evaluator", "quality_evaluated"]),
    ("routing:queue:view", "cloudCX1", &[]),
    ("speechAndTextAnalytics:topic:view", "cloudCX3", &["speech_analytics"]),
    ("wfm:schedule:edit", "cloudCX3", &["wfm_planning", "wfm_schedule"]),
    ("wfm:schedule:view", "cloudCX3", &["wfm_planning", "wfm_schedule"]),
];
const WILDCARDS: [&str; 3] = ["quality:*:*", "wfm:*:*", "speechAndTextAnalytics:*:view"];
const FEATURES: [&str; 9] = [
    "voice",
    "email",
    "wfm_schedule",
    "wfm_planning",
    "quality_evaluator",
    "quality_evaluated",
    "speech_analytics",
    "copilot",
    "admin",
];
/// Cheapest first, with the list price.
const TIERS: [(&str, i64); 5] =
    [("collaborate", 0), ("cloudCX1", 75), ("cloudCX2", 115), ("cloudCX3", 155), ("cloudCX4", 240)];
/// 40 tokens at 1.00.
const COPILOT: i64 = 40;

fn random(seed: u64) -> Org {
    let mut dice = fastrand::Rng::with_seed(seed);
    let mut org = Org::default();
    let definition =
        |(permission, license, _): &(&str, &str, &[&str])| ((*license).to_owned(), (*permission).to_owned());
    org.definitions = PERMISSIONS.iter().map(definition).collect();
    let roles: Vec<String> = (0..dice.usize(2..7)).map(|number| format!("role{number}")).collect();
    for role in &roles {
        let mut lines = BTreeSet::new();
        for _ in 0..dice.usize(1..5) {
            let line =
                if dice.u8(0..5) == 0 { dice.choice(WILDCARDS) } else { dice.choice(PERMISSIONS).map(|it| it.0) };
            lines.extend(line);
        }
        org.roles.extend(lines.into_iter().map(|line| (role.clone(), line.to_owned())));
    }
    for person in (0..dice.usize(2..12)).map(|number| format!("u{number:02}")) {
        for role in &roles {
            if dice.u8(0..3) == 0 {
                let group = (dice.u8(0..2) == 0).then(|| format!("g{}", dice.u8(0..3)));
                org.grants.push((person.clone(), role.clone(), group));
            }
        }
        let rights = Rights::of(&org);
        let mut held = inferred(&permissions(&rights, &person));
        let by_hand = dice.choice(TIERS).expect("a tier").0;
        if dice.u8(0..6) == 0 && !held.contains(by_hand) {
            held = BTreeSet::from([by_hand]);
        }
        org.licenses.extend(held.iter().map(|license| (person.clone(), (*license).to_owned())));
        // Everybody is somebody, with a license or without.
        org.grants.push((person.clone(), "nothing".to_owned(), None));
        for feature in FEATURES {
            if dice.u8(0..6) == 0 {
                org.used.push((person.clone(), feature.to_owned()));
            }
            if dice.u8(0..40) == 0 {
                org.memberships.push((person.clone(), feature.to_owned()));
            }
        }
        if dice.u8(0..12) == 0 {
            org.new.push(person);
        }
    }
    org.roles.push(("nothing".to_owned(), "directory:user:view".to_owned()));
    // The role that everybody has is part of what everybody holds.
    let people: BTreeSet<String> = org.grants.iter().map(|grant| grant.0.clone()).collect();
    for person in people {
        if !org.licenses.iter().any(|row| row.0 == person && row.1 != "copilot") {
            org.licenses.push((person, "collaborate".to_owned()));
        }
    }
    org.uncovered = FEATURES.iter().filter(|_| dice.u8(0..12) == 0).map(|feature| (*feature).to_owned()).collect();
    org
}

/// Does a granted permission stand for this one?
fn stands_for(granted: &str, permission: &str) -> bool {
    granted.split(':').zip(permission.split(':')).all(|(own, other)| own == "*" || own == other)
}

/// Permissions of the definitions that a person has.
fn permissions(rights: &Rights, person: &str) -> BTreeSet<&'static str> {
    let granted = || rights.roles_of(person).into_iter().filter_map(|role| rights.roles.get(role)).flatten();
    let all = PERMISSIONS.iter().map(|(permission, ..)| *permission);
    all.filter(|permission| granted().any(|granted| stands_for(granted, permission))).collect()
}

/// The license of the dearest permission, and Copilot beside it.
fn inferred(permissions: &BTreeSet<&str>) -> BTreeSet<&'static str> {
    let needs = |permission: &&str| PERMISSIONS.iter().find(|it| it.0 == *permission).map(|it| it.1);
    let needed: BTreeSet<&str> = permissions.iter().filter_map(needs).collect();
    let tier = TIERS.iter().rev().map(|(license, _)| *license).find(|license| needed.contains(license));
    tier.into_iter().chain(needed.contains("copilot").then_some("copilot")).collect()
}

/// What the period bills for licenses: Copilot needs a base of the contact center.
fn price(licenses: &BTreeSet<&str>) -> i64 {
    let tier = TIERS.iter().rev().find(|(license, _)| licenses.contains(license)).map_or(0, |(_, price)| *price);
    tier + if licenses.contains("copilot") && tier > 0 { COPILOT } else { 0 }
}

/// Everything that must hold for one organization: what does not, in words, and how many proposals it has.
fn broken(org: &Org) -> (Vec<String>, usize) {
    let analysis = org.analyze();
    let own = report(&analysis, &PriceBook::embedded());
    let (before, mut after) = (Rights::of(org), Rights::of(org));
    after.carry_out(&analysis, &own.plan);
    let mut broken = Vec::new();
    let mut to: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for one in own.plan.proposals.iter().flat_map(|proposal| &proposal.lowered) {
        let ids = one.to.iter().map(|ix| analysis.tariff.product(*ix).id.as_str()).collect();
        to.insert(analysis.people.list[one.user_ix as usize].user_id.as_str(), ids);
    }
    let mut saved = 0;
    for person in analysis.people.list.iter().map(|person| person.user_id.as_str()) {
        let (had, has) = (permissions(&before, person), permissions(&after, person));
        broken.extend(has.difference(&had).map(|gained| format!("{person} gains {gained}")));
        let may_use = |feature: &&str| {
            let is = |rows: &[(String, String)]| rows.iter().any(|row| row.0 == person && row.1 == **feature);
            is(&org.used) || is(&org.memberships) || org.uncovered.iter().any(|it| it == *feature)
        };
        for lost in had.difference(&has) {
            let features = PERMISSIONS.iter().find(|it| it.0 == *lost).expect("of the table").2;
            if features.is_empty() || features.iter().any(&may_use) || org.new.iter().any(|it| it == person) {
                broken.push(format!("{person} loses {lost}, which they may be using"));
            }
        }
        let held: BTreeSet<&str> =
            org.licenses.iter().filter(|row| row.0 == person).map(|row| row.1.as_str()).collect();
        if held != inferred(&had) {
            // Assigned by hand, or a ceiling: nothing is promised.
            if let Some(to) = to.get(person) {
                broken.push(format!("{person} holds {held:?} not by roles and is promised {to:?}"));
            }
            continue;
        }
        let then = inferred(&has);
        let id = |license: &&str| license.replace("cloudCX", "cx");
        let promised: BTreeSet<String> = match to.get(person) {
            Some(to) => to.iter().map(|id| (*id).to_owned()).collect(),
            None => held.iter().map(id).collect(),
        };
        let billed_then: BTreeSet<String> = then.iter().map(id).collect();
        if promised != billed_then && price(&then) + price(&held) > 0 {
            broken.push(format!("{person}: promised {promised:?}, inferred {billed_then:?}"));
        }
        saved += price(&held) - price(&then);
    }
    let promised: Decimal = own.plan.proposals.iter().map(|proposal| proposal.contracted.known).sum();
    if promised != Decimal::from(saved) {
        broken.push(format!("promised {promised}, saved {saved}"));
    }
    if own.plan.proposals.iter().any(|proposal| proposal.contracted.known <= Decimal::ZERO) {
        broken.push("a proposal that adds nothing".to_owned());
    }
    let field = Field::new(&analysis);
    if search::choose_step_by_step(&field).gain > search::choose(&field).gain {
        broken.push("step by step is better than trying everything".to_owned());
    }
    (broken, own.plan.proposals.len())
}

/// Organizations looked at; `SEATWISE_ROLES_SEEDS` asks for more.
fn seeds() -> std::ops::Range<u64> {
    let most = std::env::var("SEATWISE_ROLES_SEEDS").ok().and_then(|most| most.parse().ok());
    60..most.unwrap_or(100)
}

#[test]
fn nobody_loses_what_they_may_be_using_and_everybody_holds_what_was_promised() {
    let mut proposed = 0;
    for seed in seeds() {
        let org = random(seed);
        let (broken, proposals) = broken(&org);
        assert!(broken.is_empty(), "seed {seed}: {broken:#?}\n{:?}\n{:?}\n{:?}", org.roles, org.grants, org.used);
        proposed += proposals;
    }
    assert!(proposed > 30, "the organizations have something to propose: {proposed}");
}
