//! One day: its edges in order, the count between them.

use super::Segment;
use crate::canonical::rows::Micros;

/// Time at each count within one day.
#[derive(Debug, Clone, Default)]
pub(super) struct DaySweep {
    /// `time_at[n]` = microseconds with exactly n people present; n = 0 is not counted.
    pub(super) time_at: Vec<Micros>,
    /// Most people at once.
    pub(super) raw_peak: u32,
    /// First instant of that.
    pub(super) peak_at: Option<Micros>,
}

impl DaySweep {
    fn add(&mut self, from: Micros, to: Micros, present: u32) {
        if self.time_at.len() <= present as usize {
            self.time_at.resize(present as usize + 1, 0);
        }
        self.time_at[present as usize] += to - from;
        if present > self.raw_peak {
            self.raw_peak = present;
            self.peak_at = Some(from);
        }
    }
}

/// Sums up one day.
pub(super) fn sweep_day(day: &[Segment], pool: &(impl Fn(u32) -> bool + Sync)) -> DaySweep {
    let mut sweep = DaySweep::default();
    stretches(day, pool, |from, to, present| sweep.add(from, to, present));
    sweep
}

/// Sums up one day for up to 64 pools at once: bit n of `pools` by person number = the person is in pool n.
pub(super) fn sweep_pools(day: &[Segment], pools: &[u64], count: usize) -> Vec<DaySweep> {
    let mut edges = vec![Edges::default(); count];
    for segment in day {
        let mut left = pools[segment.user_ix as usize];
        while left != 0 {
            edges[left.trailing_zeros() as usize].add(segment);
            left &= left - 1;
        }
    }
    let swept = edges.into_iter().map(|own| {
        let mut sweep = DaySweep::default();
        own.walk(|from, to, present| sweep.add(from, to, present));
        sweep
    });
    swept.collect()
}

/// Hands over every stretch of a day in which the same number of people, one at least, of the pool is present: from
/// (inclusive), to (exclusive), people. A person's own segments do not overlap.
pub(super) fn stretches(day: &[Segment], pool: &(impl Fn(u32) -> bool + Sync), each: impl FnMut(Micros, Micros, u32)) {
    let mut edges = Edges::default();
    day.iter().filter(|segment| pool(segment.user_ix)).for_each(|segment| edges.add(segment));
    edges.walk(each);
}

/// Where segments begin and end.
#[derive(Debug, Clone, Default)]
struct Edges {
    starts: Vec<Micros>,
    ends: Vec<Micros>,
}

impl Edges {
    fn add(&mut self, segment: &Segment) {
        self.starts.push(segment.start);
        self.ends.push(segment.end);
    }

    /// Both lists of edges are walked together; at one instant the ends come first, so that a handover is no overlap.
    fn walk(self, mut each: impl FnMut(Micros, Micros, u32)) {
        let Edges { mut starts, mut ends } = self;
        starts.sort_unstable();
        ends.sort_unstable();
        let (mut started, mut ended) = (0, 0);
        let mut since = starts.first().copied().unwrap_or(0);
        while ended < ends.len() {
            let next_start = starts.get(started).copied().unwrap_or(Micros::MAX);
            let at = next_start.min(ends[ended]);
            if started > ended && at > since {
                each(since, at, (started - ended) as u32);
            }
            since = at;
            while ended < ends.len() && ends[ended] == at {
                ended += 1;
            }
            while started < starts.len() && starts[started] == at {
                started += 1;
            }
        }
    }
}
