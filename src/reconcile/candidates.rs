//! Who can be behind a count that a document gives without names: a document of sums proves no person, so these are people
//! to look at first.

use seatwise_pricing::{
    reconcile::{Cause, Comparison, Part},
    tariff::ProductIx,
};

use crate::{analysis::Analysis, canonical::rows::DAY, overview::words::rfc3339, usage::people::State};

/// Adds them to the differences of counts.
pub fn add(analysis: &Analysis, comparison: &mut Comparison) {
    for difference in &mut comparison.differences {
        let Some(ix) = analysis.tariff.ix(&difference.id).filter(|_| difference.part == Some(Part::Beyond)) else {
            continue;
        };
        let found: Vec<String> = match difference.cause {
            Cause::OnlyTheirs => people(analysis, |user_ix| uncounted(analysis, user_ix, ix)),
            Cause::OnlyOurs => people(analysis, |user_ix| doubtful(analysis, user_ix, ix)),
            Cause::Tier => people(analysis, |user_ix| changed(analysis, user_ix, ix)),
            _ => continue,
        };
        difference.places.extend(found.into_iter().map(|one| format!("can be {one}")));
    }
}

/// People about whom there is something to say, by user id.
fn people(analysis: &Analysis, why: impl Fn(usize) -> Option<String>) -> Vec<String> {
    let found = analysis
        .people
        .list
        .iter()
        .enumerate()
        .filter_map(|(user_ix, person)| Some(format!("{}: {}", person.id_and_label(), why(user_ix)?)));
    found.collect()
}

/// Held in the period and not counted.
fn uncounted(analysis: &Analysis, user_ix: usize, ix: ProductIx) -> Option<String> {
    let held = &analysis.held.in_period[user_ix];
    let holds = held.base == Some(ix) || held.addons.contains(&ix) || held.fixed.contains(&ix);
    (holds && !analysis.billing.shares[user_ix].has(ix))
        .then(|| format!("held in the period and not counted, {}", seen(analysis, user_ix)))
}

/// Counted without a sign of life, or with one at the edge of the period only.
fn doubtful(analysis: &Analysis, user_ix: usize, ix: ProductIx) -> Option<String> {
    if !analysis.billing.shares[user_ix].has(ix) {
        return None;
    }
    let (life, period) = (&analysis.lives[user_ix], analysis.spans.period);
    let at_edge = life.latest.is_some_and(|(at, _)| period.from <= at && at < period.from + DAY);
    (!life.in_period || at_edge).then(|| seen(analysis, user_ix))
}

/// Held another base in the period too.
fn changed(analysis: &Analysis, user_ix: usize, ix: ProductIx) -> Option<String> {
    let held = &analysis.held.in_period[user_ix];
    let bases: Vec<ProductIx> = held.base.into_iter().chain(held.lower_bases.iter().copied()).collect();
    let id = |ix: &ProductIx| analysis.tariff.product(*ix).id.as_str();
    (bases.len() > 1 && bases.contains(&ix))
        .then(|| format!("held {} in the period", bases.iter().map(id).collect::<Vec<_>>().join(" and ")))
}

fn seen(analysis: &Analysis, user_ix: usize) -> String {
    let state = analysis.people.list[user_ix].state;
    let state = if state == State::Active { "" } else { state.as_str() };
    let seen = match analysis.lives[user_ix].latest {
        Some((at, source)) => format!("last sign {} ({})", rfc3339(at), source.as_str()),
        None => "no sign ever".to_owned(),
    };
    if state.is_empty() { seen } else { format!("{state}, {seen}") }
}
