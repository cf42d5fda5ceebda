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

/// Sums up one day.
pub(super) fn sweep_day(day: &[Segment], pool: &(impl Fn(u32) -> bool + Sync)) -> DaySweep {
    let mut sweep = DaySweep::default();
    stretches(day, pool, |from, to, present| {
        if sweep.time_at.len() <= present as usize {
            sweep.time_at.resize(present as usize + 1, 0);
        }
        sweep.time_at[present as usize] += to - from;
        if present > sweep.raw_peak {
            sweep.raw_peak = present;
            sweep.peak_at = Some(from);
        }
    });
    sweep
}

/// Hands over every stretch of a day in which the same number of people, one at least, of the pool is present: from
/// (inclusive), to (exclusive), people. A person's own segments do not overlap.
///
/// Both lists of edges are walked together; at one instant the ends come first, so that a handover is no overlap.
pub(super) fn stretches(
    day: &[Segment],
    pool: &(impl Fn(u32) -> bool + Sync),
    mut each: impl FnMut(Micros, Micros, u32),
) {
    let chosen = || day.iter().filter(|segment| pool(segment.user_ix));
    let mut starts: Vec<Micros> = chosen().map(|segment| segment.start).collect();
    let mut ends: Vec<Micros> = chosen().map(|segment| segment.end).collect();
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
