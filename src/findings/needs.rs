//! What a person needs: evidence, pins, memberships, and whatever nothing is known about.

use seatwise_pricing::{
    feature::{Feature, FeatureSet},
    tariff::{ProductIx, Tariff},
};

use super::context::{Context, Membership};
use crate::{
    entitlement::roles::Roles,
    settings::{Pin, Settings},
    usage::{
        activity::ActivityFacts,
        coverage::Coverage,
        people::{People, Person},
        spans::Span,
        windows::Windows,
    },
};

/// The facts that needs follow from, by person number where they concern people.
#[derive(Clone, Copy)]
pub struct NeedFacts<'a> {
    /// Everybody.
    pub people: &'a People,
    /// What was done.
    pub activity: &'a ActivityFacts,
    /// What the input covers.
    pub coverage: &'a Coverage,
    /// Memberships; empty = there is no such table.
    pub memberships: &'a [Vec<Membership>],
    /// Roles.
    pub roles: &'a Roles,
    /// What products cover.
    pub tariff: &'a Tariff,
    /// The settings.
    pub settings: &'a Settings,
    /// Windows and thresholds by person.
    pub windows: &'a Windows,
}

/// Where each need of one person comes from; a feature may be in several of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct NeedSources {
    /// Used in the window, often enough.
    pub evidence: FeatureSet,
    /// Pinned by the settings.
    pub pinned: FeatureSet,
    /// A membership needs it.
    pub member: FeatureSet,
    /// Covered by what is held, and no data tells of it.
    pub unknown: FeatureSet,
}

impl NeedSources {
    /// All needs.
    pub fn all(self) -> FeatureSet {
        self.evidence.union(self.pinned).union(self.member).union(self.unknown)
    }

    /// The words for where a need comes from, the strongest first.
    pub fn of(self, feature: Feature) -> Vec<&'static str> {
        let sources =
            [(self.evidence, "evidence"), (self.pinned, "pin"), (self.member, "membership"), (self.unknown, "no-data")];
        sources.into_iter().filter(|(set, _)| set.contains(feature)).map(|(_, word)| word).collect()
    }
}

impl NeedFacts<'_> {
    /// The needs of somebody who holds these products, by source. A feature without coverage in the window is needed by
    /// whoever holds an offer that covers it, unless the settings say that the organization does not use it.
    pub fn sources(&self, user_ix: usize, held: &[ProductIx]) -> NeedSources {
        NeedSources {
            evidence: self.evidence(user_ix),
            pinned: self.pinned(user_ix),
            member: self.member(user_ix),
            unknown: self.unknown(user_ix, held),
        }
    }

    /// Features with evidence in the window: enough events on enough days.
    pub fn evidence(&self, user_ix: usize) -> FeatureSet {
        let thresholds = self.windows.of(user_ix).thresholds;
        let enough = |fact: &&crate::usage::activity::FeatureFact| {
            fact.events >= thresholds.min_events && fact.days >= thresholds.min_days
        };
        FeatureSet::from_iter(self.activity.by_person[user_ix].iter().filter(enough).map(|fact| fact.feature))
    }

    fn pinned(&self, user_ix: usize) -> FeatureSet {
        let person = &self.people.list[user_ix];
        let own = self.settings.pins.iter().filter(|pin| matches(pin, self.people, self.roles, user_ix, person));
        own.map(|pin| pin.feature).collect()
    }

    fn member(&self, user_ix: usize) -> FeatureSet {
        self.memberships.get(user_ix).into_iter().flatten().map(|own| own.feature).collect()
    }

    /// Covered by what is held, without data in the person's window, and not ruled out by the settings.
    fn unknown(&self, user_ix: usize, held: &[ProductIx]) -> FeatureSet {
        let known = self.known_within(self.windows.of(user_ix).spans.window);
        self.tariff.covers(held).difference(known).difference(self.settings.not_used)
    }

    /// Features with any coverage in a window.
    pub fn known_within(&self, window: Span) -> FeatureSet {
        let covered = Feature::ALL.into_iter();
        FeatureSet::from_iter(covered.filter(|feature| self.coverage.feature(*feature).within(window) > 0))
    }
}

/// Features with evidence in the window: enough events on enough days.
pub fn evidence(context: &Context<'_>, user_ix: usize) -> FeatureSet {
    context.need_facts().evidence(user_ix)
}

/// All that the person needs, given what is held.
pub fn needed(context: &Context<'_>, user_ix: usize, held: &[ProductIx]) -> FeatureSet {
    context.need_facts().sources(user_ix, held).all()
}

/// Of what a person needs what only the lack of data speaks for: no evidence, no pin, no membership.
pub fn untold(context: &Context<'_>, user_ix: usize, held: &[ProductIx]) -> FeatureSet {
    let sources = context.need_facts().sources(user_ix, held);
    sources.unknown.difference(sources.evidence).difference(sources.pinned).difference(sources.member)
}

/// Features that pins and memberships need, used or not.
pub fn required(context: &Context<'_>, user_ix: usize) -> FeatureSet {
    let facts = context.need_facts();
    facts.pinned(user_ix).union(facts.member(user_ix))
}

/// Features with any coverage in the window of a person.
pub fn known(context: &Context<'_>, user_ix: usize) -> FeatureSet {
    known_within(context, context.window(user_ix))
}

/// Features with any coverage in a window.
pub fn known_within(context: &Context<'_>, window: Span) -> FeatureSet {
    context.need_facts().known_within(window)
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
