//! The rules as a page of 80 columns.

use seatwise_reports::format::{count, counted};

use super::Checked;
use crate::{
    cli::lines::{WIDTH, filled, line},
    overview::words,
    policy::{HeldBack, Standing},
};

pub(super) fn page(checked: &Checked<'_>) -> String {
    let (analysis, policy) = (checked.analysis, checked.policy);
    let mut page = String::new();
    line!(page, "Rules · {}", analysis.organization.as_deref().unwrap_or("Organization"));
    line!(page, "As of {}", words::rfc3339(analysis.as_of));
    line!(page, "Amounts are contracted prices of seats a month, {}", analysis.tariff.currency());
    line!(page, "\n{:<18} {:>7} {:>9} {:>14}  {}", "rule", "people", "changed", "held back", "standing");
    for rule in &policy.rules {
        line!(
            page,
            "{:<18} {:>7} {:>9} {:>14}  {}",
            rule.kind.as_str(),
            count(rule.people),
            count(rule.changed),
            held_back(checked, rule.held_back),
            rule.standing.as_str()
        );
        page.push_str(&filled("  ", "  ", &rule.says, WIDTH));
        if rule.held_back.unknown > 0 {
            let text = format!("without {}: a price is unknown", people(rule.held_back.unknown));
            page.push_str(&filled("  ", "  ", &text, WIDTH));
        }
    }
    if policy.rules.is_empty() {
        line!(page, "none");
    }
    if !policy.pools.is_empty() {
        line!(page, "\n{:<34} {:<14} {:>6} {:>6} {:>6}", "pool", "product", "limit", "held", "needed");
        for own in &policy.pools {
            let label: String = own.pool.label().chars().take(34).collect();
            let mark = match (own.names_nothing(), own.is_exceeded()) {
                (true, _) => "  nobody is in it",
                (false, true) => "  exceeded",
                (false, false) => "",
            };
            line!(
                page,
                "{label:<34} {:<14} {:>6} {:>6} {:>6}{mark}",
                own.pool.product,
                count(own.pool.limit),
                count(own.held),
                count(own.needed)
            );
        }
    }
    line!(page, "");
    page.push_str(&filled("", "", &summary(checked), WIDTH));
    page
}

fn summary(checked: &Checked<'_>) -> String {
    let policy = checked.policy;
    let of = |standing: Standing| policy.rules.iter().filter(|rule| rule.standing == standing).count() as u64;
    let mut parts = vec![format!("{} hold", counted(of(Standing::Holds), "rule"))];
    for (standing, words) in [
        (Standing::MatchesNothing, "match nothing: delete or mend them"),
        (Standing::Expired, "expired: delete them, or give a new date"),
        (Standing::Contradicted, "are contradicted by use: evidence beats the setting"),
        (Standing::Unchecked, "protect nobody: the input has no roles"),
    ] {
        let number = of(standing);
        if number > 0 {
            parts.push(format!("{} {words}", count(number)));
        }
    }
    parts.join("; ") + "."
}

fn people(number: u64) -> String {
    if number == 1 { "1 person".to_owned() } else { format!("{} people", count(number)) }
}

fn held_back(checked: &Checked<'_>, own: HeldBack) -> String {
    words::money(own.amount, checked.analysis.tariff.currency())
}
