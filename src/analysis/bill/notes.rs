//! What a reader of a bill must know of how it was counted.

use seatwise_pricing::{bill::PeriodBill, contract::SeatCounting};

use super::super::Analysis;
use crate::usage::spans::instant;

/// In the order in which they matter.
pub(super) fn notes(analysis: &Analysis, bill: &PeriodBill) -> Vec<String> {
    let mut notes = Vec::new();
    if !analysis.bill_is_known() {
        notes.push(
            "quantities of pools are unknown: the input has no table `presence`, so there are no totals".to_owned(),
        );
    }
    if !analysis.period_is_over() {
        notes.push(format!(
            "the period is open until {}: counted up to {}, nothing is forecast; `seatwise tokens` forecasts AI tokens",
            bill.period.last_day(),
            instant(analysis.as_of).format("%Y-%m-%d %H:%M UTC")
        ));
    }
    if analysis.billing.shares.iter().any(|share| !share.named.is_empty()) {
        notes.push(named(analysis).to_owned());
    }
    let counts_presence = analysis.billing.shares.iter().any(|share| !share.pools.is_empty());
    for (table, cover) in analysis.coverage.tables() {
        let matters = table == "presence" && (counts_presence || !analysis.billing.wallboards_by_charge);
        let begins = cover.hull().map(|hull| hull.from).filter(|from| *from > analysis.spans.period.from);
        if let Some(begins) = begins.filter(|_| matters) {
            let day = instant(begins).format("%Y-%m-%d %H:%M UTC");
            notes.push(format!("`{table}` begins only at {day}: whoever was present before is not seen"));
        }
    }
    match analysis.metered_in_period() {
        None => {
            notes.push("the input has no table `resource_usage`: AI tokens and fair use are not in the bill".to_owned())
        }
        Some(metered) if metered.is_empty() => {
            notes.push("`resource_usage` has no row in the period: nothing was metered".to_owned());
        }
        Some(_) => {}
    }
    for (resource, units) in &bill.unmatched {
        notes.push(format!(
            "{units} units of `{resource}` have no meter and no pool in the price book: not in the bill"
        ));
    }
    if analysis.tariff.outside_contract() {
        notes.push("the period is outside the contract: nothing is committed".to_owned());
    }
    notes
}

/// What decides who counts as a named seat.
fn named(analysis: &Analysis) -> &'static str {
    match (analysis.billing.wallboards_by_charge, analysis.contract.seat_counting) {
        (true, _) => "named people are those of the billable-usage report of the period",
        (false, SeatCounting::Assigned) => {
            "no billable-usage report of the period: named are holders who are active or had a sign in it (`assigned`)"
        }
        (false, SeatCounting::LoggedIn) => {
            "no billable-usage report of the period: named are holders with a sign in it (`logged-in`)"
        }
    }
}
