//! Who holds what, and how many units the period bills.

use std::collections::{BTreeMap, BTreeSet};

use super::catalog::{Kind, WALLBOARD_CHARGE, can_stand, highest_base, is_cx, is_pooled, kind, product_of};
use super::facts::Facts;
use super::org::{License, User};
use super::peak::peak;
use super::time::Micros;

const HOUR: Micros = 3_600_000_000;

/// Products of one person.
pub type Products = BTreeSet<String>;

/// Products held at as-of.
pub fn held(facts: &Facts<'_>, user: &str) -> Products {
    products(facts, user, |row| row.to.is_none_or(|to| to > facts.as_of))
}

/// Products held at any time of the period up to as-of.
pub fn held_in_period(facts: &Facts<'_>, user: &str) -> Products {
    products(facts, user, |row| row.to.is_none_or(|to| to > facts.period.0))
}

fn products(facts: &Facts<'_>, user: &str, still: impl Fn(&License) -> bool) -> Products {
    let rows = facts.case.org.licenses.iter().filter(|row| row.user_id == user);
    let begun = rows.filter(|row| row.from.is_none_or(|from| from <= facts.as_of));
    let begun = begun.filter(|row| row.from.is_some() || existed_in_period(facts, user));
    let some_time = begun.filter(|row| row.from.zip(row.to).is_none_or(|(from, to)| from < to));
    some_time.filter(|row| still(row)).map(|row| product_of(&row.license_id).to_owned()).collect()
}

/// A row without a first day is believed for as long as its person exists.
fn existed_in_period(facts: &Facts<'_>, user: &str) -> bool {
    let mut people = facts.case.org.users.iter().filter(|row| row.user_id == user);
    !people.any(|row| row.created_at.is_some_and(|created| created >= facts.period.1))
}

/// What of the held products costs a seat: the highest base, the add-ons that it carries, all that needs no base.
pub fn seats(held: &Products) -> Products {
    let base = highest_base(held.iter().map(String::as_str));
    let stands = |id: &str| base.is_some_and(|base| can_stand(id, base));
    let wem = held.iter().any(|id| id.ends_with("-wem-addon") && stands(id));
    let is_seat = |id: &&String| match kind(id) {
        Kind::Base(_) => base == Some(id),
        Kind::AddOn => stands(id) && !(wem && id.as_str() == "sta-addon"),
        Kind::Crm | Kind::Device | Kind::Unknown => true,
    };
    held.iter().filter(is_seat).cloned().collect()
}

/// Does the period count this person as a named user?
pub fn counts(facts: &Facts<'_>, user: &User) -> bool {
    if has_evidence(facts)
        && let Some(is_named) = named_in_billing(facts, user)
    {
        return is_named;
    }
    if held_in_period(facts, &user.user_id).is_empty() {
        return false;
    }
    let signed = facts.has_sign(&user.user_id, facts.period.0, facts.as_of);
    let logged_in = facts.contract.seat_counting.as_deref() == Some("logged-in");
    signed || (!logged_in && user.state == "active")
}

/// `None` where two people share the e-mail: the report can't say whom it means.
fn named_in_billing(facts: &Facts<'_>, user: &User) -> Option<bool> {
    if user.email.is_none() {
        return Some(false);
    }
    let email = facts.unique_email(user)?;
    Some(billing_rows(facts).any(|(_, entity)| entity == email))
}

/// The entities under the wallboard charge; `None` = billing has no row in the period.
pub fn devices(facts: &Facts<'_>) -> Option<BTreeSet<String>> {
    let rows = billing_rows(facts).filter(|(charge, _)| *charge == WALLBOARD_CHARGE);
    has_evidence(facts).then(|| rows.map(|(_, entity)| entity).collect())
}

pub fn has_evidence(facts: &Facts<'_>) -> bool {
    billing_rows(facts).next().is_some()
}

fn billing_rows<'a>(facts: &'a Facts<'_>) -> impl Iterator<Item = (&'a str, String)> {
    let seen = |at: Micros| facts.period.0 <= at && at <= facts.as_of;
    let rows = facts.case.org.billable.iter().flatten().filter(move |row| seen(row.first_seen_at));
    rows.map(|row| (row.charge_name.as_str(), row.entity.to_lowercase()))
}

/// Units per product; `None` = not known, because nobody collected presence.
pub type Units = BTreeMap<String, Option<i64>>;

/// Units per product when these people hold these seats. Who is not in the plan is gone.
pub fn quantities(facts: &Facts<'_>, plan: &BTreeMap<&str, Products>) -> Units {
    let mut holders: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for user in &facts.case.org.users {
        let counted = counts(facts, user);
        for product in plan.get(user.user_id.as_str()).into_iter().flatten() {
            if counted || (facts.contract.is_by_presence() && is_pooled(product)) {
                holders.entry(product.clone()).or_default().insert(&user.user_id);
            }
        }
    }
    let mut units = Units::new();
    for (product, people) in &holders {
        units.insert(product.clone(), units_of(facts, product, people));
    }
    if let Some(mut devices) = devices(facts) {
        let gone = facts.case.org.users.iter().filter(|user| !plan.contains_key(user.user_id.as_str()));
        for email in gone.filter_map(|user| facts.unique_email(user)) {
            devices.remove(&email);
        }
        units.insert("wallboard".to_owned(), Some(devices.len() as i64));
    }
    units
}

fn units_of(facts: &Facts<'_>, product: &str, people: &BTreeSet<&str>) -> Option<i64> {
    if !facts.contract.is_by_presence() || !is_pooled(product) {
        return Some(people.len() as i64);
    }
    facts.case.org.presence.as_ref()?;
    if facts.contract.is_hourly() {
        let time: Micros = people.iter().map(|user| facts.time_in_period(user)).sum();
        return Some((time + HOUR - 1) / HOUR);
    }
    let peak = peak(facts, people);
    let exactly = facts.contract.concurrency_reading.as_deref() == Some("exactly");
    Some(if exactly { peak.exactly } else { peak.at_or_above })
}

/// The seats of everybody as the period has them.
pub fn as_billed<'a>(facts: &Facts<'a>) -> BTreeMap<&'a str, Products> {
    let users = facts.case.org.users.iter();
    users.map(|user| (user.user_id.as_str(), seats(&held_in_period(facts, &user.user_id)))).collect()
}

/// Everybody who held a contact-center base in the period.
pub fn cx_holders<'a>(facts: &Facts<'a>) -> BTreeSet<&'a str> {
    let users = facts.case.org.users.iter().map(|user| user.user_id.as_str());
    users.filter(|user| held_in_period(facts, user).iter().any(|id| is_cx(id))).collect()
}
