//! User aggregates, at once and by job: time in each status, clipped to the interval; offline time is not counted.

use super::family::Family;
use super::metrics::{Ask, Point};
use super::user_details::{Status, records};
use super::{Call, Result};
use crate::clock::Interval;

const FAMILY: Family = Family {
    submitted_by: "postAnalyticsUsersAggregatesJobs",
    dimensions: &[],
    head: "\"systemToOrganizationMappings\":{},",
    points,
};

/// `POST /analytics/users/aggregates/query`.
pub(super) fn query(call: &Call<'_>) -> Result {
    FAMILY.query(call)
}

/// `POST /analytics/users/aggregates/jobs`.
pub(super) fn submit(call: &Call<'_>) -> Result {
    FAMILY.submit(call)
}

/// `GET /analytics/users/aggregates/jobs/{jobId}`.
pub(super) fn poll(call: &Call<'_>) -> Result {
    FAMILY.poll(call)
}

/// `GET /analytics/users/aggregates/jobs/{jobId}/results`.
pub(super) fn results(call: &Call<'_>) -> Result {
    FAMILY.results(call)
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
