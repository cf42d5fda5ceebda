//! What of their permissions people may be using, and who is left alone: what a change of roles has to respect.
//!
//! Stricter than the needs of an offer: one event in the window is use, whatever `min_events` and `min_days` say, because a
//! permission that is gone stops work at once.

use seatwise_pricing::feature::{Feature, FeatureSet};

use super::{advice::Decisions, context::Context, guard::Guard, idle, needs, protection::Protection};

/// Why nothing is changed for a person, whatever the evidence says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Spared {
    /// An exception, a protected person, or a holder of a protected role.
    Protected,
    /// Created less than `grace_days` ago.
    New,
    /// Away now and at the same time last year, back right after it.
    Seasonal,
    /// A manager answered `keep`, and the cool-down is not over.
    Answered,
}

impl Spared {
    /// As a phrase about the person.
    pub fn as_str(self) -> &'static str {
        match self {
            Spared::Protected => "protected by the settings",
            Spared::New => "created too recently to tell",
            Spared::Seasonal => "seasonal, away for now",
            Spared::Answered => "kept by an answer of the manager",
        }
    }
}

/// One person.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonStanding {
    /// Features with an event in the window.
    pub used: FeatureSet,
    /// Features that a pin or a membership needs, used or not.
    pub needed: FeatureSet,
    /// Left alone, and why.
    pub spared: Option<Spared>,
}

/// Everybody.
#[derive(Debug, Clone, Default)]
pub struct Standing {
    /// By person number.
    pub people: Vec<PersonStanding>,
    /// Features that no data tells of and that the settings do not rule out: anybody may be using them.
    pub unknown: FeatureSet,
}

impl Standing {
    /// Looks at everybody.
    pub fn new(context: &Context<'_>, decisions: &Decisions) -> Standing {
        let protection = Protection::new(context);
        let mut people: Vec<PersonStanding> =
            (0..context.people.len()).map(|ix| person(context, &protection, ix)).collect();
        for kept in decisions.kept.iter().filter(|kept| kept.guard == Guard::AnsweredKeep) {
            people[kept.user_ix].spared.get_or_insert(Spared::Answered);
        }
        let all = FeatureSet::from_iter(Feature::ALL);
        // Wider is safer: what is unknown in anybody's window is taken to be in use by everybody.
        let windows = context.windows.kinds().iter().map(|kind| needs::known_within(context, kind.spans.window));
        let known = windows.reduce(FeatureSet::intersection).unwrap_or(FeatureSet::EMPTY);
        Standing { people, unknown: all.difference(known).difference(context.settings.not_used) }
    }

    /// All features that a person has to be taken to use.
    pub fn may_use(&self, user_ix: usize) -> FeatureSet {
        let person = &self.people[user_ix];
        person.used.union(person.needed).union(self.unknown)
    }
}

fn person(context: &Context<'_>, protection: &Protection, user_ix: usize) -> PersonStanding {
    let facts = context.activity.by_person[user_ix].iter();
    let spared = if protection.reason(context, user_ix).is_some() {
        Some(Spared::Protected)
    } else if idle::in_grace(context, user_ix) {
        Some(Spared::New)
    } else {
        idle::seasonal(context, user_ix).then_some(Spared::Seasonal)
    };
    PersonStanding {
        used: facts.filter(|fact| fact.events > 0).map(|fact| fact.feature).collect(),
        needed: needs::required(context, user_ix),
        spared,
    }
}
