//! How many people were present at once: the time at each simultaneous count, per pool of people.
//!
//! Time is additive, so every UTC day is swept alone (clip, merge each person's own overlaps, sort the day's edges,
//! walk) and the histograms "time at count N" are summed. No order beyond one day is ever needed, and days go to
//! several threads. Which count is the billed peak is decided in `seatwise_pricing::rate`, from the histogram.

pub mod replay;
mod sweep;

use std::collections::BTreeMap;

use rayon::prelude::*;

use self::sweep::{DaySweep, sweep_day, sweep_pools};
use super::spans::{Span, day_number};
use crate::canonical::rows::{DAY, Micros};

/// A stretch of presence of one person, `[start, end)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// Person number.
    pub user_ix: u32,
    /// Inclusive.
    pub start: Micros,
    /// Exclusive; after `start`.
    pub end: Micros,
}

/// The presence of one period, cut into UTC days, each person's overlaps merged.
#[derive(Debug, Clone, Default)]
pub struct PeriodPresence {
    /// The first of `days`, as days since 1970-01-01.
    first_day: i64,
    /// By day, in order; within a day ordered by person, then start.
    days: Vec<Vec<Segment>>,
}

/// How one pool of people was present in a period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Histogram {
    /// Time at exactly N people present, microseconds; N = 0 is left out.
    pub time_at: BTreeMap<u32, Micros>,
    /// Most people ever present at once.
    pub raw_peak: u32,
    /// First instant of that; `None` where nobody was present.
    pub peak_at: Option<Micros>,
}

impl Histogram {
    /// Count and time, as the rules of the billed peak take them.
    pub fn pairs(&self) -> Vec<(u64, u64)> {
        self.time_at.iter().map(|(count, time)| (u64::from(*count), time.unsigned_abs())).collect()
    }

    fn add_day(&mut self, day: &DaySweep) {
        for (count, time) in day.time_at.iter().enumerate().skip(1) {
            if *time > 0 {
                *self.time_at.entry(count as u32).or_default() += time;
            }
        }
        if day.raw_peak > self.raw_peak {
            self.raw_peak = day.raw_peak;
            self.peak_at = day.peak_at;
        }
    }
}

/// Cuts segments at midnights UTC as they come, in any order, a person's own overlaps allowed.
#[derive(Debug)]
pub struct DayCutter {
    span: Span,
    days: Vec<Vec<Segment>>,
}

impl DayCutter {
    /// Keeps what lies in `span`.
    pub fn new(span: Span) -> DayCutter {
        let days = if span.length() == 0 { 0 } else { day_number(span.to - 1) - day_number(span.from) + 1 };
        DayCutter { span, days: vec![Vec::new(); days as usize] }
    }

    /// Takes one segment.
    #[inline]
    pub fn add(&mut self, segment: Segment) {
        if self.span.touches(segment.start, segment.end) {
            self.cut(segment);
        }
    }

    fn cut(&mut self, segment: Segment) {
        let mut start = segment.start.max(self.span.from);
        let last = segment.end.min(self.span.to);
        while start < last {
            let day = day_number(start);
            let end = last.min((day + 1) * DAY);
            self.days[(day - day_number(self.span.from)) as usize].push(Segment { start, end, ..segment });
            start = end;
        }
    }

    /// What several cutters of `span` hold together.
    pub fn united(span: Span, parts: Vec<DayCutter>) -> DayCutter {
        let all = parts.into_iter().reduce(|mut all, part| {
            for (day, mut segments) in all.days.iter_mut().zip(part.days) {
                day.append(&mut segments);
            }
            all
        });
        all.unwrap_or_else(|| DayCutter::new(span))
    }

    /// Merges what one person has at once.
    pub fn finish(mut self) -> PeriodPresence {
        self.days.par_iter_mut().for_each(merge_own_overlaps);
        PeriodPresence { first_day: day_number(self.span.from), days: self.days }
    }
}

impl PeriodPresence {
    /// Sweeps the people for whom `pool` is true.
    pub fn histogram(&self, pool: impl Fn(u32) -> bool + Sync) -> Histogram {
        let swept: Vec<DaySweep> = self.days.par_iter().map(|day| sweep_day(day, &pool)).collect();
        let mut histogram = Histogram::default();
        for day in &swept {
            histogram.add_day(day);
        }
        histogram
    }

    /// Sweeps several pools, each by who is in it, in one pass over the segments.
    pub fn histograms(&self, pools: &[Vec<bool>]) -> Vec<Histogram> {
        pools.chunks(u64::BITS as usize).flat_map(|pools| self.of_pools(pools)).collect()
    }

    /// Of at most 64 pools.
    fn of_pools(&self, pools: &[Vec<bool>]) -> Vec<Histogram> {
        let mut bits = vec![0_u64; pools.iter().map(Vec::len).max().unwrap_or(0)];
        for (number, members) in pools.iter().enumerate() {
            bits.iter_mut().zip(members).for_each(|(bits, is_in)| *bits |= u64::from(*is_in) << number);
        }
        let swept: Vec<Vec<DaySweep>> =
            self.days.par_iter().map(|day| sweep_pools(day, &bits, pools.len())).collect();
        let mut histograms = vec![Histogram::default(); pools.len()];
        for day in &swept {
            histograms.iter_mut().zip(day).for_each(|(histogram, day)| histogram.add_day(day));
        }
        histograms
    }

    /// Time present per person number, own overlaps counted once.
    pub fn time_present(&self, people: usize) -> Vec<Micros> {
        let mut time = vec![0; people];
        for segment in self.days.iter().flatten() {
            time[segment.user_ix as usize] += segment.end - segment.start;
        }
        time
    }

    /// Time present of all members together, each person's own overlaps counted once.
    pub fn time_of(&self, members: &[bool]) -> Micros {
        let of_members = |segment: &&Segment| members[segment.user_ix as usize];
        self.days.iter().flatten().filter(of_members).map(|segment| segment.end - segment.start).sum()
    }

    /// Nobody present at all?
    pub fn is_empty(&self) -> bool {
        self.days.iter().all(Vec::is_empty)
    }
}

/// Sorts a day by person and start and unites what touches or overlaps.
fn merge_own_overlaps(day: &mut Vec<Segment>) {
    day.sort_unstable_by_key(|segment| (segment.user_ix, segment.start, segment.end));
    day.dedup_by(|later, earlier| {
        let same = later.user_ix == earlier.user_ix && later.start <= earlier.end;
        if same {
            earlier.end = earlier.end.max(later.end);
        }
        same
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const MINUTE: Micros = 60_000_000;

    fn segment(user_ix: u32, start: Micros, end: Micros) -> Segment {
        Segment { user_ix, start: start * MINUTE, end: end * MINUTE }
    }

    fn present(segments: &[Segment]) -> PeriodPresence {
        let mut cut = DayCutter::new(Span { from: 0, to: 10 * DAY });
        segments.iter().for_each(|segment| cut.add(*segment));
        cut.finish()
    }

    /// The second way: every minute on its own, everybody asked.
    fn minute_by_minute(segments: &[Segment]) -> BTreeMap<u32, Micros> {
        let mut time_at = BTreeMap::new();
        let end = segments.iter().map(|segment| segment.end).max().unwrap_or(0);
        for minute in (0..end).step_by(MINUTE as usize) {
            let mut present: Vec<u32> = segments
                .iter()
                .filter(|segment| segment.start <= minute && minute < segment.end)
                .map(|segment| segment.user_ix)
                .collect();
            present.sort_unstable();
            present.dedup();
            if !present.is_empty() {
                *time_at.entry(present.len() as u32).or_default() += MINUTE;
            }
        }
        time_at
    }

    #[test]
    fn a_handover_at_one_instant_is_no_overlap() {
        let histogram = present(&[segment(0, 0, 60), segment(1, 60, 120)]).histogram(|_| true);
        assert_eq!(histogram.raw_peak, 1);
        assert_eq!(histogram.time_at, BTreeMap::from([(1, 120 * MINUTE)]));
        assert_eq!(histogram.peak_at, Some(0));
    }

    #[test]
    fn a_persons_own_overlaps_count_once() {
        let segments = vec![segment(3, 0, 60), segment(3, 30, 90), segment(3, 90, 100)];
        let histogram = present(&segments).histogram(|_| true);
        assert_eq!(histogram.time_at, BTreeMap::from([(1, 100 * MINUTE)]));
    }

    #[test]
    fn presence_across_midnight_counts_in_full_and_only_once() {
        let segments = vec![segment(0, 1_400, 1_500), segment(1, 1_430, 1_450)];
        let histogram = present(&segments).histogram(|_| true);
        assert_eq!(histogram.time_at, BTreeMap::from([(1, 80 * MINUTE), (2, 20 * MINUTE)]));
        assert_eq!(histogram.peak_at, Some(1_430 * MINUTE));
    }

    #[test]
    fn nobody_present_has_no_peak() {
        let histogram = present(&[]).histogram(|_| true);
        assert_eq!(histogram, Histogram::default());
    }

    proptest! {
        #[test]
        fn the_sweep_agrees_with_asking_every_minute(
            rows in prop::collection::vec((0u32..6, 0i64..4_000, 1i64..900), 0..40),
        ) {
            let segments: Vec<Segment> =
                rows.iter().map(|(user_ix, start, length)| segment(*user_ix, *start, start + length)).collect();
            let expected = minute_by_minute(&segments);
            let histogram = present(&segments).histogram(|_| true);
            prop_assert_eq!(histogram.raw_peak, expected.keys().max().copied().unwrap_or(0));
            prop_assert_eq!(histogram.time_at, expected);
        }

        #[test]
        fn pools_swept_at_once_are_the_pools_swept_alone(
            rows in prop::collection::vec((0u32..6, 0i64..4_000, 1i64..900), 0..40),
            pools in prop::collection::vec(prop::collection::vec(any::<bool>(), 6), 0..70),
        ) {
            let segments: Vec<Segment> =
                rows.iter().map(|(user_ix, start, length)| segment(*user_ix, *start, start + length)).collect();
            let presence = present(&segments);
            let alone: Vec<Histogram> =
                pools.iter().map(|pool| presence.histogram(|user_ix| pool[user_ix as usize])).collect();
            prop_assert_eq!(presence.histograms(&pools), alone);
        }
    }
}
