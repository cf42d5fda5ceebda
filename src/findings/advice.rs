//! One recommendation per person at most: the first check that applies.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use seatwise_pricing::{
    cover::OfferCatalog,
    delta::{PriceKind, price_delta},
    feature::FeatureSet,
    tariff::ProductIx,
};

use super::{
    answered::{Agreed, Answered},
    code::Advice,
    confidence::{Confidence, confidence},
    context::{Context, IdpStatus},
    grounds::{Driver, Evidence, drivers, evidence},
    guard::{self, Guard, GuardSum, Kept},
    idle, needs,
    offer::{self, Verdict},
    persons::Persons,
    protection::Protection,
    quiet::{quiet_days, used_before},
    without_sign::WithoutSign,
};
use crate::usage::people::State;

/// One recommendation about one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recommendation {
    /// What kind.
    pub code: Advice,
    /// Person number.
    pub user_ix: usize,
    /// Products held that change, base first.
    pub from: Vec<ProductIx>,
    /// Products enough, base first; empty = none.
    pub to: Vec<ProductIx>,
    /// List price of the difference per month; `None` = a price is unknown.
    pub list_delta: Option<Decimal>,
    /// Contracted price of the difference per month; `None` = a price is unknown.
    pub contracted_delta: Option<Decimal>,
    /// How sure.
    pub confidence: Confidence,
    /// Whole days without a sign or use that the data show; `None` = it does not rest on absence.
    pub quiet_days: Option<i64>,
    /// Did the person ever use a feature that an offer gives up? Never in the window; always `false` for a reclaim.
    pub used_before: bool,
    /// What keeps the person at the products given up.
    pub drivers: Vec<Driver>,
    /// Features covered by what is held, and whatever else was used.
    pub evidence: Vec<Evidence>,
    /// Another account of the person, for duplicates.
    pub twin: Option<usize>,
    /// The manager agreed; `None` = nobody has answered, or the answer was `keep` and its cool-down is over.
    pub agreed: Option<Agreed>,
}

/// What was decided about everybody.
#[derive(Debug, Clone, Default)]
pub struct Decisions {
    /// Ordered by code, then user id.
    pub recommendations: Vec<Recommendation>,
    /// People whom the settings or an answer protect, and seasonal ones, to whom something would be advised; by person number.
    pub kept: Vec<Kept>,
    /// What is not advised because somebody is new or data are missing; by person number. Somebody of whom only a part is
    /// unknown may have a recommendation too: this is what comes on top of it.
    pub forgone: Vec<Kept>,
    /// People whose needs nothing that may be recommended covers.
    pub uncovered: Vec<usize>,
    /// People whose seats are idle, or not, by their days without a sign alone; by person number.
    pub by_days: Vec<WithoutSign>,
}

impl Decisions {
    /// Decides about everybody.
    pub fn new(context: &Context<'_>) -> Decisions {
        let mut catalog = OfferCatalog::new(context.tariff, context.book, &context.settings.allow);
        let spared = Spared {
            persons: Persons::new(context),
            protection: Protection::new(context),
            answered: Answered::new(context),
        };
        let mut decisions = Decisions::default();
        for user_ix in 0..context.people.len() {
            decide(context, &mut catalog, &spared, user_ix, &mut decisions);
            decisions.by_days.extend(WithoutSign::of(context, &spared, user_ix));
        }
        decisions.recommendations.sort_by_key(|advice| (advice.code, advice.user_ix));
        decisions
    }

    /// What each guard holds back in all.
    pub fn guards(&self) -> BTreeMap<Guard, GuardSum> {
        guard::sums(self.kept.iter().chain(&self.forgone))
    }

    /// The recommendation about each person, by person number.
    pub fn by_person(&self, people: usize) -> Vec<Option<&Recommendation>> {
        let mut by_person = vec![None; people];
        for recommendation in &self.recommendations {
            by_person[recommendation.user_ix] = Some(recommendation);
        }
        by_person
    }
}

/// Who is somebody else's other account, whom the settings leave alone, and what managers answered.
pub(super) struct Spared<'a> {
    pub(super) persons: Persons,
    pub(super) protection: Protection,
    pub(super) answered: Answered<'a>,
}

fn decide(
    context: &Context<'_>,
    catalog: &mut OfferCatalog,
    spared: &Spared<'_>,
    user_ix: usize,
    decisions: &mut Decisions,
) {
    let everything = context.held.now[user_ix].everything(context.tariff);
    let time = context.time(user_ix);
    let free = |ix: &ProductIx| context.tariff.product(*ix).offer_price.is_some_and(|price| price.is_zero());
    if everything.iter().all(free) {
        return;
    }
    let outcome = advise(context, catalog, &spared.persons, user_ix);
    let answer = match &outcome {
        Outcome::Advice(code, to, _) => {
            let (from, to) = sides(context, user_ix, everything.clone(), *code, to.clone());
            spared.answered.to(context, user_ix, *code, (&from, &to))
        }
        _ => None,
    };
    let protection = spared.protection.reason(context, user_ix);
    let protection = protection.or_else(|| answer.and_then(|answer| spared.answered.keep(answer)));
    if protection.is_none() {
        decisions.forgone.extend(data_gap(context, catalog, user_ix, &outcome));
    }
    let (code, to, twin) = match outcome {
        Outcome::Nothing => return,
        Outcome::Uncovered => {
            if protection.is_none() {
                decisions.uncovered.push(user_ix);
            }
            return;
        }
        Outcome::Guarded(guard, code, to) => {
            let (from, to) = sides(context, user_ix, everything, code, to);
            let saving = price_delta(context.tariff, &from, &to, PriceKind::Contracted, time);
            match (guard, protection) {
                (Guard::Grace, _) if code == Advice::UpgradeTier => {}
                (Guard::Grace, _) => {
                    let why = format!("created less than {} days ago", context.thresholds(user_ix).grace_days);
                    decisions.forgone.push(Kept { user_ix, guard, why, code, from, to, saving });
                }
                (_, protection) => {
                    let season = "seasonal: away in this window and in the same window last year, back right after it";
                    let (guard, why) = protection.unwrap_or_else(|| (guard, season.to_owned()));
                    decisions.kept.push(Kept { user_ix, guard, why, code, from, to, saving });
                }
            }
            return;
        }
        Outcome::Advice(code, to, twin) => (code, to, twin),
    };
    let (from, to) = sides(context, user_ix, everything, code, to);
    let contracted_delta = price_delta(context.tariff, &from, &to, PriceKind::Contracted, time);
    if let Some((guard, why)) = protection {
        decisions.kept.push(Kept { user_ix, guard, why, code, from, to, saving: contracted_delta });
        return;
    }
    let given_up = given_up(context, code, &from, &to);
    decisions.recommendations.push(Recommendation {
        code,
        user_ix,
        list_delta: price_delta(context.tariff, &from, &to, PriceKind::List, time),
        contracted_delta,
        confidence: confidence(context, user_ix, code, given_up),
        quiet_days: quiet_days(context, user_ix, code, given_up),
        used_before: used_before(context, user_ix, code, given_up),
        drivers: drivers(context, user_ix, &from, &to),
        evidence: evidence(context, user_ix, &from),
        from,
        to,
        twin,
        agreed: answer.and_then(Answered::agreed),
    });
}

/// What the checks say, protections left aside.
enum Outcome {
    Nothing,
    Uncovered,
    /// Nothing is advised to a new or a seasonal person; this is what would be.
    Guarded(Guard, Advice, Vec<ProductIx>),
    Advice(Advice, Vec<ProductIx>, Option<usize>),
}

fn advise(context: &Context<'_>, catalog: &mut OfferCatalog, persons: &Persons, user_ix: usize) -> Outcome {
    let person = &context.people.list[user_ix];
    let reclaim = |code| Outcome::Advice(code, Vec::new(), None);
    if person.state != State::Active {
        return reclaim(Advice::ReclaimDeactivated);
    }
    if context.idp[user_ix] == Some(IdpStatus::Deprovisioned) {
        return reclaim(Advice::ReclaimDeparted);
    }
    let outcome = later(context, catalog, persons, user_ix);
    match outcome {
        Outcome::Advice(code, to, _) | Outcome::Guarded(_, code, to) if idle::in_grace(context, user_ix) => {
            Outcome::Guarded(Guard::Grace, code, to)
        }
        Outcome::Uncovered if idle::in_grace(context, user_ix) => Outcome::Nothing,
        outcome => outcome,
    }
}

/// What the grace of new people holds back.
fn later(context: &Context<'_>, catalog: &mut OfferCatalog, persons: &Persons, user_ix: usize) -> Outcome {
    let person = &context.people.list[user_ix];
    if !context.lives[user_ix].in_window
        && let Some(twin) = persons.living_twin(person)
    {
        return Outcome::Advice(Advice::ReclaimDuplicate, Vec::new(), Some(twin));
    }
    if idle::never_activated(context, user_ix) {
        return Outcome::Advice(Advice::ReclaimNeverActivated, Vec::new(), None);
    }
    let late = late_checks(context, catalog, user_ix);
    match late {
        Outcome::Advice(code, to, _) if idle::seasonal(context, user_ix) => Outcome::Guarded(Guard::Seasonal, code, to),
        _ => late,
    }
}

/// Idle, then the offer: what seasonal people are spared.
fn late_checks(context: &Context<'_>, catalog: &mut OfferCatalog, user_ix: usize) -> Outcome {
    if idle::idle(context, user_ix) {
        return Outcome::Advice(Advice::ReclaimIdle, Vec::new(), None);
    }
    match offer::check(context, catalog, user_ix) {
        Verdict::Keep => Outcome::Nothing,
        Verdict::Uncovered => Outcome::Uncovered,
        Verdict::Change(code, to) => Outcome::Advice(code, to, None),
    }
}

/// What more could be saved if the features that nothing is known about were not needed.
fn data_gap(context: &Context<'_>, catalog: &mut OfferCatalog, user_ix: usize, outcome: &Outcome) -> Option<Kept> {
    let held = context.held.now[user_ix].offer();
    let chosen = match outcome {
        Outcome::Nothing => held.clone(),
        Outcome::Advice(code, to, _) if !code.is_reclaim() && *code != Advice::UpgradeTier => to.clone(),
        _ => return None,
    };
    let is_cx = context.held.now[user_ix].base.is_some_and(|base| context.tariff.product(base).is_cx);
    let needs = needs::needed(context, user_ix, &held);
    let proven = needs.difference(needs::untold(context, user_ix, &held));
    if !is_cx || proven == needs || idle::in_grace(context, user_ix) {
        return None;
    }
    let to = catalog.needed_offer(&held, proven).filter(|offer| catalog.is_cheaper(offer, &chosen))?.products();
    let why = "features without data in the window are taken as needed".to_owned();
    let saving = price_delta(context.tariff, &chosen, &to, PriceKind::Contracted, context.time(user_ix));
    let code = offer::code(context.tariff, &held, &to);
    Some(Kept { user_ix, guard: Guard::DataGap, why, code, from: chosen, to, saving })
}

/// A reclaim names everything held; an offer replaces the base and the add-ons.
fn sides(
    context: &Context<'_>,
    user_ix: usize,
    everything: Vec<ProductIx>,
    code: Advice,
    to: Vec<ProductIx>,
) -> (Vec<ProductIx>, Vec<ProductIx>) {
    if code.is_reclaim() { (everything, Vec::new()) } else { (context.held.now[user_ix].offer(), to) }
}

/// Features that the change takes away; of a reclaim all, of an offer those that the organization uses.
fn given_up(context: &Context<'_>, code: Advice, from: &[ProductIx], to: &[ProductIx]) -> FeatureSet {
    let lost = context.covers(from).difference(context.covers(to));
    if code.is_reclaim() { lost } else { lost.difference(context.settings.not_used) }
}
