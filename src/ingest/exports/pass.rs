//! One file in the first pass: is every cell what its column says, and what do all of them prove together?

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
};

use csv::ByteRecord;

use super::{
    ExportOptions,
    cells::{cell, decimal, is_share, is_utc, media_types, truth},
    file::Sheet,
    identity,
    layout::{Aliases, Matched},
    people::Mention,
    settle::{DateEvidence, UnitEvidence, Unsettled},
    spans::Spans,
    values::{DateOrder, Written, duration, written},
};
use crate::ingest::problem::Problem;

/// Columns that hold an instant.
const DATES: [&str; 9] = [
    "interval_start",
    "interval_end",
    "log_in",
    "log_out",
    "date",
    "end_date",
    "timestamp",
    "last_login",
    "partial_at",
];
/// Columns that hold a duration.
const DURATIONS: [&str; 3] = ["logged_in", "total_handle", "duration"];
/// Columns that hold a count.
const COUNTS: [&str; 4] = ["handle", "answered", "peak", "minutes_at_peak"];
/// More problems than this say no more.
pub(super) const PROBLEMS_MAX: usize = 1_000;

/// One file while it is read.
pub(super) struct Pass<'a> {
    sheet: &'a Sheet,
    matched: &'a Matched,
    aliases: &'a Aliases,
    pub(super) problems: Vec<Problem>,
    dates: DateEvidence,
    spans: Spans,
    units: BTreeMap<&'static str, UnitEvidence>,
    pub(super) records: u64,
    /// Rows that say that they are not complete.
    pub(super) partial: u64,
    /// Times that state no offset were seen, in a layout that is not in UTC anyway.
    pub(super) local_times: bool,
    /// Line of each e-mail, where a person may stand once only.
    emails: HashMap<String, u64>,
}

/// A fault of a cell: what, the expected form, the way out.
pub(super) type Fault = (String, &'static str, &'static str);

impl<'a> Pass<'a> {
    pub(super) fn new(sheet: &'a Sheet, matched: &'a Matched, aliases: &'a Aliases) -> Pass<'a> {
        Pass {
            sheet,
            matched,
            aliases,
            problems: Vec::new(),
            dates: DateEvidence::default(),
            spans: Spans::default(),
            units: BTreeMap::new(),
            records: 0,
            partial: 0,
            local_times: false,
            emails: HashMap::new(),
        }
    }

    /// Records a fault of a column as `aliases.toml` names it, or of the row as a whole where `column` is empty.
    pub(super) fn fault(&mut self, line: u64, column: &str, (what, expected, remedy): Fault) {
        if self.problems.len() < PROBLEMS_MAX {
            let at = self.matched.columns.get(column).and_then(|at| self.sheet.header.get(*at));
            let written = at.map(|header| header.trim().to_owned());
            self.problems.push(Problem {
                file: self.sheet.name.clone(),
                line: Some(line),
                column: written.or_else(|| (!column.is_empty()).then(|| self.aliases.header_of(column))),
                what,
                expected: expected.to_owned(),
                remedy: remedy.to_owned(),
            });
        }
    }

    /// Checks the cells of a record.
    pub(super) fn check(&mut self, line: u64, record: &ByteRecord) {
        self.records += 1;
        let (cells, needed) = (record.len(), self.sheet.header.len());
        if cells != needed {
            let what = format!("the row has {cells} cells, the header {needed}");
            let remedy = "download a file that was cut off again; put a text that holds the separator in quotes";
            self.fault(line, "", (what, "as many cells as the header has", remedy));
            return;
        }
        let columns: &[&'static str] = if self.is_of_identities() { &identity::DATES } else { &DATES };
        let dates: Vec<(&'static str, &str, Written)> =
            columns.iter().filter_map(|column| self.check_date(line, record, column)).collect();
        for column in DURATIONS {
            self.check_duration(line, record, column);
        }
        let logged_in = match self.matched.layout.as_str() {
            "agent-status" | "user-hours" => cell(self.matched, record, "logged_in").and_then(duration),
            _ => None,
        };
        self.spans.see(line, &dates, logged_in.map(|(_, millis)| millis));
        self.check_figures(line, record);
        self.check_needed(line, record);
        self.check_words(line, record);
    }

    fn check_date<'r>(
        &mut self,
        line: u64,
        record: &'r ByteRecord,
        column: &'static str,
    ) -> Option<(&'static str, &'r str, Written)> {
        let text = cell(self.matched, record, column)?;
        if column == "last_login" && text.eq_ignore_ascii_case("never") {
            return None;
        }
        let Some(date) = written(text) else {
            let expected = "a date such as `6/23/26 07:00 AM`, `2026-06-23 07:00:00`, `23.06.2026 07:00` or ISO 8601";
            let what = format!("`{text}` is no date that exports use");
            self.fault(line, column, (what, expected, "export with one of these formats"));
            return None;
        };
        self.dates.see(date.order, line, column, text);
        self.local_times |= !date.has_offset() && !is_utc(&self.matched.layout);
        Some((column, text, date))
    }

    fn check_duration(&mut self, line: u64, record: &ByteRecord, column: &'static str) {
        let Some(text) = cell(self.matched, record, column) else { return };
        match duration(text) {
            Some((unit, _)) => self.units.entry(column).or_default().see(unit, line, column, text),
            None => {
                let what = match text.starts_with('-') {
                    true => format!("`{text}` is negative"),
                    false => format!("`{text}` is no duration"),
                };
                let expected = "milliseconds as a whole number, or `HH:MM:SS`, from 0 to a hundred years";
                self.fault(line, column, (what, expected, "export durations in one of these units"));
            }
        }
    }

    fn check_figures(&mut self, line: u64, record: &ByteRecord) {
        let matched = self.matched;
        for column in COUNTS {
            let text = cell(matched, record, column).filter(|text| text.parse::<u32>().is_err());
            if let Some(text) = text {
                let remedy = "export the column as a number without separators";
                self.fault(line, column, (format!("`{text}` is no count"), "a whole number from 0 on", remedy));
            }
        }
        if let Some(text) = cell(matched, record, "quantity").filter(|text| decimal(text).is_none()) {
            let expected = "a decimal from 0 on, as `12.9` or `12,9`, without separators of thousands";
            self.fault(
                line,
                "quantity",
                (format!("`{text}` is no quantity"), expected, "mend the cell or export again"),
            );
        }
        if let Some(text) = cell(matched, record, "occupancy").filter(|text| !is_share(text)) {
            let remedy = "the columns may be shifted: export again";
            self.fault(
                line,
                "occupancy",
                (format!("`{text}` is no share"), "a decimal from 0 to 1, or 0% to 100%", remedy),
            );
        }
    }

    /// Cells without which a row says nothing.
    fn check_needed(&mut self, line: u64, record: &ByteRecord) {
        let needed: &[&str] = match self.matched.layout.as_str() {
            "people-import" | "license-matrix" => &["email"],
            "last-login" => &["email", "license"],
            "agent-login" => &["log_in"],
            "agent-status" | "agents-performance" => &["interval_start", "interval_end"],
            "user-hours" => &["date", "email"],
            "interactions" => &["date"],
            "billable-usage" => &["charge_name", "entity", "timestamp"],
            "resources-usage" => &["date", "resource"],
            "concurrent-usage" => &["date"],
            layout if self.is_of_identities() => identity::needed(layout),
            _ => &[],
        };
        for column in needed.iter().filter(|column| cell(self.matched, record, column).is_none()) {
            let remedy = "the row says nothing without it: mend it, delete it, or export the column in full";
            self.fault(line, column, ("the cell is empty".to_owned(), "a value in every row", remedy));
        }
    }

    fn check_words(&mut self, line: u64, record: &ByteRecord) {
        let matched = self.matched;
        let text = |column: &str| cell(matched, record, column);
        let is_no = |column: &str| text(column).is_some_and(|text| text.eq_ignore_ascii_case("no"));
        self.partial += u64::from(is_no("full_export") || is_no("interval_complete"));
        match matched.layout.as_str() {
            "agents-performance" | "interactions" => self.check_media(line, record),
            _ if self.is_of_identities() => {
                for (column, fault) in identity::faults(matched, record) {
                    self.fault(line, column, fault);
                }
            }
            _ => {}
        }
    }

    /// Is it a list of an identity provider?
    fn is_of_identities(&self) -> bool {
        identity::source(&self.matched.layout).is_some()
    }

    fn check_media(&mut self, line: u64, record: &ByteRecord) {
        // An interaction can have several; figures of an agent are those of one.
        let several_max = if self.matched.layout == "interactions" { usize::MAX } else { 1 };
        let media = media_types(self.matched, record);
        if media.is_some_and(|media| (1..=several_max).contains(&media.len())) {
            return;
        }
        let shown = cell(self.matched, record, "media_type").or_else(|| cell(self.matched, record, "filters"));
        let what = match shown {
            Some(text) => format!("`{text}` names no single media type"),
            None => "no media type is named".to_owned(),
        };
        let expected = "one of voice, callback, chat, email, message, in the column or in `Filters`";
        self.fault(line, "media_type", (what, expected, "export the view grouped by media type, or filtered to one"));
    }

    /// The person whom a row is about, where the layout tells of people and the row has an id or an e-mail.
    pub(super) fn mention(&mut self, line: u64, record: &ByteRecord) -> Option<Mention> {
        let matched = self.matched;
        let text = |column: &str| cell(matched, record, column).map(str::to_owned);
        let once = ["people-import", "license-matrix"].contains(&matched.layout.as_str());
        let tells = ["last-login", "agent-status", "agent-login", "agents-performance"];
        if !once && !tells.contains(&matched.layout.as_str()) {
            return None;
        }
        let (id, email) = (text("agent_id"), text("email"));
        if let Some(email) = email.as_ref().filter(|_| once) {
            if let Some(first) = self.emails.get(&email.to_lowercase()) {
                let what = format!("`{email}` stands twice, first in line {first}");
                self.fault(line, "email", (what, "one row per person", "delete one of the two rows"));
            } else {
                self.emails.insert(email.to_lowercase(), line);
            }
        }
        (id.is_some() || email.is_some()).then(|| Mention {
            id,
            email,
            name: text("name").or_else(|| text("agent_name")),
            department: text("department"),
            division: text("division"),
            title: text("title"),
            manager_email: text("manager_email"),
            last_login: None,
        })
    }

    /// Licenses of a row: the one of its column, or, in a matrix, every unknown column with a yes.
    pub(super) fn licenses(&mut self, line: u64, record: &ByteRecord) -> Vec<String> {
        let (sheet, matched) = (self.sheet, self.matched);
        if matched.layout != "license-matrix" {
            return cell(matched, record, "license").map(str::to_owned).into_iter().collect();
        }
        let mut licenses = Vec::new();
        for (at, header) in sheet.header.iter().enumerate().filter(|(_, header)| matched.extra.contains(header)) {
            let text = record.get(at).map(String::from_utf8_lossy).unwrap_or(Cow::Borrowed(""));
            match truth(text.trim()) {
                Some(true) => licenses.push(header.trim().to_owned()),
                _ if text.trim().is_empty() => {}
                Some(false) => {}
                None => {
                    let what = format!("`{}` in column `{}` is neither yes nor no", text.trim(), header.trim());
                    let remedy = "if the column is no license, delete it";
                    self.fault(line, "", (what, "TRUE or FALSE per license", remedy));
                }
            }
        }
        licenses
    }

    /// The file's order of dates; ISO where it has none. Records why there is none, and what contradicts itself in it.
    pub(super) fn settle(&mut self, option: Option<DateOrder>) -> DateOrder {
        for (column, unit) in std::mem::take(&mut self.units) {
            if let Some(((one, _, a), (other, _, b))) = unit.mixed() {
                let what = format!("durations mix units: `{a}` in line {one}, `{b}` in line {other}");
                let remedy = "export again with one setting, and do not join exports by hand";
                self.fault(*one.max(other), column, (what, "one unit in the whole column", remedy));
            }
        }
        match self.dates.settle(option) {
            Ok(order) => {
                for (line, column, fault) in std::mem::take(&mut self.spans).of(order) {
                    self.fault(line, column, fault);
                }
                return order;
            }
            Err(Unsettled::Mixed(one, other)) => {
                let ((a_line, _, a), (b_line, _, b)) = (&one, &other);
                let what = format!("dates have two formats: `{a}` in line {a_line}, `{b}` in line {b_line}");
                let (line, column) = if a_line > b_line { (one.0, one.1) } else { (other.0, other.1) };
                let remedy = "export again, and do not join exports by hand";
                self.fault(line, column, (what, "one format of dates in the whole file", remedy));
            }
            Err(Unsettled::Ambiguous((line, column, text))) => {
                let what = format!("`{text}` can be day/month or month/day, and no date of the file settles it");
                let expected = "a date whose day is above 12, or the option";
                self.fault(line, column, (what, expected, "give `--date-format dmy` or `--date-format mdy`"));
            }
        }
        DateOrder::Ymd
    }
}

/// The instant of a cell that the first pass has accepted.
pub(super) fn instant(
    text: &str,
    order: DateOrder,
    layout: &str,
    options: &ExportOptions,
) -> Option<crate::canonical::rows::Micros> {
    written(text)?.instant(order, super::cells::offset_of(layout, options))
}
