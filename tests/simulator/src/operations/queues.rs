//! Queues and their members; the listing of members has no total.

use serde_json::{Value, json};

use super::{Call, Result, page, users};
use crate::organization::{Queue, State};
use crate::server::answer::{Answer, Refusal};

/// `GET /routing/queues`.
pub(super) fn list(call: &Call<'_>) -> Result {
    let state = call.server.state();
    let (ids, name) = (call.query.list("id"), call.query.get("name"));
    let listed = |queue: &&Queue| {
        (ids.is_empty() || ids.contains(&queue.id.as_str())) && name.is_none_or(|name| queue.name == name)
    };
    let queues: Vec<_> = state.queues.iter().filter(listed).collect();
    page::list(call, &queues, |queue| entity(call, queue))
}

/// `GET /routing/queues/{queueId}`.
pub(super) fn one(call: &Call<'_>) -> Result {
    let state = call.server.state();
    Ok(Answer::ok(&entity(call, &state.queues[place(call, &state)?])))
}

/// `GET /routing/queues/{queueId}/members`: all are members themselves and have joined.
pub(super) fn members(call: &Call<'_>) -> Result {
    let state = call.server.state();
    let queue = &state.queues[place(call, &state)?];
    let none = call.query.get("memberBy") == Some("group") || call.query.get("joined") == Some("false");
    let people: Vec<u32> = if none { Vec::new() } else { queue.members.iter().copied().collect() };
    page::list(call, &people, |person| {
        let id = call.organization().people.text(*person);
        let name = state.users[*person as usize].name.as_deref().unwrap_or(id);
        json!({"id": id, "name": name, "user": users::reference(id), "joined": true, "memberBy": "user",
            "ringNumber": 1, "selfUri": format!("/api/v2/routing/queues/{}/members/{id}", queue.id)})
    })
}

/// `POST /routing/queues/{queueId}/members`, `?delete=true` to remove; at most 100.
pub(super) fn change(call: &Call<'_>) -> Result {
    let mut state = call.server.state_mut();
    let place = place(call, &state)?;
    let entries = call.body.as_array().map_or(&[][..], Vec::as_slice);
    if entries.len() > 100 {
        return Err(Refusal::bad("At most 100 members can be changed at a time"));
    }
    for entry in entries {
        let person = users::find(call, &state, entry["id"].as_str().unwrap_or_default())?;
        let members = &mut state.queues[place].members;
        _ = if call.query.get("delete") == Some("true") { members.remove(&person) } else { members.insert(person) };
    }
    Ok(Answer::empty(200))
}

/// `DELETE /routing/queues/{queueId}/members/{memberId}`.
pub(super) fn remove(call: &Call<'_>) -> Result {
    let mut state = call.server.state_mut();
    let place = place(call, &state)?;
    let person = users::find(call, &state, call.path("memberId"))?;
    match state.queues[place].members.remove(&person) {
        true => Ok(Answer::empty(204)),
        false => Err(Refusal::missing("queue member")),
    }
}

/// `GET /users/{userId}/queues`: joined ones unless `joined=false`.
pub(super) fn of_user(call: &Call<'_>) -> Result {
    let state = call.server.state();
    let person = users::find(call, &state, call.path("userId"))?;
    let joined = call.query.get("joined") != Some("false");
    let queues: Vec<_> = state.queues.iter().filter(|queue| joined && queue.members.contains(&person)).collect();
    page::list(call, &queues, |queue| {
        json!({"id": queue.id, "name": queue.name, "joined": true, "memberCount": queue.members.len(),
            "selfUri": format!("/api/v2/routing/queues/{}", queue.id)})
    })
}

fn place(call: &Call<'_>, state: &State) -> std::result::Result<usize, Refusal> {
    let place = state.queues.iter().position(|queue| queue.id == call.path("queueId"));
    place.ok_or_else(|| Refusal::missing("queue"))
}

fn entity(call: &Call<'_>, queue: &Queue) -> Value {
    let home = &call.organization().divisions[0];
    json!({"id": queue.id, "name": queue.name, "division": {"id": home.id, "name": home.name},
        "memberCount": queue.members.len(), "userMemberCount": queue.members.len(),
        "joinedMemberCount": queue.members.len(), "mediaSettings": {"call": {}, "callback": {}, "chat": {}, "email": {},
        "message": {}}, "selfUri": format!("/api/v2/routing/queues/{}", queue.id)})
}
