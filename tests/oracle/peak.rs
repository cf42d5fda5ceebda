//! How many people were present at once, as Genesys counts it: the 30-minute peak.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::Facts;
use super::time::{MINUTE, Micros};

/// The peaks of one pool in one period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Peak {
    /// The highest count whose time at or above it is 30 minutes or more.
    pub at_or_above: i64,
    /// The highest count whose time exactly at it is 30 minutes or more.
    pub exactly: i64,
    pub raw: i64,
    /// First instant of `raw`; `None` where nobody was present.
    pub raw_at: Option<Micros>,
}

/// The peaks of these people in the part of the period before as-of.
pub fn peak(facts: &Facts<'_>, people: &BTreeSet<&str>) -> Peak {
    let mut steps: BTreeMap<Micros, i64> = BTreeMap::new();
    for (from, to) in people.iter().filter_map(|user| facts.presence.get(user)).flatten() {
        let (from, to) = ((*from).max(facts.period.0), (*to).min(facts.as_of));
        if from < to {
            *steps.entry(from).or_insert(0) += 1;
            *steps.entry(to).or_insert(0) -= 1;
        }
    }
    let mut peak = Peak::default();
    let mut time_at: BTreeMap<i64, Micros> = BTreeMap::new();
    let mut present = 0;
    let mut since = 0;
    for (at, step) in steps {
        *time_at.entry(present).or_insert(0) += at - since;
        since = at;
        present += step;
        if present > peak.raw {
            peak.raw = present;
            peak.raw_at = Some(at);
        }
    }
    time_at.remove(&0);
    let mut time_above = 0;
    for (count, time) in time_at.into_iter().rev() {
        time_above += time;
        if time_above >= 30 * MINUTE {
            peak.at_or_above = peak.at_or_above.max(count);
        }
        if time >= 30 * MINUTE {
            peak.exactly = peak.exactly.max(count);
        }
    }
    peak
}
