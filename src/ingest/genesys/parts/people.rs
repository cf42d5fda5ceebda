//! `users`: people of every state.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::wire::Ref;
use crate::canonical::rows::{Row, UserRow};
use crate::ingest::genesys::client::{ApiError, Client, Request};
use crate::ingest::genesys::context::Context;
use crate::ingest::genesys::harvest::Harvest;
use crate::ingest::genesys::part::Part;
use crate::ingest::genesys::{page, span};

/// Name of the piece.
pub(super) const PIECE: &str = "users";
/// The widest page that the API gives.
const PAGE: u32 = 500;
/// `GET /users` ends with an error after so many.
const CAP: u64 = 10_000;
const STATES: [&str; 3] = ["active", "inactive", "deleted"];
const EXPAND: [&str; 5] = ["employerInfo", "dateLastLogin", "lasttokenissued", "dateWelcomeSent", "groups"];

/// What other parts need to know of a person.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Person {
    pub(super) id: String,
    pub(super) name: Option<String>,
    pub(super) manager: Option<String>,
    pub(super) groups: Vec<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct User {
    id: String,
    name: Option<String>,
    email: Option<String>,
    state: Option<String>,
    department: Option<String>,
    title: Option<String>,
    division: Option<Ref>,
    manager: Option<Ref>,
    employer_info: Option<EmployerInfo>,
    last_token_issued: Option<LastToken>,
    date_last_login: Option<String>,
    date_welcome_sent: Option<String>,
    groups: Option<Vec<Ref>>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct EmployerInfo {
    employee_id: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct LastToken {
    date_issued: Option<String>,
}

pub(super) async fn collect(context: &Context) -> Result<(), ApiError> {
    let fetch = async {
        let mut users = Vec::new();
        for state in STATES {
            let of_state = list(&context.client, state).await?;
            users.extend(of_state.into_iter().map(|user| User { state: Some(state.to_owned()), ..user }));
        }
        harvest(context, users)
    };
    context.piece(Part::Users, PIECE, fetch).await.map(drop)
}

/// People of one state; by cursor where there are more than the list with page numbers gives.
async fn list(client: &Client, state: &str) -> Result<Vec<User>, ApiError> {
    let request = |path| Request::get(path, &[]).with("state", state).with_all("expand", &EXPAND);
    let key = |user: &User| user.id.clone();
    let by_number = request("/api/v2/users");
    match page::numbered_below(client, &by_number, PAGE, CAP, key).await {
        Ok(Some(users)) => return Ok(users),
        Ok(None) => {}
        // A lower cap shows as a bad request for a page that the page count promised.
        Err(error) if error.status().is_some_and(|error| error.status == 400) => {}
        Err(error) => return Err(error),
    }
    page::cursored(client, &request("/api/v2/users/query"), PAGE, key).await
}

/// Rows of `users`, and what other parts need.
fn harvest(context: &Context, mut users: Vec<User>) -> Result<Harvest, ApiError> {
    let mut harvest = Harvest::of(Part::Users, context.known(context.start.span));
    // Who changed state while the lists were read stands in two of them: the later list is the later truth.
    let places: HashMap<String, usize> = users.iter().enumerate().map(|(at, user)| (user.id.clone(), at)).collect();
    let mut at = 0;
    users.retain(|user| {
        at += 1;
        places[&user.id] == at - 1
    });
    let emails: HashMap<&str, &str> =
        users.iter().filter_map(|user| Some((user.id.as_str(), user.email.as_deref()?))).collect();
    for user in &users {
        harvest.push(Row::User(row(user, &emails)));
    }
    let people: Vec<Person> = users.iter().map(person).collect();
    harvest.set_facts(&people)?;
    Ok(harvest)
}

fn row(user: &User, emails: &HashMap<&str, &str>) -> UserRow {
    let at = |text: &Option<String>| text.as_deref().and_then(span::instant);
    let manager = super::wire::id(&user.manager).and_then(|manager| emails.get(manager));
    UserRow {
        user_id: user.id.clone(),
        email: user.email.clone(),
        name: user.name.clone(),
        state: user.state.clone().unwrap_or_default(),
        department: user.department.clone(),
        title: user.title.clone(),
        division: user.division.as_ref().and_then(|division| division.name.clone()),
        cost_center: None,
        manager_email: manager.map(|email| (*email).to_owned()),
        employee_id: user.employer_info.as_ref().and_then(|info| info.employee_id.clone()),
        created_at: at(&user.date_welcome_sent),
        last_login_at: at(&user.date_last_login),
        last_token_at: user.last_token_issued.as_ref().and_then(|token| at(&token.date_issued)),
        external_id: None,
    }
}

fn person(user: &User) -> Person {
    let groups = user.groups.iter().flatten().filter_map(|group| group.id.clone());
    Person {
        id: user.id.clone(),
        name: user.name.clone(),
        manager: super::wire::id(&user.manager).map(str::to_owned),
        groups: groups.collect(),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests {
    use super::*;

    #[test]
    fn a_user_becomes_a_row_with_the_manager_s_address() {
        let user: User = serde_json::from_str(
            r#"{"id":"u1","name":"Ann","email":"a@x.example","division":{"id":"d","name":"Home"},"title":"Agent",
                "manager":{"id":"u2","selfUri":"/x"},"version":3,"employerInfo":{"employeeId":"17"},
                "lastTokenIssued":{"dateIssued":"2026-10-01T00:00:00.000Z"},"dateWelcomeSent":"2025-01-01T00:00:00Z",
                "groups":[{"id":"g1"}],"state":"active","somethingNew":{}}"#,
        )
        .unwrap();
        let row = row(&user, &HashMap::from([("u2", "boss@x.example")]));
        assert_eq!(row.manager_email.as_deref(), Some("boss@x.example"));
        assert_eq!((row.division.as_deref(), row.employee_id.as_deref()), (Some("Home"), Some("17")));
        assert_eq!(row.created_at, span::instant("2025-01-01T00:00:00Z"));
        assert_eq!((row.last_login_at, row.last_token_at), (None, span::instant("2026-10-01T00:00:00Z")));
        assert_eq!(person(&user).groups, ["g1"]);
    }
}
