//! Who counts in the period, for what, and the quantities that follow.
//!
//! Named seats count people; concurrent ones count the peak of a pool, hourly ones its hours logged in (`docs/RULES.md`,
//! "What a period bills").
//! The same function makes the quantities of today and those after a plan, so that both can be compared.

use std::collections::{BTreeMap, BTreeSet};

use seatwise_pricing::{
    book::{PriceBook, ProductKind, SeatModel},
    contract::{Contract, SeatCounting},
    rate::{BilledBy, Tally, billed_addons, logged_in_hours, peak},
    tariff::{ProductIx, Tariff},
};

use super::{
    billable_usage::BillableUsage,
    held::{Held, Holding},
};
use crate::usage::{
    concurrency::PeriodPresence,
    people::{People, State},
    signs::Life,
};

/// What one person adds to the period's quantities.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Share {
    /// Products for which the person counts as one.
    pub named: Vec<ProductIx>,
    /// Products in whose pool the person's presence counts.
    pub pools: Vec<ProductIx>,
    /// Products against which the person's interaction time counts.
    pub hours: Vec<ProductIx>,
}

impl Share {
    /// Billed for this product, as one, in its pool or by the hour?
    pub fn has(&self, ix: ProductIx) -> bool {
        self.products().any(|own| own == ix)
    }

    /// Every product that the person is billed for.
    pub fn products(&self) -> impl Iterator<Item = ProductIx> + '_ {
        self.named.iter().chain(&self.pools).chain(&self.hours).copied()
    }
}

/// A wallboard that billing names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// E-mail or device id, lower case.
    pub entity: String,
    /// The person with this e-mail, if exactly one.
    pub owner: Option<usize>,
}

/// A charge that disagrees with what is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Person, if one is named.
    pub user_ix: Option<usize>,
    /// What billing names.
    pub charge_name: String,
    /// The highest base held in the period.
    pub held: Option<ProductIx>,
}

/// How a contract turns shares into quantities.
pub struct Counting<'a> {
    /// Prices and products.
    pub tariff: &'a Tariff,
    /// The price book, for what stands on what.
    pub book: &'a PriceBook,
    /// Model, counting and reading.
    pub contract: &'a Contract,
    /// Presence of the period; `None` = not given, quantities of pools are unknown.
    pub presence: Option<&'a PeriodPresence>,
    /// How many people there are.
    pub people: usize,
    /// How people are billed, by person number.
    pub billed_by: &'a [BilledBy],
    /// Interaction time of the period by person number, in milliseconds; empty = nobody is billed by it.
    pub interacting_ms: &'a [u64],
}

impl Counting<'_> {
    /// Is this product counted by the presence of a pool in this organization: by its peak, or by its hours?
    pub fn is_pooled(&self, ix: ProductIx) -> bool {
        self.tariff.product(ix).model != SeatModel::Named
    }

    /// What a person adds with these products. `counts`: does the person count by the named rule?
    ///
    /// `wallboards_by_charge`: wallboards are counted from the billing report, not from what is held.
    pub fn share(&self, user_ix: usize, holding: &Holding, counts: bool, wallboards_by_charge: bool) -> Share {
        let mut share = Share::default();
        let by = self.billed_by[user_ix];
        let carried = holding.base.map(|base| billed_addons(self.tariff, base, &holding.addons)).unwrap_or_default();
        for ix in holding.base.into_iter().chain(carried).chain(holding.fixed.iter().copied()) {
            let product = self.tariff.product(ix);
            match product.kind {
                // A way to be billed is no seat beside the seat that it replaces.
                ProductKind::Model => {}
                ProductKind::Device if wallboards_by_charge => {}
                _ if by == BilledBy::Hour && product.bills_hours => share.hours.push(ix),
                _ if self.is_pooled(ix) => share.pools.push(ix),
                _ if counts => share.named.push(ix),
                _ => {}
            }
        }
        share
    }

    /// Interaction time of everybody who is billed by it, in milliseconds by product.
    pub fn interacting(&self, shares: &[Share]) -> Vec<(ProductIx, u64)> {
        let mut time = Tally::new(self.tariff);
        for (share, ms) in shares.iter().zip(self.interacting_ms) {
            share.hours.iter().for_each(|ix| time.add(*ix, *ms));
        }
        time.to_list()
    }

    /// Quantities by product; `None` = unknown, because there is no presence.
    pub fn quantities(&self, shares: &[Share], devices: u64) -> Vec<Option<u64>> {
        let mut quantities = vec![Some(0u64); self.tariff.len()];
        let mut pools: BTreeMap<ProductIx, Vec<bool>> = BTreeMap::new();
        for (user_ix, share) in shares.iter().enumerate() {
            for ix in &share.named {
                if let Some(quantity) = &mut quantities[ix.index()] {
                    *quantity += 1;
                }
            }
            for ix in &share.pools {
                pools.entry(*ix).or_insert_with(|| vec![false; self.people])[user_ix] = true;
            }
        }
        let (products, members): (Vec<ProductIx>, Vec<Vec<bool>>) = pools.into_iter().unzip();
        for (place, ix) in products.iter().enumerate() {
            quantities[ix.index()] = self.presence.filter(|_| self.is_by_hours(*ix)).map(|presence| {
                logged_in_hours(u128::from(presence.time_of(&members[place]).unsigned_abs()))
            });
        }
        let (peaks, members): (Vec<ProductIx>, Vec<Vec<bool>>) =
            products.into_iter().zip(members).filter(|(ix, _)| !self.is_by_hours(*ix)).unzip();
        let histograms = self.presence.map(|presence| presence.histograms(&members)).unwrap_or_default();
        for (ix, histogram) in peaks.into_iter().zip(histograms) {
            quantities[ix.index()] = Some(peak(&histogram.pairs(), self.contract.concurrency_reading));
        }
        let wallboard = self.tariff.products().iter().find(|product| product.kind == ProductKind::Device);
        if let Some(wallboard) = wallboard
            && let Some(quantity) = &mut quantities[wallboard.ix.index()]
        {
            *quantity += devices;
        }
        quantities
    }

    /// Is a pool counted by its whole hours logged in, rounded up once, and not by its peak?
    fn is_by_hours(&self, ix: ProductIx) -> bool {
        self.tariff.product(ix).model == SeatModel::HourlyLoggedIn
    }
}

/// What the period bills today.
#[derive(Debug, Clone, Default)]
pub struct Billing {
    /// Does the person count by the named rule? By person number.
    pub counts: Vec<bool>,
    /// By person number.
    pub shares: Vec<Share>,
    /// Wallboards that the billing report names; empty without one.
    pub devices: Vec<Device>,
    /// Are wallboards counted from the billing report?
    pub wallboards_by_charge: bool,
    /// Quantity by product; `None` = unknown.
    pub quantities: Vec<Option<u64>>,
    /// Interaction time of people who are billed by it, in milliseconds by product.
    pub interacting_ms: Vec<(ProductIx, u64)>,
    /// Charges that disagree with what is held.
    pub differences: Vec<Difference>,
    /// Entities that name nobody and are no wallboard.
    pub unmatched: BTreeSet<String>,
}

impl Billing {
    /// Counts the period.
    pub fn new(
        counting: &Counting<'_>,
        people: &People,
        held: &Held,
        lives: &[Life],
        usage: &BillableUsage,
    ) -> Billing {
        let mut charged = vec![false; people.len()];
        for ix in usage.charges.keys().flat_map(|entity| people.with_email(entity)) {
            charged[*ix] = true;
        }
        let counts: Vec<bool> = (0..people.len())
            .map(|ix| {
                let person = &people.list[ix];
                if held.in_period[ix].is_empty() {
                    return false;
                }
                if usage.present && !people.shares_email(ix) {
                    return charged[ix];
                }
                match counting.contract.seat_counting {
                    SeatCounting::Assigned => person.state == State::Active || lives[ix].in_period,
                    SeatCounting::LoggedIn => lives[ix].in_period,
                }
            })
            .collect();
        let shares: Vec<Share> =
            (0..people.len()).map(|ix| counting.share(ix, &held.in_period[ix], counts[ix], usage.present)).collect();
        let mut billing = Billing { counts, shares, wallboards_by_charge: usage.present, ..Billing::default() };
        billing.read_charges(counting, people, held, usage);
        billing.quantities = counting.quantities(&billing.shares, billing.devices.len() as u64);
        billing.interacting_ms = counting.interacting(&billing.shares);
        billing
    }

    fn read_charges(&mut self, counting: &Counting<'_>, people: &People, held: &Held, usage: &BillableUsage) {
        for (entity, charges) in &usage.charges {
            let owners = people.with_email(entity);
            let owner = if let [only] = owners { Some(*only) } else { None };
            for charge in charges {
                let product = counting.book.product_of_charge(charge);
                if product.is_some_and(|product| product.kind == ProductKind::Device) {
                    self.devices.push(Device { entity: entity.clone(), owner });
                    continue;
                }
                if owners.is_empty() {
                    self.unmatched.insert(entity.clone());
                }
                let Some(ix) = owner else { continue };
                let charged = product.and_then(|product| counting.tariff.ix(&product.id));
                let agrees = charged.is_some_and(|charged| self.shares[ix].has(charged));
                if !agrees {
                    let held = held.in_period[ix].base;
                    self.differences.push(Difference { user_ix: Some(ix), charge_name: charge.clone(), held });
                }
            }
        }
        self.devices.dedup_by(|a, b| a.entity == b.entity);
    }
}
