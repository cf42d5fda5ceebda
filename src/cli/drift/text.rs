//! The drift as a page of 80 columns.

use std::{cmp::Reverse, collections::BTreeSet};

use seatwise_reports::format::count;

use super::{
    Page,
    document::{lists, people_of},
};
use crate::{
    cli::{
        lines::{WIDTH, filled, line},
        price::words::money,
    },
    drift::{Ambiguity, Category, Drift, DriftRow, Key, Total},
    findings::context::IdpStatus,
    overview::words::rfc3339,
    roles::Amount,
};

/// People of each category that are named without `--rows`.
const NAMED: usize = 5;

pub(super) fn page(page: &Page<'_>) -> String {
    let drift = page.drift;
    let analysis = drift.analysis;
    let mut text = String::new();
    line!(text, "Identity drift · {}", analysis.organization.as_deref().unwrap_or("Organization"));
    line!(text, "As of {}", rfc3339(analysis.as_of));
    line!(text, "Amounts are prices of seats a month, {}; no bill", analysis.tariff.currency());
    sides(&mut text, drift);
    categories(&mut text, drift);
    for category in Category::ALL.into_iter().filter(|category| people_of(drift, *category) > 0) {
        rows(&mut text, page, category);
    }
    ambiguous(&mut text, page);
    if !drift.notes.is_empty() {
        line!(text, "\nNotes");
        drift.notes.iter().for_each(|note| text.push_str(&filled("  - ", "    ", note, WIDTH)));
    }
    text
}

fn sides(text: &mut String, drift: &Drift<'_>) {
    line!(
        text,
        "\n{:<14} {:>8} {:>8} {:>9} {:>8} {:>8} {:>8} {:>10}",
        "List",
        "people",
        "active",
        "suspended",
        "gone",
        "matched",
        "unclear",
        "no account"
    );
    for list in lists(drift) {
        let [active, suspended, gone, _] = list.by_status.map(count);
        let name: String = list.source.unwrap_or("unnamed").chars().take(14).collect();
        let matched: u64 = list.matched.iter().sum();
        line!(
            text,
            "{name:<14} {:>8} {active:>8} {suspended:>9} {gone:>8} {:>8} {:>8} {:>10}",
            count(list.people),
            count(matched),
            count(list.ambiguous),
            count(list.without_account)
        );
        let by_key = Key::ALL.into_iter().zip(list.matched).filter(|(_, number)| *number > 0);
        let by_key: Vec<String> = by_key.map(|(key, number)| format!("{} {}", count(number), key.as_str())).collect();
        if !by_key.is_empty() {
            text.push_str(&filled("  ", "  ", &format!("matched by {}", by_key.join(", ")), WIDTH));
        }
    }
    let people = &drift.analysis.people;
    let managed = (0..people.len()).filter(|ix| drift.is_managed(*ix)).count() as u64;
    let here =
        format!("{} accounts here, {} of them managed by the provider", count(people.len() as u64), count(managed));
    line!(text, "{here}");
}

fn categories(text: &mut String, drift: &Drift<'_>) {
    line!(text, "\n{:<28} {:>7} {:>7} {:>16} {:>16}", "Category", "people", "seats", "list", "contracted");
    let mut has_unknown = false;
    for (category, total) in &drift.totals {
        let Total { people, seats, list, contracted } = total;
        has_unknown |= list.unpriced + contracted.unpriced > 0;
        line!(
            text,
            "{:<28} {:>7} {:>7} {:>16} {:>16}",
            category.as_str(),
            count(*people),
            count(*seats),
            sum(drift, *category, *list),
            sum(drift, *category, *contracted)
        );
    }
    if has_unknown {
        line!(text, "  + and what has no price: people whose amount is unknown are in no sum");
    }
    line!(text, "  A person can be in several categories: do not add them up.");
}

/// A sum, marked where an amount of it is unknown; who has no account costs nothing, not 0.00.
fn sum(drift: &Drift<'_>, category: Category, own: Amount) -> String {
    if category == Category::UnknownHere {
        return "–".to_owned();
    }
    let mark = if own.unpriced > 0 { "+" } else { "" };
    format!("{}{mark}", money(Some(own.known), drift.analysis.tariff.currency()))
}

fn rows(text: &mut String, page: &Page<'_>, category: Category) {
    let all = people_of(page.drift, category);
    line!(text, "\n{}: {}, {}", category.as_str(), category.meaning(), count(all));
    let most = if page.rows { usize::MAX } else { NAMED };
    let mut own: Vec<&DriftRow> = page.drift.of(category).collect();
    // What is urgent, then what is dear.
    own.sort_by_key(|own| (own.sign_after.is_none(), Reverse(own.price.and_then(|price| price.contracted))));
    let (mut said, mut last_way) = (BTreeSet::new(), "");
    for own in own.into_iter().take(most) {
        text.push_str(&filled("  - ", "    ", &subject(page.drift, own), WIDTH));
        let why = own.why_not.as_ref().map(|why| why.text());
        // What many people have in common is said at the first of them.
        for remark in own.remarks.iter().chain(&why).filter(|remark| said.insert((*remark).clone())) {
            text.push_str(&filled("      ", "      ", remark, WIDTH));
        }
        if own.way_out != last_way {
            text.push_str(&filled("    → ", "      ", &own.way_out, WIDTH));
            last_way = &own.way_out;
        }
    }
    if all > most as u64 {
        line!(text, "    and {} more: `--rows` names them", count(all - most as u64));
    }
}

/// A person in one sentence: who, what is held, what the other side says, what it costs.
fn subject(drift: &Drift<'_>, own: &DriftRow) -> String {
    let analysis = drift.analysis;
    let there = own.identity.map(|number| &drift.identities[number]);
    let mut parts = Vec::new();
    match own.user_ix {
        Some(ix) => parts.push(analysis.people.list[ix].label().to_owned()),
        None => parts.extend(there.map(|there| there.email.clone())),
    }
    if let Some(oddity) = own.oddity {
        parts.push(format!("({})", oddity.as_str()));
    }
    match (own.category, there) {
        (Category::EmailChanged, Some(there)) => {
            let by = own.key.map(Key::as_str).unwrap_or_default();
            parts.push(format!("is {} there (by {by})", there.email));
        }
        (Category::ManagedThere, _) => parts.extend(own.advice.map(|advice| advice.as_str().to_owned())),
        (Category::UnknownThere, _) | (_, None) => {}
        (_, Some(there)) => {
            let status = there.status.map_or("unknown", IdpStatus::as_str);
            let since = there.since.map(|at| format!(" since {}", day(at))).unwrap_or_default();
            parts.push(format!("{status} there{since}"));
            let here = own.user_ix.and_then(|ix| analysis.people.list[ix].email.as_ref());
            let is_other = here.is_some_and(|here| here.to_lowercase() != there.email.to_lowercase());
            match own.key.filter(|key| *key != Key::Email) {
                Some(key) if is_other => parts.push(format!("as {} (by {})", there.email, key.as_str())),
                Some(key) => parts.push(format!("(by {})", key.as_str())),
                None => {}
            }
        }
    }
    let mut sentence = parts.join(" ");
    if own.user_ix.is_some() {
        let state = own.user_ix.map(|ix| analysis.people.list[ix].state.as_str()).unwrap_or_default();
        let signed = own.last_sign.map_or("no sign ever".to_owned(), |(at, _)| format!("last sign {}", day(at)));
        let products: Vec<&str> = own.held.iter().map(|ix| analysis.tariff.product(*ix).id.as_str()).collect();
        let price = money(own.price.and_then(|price| price.contracted), analysis.tariff.currency());
        let held =
            if products.is_empty() { "holds nothing".to_owned() } else { format!("{} {price}", products.join("+")) };
        let advice = own.advice.filter(|_| own.category != Category::ManagedThere);
        let advice = advice.map(|advice| format!("; advised: {}", advice.as_str())).unwrap_or_default();
        sentence = format!("{sentence}; {state} here, {signed}; {held}{advice}");
    }
    sentence
}

/// The UTC day of an instant.
fn day(at: crate::canonical::rows::Micros) -> String {
    crate::usage::spans::instant(at).date_naive().to_string()
}

fn ambiguous(text: &mut String, page: &Page<'_>) {
    let all = &page.drift.matching.ambiguous;
    if all.is_empty() {
        return;
    }
    line!(text, "\nunclear: several could be meant, so nothing is concluded, {}", count(all.len() as u64));
    let most = if page.rows { all.len() } else { NAMED };
    for own in all.iter().take(most) {
        text.push_str(&filled("  - ", "    ", &doubt(page.drift, own), WIDTH));
    }
    if all.len() > most {
        line!(text, "    and {} more: `--rows` names them", count((all.len() - most) as u64));
    }
}

fn doubt(drift: &Drift<'_>, own: &Ambiguity) -> String {
    let there: Vec<&str> = own.identities.iter().map(|number| drift.identities[*number].email.as_str()).collect();
    let here: Vec<String> = own.accounts.iter().map(|ix| drift.analysis.people.list[*ix].id_and_label()).collect();
    let denied = own.denied_by.map(|key| format!("; {} says otherwise", key.as_str())).unwrap_or_default();
    format!("by {}: {} there, {} here{denied}", own.key.as_str(), there.join(", "), here.join(", "))
}
