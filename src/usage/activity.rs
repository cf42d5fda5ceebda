//! `activity` → facts per person and feature, in one streaming pass.
//!
//! The plan reads the columns in use; rows that begin before as-of are folded into sums, maxima and a bit per day for
//! each person and feature, so that memory grows with people × features, not with rows. A snapshot keeps the rows of
//! one person side by side, which makes the fold quick, not right: any order gives the same facts. The test
//! `the_fold_agrees_with_a_group_by` asks the same question of polars' own group-by.

use std::{collections::BTreeMap, sync::Arc};

use polars::prelude::*;
use seatwise_pricing::feature::Feature;

use super::{
    columns::{NOBODY, integers, people as people_of},
    fold::fold,
    people::People,
    signs::Signs,
    spans::{Span, day_number},
    windows::Reading,
};
use crate::canonical::{col, rows::Micros};

/// Features whose activity needs no login, so that it is no sign of a living person.
///
/// An evaluation received, a published schedule, a transcript or a tracked web visit happen to a person who is away.
pub const WITHOUT_LOGIN: [Feature; 4] =
    [Feature::QualityEvaluated, Feature::WfmSchedule, Feature::SpeechAnalytics, Feature::Journey];

/// What one person did with one feature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FeatureFact {
    /// Which feature.
    pub feature: Feature,
    /// Events in the window.
    pub events: i64,
    /// Distinct UTC days of the window with events.
    pub days: u32,
    /// Duration in the window, milliseconds.
    pub duration_ms: i64,
    /// Start of the latest interval with events, ever; `None` = never an event.
    pub last: Option<Micros>,
}

/// What `activity` says.
#[derive(Debug, Clone, Default)]
pub struct ActivityFacts {
    /// By person number, ordered by feature. Features without a row are absent.
    pub by_person: Vec<Vec<FeatureFact>>,
    /// Signs of life by person number.
    pub signs: Vec<Signs>,
    /// First start to last end of the rows of known people, cut at as-of; `None` = no rows.
    pub span: Option<Span>,
    /// Features that occur in a row of a known person.
    pub occurring: Vec<Feature>,
    /// Values of `feature` that nobody knows, with their rows.
    pub unknown_features: BTreeMap<String, u64>,
    /// Are there rows that belong to nobody known?
    pub has_unmatched: bool,
}

impl ActivityFacts {
    /// Nothing known about anybody: there is no table.
    pub fn empty(people: usize) -> ActivityFacts {
        ActivityFacts {
            by_person: vec![Vec::new(); people],
            signs: vec![Signs::default(); people],
            ..ActivityFacts::default()
        }
    }
}

const ROWS: &str = "rows";

/// Reads `activity` once, for each reading.
///
/// # Errors
/// Whatever polars reports while reading the files, and sums beyond 64 bits.
pub fn facts(activity: LazyFrame, people: &People, readings: &[Reading]) -> PolarsResult<Vec<ActivityFacts>> {
    let people = people.len();
    let shared: Vec<Arc<Reading>> = readings.iter().cloned().map(Arc::new).collect();
    let new = move || shared.iter().map(|reading| Sums::new(people, Arc::clone(reading))).collect::<Vec<Sums>>();
    let mut all = new();
    for state in fold(activity.select(COLUMNS.map(col)), new, add)? {
        all = all.into_iter().zip(state).map(|(one, other)| one.plus(other)).collect::<PolarsResult<_>>()?;
    }
    Ok(all.into_iter().map(Sums::into_facts).collect())
}

/// The columns in use.
const COLUMNS: [&str; 6] =
    [col::USER_IX, col::FEATURE, col::INTERVAL_START, col::INTERVAL_END, col::EVENTS, col::DURATION_MS];

/// Rows of `activity` or `presence` that belong to nobody known, by user id.
///
/// # Errors
/// Whatever polars reports while reading the files.
pub fn unmatched(table: LazyFrame) -> PolarsResult<BTreeMap<String, u64>> {
    let frame = table
        .filter(col(col::USER_IX).is_null())
        .group_by([col(col::USER_ID)])
        .agg([len().cast(DataType::UInt64).alias(ROWS)])
        .collect_with_engine(Engine::Streaming)?
        .unwrap_single();
    let rows = frame.column(ROWS)?.u64()?.clone();
    let names = super::people::texts(&frame, col::USER_ID)?;
    Ok(names.into_iter().zip(rows.iter()).filter_map(|(name, rows)| Some((name?, rows?))).collect())
}

/// Features and one place for all that nobody knows.
const PLACES: usize = Feature::ALL.len() + 1;
const UNKNOWN: usize = Feature::ALL.len();
/// Days in one word of a day mask.
const WORD: i64 = 64;

/// Sums of one person and feature.
#[derive(Debug, Clone, Copy)]
struct Sum {
    events: i64,
    duration_ms: i64,
    /// Latest start and latest end of an interval with events; `MIN` = none.
    last_start: Micros,
    last_end: Micros,
    last_year: bool,
    after_last_year: bool,
}

impl Sum {
    const NOTHING: Sum = Sum {
        events: 0,
        duration_ms: 0,
        last_start: Micros::MIN,
        last_end: Micros::MIN,
        last_year: false,
        after_last_year: false,
    };

    #[inline]
    fn count(&mut self, events: i64, duration_ms: i64) -> PolarsResult<()> {
        let too_large =
            || polars_err!(ComputeError: "activity: the sum of one person's events or durations is beyond 64 bits");
        self.events = self.events.checked_add(events).ok_or_else(too_large)?;
        self.duration_ms = self.duration_ms.checked_add(duration_ms).ok_or_else(too_large)?;
        Ok(())
    }

    fn plus(&mut self, other: &Sum) -> PolarsResult<()> {
        self.count(other.events, other.duration_ms)?;
        self.last_start = self.last_start.max(other.last_start);
        self.last_end = self.last_end.max(other.last_end);
        self.last_year |= other.last_year;
        self.after_last_year |= other.after_last_year;
        Ok(())
    }
}

/// The state of a fold.
struct Sums {
    reading: Arc<Reading>,
    people: usize,
    /// Person × feature → number of the sum; `u32::MAX` = none yet.
    place: Vec<u32>,
    sums: Vec<Sum>,
    /// Days of the window with events, one bit a day, `words` words per sum.
    days: Vec<u64>,
    words: usize,
    names: Names,
    /// First start to last end; empty as long as there is no row.
    span: Span,
    unknown_features: BTreeMap<String, u64>,
    has_unmatched: bool,
}

/// One row of a known person.
struct Row {
    start: Micros,
    end: Micros,
    events: i64,
}

/// Folds a portion into the sums of every reading.
fn add(states: &mut Vec<Sums>, frame: &DataFrame) -> PolarsResult<()> {
    let users = people_of(frame)?;
    let (starts, ends) = (integers(frame, col::INTERVAL_START, 0)?, integers(frame, col::INTERVAL_END, 0)?);
    let events = integers(frame, col::EVENTS, 0)?;
    // Read in the window alone, so that its many nulls are not replaced in a copy of the whole.
    let durations = frame.column(col::DURATION_MS)?.i64()?.rechunk();
    let durations = durations.downcast_as_array();
    let features = frame.column(col::FEATURE)?.str()?.rechunk();
    let features = features.downcast_as_array();
    let (users, starts, ends) = (users.cont_slice()?, starts.cont_slice()?, ends.cont_slice()?);
    let events = events.cont_slice()?;
    for sums in states {
        let bounds = sums.reading.bounds();
        for (row, user_ix) in users.iter().enumerate() {
            let numbers = Row { start: starts[row], end: ends[row], events: events[row] };
            if !bounds.takes(numbers.start, numbers.end) {
                continue;
            }
            if *user_ix == NOBODY {
                sums.has_unmatched = true;
            } else {
                let feature = sums.names.place(features.views()[row].as_u128(), || features.value(row));
                let feature = feature.unwrap_or_else(|| {
                    *sums.unknown_features.entry(features.value(row).to_owned()).or_default() += 1;
                    UNKNOWN
                });
                sums.add_row(*user_ix as usize, feature, &numbers, || durations.get(row).unwrap_or(0))?;
            }
        }
    }
    Ok(())
}

impl Sums {
    fn new(people: usize, reading: Arc<Reading>) -> Sums {
        let length = |window: Span| day_number(window.to) - day_number(window.from) + 1;
        let days = reading.windows.kinds().iter().map(|kind| length(kind.spans.window)).max().unwrap_or(1);
        Sums {
            reading,
            people,
            place: vec![u32::MAX; people * PLACES],
            sums: Vec::new(),
            days: Vec::new(),
            words: (days.div_euclid(WORD) + 1) as usize,
            names: Names::new(),
            span: Span { from: Micros::MAX, to: Micros::MIN },
            unknown_features: BTreeMap::new(),
            has_unmatched: false,
        }
    }

    #[inline]
    fn add_row(
        &mut self,
        user_ix: usize,
        feature: usize,
        row: &Row,
        duration_ms: impl FnOnce() -> i64,
    ) -> PolarsResult<()> {
        self.span.from = self.span.from.min(row.start);
        self.span.to = self.span.to.max(row.end);
        let number = self.number(user_ix, feature);
        let spans = &self.reading.windows.of(user_ix).spans;
        let (sum, window) = (&mut self.sums[number], spans.window);
        let in_window = row.start >= window.from;
        if in_window {
            sum.count(row.events, duration_ms())?;
        }
        if row.events > 0 {
            sum.last_start = sum.last_start.max(row.start);
            sum.last_end = sum.last_end.max(row.end);
            sum.last_year |= spans.last_year.touches(row.start, row.end);
            sum.after_last_year |= spans.after_last_year.touches(row.start, row.end);
            if in_window {
                let day = (day_number(row.start) - day_number(window.from)) as usize;
                self.days[number * self.words + day / WORD as usize] |= 1 << (day % WORD as usize);
            }
        }
        Ok(())
    }

    fn number(&mut self, user_ix: usize, feature: usize) -> usize {
        let place = &mut self.place[user_ix * PLACES + feature];
        if *place == u32::MAX {
            *place = self.sums.len() as u32;
            self.sums.push(Sum::NOTHING);
            self.days.resize(self.days.len() + self.words, 0);
        }
        *place as usize
    }

    /// The sums of both, of other rows each.
    fn plus(mut self, other: Sums) -> PolarsResult<Sums> {
        for (place, number) in other.place.iter().enumerate().filter(|(_, number)| **number != u32::MAX) {
            let number = *number as usize;
            let mine = self.number(place / PLACES, place % PLACES);
            self.sums[mine].plus(&other.sums[number])?;
            let days = &other.days[number * other.words..][..other.words];
            self.days[mine * self.words..][..days.len()]
                .iter_mut()
                .zip(days)
                .for_each(|(mine, theirs)| *mine |= theirs);
        }
        self.span.from = self.span.from.min(other.span.from);
        self.span.to = self.span.to.max(other.span.to);
        for (name, rows) in other.unknown_features {
            *self.unknown_features.entry(name).or_default() += rows;
        }
        self.has_unmatched |= other.has_unmatched;
        Ok(self)
    }

    fn into_facts(self) -> ActivityFacts {
        let mut facts = ActivityFacts::empty(self.people);
        let mut occurring = [false; UNKNOWN];
        let as_of = self.reading.as_of();
        let known = |at: Micros| (at != Micros::MIN).then_some(at);
        for (place, number) in self.place.iter().enumerate().filter(|(_, number)| **number != u32::MAX) {
            let (user_ix, place, number) = (place / PLACES, place % PLACES, *number as usize);
            let sum = &self.sums[number];
            let feature = Feature::ALL.get(place).copied();
            if feature.is_none_or(|feature| !WITHOUT_LOGIN.contains(&feature)) {
                let latest = known(sum.last_end).map(|end| end.min(as_of));
                facts.signs[user_ix].add_summary(latest, sum.last_year, sum.after_last_year);
            }
            if let Some(feature) = feature {
                occurring[place] = true;
                let days = &self.days[number * self.words..(number + 1) * self.words];
                facts.by_person[user_ix].push(FeatureFact {
                    feature,
                    events: sum.events,
                    days: days.iter().map(|word| word.count_ones()).sum(),
                    duration_ms: sum.duration_ms,
                    last: known(sum.last_start),
                });
            }
        }
        let span = self.span;
        facts.span = (span.from < span.to).then_some(Span { to: span.to.min(as_of), ..span });
        facts.occurring = Feature::ALL.into_iter().filter(|feature| occurring[*feature as usize]).collect();
        facts.unknown_features = self.unknown_features;
        facts.has_unmatched = self.has_unmatched;
        facts
    }
}

/// Features by name.
///
/// Arrow keeps a text of up to 12 bytes inside its view, as its length in 4 bytes and then the bytes themselves: such a
/// name is found by one comparison of 128 bits. The few longer ones are compared as texts.
#[derive(Debug, Clone)]
pub(super) struct Names {
    short: Vec<(u128, usize)>,
    long: Vec<(&'static str, usize)>,
    /// The place found last for each slot of the hash: (view, place).
    slots: [(u128, usize); SLOTS],
}

const SLOTS: usize = 64;
/// The longest text that lies inside its view, bytes.
const INSIDE: usize = 12;

impl Names {
    pub(super) fn new() -> Names {
        let named = || Feature::ALL.iter().enumerate().map(|(place, feature)| (feature.as_str(), place));
        let short = named().filter(|(name, _)| name.len() <= INSIDE).map(|(name, place)| (view_of(name), place));
        let long = named().filter(|(name, _)| name.len() > INSIDE).collect();
        Names { short: short.collect(), long, slots: [(0, 0); SLOTS] }
    }

    /// The place of a feature, by the view of its name and, where the name lies outside the view, by the name.
    #[inline]
    pub(super) fn place<'t>(&mut self, view: u128, name: impl FnOnce() -> &'t str) -> Option<usize> {
        if view as u32 as usize > INSIDE {
            let name = name();
            return self.long.iter().find(|(known, _)| *known == name).map(|(_, place)| *place);
        }
        // Length, first bytes and last bytes tell the names apart well enough.
        let slot = (view ^ (view >> 35) ^ (view >> 71) ^ (view >> 93)) as usize % SLOTS;
        if self.slots[slot].0 == view && view != 0 {
            return Some(self.slots[slot].1);
        }
        let place = self.short.iter().find(|(known, _)| *known == view).map(|(_, place)| *place)?;
        self.slots[slot] = (view, place);
        Some(place)
    }
}

/// The view of a text that lies inside it.
fn view_of(name: &str) -> u128 {
    let bytes = name.bytes().enumerate().map(|(at, byte)| u128::from(byte) << (32 + 8 * at));
    bytes.fold(name.len() as u128, |view, byte| view | byte)
}

#[cfg(test)]
mod tests;
