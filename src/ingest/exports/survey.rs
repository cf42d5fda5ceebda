//! The first pass: is every cell what its column says, what order do dates have, who is mentioned.

use std::collections::{BTreeMap, BTreeSet};

use csv::ByteRecord;
use rust_decimal::Decimal;

use super::{
    ExportOptions,
    file::{Sheet, whole},
    layout::{Aliases, Matched},
    people::{Directory, Mention},
    settle::{DateEvidence, UnitEvidence, Unsettled},
    values::{DateOrder, duration, written},
};
use crate::{ingest::problem::Problem, snapshot::Note};

/// A file whose form is settled.
#[derive(Debug, Clone)]
pub(super) struct Surveyed {
    pub(super) sheet: Sheet,
    pub(super) matched: Matched,
    pub(super) order: DateOrder,
    pub(super) records: u64,
    /// Media type of the whole file, from its filters, where it has no column for it.
    pub(super) media: Option<String>,
}

/// Columns that hold an instant.
const DATES: [&str; 10] = [
    "interval_start",
    "interval_end",
    "log_in",
    "log_out",
    "date",
    "end_date",
    "timestamp",
    "last_login",
    "partial_at",
    "changed_at",
];
/// Columns that hold a duration.
const DURATIONS: [&str; 3] = ["logged_in", "total_handle", "duration"];
/// Columns that hold a count.
const COUNTS: [&str; 4] = ["handle", "answered", "peak", "minutes_at_peak"];
/// Media types of the console.
pub(super) const MEDIA: [&str; 5] = ["voice", "callback", "chat", "email", "message"];

/// What all files say together.
pub(super) struct Survey<'o> {
    options: &'o ExportOptions,
    pub(super) directory: Directory,
    pub(super) notes: Vec<Note>,
    /// Files whose own text says that they are not complete.
    partial: BTreeMap<String, u64>,
    /// Dates without an offset were read.
    local_times: bool,
}

/// One file while it is read.
struct Pass<'a> {
    sheet: &'a Sheet,
    matched: &'a Matched,
    aliases: &'a Aliases,
    problems: Vec<Problem>,
    dates: DateEvidence,
    units: BTreeMap<&'static str, UnitEvidence>,
    records: u64,
    partial: u64,
    media: BTreeSet<String>,
    local_times: bool,
    emails: BTreeMap<String, u64>,
}

/// More problems than this say no more.
const PROBLEMS_MAX: usize = 1_000;

impl<'o> Survey<'o> {
    pub(super) fn new(options: &'o ExportOptions) -> Survey<'o> {
        Survey {
            options,
            directory: Directory::default(),
            notes: Vec::new(),
            partial: BTreeMap::new(),
            local_times: false,
        }
    }

    /// Reads one file through; `None` where it has problems.
    pub(super) fn read(
        &mut self,
        sheet: Sheet,
        aliases: &Aliases,
        problems: &mut Vec<Problem>,
    ) -> Result<Option<Surveyed>, Problem> {
        let matched = aliases.detect(&sheet.header).map_err(|what| Problem {
            line: Some(1),
            ..whole(
                &sheet.name,
                what,
                "the header of a console export that seatwise knows",
                "export the view with these columns, or give the header's names in a file with `--aliases`",
            )
        })?;
        let mut pass = Pass::new(&sheet, &matched, aliases);
        let is_matrix = matched.layout == "license-matrix";
        let directory = &mut self.directory;
        let mut mentions: Vec<(u64, Mention, Vec<String>, Option<String>)> = Vec::new();
        sheet.records(|line, record| {
            pass.check(line, record);
            if let Some(mention) = pass.mention(line, record) {
                let licenses = if is_matrix { pass.matrix_licenses(line, record) } else { pass.license(record) };
                mentions.push((line, mention, licenses, cell(&matched, record, "last_login").map(str::to_owned)));
            }
        })?;
        let order = pass.settle(self.options.date_order);
        for (line, mut mention, licenses, login) in mentions {
            let login = login.filter(|login| !login.eq_ignore_ascii_case("never"));
            mention.last_login = login.and_then(|login| instant(&login, order, self.options));
            pass.join(directory, line, mention, &licenses);
        }
        if !matched.extra.is_empty() && !is_matrix {
            let message = format!("columns that are not known were not read: {}", matched.extra.join(", "));
            self.notes.push(note("import-note", &sheet.name, message));
        }
        if pass.partial > 0 {
            self.partial.insert(sheet.name.clone(), pass.partial);
        }
        self.local_times |= pass.local_times;
        let media = pass.file_media();
        let (records, found) = (pass.records, std::mem::take(&mut pass.problems));
        let sound = found.is_empty();
        problems.extend(found);
        Ok(sound.then(|| Surveyed { order, records, media, matched: matched.clone(), sheet: sheet.clone() }))
    }

    /// What can be said once every file was read.
    pub(super) fn finish(&mut self, surveyed: &[Surveyed], problems: &mut Vec<Problem>) {
        self.directory.join_by_name();
        for (file, rows) in &self.partial {
            let message = format!(
                "{rows} rows say that the export or their interval was not complete: figures from it are too low"
            );
            self.notes.push(note("partial-export", file, message));
        }
        if self.local_times && self.options.utc_offset.is_none() {
            let message = "times state no offset and were read as UTC; if the exports show another time zone, give `--utc-offset`";
            self.notes.push(note("import-note", "exports", message.to_owned()));
        }
        let gives_people = ["people-import", "last-login", "license-matrix"];
        let has = |layouts: &[&str]| surveyed.iter().any(|file| layouts.contains(&file.matched.layout.as_str()));
        if problems.is_empty() && !has(&gives_people[1..]) {
            let names = surveyed.iter().map(|file| format!("`{}`", file.matched.layout)).collect::<Vec<_>>().join(", ");
            problems.push(whole(
                "exports",
                format!("no file says who holds which license (found: {names})"),
                "a last-login list with licenses, or a license matrix, beside the other exports",
                "add `Index,Name,Email,Division,Date Last Login,License` or `Name,Email,Division,<one column per license>`",
            ));
        }
    }
}

/// A note of this code.
pub(super) fn note(code: &str, subject: &str, message: String) -> Note {
    Note { code: code.to_owned(), subject: subject.to_owned(), message }
}

/// Text of a cell; `None` = empty.
pub(super) fn cell<'r>(matched: &Matched, record: &'r ByteRecord, column: &str) -> Option<&'r str> {
    let at = *matched.columns.get(column)?;
    let text = std::str::from_utf8(record.get(at)?).ok()?.trim();
    (!text.is_empty()).then_some(text)
}

/// A decimal with a point or, as some locales have it, a comma.
pub(super) fn decimal(text: &str) -> Option<Decimal> {
    let plain = if text.contains('.') { text.to_owned() } else { text.replace(',', ".") };
    plain.parse().ok().filter(|value: &Decimal| !value.is_sign_negative())
}

/// `TRUE` and its kin.
fn truth(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "1" | "x" => Some(true),
        "" | "false" | "no" | "0" => Some(false),
        _ => None,
    }
}

impl<'a> Pass<'a> {
    fn new(sheet: &'a Sheet, matched: &'a Matched, aliases: &'a Aliases) -> Pass<'a> {
        Pass {
            sheet,
            matched,
            aliases,
            problems: Vec::new(),
            dates: DateEvidence::default(),
            units: BTreeMap::new(),
            records: 0,
            partial: 0,
            media: BTreeSet::new(),
            local_times: false,
            emails: BTreeMap::new(),
        }
    }

    fn fault(&mut self, line: u64, column: &str, what: String, expected: &str, remedy: &str) {
        if self.problems.len() < PROBLEMS_MAX {
            self.problems.push(Problem {
                file: self.sheet.name.clone(),
                line: Some(line),
                column: (!column.is_empty()).then(|| self.aliases.header_of(column)),
                what,
                expected: expected.to_owned(),
                remedy: remedy.to_owned(),
            });
        }
    }

    fn check(&mut self, line: u64, record: &ByteRecord) {
        self.records += 1;
        let (cells, needed) = (record.len(), self.sheet.header.len());
        if cells != needed {
            let what = format!("the row has {cells} cells, the header {needed}");
            let remedy = "download a file that was cut off again; put a text that holds the separator in quotes";
            self.fault(line, "", what, "as many cells as the header has", remedy);
            return;
        }
        for column in DATES {
            self.check_date(line, record, column);
        }
        for column in DURATIONS {
            self.check_duration(line, record, column);
        }
        for column in COUNTS {
            if let Some(text) = cell(self.matched, record, column)
                && text.parse::<u32>().is_err()
            {
                self.fault(
                    line,
                    column,
                    format!("`{text}` is no count"),
                    "a whole number from 0 on",
                    "export the column as a number",
                );
            }
        }
        self.check_quantities(line, record);
        self.check_words(line, record);
    }

    fn check_date(&mut self, line: u64, record: &ByteRecord, column: &'static str) {
        let Some(text) = cell(self.matched, record, column) else {
            let needed = ["interval_start", "interval_end", "log_in", "timestamp", "date"].contains(&column);
            if needed && self.matched.columns.contains_key(column) {
                self.fault(line, column, "is empty".to_owned(), "a date with a time", "export the column in full");
            }
            return;
        };
        if column == "last_login" && text.eq_ignore_ascii_case("never") {
            return;
        }
        match written(text) {
            Some(date) => {
                self.dates.see(date.order, line, text);
                self.local_times |= !date.has_offset();
            }
            None => {
                let expected =
                    "a date such as `6/23/26 07:00 AM`, `2026-06-23 07:00:00`, `23.06.2026 07:00` or ISO 8601";
                self.fault(
                    line,
                    column,
                    format!("`{text}` is no date that exports use"),
                    expected,
                    "export with one of these formats",
                );
            }
        }
    }

    fn check_duration(&mut self, line: u64, record: &ByteRecord, column: &'static str) {
        let Some(text) = cell(self.matched, record, column) else { return };
        match duration(text) {
            Some((unit, _)) => self.units.entry(column).or_default().see(unit, line, text),
            None => {
                let what = match text.starts_with('-') {
                    true => format!("`{text}` is negative"),
                    false => format!("`{text}` is no duration"),
                };
                self.fault(
                    line,
                    column,
                    what,
                    "milliseconds as a whole number, or `HH:MM:SS`, not negative",
                    "export durations in one of these units",
                );
            }
        }
    }

    fn check_quantities(&mut self, line: u64, record: &ByteRecord) {
        if let Some(text) = cell(self.matched, record, "quantity")
            && decimal(text).is_none()
        {
            self.fault(
                line,
                "quantity",
                format!("`{text}` is no quantity"),
                "a decimal from 0 on, as `12.9`",
                "mend the cell or export again",
            );
        }
        if let Some(text) = cell(self.matched, record, "occupancy")
            && decimal(text.trim_end_matches('%')).is_none_or(|share| !text.ends_with('%') && share > Decimal::ONE)
        {
            self.fault(
                line,
                "occupancy",
                format!("`{text}` is no share"),
                "a decimal from 0 to 1",
                "the columns may be shifted: export again",
            );
        }
    }

    fn check_words(&mut self, line: u64, record: &ByteRecord) {
        let matched = self.matched;
        let no = |text: &str| text.eq_ignore_ascii_case("no");
        if cell(matched, record, "full_export").is_some_and(no)
            || cell(matched, record, "interval_complete").is_some_and(no)
        {
            self.partial += 1;
        }
        let media = cell(matched, record, "media_type").or_else(|| cell(matched, record, "filters"));
        if matched.layout == "agents-performance" || matched.layout == "interactions" {
            let words = media.unwrap_or_default().to_lowercase();
            let known: Vec<&str> = MEDIA.into_iter().filter(|media| words.contains(media)).collect();
            match known.as_slice() {
                [one] => {
                    self.media.insert((*one).to_owned());
                }
                _ => self.fault(
                    line,
                    "media_type",
                    format!("`{}` names no single media type", media.unwrap_or_default()),
                    "one of voice, callback, chat, email, message, in the column or in `Filters`",
                    "export the view grouped by media type, or filtered to one",
                ),
            }
        }
        for column in ["email", "entity", "charge_name", "license", "resource"] {
            let needed = matched.columns.contains_key(column)
                && !(column == "email" && matched.columns.contains_key("agent_id"));
            if needed && cell(matched, record, column).is_none() {
                self.fault(
                    line,
                    column,
                    "is empty".to_owned(),
                    "a value in every row",
                    "the row says nothing without it: mend or delete it",
                );
            }
        }
        if matched.layout == "okta-users"
            && let Some(text) = cell(matched, record, "status")
            && super::emit::idp_status(text).is_none()
        {
            self.fault(
                line,
                "status",
                format!("`{text}` is no status"),
                "ACTIVE, SUSPENDED, DEPROVISIONED or one of their kin",
                "if this is no list of an identity provider, leave the file out",
            );
        }
    }

    /// The person whom a row is about, where the layout tells of people.
    fn mention(&mut self, line: u64, record: &ByteRecord) -> Option<Mention> {
        let matched = self.matched;
        let text = |column: &str| cell(matched, record, column).map(str::to_owned);
        let tells =
            ["people-import", "last-login", "license-matrix", "agent-status", "agent-login", "agents-performance"];
        if !tells.contains(&matched.layout.as_str()) {
            return None;
        }
        let email = text("email");
        if let (Some(email), "people-import" | "license-matrix") = (&email, matched.layout.as_str()) {
            if let Some(first) = self.emails.get(&email.to_lowercase()) {
                let what = format!("`{email}` stands twice, first in line {first}");
                self.fault(line, "email", what, "one row per person", "delete one of the two rows");
            } else {
                self.emails.insert(email.to_lowercase(), line);
            }
        }
        Some(Mention {
            id: text("agent_id"),
            email,
            name: text("name").or_else(|| text("agent_name")),
            department: text("department"),
            division: text("division"),
            title: text("title"),
            manager_email: text("manager_email"),
            last_login: None,
        })
    }

    fn license(&self, record: &ByteRecord) -> Vec<String> {
        cell(self.matched, record, "license").map(str::to_owned).into_iter().collect()
    }

    /// Licenses of a matrix row: every unknown column is a license id with a yes or a no.
    fn matrix_licenses(&mut self, line: u64, record: &ByteRecord) -> Vec<String> {
        let (sheet, matched) = (self.sheet, self.matched);
        let mut licenses = Vec::new();
        for (at, header) in sheet.header.iter().enumerate().filter(|(_, header)| matched.extra.contains(header)) {
            let text = record.get(at).and_then(|cell| std::str::from_utf8(cell).ok()).unwrap_or_default().trim();
            match truth(text) {
                Some(true) => licenses.push(header.trim().to_owned()),
                Some(false) => {}
                None => {
                    let what = format!("`{text}` in column `{header}` is neither yes nor no");
                    self.fault(line, "", what, "TRUE or FALSE per license", "if the column is no license, delete it");
                }
            }
        }
        licenses
    }

    /// The file's order of dates; ISO where it has none. Records why there is none.
    fn settle(&mut self, option: Option<DateOrder>) -> DateOrder {
        let units: Vec<(&'static str, UnitEvidence)> = std::mem::take(&mut self.units).into_iter().collect();
        for (column, unit) in units {
            if let Some(((one, a), (other, b))) = unit.mixed() {
                let what = format!("durations mix units: `{a}` in line {one}, `{b}` in line {other}");
                self.fault(
                    *other.max(one),
                    column,
                    what,
                    "one unit in the whole column",
                    "export again with one setting, and do not join exports by hand",
                );
            }
        }
        match self.dates.settle(option) {
            Ok(order) => return order,
            Err(Unsettled::Mixed((one, a), (other, b))) => {
                let what = format!("dates have two formats: `{a}` in line {one}, `{b}` in line {other}");
                self.fault(
                    one.max(other),
                    "",
                    what,
                    "one format of dates in the whole file",
                    "export again, and do not join exports by hand",
                );
            }
            Err(Unsettled::Ambiguous((line, text))) => {
                let what = format!("`{text}` can be day/month or month/day, and no date of the file settles it");
                self.fault(
                    line,
                    "",
                    what,
                    "a date whose day is above 12, or the option",
                    "give `--date-format dmy` or `--date-format mdy`",
                );
            }
        }
        DateOrder::Ymd
    }

    fn join(&mut self, directory: &mut Directory, line: u64, mention: Mention, licenses: &[String]) {
        let shown = mention.email.clone().or_else(|| mention.id.clone()).unwrap_or_default();
        match directory.mention(mention) {
            Ok(number) => licenses.iter().for_each(|license| directory.license(number, license)),
            Err(other) => {
                let what = format!("`{shown}` is said to be `{other}` by another row");
                self.fault(
                    line,
                    "",
                    what,
                    "one id and one e-mail per person in all exports",
                    "export all files on the same day",
                );
            }
        }
    }

    /// The one media type of a file that has no column for it.
    fn file_media(&self) -> Option<String> {
        let by_column = self.matched.columns.contains_key("media_type");
        if by_column || self.media.len() != 1 { None } else { self.media.first().cloned() }
    }
}

/// The instant of a cell that the first pass has accepted.
pub(super) fn instant(text: &str, order: DateOrder, options: &ExportOptions) -> Option<crate::canonical::rows::Micros> {
    written(text)?.instant(order, options.utc_offset.unwrap_or(0))
}
