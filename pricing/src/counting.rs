//! Counting what is billed: the highest tier, the add-ons on it, the 30-minute peak, whole hours.
//!
//! Pure rules over facts that were gathered elsewhere: who held what in the period, how long how many were present at once.

use crate::book::ProductKind;
use crate::contract::ConcurrencyReading;
use crate::tariff::{ProductIx, Tariff};

/// A peak counts from 30 minutes on, summed over the period; they need not be contiguous.
/// See <https://rcworkbench.genesys.cloud/372782>.
pub const PEAK_THRESHOLD_MICROS: u64 = 30 * 60 * 1_000_000;

/// Microseconds of an hour.
const HOUR_MICROS: u128 = 3_600_000_000;

/// The one base that is billed: of all bases held at any time in the period, the one of highest rank. `None` without a base.
pub fn highest_tier(tariff: &Tariff, held: &[ProductIx]) -> Option<ProductIx> {
    let bases = held.iter().copied().filter(|ix| tariff.product(*ix).kind == ProductKind::Base);
    bases.max_by_key(|ix| tariff.product(*ix).rank)
}

/// The add-ons that are billed on a base, by id: held in the period, able to stand on it, and not hidden by another add-on
/// that is billed on it (speech and text analytics where workforce engagement is held). Other kinds are left out.
pub fn billed_addons(tariff: &Tariff, base: ProductIx, held: &[ProductIx]) -> Vec<ProductIx> {
    let is_addon = |ix: &ProductIx| tariff.product(*ix).kind == ProductKind::AddOn;
    let stands = |ix: &ProductIx| tariff.product(*ix).stands_on.contains(&base);
    let mut carried: Vec<ProductIx> = held.iter().copied().filter(is_addon).filter(stands).collect();
    carried.sort_unstable();
    carried.dedup();
    let shown = |ix: &ProductIx| !tariff.product(*ix).hidden_by.iter().any(|hider| carried.contains(hider));
    carried.iter().copied().filter(shown).collect()
}

/// The billed peak of a histogram of (people present at once, microseconds), by the contract's reading.
pub fn peak(histogram: &[(u64, u64)], reading: ConcurrencyReading) -> u64 {
    match reading {
        ConcurrencyReading::AtOrAbove => peak_at_or_above(histogram),
        ConcurrencyReading::Exactly => peak_exactly(histogram),
    }
}

/// The highest number of people for which the time with *at least* so many present is 30 minutes or more; 0 if none.
///
/// The histogram may have a number more than once and needs no order.
pub fn peak_at_or_above(histogram: &[(u64, u64)]) -> u64 {
    let mut sorted = histogram.to_vec();
    sorted.sort_unstable_by(|a, b| b.cmp(a));
    let mut time: u128 = 0;
    for (people, micros) in sorted {
        time += u128::from(micros);
        if time >= u128::from(PEAK_THRESHOLD_MICROS) {
            return people;
        }
    }
    0
}

/// The highest number of people for which the time with *exactly* so many present is 30 minutes or more; 0 if none.
///
/// The histogram may have a number more than once and needs no order.
pub fn peak_exactly(histogram: &[(u64, u64)]) -> u64 {
    let mut sorted = histogram.to_vec();
    sorted.sort_unstable_by(|a, b| b.cmp(a));
    let long_enough = |same: &&[(u64, u64)]| {
        let time: u128 = same.iter().map(|(_, micros)| u128::from(*micros)).sum();
        time >= u128::from(PEAK_THRESHOLD_MICROS)
    };
    sorted.chunk_by(|a, b| a.0 == b.0).find(long_enough).map_or(0, |same| same[0].0)
}

/// The highest number of people that were present at once for any time at all; 0 if nobody was.
pub fn raw_peak(histogram: &[(u64, u64)]) -> u64 {
    histogram.iter().filter(|(_, micros)| *micros > 0).map(|(people, _)| *people).max().unwrap_or(0)
}

/// Whole hours of the logged-in time of all users together, rounded up once per period.
/// See <https://help.mypurecloud.com/?p=214024>.
pub fn logged_in_hours(micros: u128) -> u64 {
    u64::try_from(micros.div_ceil(HOUR_MICROS)).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::PriceBook;
    use crate::contract::Contract;

    fn minutes(histogram: &[(u64, u64)]) -> Vec<(u64, u64)> {
        histogram.iter().map(|(people, minutes)| (*people, minutes * 60_000_000)).collect()
    }

    #[test]
    fn a_peak_counts_from_thirty_minutes_on() {
        let check = |name: &str, histogram: &[(u64, u64)], at_or_above: u64, exactly: u64, raw: u64| {
            let histogram = minutes(histogram);
            assert_eq!(peak(&histogram, ConcurrencyReading::AtOrAbove), at_or_above, "{name}: at or above");
            assert_eq!(peak(&histogram, ConcurrencyReading::Exactly), exactly, "{name}: exactly");
            assert_eq!(raw_peak(&histogram), raw, "{name}: raw");
        };
        check("the published example", &[(500, 31), (503, 6)], 500, 500, 503);
        check("short times add up at or above, not exactly", &[(10, 20), (9, 10), (8, 40)], 9, 8, 10);
        check("exactly thirty minutes are enough", &[(7, 30)], 7, 7, 7);
        check("twenty-nine minutes are not", &[(7, 29)], 0, 0, 7);
        check("time need not be contiguous", &[(7, 15), (3, 60), (7, 15)], 7, 7, 7);
        check("nobody present", &[], 0, 0, 0);
        check("a number that took no time is no peak", &[(9, 0), (2, 30)], 2, 2, 2);
        check("nobody present for long", &[(0, 500), (1, 5)], 0, 0, 1);
    }

    #[test]
    fn hours_are_rounded_up_once_over_all_users() {
        let hundredths = |hours: u128| hours * HOUR_MICROS / 100;
        assert_eq!(logged_in_hours(hundredths(11_223) + hundredths(11_011)), 223);
        assert_eq!(logged_in_hours(HOUR_MICROS), 1);
        assert_eq!(logged_in_hours(HOUR_MICROS + 1), 2);
        assert_eq!(logged_in_hours(0), 0);
        assert_eq!(logged_in_hours(u128::MAX), u64::MAX);
    }

    #[test]
    fn the_highest_tier_and_the_add_ons_that_it_carries_are_billed() {
        let tariff = Tariff::new(
            &PriceBook::embedded(),
            &Contract::none(),
            "2026-10-31".parse().unwrap(),
            ["weird"].into_iter(),
        );
        let ixs = |ids: &[&str]| -> Vec<ProductIx> { ids.iter().map(|id| tariff.ix(id).unwrap()).collect() };
        let check = |held: &[&str], base: Option<&str>, addons: &[&str]| {
            let held_ix = ixs(held);
            let tier = highest_tier(&tariff, &held_ix);
            assert_eq!(tier.map(|ix| tariff.product(ix).id.as_str()), base, "{held:?}");
            let billed = tier.map(|tier| billed_addons(&tariff, tier, &held_ix)).unwrap_or_default();
            assert_eq!(billed, ixs(addons), "{held:?}");
        };
        check(&["cx1", "cx3", "communicate"], Some("cx3"), &[]);
        check(&["cx2", "cx2-digital"], Some("cx2"), &[]);
        check(&["collaborate", "communicate"], Some("communicate"), &[]);
        check(&["cx1", "sta-addon", "journey"], Some("cx1"), &["journey", "sta-addon"]);
        check(&["cx1", "sta-addon", "cx1-wem-addon"], Some("cx1"), &["cx1-wem-addon"]);
        check(&["cx2", "sta-addon", "cx1-wem-addon"], Some("cx2"), &["sta-addon"]);
        check(&["cx3", "sta-addon", "cx2-wem-addon", "copilot"], Some("cx3"), &["copilot"]);
        check(&["communicate", "journey"], Some("communicate"), &[]);
        check(&["cx1", "crm-salesforce", "wallboard", "weird"], Some("cx1"), &[]);
        check(&["journey", "wallboard"], None, &[]);
    }
}
