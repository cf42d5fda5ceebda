//! `admin` and `wfm_planning`: what people changed, as the audit log has it.

use std::collections::{BTreeMap, HashSet};

use serde::Deserialize;
use serde_json::json;

use super::wire::{Ref, id};
use crate::canonical::Table;
use crate::canonical::rows::{DAY, Micros, Row};
use crate::ingest::genesys::client::{ApiError, Client, Request};
use crate::ingest::genesys::context::{Context, Shared, side_by_side};
use crate::ingest::genesys::harvest::Harvest;
use crate::ingest::genesys::job;
use crate::ingest::genesys::part::Part;
use crate::ingest::genesys::span::{self, Span, day_of};

/// Name of the piece with the services.
const SERVICES: &str = "audit-services";
/// Days of one query.
const DAYS: i64 = 30;
/// Records of a page, the documented maximum.
const PAGE: u32 = 500;
/// Planning work.
const PLANNING: &str = "WorkforceManagement";
/// Administrative work. Only services that the organization's own list names are asked.
const ADMINISTRATIVE: [&str; 16] = [
    "Architect",
    "ContactCenter",
    "Directory",
    "Groups",
    "Integrations",
    "Outbound",
    "PeoplePermissions",
    "PredictiveEngagement",
    "ProcessAutomation",
    "Quality",
    "ResponseManagement",
    "Routing",
    "Scripter",
    "SpeechAndTextAnalytics",
    "Telephony",
    "Triggers",
];
/// How often a query that failed is made anew.
const QUERIES: u32 = 6;
/// Polls of one query.
const POLLS: u32 = 60;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Mapping {
    services: Option<Vec<Ref>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Execution {
    id: Option<String>,
    state: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Results {
    cursor: Option<String>,
    entities: Option<Vec<Entry>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Entry {
    id: Option<String>,
    user: Option<Ref>,
    level: Option<String>,
    entity_type: Option<String>,
    event_date: String,
}

/// Records per person, day and feature.
#[derive(Default)]
struct Log {
    counts: BTreeMap<(String, Micros, &'static str), i64>,
    seen: HashSet<String>,
    is_doubtful: bool,
}

pub(super) async fn collect(context: Shared) -> Result<(), ApiError> {
    let about = context.piece(Part::Audits, SERVICES, services(&context)).await?;
    let services: Vec<String> = about.facts()?;
    let months = context.asked(Part::Audits).into_iter().flat_map(|span| span.pieces(DAYS)).collect();
    let work = |month: Span| {
        let (context, services) = (context.clone(), services.clone());
        async move {
            let name = format!("audits-{}", span::date(month.from));
            context.piece(Part::Audits, &name, month_of(&context, &services, month)).await
        }
    };
    if about.is_absent() { Ok(()) } else { side_by_side(months, work).await }
}

/// The services that are asked: administrative ones and planning, where the organization has them.
async fn services(context: &Context) -> Result<Harvest, ApiError> {
    let mapping: Mapping = context.client.send(&Request::get("/api/v2/audits/query/servicemapping", &[])).await?;
    let mut names: Vec<String> = mapping.services.into_iter().flatten().filter_map(|service| service.name).collect();
    names.retain(|name| is_asked(name));
    names.sort();
    names.dedup();
    let mut harvest = Harvest::default();
    harvest.declare(Table::Activity);
    harvest.set_facts(&names)?;
    Ok(harvest)
}

/// Is this a service whose audits are read?
pub fn is_asked(service: &str) -> bool {
    service == PLANNING || ADMINISTRATIVE.contains(&service)
}

async fn month_of(context: &Context, services: &[String], month: Span) -> Result<Harvest, ApiError> {
    let mut harvest = Harvest::default();
    harvest.declare(Table::Activity);
    let known = context.known(month);
    let asks = |planning: bool| services.iter().any(|service| (service == PLANNING) == planning);
    for (feature, is_asked) in [("wfm_planning", asks(true)), ("admin", asks(false))] {
        if is_asked {
            harvest.cover(Table::Activity, Some(feature), known);
        }
    }
    for service in services {
        let log = records(&context.client, service, month).await?;
        for ((user_id, day, feature), events) in &log.counts {
            harvest.push(Row::Activity {
                user_id,
                interval_start: *day,
                interval_end: day + DAY,
                feature,
                events: Some(*events),
                duration_ms: None,
            });
        }
    }
    Ok(harvest)
}

/// All records of a service and month.
async fn records(client: &Client, service: &str, month: Span) -> Result<Log, ApiError> {
    let query = Request::post("/api/v2/audits/query", &[], json!({ "interval": month.iso(), "serviceName": service }));
    let mut cause = String::new();
    for number in 0..QUERIES {
        client.wait(2.0 * f64::from(number)).await?;
        let execution: Execution = client.send(&query).await?;
        let Some(id) = succeeded(client, execution).await? else {
            cause = format!("the query of {service} failed");
            continue;
        };
        match read(client, &id, service, month).await {
            Ok(Some(log)) => return Ok(log),
            Ok(None) => cause = "a page came twice".to_owned(),
            Err(error) if error.status().is_some_and(|error| [400, 404, 410].contains(&error.status)) => {
                cause = error.to_string();
            }
            Err(error) => return Err(error),
        }
    }
    Err(ApiError::Job { request: query.to_string(), cause })
}

/// Waits for the end of a query: its id, or `None` where it failed.
async fn succeeded(client: &Client, mut execution: Execution) -> Result<Option<String>, ApiError> {
    let Some(id) = execution.id.clone() else { return Ok(None) };
    let status = Request::get("/api/v2/audits/query/{}", &[&id]);
    for poll in 0..POLLS {
        match execution.state.as_deref().unwrap_or_default() {
            "Succeeded" => return Ok(Some(id)),
            "Failed" | "Cancelled" => return Ok(None),
            _ => {}
        }
        client.wait(job::pause(poll)).await?;
        execution = client.send(&status).await?;
    }
    Ok(None)
}

/// Reads the results; `None` = a page came twice, so another may be missing.
async fn read(client: &Client, id: &str, service: &str, month: Span) -> Result<Option<Log>, ApiError> {
    let results = Request::get("/api/v2/audits/query/{}/results", &[id]).with("pageSize", PAGE);
    let mut log = Log::default();
    let mut request = results.clone();
    loop {
        let page: Results = client.send(&request).await?;
        page.entities.into_iter().flatten().for_each(|entry| log.take(&entry, service, month));
        match page.cursor.filter(|cursor| !cursor.is_empty()) {
            Some(cursor) => request = results.clone().with("cursor", cursor),
            None => return Ok((!log.is_doubtful).then_some(log)),
        }
    }
}

impl Log {
    /// Counts a record of a person's own work; a new access token is a login.
    fn take(&mut self, entry: &Entry, service: &str, month: Span) {
        if let Some(id) = &entry.id
            && !self.seen.insert(id.clone())
        {
            self.is_doubtful = true;
            return;
        }
        let is_user = entry.level.as_deref().is_none_or(|level| level == "USER");
        let at = span::instant(&entry.event_date).filter(|at| (month.from..month.to).contains(at));
        if let (true, Some(user), Some(at)) = (is_user, id(&entry.user), at)
            && entry.entity_type.as_deref() != Some("AccessToken")
        {
            let feature = if service == PLANNING { "wfm_planning" } else { "admin" };
            *self.counts.entry((user.to_owned(), day_of(at), feature)).or_default() += 1;
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests {
    use super::*;

    #[test]
    fn work_of_people_counts_and_logins_do_not() {
        let from = span::instant("2026-09-01T00:00:00Z").unwrap();
        let month = Span { from, to: from + 30 * DAY };
        let page: Results = serde_json::from_str(
            r#"{"entities":[
                {"id":"1","user":{"id":"u"},"level":"USER","eventDate":"2026-09-01T10:00:00Z","entityType":"Flow"},
                {"id":"2","user":{"id":"u"},"level":"USER","eventDate":"2026-09-01T11:00:00Z","entityType":"Flow"},
                {"id":"3","user":{"id":"u"},"level":"USER","eventDate":"2026-09-01T11:00:00Z","entityType":"AccessToken"},
                {"id":"4","user":{"id":"u"},"level":"SYSTEM","eventDate":"2026-09-01T11:00:00Z","entityType":"Flow"},
                {"id":"5","level":"USER","eventDate":"2026-09-01T11:00:00Z","entityType":"Flow"}]}"#,
        )
        .unwrap();
        let mut log = Log::default();
        page.entities.unwrap().iter().for_each(|entry| log.take(entry, "Architect", month));
        assert_eq!(log.counts, BTreeMap::from([(("u".to_owned(), from, "admin"), 2)]));
        assert!(!log.is_doubtful);
    }
}
