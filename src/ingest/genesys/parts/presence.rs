//! `presence`: stretches in which a person's primary presence was other than OFFLINE.
//!
//! Jobs give what is in the data lake; what came after it, a day at most as a rule, the query gives. A record that crosses
//! an edge comes with both sides, uncut: the later answer knows its end. `stretches` makes one row of what touches.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Deserialize;
use serde_json::json;
use xxhash_rust::xxh3::xxh3_64;

use super::presence_recent;
use super::stretches::{Stretch, later, united};
use crate::canonical::Table;
use crate::canonical::rows::{Micros, Row};
use crate::ingest::genesys::client::{ApiError, Request};
use crate::ingest::genesys::context::{Context, Shared, side_by_side};
use crate::ingest::genesys::harvest::Harvest;
use crate::ingest::genesys::job::{self, Absorb, Job};
use crate::ingest::genesys::part::Part;
use crate::ingest::genesys::span::{self, Span};

const JOBS: &str = "/api/v2/analytics/users/details/jobs";
/// People of a page of results.
const PAGE: u32 = 1000;
/// Name of the piece that says how far the data reaches.
const AVAILABILITY: &str = "presence-availability";

/// A page of results.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Answer {
    #[serde(default = "Option::default")]
    user_details: Option<Vec<Detail>>,
    cursor: Option<String>,
    total_hits: Option<u64>,
}

impl Answer {
    /// How many people it names.
    pub(super) fn people(&self) -> usize {
        self.user_details.as_ref().map_or(0, Vec::len)
    }

    /// How many people there are about, as the query says.
    pub(super) fn total_hits(&self) -> u64 {
        self.total_hits.unwrap_or(0)
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Detail {
    user_id: String,
    primary_presence: Option<Vec<Record>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Record {
    start_time: String,
    end_time: Option<String>,
    system_presence: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Availability {
    data_availability_date: Option<String>,
}

pub(super) async fn collect(context: Shared) -> Result<(), ApiError> {
    let about = context.piece(Part::Presence, AVAILABILITY, availability(&context)).await?;
    if about.is_absent() {
        return Ok(());
    }
    let available: Micros = about.facts()?;
    let months = context.asked(Part::Presence).into_iter().flat_map(Span::months).collect();
    let work = |month: Span| {
        let context = context.clone();
        async move {
            let name = format!("presence-{}", span::date(month.from));
            context.piece(Part::Presence, &name, month_of(&context, month, available)).await
        }
    };
    side_by_side(months, work).await
}

/// How far the data lake of the jobs reaches.
async fn availability(context: &Context) -> Result<Harvest, ApiError> {
    let answer: Availability = context.client.send(&Request::get(&format!("{JOBS}/availability"), &[])).await?;
    let available = answer.data_availability_date.as_deref().and_then(span::instant);
    let mut harvest = Harvest::default();
    harvest.declare(Table::Presence);
    harvest.set_facts(&available.unwrap_or(context.start.taken_at))?;
    Ok(harvest)
}

async fn month_of(context: &Context, month: Span, available: Micros) -> Result<Harvest, ApiError> {
    let known = context.known(month);
    let stored = Span { to: known.to.min(available).max(known.from), ..known };
    let mut records = Records::default();
    if !stored.is_empty() {
        let body = json!({ "interval": month.iso(), "order": "asc" });
        let job = Job { path: JOBS.to_owned(), body, page_size: Some(PAGE) };
        records = job::run(&context.client, &job, Records::default).await?;
    }
    let recent = Span { from: known.from.max(stored.to), ..known };
    let mut harvest = match presence_recent::records(&context.client, recent).await {
        Ok(later) => {
            records.renew(later);
            Harvest::of(Part::Presence, known)
        }
        Err(error) if error.is_forbidden() || error.is_not_found() => {
            let mut harvest = Harvest::of(Part::Presence, stored);
            let until = span::iso(stored.to);
            let message = format!("the data of jobs reaches to {until}; what comes after is not covered: {error}");
            harvest.note("presence-not-yet-available", "presence", message);
            harvest
        }
        Err(error) => return Err(error),
    };
    for (user_id, stretches) in &records.stretches() {
        for (start_at, end_at) in stretches {
            harvest.push(Row::Presence { user_id, start_at: *start_at, end_at: *end_at });
        }
    }
    Ok(harvest)
}

/// Records of presence, by person and start.
#[derive(Default)]
pub(super) struct Records {
    people: HashMap<String, BTreeMap<Micros, Option<Micros>>>,
    seen: HashSet<u64>,
    doubt: Option<String>,
    fingerprint: u64,
}

impl Records {
    fn take(&mut self, user: &str, record: &Record) {
        let hash = xxh3_64(format!("{user} {} {:?}", record.start_time, record.system_presence).as_bytes());
        if !self.seen.insert(hash) {
            self.doubt = Some(format!("a record of `{user}` that starts at {} stands twice", record.start_time));
            return;
        }
        self.fingerprint = self.fingerprint.wrapping_add(hash);
        let is_present = !record.system_presence.as_deref().unwrap_or_default().eq_ignore_ascii_case("OFFLINE");
        let end = record.end_time.as_deref().and_then(span::instant);
        let Some(start) = span::instant(&record.start_time) else {
            self.doubt = Some(format!("`{}` is no time", record.start_time));
            return;
        };
        if is_present && end.is_none_or(|end| end > start) {
            let of_person = self.people.entry(user.to_owned()).or_default();
            of_person.entry(start).and_modify(|known| *known = later(*known, end)).or_insert(end);
        }
    }

    /// Takes a later answer: where both have a record, the later one knows its end.
    pub(super) fn renew(&mut self, later: Records) {
        for (user, records) in later.people {
            self.people.entry(user).or_default().extend(records);
        }
    }

    fn stretches(self) -> BTreeMap<String, Vec<Stretch>> {
        self.people.into_iter().map(|(user, records)| (user, united(records.into_iter().collect()))).collect()
    }
}

impl Absorb for Records {
    type Page = Answer;

    fn absorb(&mut self, answer: Answer) -> Option<String> {
        for detail in answer.user_details.into_iter().flatten() {
            for record in detail.primary_presence.iter().flatten() {
                self.take(&detail.user_id, record);
            }
        }
        answer.cursor
    }

    fn doubt(&self) -> Option<String> {
        self.doubt.clone()
    }

    fn fingerprint(&self) -> u64 {
        self.fingerprint
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests {
    use super::*;

    #[test]
    fn what_touches_is_one_and_offline_is_none() {
        let mut records = Records::default();
        let cursor = records.absorb(
            serde_json::from_str(
                r#"{"userDetails":[{"userId":"u","primaryPresence":[
                    {"startTime":"2026-09-01T08:00:00.000Z","endTime":"2026-09-01T10:00:00.000Z","systemPresence":"AVAILABLE"},
                    {"startTime":"2026-09-01T10:00:00.000Z","endTime":"2026-09-01T12:00:00.000Z","systemPresence":"ON_QUEUE"},
                    {"startTime":"2026-09-01T12:00:00.000Z","endTime":"2026-09-01T13:00:00.000Z","systemPresence":"OFFLINE"}]},
                  {"userId":"u","primaryPresence":[{"startTime":"2026-09-01T13:00:00.000Z","systemPresence":"BUSY"}]}],
                  "cursor":"c"}"#,
            )
            .unwrap(),
        );
        assert_eq!(cursor.as_deref(), Some("c"));
        let at = |text: &str| span::instant(text).unwrap();
        let expected =
            vec![(at("2026-09-01T08:00:00Z"), Some(at("2026-09-01T12:00:00Z"))), (at("2026-09-01T13:00:00Z"), None)];
        assert_eq!(records.stretches()["u"], expected);
    }
}
