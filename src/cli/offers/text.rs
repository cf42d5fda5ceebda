//! The page of the organization: what is enough for how many, then the choices of the whole.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use seatwise_pricing::{book::SeatModel, tariff::ProductIx};
use seatwise_reports::format::{count, counted, shortened};

use super::{
    organization,
    words::{amount, per, products},
};
use crate::{
    cli::lines::{WIDTH, filled, line},
    offers::{OfferReport, Outcome, PersonOffer},
    overview::words::rfc3339,
};

/// Changes in the table; the rest is counted.
const MOVES: usize = 12;

/// People who hold one thing and for whom another is enough.
#[derive(Debug, Clone)]
pub(super) struct Move {
    /// What they hold.
    pub(super) held: Vec<ProductIx>,
    /// What is enough.
    pub(super) enough: Vec<ProductIx>,
    /// How many they are.
    pub(super) people: u64,
    /// Of them those to whom the change is advised.
    pub(super) advised: u64,
    /// What is known of the contracted difference of those.
    pub(super) delta: Decimal,
    /// Of them those whose difference is unknown.
    pub(super) unknown: u64,
}

pub(super) fn page(report: &OfferReport<'_>) -> String {
    let analysis = report.analysis;
    let mut page = String::new();
    line!(page, "Offers · {}", analysis.organization.as_deref().unwrap_or("Organization"));
    line!(page, "As of {}", rfc3339(analysis.as_of));
    line!(page, "Contracted prices {}, {}; no bill", per(analysis), analysis.tariff.currency());
    if analysis.tariff.model() == SeatModel::Concurrent {
        line!(page, "Seats are billed by peaks; sums over people count heads here, so they are more");
    }
    enough(&mut page, report);
    organization::duels(&mut page, report);
    organization::top(&mut page, report);
    organization::hourly(&mut page, report);
    organization::models(&mut page, report);
    line!(page);
    let text =
        "One person with every alternative and why it loses: `seatwise offers PERSON`; all of them: --format csv.";
    page.push_str(&filled("", "", text, WIDTH));
    page
}

/// What is held, what is enough, and how many; those who stay as they are left out.
pub(super) fn moves(report: &OfferReport<'_>) -> Vec<Move> {
    let mut moves: BTreeMap<(&[ProductIx], &[ProductIx]), Move> = BTreeMap::new();
    for own in report.people.list.iter().filter(|own| !own.outcome.is_reclaim()) {
        let group = report.people.group(own);
        let Some(enough) = group.enough.as_ref().filter(|enough| **enough != group.held) else { continue };
        let one = moves.entry((&group.held, enough)).or_insert_with(|| Move {
            held: group.held.clone(),
            enough: enough.clone(),
            people: 0,
            advised: 0,
            delta: Decimal::ZERO,
            unknown: 0,
        });
        one.people += 1;
        if let Outcome::Advised(advice) = own.outcome {
            one.advised += 1;
            match advice.contracted_delta {
                Some(delta) => one.delta += delta,
                None => one.unknown += 1,
            }
        }
    }
    let mut moves: Vec<Move> = moves.into_values().collect();
    moves.sort_by_key(|one| std::cmp::Reverse((one.delta, one.people)));
    moves
}

fn enough(page: &mut String, report: &OfferReport<'_>) {
    let (analysis, list) = (report.analysis, &report.people.list);
    let of = |is: &dyn Fn(&Outcome<'_>) -> bool| list.iter().filter(|own| is(&own.outcome)).count() as u64;
    line!(page, "\nWhat is enough for {} with a base", counted(list.len() as u64, "person"));
    let right = of(&|outcome| matches!(outcome, Outcome::Right));
    let is_blind = |own: &&PersonOffer<'_>| matches!(own.outcome, Outcome::Right) && !own.sources.unknown.is_empty();
    let blind = list.iter().filter(is_blind).count() as u64;
    let mut parts = vec![format!("held is the cheapest that is enough: {}", count(right - blind))];
    let held_back =
        list.iter().filter(|own| matches!(own.outcome, Outcome::Kept(kept) if kept.to.is_empty())).count() as u64;
    for (number, words) in [
        (blind, "the same, as long as features without data are taken as needed"),
        (of(&|outcome| outcome.is_reclaim()), "reclaimed, so no offer counts"),
        (of(&|outcome| matches!(outcome, Outcome::Uncovered)), "covered by nothing that may be offered"),
        (held_back, "held back by a guard, else reclaimed"),
    ] {
        if number > 0 {
            parts.push(format!("{words}: {}", count(number)));
        }
    }
    page.push_str(&filled("", "", &(parts.join("; ") + "."), WIDTH));
    let moves = moves(report);
    if moves.is_empty() {
        return;
    }
    line!(page, "{:<22} {:<28} {:>7} {:>7} {:>12}", "held", "enough", "people", "advised", "advised less");
    for one in moves.iter().take(MOVES) {
        let known = amount(analysis, Some(one.delta));
        let less = if one.advised == 0 {
            "-".to_owned()
        } else if one.unknown > 0 && one.delta.is_zero() {
            "unknown".to_owned()
        } else if one.unknown > 0 {
            format!("{known}+")
        } else {
            known
        };
        line!(
            page,
            "{:<22} {:<28} {:>7} {:>7} {less:>12}",
            shortened(&products(analysis, &one.held), 22),
            shortened(&products(analysis, &one.enough), 28),
            count(one.people),
            count(one.advised)
        );
    }
    if moves.len() > MOVES {
        let rest: u64 = moves[MOVES..].iter().map(|one| one.people).sum();
        line!(page, "and {} other changes for {}", moves.len() - MOVES, counted(rest, "person"));
    }
}
