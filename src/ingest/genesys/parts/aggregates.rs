//! Analytics aggregates: one row of `activity` per person, UTC day and feature.
//!
//! A job covers a month of everybody; where there are no jobs, the query does, in pieces that stay below the limit of
//! results: fewer days, and where a single day is too much, a hundred people at a time.

use serde_json::{Value, json};

use super::buckets::{Answer, Buckets, Group, Metrics, Proof};
use super::people::{self, Person};
use super::totals;
use crate::canonical::rows::DAY;
use crate::ingest::genesys::client::{ApiError, Request};
use crate::ingest::genesys::context::{Context, Shared, side_by_side};
use crate::ingest::genesys::harvest::Harvest;
use crate::ingest::genesys::job::{self, Absorb, Job};
use crate::ingest::genesys::part::Part;
use crate::ingest::genesys::span::Span;

/// Cells (groups times days) of one answer of a query: the API's limit is 30,000, a tenth is left for growth.
const CELLS: i64 = 27_000;
/// People that one query may name.
const PEOPLE: usize = 100;
/// Groups of a page of a job's results.
const JOB_PAGE: u32 = 1000;
/// How often a job is run whose results don't add up to the API's own total.
const CHECKS: u32 = 4;

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
    /// Further dimensions; the first one is that of the totals.
    pub(super) group_by: &'static [&'static str],
    pub(super) metrics: &'static [&'static str],
    /// A dimension that must exist.
    pub(super) exists: Option<&'static str>,
    /// Which features the metrics of a bucket prove.
    pub(super) proves: fn(&Group, &Metrics<'_>) -> Vec<Proof>,
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
    let checked = context.closed(month);
    let mut number = 1;
    loop {
        let buckets = match job::run(&context.client, &job, || Buckets::new(question, month, checked)).await {
            Err(error) if error.is_not_found() => {
                return by_query(context, question, month, &mut { i64::MAX }).await;
            }
            buckets => buckets?,
        };
        let differing = totals::differing(context, question, &buckets, checked).await?;
        if differing.is_empty() || number == CHECKS {
            let mut harvest = buckets.harvest(context);
            totals::tell(&mut harvest, question.part, month, &differing);
            return Ok(harvest);
        }
        tracing::warn!(piece = %question.name(month), ?differing, "not the API's own total, asked again");
        number += 1;
    }
}

/// `days`: how many days one query may cover, as far as learned.
async fn by_query(
    context: &Context,
    question: &'static Question,
    month: Span,
    days: &mut i64,
) -> Result<Harvest, ApiError> {
    let mut all = Buckets::new(question, month, Span { to: month.from, ..month });
    let mut from = month.from;
    while from < month.to {
        let length = (*days).clamp(1, 31);
        let span = Span { from, to: (from + length * DAY).min(month.to) };
        match ask(context, question, span, &[]).await {
            Ok(answer) => {
                let groups = answer.groups() as i64;
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

#[cfg(test)]
mod tests {
    use super::*;

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
