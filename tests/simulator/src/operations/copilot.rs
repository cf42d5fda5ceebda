//! One assistant, and the queues in which it works.

use serde_json::{Value, json};

use super::{Call, Result, page, users};
use crate::clock;
use crate::organization::{Queue, id_of};
use crate::server::answer::{Answer, Refusal};

/// `GET /assistants`: one, where there are queues for it.
pub(super) fn assistants(call: &Call<'_>) -> Result {
    let works = call.server.state().queues.iter().any(|queue| queue.copilot);
    let copilot = json!({"enabled": true, "liveOnQueue": true, "defaultLanguage": "en-us"});
    let assistant = || {
        let mut assistant = json!({"id": assistant_id(call), "name": "Agent Copilot", "state": "Active",
            "transcriptionConfig": {"vendorName": "Genesys"},
            "selfUri": format!("/api/v2/assistants/{}", assistant_id(call))});
        if call.query.get("expand") == Some("copilot") {
            assistant["copilot"] = copilot.clone();
        }
        assistant
    };
    let entities: Vec<Value> = works.then(assistant).into_iter().collect();
    Ok(Answer::ok(&json!({"entities": entities, "selfUri": "/api/v2/assistants"})))
}

/// `GET /assistants/queues`.
pub(super) fn all_queues(call: &Call<'_>) -> Result {
    listing(call, "/api/v2/assistants/queues")
}

/// `GET /assistants/{assistantId}/queues`.
pub(super) fn queues(call: &Call<'_>) -> Result {
    find(call)?;
    listing(call, &format!("/api/v2/assistants/{}/queues", assistant_id(call)))
}

/// `POST /assistants/{assistantId}/queues/{queueId}/users/query`: those of the people asked for that are assigned.
pub(super) fn users(call: &Call<'_>) -> Result {
    find(call)?;
    let state = call.server.state();
    let queue = state.queues.iter().find(|queue| queue.copilot && queue.id == call.path("queueId"));
    let queue = queue.ok_or_else(|| Refusal::missing("queue"))?;
    let asked = call.body["entities"].as_array().into_iter().flatten().filter_map(|entity| entity["id"].as_str());
    let assigned =
        asked.filter(|id| call.organization().people.find(id).is_some_and(|person| queue.members.contains(&person)));
    let users: Vec<Value> = assigned.map(users::reference).collect();
    Ok(Answer::ok(&json!({"queue": entity(call, queue), "users": users})))
}

/// Pages by `after`, the number of queues that were read.
fn listing(call: &Call<'_>, path: &str) -> Result {
    let state = call.server.state();
    let queues: Vec<&Queue> = state.queues.iter().filter(|queue| queue.copilot).collect();
    let size = page::size(call, call.query.get("pageSize"), 25)?;
    let start = call.query.get("after").and_then(|text| text.parse().ok()).unwrap_or(0).min(queues.len());
    let end = (start + size).min(queues.len());
    let entities: Vec<Value> = queues[start..end].iter().map(|queue| entity(call, queue)).collect();
    let mut body = json!({"entities": entities, "selfUri": format!("{path}?pageSize={size}")});
    if end < queues.len() {
        body["nextUri"] = json!(format!("{path}?pageSize={size}&after={end}"));
    }
    Ok(Answer::ok(&body))
}

fn entity(call: &Call<'_>, queue: &Queue) -> Value {
    let id = assistant_id(call);
    json!({"id": queue.id, "mediaTypes": ["Call", "Message"],
        "assistant": {"id": id, "selfUri": format!("/api/v2/assistants/{id}")},
        "dateCreated": clock::time(call.organization().as_of - 400 * clock::DAY),
        "selfUri": format!("/api/v2/assistants/{id}/queues/{}", queue.id)})
}

fn assistant_id(call: &Call<'_>) -> String {
    id_of("assistant", &call.organization().name)
}

fn find(call: &Call<'_>) -> std::result::Result<(), Refusal> {
    match call.path("assistantId") == assistant_id(call) {
        true => Ok(()),
        false => Err(Refusal::missing("assistant")),
    }
}
