//! Quantities as whole parts over one denominator, and means of them that stay whole.

use crate::commitment::Ratio;
use crate::commitment::ratio::common_multiple;

use super::WEEKS;

/// What the number of same weekdays, 1 to 8, divides: their mean is whole.
const BY_WEEKS: i128 = 840;
/// What the number of weekdays, 1 to 7, divides.
const BY_WEEKDAYS: i128 = 420;
const SCALE: i128 = BY_WEEKS * BY_WEEKDAYS;
/// Most parts of one unit before the scale, and most units of a day. A year of sums stays below 10³³, within 128 bits.
const GRAIN_MAX: i128 = 10_000_000_000_000;
const UNITS_MAX: u64 = 1_000_000_000_000;

/// The history of a forecast.
#[derive(Debug)]
pub(super) struct Parts {
    /// So many parts are one unit, [`SCALE`] included.
    per_unit: i128,
    days: Vec<Option<i128>>,
    /// Days known before each place.
    known_before: Vec<usize>,
    /// Known of the days asked for.
    pub(super) known: i128,
}

impl Parts {
    /// `None` where the digits are too many to be exact.
    pub(super) fn of(history: &[Option<Ratio>], known: Ratio) -> Option<Parts> {
        let all = || history.iter().flatten().chain(std::iter::once(&known));
        let grain = all().try_fold(1, |grain, quantity| common_multiple(grain, quantity.denominator()))?;
        let fits = |quantity: &Ratio| *quantity <= Ratio::whole(UNITS_MAX);
        (grain <= GRAIN_MAX && all().all(fits)).then_some(())?;
        let whole = |quantity: Ratio| quantity.numerator() * (grain / quantity.denominator()) * SCALE;
        let mut known_before = vec![0; history.len() + 1];
        for (place, day) in history.iter().enumerate() {
            known_before[place + 1] = known_before[place] + usize::from(day.is_some());
        }
        Some(Parts {
            per_unit: grain * SCALE,
            days: history.iter().map(|day| day.map(whole)).collect(),
            known_before,
            known: whole(known),
        })
    }

    /// So many parts, over `divisor` times as many as make a unit.
    pub(super) fn ratio(&self, parts: i128, divisor: i128) -> Ratio {
        Ratio::of(parts, self.per_unit * divisor)
    }

    /// What was used on a day; `None` = not known.
    pub(super) fn day(&self, place: usize) -> Option<i128> {
        self.days.get(place).copied().flatten()
    }

    /// Days known before a place.
    pub(super) fn known_before(&self, place: usize) -> usize {
        self.known_before[place]
    }

    /// What a day is expected to use, seen from `origin`: the mean of the same weekday in the weeks before it. Where that is
    /// not known, the mean of the weekdays that are; `None` = no day is known.
    pub(super) fn mean(&self, origin: usize, day: usize) -> Option<i128> {
        self.weekday_mean(origin, day).or_else(|| {
            // Its own weekday has no mean here.
            let others: Vec<i128> = (day..day + 7).filter_map(|other| self.weekday_mean(origin, other)).collect();
            // Invariant: a mean is a multiple of 420, since a day is one of 840 · 420 and at most 8 are divided.
            (!others.is_empty()).then(|| others.iter().sum::<i128>() / others.len() as i128)
        })
    }

    fn weekday_mean(&self, origin: usize, day: usize) -> Option<i128> {
        // The first day before `origin` with the weekday of `day`, then a week back each time.
        let back = (day - origin) / 7 + 1;
        let places = (0..WEEKS).filter_map(|week| day.checked_sub(7 * (back + week)));
        let known: Vec<i128> = places.filter_map(|place| self.day(place)).collect();
        (!known.is_empty()).then(|| known.iter().sum::<i128>() / known.len() as i128)
    }
}
