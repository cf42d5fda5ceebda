//! Who has to be asked, what would break, and when a change becomes money.

use chrono::NaiveDate;

use crate::{
    analysis::{Analysis, Dependency},
    findings::{advice::Recommendation, code::Advice},
    overview::names::{Manager, Names},
    usage::{people::State, spans::instant},
};

/// Who has to agree before anything is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Asked {
    /// The account is gone or the manager agreed: the administrator can go on.
    Nobody,
    /// The manager.
    Manager,
    /// No manager is known.
    Unknown,
}

/// Who is to be asked, in words.
pub(super) fn ask(
    analysis: &Analysis,
    names: &Names<'_>,
    advice: &Recommendation,
    manager: Option<&Manager>,
) -> (Asked, String) {
    let person = &analysis.people.list[advice.user_ix];
    if let Some(agreed) = &advice.agreed {
        return (Asked::Nobody, format!("nobody: agreed to in the report of {}", agreed.on));
    }
    match advice.code {
        Advice::ReclaimDeactivated => return (Asked::Nobody, "nobody: the account is switched off".to_owned()),
        Advice::ReclaimDeparted => return (Asked::Nobody, "nobody: the identity provider says gone".to_owned()),
        _ => {}
    }
    let part = person.department.as_ref().or(person.division.as_ref());
    let head = part.map_or_else(|| "whoever leads the person".to_owned(), |part| format!("whoever leads {part}"));
    let Some(manager) = manager else {
        return (Asked::Unknown, format!("no manager is known: {head}"));
    };
    let state = manager.user_ix.map(|user_ix| analysis.people.list[user_ix].state);
    match state.filter(|state| *state != State::Active) {
        Some(_) => (Asked::Unknown, format!("{}, whose account is switched off, else {head}", manager.label)),
        None if manager.user_ix == Some(advice.user_ix) => (Asked::Manager, names.person(advice.user_ix)),
        None => (Asked::Manager, manager.label.clone()),
    }
}

/// What stops working, or has to be handed over first.
pub(super) fn breaks(analysis: &Analysis, names: &Names<'_>, advice: &Recommendation, reports: u64) -> String {
    if advice.code == Advice::UpgradeTier {
        return "nothing".to_owned();
    }
    let mut parts = Vec::new();
    let lost = analysis.features_lost(advice);
    let mut used: Vec<String> = Vec::new();
    for row in advice.evidence.iter().filter(|row| lost.contains(row.feature)) {
        if let Some(at) = row.last {
            used.push(format!("{} (last on {})", row.feature, instant(at).date_naive()));
        }
    }
    if !used.is_empty() {
        parts.push(format!("what was used before: {}", used.join(", ")));
    }
    parts.extend(members(analysis, advice));
    if advice.code.is_reclaim() {
        if reports > 0 {
            let people = if reports == 1 { "1 person".to_owned() } else { format!("{reports} people") };
            parts.push(format!("{people} have this person as their manager: name another"));
        }
        parts.extend(depending(analysis, names, advice));
    }
    if parts.is_empty() { "nothing that the data show".to_owned() } else { parts.join("; ") }
}

/// Units and queues that need a feature that goes.
fn members(analysis: &Analysis, advice: &Recommendation) -> Option<String> {
    let lost = analysis.features_lost(advice);
    let all = analysis.memberships.as_ref()?.get(advice.user_ix)?.iter();
    let own = all.filter(|membership| lost.contains(membership.feature));
    let names: Vec<&str> = own.map(|own| own.via.as_deref().unwrap_or("one without a name")).collect();
    (!names.is_empty()).then(|| format!("leave the unit or queue first: {}", names.join(", ")))
}

fn depending(analysis: &Analysis, names: &Names<'_>, advice: &Recommendation) -> Option<String> {
    let Some(all) = &analysis.dependencies else {
        return Some("unknown: what depends on the account is in no table (a pull collects it)".to_owned());
    };
    let own = all.get(advice.user_ix)?;
    // Names of flows, clients and people below: kinds alone where nobody is to be named.
    let labels: Vec<String> = match names.is_pseudonymous() {
        true => own.iter().map(|own| own.kind.clone()).collect(),
        false => own.iter().map(Dependency::label).collect(),
    };
    (!labels.is_empty()).then(|| format!("hand over first: {}", labels.join(", ")))
}

/// When the change becomes money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Money {
    /// From the next period on, where more is billed than committed.
    NextPeriod(NaiveDate),
    /// The commitment pays for the seat until the contract ends; `None` = its end is not known.
    Renewal(Option<NaiveDate>),
    /// Paid in AI tokens: fewer are used, which is money where the allowance is passed.
    Tokens,
    /// The seat is not billed in this period: it can't be billed again.
    NotBilled,
    /// Quantities are not known.
    Unknown,
}

impl Money {
    /// In words.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Money::NextPeriod(_) => "next period",
            Money::Renewal(_) => "renewal",
            Money::Tokens => "AI tokens",
            Money::NotBilled => "not billed now",
            Money::Unknown => "unknown",
        }
    }

    /// The first day; `Some(None)` = not known, `None` = there is none.
    pub(super) fn day(self) -> Option<Option<NaiveDate>> {
        match self {
            Money::NextPeriod(day) => Some(Some(day)),
            Money::Renewal(day) => Some(day),
            Money::Tokens | Money::NotBilled => None,
            Money::Unknown => Some(None),
        }
    }
}

/// When a change becomes money, by what is billed of what is given up.
pub(super) fn money(analysis: &Analysis, advice: &Recommendation) -> Money {
    let next = Money::NextPeriod(analysis.period.to);
    if advice.code == Advice::UpgradeTier {
        return next;
    }
    let given_up = |ix: &seatwise_pricing::tariff::ProductIx| advice.from.contains(ix) && !advice.to.contains(ix);
    let billed: Vec<_> = analysis.billing.shares[advice.user_ix].products().filter(given_up).collect();
    if !analysis.bill_is_known() {
        return Money::Unknown;
    }
    if billed.is_empty() {
        return Money::NotBilled;
    }
    let (in_tokens, billed): (Vec<_>, Vec<_>) =
        billed.into_iter().partition(|ix| analysis.tariff.product(*ix).is_billed_in_tokens());
    if billed.is_empty() && !in_tokens.is_empty() {
        return Money::Tokens;
    }
    let is_covered = |ix: &seatwise_pricing::tariff::ProductIx| {
        let row = analysis.products.iter().find(|row| row.ix == *ix);
        row.is_some_and(|row| row.billed.is_some_and(|billed| billed <= row.committed))
    };
    if billed.iter().all(is_covered) {
        return Money::Renewal(analysis.contract.end.and_then(|end| end.succ_opt()));
    }
    next
}
