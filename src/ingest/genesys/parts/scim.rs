//! Ids in the identity provider: the only place where the API has them is SCIM. Off unless asked for, since it takes a
//! request per hundred people.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::ingest::genesys::client::{ApiError, Request};
use crate::ingest::genesys::context::Context;
use crate::ingest::genesys::harvest::Harvest;
use crate::ingest::genesys::part::Part;

/// Name of the piece; its facts are ids by user id.
pub const PIECE: &str = "scim";
/// Without groups and roles a page may be this wide.
const PAGE: u64 = 100;

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Answer {
    total_results: u64,
    #[serde(rename = "Resources")]
    resources: Option<Vec<Resource>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Resource {
    id: String,
    external_id: Option<String>,
}

pub(super) async fn collect(context: &Context) -> Result<(), ApiError> {
    let fetch = async {
        let mut ids: BTreeMap<String, String> = BTreeMap::new();
        // Without a filter SCIM lists active people only.
        for filter in ["active eq true", "active eq false"] {
            list(context, filter, &mut ids).await?;
        }
        let mut harvest = Harvest::default();
        harvest.set_facts(&ids)?;
        Ok(harvest)
    };
    context.piece(Part::Scim, PIECE, fetch).await.map(drop)
}

async fn list(context: &Context, filter: &str, ids: &mut BTreeMap<String, String>) -> Result<(), ApiError> {
    let request = Request::get("/api/v2/scim/v2/users", &[])
        .with("filter", filter)
        .with("count", PAGE)
        .with("excludedAttributes", "groups,roles");
    let mut start = 1;
    loop {
        let answer: Answer = context.client.send(&request.clone().with("startIndex", start)).await?;
        let resources = answer.resources.unwrap_or_default();
        start += resources.len() as u64;
        let is_last = resources.is_empty() || start > answer.total_results;
        let known =
            resources.into_iter().filter_map(|one| Some((one.id, one.external_id.filter(|id| !id.is_empty())?)));
        ids.extend(known);
        if is_last {
            return Ok(());
        }
    }
}
