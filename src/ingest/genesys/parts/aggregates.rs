//! Analytics aggregates: one row of `activity` per person, UTC day and feature.
//!
//! A job covers a month of everybody; where there are no jobs, the query does, in pieces that stay below the limit of
//! results: fewer days, and where a single day is too much, a hundred people at a time.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;
use serde_json::{Value, json};
use xxhash_rust::xxh3::xxh3_64;

use super::people::{self, Person};
use crate::canonical::rows::{DAY, Micros, Row};
use crate::ingest::genesys::client::{ApiError, Request};
use crate::ingest::genesys::context::{Context, Shared, side_by_side};
use crate::ingest::genesys::harvest::Harvest;
use crate::ingest::genesys::job::{self, Absorb, Job};
use crate::ingest::genesys::part::Part;
use crate::ingest::genesys::span::{Span, day_of, start_of};

/// Cells (groups times days) of one answer of a query: the API's limit is 30,000, a tenth is left for growth.
const CELLS: i64 = 27_000;
/// People that one query may name.
const PEOPLE: usize = 100;
/// Groups of a page of a job's results.
const JOB_PAGE: u32 = 1000;

/// What is asked of one family of aggregates, and what the answers prove.
pub(super) struct Question {
    pub(super) part: Part,
    /// Beginning of the names of its pieces.
    pub(super) piece: &'static str,
    /// Path of the family; `/query` and perhaps `/jobs` are below it.
    pub(super) path: &'static str,
    /// Are there jobs?
    pub(super) has_jobs: bool,
    /// The dimension that names the person.
    pub(super) person: &'static str,
    /// Further dimensions.
    pub(super) group_by: &'static [&'static str],
    pub(super) metrics: &'static [&'static str],
    /// A dimension that must exist.
    pub(super) exists: Option<&'static str>,
    /// Which features the metrics of a bucket prove.
    pub(super) proves: fn(&Group, &Metrics<'_>) -> Vec<Proof>,
}

/// A feature that was used, how often and for how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Proof {
    pub(super) feature: String,
    pub(super) events: i64,
    pub(super) duration_ms: Option<i64>,
}

/// Values of the dimensions of a group.
pub(super) type Group = HashMap<String, Option<String>>;

#[derive(Debug, Deserialize)]
struct Answer {
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

impl Proof {
    /// A proof by a count, without duration.
    pub(super) fn count(feature: &str, events: i64) -> Vec<Proof> {
        vec![Proof { feature: feature.to_owned(), events, duration_ms: None }]
    }
}

pub(super) async fn collect(context: Shared, question: &'static Question) -> Result<(), ApiError> {
    let months: Vec<Span> = context.asked(question.part).into_iter().flat_map(Span::months).collect();
    if question.has_jobs {
        let work = |month: Span| {
            let context = context.clone();
            async move { context.piece(question.part, &question.name(month), by_job(&context, question, month)).await }
        };
        return side_by_side(months, work).await;
    }
    let mut days = i64::MAX;
    for month in months {
        let fetch = by_query(&context, question, month, &mut days);
        if context.piece(question.part, &question.name(month), fetch).await?.is_absent() {
            break;
        }
    }
    Ok(())
}

impl Question {
    fn name(&self, span: Span) -> String {
        format!("{}-{}", self.piece, crate::ingest::genesys::span::date(span.from))
    }

    fn body(&self, span: Span, people: &[&str]) -> Value {
        let mut group_by = vec![self.person];
        group_by.extend(self.group_by);
        let mut body = json!({
            "interval": span.iso(),
            "granularity": "P1D",
            "timeZone": "UTC",
            "groupBy": group_by,
            "metrics": self.metrics,
        });
        let matches: Vec<Value> = people.iter().map(|id| json!({ "dimension": self.person, "value": id })).collect();
        let exists = self.exists.map(|dimension| json!({ "dimension": dimension, "operator": "exists" }));
        let filter = match (exists, matches.is_empty()) {
            (None, true) => return body,
            (None, false) => json!({ "type": "or", "predicates": matches }),
            (Some(exists), true) => json!({ "type": "and", "predicates": [exists] }),
            (Some(exists), false) => json!({
                "type": "and",
                "clauses": [{ "type": "or", "predicates": matches }],
                "predicates": [exists],
            }),
        };
        body["filter"] = filter;
        body
    }
}

async fn by_job(context: &Context, question: &'static Question, month: Span) -> Result<Harvest, ApiError> {
    let mut body = question.body(month, &[]);
    body["pageSize"] = json!(JOB_PAGE);
    let job = Job { path: format!("{}/jobs", question.path), body, page_size: None };
    match job::run(&context.client, &job, || Buckets::new(question, month)).await {
        Ok(buckets) => Ok(buckets.harvest(context)),
        Err(error) if error.is_not_found() => by_query(context, question, month, &mut { i64::MAX }).await,
        Err(error) => Err(error),
    }
}

/// `days`: how many days one query may cover, as far as learned.
async fn by_query(
    context: &Context,
    question: &'static Question,
    month: Span,
    days: &mut i64,
) -> Result<Harvest, ApiError> {
    let mut all = Buckets::new(question, month);
    let mut from = month.from;
    while from < month.to {
        let length = (*days).clamp(1, 31);
        let span = Span { from, to: (from + length * DAY).min(month.to) };
        match ask(context, question, span, &[]).await {
            Ok(answer) => {
                let groups = answer.results.as_ref().map_or(0, Vec::len) as i64;
                *days = if groups == 0 { i64::MAX } else { (CELLS / groups).max(1) };
                all.absorb(answer);
            }
            Err(error) if error.is_over_limit() && span.days() > 1 => {
                *days = (span.days() / 2).max(1);
                continue;
            }
            Err(error) if error.is_over_limit() => by_people(context, question, span, &mut all).await?,
            Err(error) => return Err(error),
        }
        from = span.to;
    }
    Ok(all.harvest(context))
}

/// A day that is too much for one answer, some people at a time.
async fn by_people(
    context: &Context,
    question: &'static Question,
    day: Span,
    all: &mut Buckets,
) -> Result<(), ApiError> {
    let people: Vec<Person> = context.work.closed(people::PIECE)?.unwrap_or_default().facts()?;
    let ids: Vec<&str> = people.iter().map(|person| person.id.as_str()).collect();
    let mut pending: Vec<&[&str]> = ids.chunks(PEOPLE).rev().collect();
    while let Some(some) = pending.pop() {
        match ask(context, question, day, some).await {
            Ok(answer) => drop(all.absorb(answer)),
            Err(error) if error.is_over_limit() && some.len() > 1 => {
                let (left, right) = some.split_at(some.len() / 2);
                pending.extend([right, left]);
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

async fn ask(context: &Context, question: &Question, span: Span, people: &[&str]) -> Result<Answer, ApiError> {
    let path = format!("{}/query", question.path);
    context.client.send(&Request::post(&path, &[], question.body(span, people))).await
}

/// What the answers of one month add up to.
struct Buckets {
    question: &'static Question,
    span: Span,
    people: HashMap<String, u32>,
    features: HashMap<String, u32>,
    cells: HashMap<(u32, Micros, u32), (i64, Option<i64>)>,
    seen: HashSet<u64>,
    doubt: Option<String>,
    fingerprint: u64,
}

impl Buckets {
    fn new(question: &'static Question, span: Span) -> Buckets {
        Buckets {
            question,
            span,
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
        for bucket in container.data.into_iter().flatten() {
            let hash = xxh3_64(format!("{dimensions:?} {}", bucket.interval).as_bytes());
            if !self.seen.insert(hash) {
                self.doubt = Some(format!("the group of `{person}` stands twice for {}", bucket.interval));
                continue;
            }
            self.fingerprint = self.fingerprint.wrapping_add(hash);
            self.add(&person, &group, &bucket);
        }
    }

    fn add(&mut self, person: &str, group: &Group, bucket: &Bucket) {
        let Some(day) = start_of(&bucket.interval).map(day_of) else {
            self.doubt = Some(format!("`{}` is no interval", bucket.interval));
            return;
        };
        if day < self.span.from || day >= self.span.to {
            return;
        }
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

    fn harvest(self, context: &Context) -> Harvest {
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
        let mut buckets = Buckets::new(question, Span { from, to: from + DAY });
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
        let mut buckets = Buckets::new(&super::super::outbound::QUESTION, Span { from: 0, to: i64::MAX });
        buckets.absorb(serde_json::from_str(TWICE).unwrap());
        assert!(buckets.doubt().is_some());
    }

    #[test]
    fn filters_name_people_and_what_must_exist() {
        let span = Span { from: 0, to: DAY };
        let question = &super::super::outbound::QUESTION;
        insta::assert_json_snapshot!(question.body(span, &["u1"]), @r#"
        {
          "filter": {
            "clauses": [
              {
                "predicates": [
                  {
                    "dimension": "userId",
                    "value": "u1"
                  }
                ],
                "type": "or"
              }
            ],
            "predicates": [
              {
                "dimension": "outboundCampaignId",
                "operator": "exists"
              }
            ],
            "type": "and"
          },
          "granularity": "P1D",
          "groupBy": [
            "userId"
          ],
          "interval": "1970-01-01T00:00:00.000Z/1970-01-02T00:00:00.000Z",
          "metrics": [
            "nConnected",
            "tHandle"
          ],
          "timeZone": "UTC"
        }
        "#);
    }
}
