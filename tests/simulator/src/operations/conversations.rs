//! Conversation aggregates, at once and by job.

use super::family::Family;
use super::metrics::{Ask, MEDIA, MESSAGES, Point};
use super::{Call, Result};
use crate::clock::DAY;
use crate::organization::{ActivityRow, Feature};

const FAMILY: Family = Family {
    submitted_by: "postAnalyticsConversationsAggregatesJobs",
    dimensions: &["mediaType", "messageType"],
    head: "",
    points,
};

/// `POST /analytics/conversations/aggregates/query`.
pub(super) fn query(call: &Call<'_>) -> Result {
    FAMILY.query(call)
}

/// `POST /analytics/conversations/aggregates/jobs`.
pub(super) fn submit(call: &Call<'_>) -> Result {
    FAMILY.submit(call)
}

/// `GET /analytics/conversations/aggregates/jobs/{jobId}`.
pub(super) fn poll(call: &Call<'_>) -> Result {
    FAMILY.poll(call)
}

/// `GET /analytics/conversations/aggregates/jobs/{jobId}/results`.
pub(super) fn results(call: &Call<'_>) -> Result {
    FAMILY.results(call)
}

/// What one person did in conversations.
fn points(call: &Call<'_>, ask: &Ask<'_>, person: u32, into: &mut Vec<Point>) {
    let (from, to) = ask.days();
    let organization = call.organization();
    for (feature, _) in Feature::ALL {
        let Some((media, message)) = feature.media() else { continue };
        let rows = organization.activity(person, feature, from, to);
        if rows.is_empty() {
            continue;
        }
        let outbound = match (feature, ask.filters("outboundCampaignId")) {
            (Feature::Voice, true) => organization.activity(person, Feature::Outbound, from, to),
            _ => &[],
        };
        let cell = Cell::new(call, person, media, message, false);
        if cell.passes(ask) {
            rows.iter().for_each(|row| cell.push(ask, into, *row, outbound));
        }
    }
    if ask.filters("outboundCampaignId") {
        let cell = Cell::new(call, person, "voice", None, true);
        let rows = organization.activity(person, Feature::Outbound, from, to);
        if !rows.is_empty() && cell.passes(ask) {
            rows.iter().for_each(|row| cell.push(ask, into, *row, &[]));
        }
    }
    let cell = Cell::new(call, person, "voice", None, false);
    let rows = organization.activity(person, Feature::Supervision, from, to);
    if ask.wants("tMonitoring") && !rows.is_empty() && cell.passes(ask) {
        rows.iter().for_each(|row| cell.push_time(ask, into, *row, "tMonitoring", row.events(), row.duration_ms()));
    }
}

/// What all points of one person and medium have in common.
struct Cell<'a> {
    person: &'a str,
    media: &'static str,
    message: Option<&'static str>,
    outbound: bool,
}

impl<'a> Cell<'a> {
    fn new(
        call: &Call<'a>,
        person: u32,
        media: &'static str,
        message: Option<&'static str>,
        outbound: bool,
    ) -> Cell<'a> {
        Cell { person: call.server.organization.people.text(person), media, message, outbound }
    }

    fn passes(&self, ask: &Ask<'_>) -> bool {
        ask.passes(|dimension| match dimension {
            "userId" => Some(self.person),
            "mediaType" => Some(self.media),
            "messageType" => self.message,
            "outboundCampaignId" => self.outbound.then_some("campaign"),
            _ => None,
        })
    }

    /// A day, less its outbound part.
    fn push(&self, ask: &Ask<'_>, into: &mut Vec<Point>, row: ActivityRow, outbound: &[ActivityRow]) {
        let part = outbound.iter().find(|other| other.day() == row.day());
        let part = part.filter(|part| part.events() <= row.events() && part.duration_ms() <= row.duration_ms());
        let less = |own: Option<u64>, part: Option<u64>| own.map(|own| own - part.unwrap_or(0));
        let events = less(row.events(), part.and_then(|part| part.events()));
        let duration = less(row.duration_ms(), part.and_then(|part| part.duration_ms()));
        if let Some(count) = events.filter(|_| ask.wants("nConnected")) {
            into.extend(self.point(ask, row, "nConnected", count, None));
        }
        if ask.wants("tHandle") && duration.is_some() {
            self.push_time(ask, into, row, "tHandle", events, duration);
        }
    }

    fn push_time(
        &self,
        ask: &Ask<'_>,
        into: &mut Vec<Point>,
        row: ActivityRow,
        metric: &'static str,
        count: Option<u64>,
        sum: Option<u64>,
    ) {
        if count.is_some() || sum.is_some() {
            into.extend(self.point(ask, row, metric, count.unwrap_or(0), Some(sum.unwrap_or(0))));
        }
    }

    fn point(
        &self,
        ask: &Ask<'_>,
        row: ActivityRow,
        metric: &'static str,
        count: u64,
        sum: Option<u64>,
    ) -> Option<Point> {
        let place = |list: &[&str], name: &str| list.iter().position(|own| *own == name).unwrap_or(0) as u8;
        (count > 0 || sum.is_some()).then(|| Point {
            media: place(&MEDIA, self.media),
            message: place(&MESSAGES, self.message.unwrap_or("")),
            bucket: ask.bucket(row.day() * DAY),
            metric,
            qualifier: "",
            count,
            sum,
        })
    }
}
