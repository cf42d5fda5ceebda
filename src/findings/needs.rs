//! What a person needs: evidence, pins, memberships, and whatever nothing is known about.

use seatwise_pricing::{feature::FeatureSet, tariff::ProductIx};

use super::context::Context;
use crate::{
    entitlement::roles::Roles,
    settings::Pin,
    usage::{
        people::{People, Person},
        spans::Span,
    },
};

/// Features with evidence in the window: enough events on enough days.
pub fn evidence(context: &Context<'_>, user_ix: usize) -> FeatureSet {
    let thresholds = context.thresholds(user_ix);
    let enough = |fact: &&crate::usage::activity::FeatureFact| {
        fact.events >= thresholds.min_events && fact.days >= thresholds.min_days
    };
    FeatureSet::from_iter(context.activity.by_person[user_ix].iter().filter(enough).map(|fact| fact.feature))
}

/// All that the person needs, given what is held: a feature without coverage in the window is needed by whoever
/// holds an offer that covers it, unless the settings say that the organization does not use it.
pub fn needed(context: &Context<'_>, user_ix: usize, held: &[ProductIx]) -> FeatureSet {
    let unknown = context.covers(held).difference(known(context, user_ix)).difference(context.settings.not_used);
    evidence(context, user_ix).union(required(context, user_ix)).union(unknown)
}

/// Of what a person needs what only the lack of data speaks for: no evidence, no pin, no membership.
pub fn untold(context: &Context<'_>, user_ix: usize, held: &[ProductIx]) -> FeatureSet {
    let unknown = context.covers(held).difference(known(context, user_ix)).difference(context.settings.not_used);
    unknown.difference(evidence(context, user_ix)).difference(required(context, user_ix))
}

/// Features that pins and memberships need, used or not.
pub fn required(context: &Context<'_>, user_ix: usize) -> FeatureSet {
    let person = &context.people.list[user_ix];
    let pinned =
        context.settings.pins.iter().filter(|pin| matches(pin, context.people, context.roles, user_ix, person));
    let member = context.memberships[user_ix].iter().map(|membership| membership.feature);
    pinned.map(|pin| pin.feature).chain(member).collect()
}

/// Features with any coverage in the window of a person.
pub fn known(context: &Context<'_>, user_ix: usize) -> FeatureSet {
    known_within(context, context.window(user_ix))
}

/// Features with any coverage in a window.
pub fn known_within(context: &Context<'_>, window: Span) -> FeatureSet {
    let covered = seatwise_pricing::feature::Feature::ALL.into_iter();
    FeatureSet::from_iter(covered.filter(|feature| context.coverage.feature(*feature).within(window) > 0))
}

/// Does a pin concern the person? Every key that it names must match.
pub fn matches(pin: &Pin, people: &People, roles: &Roles, user_ix: usize, person: &Person) -> bool {
    let equal = |wanted: &Option<String>, value: &Option<String>| {
        wanted.as_ref().is_none_or(|wanted| value.as_ref() == Some(wanted))
    };
    equal(&pin.department, &person.department)
        && equal(&pin.title, &person.title)
        && equal(&pin.division, &person.division)
        && equal(&pin.cost_center, &person.cost_center)
        && pin.manager_email.as_ref().is_none_or(|wanted| {
            person.manager_email.as_ref().is_some_and(|email| email.to_lowercase() == wanted.to_lowercase())
        })
        && pin.user.as_ref().is_none_or(|wanted| people.named(wanted).contains(&user_ix))
        && pin.role.as_ref().is_none_or(|wanted| roles.of(user_ix).any(|role| role.name == *wanted))
}
