//! One pull, from the first request to the snapshot.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Days, NaiveDate};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use tokio::task::JoinSet;

use super::allow::Operation;
use super::client::{ApiError, Client, Endpoint, Request};
use super::context::{Context, Shared};
use super::credentials::Credentials;
use super::finish;
use super::part::Part;
use super::parts::{self, Cache, STAGES};
use super::plan::{Plan, Sizes};
use super::reuse::Reuse;
use super::span::{Span, date, instant, midnight, months_before};
use super::work::{Start, VERSION, Work};
use crate::canonical::rows::{DAY, Micros};
use crate::error::Failure;
use crate::progress::Progress;
use crate::snapshot::{Cancel, Snapshot, SnapshotMeta, Store, remove};

/// Months that are collected where nothing else is said: a year, and the month of the year before for comparison.
const MONTHS: u32 = 13;
/// A pull that was left for longer begins anew: its people and licenses are those of that day.
const STALE: Micros = 7 * DAY;

/// What is pulled, and how.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where the API is.
    pub endpoint: Endpoint,
    /// The client.
    pub credentials: Credentials,
    /// First day; `None` = 13 months before the last.
    pub from: Option<NaiveDate>,
    /// Last day, inclusive; `None` = today, by the server's clock.
    pub to: Option<NaiveDate>,
    /// Day of the month on which billing periods start.
    pub anchor: u32,
    /// What is collected.
    pub parts: BTreeSet<Part>,
    /// Take nothing over from earlier snapshots.
    pub full: bool,
    /// Forget a pull that was not finished.
    pub restart: bool,
    /// Keep the answers as they came.
    pub keep_raw: bool,
    /// The organization whose bill a partner reads.
    pub trustor: Option<String>,
}

/// A finished pull.
#[derive(Debug)]
pub struct Pulled {
    /// Its snapshot.
    pub snapshot: Snapshot,
    /// Requests of this run, by operation.
    pub requests: BTreeMap<Operation, u64>,
}

#[derive(Debug, Deserialize)]
struct Organization {
    id: String,
    name: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ServerDate {
    current_date: String,
}

/// Pulls an organization into a store.
///
/// # Errors
/// Remote: what stops the pull; the same call goes on where it stopped. Internal: a failing disk, a request to stop.
pub async fn pull(
    options: &Options,
    store: &Store,
    cancel: &Cancel,
    progress: &mut dyn Progress,
) -> Result<Pulled, Failure> {
    let client = Client::new(&options.endpoint, options.credentials.clone(), cancel.clone())?;
    let context = Arc::new(begin(options, store, client).await?);
    collect(&context, progress).await?;
    parts::collect_missed(&context).await?;
    progress.begin("writing the snapshot", None, "steps");
    let pulled = commit(&context, store, cancel)?;
    progress.end();
    let context = Arc::into_inner(context).ok_or_else(|| Failure::internal("a part is still at work"))?;
    keep_what_lasts(&context, store, options, &pulled.snapshot)?;
    context.work.finish()?;
    Ok(pulled)
}

/// What a pull would ask, from a few cheap questions.
///
/// # Errors
/// Those of asking.
pub async fn dry_run(options: &Options, store: &Store, cancel: &Cancel) -> Result<Plan, Failure> {
    let client = Client::new(&options.endpoint, options.credentials.clone(), cancel.clone())?;
    let organization: Organization = client.send(&Request::get("/api/v2/organizations/me", &[])).await?;
    let span = span(options, now(&client).await?)?;
    let base = if options.full { None } else { Reuse::base(store, &organization.id)? };
    let reuse = Reuse::open(store, base.as_ref())?;
    let asked = options.parts.iter().map(|part| (*part, reuse.missing(*part, span))).collect();
    Ok(Plan::new(&Sizes::ask(&client).await?, &asked, options.anchor, span))
}

/// Goes on with the pull that was not finished, or begins one.
async fn begin(options: &Options, store: &Store, client: Client) -> Result<Context, Failure> {
    let organization: Organization = client.send(&Request::get("/api/v2/organizations/me", &[])).await?;
    let now = now(&client).await?;
    let work = Work::open(store.root(), &key(options, &organization.id))?;
    let going_on = work.start()?.filter(|start| !options.restart && now - start.taken_at < STALE);
    let going_on = going_on.and_then(|start| Some((Reuse::open(store, start.base.as_ref()).ok()?, start)));
    let (reuse, start) = match going_on {
        Some(going_on) => going_on,
        None => {
            let base = if options.full { None } else { Reuse::base(store, &organization.id)? };
            let reuse = Reuse::open(store, base.as_ref())?;
            let start = Start {
                version: VERSION,
                organization: organization.name.unwrap_or_else(|| organization.id.clone()),
                organization_id: organization.id,
                taken_at: now,
                span: span(options, now)?,
                base,
            };
            work.begin(&start)?;
            (reuse, start)
        }
    };
    if options.keep_raw {
        client.keep_answers(&work.raw());
    }
    let inferred = if options.full { Cache::default() } else { Cache::read(store.root(), &start.organization_id) };
    Ok(Context {
        client,
        work,
        start,
        parts: options.parts.clone(),
        reuse: reuse.with_inferred(inferred),
        anchor: options.anchor,
        trustor: options.trustor.clone(),
    })
}

/// The server's time: no clock of this machine decides what is collected.
async fn now(client: &Client) -> Result<Micros, Failure> {
    let answer: ServerDate = client.send(&Request::get("/api/v2/date", &[])).await?;
    instant(&answer.current_date)
        .ok_or_else(|| Failure::remote(format!("the server's time `{}` can't be read", answer.current_date)))
}

/// The days that are collected.
fn span(options: &Options, now: Micros) -> Result<Span, Failure> {
    let last = options.to.unwrap_or_else(|| date(now)).min(date(now));
    let first = options.from.unwrap_or_else(|| months_before(last + Days::new(1), MONTHS));
    if first > last {
        return Err(Failure::usage(format!("--from {first} is after the last day, {last}; expected an earlier day")));
    }
    Ok(Span { from: midnight(first), to: midnight(last) + DAY })
}

/// Names the work folder: the same command finds it again.
fn key(options: &Options, organization_id: &str) -> String {
    let parts: Vec<&str> = options.parts.iter().map(|part| part.spec().name).collect();
    let asked = format!(
        "{organization_id} {:?} {:?} {} {} {} {:?}",
        options.from,
        options.to,
        options.anchor,
        parts.join(","),
        options.full,
        options.trustor
    );
    Sha256::digest(asked).iter().take(10).map(|byte| format!("{byte:02x}")).collect()
}

/// Collects all parts, stage by stage, the parts of a stage side by side.
async fn collect(context: &Shared, progress: &mut dyn Progress) -> Result<(), Failure> {
    for (number, stage) in STAGES.iter().enumerate() {
        let parts: Vec<Part> = stage.iter().copied().filter(|part| context.has(*part)).collect();
        progress.begin(&format!("pull {} of {}", number + 1, STAGES.len()), None, "requests");
        let mut running: JoinSet<Result<Part, ApiError>> = JoinSet::new();
        for part in &parts {
            let (context, part) = (context.clone(), *part);
            running.spawn(async move { parts::collect(context, part).await.map(|()| part) });
        }
        watch(context, &mut running, parts, progress).await?;
        progress.end();
    }
    Ok(())
}

/// Waits for the parts of a stage and tells how far they are.
async fn watch(
    context: &Shared,
    running: &mut JoinSet<Result<Part, ApiError>>,
    mut open: Vec<Part>,
    progress: &mut dyn Progress,
) -> Result<(), Failure> {
    let sent = || context.client.counts().values().sum::<u64>();
    let mut told = sent();
    let mut tick = tokio::time::interval(Duration::from_millis(200));
    let mut said = None;
    loop {
        tokio::select! {
            joined = running.join_next() => match joined {
                None => return Ok(()),
                Some(joined) => {
                    let part = joined.map_err(|error| Failure::internal(format!("a part failed: {error}")))??;
                    open.retain(|other| *other != part);
                }
            },
            _ = tick.tick() => {}
        }
        let (now, (used, limit)) = (sent(), context.client.rate());
        let names: Vec<&str> = open.iter().map(|part| part.spec().name).collect();
        let waiting = context.client.waiting();
        if let Some((told, seconds)) = waiting.filter(|(told, _)| said != Some(*told)) {
            progress.say(&format!("waiting {seconds} s for the rate limit: {limit} requests a minute"));
            said = Some(told);
        }
        let waits = waiting.map(|(_, seconds)| format!(", waiting {seconds} s")).unwrap_or_default();
        progress.note(&format!("{used} of {limit} requests a minute{waits}, open: {}", names.join(" ")));
        progress.advance(now - told);
        told = now;
    }
}

/// Stages and commits everything.
fn commit(context: &Context, store: &Store, cancel: &Cancel) -> Result<Pulled, Failure> {
    let mut draft = store.begin_with(cancel.clone())?;
    finish::stage(context, draft.stage())?;
    let snapshot = draft.commit(SnapshotMeta {
        taken_at: DateTime::from_timestamp_micros(context.start.taken_at).unwrap_or_default(),
        organization: Some(context.start.organization.clone()),
        organization_id: Some(context.start.organization_id.clone()),
        source: format!("genesys {}", context.start.organization),
    })?;
    Ok(Pulled { snapshot, requests: context.client.counts() })
}

/// What outlives the work folder: inferred licenses, and raw answers where they are wanted.
fn keep_what_lasts(context: &Context, store: &Store, options: &Options, snapshot: &Snapshot) -> Result<(), Failure> {
    if options.parts.contains(&Part::RoleLicenses) {
        let mut cache = Cache::default();
        cache.learn(context)?;
        cache.write(store.root(), &context.start.organization_id)?;
    }
    if options.keep_raw && context.work.raw().exists() {
        move_raw(&context.work.raw(), &store.root().join("raw").join(snapshot.id()))?;
    }
    Ok(())
}

fn move_raw(from: &Path, to: &Path) -> Result<(), Failure> {
    let folder = to.parent().unwrap_or(to);
    std::fs::create_dir_all(folder)?;
    remove(to)?;
    Ok(std::fs::rename(from, to)?)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests {
    use super::*;

    fn options(from: Option<&str>, to: Option<&str>) -> Options {
        let day = |text: Option<&str>| text.map(|text| text.parse().unwrap());
        Options {
            endpoint: Endpoint {
                api_url: String::new(),
                login_url: String::new(),
                tempo: super::super::pace::Tempo::default(),
                timeout: Duration::from_secs(1),
            },
            credentials: Credentials { id: String::new(), secret: String::new().into() },
            from: day(from),
            to: day(to),
            anchor: 1,
            parts: Part::all().collect(),
            full: false,
            restart: false,
            keep_raw: false,
            trustor: None,
        }
    }

    #[test]
    fn thirteen_months_to_the_end_of_the_server_s_day() {
        let now = instant("2026-10-31T12:00:00Z").unwrap();
        assert_eq!(span(&options(None, None), now).unwrap().iso(), "2025-10-01T00:00:00.000Z/2026-11-01T00:00:00.000Z");
        let some = span(&options(Some("2026-08-01"), Some("2026-08-31")), now).unwrap();
        assert_eq!(some.iso(), "2026-08-01T00:00:00.000Z/2026-09-01T00:00:00.000Z");
        assert!(span(&options(Some("2026-12-01"), None), now).is_err());
    }

    #[test]
    fn another_question_has_another_work_folder() {
        let same = key(&options(None, None), "o");
        assert_eq!(key(&options(None, None), "o"), same);
        assert_ne!(key(&options(None, None), "p"), same);
        assert_ne!(key(&options(Some("2026-08-01"), None), "o"), same);
    }
}
