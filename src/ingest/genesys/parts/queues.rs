//! `queues` and `queue_members`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::wire::Ref;
use crate::canonical::rows::Row;
use crate::ingest::genesys::client::{ApiError, Request};
use crate::ingest::genesys::context::Context;
use crate::ingest::genesys::harvest::Harvest;
use crate::ingest::genesys::page;
use crate::ingest::genesys::part::Part;

/// Name of the piece with the list.
pub(super) const PIECE: &str = "queues";
const PAGE: u32 = 500;
const MEMBER_PAGE: u32 = 100;
/// Queues of one piece of members.
const QUEUES: usize = 20;

/// What other parts need to know of a queue.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct QueueFact {
    pub(super) id: String,
    pub(super) name: Option<String>,
    pub(super) members: Option<u64>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Queue {
    id: String,
    name: Option<String>,
    division: Option<Ref>,
    media_settings: Option<BTreeMap<String, Option<serde_json::Value>>>,
    member_count: Option<i64>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Member {
    id: Option<String>,
    user: Option<Ref>,
    joined: Option<bool>,
    member_by: Option<String>,
}

impl Member {
    fn user_id(&self) -> &str {
        super::wire::id(&self.user).or(self.id.as_deref()).unwrap_or_default()
    }
}

pub(super) async fn collect(context: &Context) -> Result<(), ApiError> {
    let about = context.piece(Part::Queues, PIECE, list(context)).await?;
    if about.is_absent() {
        return Ok(());
    }
    let mut queues: Vec<QueueFact> = about.facts()?;
    queues.retain(|queue| queue.members != Some(0));
    queues.sort_by(|a, b| a.id.cmp(&b.id));
    for (number, some) in queues.chunks(QUEUES).enumerate() {
        let name = format!("queue-members-{number:04}");
        if context.piece(Part::Queues, &name, members_of(context, some)).await?.is_absent() {
            break;
        }
    }
    Ok(())
}

async fn list(context: &Context) -> Result<Harvest, ApiError> {
    let queues =
        page::numbered(&context.client, &Request::get("/api/v2/routing/queues", &[]), PAGE, |queue: &Queue| {
            queue.id.clone()
        })
        .await?;
    let mut harvest = Harvest::of(Part::Queues, context.known(context.start.span));
    for queue in &queues {
        let media = media(queue);
        harvest.push(Row::Queue {
            queue_id: &queue.id,
            name: queue.name.as_deref(),
            division: queue.division.as_ref().and_then(|division| division.name.as_deref()),
            media: Some(&media),
            member_count: queue.member_count,
        });
    }
    let facts: Vec<QueueFact> = queues.into_iter().map(fact).collect();
    harvest.set_facts(&facts)?;
    Ok(harvest)
}

fn fact(queue: Queue) -> QueueFact {
    let members = queue.member_count.and_then(|count| u64::try_from(count).ok());
    QueueFact { id: queue.id, name: queue.name, members }
}

/// The media with settings; a call is a voice interaction.
fn media(queue: &Queue) -> String {
    let settings = queue.media_settings.iter().flatten().filter(|(_, settings)| settings.is_some());
    let mut names: Vec<&str> = settings.map(|(name, _)| if name == "call" { "voice" } else { name.as_str() }).collect();
    names.sort_unstable();
    names.join(" ")
}

async fn members_of(context: &Context, queues: &[QueueFact]) -> Result<Harvest, ApiError> {
    let mut harvest = Harvest::of(Part::Queues, context.known(context.start.span));
    let mut facts: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for queue in queues {
        let members = members(context, &queue.id).await?;
        for member in &members {
            harvest.push(Row::QueueMember {
                queue_id: &queue.id,
                user_id: member.user_id(),
                member_by: member.member_by.as_deref(),
                joined: member.joined,
            });
        }
        if let Some(expected) = queue.members.filter(|expected| *expected != members.len() as u64) {
            let message = format!("{expected} members by its own count, {} listed", members.len());
            harvest.note("queue-member-count", queue.name.as_deref().unwrap_or(&queue.id), message);
        }
        facts.insert(&queue.id, members.iter().map(|member| member.user_id().to_owned()).collect());
    }
    harvest.set_facts(&facts)?;
    Ok(harvest)
}

async fn members(context: &Context, queue: &str) -> Result<Vec<Member>, ApiError> {
    let list = Request::get("/api/v2/routing/queues/{}/members", &[queue]);
    let key = |member: &Member| format!("{} {:?}", member.user_id(), member.member_by);
    page::numbered(&context.client, &list, MEMBER_PAGE, key).await
}

/// Members of a queue: from the pieces that are closed, else asked.
///
/// # Errors
/// Those of asking.
pub(super) async fn members_known(context: &Context, queue: &str) -> Result<Vec<String>, ApiError> {
    for piece in context.work.closed_pieces()?.iter().filter(|piece| piece.starts_with("queue-members-")) {
        let known: BTreeMap<String, Vec<String>> = context.work.closed(piece)?.unwrap_or_default().facts()?;
        if let Some(members) = known.get(queue) {
            return Ok(members.clone());
        }
    }
    Ok(members(context, queue).await?.iter().map(|member| member.user_id().to_owned()).collect())
}
