//! Roles in words, as every output has them: page, JSON, CSV and reports.

use std::collections::BTreeMap;

use seatwise_pricing::tariff::ProductIx;

use super::{Amount, Form, RoleChange, RoleImpact, RoleReport, features::features_of};
use crate::overview::{groups::short, words::money};

/// Product ids, as `cx2+copilot`; nothing is `no license`.
pub(crate) fn products(report: &RoleReport<'_>, products: &[ProductIx]) -> String {
    if products.is_empty() {
        return "no license".to_owned();
    }
    ids(report, products).join("+")
}

/// Product ids.
pub(crate) fn ids(report: &RoleReport<'_>, products: &[ProductIx]) -> Vec<String> {
    products.iter().map(|ix| report.field.analysis.tariff.product(*ix).id.clone()).collect()
}

/// A sum; what has no price is said.
pub(crate) fn amount(report: &RoleReport<'_>, amount: Amount) -> String {
    let known = money(amount.known, report.field.analysis.tariff.currency());
    match (amount.known.is_zero(), amount.unpriced) {
        (_, 0) => known,
        (true, seats) => format!("{seats} unpriced"),
        (false, seats) => format!("{known} and {seats} unpriced"),
    }
}

/// A sum for a narrow column; `+` marks what has no price.
pub(crate) fn short_amount(report: &RoleReport<'_>, amount: Amount) -> String {
    let known = money(amount.known, report.field.analysis.tariff.currency());
    match (amount.known.is_zero(), amount.unpriced) {
        (_, 0) => known,
        (true, _) => "unpriced".to_owned(),
        (false, _) => format!("{known}+"),
    }
}

/// `1 person`, `3 people`.
pub(crate) fn people(count: u64) -> String {
    counted(count, "person", "people")
}

/// `1 person keeps`, `3 people keep`: a count of people with what they do.
pub(crate) fn people_who(count: u64, one: &str, several: &str) -> String {
    format!("{} {}", people(count), if count == 1 { one } else { several })
}

/// A count with its noun.
pub(crate) fn counted(count: u64, one: &str, several: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {several}") }
}

/// The first few names, the rest counted.
pub(crate) fn listed(names: &[String], most: usize) -> String {
    let shown = names[..names.len().min(most)].join(", ");
    match names.len().saturating_sub(most) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// `cx3 > cx2`: the license that is kept, and what most would hold then.
pub(crate) fn arrow(report: &RoleReport<'_>, kept_at: &[ProductIx], then: &BTreeMap<Vec<ProductIx>, u64>) -> String {
    let Some((base, then)) = bases(report, kept_at, then) else { return products(report, kept_at) };
    let beside = if kept_at.len() > 1 { "+" } else { "" };
    let then = then.map_or_else(|| "none".to_owned(), |then| products(report, &[then]));
    format!("{}{beside} > {then}", products(report, &[base]))
}

/// `CX 3 → CX 2`: the same by the names of products.
pub(crate) fn named_arrow(
    report: &RoleReport<'_>,
    kept_at: &[ProductIx],
    then: &BTreeMap<Vec<ProductIx>, u64>,
) -> String {
    let name = |ix: ProductIx| short(report.field.analysis, ix);
    let Some((base, then)) = bases(report, kept_at, then) else {
        return kept_at.iter().map(|ix| name(*ix)).collect::<Vec<_>>().join(" + ");
    };
    let beside = if kept_at.len() > 1 { " with add-ons" } else { "" };
    format!("{}{beside} → {}", name(base), then.map_or_else(|| "no license".to_owned(), name))
}

/// The base that is kept, and the base that most would hold then; `None` = no base is kept.
fn bases(
    report: &RoleReport<'_>,
    kept_at: &[ProductIx],
    then: &BTreeMap<Vec<ProductIx>, u64>,
) -> Option<(ProductIx, Option<ProductIx>)> {
    let base = |products: &[ProductIx]| {
        products.iter().copied().find(|ix| report.field.analysis.tariff.product(*ix).rank.is_some())
    };
    let most = then.iter().max_by_key(|(_, people)| **people).map(|(products, _)| products.as_slice());
    Some((base(kept_at)?, most.and_then(base)))
}

/// Why a role is in no proposal.
pub(crate) fn obstacle(report: &RoleReport<'_>, row: &RoleImpact) -> String {
    let parts = &report.field.parts[row.role as usize];
    if let Some(fixed) = parts.fixed {
        return fixed.as_str().to_owned();
    }
    let catalog = &report.field.analysis.roles.catalog;
    let kept: Vec<ProductIx> = row.keeps.iter().flat_map(|keeps| keeps.products.iter().copied()).collect();
    let pinned = parts.pinned.iter().filter(|(ix, _)| kept.contains(ix)).flat_map(|(_, pinned)| &pinned.permissions);
    let names = pinned.map(|number| catalog.get(*number).permission.clone());
    let untold: Vec<String> = names.filter(|permission| features_of(permission).is_none()).collect();
    if untold.is_empty() {
        return "what they would hold then is not enough, may not be offered, saves nothing, or leaves an add-on on the wrong base".to_owned();
    }
    format!("nothing tells whether anybody uses {}", listed(&by_entity(&untold), 3))
}

/// What is done to a role.
pub(crate) fn sentence(report: &RoleReport<'_>, change: &RoleChange) -> String {
    let role = |number: u32| format!("`{}`", report.field.analysis.roles.list[number as usize].name);
    let name = role(change.role);
    let needs = products(report, &change.needs.1.products());
    let taken = counted(change.taken.len() as u64, "permission", "permissions");
    let go = people(change.go.len() as u64);
    match change.form {
        Form::Trim => format!("Take {taken} out of {name}: it needs {needs} then. Nobody is known to use them."),
        Form::Retire => format!("Take {name} from its {go} and delete it: nobody is known to use anything of it."),
        Form::Remove => format!("Take {name} from {go}: none of them is known to use anything of it."),
        Form::Move(other) => format!("Move {go} from {name} to {}, which is there and enough.", role(other)),
        Form::Split => format!("Split {name}: give {go} a copy without {taken}; it needs {needs}."),
    }
}

/// `quality:adminSettings` (6): permissions by domain and entity.
pub(crate) fn by_entity(permissions: &[String]) -> Vec<String> {
    let mut entities: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for permission in permissions {
        let (entity, action) = permission.rsplit_once(':').unwrap_or((permission, ""));
        entities.entry(entity).or_default().push(action);
    }
    let text = |(entity, actions): (&&str, &Vec<&str>)| match actions.as_slice() {
        [action] => format!("`{entity}:{action}`"),
        several => format!("`{entity}` ({})", several.len()),
    };
    entities.iter().map(text).collect()
}
