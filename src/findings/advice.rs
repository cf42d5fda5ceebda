//! One recommendation per person at most: the first check that applies.

use rust_decimal::Decimal;
use seatwise_pricing::{
    cover::OfferCatalog,
    delta::{PriceKind, price_delta},
    feature::{Feature, FeatureSet},
    tariff::ProductIx,
};

use super::{
    code::Advice,
    confidence::{Confidence, confidence},
    context::{Context, IdpStatus},
    idle, needs,
    offer::{self, Verdict},
    persons::Persons,
    protection::Protection,
    quiet::quiet_days,
};
use crate::{canonical::rows::Micros, usage::people::State};

/// A role, or one of its permissions, that keeps the person at a license.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Driver {
    /// Name of the role.
    pub role: String,
    /// First permission of the role that needs the license, by name; `None` = not known.
    pub permission: Option<String>,
    /// How many permissions of the role need the license; 0 = not known.
    pub permissions: usize,
    /// License id.
    pub license: String,
}

/// What the person did with a feature that the products held cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Evidence {
    /// Feature.
    pub feature: Feature,
    /// Events in the window.
    pub events: i64,
    /// Distinct UTC days with events in the window.
    pub days: u32,
    /// Latest event ever; `None` = never.
    pub last: Option<Micros>,
}

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
    /// What keeps the person at the products given up.
    pub drivers: Vec<Driver>,
    /// Features covered by what is held, and whatever else was used.
    pub evidence: Vec<Evidence>,
    /// Another account of the person, for duplicates.
    pub twin: Option<usize>,
}

/// What was decided about everybody.
#[derive(Debug, Clone, Default)]
pub struct Decisions {
    /// Ordered by code, then user id.
    pub recommendations: Vec<Recommendation>,
    /// People left alone although something would be advised: number, why, contracted saving forgone.
    pub kept: Vec<(usize, String, Option<Decimal>)>,
    /// People whose needs nothing that may be recommended covers.
    pub uncovered: Vec<usize>,
}

impl Decisions {
    /// Decides about everybody.
    pub fn new(context: &Context<'_>) -> Decisions {
        let mut catalog = OfferCatalog::new(context.tariff, context.book, &context.settings.allow);
        let (persons, protection) = (Persons::new(context), Protection::new(context));
        let mut decisions = Decisions::default();
        for user_ix in 0..context.people.len() {
            decide(context, &mut catalog, (&persons, &protection), user_ix, &mut decisions);
        }
        decisions.recommendations.sort_by_key(|advice| (advice.code, advice.user_ix));
        decisions
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

fn decide(
    context: &Context<'_>,
    catalog: &mut OfferCatalog,
    (persons, protection): (&Persons, &Protection),
    user_ix: usize,
    decisions: &mut Decisions,
) {
    let everything = context.held.now[user_ix].everything(context.tariff);
    let time = context.time(user_ix);
    let free = |ix: &ProductIx| context.tariff.product(*ix).offer_price.is_some_and(|price| price.is_zero());
    if everything.iter().all(free) {
        return;
    }
    let protection = protection.reason(context, user_ix);
    let outcome = advise(context, catalog, persons, user_ix);
    let (code, to, twin) = match outcome {
        Outcome::Nothing => return,
        Outcome::Uncovered => {
            if protection.is_none() {
                decisions.uncovered.push(user_ix);
            }
            return;
        }
        Outcome::Seasonal(would_be) => {
            let (from, to) = sides(context, user_ix, everything, would_be.0, would_be.1);
            let saving = price_delta(context.tariff, &from, &to, PriceKind::Contracted, time);
            let why = "seasonal: away in this window and in the same window last year, back right after it";
            decisions.kept.push((user_ix, protection.unwrap_or_else(|| why.to_owned()), saving));
            return;
        }
        Outcome::Advice(code, to, twin) => (code, to, twin),
    };
    let (from, to) = sides(context, user_ix, everything, code, to);
    let contracted_delta = price_delta(context.tariff, &from, &to, PriceKind::Contracted, time);
    if let Some(why) = protection {
        decisions.kept.push((user_ix, why, contracted_delta));
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
        drivers: drivers(context, user_ix, &from, &to),
        evidence: evidence(context, user_ix, &from),
        from,
        to,
        twin,
    });
}

/// What the checks say, protections left aside.
enum Outcome {
    Nothing,
    Uncovered,
    /// Nothing is advised to a seasonal person; this is what would be.
    Seasonal((Advice, Vec<ProductIx>)),
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
    if idle::in_grace(context, person) {
        return Outcome::Nothing;
    }
    if !context.lives[user_ix].in_window
        && let Some(twin) = persons.living_twin(person)
    {
        return Outcome::Advice(Advice::ReclaimDuplicate, Vec::new(), Some(twin));
    }
    if idle::never_activated(context, user_ix) {
        return reclaim(Advice::ReclaimNeverActivated);
    }
    let late = late_checks(context, catalog, user_ix);
    match late {
        Outcome::Advice(code, to, _) if idle::seasonal(context, user_ix) => Outcome::Seasonal((code, to)),
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

fn drivers(context: &Context<'_>, user_ix: usize, from: &[ProductIx], to: &[ProductIx]) -> Vec<Driver> {
    let lost: Vec<&ProductIx> = from.iter().filter(|ix| !to.contains(ix)).collect();
    let mut drivers: Vec<Driver> = Vec::new();
    for role in context.roles.of(user_ix) {
        for (ix, pin) in &role.needs {
            if lost.contains(&ix) {
                drivers.push(Driver {
                    role: role.name.clone(),
                    permission: pin.permissions.first().cloned(),
                    permissions: pin.permissions.len(),
                    license: pin.license_id.clone(),
                });
            }
        }
    }
    drivers.sort_unstable();
    drivers.dedup();
    drivers
}

fn evidence(context: &Context<'_>, user_ix: usize, from: &[ProductIx]) -> Vec<Evidence> {
    let shown = context.covers(from).union(needs::evidence(context, user_ix));
    shown
        .iter()
        .map(|feature| match context.fact(user_ix, feature) {
            Some(fact) => Evidence { feature, events: fact.events, days: fact.days, last: fact.last },
            None => Evidence { feature, events: 0, days: 0, last: None },
        })
        .collect()
}
