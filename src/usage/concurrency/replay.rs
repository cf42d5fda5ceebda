//! The period replayed: what every clock hour and every day was like, and who was there while it was full.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{PeriodPresence, sweep::stretches};
use crate::canonical::rows::{DAY, Micros};

/// One hour of the clock.
pub const HOUR: Micros = DAY / 24;

/// One clock hour of one day, UTC.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hour {
    /// Its first instant.
    pub start: Micros,
    /// Most people at once.
    pub most: u32,
    /// Time present of all people together.
    pub time_present: Micros,
    /// Time at each number of people; 0 people are left out.
    pub time_at: BTreeMap<u32, Micros>,
}

/// One UTC day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayPeak {
    /// Days since 1970-01-01.
    pub day: i64,
    /// Most people at once.
    pub most: u32,
    /// Time with so many, summed over the day.
    pub time: Micros,
}

impl PeriodPresence {
    /// Every clock hour of the days replayed, in order, also those in which nobody was present.
    pub fn hours(&self, pool: impl Fn(u32) -> bool + Sync) -> Vec<Hour> {
        let days = self.days.par_iter().enumerate().map(|(number, day)| {
            let midnight = (self.first_day + number as i64) * DAY;
            let mut hours: Vec<Hour> =
                (0..24).map(|hour| Hour { start: midnight + hour * HOUR, ..Hour::default() }).collect();
            stretches(day, &pool, |from, to, people| {
                let mut at = from;
                while at < to {
                    let hour = &mut hours[((at - midnight) / HOUR) as usize];
                    let end = to.min(hour.start + HOUR);
                    hour.most = hour.most.max(people);
                    hour.time_present += Micros::from(people) * (end - at);
                    *hour.time_at.entry(people).or_default() += end - at;
                    at = end;
                }
            });
            hours
        });
        days.collect::<Vec<_>>().concat()
    }

    /// Every day replayed, in order; a day without anybody has 0 people all day.
    pub fn day_peaks(&self, pool: impl Fn(u32) -> bool + Sync) -> Vec<DayPeak> {
        let peak = |(number, day): (usize, &Vec<_>)| {
            let mut peak = DayPeak { day: self.first_day + number as i64, most: 0, time: 0 };
            stretches(day, &pool, |from, to, people| {
                if people > peak.most {
                    (peak.most, peak.time) = (people, 0);
                }
                if people == peak.most {
                    peak.time += to - from;
                }
            });
            if peak.most == 0 { DayPeak { time: DAY, ..peak } } else { peak }
        };
        self.days.par_iter().enumerate().map(peak).collect()
    }

    /// Who was present while at least `people` of the pool were, and for how long: longest first, then by number.
    pub fn present_while(&self, pool: impl Fn(u32) -> bool + Sync, people: u32) -> Vec<(u32, Micros)> {
        let of_day = |day: &Vec<super::Segment>| {
            let mut full: Vec<(Micros, Micros)> = Vec::new();
            stretches(day, &pool, |from, to, present| {
                if present >= people {
                    match full.last_mut() {
                        Some((_, until)) if *until == from => *until = to,
                        _ => full.push((from, to)),
                    }
                }
            });
            let mut time: Vec<(u32, Micros)> = Vec::new();
            for segment in day.iter().filter(|segment| pool(segment.user_ix)) {
                let first = full.partition_point(|(_, until)| *until <= segment.start);
                let shared = full[first..].iter().take_while(|(from, _)| *from < segment.end);
                let shared: Micros =
                    shared.map(|(from, until)| segment.end.min(*until) - segment.start.max(*from)).sum();
                if shared > 0 {
                    time.push((segment.user_ix, shared));
                }
            }
            time
        };
        let mut time: BTreeMap<u32, Micros> = BTreeMap::new();
        for (user_ix, shared) in self.days.par_iter().map(of_day).collect::<Vec<_>>().concat() {
            *time.entry(user_ix).or_default() += shared;
        }
        let mut ranked: Vec<(u32, Micros)> = time.into_iter().collect();
        ranked.sort_by_key(|(user_ix, time)| (std::cmp::Reverse(*time), *user_ix));
        ranked
    }
}

#[cfg(test)]
mod tests {
    use super::super::{DayCutter, Segment};
    use super::*;
    use crate::usage::spans::Span;

    const MINUTE: Micros = 60_000_000;

    /// Two days: two people around noon, three for twenty minutes, one over midnight.
    fn present() -> PeriodPresence {
        let mut cut = DayCutter::new(Span { from: 0, to: 2 * DAY });
        for (user_ix, start, end) in [(0, 660, 780), (1, 690, 800), (2, 700, 720), (3, 1_430, 1_450)] {
            cut.add(Segment { user_ix, start: start * MINUTE, end: end * MINUTE });
        }
        cut.finish()
    }

    #[test]
    fn an_hour_knows_its_most_and_the_time_at_every_count() {
        let hours = present().hours(|_| true);
        assert_eq!(hours.len(), 48);
        let eleven = &hours[11];
        let time_at = BTreeMap::from([(1, 30 * MINUTE), (2, 10 * MINUTE), (3, 20 * MINUTE)]);
        let expected = Hour { start: 11 * HOUR, most: 3, time_present: (30 + 20 + 60) * MINUTE, time_at };
        assert_eq!(*eleven, expected);
        assert_eq!(hours[13].time_at, BTreeMap::from([(1, 20 * MINUTE)]));
        assert_eq!((hours[23].most, hours[24].most, hours[25].most), (1, 1, 0));
        let histogram = present().histogram(|_| true);
        for (people, time) in histogram.time_at {
            let in_hours: Micros = hours.iter().filter_map(|hour| hour.time_at.get(&people)).sum();
            assert_eq!(in_hours, time, "{people} people");
        }
    }

    #[test]
    fn a_day_has_its_peak_and_the_time_at_it() {
        let days = present().day_peaks(|_| true);
        let expected = [DayPeak { day: 0, most: 3, time: 20 * MINUTE }, DayPeak { day: 1, most: 1, time: 10 * MINUTE }];
        assert_eq!(days, expected);
        assert_eq!(present().day_peaks(|_| false)[0], DayPeak { day: 0, most: 0, time: DAY });
    }

    #[test]
    fn who_makes_a_peak_was_there_while_it_lasted() {
        let who = present().present_while(|_| true, 2);
        assert_eq!(who, [(0, 90 * MINUTE), (1, 90 * MINUTE), (2, 20 * MINUTE)]);
        assert_eq!(present().present_while(|_| true, 4), []);
    }
}
