//! Are the credentials good, and for which part of the result?

use serde_json::{Value, json};

use super::client::{ApiError, Client, Request};
use super::part::{PARTS, Part, PartSpec};
use super::span::Span;
use crate::canonical::rows::DAY;

/// What a client may collect of one part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// Which part.
    pub part: Part,
    /// How it stands.
    pub state: State,
}

/// How a part stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It can be collected.
    Open,
    /// A permission is missing; Genesys' own words.
    Forbidden(String),
    /// The organization does not have it, or it is a preview that is off.
    Absent,
}

/// Asks one cheap question per permission.
///
/// # Errors
/// Those of the client, but not what is forbidden or absent.
pub async fn check(client: &Client) -> Result<(String, Vec<Access>), ApiError> {
    let organization: Value = client.send(&Request::get("/api/v2/organizations/me", &[])).await?;
    let _: Value = client.send(&Request::get("/api/v2/tokens/me", &[])).await?;
    let mut all = Vec::new();
    for spec in &PARTS {
        all.push(Access { part: spec.part, state: state(client, spec).await? });
    }
    Ok((organization["name"].as_str().unwrap_or("?").to_owned(), all))
}

/// The worst of a part's questions.
async fn state(client: &Client, spec: &PartSpec) -> Result<State, ApiError> {
    let mut state = State::Open;
    for question in questions(spec.part) {
        match client.send::<Value>(&question).await {
            Ok(_) => {}
            Err(error) if error.is_forbidden() => {
                let message = error.status().map(|error| error.message.clone()).unwrap_or_default();
                return Ok(State::Forbidden(message));
            }
            Err(error) if error.is_not_found() => state = State::Absent,
            Err(error) => return Err(error),
        }
    }
    Ok(state)
}

/// The cheapest requests that need a part's permissions.
fn questions(part: Part) -> Vec<Request> {
    let first = |path: &str| vec![Request::get(path, &[]).with("pageSize", 1)];
    // A day long past: permissions are checked, nothing is found.
    let day = Span { from: 365 * 50 * DAY, to: (365 * 50 + 1) * DAY }.iso();
    let aggregate = |family: &str, metric: &str| {
        let body = json!({ "interval": day, "groupBy": ["userId"], "metrics": [metric] });
        vec![Request::post(&format!("/api/v2/analytics/{family}/aggregates/query"), &[], body)]
    };
    match part {
        Part::Users => first("/api/v2/users"),
        Part::Licenses => first("/api/v2/license/users"),
        Part::Definitions => vec![Request::get("/api/v2/license/definitions", &[])],
        Part::Roles | Part::RoleLicenses | Part::Grants => first("/api/v2/authorization/roles"),
        Part::Groups => first("/api/v2/groups"),
        Part::Queues => first("/api/v2/routing/queues"),
        Part::Memberships => {
            [first("/api/v2/workforcemanagement/managementunits"), first("/api/v2/assistants")].concat()
        }
        Part::Dependencies => [
            vec![Request::get("/api/v2/oauth/clients", &[])],
            first("/api/v2/flows"),
            first("/api/v2/analytics/reporting/dashboards/users"),
        ]
        .concat(),
        Part::Conversations | Part::Outbound => aggregate("conversations", "nConnected"),
        Part::Evaluations => aggregate("evaluations", "nEvaluations"),
        Part::Transcripts => aggregate("transcripts", "nSpeechTextAnalyzedConversations"),
        Part::Copilots => aggregate("agentcopilots", "nDistinctSuggestions"),
        Part::Tasks => aggregate("taskmanagement", "nWorkitemsStatusChanged"),
        Part::Schedules => vec![Request::get("/api/v2/workforcemanagement/businessunits", &[])],
        Part::Audits => vec![Request::get("/api/v2/audits/query/servicemapping", &[])],
        Part::Presence => vec![Request::get("/api/v2/analytics/users/details/jobs/availability", &[])],
        Part::BillableUsage => {
            let report = Request::get("/api/v2/billing/reports/billableusage", &[]);
            let (from, to) = day.split_once('/').unwrap_or_default();
            vec![report.with("startDate", from).with("endDate", to)]
        }
        Part::BillingCharges => first("/api/v2/billing/contracts"),
        Part::Scim => vec![Request::get("/api/v2/scim/v2/users", &[]).with("count", 1)],
    }
}

/// The result for people: a line per part.
pub fn text(organization: &str, all: &[Access]) -> String {
    use std::fmt::Write as _;
    let mut text = format!("organization: {organization}\n\n");
    for Access { part, state } in all {
        let spec = part.spec();
        let _ = match state {
            State::Open => writeln!(text, "{:<18} ok", spec.name),
            State::Absent => {
                writeln!(text, "{:<18} not there: the organization has it not, or the preview is off", spec.name)
            }
            State::Forbidden(message) => writeln!(
                text,
                "{:<18} missing: {} not collected\n{:<18} needs {}\n{:<18} {message}",
                spec.name,
                spec.about,
                "",
                spec.permissions.join(", "),
                ""
            ),
        };
    }
    text
}
