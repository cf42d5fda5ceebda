//! The second pass: settled files → canonical rows.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet, HashSet},
};

use csv::ByteRecord;

use super::{
    ExportOptions, ExportReport,
    file::whole,
    people::{ByName, Directory},
    survey::{MEDIA, Survey, Surveyed, cell, decimal, instant, note},
    values::duration,
};
use crate::{
    canonical::rows::{DAY, Micros, Row, RowSink},
    ingest::problem::{Problem, Problems},
    snapshot::Note,
};

/// Names listed per file at most; the rest is counted.
const NAMED: usize = 20;

/// Status words of identity providers, as the canonical table has them; `None` = none of them.
pub(super) fn idp_status(text: &str) -> Option<&'static str> {
    match text.to_lowercase().as_str() {
        "active" | "provisioned" | "staged" | "recovery" | "password_expired" | "locked_out" => Some("active"),
        "suspended" => Some("suspended"),
        "deprovisioned" | "deleted" | "deactivated" => Some("deprovisioned"),
        _ => None,
    }
}

/// A half-open stretch of time that a file covers.
type Stretch = (Micros, Micros);

pub(super) struct Emitter<'o> {
    directory: Directory,
    notes: Vec<Note>,
    options: &'o ExportOptions,
    /// Covered by exact presence; status exports are not used there.
    exact_presence: Option<Stretch>,
    /// Covered by performance exports, per media type; interactions are not counted twice there.
    performance: BTreeMap<String, Stretch>,
    /// What is covered, for the coverage table: table and feature.
    covered: BTreeMap<(&'static str, Option<String>), Vec<Stretch>>,
    unmatched: BTreeMap<(String, &'static str), BTreeMap<String, u64>>,
    approximate: u64,
    /// Status exports often show the same interval; each person and start is used once.
    status_seen: HashSet<(usize, Micros)>,
}

impl<'o> Emitter<'o> {
    pub(super) fn new(survey: Survey<'o>, options: &'o ExportOptions) -> Emitter<'o> {
        Emitter {
            directory: survey.directory,
            notes: survey.notes,
            options,
            exact_presence: None,
            performance: BTreeMap::new(),
            covered: BTreeMap::new(),
            unmatched: BTreeMap::new(),
            approximate: 0,
            status_seen: HashSet::new(),
        }
    }

    /// Pushes everything.
    pub(super) fn run(mut self, files: &[Surveyed], sink: &mut dyn RowSink) -> Result<ExportReport, Problems> {
        let failed = |error: anyhow::Error| {
            let what = format!("the rows can't be kept: {error:#}");
            Problems(vec![whole("exports", what, "room and permission to write", "see the reason; nothing was kept")])
        };
        let sink = RefCell::new(sink);
        self.directory.push(*sink.borrow_mut()).map_err(failed)?;
        // What is exact comes before what would only approximate it.
        let order = |file: &&Surveyed| match file.matched.layout.as_str() {
            "agent-login" | "agents-performance" => 0,
            _ => 1,
        };
        let mut sorted: Vec<&Surveyed> = files.iter().collect();
        sorted.sort_by_key(order);
        let mut rows_failed = None;
        for file in sorted {
            let mut invalid: Vec<Problem> = Vec::new();
            file.sheet
                .records(|line, record| {
                    if rows_failed.is_some() {
                        return;
                    }
                    match self.row(file, line, record, *sink.borrow_mut()) {
                        Ok(None) => {}
                        Ok(Some(problem)) => invalid.push(problem),
                        Err(error) => rows_failed = Some(error),
                    }
                })
                .map_err(|problem| Problems(vec![problem]))?;
            if let Some(error) = rows_failed {
                return Err(failed(error));
            }
            if !invalid.is_empty() {
                return Err(Problems(invalid));
            }
        }
        self.coverage(*sink.borrow_mut()).map_err(failed)?;
        let files = files.iter().map(|file| (file.sheet.name.clone(), file.matched.layout.clone(), file.records));
        Ok(ExportReport { files: files.collect(), notes: self.closing_notes() })
    }

    /// Pushes what one record says; a record can still contradict itself.
    fn row(
        &mut self,
        file: &Surveyed,
        line: u64,
        record: &ByteRecord,
        sink: &mut dyn RowSink,
    ) -> anyhow::Result<Option<Problem>> {
        let text = |column: &str| cell(&file.matched, record, column);
        let at = |column: &str| text(column).and_then(|text| instant(text, file.order, self.options));
        let millis = |column: &str| text(column).and_then(duration).map(|(_, millis)| millis);
        let person = self.directory.find(text("agent_id"), text("email"));
        let reversed = |from: Micros, to: Micros, what: &str| {
            (to < from).then(|| Problem {
                line: Some(line),
                ..whole(
                    &file.sheet.name,
                    format!("{what} ends before it starts"),
                    "an end at or after the start",
                    "export again",
                )
            })
        };
        match file.matched.layout.as_str() {
            "agent-login" => {
                let (Some(start), Some(person)) = (at("log_in"), person) else { return Ok(None) };
                let end = at("log_out");
                if let Some(problem) = end.and_then(|end| reversed(start, end, "the login")) {
                    return Ok(Some(problem));
                }
                widen(&mut self.exact_presence, start, end.unwrap_or(start));
                self.cover("presence", None, start, end.unwrap_or(start));
                sink.push(Row::Presence { user_id: &self.directory.user_id(person), start_at: start, end_at: end })?;
            }
            "agent-status" | "user-hours" => {
                let Some(start) = at("interval_start").or_else(|| at("date")) else { return Ok(None) };
                let end = at("interval_end").unwrap_or(start + DAY);
                if let Some(problem) = reversed(start, end, "the interval") {
                    return Ok(Some(problem));
                }
                let logged_in = millis("logged_in").unwrap_or(0) * 1_000;
                if logged_in > end - start {
                    let what = "the time logged in is longer than the interval".to_owned();
                    let remedy = "the unit of durations may have changed: export again";
                    let problem = whole(&file.sheet.name, what, "at most the length of the interval", remedy);
                    return Ok(Some(Problem { line: Some(line), ..problem }));
                }
                self.status(person, start, end, logged_in, sink)?;
            }
            "agents-performance" => {
                let (Some(start), Some(end)) = (at("interval_start"), at("interval_end")) else { return Ok(None) };
                if let Some(problem) = reversed(start, end, "the interval") {
                    return Ok(Some(problem));
                }
                let media =
                    file.media.clone().or_else(|| text("media_type").map(str::to_lowercase)).unwrap_or_default();
                let filtered = text("filters").is_some();
                for covered in MEDIA.into_iter().filter(|one| !filtered || *one == media) {
                    widen_entry(&mut self.performance, covered, start, end);
                    self.cover("activity", Some(covered), start, end);
                }
                let Some(person) = person else { return Ok(None) };
                let events = text("handle").or_else(|| text("answered")).and_then(|text| text.parse().ok());
                sink.push(Row::Activity {
                    user_id: &self.directory.user_id(person),
                    interval_start: start,
                    interval_end: end,
                    feature: &media,
                    events,
                    duration_ms: millis("total_handle"),
                })?;
            }
            "interactions" => {
                let Some(start) = at("date") else { return Ok(None) };
                let duration_ms = millis("duration");
                let end = at("end_date").unwrap_or(start + duration_ms.unwrap_or(0) * 1_000);
                if let Some(problem) = reversed(start, end, "the interaction") {
                    return Ok(Some(problem));
                }
                self.interaction(file, record, (start, end.max(start + 1)), duration_ms, sink)?;
            }
            "billable-usage" => {
                if let (Some(charge_name), Some(entity), Some(first_seen_at)) =
                    (text("charge_name"), text("entity"), at("timestamp"))
                {
                    sink.push(Row::BillableUsage { charge_name, entity, first_seen_at })?;
                }
            }
            "resources-usage" => {
                if let (Some(at), Some(resource), Some(quantity)) =
                    (at("date"), text("resource"), text("quantity").and_then(decimal))
                {
                    sink.push(Row::ResourceUsage { date: day(at), resource, quantity })?;
                }
            }
            "concurrent-usage" => {
                if let (Some(at), Some(peak)) = (at("date"), text("peak").and_then(decimal)) {
                    sink.push(Row::ResourceUsage { date: day(at), resource: "concurrent_users_peak", quantity: peak })?;
                }
            }
            "okta-users" | "entra-users" => {
                let status = match text("enabled") {
                    Some(enabled) => Some(if enabled.eq_ignore_ascii_case("true") { "active" } else { "suspended" }),
                    None => text("status").and_then(idp_status),
                };
                if let (Some(email), Some(status)) = (text("email"), status) {
                    sink.push(Row::IdpUser { email, status, changed_at: at("changed_at") })?;
                }
            }
            _ => {}
        }
        Ok(None)
    }

    fn status(
        &mut self,
        person: Option<usize>,
        start: Micros,
        end: Micros,
        logged_in: i64,
        sink: &mut dyn RowSink,
    ) -> anyhow::Result<()> {
        let exact = self.exact_presence.is_some_and(|(from, to)| start < to && from < end);
        let Some(person) = person else { return Ok(()) };
        if exact || !self.status_seen.insert((person, start)) {
            return Ok(());
        }
        self.cover("presence", None, start, end);
        if logged_in > 0 {
            self.approximate += 1;
            let user_id = self.directory.user_id(person);
            sink.push(Row::Presence { user_id: &user_id, start_at: start, end_at: Some(start + logged_in) })?;
        }
        Ok(())
    }

    fn interaction(
        &mut self,
        file: &Surveyed,
        record: &ByteRecord,
        (start, end): Stretch,
        duration_ms: Option<i64>,
        sink: &mut dyn RowSink,
    ) -> anyhow::Result<()> {
        let media = cell(&file.matched, record, "media_type").unwrap_or_default().to_lowercase();
        if self.performance.get(&media).is_some_and(|(from, to)| *from <= start && start < *to) {
            return Ok(());
        }
        self.cover("activity", Some(&media), start, end);
        for name in cell(&file.matched, record, "users").unwrap_or_default().split(';').map(str::trim) {
            if name.is_empty() {
                continue;
            }
            let why = match self.directory.named(name) {
                ByName::One(person) => {
                    sink.push(Row::Activity {
                        user_id: &self.directory.user_id(person),
                        interval_start: start,
                        interval_end: end,
                        feature: &media,
                        events: Some(1),
                        duration_ms,
                    })?;
                    continue;
                }
                ByName::Nobody => "nobody has this name",
                ByName::Several => "several people have this name",
            };
            let names = self.unmatched.entry((file.sheet.name.clone(), why)).or_default();
            *names.entry(name.to_owned()).or_default() += 1;
        }
        Ok(())
    }

    fn cover(&mut self, table: &'static str, feature: Option<&str>, from: Micros, to: Micros) {
        let stretches = self.covered.entry((table, feature.map(str::to_owned))).or_default();
        match stretches.last_mut() {
            // Rows mostly come in order of time: what touches or overlaps is one stretch.
            Some((known_from, known_to)) if from <= *known_to && to >= *known_from => {
                *known_from = (*known_from).min(from);
                *known_to = (*known_to).max(to);
            }
            _ => stretches.push((from, to)),
        }
    }

    /// One row per table and feature from the first to the last time: within an export everything is covered.
    fn coverage(&self, sink: &mut dyn RowSink) -> anyhow::Result<()> {
        for ((table, feature), stretches) in &self.covered {
            let from = stretches.iter().map(|(from, _)| *from).min();
            let to = stretches.iter().map(|(_, to)| *to).max();
            if let (Some(from), Some(to)) = (from, to)
                && from < to
            {
                sink.push(Row::Coverage { table, feature: feature.as_deref(), from, to })?;
            }
        }
        Ok(())
    }

    fn closing_notes(mut self) -> Vec<Note> {
        for ((file, why), names) in &self.unmatched {
            let rows: u64 = names.values().sum();
            let listed: BTreeSet<&String> = names.keys().take(NAMED).collect();
            let listed = listed.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            let more = names.len().saturating_sub(NAMED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let message = format!("{rows} interactions were left out because {why}: {listed}{more}");
            self.notes.push(note("unmatched-row", file, message));
        }
        if self.approximate > 0 {
            let message = format!(
                "{} presence intervals are known by their length only: they prove a login, but a concurrent peak made \
                 from them is not Genesys'; export \"Agent Log In - Log Out Details\" for that",
                self.approximate
            );
            self.notes.push(note("import-note", "presence", message));
        }
        self.notes
    }
}

fn widen(stretch: &mut Option<Stretch>, from: Micros, to: Micros) {
    let known = stretch.get_or_insert((from, to));
    *known = (known.0.min(from), known.1.max(to));
}

fn widen_entry(stretches: &mut BTreeMap<String, Stretch>, name: &str, from: Micros, to: Micros) {
    let known = stretches.entry(name.to_owned()).or_insert((from, to));
    *known = (known.0.min(from), known.1.max(to));
}

/// The UTC day of an instant.
fn day(at: Micros) -> chrono::NaiveDate {
    chrono::DateTime::from_timestamp_micros(at).unwrap_or_default().date_naive()
}
