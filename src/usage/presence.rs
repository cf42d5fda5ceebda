//! `presence` → signs per person and the intervals of the period for the concurrency sweep, in one streaming pass.

use std::sync::Arc;

use polars::prelude::*;

use super::{
    columns::{NOBODY, integers, people as people_of},
    concurrency::{DayCutter, PeriodPresence, Segment},
    fold::fold,
    people::People,
    signs::Signs,
    spans::{Span, Spans},
    windows::{Bounds, Reading},
};
use crate::canonical::{col, rows::Micros};

/// What `presence` says of the whole history.
#[derive(Debug, Clone, Default)]
pub struct PresenceFacts {
    /// Signs by person number.
    pub signs: Vec<Signs>,
    /// First start to last end of the rows of known people, cut at as-of; `None` = no rows.
    pub span: Option<Span>,
    /// Are there rows that belong to nobody known?
    pub has_unmatched: bool,
}

impl PresenceFacts {
    /// Nothing known about anybody: there is no table.
    pub fn empty(people: usize) -> PresenceFacts {
        PresenceFacts { signs: vec![Signs::default(); people], ..PresenceFacts::default() }
    }
}

/// Reads `presence` once: for each reading the signs, and the presence in its period up to its as-of.
///
/// # Errors
/// Whatever polars reports while reading the files.
pub fn facts(
    presence: LazyFrame,
    people: &People,
    readings: &[Reading],
) -> PolarsResult<Vec<(PresenceFacts, PeriodPresence)>> {
    let people = people.len();
    let as_of = readings.iter().map(Reading::as_of).max().unwrap_or(Micros::MIN);
    let shared: Vec<Arc<Reading>> = readings.iter().cloned().map(Arc::new).collect();
    let new = {
        let shared = shared.clone();
        move || shared.iter().map(|reading| Run::new(people, Arc::clone(reading))).collect::<Vec<Run>>()
    };
    let states = intervals(presence, as_of, new, |runs, segment| {
        for run in runs {
            if run.bounds.takes(segment.start, segment.end) {
                run.add(Segment { end: run.bounds.cut(segment.end), ..segment });
            }
        }
    })?;
    let mut by_reading: Vec<Vec<Run>> = shared.iter().map(|_| Vec::new()).collect();
    for run in states.into_iter().map(Vec::into_iter).flat_map(Iterator::enumerate) {
        by_reading[run.0].push(run.1);
    }
    let told = shared.iter().zip(by_reading).map(|(reading, runs)| {
        let (facts, cuts): (Vec<PresenceFacts>, Vec<DayCutter>) = runs.into_iter().map(Run::finish).unzip();
        (united(people, facts.into_iter()), DayCutter::united(priced(reading), cuts).finish())
    });
    Ok(told.collect())
}

/// Reads `presence` once, for the presence of known people in `span` alone, cut into days.
///
/// # Errors
/// Whatever polars reports while reading the files.
pub fn in_span(presence: LazyFrame, as_of: Micros, span: Span) -> PolarsResult<PeriodPresence> {
    let states = intervals(
        presence,
        as_of,
        move || DayCutter::new(span),
        |cut, segment| {
            if segment.user_ix != NOBODY {
                cut.add(segment);
            }
        },
    )?;
    Ok(DayCutter::united(span, states).finish())
}

/// The part of a reading's period that is read.
fn priced(reading: &Reading) -> Span {
    Span { from: reading.windows.general().spans.period.from, to: reading.as_of() }
}

/// The state of a fold: what is known of the person whose rows are being read is summed up apart, since a snapshot keeps
/// the rows of one person side by side.
struct Run {
    facts: PresenceFacts,
    cut: DayCutter,
    reading: Arc<Reading>,
    bounds: Bounds,
    /// Those of the person whose rows are being read.
    spans: Spans,
    user_ix: u32,
    signs: Signs,
    from: Micros,
    to: Micros,
}

impl Run {
    fn new(people: usize, reading: Arc<Reading>) -> Run {
        Run {
            facts: PresenceFacts::empty(people),
            cut: DayCutter::new(priced(&reading)),
            bounds: reading.bounds(),
            spans: reading.windows.general().spans,
            reading,
            user_ix: NOBODY,
            signs: Signs::default(),
            from: Micros::MAX,
            to: Micros::MIN,
        }
    }

    #[inline]
    fn add(&mut self, segment: Segment) {
        let Segment { user_ix, start, end } = segment;
        if user_ix != self.user_ix {
            self.next(user_ix);
        }
        if user_ix != NOBODY {
            let last_year = self.spans.last_year.touches(start, end);
            self.signs.add_summary(Some(end), last_year, self.spans.after_last_year.touches(start, end));
            self.from = self.from.min(start);
            self.to = self.to.max(end);
            self.cut.add(segment);
        } else {
            self.facts.has_unmatched = true;
        }
    }

    /// Another person's rows begin.
    fn next(&mut self, user_ix: u32) {
        let Signs { latest, last_year, after_last_year } = std::mem::take(&mut self.signs);
        if self.user_ix != NOBODY {
            self.facts.signs[self.user_ix as usize].add_summary(latest, last_year, after_last_year);
        }
        self.user_ix = user_ix;
        if user_ix != NOBODY {
            self.spans = self.reading.windows.of(user_ix as usize).spans;
        }
    }

    fn finish(mut self) -> (PresenceFacts, DayCutter) {
        self.next(NOBODY);
        self.facts.span = (self.from < self.to).then_some(Span { from: self.from, to: self.to });
        (self.facts, self.cut)
    }
}

/// Folds what begins before as-of, with ends cut there and empty intervals left out, in any order; `user_ix` is
/// [`NOBODY`] where nobody is known.
pub(super) fn intervals<S: Send + 'static>(
    presence: LazyFrame,
    as_of: Micros,
    new: impl Fn() -> S + Send + Sync + 'static,
    add: impl Fn(&mut S, Segment) + Send + Sync + 'static,
) -> PolarsResult<Vec<S>> {
    fold(presence.select([col::USER_IX, col::START_AT, col::END_AT].map(col)), new, move |state, frame| {
        let users = people_of(frame)?;
        let (starts, ends) = (integers(frame, col::START_AT, as_of)?, integers(frame, col::END_AT, as_of)?);
        let times = starts.cont_slice()?.iter().zip(ends.cont_slice()?);
        for (user_ix, (start, end)) in users.cont_slice()?.iter().zip(times) {
            let (start, end) = (*start, *end);
            // Before the cut: an interval that is reversed beyond as-of is as empty as any other.
            if start < as_of && start < end {
                add(state, Segment { user_ix: *user_ix, start, end: end.min(as_of) });
            }
        }
        Ok(())
    })
}

/// What several folds know together.
fn united(people: usize, parts: impl Iterator<Item = PresenceFacts>) -> PresenceFacts {
    let mut all = PresenceFacts::empty(people);
    for part in parts {
        for (mine, theirs) in all.signs.iter_mut().zip(part.signs) {
            mine.add_summary(theirs.latest, theirs.last_year, theirs.after_last_year);
        }
        let spans = [all.span, part.span].into_iter().flatten();
        all.span = spans.reduce(|one, other| Span { from: one.from.min(other.from), to: one.to.max(other.to) });
        all.has_unmatched |= part.has_unmatched;
    }
    all
}
