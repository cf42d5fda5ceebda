//! What people did day by day: one pass over `activity` and one over `presence`, from which the facts of every earlier
//! midnight follow without a further pass.
//!
//! Kept is a bit per person, feature and UTC day, so that memory grows with people × features × days, not with rows. At a
//! midnight nothing that decides is lost: windows and spans then begin and end with days, and an interval reaches beyond
//! a midnight where it touches the day that begins there. Durations and instants within a day are not kept.

use polars::prelude::*;
use seatwise_pricing::feature::{Feature, FeatureSet};

use super::{
    activity::{ActivityFacts, FeatureFact, Names, WITHOUT_LOGIN},
    columns::{NOBODY, integers, people as people_of},
    fold::fold,
    presence::{PresenceFacts, intervals},
    signs::Signs,
    spans::{Span, Spans, day_number},
    windows::Windows,
};
use crate::canonical::{
    col,
    rows::{DAY, Micros},
};

/// Which days are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// The first day, counted since 1970-01-01. Of what was before it, only the latest instant is kept.
    pub first_day: i64,
    /// Nothing that begins at or after this instant is read.
    pub as_of: Micros,
    /// Days on which sums of events begin anew, ascending: the first days of all windows asked for and the days after
    /// their last. Empty = events are not summed, [`FeatureFact::events`] then counts days with events.
    pub cuts: Vec<i64>,
}

/// Bits by row and day.
#[derive(Debug, Clone, Default)]
struct Marks {
    words: usize,
    bits: Vec<u64>,
}

/// Days in one word.
const WORD: i64 = 64;

impl Marks {
    fn new(rows: usize, words: usize) -> Marks {
        Marks { words, bits: vec![0; rows * words] }
    }

    fn add_row(&mut self) {
        self.bits.resize(self.bits.len() + self.words, 0);
    }

    /// Marks the days `first..=last`; those outside are left out.
    fn mark(&mut self, row: usize, first: i64, last: i64) {
        let end = self.words as i64 * WORD;
        for day in first.max(0)..=last.min(end - 1) {
            self.bits[row * self.words + (day / WORD) as usize] |= 1 << (day % WORD);
        }
    }

    fn row(&self, row: usize) -> &[u64] {
        &self.bits[row * self.words..][..self.words]
    }

    /// The words of a row with nothing but the days `[from, to)`, each with its first day.
    fn within(&self, row: usize, (from, to): (i64, i64)) -> impl DoubleEndedIterator<Item = (i64, u64)> + '_ {
        let below = |days: i64| if days >= WORD { u64::MAX } else { (1 << days.max(0)) - 1 };
        self.row(row).iter().enumerate().map(move |(at, word)| {
            let base = at as i64 * WORD;
            (base, word & below(to - base) & !below(from - base))
        })
    }

    fn any(&self, row: usize, days: (i64, i64)) -> bool {
        self.within(row, days).any(|(_, word)| word != 0)
    }

    fn count(&self, row: usize, days: (i64, i64)) -> u32 {
        self.within(row, days).map(|(_, word)| word.count_ones()).sum()
    }

    fn first(&self, row: usize, days: (i64, i64)) -> Option<i64> {
        let (base, word) = self.within(row, days).find(|(_, word)| *word != 0)?;
        Some(base + i64::from(word.trailing_zeros()))
    }

    fn last(&self, row: usize, days: (i64, i64)) -> Option<i64> {
        let (base, word) = self.within(row, days).rev().find(|(_, word)| *word != 0)?;
        Some(base + WORD - 1 - i64::from(word.leading_zeros()))
    }

    fn plus(&mut self, row: usize, other: &[u64]) {
        let mine = &mut self.bits[row * self.words..][..self.words];
        mine.iter_mut().zip(other).for_each(|(mine, theirs)| *mine |= theirs);
    }
}

/// From when to when a table has rows, by the day on which they begin.
#[derive(Debug, Clone)]
struct Extent {
    first_start: Micros,
    /// Latest end of the rows that begin before the first day kept; `MIN` = none.
    older: Micros,
    /// Latest end of the rows that begin on each day; `MIN` = none.
    ends: Vec<Micros>,
}

impl Extent {
    fn new(days: usize) -> Extent {
        Extent { first_start: Micros::MAX, older: Micros::MIN, ends: vec![Micros::MIN; days] }
    }

    fn add(&mut self, day: i64, start: Micros, end: Micros) {
        self.first_start = self.first_start.min(start);
        let latest = match usize::try_from(day) {
            Ok(day) => &mut self.ends[day],
            Err(_) => &mut self.older,
        };
        *latest = end.max(*latest);
    }

    fn plus(&mut self, other: &Extent) {
        self.first_start = self.first_start.min(other.first_start);
        self.older = self.older.max(other.older);
        self.ends.iter_mut().zip(&other.ends).for_each(|(mine, theirs)| *mine = (*mine).max(*theirs));
    }

    /// What the rows that begin before the midnight of `day` span, cut there.
    fn until(&self, day: i64, at: Micros) -> Option<Span> {
        let kept = usize::try_from(day).unwrap_or(0).min(self.ends.len());
        let end = self.ends[..kept].iter().copied().fold(self.older, Micros::max).min(at);
        (self.first_start < end).then_some(Span { from: self.first_start, to: end })
    }
}

/// Days of signs by person, of one table.
#[derive(Debug, Clone)]
struct SignDays {
    marks: Marks,
    /// Latest end before the first day kept; `MIN` = none.
    older: Vec<Micros>,
    first_day: i64,
}

impl SignDays {
    fn new(people: usize, words: usize, first_day: i64) -> SignDays {
        SignDays { marks: Marks::new(people, words), older: vec![Micros::MIN; people], first_day }
    }

    fn add(&mut self, user_ix: usize, start: Micros, end: Micros) {
        let last = day_number(end - 1) - self.first_day;
        self.marks.mark(user_ix, day_number(start) - self.first_day, last);
        if day_number(start) < self.first_day {
            self.older[user_ix] = self.older[user_ix].max(end.min(self.first_day * DAY));
        }
    }

    fn plus(&mut self, other: &SignDays) {
        for user_ix in 0..self.older.len() {
            self.marks.plus(user_ix, other.marks.row(user_ix));
            self.older[user_ix] = self.older[user_ix].max(other.older[user_ix]);
        }
    }

    /// The signs as they were at the midnight of `spans.as_of`; the latest is known to its day.
    fn at(&self, user_ix: usize, spans: &Spans) -> Signs {
        let days = |span: Span| (day_number(span.from) - self.first_day, day_number(span.to) - self.first_day);
        let last = self.marks.last(user_ix, (0, day_number(spans.as_of) - self.first_day));
        let older = self.older[user_ix];
        Signs {
            latest: last
                .map(|day| (day + self.first_day + 1) * DAY)
                .or((older != Micros::MIN).then_some(older))
                .map(|at| at.min(spans.as_of)),
            last_year: self.marks.any(user_ix, days(spans.last_year)),
            after_last_year: self.marks.any(user_ix, days(spans.after_last_year)),
        }
    }
}

/// What `activity` and `presence` say, day by day.
#[derive(Debug, Clone)]
pub struct DayLog {
    reach: Reach,
    acts: Acts,
    presence: Stays,
}

impl DayLog {
    /// Reads both tables once; `None` = the input does not have the table.
    ///
    /// # Errors
    /// Whatever polars reports while reading the files, and sums beyond 64 bits.
    pub fn read(
        activity: Option<LazyFrame>,
        presence: Option<LazyFrame>,
        people: usize,
        reach: Reach,
    ) -> PolarsResult<DayLog> {
        let days = (day_number(reach.as_of - 1) - reach.first_day + 1).max(1) as usize;
        let new = {
            let reach = reach.clone();
            move || Acts::new(people, days, reach.clone())
        };
        let mut acts = new();
        if let Some(table) = activity {
            let columns = [col::USER_IX, col::FEATURE, col::INTERVAL_START, col::INTERVAL_END, col::EVENTS];
            for part in fold(table.select(columns.map(col)), new, Acts::add)? {
                acts.plus(&part)?;
            }
        }
        let first_day = reach.first_day;
        let new = move || Stays::new(people, days, first_day);
        let mut stays = new();
        if let Some(table) = presence {
            for part in intervals(table, reach.as_of, new, |stays, segment| {
                if segment.user_ix != NOBODY {
                    stays.add(segment.user_ix as usize, segment.start, segment.end);
                }
            })? {
                stays.plus(&part);
            }
        }
        Ok(DayLog { reach, acts, presence: stays })
    }

    /// What `activity` said at the midnight that all windows end at. Durations are 0.
    pub fn activity_at(&self, windows: &Windows) -> ActivityFacts {
        let mut facts = ActivityFacts::empty(self.acts.signs.older.len());
        let as_of = windows.general().spans.as_of;
        for (place, number) in self.acts.place.iter().enumerate().filter(|(_, number)| **number != u32::MAX) {
            let (user_ix, place) = (place / PLACES, place % PLACES);
            let Some(feature) = Feature::ALL.get(place).copied() else { continue };
            let window = windows.of(user_ix).spans.window;
            let window = (self.day(window.from), self.day(window.to));
            let days = self.acts.uses.count(*number as usize, window);
            let last = self.last_use(*number as usize, window.1);
            let events = if self.reach.cuts.is_empty() { days.into() } else { self.acts.sum(*number as usize, window) };
            facts.by_person[user_ix].push(FeatureFact { feature, events, days, duration_ms: 0, last });
        }
        for (user_ix, signs) in facts.signs.iter_mut().enumerate() {
            *signs = self.acts.signs.at(user_ix, &windows.of(user_ix).spans);
        }
        facts.span = self.acts.extent.until(self.day(as_of), as_of);
        let occurs = |feature: &Feature| self.acts.first_start[*feature as usize] < as_of;
        facts.occurring = Feature::ALL.into_iter().filter(occurs).collect();
        facts
    }

    /// What `presence` said at the midnight that all windows end at.
    pub fn presence_at(&self, windows: &Windows) -> PresenceFacts {
        let as_of = windows.general().spans.as_of;
        let mut facts = PresenceFacts::empty(self.presence.signs.older.len());
        for (user_ix, signs) in facts.signs.iter_mut().enumerate() {
            *signs = self.presence.signs.at(user_ix, &windows.of(user_ix).spans);
        }
        facts.span = self.presence.extent.until(self.day(as_of), as_of);
        facts
    }

    /// The first day in `span`, which begins and ends at midnights, on which a person was present or did what needs a
    /// login, as its first instant.
    pub fn first_sign(&self, user_ix: usize, span: Span) -> Option<Micros> {
        let days = (self.day(span.from), self.day(span.to));
        let both = [&self.presence.signs, &self.acts.signs].map(|signs| signs.marks.first(user_ix, days));
        both.into_iter().flatten().min().map(|day| self.midnight(day))
    }

    /// The first day in `span`, which begins and ends at midnights, on which a person used one of the features, as its
    /// first instant.
    pub fn first_use(&self, user_ix: usize, features: FeatureSet, span: Span) -> Option<Micros> {
        let days = (self.day(span.from), self.day(span.to));
        let number = |feature: Feature| self.acts.place[user_ix * PLACES + feature as usize];
        let numbers = features.iter().map(number).filter(|number| *number != u32::MAX);
        let first = numbers.filter_map(|number| self.acts.uses.first(number as usize, days)).min();
        first.map(|day| self.midnight(day))
    }

    /// Was a person seen in presence or activity on the day of an instant, or on one of the days beside it?
    pub fn is_seen_near(&self, user_ix: usize, at: Micros) -> bool {
        let day = self.day(at);
        [&self.presence.signs, &self.acts.signs].iter().any(|signs| signs.marks.any(user_ix, (day - 1, day + 2)))
    }

    /// Start of the latest day before `day` with use, or of the latest interval before the days kept.
    fn last_use(&self, number: usize, day: i64) -> Option<Micros> {
        let older = self.acts.older_use[number];
        let last = self.acts.uses.last(number, (0, day)).map(|day| self.midnight(day));
        last.or((older != Micros::MIN).then_some(older))
    }

    fn day(&self, at: Micros) -> i64 {
        day_number(at) - self.reach.first_day
    }

    fn midnight(&self, day: i64) -> Micros {
        (day + self.reach.first_day) * DAY
    }
}

/// Features and one place for all that nobody knows.
const PLACES: usize = Feature::ALL.len() + 1;
const UNKNOWN: usize = Feature::ALL.len();

/// `activity`, folded.
#[derive(Debug, Clone)]
struct Acts {
    reach: Reach,
    names: Names,
    /// Person × feature → number of the row in `uses`; `u32::MAX` = none yet.
    place: Vec<u32>,
    /// Days on which an interval with events begins.
    uses: Marks,
    /// Start of the latest interval with events before the days kept; `MIN` = none.
    older_use: Vec<Micros>,
    /// Events between two cuts; before the first, between each and the next, after the last.
    sums: Vec<i64>,
    signs: SignDays,
    extent: Extent,
    /// First start of a row of each feature; `MAX` = none.
    first_start: [Micros; Feature::ALL.len()],
}

impl Acts {
    fn new(people: usize, days: usize, reach: Reach) -> Acts {
        let words = days.div_ceil(WORD as usize);
        Acts {
            names: Names::new(),
            place: vec![u32::MAX; people * PLACES],
            uses: Marks::new(0, words),
            older_use: Vec::new(),
            sums: Vec::new(),
            signs: SignDays::new(people, words, reach.first_day),
            extent: Extent::new(days),
            first_start: [Micros::MAX; Feature::ALL.len()],
            reach,
        }
    }

    fn add(&mut self, frame: &DataFrame) -> PolarsResult<()> {
        let users = people_of(frame)?;
        let (starts, ends) = (integers(frame, col::INTERVAL_START, 0)?, integers(frame, col::INTERVAL_END, 0)?);
        let events = integers(frame, col::EVENTS, 0)?;
        let features = frame.column(col::FEATURE)?.str()?.rechunk();
        let features = features.downcast_as_array();
        let (users, starts, ends) = (users.cont_slice()?, starts.cont_slice()?, ends.cont_slice()?);
        let events = events.cont_slice()?;
        for (row, user_ix) in users.iter().enumerate() {
            let (start, end) = (starts[row], ends[row]);
            if start >= self.reach.as_of || start >= end || *user_ix == NOBODY {
                continue;
            }
            let feature = self.names.place(features.views()[row].as_u128(), || features.value(row));
            self.add_row(*user_ix as usize, feature.unwrap_or(UNKNOWN), (start, end), events[row])?;
        }
        Ok(())
    }

    fn add_row(
        &mut self,
        user_ix: usize,
        feature: usize,
        (start, end): (Micros, Micros),
        events: i64,
    ) -> PolarsResult<()> {
        let day = day_number(start) - self.reach.first_day;
        self.extent.add(day, start, end);
        if let Some(first) = self.first_start.get_mut(feature) {
            *first = start.min(*first);
        }
        if events <= 0 {
            return Ok(());
        }
        let number = self.number(user_ix, feature);
        self.uses.mark(number, day, day);
        if day < 0 {
            self.older_use[number] = self.older_use[number].max(start);
        }
        if !self.reach.cuts.is_empty() {
            let segment = self.segment(day);
            self.count(number * self.segments() + segment, events)?;
        }
        if Feature::ALL.get(feature).is_none_or(|feature| !WITHOUT_LOGIN.contains(feature)) {
            self.signs.add(user_ix, start, end);
        }
        Ok(())
    }

    fn number(&mut self, user_ix: usize, feature: usize) -> usize {
        let place = user_ix * PLACES + feature;
        if self.place[place] == u32::MAX {
            self.place[place] = self.older_use.len() as u32;
            self.uses.add_row();
            self.older_use.push(Micros::MIN);
            self.sums.resize(self.sums.len() + self.segments(), 0);
        }
        self.place[place] as usize
    }

    fn segments(&self) -> usize {
        if self.reach.cuts.is_empty() { 0 } else { self.reach.cuts.len() + 1 }
    }

    /// Number of the segment that a day, counted from the first one kept, lies in.
    fn segment(&self, day: i64) -> usize {
        self.reach.cuts.partition_point(|cut| *cut <= day + self.reach.first_day)
    }

    fn count(&mut self, at: usize, events: i64) -> PolarsResult<()> {
        self.sums[at] = self.sums[at]
            .checked_add(events)
            .ok_or_else(|| polars_err!(ComputeError: "activity: the sum of one person's events is beyond 64 bits"))?;
        Ok(())
    }

    /// Events of the days `[from, to)`, which are cuts.
    fn sum(&self, number: usize, (from, to): (i64, i64)) -> i64 {
        let segments = self.segment(from)..self.segment(to);
        self.sums[number * self.segments()..][segments].iter().copied().fold(0, i64::saturating_add)
    }

    fn plus(&mut self, other: &Acts) -> PolarsResult<()> {
        for (place, theirs) in other.place.iter().enumerate().filter(|(_, number)| **number != u32::MAX) {
            let (mine, theirs) = (self.number(place / PLACES, place % PLACES), *theirs as usize);
            self.uses.plus(mine, other.uses.row(theirs));
            self.older_use[mine] = self.older_use[mine].max(other.older_use[theirs]);
            for segment in 0..self.segments() {
                self.count(mine * self.segments() + segment, other.sums[theirs * self.segments() + segment])?;
            }
        }
        self.signs.plus(&other.signs);
        self.extent.plus(&other.extent);
        self.first_start.iter_mut().zip(&other.first_start).for_each(|(mine, theirs)| *mine = (*mine).min(*theirs));
        Ok(())
    }
}

/// `presence`, folded.
#[derive(Debug, Clone)]
struct Stays {
    signs: SignDays,
    extent: Extent,
    first_day: i64,
}

impl Stays {
    fn new(people: usize, days: usize, first_day: i64) -> Stays {
        let signs = SignDays::new(people, days.div_ceil(WORD as usize), first_day);
        Stays { signs, extent: Extent::new(days), first_day }
    }

    fn add(&mut self, user_ix: usize, start: Micros, end: Micros) {
        self.extent.add(day_number(start) - self.first_day, start, end);
        self.signs.add(user_ix, start, end);
    }

    fn plus(&mut self, other: &Stays) {
        self.signs.plus(&other.signs);
        self.extent.plus(&other.extent);
    }
}

#[cfg(test)]
mod tests;
