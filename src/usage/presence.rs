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
    windows::Windows,
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

/// Reads `presence` once, for the signs.
///
/// # Errors
/// Whatever polars reports while reading the files.
pub fn facts(presence: LazyFrame, people: &People, windows: &Windows) -> PolarsResult<PresenceFacts> {
    let (people, windows) = (people.len(), Arc::new(windows.clone()));
    let as_of = windows.general().spans.as_of;
    let new = move || Run::new(people, Arc::clone(&windows));
    let states = intervals(presence, as_of, new, |run, segment| run.add(segment))?;
    Ok(united(people, states.into_iter().map(Run::finish)))
}

/// Reads `presence` once, for the presence of known people in `span`, cut into days.
///
/// # Errors
/// Whatever polars reports while reading the files.
pub fn in_span(presence: LazyFrame, spans: &Spans, span: Span) -> PolarsResult<PeriodPresence> {
    let states = intervals(presence, spans.as_of, move || DayCutter::new(span), cut_known)?;
    Ok(DayCutter::united(span, states).finish())
}

/// Reads `presence` once, for the signs and for the presence in the period priced, up to as-of.
///
/// # Errors
/// Whatever polars reports while reading the files.
pub fn facts_and_period(
    presence: LazyFrame,
    people: &People,
    windows: &Windows,
) -> PolarsResult<(PresenceFacts, PeriodPresence)> {
    let (people, windows) = (people.len(), Arc::new(windows.clone()));
    let spans = windows.general().spans;
    let priced = Span { from: spans.period.from, to: spans.as_of };
    let new = move || (Run::new(people, Arc::clone(&windows)), DayCutter::new(priced));
    let states = intervals(presence, spans.as_of, new, |(run, cut), segment| {
        run.add(segment);
        cut_known(cut, segment);
    })?;
    let (runs, cuts): (Vec<Run>, Vec<DayCutter>) = states.into_iter().unzip();
    Ok((united(people, runs.into_iter().map(Run::finish)), DayCutter::united(priced, cuts).finish()))
}

/// The state of a fold: what is known of the person whose rows are being read is summed up apart, since a snapshot keeps
/// the rows of one person side by side.
struct Run {
    facts: PresenceFacts,
    windows: Arc<Windows>,
    /// Those of the person whose rows are being read.
    spans: Spans,
    user_ix: u32,
    signs: Signs,
    from: Micros,
    to: Micros,
}

impl Run {
    fn new(people: usize, windows: Arc<Windows>) -> Run {
        let facts = PresenceFacts::empty(people);
        let spans = windows.general().spans;
        Run { facts, windows, spans, user_ix: NOBODY, signs: Signs::default(), from: Micros::MAX, to: Micros::MIN }
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
            self.spans = self.windows.of(user_ix as usize).spans;
        }
    }

    fn finish(mut self) -> PresenceFacts {
        self.next(NOBODY);
        self.facts.span = (self.from < self.to).then_some(Span { from: self.from, to: self.to });
        self.facts
    }
}

fn cut_known(cut: &mut DayCutter, segment: Segment) {
    if segment.user_ix != NOBODY {
        cut.add(segment);
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
