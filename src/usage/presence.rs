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
use crate::canonical::col;

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
    let mut facts = PresenceFacts::empty(people.len());
    each_interval(presence, spans, |segment| facts.add(segment, spans))?;
    Ok(facts)
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
    let mut facts = PresenceFacts::empty(people.len());
    let mut cut = DayCutter::new(Span { from: spans.period.from, to: spans.as_of });
    each_interval(presence, spans, |segment| {
        facts.add(segment, spans);
        cut_known(&mut cut, segment);
    })?;
    Ok((facts, cut.finish()))
}

impl PresenceFacts {
    fn add(&mut self, segment: Segment, spans: &Spans) {
        let Segment { user_ix, start, end } = segment;
        if user_ix == NOBODY {
            self.has_unmatched = true;
            return;
        }
        let last_year = spans.last_year.touches(start, end);
        let after_last_year = spans.after_last_year.touches(start, end);
        self.signs[user_ix as usize].add_summary(Some(end), last_year, after_last_year);
        let span = self.span.get_or_insert(Span { from: start, to: end });
        span.from = span.from.min(start);
        span.to = span.to.max(end);
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
