//! What became of each recommendation, as far as the data tell.

use rust_decimal::Decimal;
use seatwise_pricing::{
    delta::{PersonTime, PriceKind, price_delta},
    feature::FeatureSet,
    tariff::{ProductIx, Tariff, Unit},
};

use super::{
    Stand,
    grid::ahead,
    past::{Look, Past},
    tally::Missed,
};
use crate::{
    canonical::rows::{DAY, Micros},
    findings::{advice::Recommendation, calibration::Bucket, code::Advice, confidence::Confidence},
    usage::{people::State, spans::Span},
};

/// What became of a recommendation within a horizon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Nothing that was given up was used.
    Kept,
    /// It was, for the first time on this day after the instant, from 0.
    Regretted { day: u32 },
}

/// One recommendation at one instant.
#[derive(Debug, Clone)]
pub(super) struct Case {
    pub(super) user_ix: usize,
    pub(super) code: Advice,
    pub(super) confidence: Confidence,
    pub(super) bucket: Bucket,
    pub(super) quiet_days: Option<i64>,
    /// Contracted price of what is given up, a month; `None` = a price is unknown.
    pub(super) delta: Option<Decimal>,
    /// What buying it back costs, a month; `None` = a price is unknown.
    pub(super) buy_back: Option<Decimal>,
    /// By the number of the horizon; `None` = the data do not tell.
    pub(super) outcomes: Vec<Option<Outcome>>,
}

/// The recommendations at one instant.
pub(super) struct Judged {
    pub(super) stand: Stand,
    pub(super) cases: Vec<Case>,
}

/// Judges every recommendation that saves something.
pub(super) fn cases(past: &Past<'_>, look: &Look, horizons: &[u32]) -> Judged {
    let mut stand = Stand { at: look.at, advised: 0, undated: 0, state_unknown: 0, login_unknown: 0 };
    let held = look.held.now.iter().enumerate().filter(|(_, holding)| !holding.is_empty());
    stand.state_unknown = held.filter(|(user_ix, _)| !is_state_known(past, *user_ix)).count() as u64;
    let mut cases = Vec::new();
    for advice in saving(look).filter(|advice| is_state_known(past, advice.user_ix)) {
        if rests_on_absence(advice.code) && hides_a_login(past, advice.user_ix, look.at) {
            stand.login_unknown += 1;
            continue;
        }
        stand.advised += 1;
        stand.undated += u64::from(past.is_undated(advice.user_ix, look.at));
        cases.push(case(past, look, advice, horizons));
    }
    Judged { stand, cases }
}

/// Who did nothing within so many days, had no recommendation, and was not left alone on purpose.
pub(super) fn missed(past: &Past<'_>, look: &Look, days: u32) -> Missed {
    let mut missed = Missed::default();
    if !past.grid.reaches(look.at, days) {
        return missed;
    }
    let tariff = &past.analysis.tariff;
    let mut is_spared = vec![false; past.analysis.people.len()];
    saving(look).for_each(|advice| is_spared[advice.user_ix] = true);
    look.decisions.kept.iter().for_each(|kept| is_spared[kept.user_ix] = true);
    for (user_ix, holding) in look.held.now.iter().enumerate() {
        let everything = holding.everything(tariff);
        let costs = |ix: &ProductIx| tariff.product(*ix).offer_price.is_none_or(|price| !price.is_zero());
        if is_spared[user_ix] || !everything.iter().any(costs) || !is_state_known(past, user_ix) {
            continue;
        }
        if first_sign(past, user_ix, ahead(look.at, days)).is_none() && !hides_a_login(past, user_ix, look.at) {
            let price = price_delta(tariff, &everything, &[], PriceKind::Contracted, PersonTime::default());
            missed.add(price, days, tariff.currency());
        }
    }
    missed
}

fn saving(look: &Look) -> impl Iterator<Item = &Recommendation> {
    look.decisions.recommendations.iter().filter(|advice| advice.code != Advice::UpgradeTier)
}

fn case(past: &Past<'_>, look: &Look, advice: &Recommendation, horizons: &[u32]) -> Case {
    let longest = horizons.iter().copied().max().unwrap_or(0);
    let tariff = &past.analysis.tariff;
    let lost = tariff.covers(&advice.from).difference(tariff.covers(&advice.to));
    let span = ahead(look.at, longest);
    let first = if advice.code.is_reclaim() {
        first_sign(past, advice.user_ix, span)
    } else {
        past.log.first_use(advice.user_ix, lost, span)
    };
    let day = first.map(|at| ((at - look.at) / DAY) as u32);
    let outcome = |days: &u32| {
        let is_told = match advice.code.is_reclaim() {
            true => past.grid.reaches(look.at, *days) && !is_after_hidden(past, advice, ahead(look.at, *days)),
            false => offer_is_told(past, lost, ahead(look.at, *days)),
        };
        is_told.then_some(match day {
            Some(day) if day < *days => Outcome::Regretted { day },
            _ => Outcome::Kept,
        })
    };
    Case {
        user_ix: advice.user_ix,
        code: advice.code,
        confidence: advice.confidence,
        bucket: Bucket::of(advice),
        quiet_days: advice.quiet_days,
        delta: advice.contracted_delta,
        buy_back: buy_back(tariff, &advice.from, &advice.to),
        outcomes: horizons.iter().map(outcome).collect(),
    }
}

/// Price a month of buying back what was given up: the overage price of each product, less the contracted price of what
/// stood in for it. `None` = a price is unknown, or hours are what is billed.
fn buy_back(tariff: &Tariff, from: &[ProductIx], to: &[ProductIx]) -> Option<Decimal> {
    let beyond = |ix: &ProductIx| {
        let product = tariff.product(*ix);
        if product.is_billed_in_tokens() {
            product.offer_price
        } else {
            product.overage.filter(|_| product.unit != Unit::Hour)
        }
    };
    let given_up: Option<Decimal> = from.iter().filter(|ix| !to.contains(ix)).map(beyond).sum();
    let stood_in: Option<Decimal> =
        to.iter().filter(|ix| !from.contains(ix)).map(|ix| tariff.product(*ix).offer_price).sum();
    Some(given_up? - stood_in?)
}

/// Is every feature given up covered over a span? Those that the organization says it does not use need no proof.
fn offer_is_told(past: &Past<'_>, lost: FeatureSet, span: Span) -> bool {
    let (coverage, settings) = (&past.analysis.coverage, &past.analysis.settings);
    let used = lost.difference(settings.not_used);
    span.to <= past.grid.until() && used.iter().all(|feature| coverage.feature(feature).completes(span))
}

/// The first instant of the first day with a sign in a span; a login to the instant.
fn first_sign(past: &Past<'_>, user_ix: usize, span: Span) -> Option<Micros> {
    let login = logins(past, user_ix).filter(|at| span.from < *at && *at < span.to).min();
    past.log.first_sign(user_ix, span).into_iter().chain(login).min()
}

fn logins(past: &Past<'_>, user_ix: usize) -> impl Iterator<Item = Micros> {
    let person = &past.analysis.people.list[user_ix];
    [person.last_login_at, person.last_token_at].into_iter().flatten()
}

/// Could a login or token after the instant have overwritten one shortly before it? Not where presence or activity shows
/// what this person's logins lead to: then their absence before the instant is proof.
fn hides_a_login(past: &Past<'_>, user_ix: usize, at: Micros) -> bool {
    logins(past, user_ix).any(|login| login > at && !past.log.is_seen_near(user_ix, login))
}

/// Of a reclaim that does not rest on absence: could a login beyond the span have overwritten one in it?
fn is_after_hidden(past: &Past<'_>, advice: &Recommendation, span: Span) -> bool {
    first_sign(past, advice.user_ix, span).is_none() && hides_a_login(past, advice.user_ix, span.to)
}

/// Is the state at an instant in the past known? Who is active today was so before, or was called back, which is no
/// matter of the seat; who is not may have been deactivated then already.
fn is_state_known(past: &Past<'_>, user_ix: usize) -> bool {
    past.analysis.people.list[user_ix].state == State::Active
}

fn rests_on_absence(code: Advice) -> bool {
    matches!(code, Advice::ReclaimIdle | Advice::ReclaimNeverActivated | Advice::ReclaimDuplicate)
}
