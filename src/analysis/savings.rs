//! The money of the plan as a whole (`docs/RULES.md`, "Money of a plan"): three kinds of saving, never mixed.
//!
//! B₀ is the period's seat bill, B₁ the bill after all that takes effect at once, B₂ what a contract made to measure
//! would cost. Cash now is B₀ − B₁, at renewal B₁ − B₂, so the waterfall ties to the cent. Exposure is list value of
//! seats neither billed nor committed; it is no money saved.

use std::cmp::Reverse;

use rust_decimal::Decimal;
use seatwise_pricing::{
    book::{ProductKind, SeatModel},
    contract::Model,
    tariff::{ProductIx, Tariff},
};

use crate::{
    entitlement::{
        billing::{Billing, Counting, Share},
        held::{Held, Holding},
    },
    findings::{
        advice::{Decisions, Recommendation},
        code::Advice,
    },
};

/// Amounts per month, in the contract's currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Savings {
    /// B₀: the bill of this period, as if a ramp were over; `None` = a quantity is unknown.
    pub bill_now: Option<Decimal>,
    /// B₁: after reclaims and the changes that lower the bill at once.
    pub bill_after: Option<Decimal>,
    /// B₂: a contract made to measure.
    pub bill_target: Option<Decimal>,
    /// B₀ − B₁.
    pub cash_now: Option<Decimal>,
    /// B₁ − B₂.
    pub at_renewal: Option<Decimal>,
    /// List value of seats neither billed nor committed.
    pub exposure: Decimal,
    /// Quantities after all that takes effect at once, by product; `None` = a quantity is unknown.
    pub after: Option<Vec<u64>>,
    /// Quantities after all recommendations but upgrades; `None` = unknown.
    pub needed_billed: Vec<Option<u64>>,
    /// What interaction time costs in each of the three bills.
    pub hours: [Decimal; 3],
}

impl Savings {
    /// Computes the three.
    pub fn new(counting: &Counting<'_>, held: &Held, billing: &Billing, decisions: &Decisions) -> Savings {
        let plan = Plan { counting, held, billing };
        let advice = decisions.by_person(counting.people);
        let now = counting.tariff;
        let hours_now = now.hours_total(&billing.interacting_ms);
        let bill_now =
            total(now, &billing.quantities, |ix, quantity| now.line_total(ix, quantity)).map(|bill| bill + hours_now);
        let after = plan.after(&advice, decisions);
        let (needed_shares, needed_devices) = plan.shares(&advice, |code| code != Advice::UpgradeTier);
        let needed_billed = counting.quantities(&needed_shares, needed_devices);
        let hours_needed = now.hours_total(&counting.interacting(&needed_shares));
        let bill_target = total(now, &needed_billed, |ix, quantity| made_to_measure(now, ix, quantity))
            .map(|bill| bill + hours_needed);
        let seats_after = |quantities: &Vec<u64>| -> Decimal {
            now.row_order().iter().map(|ix| now.line_total(*ix, quantities[ix.index()])).sum()
        };
        let bill_after = after.quantities.as_ref().map(|quantities| seats_after(quantities) + after.hours);
        let minus = |a: Option<Decimal>, b: Option<Decimal>| Some(a? - b?);
        Savings {
            cash_now: minus(bill_now, bill_after),
            at_renewal: minus(bill_after, bill_target),
            exposure: plan.exposure(),
            bill_now,
            bill_after,
            bill_target,
            after: after.quantities,
            needed_billed,
            hours: [hours_now, after.hours, hours_needed],
        }
    }
}

/// Quantities of the products that either share has, after the change from one to the other.
pub(super) fn changed(quantities: &[u64], before: &Share, after: &Share) -> Vec<(ProductIx, u64)> {
    let mut touched: Vec<ProductIx> = before.named.iter().chain(&after.named).copied().collect();
    touched.sort_unstable();
    touched.dedup();
    let quantity = |ix: ProductIx| {
        let with = quantities[ix.index()] + u64::from(after.named.contains(&ix));
        (ix, with - u64::from(before.named.contains(&ix)))
    };
    touched.into_iter().map(quantity).collect()
}

/// Charged quantity × contracted price, rounded; 0 where the price is unknown.
pub fn made_to_measure(tariff: &Tariff, ix: ProductIx, quantity: u64) -> Decimal {
    let product = tariff.product(ix);
    let amount = product.contracted.map(|price| Decimal::from(product.charged(quantity)) * price);
    amount.map(|amount| tariff.currency().round(amount)).unwrap_or_default()
}

/// Sum over products that have a row, so without tokens; `None` if any quantity is unknown.
fn total(tariff: &Tariff, quantities: &[Option<u64>], line: impl Fn(ProductIx, u64) -> Decimal) -> Option<Decimal> {
    tariff.row_order().iter().map(|ix| quantities[ix.index()].map(|quantity| line(*ix, quantity))).sum()
}

/// What is billed after all that takes effect at once.
struct After {
    /// By product; `None` = a quantity is unknown.
    quantities: Option<Vec<u64>>,
    /// What interaction time costs.
    hours: Decimal,
}

/// What the period bills, and how it is counted.
#[derive(Clone, Copy)]
pub(super) struct Plan<'a> {
    pub(super) counting: &'a Counting<'a>,
    pub(super) held: &'a Held,
    pub(super) billing: &'a Billing,
}

impl Plan<'_> {
    /// What a person adds after a recommendation: nothing after a reclaim; after an offer its products and whatever
    /// else the period bills that is never offered. Who does not count today does not count then.
    fn share_after(&self, advice: &Recommendation) -> Share {
        if advice.code.is_reclaim() {
            return Share::default();
        }
        self.share_with(advice.user_ix, advice.to.first().copied(), advice.to.iter().skip(1).copied().collect())
    }

    /// What a person adds with another base and other add-ons, and whatever else the period bills.
    pub(super) fn share_with(&self, ix: usize, base: Option<ProductIx>, addons: Vec<ProductIx>) -> Share {
        let fixed = self.held.in_period[ix].fixed.clone();
        let holding = Holding { base, lower_bases: Vec::new(), addons, fixed };
        self.counting.share(ix, &holding, self.billing.counts[ix], self.billing.wallboards_by_charge)
    }

    /// Shares and devices after the recommendations whose code is `applied`.
    fn shares(&self, advice: &[Option<&Recommendation>], applied: impl Fn(Advice) -> bool) -> (Vec<Share>, u64) {
        let after = |(share, advice): (&Share, &Option<&Recommendation>)| match advice {
            Some(advice) if applied(advice.code) => self.share_after(advice),
            _ => share.clone(),
        };
        let shares = self.billing.shares.iter().zip(advice).map(after).collect();
        let reclaimed = |owner: usize| advice[owner].is_some_and(|advice| advice.code.is_reclaim());
        let kept = self.billing.devices.iter().filter(|device| !device.owner.is_some_and(reclaimed));
        (shares, kept.count() as u64)
    }

    /// What B₁ bills: all reclaims; then in named organizations the changes of offer, one by one, each if it lowers the bill.
    fn after(&self, advice: &[Option<&Recommendation>], decisions: &Decisions) -> After {
        let tariff = self.counting.tariff;
        let (shares, devices) = self.shares(advice, Advice::is_reclaim);
        let hours = tariff.hours_total(&self.counting.interacting(&shares));
        let quantities: Option<Vec<u64>> = self.counting.quantities(&shares, devices).into_iter().collect();
        let Some(mut quantities) = quantities else { return After { quantities: None, hours } };
        if self.counting.contract.model == Model::Named {
            let mut offers: Vec<&Recommendation> = decisions
                .recommendations
                .iter()
                .filter(|advice| !advice.code.is_reclaim() && advice.code != Advice::UpgradeTier)
                .filter(|advice| advice.contracted_delta.is_some())
                .collect();
            offers.sort_by_key(|advice| (Reverse(advice.contracted_delta), advice.user_ix));
            for advice in offers {
                self.keep_if_cheaper(&mut quantities, &shares[advice.user_ix], &self.share_after(advice));
            }
        }
        After { quantities: Some(quantities), hours }
    }

    /// Applies a change of offer if it lowers the bill, and says by how much it did; nothing where it does not.
    pub(super) fn keep_if_cheaper(&self, quantities: &mut [u64], before: &Share, after: &Share) -> Option<Decimal> {
        let tariff = self.counting.tariff;
        let new = changed(quantities, before, after);
        let bill_now: Decimal = new.iter().map(|(ix, _)| tariff.line_total(*ix, quantities[ix.index()])).sum();
        let bill_then: Decimal = new.iter().map(|(ix, quantity)| tariff.line_total(*ix, *quantity)).sum();
        if bill_then >= bill_now {
            return None;
        }
        for (ix, quantity) in new {
            quantities[ix.index()] = quantity;
        }
        Some(bill_now - bill_then)
    }

    /// Per product max(0, unbilled − max(0, committed − billed)) × list; none for products counted by presence.
    fn exposure(&self) -> Decimal {
        let tariff = self.counting.tariff;
        let mut unbilled = vec![0u64; tariff.len()];
        for (user_ix, holding) in self.held.now.iter().enumerate() {
            let share = &self.billing.shares[user_ix];
            if let Some(base) = holding.base
                && !share.products().any(|ix| tariff.product(ix).rank.is_some())
            {
                unbilled[base.index()] += 1;
            }
            for ix in holding.addons.iter().chain(&holding.fixed) {
                if !self.is_billed_for(user_ix, *ix) {
                    unbilled[ix.index()] += 1;
                }
            }
        }
        self.leave_out_charged_devices(&mut unbilled);
        let amount = |(ix, unbilled): (usize, u64)| {
            let product = tariff.product(ProductIx(ix as u16));
            let billed = self.billing.quantities[ix]?;
            if product.model != SeatModel::Named || unbilled == 0 {
                return None;
            }
            let charged = product.charged(billed + unbilled) - product.charged(billed);
            let spare = product.committed.saturating_sub(product.charged(billed));
            Some(tariff.currency().round(Decimal::from(charged.saturating_sub(spare)) * product.list?))
        };
        unbilled.into_iter().enumerate().filter_map(amount).sum()
    }

    /// A charged device of nobody known can be the wallboard of any holder without a charge: it is billed, not exposed.
    fn leave_out_charged_devices(&self, unbilled: &mut [u64]) {
        let ownerless = self.billing.devices.iter().filter(|device| device.owner.is_none()).count() as u64;
        for product in self.counting.tariff.products() {
            if product.kind == ProductKind::Device {
                unbilled[product.ix.index()] = unbilled[product.ix.index()].saturating_sub(ownerless);
            }
        }
    }

    fn is_billed_for(&self, user_ix: usize, ix: ProductIx) -> bool {
        let is_device = self.counting.tariff.product(ix).kind == ProductKind::Device;
        if self.billing.wallboards_by_charge && is_device {
            return self.billing.devices.iter().any(|device| device.owner == Some(user_ix));
        }
        self.billing.shares[user_ix].has(ix)
    }
}
