//! User aggregates, at once and by job: time in each status, clipped to the interval; offline time is not counted.

use serde_json::{Value, json};

use super::conversations::{available, cursor, page, page_size};
use super::metrics::{self, Ask, Point};
use super::user_details::{Status, records};
use super::{Call, Result};
use crate::clock::Interval;
use crate::jobs;
use crate::server::answer::{Answer, Refusal};

const SUBMITTED_BY: &str = "postAnalyticsUsersAggregatesJobs";

/// `POST /analytics/users/aggregates/query`.
pub(super) fn query(call: &Call<'_>) -> Result {
    let ask = read(call, call.body)?;
    let results = metrics::all(call, &ask, |person, into| points(call, &ask, person, into))?;
    Ok(Answer::text(format!("{{\"systemToOrganizationMappings\":{{}},\"results\":[{}]}}", results.json)))
}

/// `POST /analytics/users/aggregates/jobs`.
pub(super) fn submit(call: &Call<'_>) -> Result {
    available(call)?;
    read(call, call.body)?;
    Ok(Answer::ok(&json!({"jobId": jobs::submit(call)})))
}

/// `GET /analytics/users/aggregates/jobs/{jobId}`.
pub(super) fn poll(call: &Call<'_>) -> Result {
    available(call)?;
    let (_, state) = jobs::poll(call, "jobId", SUBMITTED_BY)?;
    Ok(Answer::ok(&jobs::status(call, state)))
}

/// `GET /analytics/users/aggregates/jobs/{jobId}/results`.
pub(super) fn results(call: &Call<'_>) -> Result {
    available(call)?;
    let start = cursor(call)?;
    let job = jobs::read(call, "jobId", SUBMITTED_BY)?;
    let ask = read(call, &job.query)?;
    let size = page_size(call, &job.query);
    let source = |person, into: &mut Vec<Point>| points(call, &ask, person, into);
    Ok(page(&metrics::some(call.organization(), &ask, start, size, usize::MAX, source)))
}

fn read<'a>(call: &Call<'_>, query: &'a Value) -> std::result::Result<Ask<'a>, Refusal> {
    Ask::read(call.organization(), query, "userId", &[])
}

fn points(call: &Call<'_>, ask: &Ask<'_>, person: u32, into: &mut Vec<Point>) {
    let id = call.organization().people.text(person);
    if !ask.passes(|dimension| (dimension == "userId").then_some(id)) {
        return;
    }
    for record in records(call.organization(), person, ask.interval) {
        let end = record.end.unwrap_or(call.organization().as_of).min(ask.interval.to);
        let (presence, routing) = match record.status {
            Status::Offline => continue,
            Status::Available => ("AVAILABLE", "OFF_QUEUE"),
            Status::OnQueue => ("ON_QUEUE", "IDLE"),
        };
        let mut start = record.start.max(ask.interval.from);
        while start < end {
            let bucket = ask.bucket(start);
            let Interval { to, .. } = ask.stretch(bucket);
            let sum = u64::try_from(to.min(end) - start).unwrap_or(0);
            for (metric, qualifier) in [("tSystemPresence", presence), ("tAgentRoutingStatus", routing)] {
                if ask.wants(metric) {
                    into.push(Point { media: 0, message: 0, bucket, metric, qualifier, count: 1, sum: Some(sum) });
                }
            }
            start = to;
        }
    }
}
