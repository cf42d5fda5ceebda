//! User details: records of presence, at once and by job. A record that crosses the interval's edge is served whole.

use serde_json::{Value, json};

use super::{Call, Result, family::cursor, page};
use crate::clock::{self, Interval};
use crate::jobs;
use crate::organization::Organization;
use crate::server::answer::Answer;

const SUBMITTED_BY: &str = "postAnalyticsUsersDetailsJobs";
/// A presence of over two hours starts with this much time off queue.
const AVAILABLE_FIRST: i64 = 10 * 60_000;
const LONG: i64 = 2 * 3_600_000;
/// Longest interval with and without filters, in days; jobs have the longer one.
const DAYS_FILTERED: i64 = 31;
const DAYS_BARE: i64 = 7;

/// A record of primary presence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) start: i64,
    pub(super) end: Option<i64>,
    pub(super) status: Status,
}

/// Its status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    Offline,
    Available,
    OnQueue,
}

/// `POST /analytics/users/details/jobs`.
pub(super) fn submit(call: &Call<'_>) -> Result {
    Interval::read(call.text("interval").unwrap_or_default(), DAYS_FILTERED)?;
    Ok(Answer::with(202, &json!({"jobId": jobs::submit(call)})))
}

/// `GET /analytics/users/details/jobs/{jobId}`.
pub(super) fn poll(call: &Call<'_>) -> Result {
    let (_, state) = jobs::poll(call, "jobId", SUBMITTED_BY)?;
    Ok(Answer::ok(&jobs::status(call, state)))
}

/// `DELETE /analytics/users/details/jobs/{jobId}`.
pub(super) fn cancel(call: &Call<'_>) -> Result {
    jobs::cancel(call, "jobId", SUBMITTED_BY)?;
    Ok(Answer::empty(204))
}

/// `GET /analytics/users/details/jobs/availability`.
pub(super) fn availability(call: &Call<'_>) -> Result {
    Ok(Answer::ok(&json!({"dataAvailabilityDate": clock::time(available(call))})))
}

/// Where the data of jobs ends.
fn available(call: &Call<'_>) -> i64 {
    call.organization().as_of - i64::try_from(call.settings.jobs.details_lag.as_millis()).unwrap_or(i64::MAX / 2)
}

/// `GET /analytics/users/details/jobs/{jobId}/results`.
pub(super) fn results(call: &Call<'_>) -> Result {
    let start = cursor(call)?;
    let asked = call.query.get("pageSize").and_then(|text| text.parse().ok()).unwrap_or(usize::MAX);
    let most = call.settings.jobs.page_size as usize;
    let size = if asked == usize::MAX { most } else { page::within(call, asked, most)? };
    let job = jobs::read(call, "jobId", SUBMITTED_BY)?;
    let interval = Interval::read(job.query["interval"].as_str().unwrap_or_default(), DAYS_FILTERED)?;
    let people = people(call, &job.query);
    let mut details = Details::default();
    // Without a lag everything that is open is known to be.
    let known_to = if call.settings.jobs.details_lag.is_zero() { i64::MAX } else { available(call) };
    let mut next = None;
    for (index, person) in people.iter().enumerate().skip(start) {
        if details.people == size {
            next = Some(index);
            break;
        }
        details.push(call.organization(), *person, interval, known_to);
    }
    let cursor = next.map(|next| format!(",\"cursor\":\"{next}\"")).unwrap_or_default();
    let available = clock::time(available(call));
    Ok(Answer::text(format!("{{\"userDetails\":[{}]{cursor},\"dataAvailabilityDate\":\"{available}\"}}", details.json)))
}

/// `POST /analytics/users/details/query`: at most 100 a page.
pub(super) fn query(call: &Call<'_>) -> Result {
    let filtered = call.body["userFilters"].as_array().is_some_and(|filters| !filters.is_empty());
    let days = if filtered { DAYS_FILTERED } else { DAYS_BARE };
    let interval = Interval::read(call.text("interval").unwrap_or_default(), days)?;
    let paging = |name: &str, default| call.body["paging"][name].as_u64().filter(|one| *one > 0).unwrap_or(default);
    let size = page::within(call, paging("pageSize", 25) as usize, 100)?;
    let present = |person: &u32| {
        records(call.organization(), *person, interval).iter().any(|record| record.status != Status::Offline)
    };
    let people: Vec<u32> = people(call, call.body).into_iter().filter(present).collect();
    let mut details = Details::default();
    for person in people.iter().skip((paging("pageNumber", 1) as usize - 1).saturating_mul(size)).take(size) {
        details.push(call.organization(), *person, interval, i64::MAX);
    }
    Ok(Answer::text(format!("{{\"userDetails\":[{}],\"totalHits\":{}}}", details.json, people.len())))
}

/// The people whom all user filters name, or everybody.
fn people(call: &Call<'_>, query: &Value) -> Vec<u32> {
    let organization = call.organization();
    let filters = query["userFilters"].as_array().map_or(&[][..], Vec::as_slice);
    let named = |filter: &Value| -> Vec<u32> {
        let predicates = filter["predicates"].as_array().into_iter().flatten();
        predicates.filter_map(|one| organization.people.find(one["value"].as_str()?)).collect()
    };
    let lists: Vec<Vec<u32>> = filters.iter().map(named).collect();
    organization.everybody().filter(|person| lists.iter().all(|list| list.contains(person))).collect()
}

/// Details of people as JSON.
#[derive(Debug, Default)]
struct Details {
    json: String,
    people: usize,
}

impl Details {
    /// Adds a person who was present in the interval, as it was known at `known_to`: what ended later is open.
    fn push(&mut self, organization: &Organization, person: u32, interval: Interval, known_to: i64) {
        let mut records = records(organization, person, Interval { to: interval.to.min(known_to), ..interval });
        for record in &mut records {
            record.end = record.end.filter(|end| *end <= known_to);
        }
        if records.iter().all(|record| record.status == Status::Offline) {
            return;
        }
        self.json.push_str(if self.people > 0 { ",{\"userId\":" } else { "{\"userId\":" });
        self.json.push_str(&Value::from(organization.people.text(person)).to_string());
        self.json.push_str(",\"primaryPresence\":[");
        for (index, record) in records.iter().enumerate() {
            self.json.push_str(if index > 0 { ",{\"startTime\":\"" } else { "{\"startTime\":\"" });
            clock::push_time(&mut self.json, record.start);
            if let Some(end) = record.end {
                self.json.push_str("\",\"endTime\":\"");
                clock::push_time(&mut self.json, end);
            }
            self.json.push_str(match record.status {
                Status::Offline => "\",\"systemPresence\":\"OFFLINE\"}",
                Status::Available => "\",\"systemPresence\":\"AVAILABLE\"}",
                Status::OnQueue => "\",\"systemPresence\":\"ON_QUEUE\"}",
            });
        }
        self.json.push_str("]}");
        self.people += 1;
    }
}

/// The records of a person that lie in the interval or reach into it, in order.
pub(super) fn records(organization: &Organization, person: u32, interval: Interval) -> Vec<Record> {
    let rows = organization.presence(person);
    let first = rows.partition_point(|row| row.end().unwrap_or(i64::MAX) <= interval.from);
    let mut records = Vec::new();
    for (index, row) in rows.iter().enumerate().skip(first) {
        if row.start() >= interval.to {
            break;
        }
        split(row.start(), row.end(), organization.as_of, &mut records);
        let next = rows.get(index + 1).map(|next| next.start());
        if let Some(end) = row.end().filter(|end| next.is_none_or(|next| *end < next)) {
            records.push(Record { start: end, end: next, status: Status::Offline });
        }
    }
    records.retain(|record| record.start < interval.to && record.end.unwrap_or(i64::MAX) > interval.from);
    records
}

/// A long presence is two records that touch.
fn split(start: i64, end: Option<i64>, as_of: i64, into: &mut Vec<Record>) {
    if end.unwrap_or(as_of.max(start)) - start <= LONG {
        return into.push(Record { start, end, status: Status::Available });
    }
    let turn = start + AVAILABLE_FIRST;
    into.push(Record { start, end: Some(turn), status: Status::Available });
    into.push(Record { start: turn, end, status: Status::OnQueue });
}
