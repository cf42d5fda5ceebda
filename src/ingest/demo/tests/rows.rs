//! Rows hang together: ids that exist, intervals that are well-formed, licenses that roles explain.

use std::collections::{BTreeMap, BTreeSet};

use super::super::calendar::{AS_OF, END_DAY, midnight};
use super::*;

#[test]
fn every_row_belongs_to_a_person_except_two_licenses() {
    let (rows, _) = kept(TINY, 1);
    let unknown = |ids: Vec<&String>| ids.into_iter().filter(|id| !rows.users.contains_key(*id)).count();
    assert_eq!(unknown(rows.licenses.iter().map(|row| &row.0).collect()), 2);
    assert_eq!(unknown(rows.grants.iter().map(|row| &row.0).collect()), 0);
    assert_eq!(unknown(rows.memberships.iter().map(|row| &row.0).collect()), 0);
    assert_eq!(unknown(rows.activity.iter().map(|row| &row.0).collect()), 0);
    assert_eq!(unknown(rows.presence.iter().map(|row| &row.0).collect()), 0);
    let emails: BTreeSet<&String> = rows.users.values().filter_map(|user| user.email.as_ref()).collect();
    assert_eq!(emails.len(), rows.users.len());
    // Four people have another e-mail at the identity provider; one is assigned there and three are not, without an account.
    assert_eq!(rows.identities.values().filter(|identity| !emails.contains(&identity.email)).count(), 8);
    assert!(rows.billed.iter().all(|(_, entity, _)| emails.contains(entity)));
    assert!(rows.users.values().filter_map(|user| user.manager_email.as_ref()).all(|email| emails.contains(email)));
    assert!(rows.grants.iter().all(|(_, role)| rows.roles.contains_key(role)));
}

#[test]
fn intervals_lie_in_the_history_and_nobody_is_present_twice() {
    for months in [3, 13] {
        let (rows, _) = kept(Size::Custom { people: 60, months }, 2);
        let end = midnight(END_DAY);
        assert!(!rows.presence.is_empty());
        let covered = |table: &str| rows.coverage.iter().find(|row| row.0 == table && row.1.is_none()).unwrap().2;
        let (present_from, active_from) = (covered("presence"), covered("activity"));
        let mut last: BTreeMap<&str, Micros> = BTreeMap::new();
        for (user, start, stop) in &rows.presence {
            assert!(present_from <= *start && start < stop && *stop < end, "{user} {start} {stop}");
            assert!(
                last.insert(user, *stop).is_none_or(|before| before < *start),
                "{user} is present twice at {start}"
            );
        }
        let mut days = BTreeSet::new();
        for (user, start, stop, feature, _) in &rows.activity {
            assert!(active_from <= *start && stop - start == midnight(1) && *stop <= end);
            assert!(days.insert((user, start, feature)), "{user} {feature} twice on a day");
        }
        assert_eq!(rows.activity.iter().map(|row| row.2).max(), Some(AS_OF + 1));
    }
}

#[test]
fn roles_bring_the_licenses_that_people_hold() {
    let (rows, truth) = kept(Size::Custom { people: 500, months: 3 }, 3);
    let mut brought: BTreeSet<(&str, &str)> = BTreeSet::new();
    for (user, role) in &rows.grants {
        for (_, license) in rows.role_licenses.iter().filter(|(id, _)| id == role) {
            brought.insert((user, license));
        }
    }
    let people = truth["people"].as_array().unwrap();
    for person in people {
        let id = person["user_id"].as_str().unwrap();
        if rows.users[id].state != "active" {
            continue;
        }
        for (_, license) in rows.licenses.iter().filter(|(user, _)| user == id) {
            let is_former = rows.licenses.iter().filter(|(user, l)| user == id && l.starts_with("cloudCX")).count() > 1;
            assert!(is_former || brought.contains(&(id, license)), "{id}: no role brings {license}: {person}");
        }
    }
}

#[test]
fn every_feature_and_table_is_covered() {
    let (rows, _) = kept(TINY, 1);
    assert_eq!(rows.coverage.iter().filter(|row| row.1.is_some()).count(), super::super::feature::NAMES.len());
    assert_eq!(rows.coverage.iter().filter(|row| row.1.is_none()).count(), 12);
    assert!(rows.coverage.iter().all(|row| row.2 < row.3));
    assert!(rows.definitions > 1_400 && rows.meters >= 92 * 8);
}

#[test]
fn billing_saw_everybody_who_was_present_in_the_period() {
    let (rows, _) = kept(TINY, 5);
    let from = midnight(super::super::calendar::PERIOD_DAY);
    let present: BTreeSet<&str> = rows.presence.iter().filter(|row| row.2 > from).map(|row| row.0.as_str()).collect();
    let free = |id: &str| rows.licenses.iter().filter(|row| row.0 == id).all(|row| row.1 == "collaborate");
    for id in present.iter().filter(|id| !free(id)) {
        let email = rows.users[*id].email.as_ref().unwrap();
        assert!(rows.billed.iter().any(|row| row.1 == *email), "{email} was present and is not billed");
    }
    assert!(rows.billed.iter().all(|row| (from..=AS_OF).contains(&row.2)));
}

#[test]
fn identities_of_accounts_made_by_scim_are_listed_under_their_id() {
    let (rows, _) = kept(Size::Custom { people: 500, months: 3 }, 4);
    let managed: Vec<&UserRow> = rows.users.values().filter(|user| user.external_id.is_some()).collect();
    assert!((100..200).contains(&managed.len()), "{}", managed.len());
    assert!(managed.iter().all(|user| rows.identities.contains_key(user.external_id.as_ref().unwrap())));
    let of_email = |email: &Option<String>| rows.identities.values().find(|it| Some(&it.email) == email.as_ref());
    let (mut unlisted, mut suspended) = (0, 0);
    for user in rows.users.values() {
        match of_email(&user.email) {
            None => unlisted += 1,
            Some(identity) if identity.status == "suspended" => suspended += 1,
            Some(identity) if identity.status == "deprovisioned" => {
                assert!(!identity.assigned && identity.changed_at.is_some(), "{}", identity.email);
            }
            Some(_) => {}
        }
    }
    assert!(unlisted > 5 && suspended > 0, "{unlisted} {suspended}");
    assert!(
        rows.identities
            .values()
            .any(|it| it.assigned && rows.users.values().all(|u| u.email.as_ref() != Some(&it.email)))
    );
}
