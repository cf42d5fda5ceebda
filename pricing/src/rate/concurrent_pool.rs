//! From presence to the concurrent peak: pools, the time at each count, and the people who make the peak.
//!
//! A pool is everybody whose highest tier in the period is the product (of an add-on: who held it where it is billed).
//! Communicate, Collaborate, CRM, wallboards and unknown licenses stay named in a concurrent organization.
//! See <https://fr-help.inintca.com/?p=372782>.

use std::collections::BTreeMap;

use super::named::billed_products;
use super::{NamedPerson, Tally, peak};
use crate::book::SeatModel;
use crate::contract::{ConcurrencyReading, SeatCounting};
use crate::tariff::{ProductIx, Tariff};

/// One stretch of presence other than Offline, `[from, to)` in microseconds. An empty or reversed one is no time at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stay {
    /// First instant, inclusive.
    pub from: i64,
    /// Last instant, exclusive.
    pub to: i64,
}

/// What one person of a concurrent organization held and did in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConcurrentPerson<'a> {
    /// As a named person: products that stay named are counted by it.
    pub person: NamedPerson<'a>,
    /// Presence of the period, in any order; what overlaps is one presence.
    pub stays: &'a [Stay],
}

/// A person's presence without overlaps, in order; stretches that touch are one.
fn merged(stays: &[Stay]) -> Vec<Stay> {
    let mut sorted: Vec<Stay> = stays.iter().copied().filter(|stay| stay.from < stay.to).collect();
    sorted.sort_unstable();
    let mut merged: Vec<Stay> = Vec::with_capacity(sorted.len());
    for stay in sorted {
        match merged.last_mut() {
            Some(last) if stay.from <= last.to => last.to = last.to.max(stay.to),
            _ => merged.push(stay),
        }
    }
    merged
}

/// The time in microseconds at each number of people present at once, by number, without the time when nobody was. One
/// item per person; a handover at one instant is no overlap.
pub fn histogram<'a>(people: impl IntoIterator<Item = &'a [Stay]>) -> Vec<(u64, u64)> {
    let mut changes: BTreeMap<i64, i64> = BTreeMap::new();
    for stay in people.into_iter().flat_map(merged) {
        *changes.entry(stay.from).or_default() += 1;
        *changes.entry(stay.to).or_default() -= 1;
    }
    let mut time: BTreeMap<u64, u64> = BTreeMap::new();
    let (mut present, mut since) = (0_i64, i64::MIN);
    for (at, change) in changes {
        if let Some(count) = u64::try_from(present).ok().filter(|count| *count > 0) {
            *time.entry(count).or_default() += at.abs_diff(since);
        }
        (present, since) = (present + change, at);
    }
    time.into_iter().collect()
}

/// People who make a peak: so many as the peak has, by time present, the longest first, then by place. Each with its
/// microseconds. The report of Genesys ranks people by time "until the peak is reached".
pub fn peak_makers(people: &[&[Stay]], peak: u64) -> Vec<(usize, u64)> {
    let present = |stays: &&[Stay]| merged(stays).iter().map(|stay| stay.to.abs_diff(stay.from)).sum::<u64>();
    let mut ranked: Vec<(usize, u64)> = people.iter().map(present).enumerate().filter(|(_, time)| *time > 0).collect();
    ranked.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    ranked.truncate(usize::try_from(peak).unwrap_or(usize::MAX));
    ranked
}

/// Seats of a period of a concurrent organization: the peak of each pool, and people for what stays named.
///
/// The pool of a product is everybody who is billed for it, counted or not: presence is the sign.
pub fn concurrent_seats(
    tariff: &Tariff,
    people: &[ConcurrentPerson<'_>],
    counting: SeatCounting,
    reading: ConcurrencyReading,
) -> Tally {
    let mut seats = Tally::new(tariff);
    let mut pools: BTreeMap<ProductIx, Vec<&[Stay]>> = BTreeMap::new();
    for ConcurrentPerson { person, stays } in people {
        for product in billed_products(tariff, person.held) {
            if tariff.product(product).model == SeatModel::Concurrent {
                pools.entry(product).or_default().push(stays);
            } else if person.counts(counting) {
                seats.add(product, 1);
            }
        }
    }
    for (product, stays) in pools {
        seats.add(product, peak(&histogram(stays), reading));
    }
    seats
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rate::tests::{ixs, tariff};

    const MINUTE: i64 = 60_000_000;

    fn stay(from: i64, to: i64) -> Stay {
        Stay { from: from * MINUTE, to: to * MINUTE }
    }

    fn shown(people: &[&[Stay]]) -> Vec<(u64, i64)> {
        let minutes = |(count, micros): (u64, u64)| (count, i64::try_from(micros).unwrap() / MINUTE);
        histogram(people.iter().copied()).into_iter().map(minutes).collect()
    }

    /// <https://fr-help.inintca.com/?p=372782>: 500 for 31 minutes and 503 for 6 minutes make 500, here by presence.
    #[test]
    fn the_published_example_by_presence() {
        let (long, short) = ([stay(0, 37)], [stay(10, 16)]);
        let people: Vec<&[Stay]> = (0..503).map(|ix| if ix < 500 { long.as_slice() } else { &short }).collect();
        let histogram = histogram(people.iter().copied());
        assert_eq!(histogram, [(500, 31 * 60_000_000), (503, 6 * 60_000_000)]);
        assert_eq!(peak(&histogram, ConcurrencyReading::AtOrAbove), 500);
        assert_eq!(peak(&histogram, ConcurrencyReading::Exactly), 500);
    }

    #[test]
    fn overlaps_of_one_person_are_merged_and_a_handover_is_none() {
        assert_eq!(shown(&[&[stay(0, 20), stay(10, 30), stay(30, 40)]]), [(1, 40)]);
        assert_eq!(shown(&[&[stay(0, 30)], &[stay(30, 60)]]), [(1, 60)]);
        assert_eq!(shown(&[&[stay(0, 30)], &[stay(20, 60)]]), [(1, 50), (2, 10)]);
        assert_eq!(shown(&[&[stay(5, 5), stay(9, 3)], &[]]), []);
        assert_eq!(merged(&[stay(5, 5), stay(9, 3)]), [], "no time is no presence");
    }

    #[test]
    fn who_was_present_longest_makes_the_peak() {
        let people: [&[Stay]; 4] = [&[stay(0, 10)], &[stay(0, 50)], &[], &[stay(5, 15)]];
        let makers: Vec<usize> = peak_makers(&people, 2).into_iter().map(|(ix, _)| ix).collect();
        assert_eq!(makers, [1, 0], "the longest, then of equals the first");
        assert_eq!(peak_makers(&people, 9).len(), 3, "nobody makes a peak without presence");
    }

    #[test]
    fn communicate_and_collaborate_stay_named() {
        let tariff = tariff("[contract]\nmodel = \"concurrent\"");
        let seats = |held: [&[&str]; 3]| {
            let held = held.map(|held| ixs(&tariff, held));
            let stays = [[stay(0, 60)], [stay(60, 120)], [stay(30, 90)]];
            let people: Vec<ConcurrentPerson<'_>> = held
                .iter()
                .zip(&stays)
                .map(|(held, stays)| ConcurrentPerson {
                    person: NamedPerson { held, is_active: true, has_sign: true },
                    stays,
                })
                .collect();
            let seats = concurrent_seats(&tariff, &people, SeatCounting::LoggedIn, ConcurrencyReading::AtOrAbove);
            seats.iter().map(|(ix, n)| format!("{} {n}", tariff.product(ix).id)).collect::<Vec<_>>().join(", ")
        };
        assert_eq!(seats([&["cx3"], &["cx3"], &["cx3"]]), "cx3 2", "never more than two at once");
        assert_eq!(seats([&["communicate"], &["communicate"], &["communicate"]]), "communicate 3");
        assert_eq!(seats([&["collaborate"], &["cx1", "cx3"], &["cx1"]]), "collaborate 1, cx1 1, cx3 1");
        assert_eq!(
            seats([&["cx1", "cx1-wem-addon", "crm-salesforce"], &["cx1", "crm-salesforce"], &["cx1"]]),
            "cx1 2, crm-salesforce 2, cx1-wem-addon 1",
            "add-ons have a pool of their own, integrations stay named"
        );
    }
}
