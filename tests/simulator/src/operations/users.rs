//! People: listings by state, by cursor, one of them.

use serde_json::{Value, json};

use super::page::{self, Page};
use super::{Call, Result};
use crate::clock;
use crate::organization::{Standing, State};
use crate::server::answer::{Answer, Refusal};

/// `GET /users`.
pub(super) fn list(call: &Call<'_>) -> Result {
    let state = call.server.state();
    let people = selected(call, &state)?;
    let page = Page::read(call)?;
    let last = (page.size as u64).saturating_mul(page.number as u64);
    if last > call.settings.users_cap && page.number > 1 {
        return Err(Refusal::bad(format!(
            "Requests beyond {} results are not supported: pageNumber * pageSize is {last}",
            call.settings.users_cap
        )));
    }
    let expand = call.query.list("expand");
    page::people(call, people, |person| entity(call, &state, person, &expand))
}

/// `GET /users/query`: the cursor is the person with whom the next page starts, whoever comes or goes before.
pub(super) fn query(call: &Call<'_>) -> Result {
    let state = call.server.state();
    let mut people = selected(call, &state)?;
    let size = page::size(call, call.query.get("pageSize"), 25)?;
    page::drift(call, &mut people, size);
    let start = match call.query.get("cursor").map(str::parse::<usize>) {
        None => 0,
        Some(Ok(next)) => people.partition_point(|person| (*person as usize) < next),
        Some(Err(_)) => return Err(Refusal::new(400, "invalid.value", "The cursor is not valid")),
    };
    let end = (start + size).min(people.len());
    let expand = call.query.list("expand");
    let entities: Vec<Value> = people[start..end].iter().map(|person| entity(call, &state, *person, &expand)).collect();
    let mut body = json!({"results": entities.len(), "entities": entities});
    if let Some(next) = people.get(end) {
        let asked = call.query.pairs().filter(|(name, _)| *name != "cursor");
        let asked: String = asked.map(|(name, value)| format!("&{name}={value}")).collect();
        body["cursor"] = json!(next.to_string());
        body["nextUri"] = json!(format!("/api/v2/users/query?cursor={next}{asked}"));
    }
    Ok(Answer::ok(&body))
}

/// `GET /users/{userId}`: deleted people only where `state` asks for them.
pub(super) fn one(call: &Call<'_>) -> Result {
    let state = call.server.state();
    let person = find(call, &state, call.path("userId"))?;
    let deleted = state.users[person as usize].state == Standing::Deleted;
    if deleted != (call.query.get("state") == Some("deleted")) {
        return Err(Refusal::missing("user"));
    }
    Ok(Answer::ok(&entity(call, &state, person, &call.query.list("expand"))))
}

/// The number of a listed person, or 404.
pub(crate) fn find(call: &Call<'_>, state: &State, id: &str) -> std::result::Result<u32, Refusal> {
    let person = call.organization().people.find(id);
    person.filter(|person| state.users[*person as usize].listed).ok_or_else(|| Refusal::missing("user"))
}

/// The people that `id` and `state` select.
fn selected(call: &Call<'_>, state: &State) -> std::result::Result<Vec<u32>, Refusal> {
    let ids = call.query.list("id");
    if ids.len() > 100 {
        return Err(Refusal::new(400, "max.user.ids", "Only 100 users can be requested at a time."));
    }
    let asked = call.query.get("state").unwrap_or("active");
    let matches = |person: &u32| {
        let user = &state.users[*person as usize];
        let standing = match asked {
            "any" => user.state != Standing::Deleted || call.settings.any_lists_deleted,
            name => user.state.name() == name,
        };
        user.listed && standing && (ids.is_empty() || ids.contains(&call.organization().people.text(*person)))
    };
    Ok(call.organization().everybody().filter(matches).collect())
}

/// A `User`.
pub(crate) fn entity(call: &Call<'_>, state: &State, person: u32, expand: &[&str]) -> Value {
    let organization = call.organization();
    let user = &state.users[person as usize];
    let id = organization.people.text(person);
    let division = &organization.divisions[user.division.unwrap_or(0)];
    let mut out = json!({"id": id, "state": user.state.name(), "version": user.version,
        "selfUri": format!("/api/v2/users/{id}")});
    if user.division.is_some() {
        out["division"] = json!({"id": division.id, "name": division.name,
            "selfUri": format!("/api/v2/authorization/divisions/{}", division.id)});
    }
    for (name, value) in [
        ("name", &user.name),
        ("email", &user.email),
        ("username", &user.email),
        ("department", &user.department),
        ("title", &user.title),
    ] {
        if let Some(value) = value {
            out[name] = json!(value);
        }
    }
    if let Some(manager) = user.manager {
        out["manager"] = reference(organization.people.text(manager));
    }
    expanded(call, state, person, expand, &mut out);
    out
}

/// The fields that only `expand` brings.
fn expanded(call: &Call<'_>, state: &State, person: u32, expand: &[&str], out: &mut Value) {
    let user = &state.users[person as usize];
    for name in expand {
        match *name {
            "employerInfo" => {
                if let Some(id) = &user.employee_id {
                    out["employerInfo"] = json!({"employeeId": id});
                }
            }
            "dateLastLogin" => put_time(out, "dateLastLogin", user.last_login_at),
            "dateWelcomeSent" => put_time(out, "dateWelcomeSent", user.created_at),
            "lasttokenissued" => {
                if let Some(at) = user.last_token_at {
                    out["lastTokenIssued"] = json!({"dateIssued": clock::time(at)});
                }
            }
            "groups" => {
                let own = state.groups.iter().filter(|group| group.members.contains(&person));
                out["groups"] = own
                    .map(|group| json!({"id": group.id, "selfUri": format!("/api/v2/groups/{}", group.id)}))
                    .collect();
            }
            "authorization" => out["authorization"] = super::grants::authorization(call, state, person),
            _ => {}
        }
    }
}

fn put_time(out: &mut Value, name: &str, millis: Option<i64>) {
    if let Some(millis) = millis {
        out[name] = json!(clock::time(millis));
    }
}

/// `{id, selfUri}` of a person.
pub(crate) fn reference(id: &str) -> Value {
    json!({"id": id, "selfUri": format!("/api/v2/users/{id}")})
}
