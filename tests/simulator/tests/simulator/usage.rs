//! Aggregates, details, schedules, audits and billing: their totals are those of the rows.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::client::Client;
use crate::sample::{self, OCTOBER};

fn aggregate(group_by: &[&str], metrics: &[&str]) -> Value {
    json!({"interval": OCTOBER, "granularity": "P1D", "groupBy": group_by, "metrics": metrics})
}

/// Count and sum of a metric over all groups and days.
fn totals(results: &Value, metric: &str) -> (u64, u64) {
    let groups = results["results"].as_array().expect("results").iter();
    let buckets = groups.flat_map(|group| group["data"].as_array().expect("data"));
    let metrics = buckets.flat_map(|bucket| bucket["metrics"].as_array().expect("metrics"));
    let of = |one: &Value, name: &str| one["stats"][name].as_u64().unwrap_or(0);
    let own = metrics.filter(|one| one["metric"] == metric);
    own.fold((0, 0), |(count, sum), one| (count + of(one, "count"), sum + of(one, "sum")))
}

/// Ten days of 20 people with 10, 11, … 29 calls of a minute each.
const VOICE: u64 = 10 * (10 + 29) * 20 / 2;

#[tokio::test]
async fn conversation_aggregates_add_up_to_the_rows() {
    let running = sample::running(|_| {}).await;
    let client = Client::new(&running).await;
    let path = "/api/v2/analytics/conversations/aggregates/query";
    let all =
        client.post(path, aggregate(&["userId", "mediaType", "messageType"], &["nConnected", "tHandle"])).await.json();
    assert_eq!(totals(&all, "nConnected").0, VOICE + 10 * (2 + 3));
    assert_eq!(totals(&all, "tHandle"), (VOICE + 50, VOICE * 60_000 + 10 * 12_000));
    let first = &all["results"][0];
    assert_eq!(first["group"], json!({"userId": "u00", "mediaType": "voice"}));
    assert_eq!(first["data"][0]["interval"], "2026-10-01T00:00:00.000Z/2026-10-02T00:00:00.000Z");
    assert_eq!(first["data"].as_array().map(Vec::len), Some(10));
    let mut outbound = aggregate(&["userId"], &["nConnected"]);
    outbound["filter"] =
        json!({"type": "and", "predicates": [{"dimension": "outboundCampaignId", "operator": "exists"}]});
    let outbound = client.post(path, outbound).await.json();
    assert_eq!((totals(&outbound, "nConnected").0, outbound["results"].as_array().map(Vec::len)), (40, Some(1)));
    let watched = client.post(path, aggregate(&["userId"], &["tMonitoring"])).await.json();
    assert_eq!(totals(&watched, "tMonitoring"), (10, 900_000));
    assert_eq!(running.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn a_filter_on_people_leaves_those_and_has_a_limit() {
    let running = sample::running(|_| {}).await;
    let client = Client::new(&running).await;
    let mut query = aggregate(&["userId"], &["nConnected"]);
    let people = |ids: Vec<String>| {
        let predicate = |id: String| json!({"dimension": "userId", "value": id});
        json!({"type": "or", "predicates": ids.into_iter().map(predicate).collect::<Vec<_>>()})
    };
    query["filter"] = people(vec!["u01".into(), "u03".into(), "nobody".into()]);
    let path = "/api/v2/analytics/conversations/aggregates/query";
    let some = client.post(path, query.clone()).await.json();
    assert_eq!(totals(&some, "nConnected").0, 10 * (11 + 13 + 5));
    query["filter"] = people((0..101).map(|index| format!("u{index}")).collect());
    assert_eq!(client.post(path, query).await.status, 400);
}

#[tokio::test]
async fn an_aggregate_job_gives_what_the_query_gives() {
    let running = sample::running(|settings| (settings.jobs.page_size, settings.jobs.polls) = (4, 2)).await;
    let client = Client::new(&running).await;
    let jobs = "/api/v2/analytics/conversations/aggregates/jobs";
    let query = aggregate(&["userId", "mediaType", "messageType"], &["nConnected"]);
    let job = client.post(jobs, query.clone()).await.json()["jobId"].as_str().expect("a job").to_owned();
    assert_eq!(client.get(&format!("{jobs}/{job}/results")).await.status, 400);
    let mut states = Vec::new();
    while states.last().is_none_or(|state| state != "FULFILLED") {
        states.push(client.get(&format!("{jobs}/{job}")).await.json()["state"].as_str().expect("a state").to_owned());
    }
    assert_eq!(states, ["PENDING", "PENDING", "FULFILLED"]);
    let mut groups = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = client.get(&format!("{jobs}/{job}/results{cursor}")).await.json();
        groups.extend(page["results"].as_array().expect("results").iter().cloned());
        match page["cursor"].as_str() {
            Some(next) => cursor = format!("?cursor={next}"),
            None => break,
        }
    }
    let path = "/api/v2/analytics/conversations/aggregates/query";
    assert_eq!(json!(groups), client.post(path, query).await.json()["results"]);
    assert_eq!(running.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn counting_aggregates_add_up_to_the_rows() {
    let running = sample::running(|_| {}).await;
    let client = Client::new(&running).await;
    for (kind, group, metric, count) in [
        ("evaluations", "evaluatorId", "nEvaluations", 30),
        ("evaluations", "userId", "nEvaluations", 30),
        ("transcripts", "userId", "nSpeechTextAnalyzedConversations", 60),
        ("agentcopilots", "userId", "nDistinctSuggestions", 70),
        ("taskmanagement", "userId", "nWorkitemsAcdStarted", 30),
        ("taskmanagement", "userId", "nWorkitemsStatusChanged", 20),
        ("summaries", "userId", "nConversationSummaries", 0),
    ] {
        let path = format!("/api/v2/analytics/{kind}/aggregates/query");
        let results = client.post(&path, aggregate(&[group], &[metric])).await.json();
        assert_eq!(totals(&results, metric).0, count, "{kind} by {group}");
    }
    assert_eq!(running.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn presence_is_the_same_in_details_and_aggregates() {
    let running = sample::running(|settings| settings.jobs.page_size = 7).await;
    let client = Client::new(&running).await;
    let jobs = "/api/v2/analytics/users/details/jobs";
    let submitted = client.post(jobs, json!({"interval": OCTOBER})).await;
    assert_eq!(submitted.status, 202);
    let job = submitted.json()["jobId"].as_str().expect("a job").to_owned();
    while client.get(&format!("{jobs}/{job}")).await.json()["state"] != "FULFILLED" {}
    let mut records: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    let mut cursor = String::new();
    loop {
        let page = client.get(&format!("{jobs}/{job}/results{cursor}")).await.json();
        for user in page["userDetails"].as_array().expect("details") {
            let own = user["primaryPresence"].as_array().expect("records").clone();
            records.insert(user["userId"].as_str().expect("an id").to_owned(), own);
        }
        match page["cursor"].as_str() {
            Some(next) => cursor = format!("?cursor={next}"),
            None => break,
        }
    }
    assert_eq!(records.len(), 20);
    let online = |own: &[Value]| own.iter().filter(|record| record["systemPresence"] != "OFFLINE").count();
    assert_eq!(online(&records["u01"]), 20);
    assert_eq!(records["u00"].last().map(|record| record["endTime"].clone()), Some(Value::Null));
    let query = aggregate(&["userId"], &["tSystemPresence"]);
    let sums = client.post("/api/v2/analytics/users/aggregates/query", query).await.json();
    assert_eq!(totals(&sums, "tSystemPresence").1, (20 * 10 * 8 + 1) * 3_600_000);
    let few = json!({"interval": "2026-10-01T00:00:00.000Z/2026-10-02T00:00:00.000Z", "paging": {"pageSize": 5, "pageNumber": 4}});
    let page = client.post("/api/v2/analytics/users/details/query", few).await.json();
    assert_eq!((page["userDetails"].as_array().map(Vec::len), &page["totalHits"]), (Some(5), &json!(20)));
    let long = json!({"interval": OCTOBER});
    assert_eq!(client.post("/api/v2/analytics/users/details/query", long).await.status, 400);
    assert_eq!(running.violations(), Vec::<String>::new());
}

#[tokio::test]
async fn schedules_audits_and_billing_hold_the_rows() {
    let running = sample::running(|_| {}).await;
    let client = Client::new(&running).await;
    let units = client.get("/api/v2/workforcemanagement/businessunits").await.json();
    let unit = units["entities"][0]["id"].as_str().expect("a unit");
    let week = json!({"startDate": "2026-10-01T00:00:00.000Z", "endDate": "2026-10-08T00:00:00.000Z"});
    let search = format!("/api/v2/workforcemanagement/businessunits/{unit}/agentschedules/search");
    let schedules = client.post(&search, week).await.json()["result"]["agentSchedules"].clone();
    assert_eq!(
        (&schedules[0]["user"]["id"], schedules[0]["shifts"].as_array().map(Vec::len)),
        (&json!("u03"), Some(7))
    );
    let query = json!({"interval": OCTOBER, "serviceName": "Architect"});
    let audit = client.post("/api/v2/audits/query", query).await.json();
    let audit = format!("/api/v2/audits/query/{}", audit["id"].as_str().expect("an id"));
    while client.get(&audit).await.json()["state"] != "Succeeded" {}
    let page = client.get(&format!("{audit}/results?pageSize=30")).await.json();
    let rest =
        client.get(&format!("{audit}/results?pageSize=30&cursor={}", page["cursor"].as_str().unwrap_or(""))).await;
    let count = |page: &Value| page["entities"].as_array().map_or(0, Vec::len);
    assert_eq!((count(&page), count(&rest.json())), (30, 10));
    let report = "/api/v2/billing/reports/billableusage?startDate=2026-10-01T00:00:00Z&endDate=2026-11-01T00:00:00Z";
    assert_eq!(client.get(report).await.json()["status"], "InProgress");
    let report = client.get(report).await.json();
    assert_eq!((&report["status"], &report["usages"][0]["totalUsage"]), (&json!("Complete"), &json!("2")));
    assert_eq!(running.violations(), Vec::<String>::new());
}
