//! The second pass: settled files → canonical rows.

use std::{
    cell::RefCell,
    collections::{BTreeMap, HashSet},
};

use csv::ByteRecord;

use super::{
    ExportOptions, ExportReport,
    cells::{MEDIA, cell, decimal, media_types},
    file::whole,
    identity,
    pass::instant,
    people::{ByName, Directory},
    survey::{Survey, Surveyed, note},
    values::duration,
};
use crate::{
    canonical::{
        DAILY_PEAK, MINUTES_AT_DAILY_PEAK,
        rows::{DAY, Micros, Row, RowSink},
    },
    ingest::problem::Problems,
    snapshot::Note,
};

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
    /// What was left out, per file and reason: what it is about, and how often.
    left_out: BTreeMap<(String, &'static str), BTreeMap<String, u64>>,
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
            left_out: BTreeMap::new(),
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
            file.sheet
                .records(|_, record| {
                    if rows_failed.is_none() {
                        rows_failed = self.row(file, record, *sink.borrow_mut()).err();
                    }
                })
                .map_err(|problem| Problems(vec![problem]))?;
            if let Some(error) = rows_failed {
                return Err(failed(error));
            }
        }
        self.coverage(*sink.borrow_mut()).map_err(failed)?;
        let files = files.iter().map(|file| (file.sheet.name.clone(), file.matched.layout.clone(), file.records));
        Ok(ExportReport { files: files.collect(), notes: self.closing_notes() })
    }

    /// Pushes what one record says; the first pass has accepted every cell of it.
    fn row(&mut self, file: &Surveyed, record: &ByteRecord, sink: &mut dyn RowSink) -> anyhow::Result<()> {
        let cells = Cells { file, record, options: self.options };
        match file.matched.layout.as_str() {
            "agent-login" => self.login(&cells, sink),
            "agent-status" | "user-hours" => self.status(&cells, sink),
            "agents-performance" => self.performance(&cells, sink),
            "interactions" => self.interaction(&cells, sink),
            "billable-usage" => {
                if let (Some(charge_name), Some(entity), Some(first_seen_at)) =
                    (cells.text("charge_name"), cells.text("entity"), cells.at("timestamp"))
                {
                    sink.push(Row::BillableUsage { charge_name, entity, first_seen_at })?;
                }
                Ok(())
            }
            "resources-usage" => self.resource(&cells, cells.text("resource"), "quantity", sink),
            "concurrent-usage" => {
                self.resource(&cells, Some(DAILY_PEAK), "peak", sink)?;
                match cells.text("minutes_at_peak") {
                    Some(_) => self.resource(&cells, Some(MINUTES_AT_DAILY_PEAK), "minutes_at_peak", sink),
                    None => Ok(()),
                }
            }
            layout if identity::source(layout).is_some() => {
                let (mut name, matched) = (String::new(), &file.matched);
                match identity::row(matched, record, &mut name, |column| cells.at(column)) {
                    Some(user) => sink.push(Row::IdpUser(user)),
                    None => Ok(()),
                }
            }
            // People and their licenses were pushed before all rows.
            _ => Ok(()),
        }
    }

    fn login(&mut self, cells: &Cells<'_>, sink: &mut dyn RowSink) -> anyhow::Result<()> {
        let Some(start) = cells.at("log_in") else { return Ok(()) };
        let end = cells.at("log_out");
        widen(&mut self.exact_presence, start, end.unwrap_or(start));
        self.cover("presence", None, start, end.unwrap_or(start));
        if let Some(person) = self.person(cells) {
            sink.push(Row::Presence { user_id: &self.directory.user_id(person), start_at: start, end_at: end })?;
        }
        Ok(())
    }

    fn status(&mut self, cells: &Cells<'_>, sink: &mut dyn RowSink) -> anyhow::Result<()> {
        let Some(start) = cells.at("interval_start").or_else(|| cells.at("date")) else { return Ok(()) };
        let end = cells.at("interval_end").unwrap_or(start + DAY);
        let Some(person) = self.person(cells) else { return Ok(()) };
        let is_exact = self.exact_presence.is_some_and(|(from, to)| start < to && from < end);
        if is_exact || !self.status_seen.insert((person, start)) {
            return Ok(());
        }
        self.cover("presence", None, start, end);
        let logged_in = cells.millis("logged_in").unwrap_or(0) * 1_000;
        if logged_in > 0 {
            self.approximate += 1;
            let user_id = self.directory.user_id(person);
            sink.push(Row::Presence { user_id: &user_id, start_at: start, end_at: Some(start + logged_in) })?;
        }
        Ok(())
    }

    fn performance(&mut self, cells: &Cells<'_>, sink: &mut dyn RowSink) -> anyhow::Result<()> {
        let (Some(start), Some(end)) = (cells.at("interval_start"), cells.at("interval_end")) else { return Ok(()) };
        let [media] = cells.media()[..] else { return Ok(()) };
        // An export without filters shows every media type, also those that nobody used.
        let is_filtered = cells.text("filters").is_some();
        for covered in MEDIA.into_iter().filter(|one| !is_filtered || *one == media) {
            widen_entry(&mut self.performance, covered, start, end);
            self.cover("activity", Some(covered), start, end);
        }
        let Some(person) = self.person(cells) else { return Ok(()) };
        let events = cells.text("handle").or_else(|| cells.text("answered")).and_then(|text| text.parse().ok());
        sink.push(Row::Activity {
            user_id: &self.directory.user_id(person),
            interval_start: start,
            interval_end: end,
            feature: media,
            events,
            duration_ms: cells.millis("total_handle"),
        })
    }

    fn interaction(&mut self, cells: &Cells<'_>, sink: &mut dyn RowSink) -> anyhow::Result<()> {
        let Some(start) = cells.at("date") else { return Ok(()) };
        let media = cells.media();
        // The parts of several media types in the duration are not told.
        let duration_ms = cells.millis("duration").filter(|_| media.len() == 1);
        let length = cells.millis("duration").unwrap_or(0) * 1_000;
        let end = cells.at("end_date").unwrap_or(start + length).max(start + 1);
        let is_told =
            |media: &&str| self.performance.get(*media).is_some_and(|(from, to)| *from <= start && start < *to);
        let media: Vec<&str> = media.into_iter().filter(|media| !is_told(media)).collect();
        for feature in &media {
            self.cover("activity", Some(feature), start, end);
        }
        let names = cells.text("users").filter(|_| !media.is_empty()).unwrap_or_default();
        for name in names.split(';').map(str::trim).filter(|name| !name.is_empty()) {
            let Some(person) = self.named(cells.file, name) else { continue };
            let user_id = self.directory.user_id(person);
            for feature in &media {
                sink.push(Row::Activity {
                    user_id: &user_id,
                    interval_start: start,
                    interval_end: end,
                    feature,
                    events: Some(1),
                    duration_ms,
                })?;
            }
        }
        Ok(())
    }

    fn resource(
        &mut self,
        cells: &Cells<'_>,
        resource: Option<&str>,
        column: &str,
        sink: &mut dyn RowSink,
    ) -> anyhow::Result<()> {
        let (Some(at), Some(resource)) = (cells.at("date"), resource) else { return Ok(()) };
        match cells.text(column).and_then(decimal) {
            Some(quantity) => sink.push(Row::ResourceUsage { date: day(at), resource, quantity }),
            None => {
                self.leave_out(cells.file, "the figure is empty", &format!("{resource} on {}", day(at)));
                Ok(())
            }
        }
    }

    /// The person whom a row names by id, else by e-mail, else by a name that is unique; counted where there is none.
    fn person(&mut self, cells: &Cells<'_>) -> Option<usize> {
        let (id, email) = (cells.text("agent_id"), cells.text("email"));
        if id.is_none() && email.is_none() {
            let Some(name) = cells.text("agent_name").or_else(|| cells.text("name")) else {
                self.leave_out(cells.file, "they name nobody", "no id, no e-mail, no name");
                return None;
            };
            return self.named(cells.file, name);
        }
        let person = self.directory.find(id, email);
        if person.is_none() {
            self.leave_out(cells.file, "nobody has this e-mail", email.or(id).unwrap_or_default());
        }
        person
    }

    fn named(&mut self, file: &Surveyed, name: &str) -> Option<usize> {
        let why = match self.directory.named(name) {
            ByName::One(person) => return Some(person),
            ByName::Nobody => "nobody has this name",
            ByName::Several => "several people have this name",
        };
        self.leave_out(file, why, name);
        None
    }

    fn leave_out(&mut self, file: &Surveyed, why: &'static str, what: &str) {
        let about = self.left_out.entry((file.sheet.name.clone(), why)).or_default();
        *about.entry(what.to_owned()).or_default() += 1;
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
        for ((file, why), names) in &self.left_out {
            let rows: u64 = names.values().sum();
            let names: Vec<String> = names.keys().cloned().collect();
            let message = format!("{rows} entries were left out because {why}: {}", super::listed(&names));
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

/// A record of a file, its cells by name.
struct Cells<'a> {
    file: &'a Surveyed,
    record: &'a ByteRecord,
    options: &'a ExportOptions,
}

impl<'a> Cells<'a> {
    fn text(&self, column: &str) -> Option<&'a str> {
        cell(&self.file.matched, self.record, column)
    }

    fn at(&self, column: &str) -> Option<Micros> {
        let text = self.text(column)?;
        instant(text, self.file.order, &self.file.matched.layout, self.options)
    }

    fn millis(&self, column: &str) -> Option<i64> {
        self.text(column).and_then(duration).map(|(_, millis)| millis)
    }

    fn media(&self) -> Vec<&'static str> {
        media_types(&self.file.matched, self.record).unwrap_or_default()
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
