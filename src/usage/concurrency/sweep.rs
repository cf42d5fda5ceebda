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

/// Sweeps the segments of one day whose person is in the pool. A person's own segments do not overlap.
pub(super) fn sweep_day(day: &[Segment], pool: &(impl Fn(u32) -> bool + Sync)) -> DaySweep {
    let chosen = || day.iter().filter(|segment| pool(segment.user_ix));
    let mut starts: Vec<Micros> = chosen().map(|segment| segment.start).collect();
    let mut ends: Vec<Micros> = chosen().map(|segment| segment.end).collect();
    starts.sort_unstable();
    ends.sort_unstable();
    walk(&starts, &ends)
}

/// Walks both lists of edges together; at one instant the ends come first, so that a handover is no overlap.
fn walk(starts: &[Micros], ends: &[Micros]) -> DaySweep {
    let mut sweep = DaySweep { time_at: vec![0], ..DaySweep::default() };
    let (mut started, mut ended) = (0, 0);
    let mut since = starts.first().copied().unwrap_or(0);
    while ended < ends.len() {
        let next_start = starts.get(started).copied().unwrap_or(Micros::MAX);
        let at = next_start.min(ends[ended]);
        sweep.time_at[started - ended] += at - since;
        since = at;
        while ended < ends.len() && ends[ended] == at {
            ended += 1;
        }
        while started < starts.len() && starts[started] == at {
            started += 1;
        }
        let present = started - ended;
        if sweep.time_at.len() <= present {
            sweep.time_at.resize(present + 1, 0);
        }
        if present as u32 > sweep.raw_peak {
            sweep.raw_peak = present as u32;
            sweep.peak_at = Some(at);
        }
    }
    sweep
}
