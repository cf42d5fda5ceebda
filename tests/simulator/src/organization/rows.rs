//! The two long tables, packed: 16 bytes a row, sorted by person.

use super::feature::Feature;

/// No value.
const NONE: u32 = u32::MAX;

/// A row of `activity`: one person, day and feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ActivityRow {
    user: u32,
    events: u32,
    duration: u32,
    day: u16,
    feature: u8,
}

impl ActivityRow {
    /// Packs a row. `day` counts from 1970-01-01.
    pub(crate) fn new(user: u32, day: i64, feature: Feature, events: Option<i64>, duration_ms: Option<i64>) -> Self {
        ActivityRow {
            user,
            events: packed(events, "events"),
            duration: packed(duration_ms, "duration_ms"),
            day: u16::try_from(day).expect("a day of activity lies between 1970 and 2149"),
            feature: feature as u8,
        }
    }

    pub(crate) fn user(self) -> u32 {
        self.user
    }

    pub(crate) fn renumber(&mut self, users: &[u32]) {
        self.user = users[self.user as usize];
    }

    /// People, then features, then days.
    pub(crate) fn key(self) -> (u32, u8, u16) {
        (self.user, self.feature, self.day)
    }

    pub(crate) fn feature(self) -> Feature {
        Feature::ALL[usize::from(self.feature)].0
    }

    /// Days since 1970-01-01.
    pub(crate) fn day(self) -> i64 {
        i64::from(self.day)
    }

    pub(crate) fn events(self) -> Option<u64> {
        (self.events != NONE).then_some(u64::from(self.events))
    }

    pub(crate) fn duration_ms(self) -> Option<u64> {
        (self.duration != NONE).then_some(u64::from(self.duration))
    }
}

/// A row of `presence`: one person, from and to in milliseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PresenceRow {
    start: i64,
    user: u32,
    length: u32,
}

impl PresenceRow {
    /// Packs a row; one of over 49 days is several that touch.
    pub(crate) fn push(into: &mut Vec<PresenceRow>, user: u32, start_ms: i64, end_ms: Option<i64>) {
        let Some(end) = end_ms else {
            return into.push(PresenceRow { start: start_ms, user, length: NONE });
        };
        let mut start = start_ms;
        while start < end {
            let length = u32::try_from(end - start).unwrap_or(NONE - 1).min(NONE - 1);
            into.push(PresenceRow { start, user, length });
            start += i64::from(length);
        }
    }

    pub(crate) fn user(self) -> u32 {
        self.user
    }

    pub(crate) fn renumber(&mut self, users: &[u32]) {
        self.user = users[self.user as usize];
    }

    pub(crate) fn key(self) -> (u32, i64) {
        (self.user, self.start)
    }

    pub(crate) fn start(self) -> i64 {
        self.start
    }

    /// Its end; none while the person is still present.
    pub(crate) fn end(self) -> Option<i64> {
        (self.length != NONE).then(|| self.start + i64::from(self.length))
    }
}

fn packed(value: Option<i64>, what: &str) -> u32 {
    match value {
        None => NONE,
        Some(value) => match u32::try_from(value) {
            Ok(packed) if packed != NONE => packed,
            _ => panic!("`{what}` of one person's day must lie between 0 and 4,294,967,294, not {value}"),
        },
    }
}

/// Where each person's rows start; one more than there are people.
pub(crate) fn offsets(people: usize, users: impl Iterator<Item = u32>) -> Vec<usize> {
    let mut starts = vec![0; people + 1];
    for user in users {
        starts[user as usize + 1] += 1;
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    starts
}
