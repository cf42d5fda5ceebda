//! Answers of analytics aggregates, and what they add up to: cells of person, day and feature.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Deserialize;
use xxhash_rust::xxh3::xxh3_64;

use super::aggregates::Question;
use crate::canonical::rows::{DAY, Micros, Row};
use crate::ingest::genesys::context::Context;
use crate::ingest::genesys::harvest::Harvest;
use crate::ingest::genesys::job::Absorb;
use crate::ingest::genesys::span::{Span, day_of, start_of};

/// Counts of each metric of a question, in its order, by the first dimension beside the person.
pub(super) type Totals = BTreeMap<String, Vec<i64>>;

/// A feature that was used, how often and for how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Proof {
    pub(super) feature: String,
    pub(super) events: i64,
    pub(super) duration_ms: Option<i64>,
}

/// Values of the dimensions of a group.
pub(super) type Group = HashMap<String, Option<String>>;

/// An answer, or a page of a job's results.
#[derive(Debug, Deserialize)]
pub(super) struct Answer {
    #[serde(default = "Option::default")]
    results: Option<Vec<Container>>,
    cursor: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Container {
    group: Option<Group>,
    data: Option<Vec<Bucket>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Bucket {
    interval: String,
    metrics: Option<Vec<Metric>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Metric {
    metric: String,
    stats: Option<Stats>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Stats {
    count: Option<i64>,
    sum: Option<f64>,
}

/// The metrics of one bucket.
pub(super) struct Metrics<'a>(&'a [Metric]);

impl Metrics<'_> {
    /// Count of a metric; a metric that is absent counted nothing.
    pub(super) fn count(&self, name: &str) -> i64 {
        self.of(name).filter_map(|stats| stats.count).sum()
    }

    /// Sum of a metric, rounded; `None` = there is none.
    pub(super) fn sum(&self, name: &str) -> Option<i64> {
        let sums = self.of(name).filter_map(|stats| stats.sum);
        sums.fold(None, |all, sum| Some(all.unwrap_or(0) + sum.round() as i64))
    }

    fn of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Stats> {
        self.0.iter().filter(move |metric| metric.metric == name).filter_map(|metric| metric.stats.as_ref())
    }
}

impl Answer {
    /// How many groups it has.
    pub(super) fn groups(&self) -> usize {
        self.results.as_ref().map_or(0, Vec::len)
    }

    /// Counts of the question's metrics, all buckets together.
    pub(super) fn totals(&self, question: &Question) -> Totals {
        let mut totals = Totals::new();
        for container in self.results.iter().flatten() {
            let counts = totals.entry(question.medium(container.group.as_ref())).or_default();
            for bucket in container.data.iter().flatten() {
                question.count(bucket, counts);
            }
        }
        totals
    }
}

impl Question {
    /// The dimension of the totals, as a group has it; empty where there is none.
    fn medium(&self, group: Option<&Group>) -> String {
        let value = self.group_by.first().and_then(|dimension| group?.get(*dimension).cloned().flatten());
        value.unwrap_or_default()
    }

    fn count(&self, bucket: &Bucket, counts: &mut Vec<i64>) {
        counts.resize(self.metrics.len(), 0);
        let metrics = Metrics(bucket.metrics.as_deref().unwrap_or_default());
        for (count, metric) in counts.iter_mut().zip(self.metrics) {
            *count += metrics.count(metric);
        }
    }
}

impl Proof {
    /// A proof by a count, without duration.
    pub(super) fn count(feature: &str, events: i64) -> Vec<Proof> {
        vec![Proof { feature: feature.to_owned(), events, duration_ms: None }]
    }
}

/// What the answers of one month add up to.
pub(super) struct Buckets {
    question: &'static Question,
    span: Span,
    /// Days of which totals are kept.
    checked: Span,
    totals: Totals,
    people: HashMap<String, u32>,
    features: HashMap<String, u32>,
    cells: HashMap<(u32, Micros, u32), (i64, Option<i64>)>,
    seen: HashSet<u64>,
    doubt: Option<String>,
    fingerprint: u64,
}

impl Buckets {
    pub(super) fn new(question: &'static Question, span: Span, checked: Span) -> Buckets {
        Buckets {
            question,
            span,
            checked,
            totals: Totals::new(),
            people: HashMap::new(),
            features: HashMap::new(),
            cells: HashMap::new(),
            seen: HashSet::new(),
            doubt: None,
            fingerprint: 0,
        }
    }

    fn take(&mut self, container: Container) {
        let group = container.group.unwrap_or_default();
        let Some(person) = group.get(self.question.person).cloned().flatten().filter(|id| !id.is_empty()) else {
            return;
        };
        let mut dimensions: Vec<_> = group.iter().collect();
        dimensions.sort();
        let mut counts = Vec::new();
        for bucket in container.data.into_iter().flatten() {
            let hash = xxh3_64(format!("{dimensions:?} {}", bucket.interval).as_bytes());
            if !self.seen.insert(hash) {
                self.doubt = Some(format!("the group of `{person}` stands twice for {}", bucket.interval));
                continue;
            }
            self.fingerprint = self.fingerprint.wrapping_add(hash);
            let Some(day) = start_of(&bucket.interval).map(day_of) else {
                self.doubt = Some(format!("`{}` is no interval", bucket.interval));
                continue;
            };
            if (self.checked.from..self.checked.to).contains(&day) {
                self.question.count(&bucket, &mut counts);
            }
            if (self.span.from..self.span.to).contains(&day) {
                self.add(&person, &group, day, &bucket);
            }
        }
        let all = self.totals.entry(self.question.medium(Some(&group))).or_default();
        all.resize(counts.len().max(all.len()), 0);
        all.iter_mut().zip(counts).for_each(|(all, count)| *all += count);
    }

    fn add(&mut self, person: &str, group: &Group, day: Micros, bucket: &Bucket) {
        let metrics = bucket.metrics.as_deref().unwrap_or_default();
        for proof in (self.question.proves)(group, &Metrics(metrics)) {
            if proof.events <= 0 {
                continue;
            }
            let person = number(&mut self.people, person);
            let feature = number(&mut self.features, &proof.feature);
            let cell = self.cells.entry((person, day, feature)).or_insert((0, None));
            cell.0 += proof.events;
            cell.1 = match (cell.1, proof.duration_ms) {
                (Some(all), Some(more)) => Some(all + more),
                (all, more) => all.or(more),
            };
        }
    }

    /// Counts of the days that are checked.
    pub(super) fn totals(&self) -> &Totals {
        &self.totals
    }

    pub(super) fn harvest(self, context: &Context) -> Harvest {
        let mut harvest = Harvest::of(self.question.part, context.known(self.span));
        let people = names(self.people);
        let features = names(self.features);
        for ((person, day, feature), (events, duration_ms)) in self.cells {
            harvest.push(Row::Activity {
                user_id: &people[person as usize],
                interval_start: day,
                interval_end: day + DAY,
                feature: &features[feature as usize],
                events: Some(events),
                duration_ms,
            });
        }
        harvest
    }
}

impl Absorb for Buckets {
    type Page = Answer;

    fn absorb(&mut self, answer: Answer) -> Option<String> {
        answer.results.into_iter().flatten().for_each(|container| self.take(container));
        answer.cursor
    }

    fn doubt(&self) -> Option<String> {
        self.doubt.clone()
    }

    fn fingerprint(&self) -> u64 {
        self.fingerprint
    }
}

/// The number of a name, a new one where it is new.
fn number(numbers: &mut HashMap<String, u32>, name: &str) -> u32 {
    if let Some(number) = numbers.get(name) {
        return *number;
    }
    let number = numbers.len() as u32;
    numbers.insert(name.to_owned(), number);
    number
}

fn names(numbers: HashMap<String, u32>) -> Vec<String> {
    let mut names = vec![String::new(); numbers.len()];
    for (name, number) in numbers {
        names[number as usize] = name;
    }
    names
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
pub(super) mod tests {
    use super::*;
    use crate::ingest::genesys::span::instant;

    /// What an answer of one day becomes: person, feature, events, duration.
    pub(in super::super) fn rows(question: &'static Question, answer: &str) -> Vec<(String, String, i64, Option<i64>)> {
        let from = instant("2026-09-01T00:00:00Z").unwrap();
        let mut buckets = Buckets::new(question, Span { from, to: from + DAY }, Span { from, to: from });
        buckets.absorb(serde_json::from_str(answer).unwrap());
        assert_eq!(buckets.doubt(), None);
        let (people, features) = (names(buckets.people), names(buckets.features));
        let row = |((person, _, feature), (events, duration))| {
            (people[person as usize].clone(), features[feature as usize].clone(), events, duration)
        };
        let mut rows: Vec<_> = buckets.cells.into_iter().map(row).collect();
        rows.sort();
        rows
    }

    const TWICE: &str = r#"{"results":[
        {"group":{"userId":"u"},"data":[{"interval":"2026-09-01T00:00:00.000Z/2026-09-02T00:00:00.000Z","metrics":[]}]},
        {"group":{"userId":"u"},"data":[{"interval":"2026-09-01T00:00:00.000Z/2026-09-02T00:00:00.000Z","metrics":[]}]}]}"#;

    #[test]
    fn a_page_that_comes_twice_is_noticed() {
        let always = Span { from: 0, to: i64::MAX };
        let mut buckets = Buckets::new(&super::super::outbound::QUESTION, always, always);
        buckets.absorb(serde_json::from_str(TWICE).unwrap());
        assert!(buckets.doubt().is_some());
    }
}
