//! What every part works with: the client, the work folder, what was settled when the pull began.

use std::collections::BTreeSet;
use std::sync::Arc;

use tokio::task::JoinSet;

use super::client::{ApiError, Client};
use super::harvest::{About, Harvest};
use super::part::Part;
use super::reuse::{OPEN_DAYS, Reuse};
use super::span::{Span, day_of};
use super::work::{Start, Work};
use crate::canonical::rows::DAY;

/// Pieces of one part at the same time: a month of 20,000 people takes some 60 MB until it is closed.
const SIDE_BY_SIDE: usize = 4;

/// Shared by all parts of one pull.
pub struct Context {
    /// The way to the API.
    pub client: Client,
    /// Where closed pieces are.
    pub work: Work,
    /// What was settled at the start.
    pub start: Start,
    /// The parts that are collected.
    pub parts: BTreeSet<Part>,
    /// What an earlier snapshot gives.
    pub reuse: Reuse,
    /// Day of the month on which billing periods start.
    pub anchor: u32,
    /// The organization whose bill a partner reads.
    pub trustor: Option<String>,
}

impl Context {
    /// A piece of a part: taken from the work folder where it is closed, else fetched and closed.
    ///
    /// A piece that is forbidden or not there is closed as missing.
    ///
    /// # Errors
    /// Everything else that stops the pull.
    pub async fn piece(
        &self,
        part: Part,
        name: &str,
        fetch: impl Future<Output = Result<Harvest, ApiError>>,
    ) -> Result<About, ApiError> {
        if let Some(about) = self.work.closed(name)? {
            return Ok(about);
        }
        let harvest = match fetch.await {
            Err(error) if !part.is_required() && (error.is_forbidden() || error.is_not_found()) => {
                tracing::warn!(piece = name, error = %error, "not collected");
                Harvest::absent(part, &error)
            }
            harvest => harvest?,
        };
        let about = self.work.close(name, harvest)?;
        tracing::info!(piece = name, rows = about.rows, "closed");
        Ok(about)
    }

    /// The days of a part that have to be asked for.
    pub fn asked(&self, part: Part) -> Vec<Span> {
        self.reuse.missing(part, self.start.span)
    }

    /// The end of what can be known: the day's end, or now.
    pub fn known(&self, span: Span) -> Span {
        Span { from: span.from, to: span.to.min(self.start.taken_at.max(span.from)) }
    }

    /// The days of a span in which nothing changes any more, perhaps none.
    pub fn closed(&self, span: Span) -> Span {
        let closed_to = day_of(self.start.taken_at) - OPEN_DAYS * DAY;
        Span { from: span.from, to: span.to.min(closed_to.max(span.from)) }
    }

    /// Is the part collected?
    pub fn has(&self, part: Part) -> bool {
        self.parts.contains(&part)
    }
}

/// Runs pieces side by side: the first alone, so that a part that is forbidden costs one request.
///
/// # Errors
/// The first of any piece.
pub async fn side_by_side<I, F>(items: Vec<I>, work: impl Fn(I) -> F) -> Result<(), ApiError>
where
    F: Future<Output = Result<About, ApiError>> + Send + 'static,
{
    let mut items = items.into_iter();
    let Some(first) = items.next() else { return Ok(()) };
    if work(first).await?.is_absent() {
        return Ok(());
    }
    let mut set = JoinSet::new();
    for item in items {
        if set.len() >= SIDE_BY_SIDE
            && let Some(joined) = set.join_next().await
        {
            joined.map_err(|error| ApiError::Local(error.to_string()))??;
        }
        set.spawn(work(item));
    }
    while let Some(joined) = set.join_next().await {
        joined.map_err(|error| ApiError::Local(error.to_string()))??;
    }
    Ok(())
}

/// A shared context.
pub type Shared = Arc<Context>;
