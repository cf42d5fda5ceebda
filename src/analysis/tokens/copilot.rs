//! Copilot seats that nobody uses, and Copilot queues whose members have no seat.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use seatwise_pricing::{feature::Feature, tariff::TariffProduct};

use crate::{analysis::Analysis, canonical::rows::Micros, usage::queues::QueueMembers};

/// Copilot: who holds it, who needs it.
#[derive(Debug, Clone)]
pub struct Copilot {
    /// Tokens that a seat costs per period; `None` = the contract prices it as a seat, or nobody says.
    pub tokens_per_seat: Option<Decimal>,
    /// What a seat is worth per month at contracted prices: its tokens at the overage price, else its own price. `None` =
    /// not known.
    pub value_per_seat: Option<Decimal>,
    /// People who hold a Copilot seat, at as-of.
    pub held: u64,
    /// Of them those who used it in the window.
    pub used: u64,
    /// Of them those without use, by person number; empty where coverage does not allow to say so.
    pub unused: Vec<CopilotSeat>,
    /// Of them those of whom nothing can be said, because the window is not covered.
    pub unknown: u64,
    /// Queues on which Copilot works that have members without a seat, by name; `None` = no memberships in the input.
    pub queues: Option<Vec<CopilotQueue>>,
}

/// A Copilot seat without use in the window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopilotSeat {
    /// Person number.
    pub user_ix: usize,
    /// What is known of its use.
    pub last: SeatUse,
    /// The Copilot queue that the person is a member of; `None` = none, or not known.
    pub queue: Option<String>,
    /// Was the seat billed in the period? One that nobody logged in with costs nothing.
    pub billed: bool,
}

/// When a seat was used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeatUse {
    /// Never, as far as the input goes back.
    Never,
    /// For the last time before the window; the start of the interval.
    Before(Micros),
}

/// A queue on which Copilot works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopilotQueue {
    /// Its name, else its id.
    pub queue: String,
    /// Members that Copilot serves.
    pub members: u64,
    /// Of them those without a product that covers Copilot, by person number.
    pub unseated: Vec<usize>,
    /// Of the unseated those who have joined the queue; `None` = not known of some of them.
    pub joined: Option<u64>,
}

pub(super) fn look(analysis: &Analysis, queues: &QueueMembers) -> Copilot {
    let copilot = analysis.tariff.products().iter().find(|product| product.seat_tokens.is_some());
    let tokens = copilot.filter(|product| product.is_billed_in_tokens()).and_then(|product| product.seat_tokens);
    let mut seats = Copilot {
        tokens_per_seat: tokens,
        value_per_seat: copilot.and_then(|product| value(analysis, product)),
        held: 0,
        used: 0,
        unused: Vec::new(),
        unknown: 0,
        queues: analysis.memberships.as_ref().map(|_| unseated(analysis, queues)),
    };
    let Some(copilot) = copilot else { return seats };
    // Coverage may miss a day at either end, as everywhere (`docs/RULES.md`, confidence).
    let covered = analysis.coverage.feature(Feature::Copilot).completes(analysis.spans.window);
    for (user_ix, _) in analysis.held.now.iter().enumerate().filter(|(_, held)| held.addons.contains(&copilot.ix)) {
        seats.held += 1;
        let fact = analysis.activity.by_person[user_ix].iter().find(|fact| fact.feature == Feature::Copilot);
        match fact {
            Some(fact) if fact.events > 0 => seats.used += 1,
            _ if !covered => seats.unknown += 1,
            fact => seats.unused.push(CopilotSeat {
                user_ix,
                last: fact.and_then(|fact| fact.last).map_or(SeatUse::Never, SeatUse::Before),
                queue: queue_of(analysis, user_ix),
                billed: analysis.billing.shares[user_ix].has(copilot.ix),
            }),
        }
    }
    seats
}

/// Tokens at the overage price where it is billed in tokens, else its price.
fn value(analysis: &Analysis, copilot: &TariffProduct) -> Option<Decimal> {
    match copilot.seat_tokens.filter(|_| copilot.is_billed_in_tokens()) {
        Some(tokens) => {
            let price = analysis.tokens.as_ref()?.overage_price?;
            Some(analysis.tariff.currency().round(tokens * price))
        }
        None => copilot.contracted,
    }
}

fn queue_of(analysis: &Analysis, user_ix: usize) -> Option<String> {
    let memberships = analysis.memberships.as_ref()?;
    let own = memberships[user_ix].iter().find(|membership| membership.feature == Feature::Copilot)?;
    own.via.clone()
}

/// Queues with members whom Copilot serves without a seat.
fn unseated(analysis: &Analysis, queues: &QueueMembers) -> Vec<CopilotQueue> {
    let mut members: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (user_ix, memberships) in analysis.memberships.iter().flatten().enumerate() {
        for membership in memberships.iter().filter(|membership| membership.feature == Feature::Copilot) {
            let own = members.entry(membership.via.as_deref().unwrap_or("a queue without a name")).or_default();
            if own.last() != Some(&user_ix) {
                own.push(user_ix);
            }
        }
    }
    let seated = |user_ix: usize| {
        let held = analysis.held.now[user_ix].offer();
        analysis.tariff.covers(&held).contains(Feature::Copilot)
    };
    let queue = |(name, members): (&str, Vec<usize>)| {
        let unseated: Vec<usize> = members.iter().copied().filter(|user_ix| !seated(*user_ix)).collect();
        let joined: Option<Vec<bool>> = unseated.iter().map(|user_ix| queues.has_joined(name, *user_ix)).collect();
        CopilotQueue {
            queue: name.to_owned(),
            members: members.len() as u64,
            joined: joined.map(|joined| joined.into_iter().filter(|joined| *joined).count() as u64),
            unseated,
        }
    };
    members.into_iter().map(queue).filter(|queue| !queue.unseated.is_empty()).collect()
}
