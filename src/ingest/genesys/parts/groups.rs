//! `groups`, and who owns them.

use serde::{Deserialize, Serialize};

use super::wire::Ref;
use crate::canonical::rows::Row;
use crate::ingest::genesys::client::{ApiError, Request};
use crate::ingest::genesys::context::Context;
use crate::ingest::genesys::harvest::Harvest;
use crate::ingest::genesys::page;
use crate::ingest::genesys::part::Part;

/// Name of the piece.
pub(super) const PIECE: &str = "groups";
const PAGE: u32 = 500;

/// What other parts need to know of a group.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct GroupFact {
    pub(super) id: String,
    pub(super) name: Option<String>,
    pub(super) members: Option<u64>,
    pub(super) owners: Vec<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Group {
    id: String,
    name: Option<String>,
    state: Option<String>,
    member_count: Option<i64>,
    owners: Option<Vec<Ref>>,
}

pub(super) async fn collect(context: &Context) -> Result<(), ApiError> {
    let fetch = async {
        let list = Request::get("/api/v2/groups", &[]);
        let groups = page::numbered(&context.client, &list, PAGE, |group: &Group| group.id.clone()).await?;
        let mut harvest = Harvest::of(Part::Groups, context.known(context.start.span));
        for group in &groups {
            harvest.push(Row::Group {
                group_id: &group.id,
                name: group.name.as_deref(),
                state: group.state.as_deref(),
                member_count: group.member_count,
            });
        }
        harvest.set_facts(&groups.into_iter().map(fact).collect::<Vec<_>>())?;
        Ok(harvest)
    };
    context.piece(Part::Groups, PIECE, fetch).await.map(drop)
}

fn fact(group: Group) -> GroupFact {
    GroupFact {
        members: group.member_count.and_then(|count| u64::try_from(count).ok()),
        owners: group.owners.into_iter().flatten().filter_map(|owner| owner.id).collect(),
        id: group.id,
        name: group.name,
    }
}
