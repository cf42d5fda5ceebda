//! The organization itself, tokens and clients, and what would break when a person leaves.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Call, Result, page, users};
use crate::clock::{self, DAY};
use crate::organization::{Feature, id_of};
use crate::server::answer::{Answer, Refusal};

/// How many people with administrative activity own a client and lock a flow.
const OWNERS: usize = 3;

/// `GET /date`.
pub(super) fn date(call: &Call<'_>) -> Result {
    Ok(Answer::ok(&json!({"currentDate": clock::time(call.organization().as_of)})))
}

/// `GET /organizations/me`.
pub(super) fn me(call: &Call<'_>) -> Result {
    let organization = call.organization();
    Ok(Answer::ok(&json!({"id": organization.id, "name": organization.name, "version": 1, "state": "active",
        "productPlatform": "GenesysCloud", "selfUri": format!("/api/v2/organizations/{}", organization.id)})))
}

/// `GET /organizations/limits/namespaces`.
pub(super) fn namespaces(call: &Call<'_>) -> Result {
    page::list(call, &["client.credentials", "analytics"], |name| json!(name))
}

/// `GET /organizations/limits/namespaces/{namespaceName}`.
pub(super) fn limits(call: &Call<'_>) -> Result {
    let (namespace, rate) = (call.path("namespaceName"), call.settings.rate.requests);
    let limit = match namespace {
        "client.credentials" => rate.map(|rate| ("client.credentials.token.rate.per.minute", rate)),
        "analytics" => Some(("analytics.aggregate.results.max", call.settings.result_limit as u64)),
        _ => return Err(Refusal::missing("namespace")),
    };
    let entities: Vec<Value> = limit.map(|(key, value)| json!({"key": key, "value": value})).into_iter().collect();
    Ok(Answer::ok(&json!({"entities": entities})))
}

/// `GET /tokens/me`.
pub(super) fn token(call: &Call<'_>) -> Result {
    let organization = json!({"id": call.organization().id, "name": call.organization().name});
    Ok(Answer::ok(&json!({"organization": organization, "homeOrganization": organization,
        "OAuthClient": {"id": call.client, "name": "seatwise", "authorizedGrantType": "CLIENT-CREDENTIALS",
            "organization": organization}})))
}

/// `DELETE /tokens/{userId}`: people's own tokens are not simulated, so there is none left in any case.
pub(super) fn delete_tokens(call: &Call<'_>) -> Result {
    users::find(call, &call.server.state(), call.path("userId"))?;
    Ok(Answer::empty(204))
}

/// `GET /oauth/clients`: unpaged.
pub(super) fn clients(call: &Call<'_>) -> Result {
    let clients: Vec<Value> = owners(call).into_iter().map(|owner| client_of(call, owner)).collect();
    let total = clients.len();
    Ok(Answer::ok(&json!({"entities": clients, "pageSize": total, "pageNumber": 1, "total": total, "pageCount": 1})))
}

/// `GET /oauth/clients/{clientId}`.
pub(super) fn client(call: &Call<'_>) -> Result {
    let mut clients = owners(call).into_iter().map(|owner| client_of(call, owner));
    let client = clients.find(|client| client["id"] == call.path("clientId"));
    client.map(|client| Answer::ok(&client)).ok_or_else(|| Refusal::missing("client"))
}

/// `GET /flows`: those that somebody locked.
pub(super) fn flows(call: &Call<'_>) -> Result {
    let locked_by = call.query.get("lockedBy");
    let wanted = |owner: &u32| locked_by.is_none_or(|id| id == call.organization().people.text(*owner));
    let owners: Vec<u32> = owners(call).into_iter().filter(wanted).collect();
    page::list(call, &owners, |owner| {
        let id = call.organization().people.text(*owner);
        json!({"id": id_of("flow", id), "name": format!("Flow of {id}"), "type": "INBOUNDCALL", "active": true,
            "system": false, "deleted": false, "lockedUser": users::reference(id)})
    })
}

/// `GET /analytics/reporting/dashboards/users`.
pub(super) fn dashboards(call: &Call<'_>) -> Result {
    let owners = owners(call);
    let state = call.server.state();
    page::list(call, &owners, |owner| {
        let id = call.organization().people.text(*owner);
        let user = &state.users[*owner as usize];
        let standing = if user.state.name() == "active" { "active" } else { "inactive" };
        json!({"id": id, "name": user.name.as_deref().unwrap_or(id), "dashboardCount": 2, "publicDashboardCount": 1,
            "state": standing})
    })
}

/// `GET /analytics/dataretention/settings`.
pub(super) fn retention(_: &Call<'_>) -> Result {
    Ok(Answer::ok(&json!({"retentionDays": 1_825})))
}

/// `GET /presence/definitions`.
pub(super) fn presence_definitions(_: &Call<'_>) -> Result {
    let system = ["Available", "Away", "Busy", "Offline", "Idle", "OnQueue", "Meal", "Training", "Meeting", "Break"];
    let entities: Vec<Value> = system
        .iter()
        .map(|name| {
            json!({"id": id_of("presence", name), "type": "System", "systemPresence": name, "deactivated": false,
                "languageLabels": {"en_US": name}})
        })
        .collect();
    Ok(Answer::ok(&json!({"total": entities.len(), "entities": entities})))
}

/// `GET /quality/agents/activity`.
pub(super) fn agents_activity(call: &Call<'_>) -> Result {
    let counts: Vec<_> = evaluations(call, Feature::QualityEvaluated)?.into_iter().collect();
    page::list(call, &counts, |(person, count)| {
        let id = call.organization().people.text(*person);
        json!({"id": id, "agent": users::reference(id), "numEvaluations": count})
    })
}

/// `GET /quality/evaluators/activity`.
pub(super) fn evaluators_activity(call: &Call<'_>) -> Result {
    let counts: Vec<_> = evaluations(call, Feature::QualityEvaluator)?.into_iter().collect();
    page::list(call, &counts, |(person, count)| {
        let id = call.organization().people.text(*person);
        json!({"id": id, "evaluator": users::reference(id), "numEvaluationsAssigned": count,
            "numEvaluationsStarted": count, "numEvaluationsCompleted": count})
    })
}

/// `POST /usage/query`: a query whose results are empty.
pub(super) fn usage(call: &Call<'_>) -> Result {
    let id = crate::jobs::submit(call);
    Ok(Answer::ok(&json!({"executionId": id, "resultsUri": format!("/api/v2/usage/query/{id}/results")})))
}

/// `GET /usage/query/{executionId}/results`: running, then complete.
pub(super) fn usage_results(call: &Call<'_>) -> Result {
    let (_, state) = crate::jobs::poll(call, "executionId", "postUsageQuery")?;
    let status = match state {
        crate::jobs::JobState::Queued | crate::jobs::JobState::Pending => "Running",
        crate::jobs::JobState::Fulfilled => "Complete",
        _ => "Failed",
    };
    Ok(Answer::ok(&json!({"results": [], "queryStatus": status})))
}

/// The first people with administrative activity.
fn owners(call: &Call<'_>) -> Vec<u32> {
    let organization = call.organization();
    let administers = |person: &u32| !organization.activity(*person, Feature::Admin, 0, i64::MAX).is_empty();
    organization.everybody().filter(administers).take(OWNERS).collect()
}

fn client_of(call: &Call<'_>, owner: u32) -> Value {
    let id = call.organization().people.text(owner);
    let by = users::reference(id);
    let client = id_of("oauth client", id);
    json!({"id": client, "name": format!("Integration of {id}"), "authorizedGrantType": "CLIENT-CREDENTIALS",
        "createdBy": by, "modifiedBy": by, "state": "active",
        "dateCreated": clock::time(call.organization().as_of - 400 * DAY),
        "selfUri": format!("/api/v2/oauth/clients/{client}")})
}

/// Evaluations per person in the time asked for.
fn evaluations(call: &Call<'_>, feature: Feature) -> std::result::Result<BTreeMap<u32, u64>, Refusal> {
    let organization = call.organization();
    let day = |name: &str, default: i64| match call.query.get(name) {
        None => Ok(default),
        Some(text) => clock::day(text).ok_or_else(|| Refusal::new(400, "invalid.date", format!("{name} is no date"))),
    };
    let (from, to) = (day("startTime", 0)?, day("endTime", organization.as_of / DAY + 1)?);
    let mut counts = BTreeMap::new();
    for person in organization.everybody() {
        let rows = organization.activity(person, feature, from, to);
        if !rows.is_empty() {
            counts.insert(person, rows.iter().filter_map(|row| row.events()).sum());
        }
    }
    Ok(counts)
}
