//! The smallest safe change: a proposal for roles where there is one, else the roles and groups that bring the license, else
//! the license by hand; and what leads back.

use std::collections::BTreeSet;

use seatwise_pricing::{book::ProductKind, tariff::ProductIx};

use super::steps::{Proposed, steps};
use crate::{
    analysis::Analysis,
    entitlement::roles::Grant,
    findings::{advice::Recommendation, code::Advice},
    overview::why,
};

/// By what the change is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum By {
    /// A proposal for roles: proven to take nothing that anybody may be using.
    Proposal,
    /// Roles or groups, which may bring more than the license.
    Roles,
    /// The license on the person's page.
    Hand,
    /// The account as a whole.
    Account,
    /// The account team adds a product first.
    AccountTeam,
}

impl By {
    /// The word of the column.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            By::Proposal => "roles, checked",
            By::Roles => "roles or groups",
            By::Hand => "license by hand",
            By::Account => "account",
            By::AccountTeam => "account team first",
        }
    }
}

/// What to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Way {
    /// By what.
    pub(super) by: By,
    /// In words.
    pub(super) text: String,
}

pub(super) fn way(analysis: &Analysis, advice: &Recommendation, proposed: &Proposed<'_>) -> Way {
    let missing = analysis.not_offered_yet(advice);
    if !missing.is_empty() {
        let text = format!(
            "have {} added by the account team, then: {}",
            why::names(analysis, &missing),
            give(analysis, advice)
        );
        return Way { by: By::AccountTeam, text };
    }
    match advice.code {
        Advice::UpgradeTier => Way { by: By::Roles, text: give(analysis, advice) },
        code if code.is_reclaim() => reclaim(analysis, advice),
        _ => lower(analysis, advice, proposed),
    }
}

/// What a person needs who has too little.
fn give(analysis: &Analysis, advice: &Recommendation) -> String {
    let added: Vec<ProductIx> = advice.to.iter().copied().filter(|ix| !advice.from.contains(ix)).collect();
    assign(analysis, advice.user_ix, &added)
}

/// Assigns products: by hand where a role that needs them is there already.
fn assign(analysis: &Analysis, user_ix: usize, products: &[ProductIx]) -> String {
    let needs = |grant: &&Grant| analysis.roles.list[grant.role as usize].needs.keys().any(|ix| products.contains(ix));
    let names = why::names(analysis, products);
    match grants(analysis, user_ix).find(needs) {
        Some(grant) => {
            let role = &analysis.roles.list[grant.role as usize].name;
            format!("assign {names} on Division & Licenses: the role {role}, which the person has, needs it")
        }
        None => format!("assign {names} on Division & Licenses, or by a role that needs it"),
    }
}

fn lower(analysis: &Analysis, advice: &Recommendation, proposed: &Proposed<'_>) -> Way {
    let all = proposed.of(advice.user_ix);
    let steps: Vec<String> = all.iter().filter_map(|(proposal, _)| steps(analysis, proposal, advice.user_ix)).collect();
    let reached = all.last().map(|(_, lowered)| lowered.to.as_slice()).filter(|_| !steps.is_empty());
    let held = reached.unwrap_or(&advice.from);
    let rest: Vec<ProductIx> = held.iter().copied().filter(|ix| !advice.to.contains(ix)).collect();
    let (enough, checked) = (why::names(analysis, &advice.to), steps.join("; then "));
    // A role of which a proposal leaves something needs what is left: then it is the role as a whole that brings the rest.
    let lost: Vec<ProductIx> = advice.from.iter().copied().filter(|ix| !advice.to.contains(ix)).collect();
    let bringing = bringing(analysis, advice.user_ix, &rest).or_else(|| bringing(analysis, advice.user_ix, &lost));
    let (by, text) = match (reached, bringing) {
        (Some(_), _) if rest.is_empty() => (By::Proposal, checked),
        (Some(reached), bringing) => {
            let reached = why::names(analysis, reached);
            let rest = bringing.unwrap_or_else(|| by_hand(analysis, &enough));
            let look = "after a look at what else that takes";
            (By::Roles, format!("{checked}; that leads to {reached}; to {enough}, {look}: {rest}"))
        }
        (None, Some(text)) => (By::Roles, format!("{text}, after a look at what else that takes")),
        (None, None) => (By::Hand, by_hand(analysis, &enough)),
    };
    let is_new_addon =
        |ix: &ProductIx| !advice.from.contains(ix) && analysis.tariff.product(*ix).kind == ProductKind::AddOn;
    let addons: Vec<ProductIx> = advice.to.iter().copied().filter(is_new_addon).collect();
    match addons.is_empty() {
        true => Way { by, text },
        false => Way { by, text: format!("{text}; then {}", assign(analysis, advice.user_ix, &addons)) },
    }
}

fn by_hand(analysis: &Analysis, to: &str) -> String {
    if analysis.roles.list.is_empty() {
        return format!(
            "unknown which role brings the license: the input has no roles; without automatic assignment choose {to} on Division & Licenses"
        );
    }
    format!("choose {to} on Division & Licenses: no role that the person holds needs more")
}

pub(super) fn grants(analysis: &Analysis, user_ix: usize) -> impl Iterator<Item = &Grant> {
    analysis.roles.grants.get(user_ix).into_iter().flatten()
}

/// Takes away the roles and groups that bring products; `None` = none does.
fn bringing(analysis: &Analysis, user_ix: usize, products: &[ProductIx]) -> Option<String> {
    let brings = |role: u32| analysis.roles.list[role as usize].needs.keys().any(|ix| products.contains(ix));
    let (mut roles, mut groups) = (BTreeSet::new(), BTreeSet::new());
    for grant in grants(analysis, user_ix).filter(|grant| brings(grant.role)) {
        match grant.group {
            None => _ = roles.insert(analysis.roles.list[grant.role as usize].name.as_str()),
            Some(group) => _ = groups.insert(analysis.roles.groups[group as usize].label()),
        }
    }
    let named = |word: &str, names: &BTreeSet<&str>| {
        let plural = if names.len() == 1 { "" } else { "s" };
        format!("{word}{plural} {}", names.iter().copied().collect::<Vec<_>>().join(", "))
    };
    match (roles.is_empty(), groups.is_empty()) {
        (true, true) => None,
        (false, true) => Some(format!("take the {} from the person", named("role", &roles))),
        (true, false) => Some(format!("take the person out of the {}", named("group", &groups))),
        (false, false) => Some(format!(
            "take the {} from the person, and the person out of the {}",
            named("role", &roles),
            named("group", &groups)
        )),
    }
}

fn reclaim(analysis: &Analysis, advice: &Recommendation) -> Way {
    let is_managed = analysis.people.list[advice.user_ix].external_id.is_some();
    let bringing = bringing(analysis, advice.user_ix, &advice.from);
    let (by, text) = match advice.code {
        Advice::ReclaimDeparted if is_managed => {
            (By::Account, "deactivate the account by the identity provider, which manages it".to_owned())
        }
        Advice::ReclaimDeparted => (By::Account, "deactivate the account: its direct roles go, for good".to_owned()),
        Advice::ReclaimDeactivated => match bringing {
            Some(text) => (By::Roles, format!("{text}: the account is switched off and still licensed by them")),
            None => (By::Hand, "take the licenses on Division & Licenses: no role brings them any more".to_owned()),
        },
        _ => match bringing {
            Some(text) => (By::Roles, format!("{text}: the license goes with it; deactivate only whoever has left")),
            None => (By::Hand, by_hand(analysis, "no license")),
        },
    };
    Way { by, text }
}

/// All roles of the person with the ways in which they came: what to give back.
pub(super) fn way_back(analysis: &Analysis, user_ix: usize) -> String {
    if analysis.roles.list.is_empty() {
        return "unknown: the input has no roles".to_owned();
    }
    let role = |grant: &Grant| {
        let name = &analysis.roles.list[grant.role as usize].name;
        match grant.group {
            None => name.clone(),
            Some(group) => format!("{name} (by the group {})", analysis.roles.groups[group as usize].label()),
        }
    };
    let roles: Vec<String> = grants(analysis, user_ix).map(role).collect();
    if roles.is_empty() { "no roles".to_owned() } else { roles.join(", ") }
}
