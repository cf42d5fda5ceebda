//! For how long the data show that nothing was done: what the score of a recommendation depends on, beside its code and
//! confidence.

use seatwise_pricing::feature::FeatureSet;

use super::{code::Advice, context::Context, idle};
use crate::{
    canonical::rows::{DAY, Micros},
    usage::{
        coverage::Cover,
        spans::{Span, day_number},
    },
};

/// Whole days before as-of without a sign of the person (a reclaim), or without use of any feature given up (an offer), as
/// far as the data tell; `None` = the recommendation does not rest on absence.
pub fn quiet_days(context: &Context<'_>, user_ix: usize, code: Advice, given_up: FeatureSet) -> Option<i64> {
    match code {
        Advice::ReclaimDeactivated | Advice::ReclaimDeparted | Advice::UpgradeTier => None,
        Advice::ReclaimDuplicate | Advice::ReclaimIdle | Advice::ReclaimNeverActivated => {
            let latest = context.lives[user_ix].latest;
            Some(latest.map_or_else(
                || seen_days(context, user_ix, context.coverage.of_signs()),
                |(at, _)| days_since(context, at - 1),
            ))
        }
        Advice::DowngradeTier | Advice::DropAddon | Advice::ReleaseCxSeat | Advice::SwapOffer => given_up
            .iter()
            .map(|feature| match context.fact(user_ix, feature).and_then(|fact| fact.last) {
                Some(last) => days_since(context, last),
                None => seen_days(context, user_ix, context.coverage.feature(feature)),
            })
            .min(),
    }
}

/// Was a feature that an offer gives up ever used by the person, as far as the data tell? Who once used what they do not use
/// now needs it again more often than who never did.
pub fn used_before(context: &Context<'_>, user_ix: usize, code: Advice, given_up: FeatureSet) -> bool {
    let is_offer = !code.is_reclaim() && code != Advice::UpgradeTier;
    is_offer && given_up.iter().any(|feature| context.fact(user_ix, feature).is_some_and(|fact| fact.last.is_some()))
}

/// Days after that of an instant, up to and with that of as-of.
fn days_since(context: &Context<'_>, at: Micros) -> i64 {
    day_number(context.spans.as_of - 1) - day_number(at)
}

/// Days before as-of in which the person was there and would have been seen.
fn seen_days(context: &Context<'_>, user_ix: usize, cover: &Cover) -> i64 {
    let covered = cover.within(Span { from: Micros::MIN / 2, to: context.spans.as_of });
    let tenure = idle::tenure(context, &context.people.list[user_ix]).unwrap_or(Micros::MAX);
    // As-of is often a microsecond before midnight: a day that lacks so little is whole.
    (covered.min(tenure).saturating_add(1)) / DAY
}
