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
    canonical::{Table, is_daily_peak},
    entitlement::billing::Counting,
    findings::{code::Remark, context::Context, remarks::Notes},
    usage::{interacting, spans::Spans},
};

/// The token bill of the period up to as-of.
pub(super) fn tokens(
    metered: &BTreeMap<&str, Decimal>,
    tariff: &Tariff,
    book: &PriceBook,
    billed: &[(ProductIx, u64)],
    notes: &mut Notes,
) -> PolarsResult<TokenBill> {
    let usage: Vec<(&str, Decimal)> = metered.iter().map(|(resource, units)| (*resource, *units)).collect();
    match token_bill(tariff, book, &usage, billed) {
        Ok(bill) => {
            token_notes(&bill, notes);
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

fn token_notes(bill: &TokenBill, notes: &mut Notes) {
    // Peaks of the console's concurrent-usage report are kept beside the meters; they cost no tokens.
    let meters = bill.unmatched.iter().filter(|(resource, _)| !is_daily_peak(resource));
    for (resource, units) in meters {
        let message =
            format!("{units} units in the period; no meter of the price book has this name: it costs no tokens here");
        notes.push((Remark::UnmatchedRow, format!("resource_usage: `{resource}`"), message));
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
