//! Before and after as a page of 80 columns.

use seatwise_pricing::what_if::Cause;

use super::Shown;
use crate::cli::{
    lines::{WIDTH, line},
    price::words::{fill, money, signed},
};

/// Letters of a line's name.
const NAME: usize = 20;
/// Letters of causes beside a line; more stand below.
const CAUSES: usize = 18;

pub(super) fn page(shown: &Shown<'_>) -> String {
    let (analysis, explained) = (shown.analysis, shown.explained);
    let currency = analysis.tariff.currency();
    let mut page = String::new();
    let organization = analysis.organization.as_deref().unwrap_or("Organization");
    line!(page, "What if · {organization}");
    line!(page, "{}, prices of {}, {currency}; what the period costs", explained.before.period, explained.before.on);
    page.push_str(&fill(&format!("Changes: {}", shown.asked.join(", ")), WIDTH, ""));
    line!(page, "\n{:<NAME$} {:>12} {:>12} {:>12}  because of", "line", "before", "after", "difference");
    for own in &explained.lines {
        let name = if own.by_hours { format!("{} (hours)", own.id) } else { own.id.clone() };
        let name: String = name.chars().take(NAME).collect();
        let difference = own.before.zip(own.after).map(|(before, after)| after - before);
        let difference = difference.map_or_else(|| "unknown".to_owned(), |it| signed(it, currency));
        let causes = own.effects.iter().map(|effect| words(&effect.causes)).collect::<Vec<_>>().join(", ");
        let causes = if causes.chars().count() > CAUSES { "several, see below".to_owned() } else { causes };
        line!(
            page,
            "{}",
            format!(
                "{name:<NAME$} {:>12} {:>12} {difference:>12}  {}",
                money(own.before, currency),
                money(own.after, currency),
                causes
            )
            .trim_end()
        );
    }
    line!(
        page,
        "{:<NAME$} {:>12} {:>12} {:>12}",
        "total",
        money(Some(explained.total_before), currency),
        money(Some(explained.total_after), currency),
        signed(explained.difference(), currency)
    );
    line!(page, "\nWhat moved it");
    for own in explained.lines.iter().filter(|line| line.effects.len() > 1) {
        for effect in &own.effects {
            let name: String = own.id.chars().take(24).collect();
            line!(page, "  {name:<24} {:<36} {:>12}", words(&effect.causes), signed(effect.amount, currency));
        }
    }
    for (causes, amount) in explained.by_cause() {
        line!(page, "  {:<24} {:<36} {:>12}", "all lines", words(&causes), signed(amount, currency));
    }
    line!(page, "  {:<61} {:>12}", "together", signed(explained.difference(), currency));
    for note in notes_of(shown) {
        page.push_str(&fill(&format!("note: {note}"), WIDTH, ""));
    }
    page
}

/// What a reader must know, in every format.
pub(super) fn notes_of(shown: &Shown<'_>) -> Vec<String> {
    let explained = shown.explained;
    let mut notes = Vec::new();
    if !explained.unknown.is_empty() {
        notes.push(format!(
            "a price of {} is unknown before or after: it is in no sum; `--set PRODUCT.unit_price=PRICE` names one",
            explained.unknown.join(", ")
        ));
    }
    if !shown.is_whole {
        notes.push("the period is not over, or not covered completely: it has what was used so far".to_owned());
    }
    notes
}

pub(super) fn words(causes: &[Cause]) -> String {
    causes.iter().map(|cause| cause.as_str()).collect::<Vec<_>>().join(" and ")
}
