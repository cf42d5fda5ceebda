//! Concurrent seats: the 30-minute peak of everybody who was present at once.
//!
//! From the time spent at each simultaneous number of people to the number that is billed, by either reading of the rule.

use crate::contract::ConcurrencyReading;

/// A peak counts from 30 minutes on, summed over the period; they need not be contiguous.
/// See <https://rcworkbench.genesys.cloud/372782>.
pub const PEAK_THRESHOLD_MICROS: u64 = 30 * 60 * 1_000_000;

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

#[cfg(test)]
mod tests {
    use super::*;

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
}
