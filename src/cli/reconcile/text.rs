//! The comparisons as a page for people, 80 columns wide.

use rust_decimal::Decimal;
use seatwise_pricing::{
    money::Currency,
    reconcile::{Comparison, Difference},
};

use super::Page;
use crate::{
    cli::{
        lines::{WIDTH, filled, line},
        price::words::signed,
    },
    overview::words,
    reconcile::Reconciliation,
};

/// Rows shown of a difference.
const SHOWN: usize = 5;

/// Head, then one comparison after the other: sums, causes, rows.
pub(super) fn page(page: &Page<'_>) -> String {
    let mut text = String::new();
    let (analysis, period) = (page.analysis, page.analysis.period);
    let is_closed = analysis.period_is_over();
    line!(text, "Reconciliation · {}", analysis.organization.as_deref().unwrap_or("Organization"));
    let state = if is_closed { "closed" } else { "open" };
    line!(text, "{} to {} (UTC), {state}; difference = theirs less ours", period.from, period.last_day());
    if !is_closed {
        wrapped(
            &mut text,
            2,
            &format!("counted up to {}: what comes later is in no figure of ours", words::rfc3339(analysis.as_of)),
        );
    }
    page.found.iter().for_each(|found| one(&mut text, page, found));
    text
}

fn one(text: &mut String, page: &Page<'_>, found: &Reconciliation) {
    let comparison = &found.comparison;
    let money = |amount: Decimal| signed(amount, comparison.currency);
    line!(text, "\nAgainst {}, in {}", found.against.as_str(), comparison.currency);
    // They say what `expected` means here: it is not the same against every document.
    found.notes.iter().for_each(|note| wrapped(text, 2, note));
    line!(text, "  {:<22} {:>16}", "expected", words::money(comparison.expected, comparison.currency));
    line!(text, "  {:<22} {:>16}", "stated", words::money(comparison.stated, comparison.currency));
    line!(text, "  {:<22} {:>16}", "difference", money(comparison.difference()));
    line!(text, "  {:<22} {:>16}", "  of it unexplained", money(comparison.unexplained()));
    if !comparison.unpriced.is_empty() {
        wrapped(text, 2, &format!("no price is known for {}: expected without it", comparison.unpriced.join(", ")));
    }
    causes(text, comparison);
    if comparison.differences.is_empty() {
        line!(text, "\n  both sides agree");
    }
    comparison.differences.iter().for_each(|difference| detail(text, page, difference, comparison.currency));
}

/// Amount per cause: they add up to the difference.
fn causes(text: &mut String, comparison: &Comparison) {
    let mut sums: Vec<(&'static str, &'static str, Decimal)> = Vec::new();
    for difference in &comparison.differences {
        let (code, meaning) = (difference.cause.as_str(), difference.cause.meaning());
        match sums.last_mut() {
            Some((last, _, sum)) if *last == code => *sum += difference.amount,
            _ => sums.push((code, meaning, difference.amount)),
        }
    }
    for (place, (code, meaning, amount)) in sums.into_iter().enumerate() {
        if place == 0 {
            line!(text, "\n  {:<16} {:>16}  what it means", "cause", "amount");
        }
        line!(text, "  {code:<16} {:>16}  {meaning}", signed(amount, comparison.currency));
    }
}

fn detail(text: &mut String, page: &Page<'_>, difference: &Difference, currency: Currency) {
    let part = difference.part.map_or_else(String::new, |part| format!(", {}", part.as_str()));
    let units = difference.units.map_or_else(String::new, |units| format!(", {} {}", plus(units), word(units)));
    line!(text);
    wrapped(
        text,
        2,
        &format!(
            "{}: {}{part}{units}, {}",
            difference.cause.as_str(),
            difference.id,
            signed(difference.amount, currency)
        ),
    );
    wrapped(text, 4, &difference.what);
    let shown = if page.rows { difference.places.len() } else { SHOWN };
    difference.places.iter().take(shown).for_each(|place| wrapped(text, 6, place));
    let more = difference.places.len().saturating_sub(shown);
    if more > 0 {
        line!(text, "      … and {more} more: `--rows` tells all");
    }
}

fn word(units: Decimal) -> &'static str {
    if units.abs() == Decimal::ONE { "unit" } else { "units" }
}

fn plus(units: Decimal) -> String {
    if units > Decimal::ZERO { format!("+{units}") } else { units.to_string() }
}

/// Further lines are a little more indented.
fn wrapped(page: &mut String, indent: usize, text: &str) {
    page.push_str(&filled(&" ".repeat(indent), &" ".repeat(indent + 2), text, WIDTH));
}
