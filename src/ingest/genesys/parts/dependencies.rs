//! `dependencies`: what would break or be orphaned with a person's account.

use serde::Deserialize;

use super::groups::{self, GroupFact};
use super::people::{self, Person};
use super::wire::{Ref, id};
use crate::canonical::Table;
use crate::canonical::rows::Row;
use crate::ingest::genesys::client::{ApiError, Request};
use crate::ingest::genesys::context::Context;
use crate::ingest::genesys::harvest::Harvest;
use crate::ingest::genesys::page;
use crate::ingest::genesys::part::Part;

/// Name of the piece that is made of what is known of people and groups.
pub(super) const PEOPLE_PIECE: &str = "dependencies-people";
const PAGE: u32 = 500;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct OAuthClient {
    id: String,
    name: Option<String>,
    created_by: Option<Ref>,
    modified_by: Option<Ref>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Flow {
    id: String,
    name: Option<String>,
    locked_user: Option<Ref>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct DashboardUser {
    id: String,
    dashboard_count: Option<i64>,
}

pub(super) async fn collect(context: &Context) -> Result<(), ApiError> {
    context.piece(Part::Dependencies, PEOPLE_PIECE, async { people(context) }).await?;
    context.piece(Part::Dependencies, "dependencies-clients", clients(context)).await?;
    context.piece(Part::Dependencies, "dependencies-flows", flows(context)).await?;
    context.piece(Part::Dependencies, "dependencies-dashboards", dashboards(context)).await.map(drop)
}

fn begun(context: &Context) -> Harvest {
    let mut harvest = Harvest::default();
    harvest.declare(Table::Dependencies);
    harvest.cover(Table::Dependencies, None, context.known(context.start.span));
    harvest
}

/// Direct reports and groups owned, from what is known already.
fn people(context: &Context) -> Result<Harvest, ApiError> {
    let mut harvest = begun(context);
    let people: Vec<Person> = context.work.closed(people::PIECE)?.unwrap_or_default().facts()?;
    for person in &people {
        if let Some(user_id) = person.manager.as_deref() {
            let name = person.name.as_deref();
            harvest.push(Row::Dependency { user_id, kind: "direct-report", object_id: &person.id, name });
        }
    }
    let groups: Vec<GroupFact> = context.work.closed(groups::PIECE)?.unwrap_or_default().facts()?;
    for group in &groups {
        for user_id in &group.owners {
            let name = group.name.as_deref();
            harvest.push(Row::Dependency { user_id, kind: "group-owned", object_id: &group.id, name });
        }
    }
    Ok(harvest)
}

async fn clients(context: &Context) -> Result<Harvest, ApiError> {
    let mut harvest = begun(context);
    let list: super::wire::Listing<OAuthClient> =
        context.client.send(&Request::get("/api/v2/oauth/clients", &[])).await?;
    for client in list.into_entities() {
        let by = [("oauth-client-created", id(&client.created_by)), ("oauth-client-modified", id(&client.modified_by))];
        for (kind, user_id) in by {
            let (Some(user_id), name) = (user_id, client.name.as_deref()) else { continue };
            harvest.push(Row::Dependency { user_id, kind, object_id: &client.id, name });
        }
    }
    Ok(harvest)
}

async fn flows(context: &Context) -> Result<Harvest, ApiError> {
    let mut harvest = begun(context);
    let list = Request::get("/api/v2/flows", &[]);
    for flow in page::numbered(&context.client, &list, PAGE, |flow: &Flow| flow.id.clone()).await? {
        if let Some(user_id) = id(&flow.locked_user) {
            let name = flow.name.as_deref();
            harvest.push(Row::Dependency { user_id, kind: "flow-locked", object_id: &flow.id, name });
        }
    }
    Ok(harvest)
}

async fn dashboards(context: &Context) -> Result<Harvest, ApiError> {
    let mut harvest = begun(context);
    let list = Request::get("/api/v2/analytics/reporting/dashboards/users", &[]);
    for user in page::numbered(&context.client, &list, PAGE, |user: &DashboardUser| user.id.clone()).await? {
        let count = user.dashboard_count.unwrap_or(0);
        if count > 0 {
            let name = Some(count.to_string());
            harvest.push(Row::Dependency {
                user_id: &user.id,
                kind: "dashboards",
                object_id: &user.id,
                name: name.as_deref(),
            });
        }
    }
    Ok(harvest)
}
