//! The concurrent peak replayed: per pool of people the peak, the hours that make it, and what avoiding them would save.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use seatwise_pricing::{
    book::SeatModel,
    contract::ConcurrencyReading,
    rate::peak,
    tariff::{ProductIx, TariffProduct},
};

use super::Analysis;
use crate::{
    canonical::rows::Micros,
    usage::concurrency::{
        Histogram, PeriodPresence,
        replay::{DayPeak, Hour},
    },
};

/// Hours that are avoided at most; more is another way of working, not a trim.
const TRIMMED_HOURS: usize = 24;

/// People whose presence is counted together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pool {
    /// The product whose pool it is; `None` = all CX bases together.
    pub product: Option<ProductIx>,
    /// People in it, present or not.
    pub members: u64,
    /// Billed peak, reading "at or above".
    pub at_or_above: u64,
    /// Billed peak, reading "exactly at".
    pub exactly: u64,
    /// Time at each count.
    pub histogram: Histogram,
    /// Every clock hour of the period up to as-of.
    pub hours: Vec<Hour>,
    /// Every day of it.
    pub days: Vec<DayPeak>,
    /// Who was present while the billed peak was reached or passed, by person number: longest first.
    pub makers: Vec<(usize, Micros)>,
    /// What avoiding the fullest hours would bring, step by step.
    pub trims: Vec<Trim>,
}

/// A lower peak, and the hours that would have to be avoided for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trim {
    /// Starts of the clock hours that are left out, in the order in which they were chosen.
    pub hours: Vec<Micros>,
    /// The billed peak without them.
    pub peak: u64,
    /// Seats fewer than today.
    pub seats: u64,
    /// Overage that the next invoices would lose, a month; `None` = the product has no concurrent price that is known.
    pub overage_monthly: Option<Decimal>,
    /// Contracted price of the seats, a month: what a smaller commitment would save at renewal; `None` = not known.
    pub contracted_monthly: Option<Decimal>,
}

/// All pools: all CX bases together, then one per CX base with people and per product counted by its peak.
/// `None` = there is no presence.
pub fn pools(analysis: &Analysis) -> Option<Vec<Pool>> {
    let presence = analysis.presence.as_ref()?;
    let everybody = analysis.held.in_period.iter().map(|held| held.base);
    let is_cx = |base: &Option<ProductIx>| base.is_some_and(|base| analysis.tariff.product(base).is_cx);
    let mut members: BTreeMap<Option<ProductIx>, Vec<bool>> = BTreeMap::new();
    let mut add = |product: Option<ProductIx>, user_ix: usize| {
        members.entry(product).or_insert_with(|| vec![false; analysis.people.len()])[user_ix] = true;
    };
    for (user_ix, base) in everybody.enumerate().filter(|(_, base)| is_cx(base)) {
        add(None, user_ix);
        add(base, user_ix);
    }
    for (user_ix, share) in analysis.billing.shares.iter().enumerate() {
        share.pools.iter().for_each(|product| add(Some(*product), user_ix));
    }
    Some(members.into_iter().map(|(product, members)| pool(analysis, presence, product, &members)).collect())
}

fn pool(analysis: &Analysis, presence: &PeriodPresence, product: Option<ProductIx>, members: &[bool]) -> Pool {
    let is_member = |user_ix: u32| members[user_ix as usize];
    let histogram = presence.histogram(is_member);
    let pairs = histogram.pairs();
    let reading = analysis.contract.concurrency_reading;
    let hours = presence.hours(is_member);
    let billed = peak(&pairs, reading);
    let makers = match u32::try_from(billed) {
        Ok(0) | Err(_) => Vec::new(),
        Ok(billed) => presence.present_while(is_member, billed),
    };
    let priced = product.map(|ix| analysis.tariff.product(ix)).filter(|it| it.model == SeatModel::Concurrent);
    Pool {
        product,
        members: members.iter().filter(|is_member| **is_member).count() as u64,
        at_or_above: peak(&pairs, ConcurrencyReading::AtOrAbove),
        exactly: peak(&pairs, ConcurrencyReading::Exactly),
        trims: trims(&hours, reading, billed, priced, analysis),
        days: presence.day_peaks(is_member),
        makers: makers.into_iter().map(|(user_ix, time)| (user_ix as usize, time)).collect(),
        hours,
        histogram,
    }
}

/// Leaves out one clock hour after the other, always the one that holds most of the time at the peak that is left, and
/// tells every step at which the peak falls.
///
/// Greedy: another choice of as many hours may bring the peak lower.
fn trims(
    hours: &[Hour],
    reading: ConcurrencyReading,
    today: u64,
    priced: Option<&TariffProduct>,
    analysis: &Analysis,
) -> Vec<Trim> {
    let mut left: BTreeMap<u32, Micros> = BTreeMap::new();
    for (people, time) in hours.iter().flat_map(|hour| &hour.time_at) {
        *left.entry(*people).or_default() += time;
    }
    let billed = |left: &BTreeMap<u32, Micros>| {
        let pairs: Vec<(u64, u64)> =
            left.iter().map(|(people, time)| ((*people).into(), time.unsigned_abs())).collect();
        peak(&pairs, reading)
    };
    let (mut open, mut avoided, mut lowest) = ((0..hours.len()).collect::<Vec<_>>(), Vec::new(), today);
    let mut trims = Vec::new();
    while avoided.len() < TRIMMED_HOURS && lowest > 0 {
        let full = |number: &usize| time_at_peak(&hours[*number], lowest, reading);
        let Some(place) = (0..open.len()).max_by_key(|place| (full(&open[*place]), std::cmp::Reverse(*place))) else {
            break;
        };
        let number = open.swap_remove(place);
        for (people, time) in &hours[number].time_at {
            *left.entry(*people).or_default() -= time;
        }
        avoided.push(hours[number].start);
        open.sort_unstable();
        let peak = billed(&left);
        if peak < lowest {
            lowest = peak;
            trims.push(trim(&avoided, today, peak, priced, analysis));
        }
    }
    trims
}

/// How much of an hour counts towards a peak.
fn time_at_peak(hour: &Hour, peak: u64, reading: ConcurrencyReading) -> Micros {
    let counts = |people: u64| match reading {
        ConcurrencyReading::AtOrAbove => people >= peak,
        ConcurrencyReading::Exactly => people == peak,
    };
    hour.time_at.iter().filter(|(people, _)| counts((**people).into())).map(|(_, time)| time).sum()
}

fn trim(avoided: &[Micros], today: u64, peak: u64, priced: Option<&TariffProduct>, analysis: &Analysis) -> Trim {
    let seats = today - peak;
    let currency = analysis.tariff.currency();
    let beyond = |product: &TariffProduct, people: u64| product.beyond_commitment(people);
    let overage = priced.and_then(|product| {
        let fewer = beyond(product, today) - beyond(product, peak);
        product.overage.map(|price| currency.round(Decimal::from(fewer) * price))
    });
    let contracted =
        priced.and_then(|product| product.contracted.map(|price| currency.round(Decimal::from(seats) * price)));
    Trim { hours: avoided.to_vec(), peak, seats, overage_monthly: overage, contracted_monthly: contracted }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Micros = 60_000_000;

    fn hour(start: Micros, time_at: &[(u32, Micros)]) -> Hour {
        Hour {
            start,
            time_at: time_at.iter().map(|(people, time)| (*people, time * MINUTE)).collect(),
            ..Hour::default()
        }
    }

    #[test]
    fn only_time_that_makes_the_peak_counts_towards_it() {
        let hour = hour(0, &[(7, 10), (8, 20), (9, 5)]);
        assert_eq!(time_at_peak(&hour, 8, ConcurrencyReading::AtOrAbove), 25 * MINUTE);
        assert_eq!(time_at_peak(&hour, 8, ConcurrencyReading::Exactly), 20 * MINUTE);
        assert_eq!(time_at_peak(&hour, 10, ConcurrencyReading::AtOrAbove), 0);
    }
}
