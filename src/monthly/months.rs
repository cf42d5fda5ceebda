//! What each month cost: one value per month, kept where its analysis is dropped.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use seatwise_pricing::{bill::Costs, period::Period, tariff::ProductIx};

use super::month_of;
use crate::{
    analysis::{Analysis, bill::ExpectedBill, products},
    entitlement::{billing::Share, held::Holding},
    usage::signs::Life,
};

/// One month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthCost {
    /// Day 1 of the month in which the period begins.
    pub month: NaiveDate,
    /// The period.
    pub period: Period,
    /// Is it over by as-of? If not, its costs are those so far.
    pub is_over: bool,
    /// List, contracted, billed, effective; `None` = a quantity is unknown. What has no price is in none.
    pub costs: Costs,
    /// Effective cost of what goes beyond commitments: seats, tokens, hours, fair use. `None` = unknown.
    pub overage: Option<Decimal>,
    /// Are all prices known?
    pub is_complete: bool,
    /// Seats of base products assigned.
    pub assigned: u64,
    /// Seats of base products billed; `None` = unknown.
    pub billed: Option<u64>,
    /// Of them those of products with a commitment; of all where nothing is committed. `None` = unknown.
    pub billed_against: Option<u64>,
    /// Seats of base products committed.
    pub committed: u64,
    /// People who are counted for a base and have a sign in the period.
    pub active: u64,
}

impl MonthCost {
    /// Of the analysis of a month and its bill.
    pub fn new(analysis: &Analysis, expected: &ExpectedBill) -> MonthCost {
        let (assigned, billed) = products::seat_totals(&analysis.tariff, &analysis.products);
        let bases = || analysis.products.iter().filter(|row| products::is_seat_base(&analysis.tariff, row.ix));
        let committed = bases().map(|row| row.committed).sum();
        let against = || bases().filter(|row| row.committed > 0 || committed == 0);
        MonthCost {
            month: month_of(analysis.period.from),
            period: analysis.period,
            is_over: analysis.period_is_over(),
            costs: expected.totals(),
            overage: super::journal::overage(expected),
            is_complete: expected.is_complete(),
            assigned,
            billed,
            billed_against: against().map(|row| row.billed).sum(),
            committed,
            active: analysis
                .held
                .in_period
                .iter()
                .filter_map(|it| it.base)
                .collect::<BTreeSet<_>>()
                .into_iter()
                .map(|ix| active(analysis, ix))
                .sum(),
        }
    }
}

/// People who are counted for a base product, by seat or in its pool, and have a sign in the period.
pub fn active(analysis: &Analysis, base: ProductIx) -> u64 {
    let people = analysis.held.in_period.iter().zip(&analysis.lives).zip(&analysis.billing.shares);
    let is_active = |((holding, life), share): &((&Holding, &Life), &Share)| {
        holding.base == Some(base) && life.in_period && share.has(base)
    };
    people.filter(is_active).count() as u64
}
