//! The choices of the whole organization, section by section.

use std::cmp::Ordering;

use rust_decimal::Decimal;
use seatwise_reports::format::{count, counted, shortened};

use super::words::{amount, features, hours, ids, number, products};
use crate::{
    cli::lines::{WIDTH, filled, line},
    entitlement::disqualifying::Disqualifying,
    offers::{Duel, Included, ModelSide, Models, OfferReport, Side, Standing, TopTier, Topic, hourly::HourlyRow},
};

/// Rows of products and of roles in the section of hours; the rest is counted.
const ROWS: usize = 6;

pub(super) fn duels(page: &mut String, report: &OfferReport<'_>) {
    for (topic, head) in [
        (Topic::AddOn, "A base with an add-on, or the base that includes it"),
        (Topic::Digital, "A digital base, or the full one"),
    ] {
        let own: Vec<&Duel> = report.duels.iter().filter(|duel| duel.topic == topic).collect();
        if own.is_empty() {
            continue;
        }
        line!(page, "\n{head}");
        for duel in own {
            page.push_str(&filled("  ", "    ", &sentence(report, duel), WIDTH));
        }
    }
    if report.duels.iter().any(|duel| duel.left.is_by_guide || duel.right.is_by_guide) {
        line!(page, "  * a price that only a third party's guide gives");
    }
}

/// `cx2+cx2-wem-addon or cx3: 12 people need what only these two give; …`.
fn sentence(report: &OfferReport<'_>, duel: &Duel) -> String {
    let analysis = report.analysis;
    let name = |side: &Side| products(analysis, &side.products);
    let price = |side: &Side| {
        let mark = if side.is_by_guide { "*" } else { "" };
        format!("{}{mark}", amount(analysis, side.price))
    };
    let who = match duel.topic {
        Topic::AddOn => "what only these two give",
        Topic::Digital => "no voice and what only these two give",
    };
    let mut text = format!(
        "{} or {}: {} {who}; {} against {} each",
        name(&duel.left),
        name(&duel.right),
        in_need(duel.people),
        price(&duel.left),
        price(&duel.right)
    );
    if let Some(difference) = duel.difference {
        text.push_str(&match difference.cmp(&Decimal::ZERO) {
            Ordering::Equal => ", the same".to_owned(),
            less_or_more => {
                let word = if less_or_more == Ordering::Less { "less" } else { "more" };
                format!(", {} {word}", amount(analysis, Some(difference.abs())))
            }
        });
    }
    if let Some(total) = duel.total.filter(|total| !total.is_zero()) {
        text.push_str(&format!(", {} together", amount(analysis, Some(total.abs()))));
    }
    match (duel.topic, duel.left_wins_below) {
        (Topic::AddOn, Some(below)) => {
            let addon = ids(analysis, &duel.left.products[1..]).join("+");
            text.push_str(&format!("; cheaper while {addon} costs less than {}", amount(analysis, Some(below))));
        }
        (Topic::AddOn, None) => text.push_str("; no break-even without the other prices"),
        (Topic::Digital, _) => {}
    }
    let of =
        |side: &Side| format!("{} enough for {}, held by {}", name(side), count(side.enough_for), count(side.held_by));
    format!("{text}. {}; {}.", of(&duel.left), of(&duel.right))
}

/// `1 person needs`, `3 people need`.
fn in_need(people: u64) -> String {
    format!("{} {}", counted(people, "person"), if people == 1 { "needs" } else { "need" })
}

pub(super) fn top(page: &mut String, report: &OfferReport<'_>) {
    let Some(top) = &report.top else { return };
    let analysis = report.analysis;
    let (name, base) = (products(analysis, &top.top.products), products(analysis, &[top.base]));
    line!(page, "\n{name}, or {base} with what it lacks");
    let text = format!(
        "{} what {name} includes and {base} does not. A seat of {name} costs {} and brings {} tokens a month; a token beyond \
         the free ones costs {}.",
        in_need(top.people()),
        amount(analysis, top.top.price),
        number(top.tokens_per_seat),
        amount(analysis, top.token_price)
    );
    page.push_str(&filled("", "", &text, WIDTH));
    line!(page, "{:<20} {:<20} {:>6} {:>9} {:>9}  {}", "needed", "instead", "people", "per head", "less", "same at");
    for row in &top.rows {
        let even = match row.break_even_tokens {
            None => "unknown".to_owned(),
            Some(tokens) if tokens > top.tokens_per_seat => "never".to_owned(),
            Some(tokens) => format!("{} tokens", number(tokens)),
        };
        line!(
            page,
            "{:<20} {:<20} {:>6} {:>9} {:>9}  {even}",
            shortened(&features(row.features).join(", "), 20),
            shortened(&products(analysis, &row.bundle.products), 20),
            count(row.people),
            amount(analysis, row.bundle.price),
            amount(analysis, row.difference)
        );
    }
    let text = format!(
        "`less`: what is saved per head against {name} if none of its tokens are used (below 0, {name} costs less); `same at`: so many of a seat's tokens must \
         be used for both to cost the same."
    );
    page.push_str(&filled("", "", &text, WIDTH));
    page.push_str(&filled("", "", &whole(report, top, &name, &base), WIDTH));
}

fn whole(report: &OfferReport<'_>, top: &TopTier, name: &str, base: &str) -> String {
    let analysis = report.analysis;
    let money = |value| amount(analysis, value);
    let seats = format!(
        "All of them on {name}: seats {}; all on {base} with add-ons: seats {}",
        money(top.all_top.seats),
        money(top.all_bundle.seats)
    );
    let (Some(with), Some(without), Some(used), Some(period)) =
        (&top.all_top.tokens, &top.all_bundle.tokens, top.tokens_used(), top.period)
    else {
        return format!("{seats}. What their tokens are worth is unknown: no period is metered completely.");
    };
    let verdict = match top.difference() {
        None => "which is cheaper is unknown, as a price is".to_owned(),
        Some(more) if more > Decimal::ZERO => format!("{base} is {} cheaper", money(Some(more))),
        Some(more) if more.is_zero() => "both cost the same".to_owned(),
        Some(more) => format!("{name} is {} cheaper", money(Some(-more))),
    };
    format!(
        "{seats}. All else used {} tokens from {} to {}; of {} tokens that {name} would bring, {} would be used. Tokens cost {} \
         with {name} and {} with {base}, committed ones included. Together {verdict}.",
        number(with.consumed.rounded(2)),
        period.from,
        period.last_day(),
        number(top.tokens_brought()),
        number(used),
        money(with.cost),
        money(without.cost)
    )
}

pub(super) fn hourly(page: &mut String, report: &OfferReport<'_>) {
    let (analysis, own) = (report.analysis, &report.hourly);
    let of = |standing| own.count(standing);
    line!(page, "\nBilled by time on interactions");
    if own.people.is_empty() || of(Standing::NotSold) == own.people.len() as u64 {
        line!(page, "not sold here");
        return;
    }
    let list = Disqualifying::embedded();
    let text = format!(
        "{} eligible, {} barred by a permission of Genesys' list ({} of {}), {} already, {} without known roles; hours {}.",
        count(of(Standing::Eligible)),
        count(of(Standing::Barred)),
        list.len(),
        list.as_of,
        count(of(Standing::Already)),
        count(of(Standing::Unknown)),
        own.period.map_or_else(
            || "unknown: no period is covered".to_owned(),
            |period| format!("of {} to {}", period.from, period.last_day())
        )
    );
    page.push_str(&filled("", "", &text, WIDTH));
    if !own.rows.is_empty() {
        line!(
            page,
            "{:<26} {:>6} {:>9} {:>9} {:>9}  {}",
            "eligible, enough is",
            "people",
            "hours",
            "by seat",
            "same at",
            "by the hour"
        );
    }
    for row in own.rows.iter().take(ROWS) {
        hourly_row(page, report, row);
    }
    rest(page, own.rows.len(), "other offers");
    if !own.barriers.is_empty() {
        line!(page, "{:<30} {:>7} {:>7}  {}", "barring role", "people", "alone", "permission");
    }
    for barrier in own.barriers.iter().take(ROWS) {
        let role = &analysis.roles.list[barrier.role as usize];
        let more = match barrier.permissions.len() {
            1 => String::new(),
            several => format!(" +{}", several - 1),
        };
        line!(
            page,
            "{:<30} {:>7} {:>7}  {}{more}",
            shortened(&role.name, 30),
            count(barrier.people),
            count(barrier.alone),
            shortened(barrier.permissions.first().copied().unwrap_or_default(), 28)
        );
    }
    rest(page, own.barriers.len(), "other roles");
}

fn rest(page: &mut String, all: usize, noun: &str) {
    if all > ROWS {
        line!(page, "and {} {noun}", all - ROWS);
    }
}

fn hourly_row(page: &mut String, report: &OfferReport<'_>, row: &HourlyRow) {
    let analysis = report.analysis;
    let verdict = match (row.cheaper_for, row.saving, row.wins_below) {
        (Some(0), ..) => "for nobody".to_owned(),
        (Some(people), Some(saving), _) => format!("{}: {} less", count(people), amount(analysis, Some(saving))),
        (.., Some(below)) => format!("below {}", amount(analysis, Some(below))),
        _ => "unknown".to_owned(),
    };
    line!(
        page,
        "{:<26} {:>6} {:>9} {:>9} {:>9}  {verdict}",
        shortened(&products(analysis, &row.products), 26),
        count(row.people),
        row.interacting_ms.map_or_else(|| "unknown".to_owned(), hours),
        amount(analysis, row.by_seat),
        row.break_even_hours.map_or_else(|| "unknown".to_owned(), |hours| format!("{} h", hours.normalize()))
    );
}

pub(super) fn models(page: &mut String, report: &OfferReport<'_>) {
    line!(page, "\nBy people, or by peaks");
    let Some(models) = &report.models else {
        let text = "no period is covered completely as both models count it; `seatwise price compare` says which are.";
        page.push_str(&filled("", "", text, WIDTH));
        return;
    };
    let analysis = report.analysis;
    let names: Vec<String> =
        models.periods.iter().map(|period| format!("{} to {}", period.from, period.last_day())).collect();
    let beside = if models.has_metered { "with" } else { "without" };
    let text = format!("Bill of {}, {beside} tokens and fair use:", names.join(", "));
    page.push_str(&filled("", "", &text, WIDTH));
    line!(page, "{:<28} {:>16} {:>16}", "", "named", "concurrent");
    let both = |of: &dyn Fn(&ModelSide) -> String| [of(&models.named), of(&models.concurrent)];
    row(page, "cost", both(&|side| amount(analysis, side.cost)));
    let mut ids: Vec<&String> = Vec::new();
    for (id, _) in models.named.seats.iter().chain(&models.concurrent.seats) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    for id in ids {
        let seats = |side: &ModelSide| side.seats.iter().find(|(own, _)| own == id).map_or(0, |(_, seats)| *seats);
        row(page, &format!("seats of {id}"), both(&|side| count(seats(side))));
    }
    row(page, "free tokens", both(&|side| number(side.free_tokens)));
    let brought =
        |side: &ModelSide| side.tokens_per_seat.iter().map(|(_, each, seats)| each * Decimal::from(*seats)).sum();
    if !models.named.tokens_per_seat.is_empty() || !models.concurrent.tokens_per_seat.is_empty() {
        row(page, "tokens that seats bring", both(&|side| number(brought(side))));
    }
    for pool in &models.pools {
        let units = |own: &Included| format!("{}{}", number(own.units), if own.unknown.is_empty() { "" } else { "+" });
        row(page, &pool.resource, [units(&pool.named), units(&pool.concurrent)]);
    }
    models_notes(page, report, models);
}

fn row(page: &mut String, label: &str, cells: [String; 2]) {
    line!(page, "{label:<28} {:>16} {:>16}", cells[0], cells[1]);
}

fn models_notes(page: &mut String, report: &OfferReport<'_>, models: &Models) {
    let analysis = report.analysis;
    let mut unknown: Vec<&str> = models
        .pools
        .iter()
        .flat_map(|pool| pool.named.unknown.iter().chain(&pool.concurrent.unknown))
        .map(String::as_str)
        .collect();
    unknown.sort_unstable();
    unknown.dedup();
    if !unknown.is_empty() {
        let text = format!("+ and what {} brings, which no source says.", unknown.join(", "));
        page.push_str(&filled("", "", &text, WIDTH));
    }
    for side in [&models.named, &models.concurrent] {
        if !side.unpriced.is_empty() {
            let text = format!("No {} price of {} is known.", side.model, side.unpriced.join(", "));
            page.push_str(&filled("", "", &text, WIDTH));
        }
        if let Some(budget) = side.budget {
            let periods = Decimal::from(models.periods.len().max(1));
            let factor = budget
                .price_factor
                .map_or_else(String::new, |factor| format!(", that is at prices below {factor} times those of now"));
            let text = format!(
                "{} is cheaper where its seats cost less than {} a month in all{factor}.",
                side.model,
                amount(analysis, Some(budget.left / periods))
            );
            page.push_str(&filled("", "", &text, WIDTH));
        }
    }
    if !models.left_out.is_empty() {
        let text = format!("Without {}, which both count alike and which has no price.", models.left_out.join(", "));
        page.push_str(&filled("", "", &text, WIDTH));
    }
}
