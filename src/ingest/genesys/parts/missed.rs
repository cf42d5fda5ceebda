//! People whom other tables name and no list of people had: a list with one page can't show that somebody was away.

use std::collections::BTreeSet;

use polars::prelude::{LazyFrame, PlRefPath, PolarsResult, ScanArgsParquet, col as column};

use super::people::{self, Person};
use super::wire::Ref;
use crate::canonical::{Table, col};
use crate::ingest::genesys::client::{ApiError, Request};
use crate::ingest::genesys::context::Context;
use crate::ingest::genesys::page;
use crate::ingest::genesys::part::Part;

/// Ids of one question, the documented maximum.
const IDS: usize = 100;
/// How often people are listed anew.
const READS: u32 = 3;

/// Lists people anew until nobody is missed who is there when asked by id.
///
/// # Errors
/// Those of asking, and [`ApiError::Drift`].
pub async fn collect_missed(context: &Context) -> Result<(), ApiError> {
    for _ in 0..READS {
        let unknown = unknown(context)?;
        if unknown.is_empty() || !any_is_there(context, &unknown).await? {
            return Ok(());
        }
        tracing::warn!("people listed anew: some were away");
        for piece in [people::PIECE, super::dependencies::PEOPLE_PIECE] {
            context.work.reopen(piece)?;
        }
        people::collect(context).await?;
        if context.has(Part::Dependencies) {
            super::dependencies::collect(context).await?;
        }
    }
    let cause = "people who are there by id are not in the lists".to_owned();
    Err(ApiError::Drift { request: "GET /api/v2/users".to_owned(), cause })
}

/// Ids that rows name and `users` has not.
fn unknown(context: &Context) -> Result<Vec<String>, ApiError> {
    let people: Vec<Person> = context.work.closed(people::PIECE)?.unwrap_or_default().facts()?;
    let known: BTreeSet<&str> = people.iter().map(|person| person.id.as_str()).collect();
    let mut unknown = BTreeSet::new();
    for piece in context.work.closed_pieces()? {
        for table in [Table::Licenses, Table::RoleGrants, Table::Memberships, Table::Activity, Table::Presence] {
            let Some(path) = context.work.rows(&piece, table) else { continue };
            let ids = ids(path).map_err(|error| ApiError::Local(error.to_string()))?;
            unknown.extend(ids.into_iter().filter(|id| !known.contains(id.as_str())));
        }
    }
    Ok(unknown.into_iter().collect())
}

fn ids(path: std::path::PathBuf) -> PolarsResult<Vec<String>> {
    let args = ScanArgsParquet { glob: false, ..ScanArgsParquet::default() };
    let plan = LazyFrame::scan_parquet(PlRefPath::try_from_pathbuf(path)?, args)?;
    let ids = plan.select([column(col::USER_ID).unique()]).collect()?;
    Ok(ids.column(col::USER_ID)?.str()?.iter().flatten().map(str::to_owned).collect())
}

/// Is one of them there? `any` need not list deleted people.
async fn any_is_there(context: &Context, unknown: &[String]) -> Result<bool, ApiError> {
    for some in unknown.chunks(IDS) {
        for state in ["any", "deleted"] {
            let ids: Vec<&str> = some.iter().map(String::as_str).collect();
            let list = Request::get("/api/v2/users", &[]).with("state", state).with_all("id", &ids);
            let found = page::numbered(&context.client, &list, IDS as u32, key).await?;
            let is_asked = |person: &Ref| person.id.as_ref().is_some_and(|id| some.contains(id));
            if found.iter().any(is_asked) {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

fn key(person: &Ref) -> String {
    person.id.clone().unwrap_or_default()
}
