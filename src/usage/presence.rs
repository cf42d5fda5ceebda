//! `presence` → signs per person, in one streaming pass; and the intervals of the period for the concurrency sweep.

use polars::prelude::*;

use super::{
    concurrency::{DayCutter, PeriodPresence, Segment},
    fold::fold,
    people::People,
    signs::Signs,
    spans::{Span, Spans},
};
use crate::canonical::col;

const START: &str = "start";
const END: &str = "end";

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

/// Reads `presence` once for the signs.
///
/// # Errors
/// Whatever polars reports while reading the files.
pub fn facts(presence: LazyFrame, people: &People, spans: &Spans) -> PolarsResult<PresenceFacts> {
    let mut facts = PresenceFacts::empty(people.len());
    fold(intervals(presence, spans), |frame| {
        let user_ix = frame.column(col::USER_IX)?.u32()?;
        let (start, end) = (frame.column(START)?.i64()?, frame.column(END)?.i64()?);
        for ((user_ix, start), end) in user_ix.iter().zip(start.iter()).zip(end.iter()) {
            let (Some(user_ix), Some(start), Some(end)) = (user_ix, start, end) else {
                facts.has_unmatched = true;
                continue;
            };
            let last_year = spans.last_year.touches(start, end);
            let after_last_year = spans.after_last_year.touches(start, end);
            facts.signs[user_ix as usize].add_summary(Some(end), last_year, after_last_year);
            let span = facts.span.get_or_insert(Span { from: start, to: end });
            span.from = span.from.min(start);
            span.to = span.to.max(end);
        }
        Ok(())
    })?;
    Ok(facts)
}

/// The presence of known people in `span`, cut into days.
///
/// # Errors
/// Whatever polars reports while reading the files.
pub fn in_period(presence: LazyFrame, spans: &Spans, span: Span) -> PolarsResult<PeriodPresence> {
    let mut cut = DayCutter::new(span);
    let touching = intervals(presence, spans)
        .filter(col(col::USER_IX).is_not_null().and(col(START).lt(lit(span.to))).and(col(END).gt(lit(span.from))));
    fold(touching, |frame| {
        let user_ix = frame.column(col::USER_IX)?.u32()?;
        let (start, end) = (frame.column(START)?.i64()?, frame.column(END)?.i64()?);
        for ((user_ix, start), end) in user_ix.iter().zip(start.iter()).zip(end.iter()) {
            if let (Some(user_ix), Some(start), Some(end)) = (user_ix, start, end) {
                cut.add(Segment { user_ix, start, end });
            }
        }
        Ok(())
    })?;
    Ok(cut.finish())
}

/// Person number, start, end: what begins before as-of, with ends cut there and empty intervals left out.
fn intervals(presence: LazyFrame, spans: &Spans) -> LazyFrame {
    let as_of = spans.as_of;
    presence
        .select([
            col(col::USER_IX),
            col(col::START_AT).cast(DataType::Int64).alias(START),
            col(col::END_AT).cast(DataType::Int64).fill_null(lit(as_of)).alias(END),
        ])
        .filter(col(START).lt(lit(as_of)).and(col(START).lt(col(END))))
        .with_column(when(col(END).gt(lit(as_of))).then(lit(as_of)).otherwise(col(END)).alias(END))
}
