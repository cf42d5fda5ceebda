//! One recommendation as a row: everything that any table or file says of it.

use std::collections::HashMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{
    ask::{self, Asked, Money},
    proof::{self, Proof},
    steps::Proposed,
    way::{self, Way},
};
use crate::{
    analysis::Analysis,
    findings::{
        advice::Recommendation,
        calibration::{Bucket, Calibration},
        code::Advice,
        confidence::Confidence,
    },
    ingest::answers::ID_PREFIX,
    overview::{names::Names, why, words},
    roles::Plan,
    usage::{people::State, spans::instant},
};

/// A row of the worklist.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// Id of the recommendation as a sheet has it, which a spreadsheet does not take for a number; keyed under pseudonyms.
    pub(super) id: String,
    pub(super) code: Advice,
    pub(super) user_ix: usize,
    /// What to call the manager; `None` = no manager is known.
    pub(super) manager: Option<String>,
    pub(super) manager_email: Option<String>,
    pub(super) division: Option<String>,
    pub(super) department: Option<String>,
    pub(super) person: String,
    pub(super) email: Option<String>,
    pub(super) user_id: Option<String>,
    /// What is held of what changes.
    pub(super) held: String,
    /// What is enough.
    pub(super) enough: String,
    pub(super) tier: String,
    pub(super) reason: String,
    pub(super) proof: Proof,
    /// Day of the last sign; `None` = none ever.
    pub(super) last_sign: Option<NaiveDate>,
    pub(super) way: Way,
    pub(super) way_back: String,
    pub(super) asked: Asked,
    pub(super) ask: String,
    pub(super) breaks: String,
    pub(super) contracted: Option<Decimal>,
    pub(super) list: Option<Decimal>,
    pub(super) confidence: Confidence,
    /// `None` = too few alike were judged, or it does not rest on absence.
    pub(super) score: Option<Decimal>,
    pub(super) money: Money,
    pub(super) self_service: bool,
    pub(super) agreed_on: Option<NaiveDate>,
}

/// Every recommendation, by manager, division, department, code and user id; those without a manager last.
pub(super) fn items(analysis: &Analysis, names: &Names<'_>, plan: &Plan) -> Vec<Item> {
    let proposed = Proposed::new(plan);
    let reports = direct_reports(analysis);
    let item = |advice| item(analysis, names, &proposed, &reports, advice);
    let mut items: Vec<Item> = analysis.decisions.recommendations.iter().map(item).collect();
    let last = |text: &Option<String>| (text.is_none(), text.clone());
    items.sort_by_cached_key(|item| {
        (last(&item.manager), last(&item.division), last(&item.department), item.code, item.user_ix)
    });
    items
}

/// Active people by the e-mail of their manager in lower case.
fn direct_reports(analysis: &Analysis) -> HashMap<String, u64> {
    let mut reports: HashMap<String, u64> = HashMap::new();
    let active = analysis.people.list.iter().filter(|person| person.state == State::Active);
    for email in active.filter_map(|person| person.manager_email.as_ref()) {
        *reports.entry(email.to_lowercase()).or_default() += 1;
    }
    reports
}

fn item(
    analysis: &Analysis,
    names: &Names<'_>,
    proposed: &Proposed<'_>,
    reports: &HashMap<String, u64>,
    advice: &Recommendation,
) -> Item {
    let user_ix = advice.user_ix;
    let person = &analysis.people.list[user_ix];
    let manager = names.manager(user_ix);
    let (asked, ask) = ask::ask(analysis, names, advice, manager.as_ref());
    let led = person.email.as_ref().and_then(|email| reports.get(&email.to_lowercase())).copied().unwrap_or(0);
    let score = Calibration::embedded().score(Bucket::of(advice)).filter(|_| advice.code != Advice::UpgradeTier);
    Item {
        id: format!("{ID_PREFIX}{}", names.recommendation(words::recommendation_id(advice, analysis))),
        code: advice.code,
        user_ix,
        manager_email: manager.as_ref().and_then(|manager| manager.email.clone()),
        manager: manager.map(|manager| manager.label),
        division: person.division.clone(),
        department: person.department.clone(),
        person: names.person(user_ix),
        email: names.email(user_ix).map(str::to_owned),
        user_id: names.user_id(user_ix).map(str::to_owned),
        held: why::names(analysis, &advice.from),
        enough: if advice.to.is_empty() { "no license".to_owned() } else { why::names(analysis, &advice.to) },
        tier: proof::tier(analysis, advice),
        reason: why::told(analysis, names, advice),
        proof: proof::proof(analysis, advice),
        last_sign: analysis.lives[user_ix].latest.map(|(at, _)| instant(at).date_naive()),
        way: way::way(analysis, advice, proposed),
        way_back: way::way_back(analysis, user_ix),
        asked,
        ask,
        breaks: ask::breaks(analysis, names, advice, led),
        contracted: advice.contracted_delta,
        list: advice.list_delta,
        confidence: advice.confidence,
        score,
        money: ask::money(analysis, advice),
        self_service: analysis.not_offered_yet(advice).is_empty(),
        agreed_on: advice.agreed.as_ref().map(|agreed| agreed.on),
    }
}
