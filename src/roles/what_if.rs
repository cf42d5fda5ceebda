//! What becomes of licenses when an add-on or trial lapses, a role is given to a group, or a role gets another permission.
//!
//! The other direction of the proposals: what an administrator, or Genesys with a new permission, is about to do. Licenses
//! follow roles at once, so the bill is compared as it would stand with all changes, nothing kept back for renewal.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use seatwise_pricing::tariff::ProductIx;

use super::{
    amount::Amount,
    classes::is_billed,
    field::Field,
    infer::{Need, billed, billed_then, follow},
    parts::Parts,
    proposals::Lowered,
};
use crate::{
    analysis::effect::{OfferChange, Offers},
    entitlement::held::Holding,
};

/// Something that may happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// The organization does not have an add-on any more: its permissions need the next license that has them.
    Lapse(ProductIx),
    /// A role, by number, is granted to a group, by number: to everybody who is known to be in it by another role.
    Give(u32, u32),
    /// A role, by number, gets a permission.
    Add(u32, String),
}

/// What a role needs before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleNeed {
    /// Role number.
    pub role: u32,
    /// Now.
    pub before: Need,
    /// Then; `None` = nobody can say, as its permissions do not explain its license.
    pub after: Option<Need>,
}

/// What comes of it.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// Roles that will need something else.
    pub roles: Vec<RoleNeed>,
    /// Permissions that no license of the organization gives then.
    pub lost: Vec<String>,
    /// People whose license changes, by person number.
    pub people: Vec<Lowered>,
    /// List price of what is given up less what comes, per month, of people with a seat in the bill; below 0 = it costs more.
    pub list: Amount,
    /// The same at contracted prices.
    pub contracted: Amount,
    /// By how much the period's bill is lower then; below 0 = higher; `None` = not countable by person.
    pub bill_less: Option<Decimal>,
}

/// Lets things happen, all together.
pub fn what_if(field: &Field<'_>, offers: Option<&Offers<'_>>, events: &[Event]) -> Outcome {
    let (analysis, tariff) = (field.analysis, &field.analysis.tariff);
    let lapsed: BTreeSet<ProductIx> =
        events.iter().filter_map(|event| if let Event::Lapse(ix) = event { Some(*ix) } else { None }).collect();
    let mut outcome = Outcome { lost: lost(field, &lapsed), ..Outcome::default() };
    let mut needs: Vec<Vec<ProductIx>> = Vec::with_capacity(field.parts.len());
    for (role, parts) in (0..).zip(&field.parts) {
        let then = needs_then(field, role, &lapsed, events);
        let before = Need::of(tariff, parts.needs.iter().copied());
        let after = then.as_ref().map(|products| Need::of(tariff, products.iter().copied()));
        if after.as_ref() != Some(&before) {
            outcome.roles.push(RoleNeed { role, before, after });
        }
        needs.push(then.unwrap_or_else(|| parts.needs.clone()));
    }
    let mut changes = Vec::new();
    for (user_ix, given) in given(field, events) {
        let roles = &analysis.roles.of_person[user_ix];
        let before = roles.iter().flat_map(|role| field.parts[*role as usize].needs.iter().copied());
        let before = Need::of(tariff, before);
        let after = roles.iter().chain(&given).flat_map(|role| needs[*role as usize].iter().copied());
        let after = Need::of(tariff, after);
        let held = &analysis.held.now[user_ix];
        let from = billed(tariff, held.base, &held.addons);
        let Some((base, addons)) = follow(tariff, &without(held, &lapsed), &before, &after) else { continue };
        let to = billed_then(tariff, held.base, base, &addons);
        if to == from {
            continue;
        }
        let difference = field.difference(&from, &to);
        let seats = u32::from(is_billed(analysis, user_ix));
        outcome.list.add(difference.list, seats);
        outcome.contracted.add(difference.contracted, seats);
        outcome.people.push(Lowered { user_ix: user_ix as u32, from, to });
        changes.push(OfferChange { user_ix, base, addons, contracted_delta: difference.contracted });
    }
    outcome.bill_less = offers.filter(|offers| offers.is_by_person()).map(|offers| offers.bill_less(changes));
    outcome
}

/// What a person holds without the add-ons that lapsed.
fn without(held: &Holding, lapsed: &BTreeSet<ProductIx>) -> Holding {
    let addons = held.addons.iter().copied().filter(|ix| !lapsed.contains(ix)).collect();
    Holding { addons, ..held.clone() }
}

/// Permissions that only lapsed products give.
fn lost(field: &Field<'_>, lapsed: &BTreeSet<ProductIx>) -> Vec<String> {
    let catalog = &field.analysis.roles.catalog;
    let all = catalog.all().filter(|placed| placed.licenses.iter().all(|(ix, _)| lapsed.contains(ix)));
    all.map(|placed| placed.permission.clone()).collect()
}

/// Products that a role needs then; `None` = not known.
fn needs_then(field: &Field<'_>, role: u32, lapsed: &BTreeSet<ProductIx>, events: &[Event]) -> Option<Vec<ProductIx>> {
    let parts = &field.parts[role as usize];
    let catalog = &field.analysis.roles.catalog;
    let added = events.iter().filter_map(|event| match event {
        Event::Add(own, permission) if *own == role => Some(permission.clone()),
        _ => None,
    });
    let added: Vec<String> = added.collect();
    let is_touched = !added.is_empty() || parts.needs.iter().any(|ix| lapsed.contains(ix));
    if !is_touched {
        return Some(parts.needs.clone());
    }
    if !parts.is_explained {
        return None;
    }
    let more = Parts::of_permissions(&field.analysis.tariff, catalog, &added);
    let needs = |number: &u32| {
        let licenses = catalog.get(*number).licenses.iter();
        licenses.map(|(ix, _)| *ix).find(|ix| !lapsed.contains(ix))
    };
    Some(parts.placed.iter().chain(&more.placed).filter_map(needs).collect())
}

/// Everybody, with the roles given to them, by person number.
fn given(field: &Field<'_>, events: &[Event]) -> BTreeMap<usize, Vec<u32>> {
    let mut roles: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    for (user_ix, grants) in field.analysis.roles.grants.iter().enumerate() {
        let given = roles.entry(user_ix).or_default();
        for event in events {
            if let Event::Give(role, group) = event
                && grants.iter().any(|grant| grant.group == Some(*group))
            {
                given.push(*role);
            }
        }
    }
    roles
}
