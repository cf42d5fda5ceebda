//! What the input covers: per table and per feature, from the `coverage` table or from the rows themselves.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::*;
use seatwise_pricing::feature::Feature;

use super::{
    people::{instants, texts},
    spans::Span,
};
use crate::canonical::{
    col,
    rows::{DAY, Micros},
};

/// Features in which people talk with customers, each once: an outbound call has a row of its own medium too.
pub const INTERACTIONS: [Feature; 7] =
    [Feature::Voice, Feature::Callback, Feature::Chat, Feature::Email, Feature::Message, Feature::Sms, Feature::Social];

/// A set of instants: disjoint spans in order; spans that touch are one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cover(Vec<Span>);

impl Cover {
    /// The union of spans.
    pub fn new(mut spans: Vec<Span>) -> Cover {
        spans.retain(|span| span.from < span.to);
        spans.sort_unstable_by_key(|span| (span.from, span.to));
        let mut united: Vec<Span> = Vec::new();
        for span in spans {
            match united.last_mut() {
                Some(last) if span.from <= last.to => last.to = last.to.max(span.to),
                _ => united.push(span),
            }
        }
        Cover(united)
    }

    /// Covered time within `span`, microseconds.
    pub fn within(&self, span: Span) -> Micros {
        self.0.iter().map(|covered| covered.intersect(span).length()).sum()
    }

    /// Does one covered span hold `span` completely, with a tolerance of one day at either end?
    pub fn completes(&self, span: Span) -> bool {
        self.0.iter().any(|covered| covered.from <= span.from + DAY && covered.to >= span.to - DAY)
    }

    /// First instant covered to the last, exclusive; `None` = nothing.
    pub fn hull(&self) -> Option<Span> {
        Some(Span { from: self.0.first()?.from, to: self.0.last()?.to })
    }
}

/// Coverage of the tables and features.
#[derive(Debug, Clone, Default)]
pub struct Coverage {
    tables: BTreeMap<String, Cover>,
    features: BTreeMap<Feature, Cover>,
    nothing: Cover,
    /// Tables that are said to cover a time and are not there, by name.
    pub absent: BTreeSet<String>,
}

/// What the tables themselves show, apart from what is stated about them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Shown<'a> {
    /// Is there a table `activity`, with or without rows?
    pub has_activity: bool,
    /// First start to last end of its rows; `None` = no rows.
    pub activity: Option<Span>,
    /// Features that occur in it.
    pub occurring: &'a [Feature],
    /// Is there a table `presence`, with or without rows?
    pub has_presence: bool,
    /// First start to last end of its rows; `None` = no rows.
    pub presence: Option<Span>,
}

impl Coverage {
    /// Reads the `coverage` table; a table that has no row there covers what its own rows span.
    ///
    /// A feature's own rows replace those of `activity` as a whole. Without a row for `activity`, it covers the
    /// features that occur in it and no other. What is stated of `activity` or `presence` where there is no such table
    /// is not believed: nobody was idle because a file was left out.
    ///
    /// # Errors
    /// Whatever polars reports while reading the file.
    pub fn read(table: Option<LazyFrame>, shown: Shown<'_>) -> PolarsResult<Coverage> {
        let mut coverage = Coverage::from_rows(shown.activity, shown.occurring, shown.presence);
        let Some(table) = table else { return Ok(coverage) };
        let frame = table.collect()?;
        let (names, features) = (texts(&frame, col::TABLE)?, texts(&frame, col::FEATURE)?);
        let (from, to) = (instants(&frame, col::FROM)?, instants(&frame, col::TO)?);
        let mut tables: BTreeMap<String, Vec<Span>> = BTreeMap::new();
        let mut own: BTreeMap<Feature, Vec<Span>> = BTreeMap::new();
        for row in 0..frame.height() {
            let (Some(name), Some(from), Some(to)) = (&names[row], from[row], to[row]) else { continue };
            if (name == "activity" && !shown.has_activity) || (name == "presence" && !shown.has_presence) {
                coverage.absent.insert(name.clone());
                continue;
            }
            let span = Span { from, to };
            match features[row].as_deref() {
                None => tables.entry(name.clone()).or_default().push(span),
                Some(feature) if name == "activity" => {
                    if let Ok(feature) = feature.parse() {
                        own.entry(feature).or_default().push(span);
                    }
                }
                Some(_) => {}
            }
        }
        let tables: BTreeMap<String, Cover> =
            tables.into_iter().map(|(name, spans)| (name, Cover::new(spans))).collect();
        if tables.contains_key("activity") || !own.is_empty() {
            let whole = tables.get("activity").cloned().unwrap_or_default();
            let of = |feature| own.get(&feature).map_or_else(|| whole.clone(), |spans| Cover::new(spans.clone()));
            coverage.features = Feature::ALL.into_iter().map(|feature| (feature, of(feature))).collect();
            coverage.tables.insert("activity".to_owned(), whole);
        }
        coverage.tables.extend(tables);
        Ok(coverage)
    }

    fn from_rows(activity: Option<Span>, occurring: &[Feature], presence: Option<Span>) -> Coverage {
        let cover = |span: Option<Span>| Cover::new(span.into_iter().collect());
        let mut tables = BTreeMap::new();
        tables.insert("activity".to_owned(), cover(activity));
        tables.insert("presence".to_owned(), cover(presence));
        let features = occurring.iter().map(|feature| (*feature, cover(activity))).collect();
        Coverage { tables, features, ..Coverage::default() }
    }

    /// What a table covers as a whole.
    pub fn table(&self, name: &str) -> &Cover {
        self.tables.get(name).unwrap_or(&self.nothing)
    }

    /// What is covered of a feature.
    pub fn feature(&self, feature: Feature) -> &Cover {
        self.features.get(&feature).unwrap_or(&self.nothing)
    }

    /// What tells when people were present: `presence`, else `activity`.
    pub fn of_signs(&self) -> &Cover {
        let presence = self.table("presence");
        if presence.hull().is_some() { presence } else { self.table("activity") }
    }

    /// Could somebody who works have been seen: by presence, by activity as a whole, or by an interaction?
    ///
    /// Audits, schedules and the like alone show few of those who log in.
    pub fn shows_life(&self) -> bool {
        let interactions = INTERACTIONS.iter().any(|feature| self.feature(*feature).hull().is_some());
        interactions || self.of_signs().hull().is_some()
    }

    /// Every table that has coverage, by name.
    pub fn tables(&self) -> impl Iterator<Item = (&str, &Cover)> {
        self.tables.iter().map(|(name, cover)| (name.as_str(), cover))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: i64, to: i64) -> Span {
        Span { from: from * DAY, to: to * DAY }
    }

    #[test]
    fn touching_spans_are_one_and_gaps_stay() {
        let cover = Cover::new(vec![span(5, 7), span(0, 3), span(3, 4)]);
        assert_eq!(cover, Cover(vec![span(0, 4), span(5, 7)]));
        assert_eq!(cover.within(span(2, 6)), 3 * DAY);
        assert!(!cover.completes(span(0, 7)));
        assert!(Cover::new(vec![span(1, 6)]).completes(span(0, 7)));
    }

    #[test]
    fn what_is_stated_of_a_table_that_is_not_there_is_not_believed() {
        let stated = df! {
            col::TABLE => ["activity", "activity", "presence"],
            col::FEATURE => [None, Some("chat"), None],
            col::FROM => [0, 0, 0],
            col::TO => [9 * DAY, 9 * DAY, 9 * DAY],
        };
        let instant = DataType::Datetime(TimeUnit::Microseconds, Some(TimeZone::UTC));
        let stated =
            stated.unwrap().lazy().with_columns([col(col::FROM).cast(instant.clone()), col(col::TO).cast(instant)]);
        let read = |shown| Coverage::read(Some(stated.clone()), shown).unwrap();
        let both = read(Shown { has_activity: true, has_presence: true, ..Shown::default() });
        assert!(both.feature(Feature::Voice).completes(span(0, 9)) && both.table("presence").completes(span(0, 9)));
        let neither = read(Shown::default());
        assert_eq!((neither.feature(Feature::Voice).hull(), neither.feature(Feature::Chat).hull()), (None, None));
        assert_eq!(neither.of_signs().hull(), None);
        assert_eq!(neither.absent, ["activity", "presence"].map(str::to_owned).into());
        let presence = read(Shown { has_presence: true, ..Shown::default() });
        assert_eq!(presence.of_signs().hull(), Some(span(0, 9)));
        assert_eq!(presence.table("activity").hull(), None);
    }

    #[test]
    fn a_features_own_rows_replace_those_of_its_table() {
        let coverage = Coverage::from_rows(Some(span(0, 9)), &[Feature::Voice], None);
        assert!(coverage.feature(Feature::Voice).completes(span(0, 9)));
        assert_eq!(coverage.feature(Feature::Chat).hull(), None);
        assert_eq!(coverage.of_signs().hull(), Some(span(0, 9)));
    }
}
