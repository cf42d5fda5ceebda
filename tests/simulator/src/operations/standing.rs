//! Changes of a person: state, fields, deletion. An inactive or deleted person loses all direct roles.

use serde_json::{Value, json};

use super::{Call, Result, licenses, users};
use crate::clock;
use crate::organization::{Standing, State};
use crate::server::answer::{Answer, Refusal};

/// `GET /users/{userId}/state`.
pub(super) fn get(call: &Call<'_>) -> Result {
    let state = call.server.state();
    let person = users::find(call, &state, call.path("userId"))?;
    Ok(Answer::ok(&entity(&state, person)))
}

/// `PUT /users/{userId}/state`.
pub(super) fn put(call: &Call<'_>) -> Result {
    let mut state = call.server.state_mut();
    let person = users::find(call, &state, call.path("userId"))?;
    if !call.body["version"].is_null() {
        check_version(call, &state, person)?;
    }
    let standing = call.text("state").and_then(Standing::by_name).ok_or_else(|| Refusal::bad("state is missing"))?;
    move_to(call, &mut state, person, standing);
    state.users[person as usize].reason = call.text("stateChangeReason").map(str::to_owned);
    Ok(Answer::ok(&entity(&state, person)))
}

/// `PATCH /users/{userId}`: the version must be the present one; a state must come alone.
pub(super) fn patch(call: &Call<'_>) -> Result {
    let mut state = call.server.state_mut();
    let person = users::find(call, &state, call.path("userId"))?;
    check_version(call, &state, person)?;
    if let Some(standing) = call.text("state").and_then(Standing::by_name) {
        let others = call.body.as_object().into_iter().flatten().any(|(name, _)| name != "state" && name != "version");
        if others {
            return Err(Refusal::bad("If state is given, it is the only modifiable field"));
        }
        move_to(call, &mut state, person, standing);
        return Ok(Answer::ok(&users::entity(call, &state, person, &[])));
    }
    if call.body["addresses"].as_array().is_some_and(Vec::is_empty) {
        return Err(Refusal::new(400, "invalid.value", "addresses must not be empty"));
    }
    let manager = match call.text("manager") {
        Some(id) => Some(users::find(call, &state, id)?),
        None => None,
    };
    let user = &mut state.users[person as usize];
    for (name, field) in [
        ("name", &mut user.name),
        ("email", &mut user.email),
        ("department", &mut user.department),
        ("title", &mut user.title),
    ] {
        if let Some(text) = call.text(name) {
            *field = Some(text.to_owned());
        }
    }
    user.manager = manager.or(user.manager);
    user.version += 1;
    Ok(Answer::ok(&users::entity(call, &state, person, &[])))
}

/// `DELETE /users/{userId}`: soft; the person can still be asked for as deleted.
pub(super) fn delete(call: &Call<'_>) -> Result {
    let mut state = call.server.state_mut();
    let person = users::find(call, &state, call.path("userId"))?;
    move_to(call, &mut state, person, Standing::Deleted);
    Ok(Answer::ok(&json!({})))
}

/// The new state and what it brings: direct roles of those who are not active go, and come back where the settings say
/// so; roles by group only rest. Licenses follow.
fn move_to(call: &Call<'_>, state: &mut State, person: u32, standing: Standing) {
    let before = state.working_roles(person);
    if standing != Standing::Active {
        let grants = std::mem::take(&mut state.grants[person as usize]);
        state.laid_aside.entry(person).or_insert(grants);
    } else if let Some(grants) = state.laid_aside.remove(&person).filter(|_| call.settings.roles_return) {
        state.grants[person as usize].extend(grants);
    }
    if standing == Standing::Deleted {
        state.groups.iter_mut().for_each(|group| _ = group.members.remove(&person));
        state.queues.iter_mut().for_each(|queue| _ = queue.members.remove(&person));
        state.held[person as usize].clear();
        state.users[person as usize].division = Some(0);
    }
    let user = &mut state.users[person as usize];
    user.state = standing;
    user.version += 1;
    user.changed_at = Some(call.server.organization.as_of);
    licenses::follow_roles(call, state, person, &before);
}

fn check_version(call: &Call<'_>, state: &State, person: u32) -> std::result::Result<(), Refusal> {
    match call.body["version"].as_i64() == Some(state.users[person as usize].version) {
        true => Ok(()),
        false => Err(Refusal::new(
            409,
            "general.conflict",
            "The version supplied does not match the current version of the user",
        )),
    }
}

/// A `UserState`.
fn entity(state: &State, person: u32) -> Value {
    let user = &state.users[person as usize];
    let mut body = json!({"state": user.state.name(), "version": user.version});
    if let Some(reason) = &user.reason {
        body["stateChangeReason"] = json!(reason);
    }
    if let Some(at) = user.changed_at {
        body["stateChangeDate"] = json!(clock::time(at));
    }
    body
}
