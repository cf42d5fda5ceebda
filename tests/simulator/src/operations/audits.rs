//! Audits: one record per event of administrative work, spread over its day.

use serde_json::{Value, json};

use super::{Call, Result, page, users};
use crate::clock::{self, DAY, Interval};
use crate::jobs::{self, JobState};
use crate::organization::{Feature, Organization, id_of};
use crate::server::answer::{Answer, Refusal};

const SUBMITTED_BY: &str = "postAuditsQuery";
/// Services whose records the rows hold.
const SERVICES: [(&str, Feature, &str, &str); 2] = [
    ("Architect", Feature::Admin, "Flow", "Publish"),
    ("WorkforceManagement", Feature::WfmPlanning, "Schedule", "Update"),
];
/// Longest interval, in days: of a query, and of the realtime one, which also reaches back no further.
const DAYS_MAX: i64 = 30;
const DAYS_REALTIME: i64 = 14;

/// What a query asks.
struct Ask<'a> {
    interval: Interval,
    service: &'a str,
    filters: &'a [Value],
}

/// `POST /audits/query`.
pub(super) fn submit(call: &Call<'_>) -> Result {
    read(call.body, DAYS_MAX)?;
    let id = jobs::submit(call);
    Ok(Answer::with(202, &status(&id, JobState::Queued, call.body)))
}

/// `GET /audits/query/{transactionId}`.
pub(super) fn poll(call: &Call<'_>) -> Result {
    let (job, state) = jobs::poll(call, "transactionId", SUBMITTED_BY)?;
    Ok(Answer::ok(&status(call.path("transactionId"), state, &job.query)))
}

/// `GET /audits/query/{transactionId}/results`: the cursor is the number of records that were read.
pub(super) fn results(call: &Call<'_>) -> Result {
    let size = page::size(call, call.query.get("pageSize"), 25)?;
    let start = super::family::cursor(call)?;
    let job = jobs::read(call, "transactionId", SUBMITTED_BY)?;
    let ask = read(&job.query, DAYS_MAX)?;
    let (records, total) = records(call.organization(), &ask, start, size);
    let mut body = json!({"id": call.path("transactionId"), "pageSize": size, "entities": records});
    if start + size < total {
        body["cursor"] = json!((start + size).to_string());
    }
    Ok(Answer::ok(&body))
}

/// `POST /audits/query/realtime`: the last 14 days.
pub(super) fn realtime(call: &Call<'_>) -> Result {
    let ask = read(call.body, DAYS_REALTIME)?;
    if ask.interval.from < call.organization().as_of - DAYS_REALTIME * DAY {
        return Err(Refusal::bad("Realtime audits reach back 14 days"));
    }
    let number = |name: &str, default| call.body[name].as_u64().filter(|one| *one > 0).unwrap_or(default) as usize;
    let (size, page_number) = (page::within(call, number("pageSize", 25), 500)?, number("pageNumber", 1));
    let (records, total) = records(call.organization(), &ask, (page_number - 1).saturating_mul(size), size);
    Ok(Answer::ok(&json!({"entities": records, "pageSize": size, "pageNumber": page_number, "total": total,
        "pageCount": total.div_ceil(size)})))
}

/// `GET /audits/query/servicemapping`.
pub(super) fn services(_: &Call<'_>) -> Result {
    let service = |(name, _, entity, action): &(&str, Feature, &str, &str)| json!({"name": name, "entities": [{"name": entity, "actions": [action]}]});
    Ok(Answer::ok(&json!({"services": SERVICES.iter().map(service).collect::<Vec<_>>()})))
}

fn read(query: &Value, days: i64) -> std::result::Result<Ask<'_>, Refusal> {
    let service = query["serviceName"].as_str().ok_or_else(|| Refusal::bad("serviceName is missing"))?;
    let interval = Interval::read(query["interval"].as_str().unwrap_or_default(), days)?;
    Ok(Ask { interval, service, filters: query["filters"].as_array().map_or(&[], Vec::as_slice) })
}

fn status(id: &str, state: JobState, query: &Value) -> Value {
    json!({"id": id, "state": state.audit_name(), "interval": query["interval"], "serviceName": query["serviceName"]})
}

/// Records from `start` on, at most `size`, and how many there are.
fn records(organization: &Organization, ask: &Ask<'_>, start: usize, size: usize) -> (Vec<Value>, usize) {
    let mut found = Vec::new();
    let mut total = 0;
    let Some(service) = SERVICES.iter().find(|(name, ..)| *name == ask.service) else {
        return (found, 0);
    };
    let (from, to) = (ask.interval.from.div_euclid(DAY).max(0), ask.interval.to.div_euclid(DAY) + 1);
    for person in organization.everybody() {
        let id = organization.people.text(person);
        if !passes(ask, id, service) {
            continue;
        }
        for row in organization.activity(person, service.1, from, to) {
            let events = row.events().unwrap_or(0);
            for event in 0..events {
                let at = row.day() * DAY + (event as i64 * 2 + 1) * DAY / (events as i64 * 2);
                if (ask.interval.from..ask.interval.to).contains(&at) {
                    if (start..start + size).contains(&total) {
                        found.push(record(organization, service, id, at, event));
                    }
                    total += 1;
                }
            }
        }
    }
    (found, total)
}

fn passes(ask: &Ask<'_>, id: &str, service: &(&str, Feature, &str, &str)) -> bool {
    ask.filters.iter().all(|filter| {
        let own = match filter["property"].as_str().unwrap_or_default() {
            "UserId" => id,
            "EntityType" => service.2,
            "Action" => service.3,
            _ => return false,
        };
        filter["value"] == own
    })
}

/// An `AuditLogMessage`.
fn record(
    organization: &Organization,
    (service, _, entity, action): &(&str, Feature, &str, &str),
    id: &str,
    at: i64,
    event: u64,
) -> Value {
    let record = id_of("audit", &format!("{service} {id} {at} {event}"));
    json!({"id": record, "userHomeOrgId": organization.id, "user": users::reference(id), "serviceName": service,
        "level": "USER", "eventDate": clock::time(at), "action": action, "entityType": entity,
        "entity": {"id": id_of("audited", id)}, "status": "SUCCESS"})
}
