//! Roles of one subject: read, added, removed. Grants by group stay whatever is removed from a person.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Call, Result, licenses, roles, users};
use crate::clock;
use crate::organization::{Grant, State};
use crate::server::answer::{Answer, Refusal};

/// `GET /authorization/subjects/{subjectId}`: `subjectId` of a grant by group is the group's.
pub(super) fn subject(call: &Call<'_>) -> Result {
    let state = call.server.state();
    let id = call.path("subjectId");
    let grants = match users::find(call, &state, id) {
        Ok(person) => {
            let direct = state.grants[person as usize].iter().map(|grant| granted(call, id, grant));
            let groups = state.groups.iter().filter(|group| group.members.contains(&person));
            let by_group = groups.flat_map(|group| group.grants.iter().map(|grant| granted(call, &group.id, grant)));
            direct.chain(by_group).collect()
        }
        Err(refusal) => {
            let group = state.groups.iter().find(|group| group.id == id).ok_or(refusal)?;
            group.grants.iter().map(|grant| granted(call, id, grant)).collect::<Vec<_>>()
        }
    };
    Ok(Answer::ok(&json!({"id": id, "grants": grants, "version": 1,
        "selfUri": format!("/api/v2/authorization/subjects/{id}")})))
}

/// `POST …/bulkadd`.
pub(super) fn bulk_add(call: &Call<'_>) -> Result {
    let grants = asked(call)?;
    change(call, call.path("subjectId"), |own| own.extend(grants))?;
    Ok(Answer::empty(204))
}

/// `POST …/bulkremove`.
pub(super) fn bulk_remove(call: &Call<'_>) -> Result {
    let grants = asked(call)?;
    change(call, call.path("subjectId"), |own| own.retain(|grant| !grants.contains(grant)))?;
    Ok(Answer::empty(204))
}

/// `POST …/bulkreplace`.
pub(super) fn bulk_replace(call: &Call<'_>) -> Result {
    let grants = asked(call)?;
    change(call, call.path("subjectId"), |own| *own = grants)?;
    Ok(Answer::empty(204))
}

/// `POST …/divisions/{divisionId}/roles/{roleId}`.
pub(super) fn add_one(call: &Call<'_>) -> Result {
    let grant = grant(call, call.path("roleId"), call.path("divisionId"))?;
    change(call, call.path("subjectId"), |own| _ = own.insert(grant))?;
    Ok(Answer::empty(200))
}

/// `DELETE …/divisions/{divisionId}/roles/{roleId}`.
pub(super) fn remove_one(call: &Call<'_>) -> Result {
    let grant = grant(call, call.path("roleId"), call.path("divisionId"))?;
    change(call, call.path("subjectId"), |own| _ = own.remove(&grant))?;
    Ok(Answer::empty(200))
}

/// `PUT /authorization/roles/{roleId}/users/remove`: the ids that had the role.
pub(super) fn remove_users(call: &Call<'_>) -> Result {
    let role = roles::find(call, call.path("roleId"))?;
    let mut removed = Vec::new();
    for id in call.body.as_array().into_iter().flatten().filter_map(Value::as_str) {
        let mut had = false;
        change(call, id, |own| {
            had = own.iter().any(|grant| grant.role == role);
            own.retain(|grant| grant.role != role);
        })?;
        removed.extend(had.then(|| json!(id)));
    }
    Ok(Answer::ok(&Value::Array(removed)))
}

/// `GET /users/{subjectId}/roles`.
pub(super) fn user_roles(call: &Call<'_>) -> Result {
    let state = call.server.state();
    let person = users::find(call, &state, call.path("subjectId"))?;
    Ok(Answer::ok(&authorization(call, &state, person)))
}

/// `PUT /users/{subjectId}/roles`: all direct grants, in the home division.
pub(super) fn put_user_roles(call: &Call<'_>) -> Result {
    let ids = call.body.as_array().into_iter().flatten().filter_map(Value::as_str);
    let roles = ids.map(|id| roles::find(call, id)).collect::<std::result::Result<Vec<_>, _>>()?;
    let grants: BTreeSet<Grant> = roles.into_iter().map(|role| Grant { role, division: 0 }).collect();
    change(call, call.path("subjectId"), |own| *own = grants)?;
    user_roles(call)
}

/// A `UserAuthorization`.
pub(super) fn authorization(call: &Call<'_>, state: &State, person: u32) -> Value {
    let organization = call.organization();
    let roles = state.roles(person);
    let permissions: BTreeSet<&str> =
        roles.iter().filter_map(|role| organization.role_permissions.get(role)).flatten().map(String::as_str).collect();
    let entity = |role: &u32| json!({"id": organization.roles.text(*role), "name": organization.role_name(*role)});
    json!({"roles": roles.iter().map(entity).collect::<Vec<_>>(), "permissions": permissions})
}

/// Changes the direct grants of a person; licenses follow.
fn change(call: &Call<'_>, id: &str, change: impl FnOnce(&mut BTreeSet<Grant>)) -> std::result::Result<(), Refusal> {
    let mut state = call.server.state_mut();
    let person = users::find(call, &state, id)?;
    let before = state.working_roles(person);
    change(&mut state.grants[person as usize]);
    licenses::follow_roles(call, &mut state, person, &before);
    Ok(())
}

fn asked(call: &Call<'_>) -> std::result::Result<BTreeSet<Grant>, Refusal> {
    let pairs = call.body["grants"].as_array().into_iter().flatten();
    let text = |pair: &Value, name: &str| pair[name].as_str().unwrap_or_default().to_owned();
    pairs.map(|pair| grant(call, &text(pair, "roleId"), &text(pair, "divisionId"))).collect()
}

fn grant(call: &Call<'_>, role: &str, division: &str) -> std::result::Result<Grant, Refusal> {
    let division = call.organization().divisions.iter().position(|own| own.id == division);
    let division = division.ok_or_else(|| Refusal::missing("division"))?;
    Ok(Grant { role: roles::find(call, role)?, division })
}

/// An `AuthzGrant`.
fn granted(call: &Call<'_>, subject: &str, grant: &Grant) -> Value {
    let organization = call.organization();
    let role = organization.roles.text(grant.role);
    json!({"subjectId": subject, "division": roles::division(&organization.divisions[grant.division], grant.division == 0),
        "role": {"id": role, "name": organization.role_name(grant.role),
            "selfUri": format!("/api/v2/authorization/roles/{role}")},
        "grantMadeAt": clock::time(organization.as_of - 400 * clock::DAY)})
}
