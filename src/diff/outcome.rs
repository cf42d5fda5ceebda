//! What became of the recommendations of then: identified and realized.

use rust_decimal::Decimal;

use crate::{
    analysis::Analysis,
    findings::{advice::Recommendation, code::Advice},
    overview::words::recommendation_id,
};

/// What became of one recommendation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// What was advised is so now, or the person is gone.
    Done,
    /// Something else was changed.
    Otherwise,
    /// Nothing was changed, and it is still advised.
    Open,
    /// Nothing was changed, and the person has since used what would have been given up.
    Cancelled,
    /// Nothing was changed, and it is not advised any more for another reason: an exception, a protection, other data.
    Withdrawn,
}

impl Outcome {
    /// Every outcome, in the order of outputs.
    pub const ALL: [Outcome; 5] =
        [Outcome::Done, Outcome::Otherwise, Outcome::Open, Outcome::Cancelled, Outcome::Withdrawn];

    /// The word used in outputs.
    pub fn as_str(self) -> &'static str {
        match self {
            Outcome::Done => "done",
            Outcome::Otherwise => "otherwise",
            Outcome::Open => "open",
            Outcome::Cancelled => "cancelled",
            Outcome::Withdrawn => "withdrawn",
        }
    }
}

/// A recommendation of then with what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecommendationOutcome {
    /// Id of the recommendation.
    pub id: String,
    /// Its code.
    pub code: Advice,
    /// Genesys' id of the person.
    pub user_id: String,
    /// What to call the person.
    pub label: String,
    /// Products that were to change.
    pub from: Vec<String>,
    /// Products that were enough.
    pub to: Vec<String>,
    /// Products held now.
    pub now: Vec<String>,
    /// Contracted price of the difference per month, as it was then; `None` = unknown.
    pub contracted_delta: Option<Decimal>,
    /// What became of it.
    pub outcome: Outcome,
}

pub(super) fn outcomes(before: &Analysis, after: &Analysis) -> Vec<RecommendationOutcome> {
    let now = after.decisions.by_person(after.people.list.len());
    before.decisions.recommendations.iter().map(|advice| outcome(before, after, &now, advice)).collect()
}

fn outcome(
    before: &Analysis,
    after: &Analysis,
    now: &[Option<&Recommendation>],
    advice: &Recommendation,
) -> RecommendationOutcome {
    let person = &before.people.list[advice.user_ix];
    let ix = after.people.find(&person.user_id);
    let ids = |side: &Analysis, products: &[seatwise_pricing::tariff::ProductIx]| -> Vec<String> {
        products.iter().map(|ix| side.tariff.product(*ix).id.clone()).collect()
    };
    let (from, to) = (ids(before, &advice.from), ids(before, &advice.to));
    let held = ix.map(|ix| {
        let holding = &after.held.now[ix];
        ids(after, &if advice.code.is_reclaim() { holding.everything(&after.tariff) } else { holding.offer() })
    });
    let held = held.unwrap_or_default();
    let same = |a: &[String], b: &[String]| a.len() == b.len() && a.iter().all(|id| b.contains(id));
    let outcome = match ix {
        None => Outcome::Done,
        Some(_) if same(&held, &to) => Outcome::Done,
        Some(_) if !same(&held, &from) => Outcome::Otherwise,
        Some(ix) if now[ix].is_some_and(|own| own.code == advice.code && ids(after, &own.to) == to) => Outcome::Open,
        Some(ix) if was_used(before, after, ix, advice) => Outcome::Cancelled,
        Some(_) => Outcome::Withdrawn,
    };
    RecommendationOutcome {
        id: recommendation_id(advice, before),
        code: advice.code,
        user_id: person.user_id.clone(),
        label: person.label().to_owned(),
        from,
        to,
        now: held,
        contracted_delta: advice.contracted_delta,
        outcome,
    }
}

/// Has the person since then signed in (of a reclaim), or used a feature that would have been given up?
fn was_used(before: &Analysis, after: &Analysis, ix: usize, advice: &Recommendation) -> bool {
    if advice.code.is_reclaim() {
        return after.lives[ix].latest.is_some_and(|(at, _)| at > before.as_of);
    }
    let lost = before.tariff.covers(&advice.from).difference(before.tariff.covers(&advice.to));
    let mut facts = after.activity.by_person[ix].iter();
    facts.any(|fact| lost.contains(fact.feature) && fact.last.is_some_and(|last| last > before.as_of))
}
