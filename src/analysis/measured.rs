//! What was metered and how long people were at it: tokens, interaction time, hours logged in.

use std::collections::BTreeMap;

use polars::prelude::*;
use rust_decimal::Decimal;
use seatwise_pricing::{
    book::PriceBook,
    contract::Model,
    delta::{PersonTime, PriceKind, price_delta},
    rate::BilledBy,
    tariff::{ProductIx, Tariff},
    tokens::{TokenBill, token_bill},
};

use super::input::Scan;
use crate::{
    canonical::Table,
    entitlement::billing::Counting,
    findings::{code::Remark, context::Context, remarks::Notes},
    usage::{interacting, spans::Spans},
};

/// The token bill of the period up to as-of.
pub(super) fn tokens(
    metered: &BTreeMap<&str, Decimal>,
    spans: &Spans,
    tariff: &Tariff,
    book: &PriceBook,
    billed: &[(ProductIx, u64)],
    notes: &mut Notes,
) -> PolarsResult<TokenBill> {
    let usage: Vec<(&str, Decimal)> = metered.iter().map(|(resource, units)| (*resource, *units)).collect();
    match token_bill(tariff, book, &usage, billed) {
        Ok(bill) => {
            token_notes(&bill, tariff, spans, notes);
            Ok(bill)
        }
        Err(errors) => {
            let problems: Vec<String> = errors.iter().map(ToString::to_string).collect();
            Err(polars_err!(ComputeError: "resource_usage: {}", problems.join("; ")))
        }
    }
}

/// Interaction time by person, where somebody is billed by it; empty where nobody is.
pub(super) fn interacting(scan: &Scan<'_>, billed_by: &[BilledBy], spans: &Spans) -> PolarsResult<Vec<u64>> {
    if !billed_by.contains(&BilledBy::Hour) {
        return Ok(Vec::new());
    }
    match scan(Table::Activity)? {
        Some(activity) => interacting::time(activity, billed_by.len(), spans),
        None => Ok(vec![0; billed_by.len()]),
    }
}

/// The hours by which people are billed, by person number; empty where nobody is.
pub(super) fn times(counting: &Counting<'_>) -> Vec<PersonTime> {
    const MICROS_PER_MS: u64 = 1_000;
    if counting.tariff.model() == Model::HourlyLoggedIn {
        let present = counting.presence.map(|presence| presence.time_present(counting.people));
        let micros = |ix: usize| present.as_ref().map(|present| present[ix].unsigned_abs());
        return (0..counting.people)
            .map(|ix| PersonTime { logged_in_micros: micros(ix), interacting_micros: None })
            .collect();
    }
    let time = |(ix, ms): (usize, &u64)| PersonTime {
        logged_in_micros: None,
        interacting_micros: (counting.billed_by[ix] == BilledBy::Hour).then(|| ms.saturating_mul(MICROS_PER_MS)),
    };
    counting.interacting_ms.iter().enumerate().map(time).collect()
}

fn token_notes(bill: &TokenBill, tariff: &Tariff, spans: &Spans, notes: &mut Notes) {
    // Peaks of the console's concurrent-usage report are kept beside the meters; they cost no tokens.
    let meters = bill.unmatched.iter().filter(|(resource, _)| !resource.starts_with("concurrent_"));
    for (resource, units) in meters {
        let message =
            format!("{units} units in the period; no meter of the price book has this name: it costs no tokens here");
        notes.push((Remark::UnmatchedRow, format!("resource_usage: `{resource}`"), message));
    }
    let elapsed = Decimal::from(spans.as_of - spans.period.from + 1);
    let length = Decimal::from(spans.period.length());
    let allowance = bill.free.rounded(6) + Decimal::from(bill.committed);
    let projected = (bill.consumed.rounded(6) / elapsed * length).round_dp(0);
    if bill.billable.is_zero() && projected > allowance {
        let message = format!(
            "{} tokens used so far; at this rate about {projected} by the end of the period, above the allowance of {}",
            bill.consumed.rounded(1),
            allowance.normalize()
        );
        notes.push((Remark::TokenOverageAhead, "tokens".to_owned(), message));
    } else if !bill.billable.is_zero() {
        let cost = bill
            .cost
            .map_or_else(|| "an unknown amount".to_owned(), |cost| format!("{cost} {}", tariff.currency().code()));
        let message =
            format!("{} tokens beyond the allowance so far; the token bill is {cost}", bill.billable.rounded(1));
        notes.push((Remark::TokenOverageAhead, "tokens".to_owned(), message));
    }
}

/// Contracted price of everything held whose price is known.
pub(super) fn contracted_held(context: &Context<'_>) -> Decimal {
    let price = |user_ix: usize, ix: ProductIx| {
        if context.times.is_empty() {
            return context.tariff.product(ix).offer_price;
        }
        price_delta(context.tariff, &[ix], &[], PriceKind::Contracted, context.time(user_ix))
    };
    let held = context.held.now.iter().enumerate();
    held.flat_map(|(user_ix, holding)| {
        holding.everything(context.tariff).into_iter().filter_map(move |ix| price(user_ix, ix))
    })
    .sum()
}
