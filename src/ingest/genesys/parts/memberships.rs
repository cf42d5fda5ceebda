//! `memberships`: people of management units, and of queues on which Copilot works.

use serde::Deserialize;
use serde_json::json;

use super::queues::{self, QueueFact};
use super::wire::{Listing, Ref};
use crate::canonical::rows::Row;
use crate::ingest::genesys::client::{ApiError, Request};
use crate::ingest::genesys::context::Context;
use crate::ingest::genesys::harvest::Harvest;
use crate::ingest::genesys::page;
use crate::ingest::genesys::part::Part;

/// The API lists at most so many assistants and queues a page.
const PAGE: u32 = 100;
/// People asked of a queue at a time.
const PEOPLE: usize = 100;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Assistant {
    id: String,
    copilot: Option<Copilot>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Copilot {
    enabled: Option<bool>,
    live_on_queue: Option<bool>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Assigned {
    users: Option<Vec<Ref>>,
}

pub(super) async fn collect(context: &Context) -> Result<(), ApiError> {
    context.piece(Part::Memberships, "memberships-wfm", management_units(context)).await?;
    context.piece(Part::Memberships, "memberships-copilot", copilot_queues(context)).await.map(drop)
}

async fn management_units(context: &Context) -> Result<Harvest, ApiError> {
    let mut harvest = Harvest::of(Part::Memberships, context.known(context.start.span));
    let list = Request::get("/api/v2/workforcemanagement/managementunits", &[]);
    for unit in page::numbered(&context.client, &list, PAGE, key).await? {
        let Some(id) = &unit.id else { continue };
        let people = Request::get("/api/v2/workforcemanagement/managementunits/{}/users", &[id]);
        let people: Listing<Ref> = context.client.send(&people).await?;
        let via = Some(unit.name.as_deref().unwrap_or(id));
        for person in people.into_entities().iter().filter_map(|person| person.id.as_deref()) {
            harvest.push(Row::Membership { user_id: person, feature: "wfm_schedule", via });
        }
    }
    Ok(harvest)
}

async fn copilot_queues(context: &Context) -> Result<Harvest, ApiError> {
    let mut harvest = Harvest::of(Part::Memberships, context.known(context.start.span));
    let names: Vec<QueueFact> = context.work.closed(queues::PIECE)?.unwrap_or_default().facts()?;
    let list = Request::get("/api/v2/assistants", &[]).with("expand", "copilot");
    let assistants = page::numbered(&context.client, &list, PAGE, |one: &Assistant| one.id.clone()).await?;
    for assistant in assistants.iter().filter(|assistant| is_copilot(assistant)) {
        let list = Request::get("/api/v2/assistants/{}/queues", &[&assistant.id]);
        for queue in page::numbered(&context.client, &list, PAGE, key).await? {
            let Some(id) = &queue.id else { continue };
            let name = names.iter().find(|fact| fact.id == *id).and_then(|fact| fact.name.as_deref());
            let members = queues::members_known(context, id).await?;
            for user_id in assigned(context, &assistant.id, id, members).await? {
                harvest.push(Row::Membership { user_id: &user_id, feature: "copilot", via: Some(name.unwrap_or(id)) });
            }
        }
    }
    Ok(harvest)
}

/// An assistant that says nothing of Copilot may be one.
fn is_copilot(assistant: &Assistant) -> bool {
    assistant.copilot.as_ref().is_none_or(|copilot| copilot.enabled != Some(false))
}

/// The members that the assistant serves: all, unless it names some of them.
async fn assigned(
    context: &Context,
    assistant: &str,
    queue: &str,
    members: Vec<String>,
) -> Result<Vec<String>, ApiError> {
    let mut named = Vec::new();
    for some in members.chunks(PEOPLE) {
        let entities: Vec<_> = some.iter().map(|id| json!({ "id": id })).collect();
        let body = json!({ "entities": entities });
        let query = Request::post("/api/v2/assistants/{}/queues/{}/users/query", &[assistant, queue], body);
        match context.client.send::<Assigned>(&query).await {
            Ok(assigned) => named.extend(assigned.users.into_iter().flatten().filter_map(|user| user.id)),
            // Assignment by hand is a matter of its own: where it can't be asked, every member is served.
            Err(error) if error.is_forbidden() || error.is_not_found() => return Ok(members),
            Err(error) => return Err(error),
        }
    }
    Ok(if named.is_empty() { members } else { named })
}

fn key(entry: &Ref) -> String {
    entry.id.clone().unwrap_or_default()
}
