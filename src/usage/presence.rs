//! `presence` → signs per person and the intervals of the period for the concurrency sweep, in one streaming pass.

use polars::prelude::*;

use super::{
    columns::{NOBODY, integers, people as people_of},
    concurrency::{DayCutter, PeriodPresence, Segment},
    fold::fold,
    people::People,
    signs::Signs,
    spans::{Span, Spans},
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
pub fn facts(presence: LazyFrame, people: &People, spans: &Spans) -> PolarsResult<PresenceFacts> {
    let mut run = Run::new(people, spans);
    each_interval(presence, spans, |segment| run.add(segment))?;
    Ok(run.finish())
}

/// Reads `presence` once, for the presence of known people in `span`, cut into days.
///
/// # Errors
/// Whatever polars reports while reading the files.
pub fn in_span(presence: LazyFrame, spans: &Spans, span: Span) -> PolarsResult<PeriodPresence> {
    let mut cut = DayCutter::new(span);
    each_interval(presence, spans, |segment| cut_known(&mut cut, segment))?;
    Ok(cut.finish())
}

/// Reads `presence` once, for the signs and for the presence in the period priced, up to as-of.
///
/// # Errors
/// Whatever polars reports while reading the files.
pub fn facts_and_period(
    presence: LazyFrame,
    people: &People,
    spans: &Spans,
) -> PolarsResult<(PresenceFacts, PeriodPresence)> {
    let mut run = Run::new(people, spans);
    let mut cut = DayCutter::new(Span { from: spans.period.from, to: spans.as_of });
    each_interval(presence, spans, |segment| {
        run.add(segment);
        cut_known(&mut cut, segment);
    })?;
    Ok((run.finish(), cut.finish()))
}

/// The fold's state: what is known of the person whose rows are being read is summed up apart, since a snapshot keeps
/// the rows of one person side by side.
struct Run<'a> {
    facts: PresenceFacts,
    spans: &'a Spans,
    user_ix: u32,
    signs: Signs,
    from: Micros,
    to: Micros,
}

impl<'a> Run<'a> {
    fn new(people: &People, spans: &'a Spans) -> Run<'a> {
        let facts = PresenceFacts::empty(people.len());
        Run { facts, spans, user_ix: NOBODY, signs: Signs::default(), from: Micros::MAX, to: Micros::MIN }
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

/// Hands over what begins before as-of, with ends cut there and empty intervals left out, in any order; `user_ix` is
/// [`NOBODY`] where nobody is known.
fn each_interval(presence: LazyFrame, spans: &Spans, mut each: impl FnMut(Segment)) -> PolarsResult<()> {
    let as_of = spans.as_of;
    fold(presence.select([col::USER_IX, col::START_AT, col::END_AT].map(col)), |frame| {
        let users = people_of(frame)?;
        let (starts, ends) = (integers(frame, col::START_AT, as_of)?, integers(frame, col::END_AT, as_of)?);
        let times = starts.cont_slice()?.iter().zip(ends.cont_slice()?);
        for (user_ix, (start, end)) in users.cont_slice()?.iter().zip(times) {
            let (start, end) = (*start, *end);
            // Before the cut: an interval that is reversed beyond as-of is as empty as any other.
            if start < as_of && start < end {
                each(Segment { user_ix: *user_ix, start, end: end.min(as_of) });
            }
        }
        Ok(())
    })
}
