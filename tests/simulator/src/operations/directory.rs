//! Search for people, and who reports to whom.

use serde_json::{Value, json};

use super::{Call, Result, page, users};
use crate::organization::{Standing, State, User};
use crate::server::answer::{Answer, Refusal};

/// `POST /users/search`: all criteria of types EXACT, TERM, TERMS, STARTS_WITH, CONTAINS, MATCH_ALL.
pub(super) fn search(call: &Call<'_>) -> Result {
    let state = call.server.state();
    let asked =
        |name: &str, default: u64| call.body[name].as_u64().filter(|value| *value > 0).unwrap_or(default) as usize;
    let (size, number) = (page::within(call, asked("pageSize", 25), 500)?, asked("pageNumber", 1));
    let criteria = call.body["query"].as_array().map_or(&[][..], Vec::as_slice);
    let mut found = Vec::new();
    for person in call.organization().everybody().filter(|person| state.users[*person as usize].listed) {
        if matches_all(call, &state, person, criteria)? {
            found.push(person);
        }
    }
    let expand: Vec<&str> = call.body["expand"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let shown = found.iter().skip((number - 1).saturating_mul(size)).take(size);
    let results: Vec<Value> = shown.map(|person| users::entity(call, &state, *person, &expand)).collect();
    Ok(Answer::ok(&json!({"total": found.len(), "pageCount": found.len().div_ceil(size), "pageSize": size,
        "pageNumber": number, "types": ["users"], "results": results})))
}

/// `GET /users/{userId}/directreports`.
pub(super) fn direct_reports(call: &Call<'_>) -> Result {
    let state = call.server.state();
    let manager = users::find(call, &state, call.path("userId"))?;
    let reports = |person: &u32| {
        let user = &state.users[*person as usize];
        user.manager == Some(manager) && user.state != Standing::Deleted
    };
    let people = call.organization().everybody().filter(reports);
    Ok(Answer::ok(&people.map(|person| users::entity(call, &state, person, &[])).collect()))
}

fn matches_all(call: &Call<'_>, state: &State, person: u32, criteria: &[Value]) -> std::result::Result<bool, Refusal> {
    for criterion in criteria {
        let wanted: Vec<String> = match &criterion["values"] {
            Value::Array(values) => values.iter().filter_map(Value::as_str).map(str::to_lowercase).collect(),
            _ => criterion["value"].as_str().map(str::to_lowercase).into_iter().collect(),
        };
        let fields = criterion["fields"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let id = call.organization().people.text(person);
        let mut held = fields.filter_map(|field| value_of(&state.users[person as usize], id, field));
        let fits: fn(&str, &str) -> bool = match criterion["type"].as_str().unwrap_or_default() {
            "MATCH_ALL" => continue,
            "EXACT" | "TERM" | "TERMS" => |own, wanted| own == wanted,
            "STARTS_WITH" => |own, wanted| own.starts_with(wanted),
            "CONTAINS" => |own, wanted| own.contains(wanted),
            kind => return Err(Refusal::bad(format!("The simulator does not search by {kind}"))),
        };
        if !held.any(|own| wanted.iter().any(|wanted| fits(&own.to_lowercase(), wanted))) {
            return Ok(false);
        }
    }
    Ok(true)
}

fn value_of(user: &User, id: &str, field: &str) -> Option<String> {
    match field {
        "id" | "guid" => Some(id.to_owned()),
        "name" => user.name.clone(),
        "email" | "username" => user.email.clone(),
        "department" => user.department.clone(),
        "title" => user.title.clone(),
        "state" => Some(user.state.name().to_owned()),
        _ => None,
    }
}
