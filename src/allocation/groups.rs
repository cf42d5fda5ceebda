//! Whose a part of a line is: shares by who was counted, by largest remainder, so that they sum to the part.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use seatwise_pricing::{
    bill::{Charge, ChargeKind},
    book::ProductKind,
    money::{Currency, Money, allocate, allocate_units},
    tariff::ProductIx,
};

use super::parts::{Part, PartKind, SMALLEST, steps};
use crate::{analysis::Analysis, canonical::rows::Micros};

/// Parts of an organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// `department` of people.
    Department,
    /// `division` of people.
    Division,
    /// `cost_center` of people.
    CostCenter,
}

impl By {
    /// The column of `users`, and the key of the tag.
    pub fn as_str(self) -> &'static str {
        match self {
            By::Department => "department",
            By::Division => "division",
            By::CostCenter => "cost_center",
        }
    }

    /// For people.
    pub fn title(self) -> &'static str {
        match self {
            By::Department => "Department",
            By::Division => "Division",
            By::CostCenter => "Cost Center",
        }
    }
}

const TOO_LARGE: &str = "the weights are too large to share out by";

/// A part and whose it is; `None` = nobody's.
type Shared = (Part, Option<String>);

/// Shares out parts.
pub(super) struct Groups<'a> {
    analysis: &'a Analysis,
    by: Option<By>,
    /// Time present by person number, where a pool asks for it.
    present: Option<Vec<Micros>>,
}

impl<'a> Groups<'a> {
    pub(super) fn new(analysis: &'a Analysis, by: Option<By>) -> Groups<'a> {
        Groups { analysis, by, present: None }
    }

    /// The parts of a line by whose they are. What is bought, left unused or missing to the minimum is nobody's, and so is
    /// what no person was counted for.
    pub(super) fn share(&mut self, charge: &Charge, parts: &[Part], currency: Currency) -> Result<Vec<Shared>, String> {
        let weights = self.weights(charge);
        if weights.values().all(|weight| *weight == 0) {
            return Ok(parts.iter().map(|part| (*part, None)).collect());
        }
        let (names, weights): (Vec<_>, Vec<u64>) = weights.into_iter().unzip();
        let step = step(charge, parts);
        let total =
            parts.iter().filter(|part| is_used(part)).map(|part| steps(part.quantity, step)).sum::<Result<u64, _>>()?;
        let mut left = allocate_units(total, &weights).ok_or(TOO_LARGE)?;
        let mut shared = Vec::new();
        // Free units come off the count first, then the commitments, as the bill has it.
        for part in used_first(parts) {
            if !is_used(part) {
                shared.push((*part, None));
                continue;
            }
            let shares = allocate_units(steps(part.quantity, step)?, &left).ok_or(TOO_LARGE)?;
            for (own, share) in left.iter_mut().zip(&shares) {
                *own -= share;
            }
            shared.extend(split(part, &names, &shares, step, currency)?);
        }
        shared.sort_by_key(|(part, _)| parts.iter().position(|own| own.kind == part.kind));
        Ok(shared)
    }

    /// What was counted for a line, by whose it is.
    fn weights(&mut self, charge: &Charge) -> BTreeMap<Option<String>, u64> {
        let mut weights = BTreeMap::new();
        let Some(by) = self.by else { return weights };
        for (user_ix, weight) in self.people(charge) {
            let group = user_ix.and_then(|user_ix| part_of(self.analysis, by, user_ix));
            *weights.entry(group).or_default() += weight;
        }
        weights
    }

    /// Who was counted for a line, as the bill counts it: people and devices as one each, pools by time present, hours by
    /// their time. `None` = a device that is nobody's.
    fn people(&mut self, charge: &Charge) -> Vec<(Option<usize>, u64)> {
        let (analysis, billing) = (self.analysis, &self.analysis.billing);
        match charge.kind {
            ChargeKind::Seats(ix) => {
                let mut people: Vec<_> = self.of_seats(ix).into_iter().map(|(ix, weight)| (Some(ix), weight)).collect();
                if analysis.tariff.product(ix).kind == ProductKind::Device {
                    people.extend(billing.devices.iter().map(|device| (device.owner, 1)));
                }
                people
            }
            ChargeKind::Hours(ix) => {
                let shares = billing.shares.iter().zip(&analysis.interacting_ms).enumerate();
                shares
                    .filter(|(_, (share, _))| share.hours.contains(&ix))
                    .map(|(ix, (_, ms))| (Some(ix), *ms))
                    .collect()
            }
            ChargeKind::Tokens | ChargeKind::FairUse | ChargeKind::Minimum => Vec::new(),
        }
    }

    fn of_seats(&mut self, ix: ProductIx) -> Vec<(usize, u64)> {
        let shares = || self.analysis.billing.shares.iter().enumerate();
        let mut people: Vec<(usize, u64)> =
            shares().filter(|(_, share)| share.named.contains(&ix)).map(|(user_ix, _)| (user_ix, 1)).collect();
        let pool: Vec<usize> =
            shares().filter(|(_, share)| share.pools.contains(&ix)).map(|(user_ix, _)| user_ix).collect();
        if !pool.is_empty() {
            let analysis = self.analysis;
            let present = self.present.get_or_insert_with(|| {
                let presence = analysis.presence.as_ref();
                presence.map(|presence| presence.time_present(analysis.people.len())).unwrap_or_default()
            });
            people.extend(pool.iter().map(|ix| (*ix, present.get(*ix).map_or(0, |time| time.unsigned_abs()))));
        }
        people
    }
}

/// The part of the organization that a person belongs to; `None` = the input names none.
pub fn part_of(analysis: &Analysis, by: By, user_ix: usize) -> Option<String> {
    let person = &analysis.people.list[user_ix];
    let value = match by {
        By::Department => &person.department,
        By::Division => &person.division,
        By::CostCenter => &person.cost_center,
    };
    value.clone().filter(|value| !value.trim().is_empty())
}

/// Is it somebody's?
fn is_used(part: &Part) -> bool {
    matches!(part.kind, PartKind::Used { .. } | PartKind::Beyond | PartKind::Free)
}

fn used_first(parts: &[Part]) -> impl Iterator<Item = &Part> {
    let is_free = |part: &&Part| part.kind == PartKind::Free;
    parts.iter().filter(is_free).chain(parts.iter().filter(move |part| !is_free(part)))
}

/// The smallest unit that is shared out: seats that are whole stay whole.
fn step(charge: &Charge, parts: &[Part]) -> Decimal {
    let is_whole = parts.iter().all(|part| part.quantity.fract().is_zero());
    if is_whole && matches!(charge.kind, ChargeKind::Seats(_)) { Decimal::ONE } else { SMALLEST }
}

/// A part by its shares; who has none has no row.
fn split(
    part: &Part,
    names: &[Option<String>],
    shares: &[u64],
    step: Decimal,
    currency: Currency,
) -> Result<Vec<Shared>, String> {
    let amounts = |whole: Decimal| allocate(Money::new(whole, currency), shares).map_err(|error| error.to_string());
    let (billed, effective) = (amounts(part.billed)?, amounts(part.effective)?);
    let rows = names.iter().zip(shares).zip(billed.iter().zip(&effective));
    let row = |((name, share), (billed, effective)): ((&Option<String>, &u64), (&Money, &Money))| {
        let quantity = (Decimal::from(*share) * step).normalize();
        (Part { quantity, billed: billed.amount, effective: effective.amount, ..*part }, name.clone())
    };
    Ok(rows.filter(|((_, share), _)| **share > 0).map(row).collect())
}
