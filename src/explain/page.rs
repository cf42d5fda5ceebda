//! The value as a page of words.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use seatwise_pricing::tariff::ProductIx;
use seatwise_reports::page::{Block, Column, Page, Section, Table};

use super::{Billed, Counted, FeatureProof, HeldProduct, Need, PersonCase, Reason, Verdict};
use crate::{
    analysis::Analysis,
    canonical::rows::{DAY, Micros},
    findings::{
        advice::Recommendation,
        calibration::{Bucket, Calibration},
        code::Advice,
    },
    overview::{self, why, words},
    settings::Thresholds,
    usage::{signs::Source, spans::instant, windows::Window},
};

/// Permissions named of one role.
const NAMED: usize = 3;

/// The page on one person.
pub fn page(case: &PersonCase<'_>) -> Page {
    let analysis = case.analysis;
    let person = &analysis.people.list[case.user_ix];
    Page {
        kicker: "Why this seat".to_owned(),
        title: person.name.as_deref().unwrap_or_else(|| person.label()).to_owned(),
        lead: lead(case),
        sections: vec![
            Section::of("What to change", change(case)),
            Section::of("Held, and why", held(case)),
            Section::of(
                &format!("Billed in the period {} to {}", analysis.period.from, analysis.period.last_day()),
                billed(case),
            ),
            Section::of("Signs of life", signs(case)),
            Section::of(&window(case), used(case)),
        ],
        foot: format!(
            "{} · as of {} · snapshot {} · amounts in {}, a month",
            analysis.organization.as_deref().unwrap_or("Organization"),
            words::rfc3339(analysis.as_of),
            analysis.snapshot,
            analysis.tariff.currency().code()
        ),
    }
}

fn day(at: Micros) -> NaiveDate {
    instant(at).date_naive()
}

fn lead(case: &PersonCase<'_>) -> Vec<String> {
    let (analysis, person) = (case.analysis, &case.analysis.people.list[case.user_ix]);
    let facts = [
        Some(person.user_id.as_str()),
        // Where exports name people by their e-mail, it is the id.
        person.email.as_deref().filter(|email| *email != person.user_id),
        Some(person.state.as_str()),
        person.title.as_deref(),
        person.department.as_deref(),
        person.division.as_deref(),
    ];
    let created = person.created_at.map_or_else(
        || "created: unknown".to_owned(),
        |at| format!("created {} ({} days before as-of)", day(at), (analysis.as_of - at) / DAY),
    );
    let manager = person.manager_email.as_ref().map(|manager| format!("manager {manager}"));
    [Some(facts.into_iter().flatten().collect::<Vec<_>>().join(" · ")), Some(created), manager]
        .into_iter()
        .flatten()
        .collect()
}

fn price(analysis: &Analysis, price: Option<Decimal>) -> String {
    price.map_or_else(|| "unknown".to_owned(), |price| words::money(price, analysis.tariff.currency()))
}

fn held(case: &PersonCase<'_>) -> Vec<Block> {
    if case.held.is_empty() {
        return vec![Block::Line("nothing".to_owned())];
    }
    case.held.iter().flat_map(|held| product(case.analysis, held)).collect()
}

fn product(analysis: &Analysis, held: &HeldProduct) -> Vec<Block> {
    let line = format!(
        "{}: list {}, contracted {} a month",
        analysis.tariff.product(held.product).name,
        price(analysis, held.list),
        price(analysis, held.contracted)
    );
    let mut blocks = vec![Block::Line(line)];
    blocks.extend(held.reasons.iter().map(|reason| Block::Detail(role(reason))));
    if analysis.roles.list.is_empty() {
        blocks.push(Block::Detail("why is unknown: the input has no roles".to_owned()));
    } else if held.reasons.is_empty() {
        let text = "no role that the person holds needs it: it was assigned by hand, or the role data is older";
        blocks.push(Block::Detail(text.to_owned()));
    }
    blocks
}

fn role(reason: &Reason) -> String {
    let how = if reason.is_derived { "derived from the license definitions" } else { "as Genesys infers it" };
    let shown = reason.permissions[..reason.permissions.len().min(NAMED)].join(", ");
    let more = reason.permissions.len().saturating_sub(NAMED);
    let what = match (reason.permissions.is_empty(), more) {
        (true, _) => format!("role `{}` ({how})", reason.role),
        (false, 0) => format!("role `{}`: {shown} ({how})", reason.role),
        (false, more) => format!("role `{}`: {shown} and {more} more ({how})", reason.role),
    };
    match (reason.groups.is_empty(), reason.is_direct) {
        (true, _) => what,
        (false, true) => format!("{what}; granted to the person, and by {}", reason.groups.join(", ")),
        (false, false) => format!("{what}; by the group {}", reason.groups.join(", ")),
    }
}

fn billed(case: &PersonCase<'_>) -> Vec<Block> {
    let analysis = case.analysis;
    let in_period = &analysis.held.in_period[case.user_ix];
    let mut lines = Vec::new();
    if in_period.is_empty() {
        lines.push("no: no license was held in the period".to_owned());
    }
    lines.extend(case.not_billed.map(|why| format!("no: {why}")));
    lines.extend(case.billed.iter().map(|billed| counted(analysis, billed)));
    if in_period.base != analysis.held.now[case.user_ix].base
        && let Some(base) = in_period.base
    {
        lines.push(format!("the highest base held in the period was {}", analysis.tariff.product(base).name));
    }
    lines.into_iter().map(Block::Line).collect()
}

fn counted(analysis: &Analysis, billed: &Billed) -> String {
    let name = &analysis.tariff.product(billed.product).name;
    match billed.counted {
        Counted::Seat => format!("yes: as one seat of {name}"),
        Counted::Peak => format!("in the pool of {name}: presence counts toward its concurrent peak"),
        Counted::LoggedIn => format!("in the pool of {name}: time logged in counts in its hours"),
        Counted::Interacting => format!("by time on interactions, against {name}"),
    }
}

fn signs(case: &PersonCase<'_>) -> Vec<Block> {
    let analysis = case.analysis;
    let idle_days = own(case).thresholds.idle_days;
    let latest = match analysis.lives[case.user_ix].latest {
        None => "none ever".to_owned(),
        Some((at, source)) => {
            let days = (analysis.as_of - at) / DAY;
            let left = i64::from(idle_days) - days;
            let distance = match left {
                left if left > 0 => {
                    format!("{} short of the {idle_days} days after which a seat is idle", days_of(left))
                }
                _ => format!("{} beyond the {idle_days} days after which a seat is idle", days_of(-left)),
            };
            format!("latest {} ({}), {} before as-of: {distance}", words::rfc3339(at), source.as_str(), days_of(days))
        }
    };
    let rows = case.sources.iter().map(|proof| {
        let latest = proof.latest.map_or_else(|| "none".to_owned(), |at| day(at).to_string());
        let ago = proof.days_ago.map_or_else(|| "–".to_owned(), |days| days.to_string());
        let covered = match (proof.covered_days, proof.source) {
            (Some(days), _) => format!("{days} of the last {idle_days} days"),
            (None, Source::LastLogin) => "one instant: misses who signs in by single sign-on".to_owned(),
            (None, _) => "one instant".to_owned(),
        };
        vec![proof.source.as_str().to_owned(), latest, ago, covered]
    });
    let columns = vec![
        Column::words("source"),
        Column::words("latest sign"),
        Column::figures("days ago"),
        Column::words("what it covers"),
    ];
    vec![Block::Line(latest), Block::Line(agreement(case)), Block::Table(Table { columns, rows: rows.collect() })]
}

/// How many of the sources that could tell say that the person was there in the idle time.
fn agreement(case: &PersonCase<'_>) -> String {
    let limit = i64::from(own(case).thresholds.idle_days);
    let is_recent = |days: Option<i64>| days.is_some_and(|days| days < limit);
    let seen = case.sources.iter().filter(|proof| is_recent(proof.days_ago)).count();
    let telling =
        case.sources.iter().filter(|proof| proof.latest.is_some() || proof.covered_days.is_some_and(|days| days > 0));
    match (telling.count(), seen) {
        (0, _) => "no source tells of anybody".to_owned(),
        (telling, 0) => format!("{telling} sources tell something, and all agree: not seen within {limit} days"),
        (telling, seen) if telling == seen => {
            format!("all {seen} sources that tell something agree: seen within {limit} days")
        }
        (telling, seen) => {
            format!("{seen} of {telling} sources that tell something show the person within {limit} days")
        }
    }
}

fn days_of(days: i64) -> String {
    counted_as(days, "day", "days")
}

fn counted_as(count: i64, one: &str, several: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {several}") }
}

/// The window and thresholds of the person.
fn own<'a>(case: &PersonCase<'a>) -> &'a Window {
    case.analysis.windows.of(case.user_ix)
}

fn window(case: &PersonCase<'_>) -> String {
    let window = own(case).spans.window;
    format!("Used from {} to {} ({} days)", day(window.from), day(window.to), own(case).thresholds.window_days)
}

fn used(case: &PersonCase<'_>) -> Vec<Block> {
    let thresholds = own(case).thresholds;
    let columns = vec![
        Column::words("feature"),
        Column::figures("events"),
        Column::figures("days"),
        Column::words("last use"),
        Column::figures("data on"),
        Column::words("needed"),
    ];
    let row = |proof: &FeatureProof| {
        vec![
            proof.feature.as_str().to_owned(),
            proof.events.to_string(),
            proof.days.to_string(),
            proof.last.map_or_else(|| "never".to_owned(), |at| day(at).to_string()),
            proof.covered_days.to_string(),
            need(&thresholds, proof),
        ]
    };
    let text = format!(
        "use is {} on {} in the window; `data on` counts the days of the window that data cover",
        at_least(thresholds.min_events, "event", "events"),
        at_least(i64::from(thresholds.min_days), "day", "days")
    );
    if case.features.is_empty() {
        return vec![Block::Line("nothing held covers a feature, and none was used".to_owned())];
    }
    vec![Block::Line(text), Block::Table(Table { columns, rows: case.features.iter().map(row).collect() })]
}

fn at_least(count: i64, one: &str, several: &str) -> String {
    format!("{} or more", counted_as(count, one, several))
}

fn need(thresholds: &Thresholds, proof: &FeatureProof) -> String {
    let given_up = if proof.is_given_up { "; given up by the change" } else { "" };
    let uncovered = if proof.is_covered { "" } else { "; nothing held covers it" };
    let text = match &proof.need {
        Some(Need::Used) => "yes: used".to_owned(),
        Some(Need::Pinned(keys)) => format!("yes: pinned for {keys}"),
        Some(Need::Member(via)) => format!("yes: member of {via}"),
        Some(Need::Untold) => "taken as needed: no data".to_owned(),
        None if proof.is_ruled_out && proof.covered_days == 0 => "no: `features.not_used` says so".to_owned(),
        None if proof.events > 0 => {
            format!(
                "no: {} and {} short of use",
                counted_as(proof.events_short(thresholds.min_events), "event", "events"),
                days_of(i64::from(proof.days_short(thresholds.min_days)))
            )
        }
        None if proof.is_complete => "no: not used".to_owned(),
        None => "no: not used in the days with data".to_owned(),
    };
    format!("{text}{uncovered}{given_up}")
}

fn change(case: &PersonCase<'_>) -> Vec<Block> {
    let analysis = case.analysis;
    let mut blocks = match &case.verdict {
        Verdict::Change(advice) => advised(case, advice),
        Verdict::Kept(kept) => vec![
            Block::Line(format!("nothing: {}", kept.why)),
            Block::Detail(format!(
                "guard `{}`; without it: {} → {}",
                kept.guard.as_str(),
                kept.code.as_str(),
                to(analysis, &kept.to)
            )),
            Block::Detail(format!("saving forgone at contracted prices: {} a month", price(analysis, kept.saving))),
        ],
        Verdict::Uncovered => vec![Block::Line(
            "what is held does not cover the needs, and nothing that may be recommended does: give the price of the \
             add-on in the contract, or name it in `offers.allow`"
                .to_owned(),
        )],
        Verdict::Unknown(count) => vec![
            Block::Line(format!("nothing can be said: {count} features without data are taken as needed (see below)")),
            Block::Detail("data on them, or `not_used` in the settings, would show whether less is enough".to_owned()),
        ],
        Verdict::Enough if case.forgone.is_empty() => {
            vec![Block::Line("nothing: what is held is the cheapest that is enough".to_owned())]
        }
        Verdict::Enough => vec![Block::Line("nothing for now".to_owned())],
    };
    for kept in &case.forgone {
        blocks.push(Block::Line(format!(
            "not advised: {} → {}, worth {} a month at contracted prices",
            why::names(analysis, &kept.from),
            to(analysis, &kept.to),
            price(analysis, kept.saving)
        )));
        blocks.push(Block::Detail(format!("guard `{}`: {}", kept.guard.as_str(), kept.why)));
    }
    blocks
}

fn to(analysis: &Analysis, products: &[ProductIx]) -> String {
    if products.is_empty() { "no license".to_owned() } else { why::names(analysis, products) }
}

fn advised(case: &PersonCase<'_>, advice: &Recommendation) -> Vec<Block> {
    let analysis = case.analysis;
    let change =
        format!("{}: {} → {}", advice.code.as_str(), why::names(analysis, &advice.from), to(analysis, &advice.to));
    let (list, contracted) = (amount(analysis, advice.list_delta), amount(analysis, advice.contracted_delta));
    let worth = format!("worth {list} a month at list, {contracted} at contracted prices, for the seat alone");
    let score = Calibration::embedded().score(Bucket::of(advice));
    let score = score.filter(|_| advice.code != Advice::UpgradeTier).map_or_else(String::new, |score| {
        let percent = (score * Decimal::ONE_HUNDRED).normalize();
        format!("; {percent} % of such advice was not regretted within 90 days, in backtests of made-up organizations (docs/BACKTEST.md)")
    });
    let mut blocks = vec![
        Block::Line(change),
        Block::Line(format!("because {}", why::why(analysis, advice))),
        Block::Line(worth),
        Block::Line(format!("confidence {}{score}", advice.confidence.as_str())),
    ];
    blocks.extend(way(case, advice));
    let person = &analysis.people.list[advice.user_ix];
    if !advice.code.is_reclaim() {
        let text = format!("`seatwise offers {}` tells what else would do, and why it loses", person.label());
        blocks.push(Block::Line(text));
    }
    blocks.push(Block::Line(effect(case)));
    blocks
}

/// What to do, and what not to do by accident.
fn way(case: &PersonCase<'_>, advice: &Recommendation) -> Vec<Block> {
    let analysis = case.analysis;
    match advice.code {
        Advice::UpgradeTier => {
            return vec![Block::Line(format!("to do: assign {}", why::names(analysis, &advice.to)))];
        }
        code if code.is_reclaim() => {
            let text = "to do: take the licenses or the roles from this account, or deactivate it; leave the roles as they are for \
                        others";
            return vec![Block::Line(text.to_owned())];
        }
        _ => {}
    }
    let mut blocks = Vec::new();
    for driver in &advice.drivers {
        blocks.push(Block::Line(format!("{} comes with {}:", driver.license, overview::driver(driver))));
        let reasons = case.held.iter().flat_map(|held| &held.reasons);
        let groups = reasons.filter(|reason| reason.role == driver.role && !reason.is_direct);
        let group = groups.flat_map(|reason| reason.groups.iter()).next();
        let way = group.map_or_else(
            || "take the role from this person".to_owned(),
            |group| format!("take this person out of the group `{group}`, which brings the role"),
        );
        blocks.push(Block::Detail(format!(
            "{way}, or the permission out of the role for everybody who has it: `seatwise explain --role \"{}\"` says whom \
             that hits, and whether anybody may be using it",
            driver.role
        )));
    }
    blocks
}

/// What becomes of the bill.
fn effect(case: &PersonCase<'_>) -> String {
    let analysis = case.analysis;
    if case.billed.is_empty() {
        return "on the bill: nothing now, since the seat is not billed in this period; it can't be billed again"
            .to_owned();
    }
    let committed = case.billed.iter().any(|billed| analysis.tariff.product(billed.product).committed > 0);
    match analysis.contract.end.filter(|_| committed) {
        Some(end) => format!(
            "on the bill: from {} where more seats are billed than committed; what is committed is paid until {end}",
            analysis.period.to
        ),
        None => format!("on the bill: from {}", analysis.period.to),
    }
}

/// A difference; more to pay is said so.
fn amount(analysis: &Analysis, delta: Option<Decimal>) -> String {
    match delta {
        Some(delta) if delta.is_sign_negative() && !delta.is_zero() => {
            format!("{} more to pay", price(analysis, Some(-delta)))
        }
        delta => price(analysis, delta),
    }
}
