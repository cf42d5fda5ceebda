//! `presence` → signs per person, in one streaming pass; and the intervals of the period for the concurrency sweep.

use polars::prelude::*;

use super::{
    concurrency::Segment,
    people::People,
    signs::Signs,
    spans::{Span, Spans},
};
use crate::canonical::col;

const START: &str = "start";
const END: &str = "end";
const LAST_YEAR: &str = "last_year";
const AFTER_LAST_YEAR: &str = "after_last_year";

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
    let sign_in = |span: Span| col(START).lt(lit(span.to)).and(col(END).gt(lit(span.from))).any(true);
    let groups = intervals(presence, spans)
        .group_by([col(col::USER_IX)])
        .agg([
            sign_in(spans.last_year).alias(LAST_YEAR),
            sign_in(spans.after_last_year).alias(AFTER_LAST_YEAR),
            col(START).min(),
            col(END).max(),
        ])
        .collect_with_engine(Engine::Streaming)?
        .unwrap_single();
    let user_ix = groups.column(col::USER_IX)?.u32()?;
    let (start, end) = (groups.column(START)?.i64()?, groups.column(END)?.i64()?);
    let last_year = groups.column(LAST_YEAR)?.bool()?;
    let after_last_year = groups.column(AFTER_LAST_YEAR)?.bool()?;
    let mut facts = PresenceFacts::empty(people.len());
    for row in 0..groups.height() {
        let (Some(ix), Some(start), Some(end)) = (user_ix.get(row), start.get(row), end.get(row)) else {
            facts.has_unmatched = true;
            continue;
        };
        facts.signs[ix as usize].add_summary(
            Some(end),
            last_year.get(row).unwrap_or(false),
            after_last_year.get(row).unwrap_or(false),
        );
        let here = Span { from: start, to: end };
        facts.span =
            Some(facts.span.map_or(here, |span| Span { from: span.from.min(here.from), to: span.to.max(here.to) }));
    }
    Ok(facts)
}

/// The intervals of known people that touch `span`, clipped to it, unordered.
///
/// # Errors
/// Whatever polars reports while reading the files.
pub fn segments(presence: LazyFrame, spans: &Spans, span: Span) -> PolarsResult<Vec<Segment>> {
    let frame = intervals(presence, spans)
        .filter(col(col::USER_IX).is_not_null())
        .filter(col(START).lt(lit(span.to)).and(col(END).gt(lit(span.from))))
        .collect_with_engine(Engine::Streaming)?
        .unwrap_single();
    let user_ix = frame.column(col::USER_IX)?.u32()?;
    let (start, end) = (frame.column(START)?.i64()?, frame.column(END)?.i64()?);
    let rows = user_ix.iter().zip(start.iter()).zip(end.iter());
    Ok(rows
        .filter_map(|((ix, start), end)| {
            Some(Segment { user_ix: ix?, start: start?.max(span.from), end: end?.min(span.to) })
        })
        .collect())
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
