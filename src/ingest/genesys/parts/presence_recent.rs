//! Presence that is not in the data lake of the jobs yet: the query, a hundred people a page.

use serde_json::json;

use super::presence::{Answer, Records};
use crate::canonical::rows::Micros;
use crate::ingest::genesys::client::{ApiError, Client, Request};
use crate::ingest::genesys::job::{Absorb, Reads};
use crate::ingest::genesys::span::Span;

const QUERY: &str = "/api/v2/analytics/users/details/query";
/// People of a page, the documented maximum.
const PAGE: u64 = 100;
/// Days of one query without filters.
const DAYS: i64 = 7;
/// The query begins so long before the end of the lake: a record that ended just there may be open in the lake.
const OVERLAP: Micros = 3_600_000_000;

/// All records of a span, perhaps an empty one; those that reach into it are whole.
///
/// # Errors
/// Those of the client, and [`ApiError::Drift`].
pub(super) async fn records(client: &Client, span: Span) -> Result<Records, ApiError> {
    let mut all = Records::default();
    if span.is_empty() {
        return Ok(all);
    }
    for week in (Span { from: span.from - OVERLAP, ..span }).pieces(DAYS) {
        all.renew(week_of(client, week).await?);
    }
    Ok(all)
}

async fn week_of(client: &Client, week: Span) -> Result<Records, ApiError> {
    let mut reads = Reads::of(format!("POST {QUERY}"));
    loop {
        client.wait(f64::from(reads.number())).await?;
        if let Some(settled) = reads.settled(read(client, week).await?)? {
            return Ok(settled);
        }
    }
}

/// Reads page after page. Short pages are usual, and `totalHits` is about: the end is an empty page where none is due.
async fn read(client: &Client, week: Span) -> Result<Records, ApiError> {
    let mut records = Records::default();
    let mut number = 1;
    loop {
        let paging = json!({ "pageSize": PAGE, "pageNumber": number });
        let body = json!({ "interval": week.iso(), "order": "asc", "paging": paging });
        let answer: Answer = client.send(&Request::post(QUERY, &[], body)).await?;
        let is_last = answer.people() == 0 && number * PAGE >= answer.total_hits();
        records.absorb(answer);
        if is_last {
            return Ok(records);
        }
        number += 1;
    }
}
