//! What each side says that the other does not: one row per person and category.

use std::collections::HashMap;

use rust_decimal::Decimal;
use seatwise_pricing::{
    book::ProductKind,
    delta::{PersonTime, PriceKind, price_delta},
    tariff::ProductIx,
};

use super::{Category, Drift, Found, Identity, Key, Origin, words};
use crate::{
    analysis::Analysis,
    canonical::rows::Micros,
    findings::{advice::Recommendation, code::Advice, context::IdpStatus, standing::Spared},
    usage::{
        activity::WITHOUT_LOGIN,
        people::State,
        signs::{Life, Source},
    },
};

/// What makes an account look like that of a program or a device, not of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Oddity {
    /// Left alone by the settings: an exception, `protect.users` or a protected role.
    Protected,
    /// Has no name.
    NoName,
    /// Holds a device's license and no base.
    Device,
    /// Has had a token in the period, and neither a login nor presence since.
    TokensOnly,
}

impl Oddity {
    /// The word used in outputs.
    pub fn as_str(self) -> &'static str {
        match self {
            Oddity::Protected => "protected",
            Oddity::NoName => "no-name",
            Oddity::Device => "device",
            Oddity::TokensOnly => "tokens-only",
        }
    }
}

/// Why `analyze` does not advise to take the seat of a person back who is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WhyNot {
    /// The settings or a season keep it, and how.
    Kept(String),
    /// Nothing that costs money is held.
    CostsNothing,
    /// The list is not in the input.
    NotRead,
    /// Another key than the e-mail found the person.
    ByEmailAlone,
}

impl WhyNot {
    /// As a sentence.
    pub fn text(&self) -> String {
        match self {
            WhyNot::Kept(why) => format!("`analyze` leaves the person alone: {why}"),
            WhyNot::CostsNothing => "nothing that costs money is held".to_owned(),
            WhyNot::NotRead => "`analyze` does not read this list: import it with the other exports".to_owned(),
            WhyNot::ByEmailAlone => "`analyze` joins by e-mail alone and does not find the person gone".to_owned(),
        }
    }
}

/// Price of everything that an account holds, of a managed one what the advice is worth, per month; `None` = a price is
/// unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Price {
    /// At list price.
    pub list: Option<Decimal>,
    /// At contracted price.
    pub contracted: Option<Decimal>,
}

/// One disagreement about one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DriftRow {
    /// What kind.
    pub category: Category,
    /// Number of the account; `None` = there is none.
    pub user_ix: Option<usize>,
    /// Number of the person on the list; `None` = not listed.
    pub identity: Option<usize>,
    /// What the two have in common.
    pub key: Option<Key>,
    /// Everything held, base first.
    pub held: Vec<ProductIx>,
    /// What it costs; `None` = there is no account.
    pub price: Option<Price>,
    /// The latest sign at the account.
    pub last_sign: Option<(Micros, Source)>,
    /// The latest sign after the person was gone there.
    pub sign_after: Option<(Micros, Source)>,
    /// What `analyze` advises about the account.
    pub advice: Option<Advice>,
    /// Of people who are gone: why `analyze` does not advise to take the seat back for that.
    pub why_not: Option<WhyNot>,
    /// Of accounts that are not listed: whether it looks like a person's at all.
    pub oddity: Option<Oddity>,
    /// What else must be known, as sentences.
    pub remarks: Vec<String>,
    /// What to do.
    pub way_out: String,
}

/// What rows are made from.
pub(super) struct Maker<'a> {
    pub(super) drift: &'a Drift<'a>,
    pub(super) analysis: &'a Analysis,
    times: &'a [PersonTime],
    pub(super) advice: Vec<Option<&'a Recommendation>>,
    kept: HashMap<usize, &'a str>,
    /// People of the lists by e-mail in lower case.
    pub(super) by_email: HashMap<String, Vec<usize>>,
    /// Does a list name anybody who is active? One that does not is a list of leavers: whom it lacks is not missing.
    has_active: bool,
}

/// Every row, in order.
pub(super) fn rows(drift: &Drift<'_>, times: &[PersonTime]) -> Vec<DriftRow> {
    let analysis = drift.analysis;
    let mut by_email: HashMap<String, Vec<usize>> = HashMap::new();
    for (number, identity) in drift.identities.iter().enumerate() {
        by_email.entry(identity.email.to_lowercase()).or_default().push(number);
    }
    let kept = analysis.decisions.kept.iter().map(|kept| (kept.user_ix, kept.why.as_str())).collect();
    let advice = analysis.decisions.by_person(analysis.people.len());
    let has_active = drift.identities.iter().any(|identity| identity.status == Some(IdpStatus::Active));
    let maker = Maker { drift, analysis, times, advice, kept, by_email, has_active };
    let mut rows: Vec<DriftRow> = (0..analysis.people.len()).flat_map(|ix| maker.account(ix)).collect();
    rows.extend(maker.without_account());
    rows.sort_by_key(|row| (row.category, row.user_ix.is_none(), row.user_ix, row.identity));
    rows
}

impl<'a> Maker<'a> {
    /// The rows about an account.
    fn account(&self, ix: usize) -> Vec<DriftRow> {
        let mut rows = Vec::new();
        let found = self.latest(ix);
        match found {
            Some((number, key)) => rows.extend(self.listed(ix, number, key)),
            None if self.is_unknown_there(ix) => {
                let oddity = self.oddity(ix);
                rows.push(self.row(Category::UnknownThere, Some(ix), None, oddity));
            }
            None => {}
        }
        if self.drift.is_managed(ix) && self.advice[ix].is_some() {
            rows.push(self.row(Category::ManagedThere, Some(ix), found, None));
        }
        rows
    }

    /// The person of the lists whose status counts for an account: as in `analyze`, the latest that is known.
    fn latest(&self, ix: usize) -> Option<(usize, Key)> {
        let order = |number: usize| {
            let identity = &self.drift.identities[number];
            (identity.status.is_some(), identity.since, identity.status, std::cmp::Reverse(number))
        };
        self.drift.matching.of_account[ix].iter().copied().max_by_key(|(number, _)| order(*number))
    }

    fn listed(&self, ix: usize, number: usize, key: Key) -> Vec<DriftRow> {
        let (person, identity) = (&self.analysis.people.list[ix], &self.drift.identities[number]);
        let is_licensed = !self.analysis.held.now[ix].is_empty();
        let is_active = person.state == State::Active;
        let category = match identity.status {
            Some(IdpStatus::Deprovisioned) if is_active || is_licensed => Some(Category::DepartedLicensed),
            Some(IdpStatus::Suspended) if is_licensed => Some(Category::SuspendedLicensed),
            // Who is not assigned to the app is deactivated here because of it: no drift, unless a license was left.
            Some(IdpStatus::Active) if !is_active && (is_licensed || identity.assigned != Some(false)) => {
                Some(Category::InactiveHereActiveThere)
            }
            _ => None,
        };
        let email = person.email.as_ref().filter(|email| email.to_lowercase() != identity.email.to_lowercase());
        // Whoever is gone needs no other e-mail here.
        let is_there = matches!(identity.status, Some(IdpStatus::Active | IdpStatus::Suspended));
        let changed = email.filter(|_| is_there).map(|_| Category::EmailChanged);
        let found = Some((number, key));
        category.into_iter().chain(changed).map(|category| self.row(category, Some(ix), found, None)).collect()
    }

    /// Active here and on no list.
    fn is_unknown_there(&self, ix: usize) -> bool {
        let is_active = self.analysis.people.list[ix].state == State::Active;
        is_active && self.has_active && !self.drift.matching.in_doubt[ix]
    }

    fn without_account(&self) -> Vec<DriftRow> {
        let is_missing =
            |identity: &Identity| identity.status == Some(IdpStatus::Active) && identity.assigned == Some(true);
        let all = self.drift.identities.iter().enumerate().zip(&self.drift.matching.of_identity);
        let nobodys = all.filter(|((_, identity), found)| **found == Found::Nobody && is_missing(identity));
        let mut numbers: Vec<usize> = nobodys.map(|((number, _), _)| number).collect();
        numbers.sort_by_key(|number| self.drift.identities[*number].email.to_lowercase());
        let row =
            |number: &usize| DriftRow { identity: Some(*number), ..self.row(Category::UnknownHere, None, None, None) };
        let rows = numbers.iter().map(row);
        rows.map(|row| DriftRow { remarks: words::remarks(self, &row), way_out: words::way_out(self, &row), ..row })
            .collect()
    }

    fn row(
        &self,
        category: Category,
        user_ix: Option<usize>,
        found: Option<(usize, Key)>,
        oddity: Option<Oddity>,
    ) -> DriftRow {
        let held = user_ix.map(|ix| self.analysis.held.now[ix].everything(&self.analysis.tariff)).unwrap_or_default();
        let life = user_ix.map(|ix| &self.analysis.lives[ix]);
        let mut row = DriftRow {
            category,
            user_ix,
            identity: found.map(|(number, _)| number),
            key: found.map(|(_, key)| key),
            price: user_ix.map(|ix| self.price(ix, &held)),
            held,
            last_sign: life.and_then(|life| life.latest),
            sign_after: None,
            advice: user_ix.and_then(|ix| self.advice[ix]).map(|advice| advice.code),
            why_not: None,
            oddity,
            remarks: Vec::new(),
            way_out: String::new(),
        };
        if let (Category::DepartedLicensed, Some(ix)) = (category, user_ix) {
            let since = found.and_then(|(number, _)| self.drift.identities[number].since);
            row.sign_after = since.and_then(|since| self.sign_after(ix, &self.analysis.lives[ix], since));
            row.why_not = self.why_not(ix, &row);
        }
        if let (Category::ManagedThere, Some(advice)) = (category, user_ix.and_then(|ix| self.advice[ix])) {
            row.price = Some(Price { list: advice.list_delta, contracted: advice.contracted_delta });
        }
        row.remarks = words::remarks(self, &row);
        row.way_out = words::way_out(self, &row);
        row
    }

    fn price(&self, ix: usize, held: &[ProductIx]) -> Price {
        let time = self.times.get(ix).copied().unwrap_or_default();
        let of = |kind| price_delta(&self.analysis.tariff, held, &[], kind, time);
        Price { list: of(PriceKind::List), contracted: of(PriceKind::Contracted) }
    }

    /// The latest sign that is surely of after an instant. An activity row may be of a whole day: only its start counts.
    fn sign_after(&self, ix: usize, life: &Life, since: Micros) -> Option<(Micros, Source)> {
        let facts = self.analysis.activity.by_person[ix].iter();
        let acts = facts.filter(|fact| !WITHOUT_LOGIN.contains(&fact.feature)).filter_map(|fact| fact.last).max();
        let exact = life.latest_exact.filter(|(at, _)| *at > since);
        exact.max(acts.filter(|at| *at >= since).map(|at| (at, Source::Activity)))
    }

    fn oddity(&self, ix: usize) -> Option<Oddity> {
        let (person, held) = (&self.analysis.people.list[ix], &self.analysis.held.now[ix]);
        let is_device = |product: &ProductIx| self.analysis.tariff.product(*product).kind == ProductKind::Device;
        // Somebody at work is present after the token that the login gave: a program never is. Without presence nothing says so.
        let from = self.analysis.spans.period.from;
        let by_token = matches!(self.analysis.lives[ix].latest_exact, Some((at, Source::LastToken)) if at >= from);
        let never_there = person.last_login_at.is_none() && self.analysis.presence.is_some();
        let oddities = [
            (Oddity::Protected, self.analysis.standing.people[ix].spared == Some(Spared::Protected)),
            (Oddity::NoName, person.name.as_ref().is_none_or(|name| name.trim().is_empty())),
            (Oddity::Device, held.base.is_none() && held.fixed.iter().any(is_device)),
            (Oddity::TokensOnly, by_token && never_there),
        ];
        oddities.into_iter().find(|(_, is_so)| *is_so).map(|(oddity, _)| oddity)
    }

    /// Why `analyze` does not take the seat back because the person is gone; `None` = it does, or does for another reason.
    fn why_not(&self, ix: usize, row: &DriftRow) -> Option<WhyNot> {
        if row.advice.is_some_and(Advice::is_reclaim) {
            return None;
        }
        if let Some(why) = self.kept.get(&ix) {
            return Some(WhyNot::Kept((*why).to_owned()));
        }
        let price = |product: &ProductIx| self.analysis.tariff.product(*product).offer_price;
        if row.held.iter().all(|product| price(product).is_some_and(|price| price.is_zero())) {
            return Some(WhyNot::CostsNothing);
        }
        Some(match (row.key, self.drift.origin) {
            (Some(Key::Email), Origin::Files) => WhyNot::NotRead,
            _ => WhyNot::ByEmailAlone,
        })
    }
}
