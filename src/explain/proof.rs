//! What the data prove: per source the latest sign, per feature use, coverage and why it is needed.

use seatwise_pricing::feature::{Feature, FeatureSet};

use crate::{
    analysis::Analysis,
    canonical::rows::{DAY, Micros},
    findings::needs::{self, NeedSources},
    usage::{
        signs::Source,
        spans::{Span, whole_days},
    },
};

/// What one source says of the person's life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SourceProof {
    /// Which.
    pub source: Source,
    /// Its latest sign; `None` = none.
    pub latest: Option<Micros>,
    /// Whole days from then to as-of; `None` = no sign.
    pub days_ago: Option<i64>,
    /// Days of the idle time that the source covers completely or in part; `None` = a single instant, which covers nothing.
    pub covered_days: Option<i64>,
}

/// Why a feature counts as needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    /// Enough events on enough days in the window.
    Used,
    /// A pin of the settings: the keys that it matches by.
    Pinned(String),
    /// A membership that needs it: which unit or queue.
    Member(String),
    /// Nothing is known about it.
    Untold,
}

impl Need {
    /// The word used in outputs.
    pub fn as_str(&self) -> &'static str {
        match self {
            Need::Used => "used",
            Need::Pinned(_) => "pinned",
            Need::Member(_) => "member",
            Need::Untold => "unknown",
        }
    }
}

/// What is known of one feature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeatureProof {
    /// Which.
    pub feature: Feature,
    /// Does something held cover it?
    pub is_covered: bool,
    /// Would the recommended change take it away?
    pub is_given_up: bool,
    /// Events in the window.
    pub events: i64,
    /// UTC days of the window with events.
    pub days: u32,
    /// Latest use, ever; `None` = never.
    pub last: Option<Micros>,
    /// Whole days from then to as-of; `None` = never used.
    pub days_ago: Option<i64>,
    /// Days of the window that data cover.
    pub covered_days: i64,
    /// Is the window covered completely, by a day at either end?
    pub is_complete: bool,
    /// Why it is needed; `None` = it is not.
    pub need: Option<Need>,
    /// Do the settings say that the organization does not use it?
    pub is_ruled_out: bool,
}

impl FeatureProof {
    /// Events that are missing to the threshold of use; 0 = reached.
    pub fn events_short(&self, min_events: i64) -> i64 {
        (min_events - self.events).max(0)
    }

    /// Days with events that are missing to the threshold of use; 0 = reached.
    pub fn days_short(&self, min_days: u32) -> u32 {
        min_days.saturating_sub(self.days)
    }
}

/// Every source, in the order of [`Source::ALL`].
pub(super) fn sources(analysis: &Analysis, user_ix: usize) -> Vec<SourceProof> {
    let idle = Span {
        from: analysis.as_of - i64::from(analysis.windows.of(user_ix).thresholds.idle_days) * DAY,
        to: analysis.as_of,
    };
    let proof = |(source, latest): (Source, Option<Micros>)| SourceProof {
        source,
        latest,
        days_ago: latest.map(|at| (analysis.as_of - at) / DAY),
        covered_days: match source {
            Source::Presence | Source::Activity => {
                Some(whole_days(analysis.coverage.table(source.as_str()).within(idle)))
            }
            Source::LastLogin | Source::LastToken => None,
        },
    };
    Source::ALL.into_iter().zip(analysis.lives[user_ix].by_source).map(proof).collect()
}

/// Features that what is held covers, and whatever else was used, in their order.
pub(super) fn features(analysis: &Analysis, user_ix: usize) -> Vec<FeatureProof> {
    let held = analysis.held.now[user_ix].offer();
    let (covered, sources) = (analysis.tariff.covers(&held), analysis.need_facts().sources(user_ix, &held));
    let facts = &analysis.activity.by_person[user_ix];
    let used = FeatureSet::from_iter(facts.iter().filter(|fact| fact.events > 0).map(|fact| fact.feature));
    let given_up = given_up(analysis, user_ix);
    let own = analysis.windows.of(user_ix).spans;
    let proof = |feature: Feature| {
        let fact = facts.iter().find(|fact| fact.feature == feature);
        let (events, days) = fact.map_or((0, 0), |fact| (fact.events, fact.days));
        let last = fact.and_then(|fact| fact.last);
        let cover = analysis.coverage.feature(feature);
        FeatureProof {
            feature,
            is_covered: covered.contains(feature),
            is_given_up: given_up.contains(feature),
            events,
            days,
            last,
            days_ago: last.map(|at| (analysis.as_of - at) / DAY),
            covered_days: whole_days(cover.within(own.window)),
            is_complete: cover.completes(own.window),
            need: need(analysis, user_ix, &sources, feature),
            is_ruled_out: analysis.settings.not_used.contains(feature),
        }
    };
    covered.union(used).union(sources.pinned).union(sources.member).iter().map(proof).collect()
}

/// Why a feature is needed, the strongest reason; `None` = it is not.
fn need(analysis: &Analysis, user_ix: usize, sources: &NeedSources, feature: Feature) -> Option<Need> {
    if sources.evidence.contains(feature) {
        return Some(Need::Used);
    }
    if sources.pinned.contains(feature) {
        let person = &analysis.people.list[user_ix];
        let mut own = analysis.settings.pins.iter().filter(|pin| pin.feature == feature);
        let pin = own.find(|pin| needs::matches(pin, &analysis.people, &analysis.roles, user_ix, person))?;
        return Some(Need::Pinned(pin.keys().join(", ")));
    }
    if sources.member.contains(feature) {
        let mut own = analysis.memberships.as_ref()?.get(user_ix)?.iter();
        let membership = own.find(|membership| membership.feature == feature)?;
        let via = membership.via.clone();
        return Some(Need::Member(via.unwrap_or_else(|| "a unit or queue without a name".to_owned())));
    }
    sources.unknown.contains(feature).then_some(Need::Untold)
}

/// What the recommendation about the person takes away.
fn given_up(analysis: &Analysis, user_ix: usize) -> FeatureSet {
    let advice = analysis.decisions.recommendations.iter().find(|advice| advice.user_ix == user_ix);
    advice.map_or(FeatureSet::EMPTY, |advice| analysis.features_lost(advice))
}
