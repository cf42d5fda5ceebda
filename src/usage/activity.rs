//! `activity` → facts per person and feature, in one streaming pass.
//!
//! The plan groups by person and feature and keeps only sums, maxima and a bit per day, so its memory grows with
//! people × features, not with rows. `tests::oracle` answers the same question row by row.

use std::collections::BTreeMap;

use polars::prelude::*;
use seatwise_pricing::feature::Feature;

use super::{
    people::People,
    signs::Signs,
    spans::{Span, Spans, day_number},
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

/// Reads `activity` once.
///
/// # Errors
/// Whatever polars reports while reading the files.
pub fn facts(activity: LazyFrame, people: &People, spans: &Spans) -> PolarsResult<ActivityFacts> {
    let groups = plan(activity, spans).collect_with_engine(Engine::Streaming)?.unwrap_single();
    gather(&groups, people, spans)
}

const START: &str = "start";
const END: &str = "end";
const USED: &str = "used";
const ROWS: &str = "rows";
const LAST: &str = "last";
const LAST_END: &str = "last_end";
const LAST_YEAR: &str = "last_year";
const AFTER_LAST_YEAR: &str = "after_last_year";

/// Bits of one word of the day mask.
const WORD: i64 = 64;

fn word_name(word: i64) -> String {
    format!("days_{word}")
}

fn words(spans: &Spans) -> i64 {
    let days = day_number(spans.window.to) - day_number(spans.window.from) + 1;
    days.div_euclid(WORD) + 1
}

/// Rows of `activity` that belong to nobody known, by user id.
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

/// Person and feature → counts. The columns are those that [`gather`] reads.
pub fn plan(activity: LazyFrame, spans: &Spans) -> LazyFrame {
    let Spans { as_of, window, last_year, after_last_year, .. } = *spans;
    let in_window = col(START).gt_eq(lit(window.from));
    let sign_in = |span: Span| col(USED).and(col(START).lt(lit(span.to))).and(col(END).gt(lit(span.from))).any(true);
    let counted = |name: &str| when(in_window.clone()).then(col(name)).otherwise(lit(0i64)).sum().alias(name);
    let mut sums = vec![
        counted(col::EVENTS),
        counted(col::DURATION_MS),
        when(col(USED)).then(col(START)).otherwise(lit(NULL)).max().alias(LAST),
        when(col(USED)).then(col(END)).otherwise(lit(NULL)).max().alias(LAST_END),
        sign_in(last_year).alias(LAST_YEAR),
        sign_in(after_last_year).alias(AFTER_LAST_YEAR),
        col(START).min(),
        col(END).max(),
        len().alias(ROWS),
    ];
    let first_day = day_number(window.from);
    for word in 0..words(spans) {
        let day = when(col(USED).and(in_window.clone())).then(col(START)).otherwise(lit(NULL));
        sums.push(day_bits(day, first_day + word * WORD).bitwise_or().alias(word_name(word)));
    }
    activity
        .select([
            col(col::USER_IX),
            col(col::FEATURE),
            col(col::INTERVAL_START).cast(DataType::Int64).alias(START),
            col(col::INTERVAL_END).cast(DataType::Int64).alias(END),
            col(col::EVENTS).fill_null(lit(0i64)),
            col(col::DURATION_MS).fill_null(lit(0i64)),
        ])
        .filter(col(START).lt(lit(as_of)).and(col(START).lt(col(END))))
        .with_column(col(col::EVENTS).gt(lit(0i64)).alias(USED))
        .group_by([col(col::USER_IX), col(col::FEATURE)])
        .agg(sums)
}

/// The bit of an instant's UTC day in the word that begins with `first_day`; 0 for null and days outside.
fn day_bits(instant: Expr, first_day: i64) -> Expr {
    instant.map(
        move |column| {
            let bits: UInt64Chunked = column
                .i64()?
                .iter()
                .map(|at| {
                    let day = at.map_or(-1, |at| day_number(at) - first_day);
                    if (0..WORD).contains(&day) { 1u64 << day } else { 0 }
                })
                .collect_ca(column.name().clone());
            Ok(bits.into_column())
        },
        |_, field| Ok(Field::new(field.name().clone(), DataType::UInt64)),
    )
}

fn gather(groups: &DataFrame, people: &People, spans: &Spans) -> PolarsResult<ActivityFacts> {
    let integers = |name: &str| -> PolarsResult<Int64Chunked> { Ok(groups.column(name)?.i64()?.clone()) };
    let (events, duration) = (integers(col::EVENTS)?, integers(col::DURATION_MS)?);
    let (last, last_end) = (integers(LAST)?, integers(LAST_END)?);
    let (start, end) = (integers(START)?, integers(END)?);
    let user_ix = groups.column(col::USER_IX)?.u32()?;
    let feature = groups.column(col::FEATURE)?.str()?;
    let rows = groups.column(ROWS)?.cast(&DataType::UInt64)?;
    let rows = rows.u64()?;
    let last_year = groups.column(LAST_YEAR)?.bool()?;
    let after_last_year = groups.column(AFTER_LAST_YEAR)?.bool()?;
    let masks: Vec<UInt64Chunked> = (0..words(spans))
        .map(|word| Ok(groups.column(&word_name(word))?.u64()?.clone()))
        .collect::<PolarsResult<_>>()?;

    let mut facts = ActivityFacts::empty(people.len());
    let mut occurring = [false; Feature::ALL.len()];
    for row in 0..groups.height() {
        let Some(ix) = user_ix.get(row).map(|ix| ix as usize) else {
            facts.has_unmatched = true;
            continue;
        };
        let name = feature.get(row).unwrap_or_default();
        let known: Option<Feature> = name.parse().ok();
        let last_end = last_end.get(row).map(|end| end.min(spans.as_of));
        if known.is_none_or(|feature| !WITHOUT_LOGIN.contains(&feature)) {
            facts.signs[ix].add_summary(
                last_end,
                last_year.get(row).unwrap_or(false),
                after_last_year.get(row).unwrap_or(false),
            );
        }
        let (start, end) = (start.get(row).unwrap_or(spans.as_of), end.get(row).unwrap_or(spans.as_of));
        let here = Span { from: start, to: end.min(spans.as_of) };
        facts.span =
            Some(facts.span.map_or(here, |span| Span { from: span.from.min(here.from), to: span.to.max(here.to) }));
        let Some(feature) = known else {
            *facts.unknown_features.entry(name.to_owned()).or_default() += rows.get(row).unwrap_or(0);
            continue;
        };
        occurring[feature as usize] = true;
        facts.by_person[ix].push(FeatureFact {
            feature,
            events: events.get(row).unwrap_or(0),
            days: masks.iter().map(|mask| mask.get(row).unwrap_or(0).count_ones()).sum(),
            duration_ms: duration.get(row).unwrap_or(0),
            last: last.get(row),
        });
    }
    for person in &mut facts.by_person {
        person.sort_unstable_by_key(|fact| fact.feature);
    }
    facts.occurring = Feature::ALL.into_iter().filter(|feature| occurring[*feature as usize]).collect();
    Ok(facts)
}
