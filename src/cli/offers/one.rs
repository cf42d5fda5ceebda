//! The page of one person: what is needed and why, every alternative and the reason it loses.

use seatwise_pricing::rate::BilledBy;
use seatwise_reports::format::counted;

use super::words::{amount, hours, per, products, why};
use crate::{
    analysis::Analysis,
    cli::lines::{WIDTH, filled, line},
    offers::{Group, HourlyPerson, OfferReport, Outcome, PersonOffer, Standing, hourly::barred_by},
    overview::words::rfc3339,
};

/// Columns before the text of a fact.
const LABEL: usize = 10;

pub(super) fn page(report: &OfferReport<'_>, user_ix: usize) -> String {
    let analysis = report.analysis;
    let person = &analysis.people.list[user_ix];
    let mut page = String::new();
    line!(page, "Offers · {}", person.name.as_deref().unwrap_or_else(|| person.label()));
    line!(page, "{}", person.id_and_label());
    line!(
        page,
        "As of {}; contracted prices {}, {}",
        rfc3339(analysis.as_of),
        per(analysis),
        analysis.tariff.currency()
    );
    page.push('\n');
    let Some(own) = report.people.find(user_ix) else {
        fact(&mut page, "held", "no base, so there is no offer");
        return page;
    };
    let group = report.people.group(own);
    fact(&mut page, "held", &products(analysis, &group.held));
    needs(&mut page, own);
    fact(&mut page, "analyze", &outcome(analysis, own, group));
    if analysis.billed_by[user_ix] == BilledBy::Hour {
        fact(&mut page, "billed", "by time on interactions; offers are compared by the prices of seats");
    }
    if let Some(hourly) = report.hourly.find(user_ix) {
        fact(&mut page, "by hour", &by_hour(report, hourly));
    }
    alternatives(&mut page, analysis, group);
    page
}

fn fact(page: &mut String, label: &str, text: &str) {
    page.push_str(&filled(&format!("{label:<LABEL$}"), &" ".repeat(LABEL), text, WIDTH));
}

/// Needs that come from the same, together.
fn needs(page: &mut String, own: &PersonOffer<'_>) {
    let mut by_source: Vec<(String, Vec<&str>)> = Vec::new();
    for feature in own.sources.all().iter() {
        let sources = own.sources.of(feature).join(" and ");
        match by_source.iter_mut().find(|(known, _)| *known == sources) {
            Some((_, features)) => features.push(feature.as_str()),
            None => by_source.push((sources, vec![feature.as_str()])),
        }
    }
    let words: Vec<String> =
        by_source.iter().map(|(sources, features)| format!("{} ({sources})", features.join(", "))).collect();
    fact(page, "needs", &if words.is_empty() { "nothing".to_owned() } else { words.join("; ") });
}

/// What the analysis makes of it, with its amounts.
pub(super) fn outcome(analysis: &Analysis, own: &PersonOffer<'_>, group: &Group) -> String {
    let enough = || group.enough.as_deref().map_or_else(|| "nothing".to_owned(), |own| products(analysis, own));
    match own.outcome {
        Outcome::Advised(advice) if advice.code.is_reclaim() => format!(
            "{}: all that is held goes, {} a month less; the offers below count if the person stays",
            advice.code.as_str(),
            amount(analysis, advice.contracted_delta)
        ),
        Outcome::Advised(advice) => format!(
            "{}: {} to {}, {} a month less at contracted prices, {} at list; confidence {}",
            advice.code.as_str(),
            products(analysis, &advice.from),
            products(analysis, &advice.to),
            amount(analysis, advice.contracted_delta),
            amount(analysis, advice.list_delta),
            advice.confidence.as_str()
        ),
        Outcome::Kept(kept) => format!(
            "nothing is advised: {} ({}); saving forgone {} a month",
            kept.why,
            kept.guard.as_str(),
            amount(analysis, kept.saving)
        ),
        Outcome::LeftAlone(why) => format!("nothing is advised: {why}; {} would be enough", enough()),
        Outcome::Uncovered => "what is held is not enough, and nothing that may be offered is".to_owned(),
        Outcome::Right if !own.sources.unknown.is_empty() => {
            "nothing can be said: features without data are taken as needed, and what is held is the cheapest that covers them"
                .to_owned()
        }
        Outcome::Right => "nothing: what is held is the cheapest that is enough".to_owned(),
    }
}

fn by_hour(report: &OfferReport<'_>, own: &HourlyPerson) -> String {
    let analysis = report.analysis;
    let currency = |value| amount(analysis, value);
    let worked = match (own.interacting_ms, report.hourly.period) {
        (Some(ms), Some(period)) => format!("{} hours from {} to {}", hours(ms), period.from, period.last_day()),
        _ => "hours unknown: no period is covered".to_owned(),
    };
    match own.standing {
        Standing::Barred => {
            let roles = barred_by(analysis, own.user_ix);
            let one = |(role, permissions): &(&str, Vec<&str>)| match permissions.as_slice() {
                [only] => format!("`{role}` ({only})"),
                [first, rest @ ..] => format!("`{role}` ({first} and {} more)", rest.len()),
                [] => String::new(),
            };
            let roles: Vec<String> = roles.iter().map(one).collect();
            format!("barred by {}; {worked}", roles.join(", "))
        }
        Standing::Already => {
            format!("already; {worked}: {} against {} by the seat", currency(own.by_hour), currency(own.by_seat))
        }
        Standing::Eligible => {
            let even = own.break_even_hours.map_or_else(
                || "no price per hour is agreed".to_owned(),
                |hours| format!("as much as a seat at {} hours a month", hours.normalize()),
            );
            format!(
                "eligible; {worked}: {} against {} by the seat; {even}",
                currency(own.by_hour),
                currency(own.by_seat)
            )
        }
        Standing::Unknown => format!("unknown: no role of the person is in the input; {worked}"),
        Standing::NotSold => "not sold for what is enough here".to_owned(),
    }
}

fn alternatives(page: &mut String, analysis: &Analysis, group: &Group) {
    line!(page, "\nWhat would do, and why not");
    let is_long = |text: &str| text.chars().count() > 30;
    for alternative in &group.alternatives {
        let name = products(analysis, &alternative.products);
        let mark = if alternative.is_held { " (held)" } else { "" };
        let name = format!("{name}{mark}");
        let price = amount(analysis, alternative.price);
        let text = why(analysis, alternative, group.enough.as_deref());
        let first = format!("  {name:<30} {price:>9}  ");
        if is_long(&name) {
            line!(page, "  {name}");
            page.push_str(&filled(&format!("{:>42}  ", price), &" ".repeat(44), &text, WIDTH));
        } else {
            page.push_str(&filled(&first, &" ".repeat(44), &text, WIDTH));
        }
    }
    if group.people > 1 {
        line!(page, "\n{} hold the same and need the same.", counted(group.people, "person"));
    }
    if group.alternatives.iter().any(|own| own.price.is_none()) {
        page.push('\n');
        let text = "A price that is unknown here can be named in the contract: [[price]] with product and unit_price.";
        page.push_str(&filled("", "", text, WIDTH));
    }
}
