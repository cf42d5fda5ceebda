//! From codes back to texts: the order of people and features in a finished table, and its frame.

use std::collections::HashMap;

use polars::prelude::*;

use super::months::{NONE, Span};
use super::names::Names;
use super::series_of;
use crate::canonical::{Kind, Table, col};

/// Ranks of people and features: codes in the order of the finished table.
pub(super) struct Ranks<'a> {
    people: Vec<(&'a str, Option<u32>)>,
    person_of_code: Vec<u32>,
    features: Vec<&'a str>,
    feature_of_code: Vec<u32>,
}

impl<'a> Ranks<'a> {
    /// People of `users` first, by row number; then the unknown ones, by id.
    pub(super) fn of(people: &'a Names, features: &'a Names, user_ix: &HashMap<String, u32>) -> Ranks<'a> {
        let ix = |id: &str| user_ix.get(id).copied();
        let people = people.sorted_by(|id| ix(id).unwrap_or(u32::MAX));
        let features = features.sorted_by(|_| ());
        Ranks {
            person_of_code: inverse(&people),
            people: people.into_iter().map(|(id, _)| (id, ix(id))).collect(),
            feature_of_code: inverse(&features),
            features: features.into_iter().map(|(name, _)| name).collect(),
        }
    }

    /// Replaces codes by ranks, so that rows sort by them.
    pub(super) fn apply(&self, spans: &mut [Span]) {
        for span in spans {
            span.user = self.person_of_code[span.user as usize];
            // `presence` has no feature: its 0 stays, whatever `activity` brought.
            span.feature = self.feature_of_code.get(span.feature as usize).copied().unwrap_or(0);
        }
    }

    /// The rows as a frame, texts in place of ranks.
    pub(super) fn frame(&self, table: Table, spans: Vec<Span>) -> PolarsResult<DataFrame> {
        let texts = |name: &str, texts: Vec<&str>, index: &dyn Fn(&Span) -> u32| -> PolarsResult<Column> {
            let all = StringChunked::from_slice(name.into(), &texts);
            let indices = IdxCa::from_vec("".into(), spans.iter().map(index).collect());
            Ok(all.take(&indices)?.into_series().into())
        };
        let numbers = |name: &str, kind: Kind, value: &dyn Fn(&Span) -> i64| -> Column {
            let values = spans.iter().map(|span| Some(value(span)).filter(|value| *value != NONE));
            series_of(Int64Chunked::from_iter_options(name.into(), values), kind).into()
        };
        let people = self.people.iter().map(|(id, _)| *id).collect();
        let user_id = texts(col::USER_ID, people, &|span| span.user)?;
        let user_ix = spans.iter().map(|span| self.people[span.user as usize].1);
        let user_ix: Column = UInt32Chunked::from_iter_options(col::USER_IX.into(), user_ix).into_series().into();
        let columns = if table == Table::Activity {
            vec![
                user_id,
                numbers(col::INTERVAL_START, Kind::Timestamp, &|span| span.start),
                numbers(col::INTERVAL_END, Kind::Timestamp, &|span| span.end),
                texts(col::FEATURE, self.features.clone(), &|span| span.feature)?,
                numbers(col::EVENTS, Kind::Count, &|span| span.events),
                numbers(col::DURATION_MS, Kind::Count, &|span| span.duration_ms),
                user_ix,
            ]
        } else {
            vec![
                user_id,
                numbers(col::START_AT, Kind::Timestamp, &|span| span.start),
                numbers(col::END_AT, Kind::Timestamp, &|span| span.end),
                user_ix,
            ]
        };
        DataFrame::new(spans.len(), columns)
    }
}

/// Position in the sorted list, by code.
fn inverse(sorted: &[(&str, u32)]) -> Vec<u32> {
    let mut positions = vec![0; sorted.len()];
    for (position, (_, code)) in (0..).zip(sorted) {
        positions[*code as usize] = position;
    }
    positions
}
