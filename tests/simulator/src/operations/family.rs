//! A family of aggregates, answered at once and by job: what conversations and presence have in common.

use serde_json::{Value, json};

use super::metrics::{self, Ask, Point, Results};
use super::{Call, Result};
use crate::jobs;
use crate::server::answer::{Answer, Refusal};

/// What a family is.
pub(super) struct Family {
    /// Operation that submits its jobs.
    pub(super) submitted_by: &'static str,
    /// Dimensions beside the person by which it groups.
    pub(super) dimensions: &'static [&'static str],
    /// Fields before the results of an answer at once.
    pub(super) head: &'static str,
    /// What one person did.
    pub(super) points: fn(&Call<'_>, &Ask<'_>, u32, &mut Vec<Point>),
}

impl Family {
    /// `POST …/query`.
    pub(super) fn query(&self, call: &Call<'_>) -> Result {
        let ask = self.read(call, call.body)?;
        let results = metrics::all(call, &ask, |person, into| (self.points)(call, &ask, person, into))?;
        Ok(Answer::text(format!("{{{}\"results\":[{}]}}", self.head, results.json)))
    }

    /// `POST …/jobs`.
    pub(super) fn submit(&self, call: &Call<'_>) -> Result {
        available(call)?;
        self.read(call, call.body)?;
        Ok(Answer::ok(&json!({"jobId": jobs::submit(call)})))
    }

    /// `GET …/jobs/{jobId}`.
    pub(super) fn poll(&self, call: &Call<'_>) -> Result {
        available(call)?;
        let (_, state) = jobs::poll(call, "jobId", self.submitted_by)?;
        Ok(Answer::ok(&jobs::status(call, state)))
    }

    /// `GET …/jobs/{jobId}/results`.
    pub(super) fn results(&self, call: &Call<'_>) -> Result {
        available(call)?;
        let mut start = cursor(call)?;
        let job = jobs::read(call, "jobId", self.submitted_by)?;
        let ask = self.read(call, &job.query)?;
        let size = page_size(call, &job.query);
        let source = |person, into: &mut Vec<Point>| (self.points)(call, &ask, person, into);
        if start == 0 && call.loses_rows(&job.query.to_string()) {
            let has_points = |person: &u32| {
                let mut points = Vec::new();
                source(*person, &mut points);
                !points.is_empty()
            };
            start = ask.people.iter().position(has_points).map_or(0, |first| first + 1);
        }
        Ok(page(&metrics::some(call.organization(), &ask, start, size, usize::MAX, source)))
    }

    fn read<'a>(&self, call: &Call<'_>, query: &'a Value) -> std::result::Result<Ask<'a>, Refusal> {
        Ask::read(call.organization(), query, "userId", self.dimensions)
    }
}

/// The number of people that were read.
pub(super) fn cursor(call: &Call<'_>) -> std::result::Result<usize, Refusal> {
    match call.query.get("cursor").map(str::parse) {
        None => Ok(0),
        Some(Ok(start)) => Ok(start),
        Some(Err(_)) => Err(Refusal::new(400, "invalid.value", "The cursor is not valid")),
    }
}

/// 404 where the settings have no jobs of aggregates.
fn available(call: &Call<'_>) -> std::result::Result<(), Refusal> {
    match call.settings.jobs.aggregates {
        true => Ok(()),
        false => Err(Refusal::missing("resource")),
    }
}

/// Groups on a page of a job's results.
fn page_size(call: &Call<'_>, query: &Value) -> usize {
    query["pageSize"].as_u64().unwrap_or(u64::MAX).clamp(1, call.settings.jobs.page_size) as usize
}

/// A page of a job's results.
fn page((results, next): &(Results, Option<usize>)) -> Answer {
    let cursor = next.map(|next| format!(",\"cursor\":\"{next}\"")).unwrap_or_default();
    Answer::text(format!("{{\"results\":[{}]{cursor}}}", results.json))
}
