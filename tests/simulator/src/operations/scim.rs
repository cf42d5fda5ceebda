//! SCIM 2.0 users: the only place of `externalId`.

use serde_json::{Value, json};

use super::{Call, Result, page, users};
use crate::clock;
use crate::organization::{Standing, State};
use crate::server::answer::{Answer, Refusal};

const SCHEMA: &str = "urn:ietf:params:scim:schemas:core:2.0:User";

/// `GET /scim/v2/users`: active ones, or those that the filter names; 1-based `startIndex`.
pub(super) fn list(call: &Call<'_>) -> Result {
    let state = call.server.state();
    let wanted = match call.query.get("filter") {
        None => (Some(Standing::Active), None),
        Some(filter) => read_filter(filter)?,
    };
    let listed = |person: &u32| {
        let user = &state.users[*person as usize];
        let standing = wanted.0.is_none_or(|standing| user.state == standing);
        user.listed
            && user.state != Standing::Deleted
            && standing
            && wanted
                .1
                .as_ref()
                .is_none_or(|name| user.email.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(name)))
    };
    let people: Vec<u32> = call.organization().everybody().filter(listed).collect();
    let number = |name: &str, default| call.query.get(name).and_then(|text| text.parse().ok()).unwrap_or(default);
    let start: usize = number("startIndex", 1_usize).max(1) - 1;
    let count = page::within(call, number("count", 25_usize), 100)?;
    let shown: Vec<Value> = people.iter().skip(start).take(count).map(|person| entity(call, &state, *person)).collect();
    Ok(Answer::ok(&json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
        "totalResults": people.len(), "startIndex": start + 1, "itemsPerPage": shown.len(), "Resources": shown})))
}

/// `GET /scim/v2/users/{userId}`.
pub(super) fn one(call: &Call<'_>) -> Result {
    let state = call.server.state();
    let person = users::find(call, &state, call.path("userId"))?;
    Ok(Answer::ok(&entity(call, &state, person)))
}

/// `active eq true|false` or `userName eq "name"`.
fn read_filter(filter: &str) -> std::result::Result<(Option<Standing>, Option<String>), Refusal> {
    let words: Vec<&str> = filter.split_whitespace().collect();
    match words.as_slice() {
        ["active", "eq", "true"] => Ok((Some(Standing::Active), None)),
        ["active", "eq", "false"] => Ok((Some(Standing::Inactive), None)),
        ["userName", "eq", name] => Ok((None, Some(name.trim_matches('"').to_owned()))),
        _ => Err(Refusal::new(400, "invalid.value", format!("The filter `{filter}` is not supported"))),
    }
}

fn entity(call: &Call<'_>, state: &State, person: u32) -> Value {
    let user = &state.users[person as usize];
    let id = call.organization().people.text(person);
    let mut out = json!({"id": id, "schemas": [SCHEMA], "active": user.state == Standing::Active,
        "meta": {"resourceType": "User", "version": user.version.to_string(),
            "lastModified": clock::time(user.changed_at.unwrap_or(call.organization().as_of)),
            "location": format!("/api/v2/scim/v2/users/{id}")}});
    for (name, value) in [
        ("userName", &user.email),
        ("displayName", &user.name),
        ("title", &user.title),
        ("externalId", &user.external_id),
    ] {
        if let Some(value) = value {
            out[name] = json!(value);
        }
    }
    let roles = state.roles(person);
    out["roles"] = roles.iter().map(|role| json!({"value": call.organization().role_name(*role)})).collect();
    out
}
