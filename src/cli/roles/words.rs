//! Words that page, JSON and CSV of the roles share.

use seatwise_pricing::tariff::ProductIx;

use crate::{
    overview::words::money,
    roles::{Amount, RoleReport},
};

/// Product ids, as `cx2+copilot`; nothing is `no license`.
pub(super) fn products(report: &RoleReport<'_>, products: &[ProductIx]) -> String {
    if products.is_empty() {
        return "no license".to_owned();
    }
    ids(report, products).join("+")
}

/// Product ids.
pub(super) fn ids(report: &RoleReport<'_>, products: &[ProductIx]) -> Vec<String> {
    products.iter().map(|ix| report.field.analysis.tariff.product(*ix).id.clone()).collect()
}

/// A sum; what has no price is said.
pub(super) fn amount(report: &RoleReport<'_>, amount: Amount) -> String {
    let known = money(amount.known, report.field.analysis.tariff.currency());
    match (amount.known.is_zero(), amount.unpriced) {
        (_, 0) => known,
        (true, seats) => format!("{seats} unpriced"),
        (false, seats) => format!("{known} and {seats} unpriced"),
    }
}

/// A sum for a narrow column; `+` marks what has no price.
pub(super) fn short_amount(report: &RoleReport<'_>, amount: Amount) -> String {
    let known = money(amount.known, report.field.analysis.tariff.currency());
    match (amount.known.is_zero(), amount.unpriced) {
        (_, 0) => known,
        (true, _) => "unpriced".to_owned(),
        (false, _) => format!("{known}+"),
    }
}

/// A text cut to a width, with a mark where something is missing.
pub(super) fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    text.chars().take(width - 1).chain(['…']).collect()
}

/// `1 person`, `3 people`.
pub(super) fn people(count: u64) -> String {
    counted(count, "person", "people")
}

/// `1 person keeps`, `3 people keep`: a count of people with what they do.
pub(super) fn people_who(count: u64, one: &str, several: &str) -> String {
    format!("{} {}", people(count), if count == 1 { one } else { several })
}

/// A count with its noun.
pub(super) fn counted(count: u64, one: &str, several: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {several}") }
}

/// The first few names, the rest counted.
pub(super) fn listed(names: &[String], most: usize) -> String {
    let shown = names[..names.len().min(most)].join(", ");
    match names.len().saturating_sub(most) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
