//! The sheet that managers fill in (`seatwise report admin` writes it) → answers.
//!
//! It comes back from a spreadsheet, so that commas may be semicolons, and days may be written as the spreadsheet's country
//! writes them: one order for the whole file, settled by all its rows. Rows without an answer are passed over.

mod rows;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests;

use std::{collections::HashMap, path::Path};

use chrono::{DateTime, NaiveDate};
use csv::StringRecord;

use super::{
    exports::{
        settle::{DateEvidence, Unsettled},
        values::{DateOrder, written},
    },
    problem::{Problem, Problems},
    sheet::{Lines, delimiter, find},
};
use rows::{Columns, Row};

use crate::{
    answers::{Answer, Word},
    findings::id::ID_BYTES,
};

/// What stands before an id in a sheet: a spreadsheet takes an id such as `1234567890123456` as a number.
pub const ID_PREFIX: &str = "r-";
/// Columns that a sheet must have; `reason`, `until` and `manager` may be missing.
pub const REQUIRED: [&str; 4] = ["recommendation", "user_id", "proposed_on", "answer"];

const WAY_OUT: &str = "correct the row, or fill in the sheet anew that `seatwise report admin` writes (docs/ADMIN.md)";

/// What a sheet says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The answers, in the order of the rows.
    pub answers: Vec<Answer>,
    /// Rows without an answer.
    pub open: usize,
}

/// Reads a sheet; `order` decides where its days leave open what is day and what is month.
///
/// # Errors
/// Every row that is no answer, with its line.
pub fn read(path: &Path, order: Option<DateOrder>) -> Result<Sheet, Problems> {
    let file = path.display().to_string();
    let whole = |what: String, expected: &str, remedy: &str| {
        Problems(vec![Problem {
            file: file.clone(),
            line: None,
            column: None,
            what,
            expected: expected.to_owned(),
            remedy: remedy.to_owned(),
        }])
    };
    let bytes = std::fs::read(path).map_err(|error| {
        let expected = "the sheet that `seatwise report admin` writes, filled in";
        whole(format!("the answers cannot be read: {error}"), expected, "check the path")
    })?;
    let text = String::from_utf8(bytes).map_err(|_| {
        whole("the file is not UTF-8".to_owned(), "text in UTF-8", "save it as `CSV UTF-8` in the spreadsheet")
    })?;
    let text = text.trim_start_matches('\u{feff}');
    let delimiter = delimiter(text.lines().next().unwrap_or_default());
    let mut reader =
        csv::ReaderBuilder::new().trim(csv::Trim::All).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    let heads = reader.headers().cloned().unwrap_or_default();
    let missing: Vec<String> =
        REQUIRED.iter().filter(|name| find(&heads, name).is_none()).map(|name| format!("`{name}`")).collect();
    if !missing.is_empty() {
        let expected = "columns `recommendation`, `user_id`, `proposed_on`, `answer`, and `reason`, `until`, `manager`";
        return Err(whole(format!("the sheet has no column {}", missing.join(", ")), expected, WAY_OUT));
    }
    let mut reading = Reading { file, columns: Columns::of(&heads), problems: Vec::new() };
    let rows = reading.rows(Lines::new(text), reader.records());
    let order = reading.order(&rows, order);
    let sheet = reading.sheet(&rows, order);
    if reading.problems.is_empty() { Ok(sheet) } else { Err(Problems(reading.problems)) }
}

/// A sheet being read.
struct Reading {
    file: String,
    columns: Columns,
    problems: Vec<Problem>,
}

impl Reading {
    fn problem(&mut self, line: u64, column: &str, what: String, expected: &str) {
        self.problems.push(Problem {
            file: self.file.clone(),
            line: Some(line),
            column: Some(column.to_owned()),
            what,
            expected: expected.to_owned(),
            remedy: WAY_OUT.to_owned(),
        });
    }

    fn rows<'r>(
        &mut self,
        mut lines: Lines<'_>,
        records: impl Iterator<Item = csv::Result<StringRecord>> + 'r,
    ) -> Vec<Row> {
        let mut rows = Vec::new();
        for record in records {
            match record {
                Ok(record) => rows.extend(self.columns.row(lines.of(record.position()), &record)),
                Err(error) => {
                    let line = lines.of(error.position());
                    self.problem(line, "answer", format!("this is no row of a sheet: {error}"), "a row of CSV");
                }
            }
        }
        rows
    }

    /// The order of the days of the whole file.
    fn order(&mut self, rows: &[Row], option: Option<DateOrder>) -> Option<DateOrder> {
        let mut evidence = DateEvidence::default();
        for row in rows {
            let cells = [("proposed_on", Some(&row.proposed_on)), ("until", row.until.as_ref())];
            for (column, cell) in cells {
                if let Some((cell, date)) = cell.and_then(|cell| Some((cell, written(cell)?))) {
                    evidence.see(date.order, row.line, column, cell);
                }
            }
        }
        match evidence.settle(option) {
            Ok(order) => Some(order),
            Err(Unsettled::Mixed((first, column, one), (second, _, other))) => {
                let what =
                    format!("`{column}` is `{one}`, and line {second} has `{other}`: days are written in two ways");
                self.problem(first, column, what, "one way for the whole file, best as 2026-10-31");
                None
            }
            Err(Unsettled::Ambiguous((line, column, cell))) => {
                let what = format!("`{column}` is `{cell}`: which number is the day, and which the month?");
                self.problem(
                    line,
                    column,
                    what,
                    "days as 2026-10-31, or `seatwise import` with `--date-format dmy` or `mdy`",
                );
                None
            }
        }
    }

    fn sheet(&mut self, rows: &[Row], order: Option<DateOrder>) -> Sheet {
        let mut sheet = Sheet::default();
        let mut seen: HashMap<(String, String), (u64, Word)> = HashMap::new();
        for row in rows {
            if row.answer.is_empty() {
                sheet.open += 1;
                continue;
            }
            let Some(answer) = self.answer(row, order) else { continue };
            let question = (answer.recommendation.clone(), answer.user_id.clone());
            match seen.insert(question, (row.line, answer.answer)) {
                Some((line, word)) if word != answer.answer => {
                    let what = format!("`answer` is `{}`, and line {line} says `{}`", row.answer, word.as_str());
                    self.problem(row.line, "answer", what, "one answer to each recommendation");
                }
                _ => sheet.answers.push(answer),
            }
        }
        sheet
    }

    fn answer(&mut self, row: &Row, order: Option<DateOrder>) -> Option<Answer> {
        let id = row.recommendation.strip_prefix(ID_PREFIX).unwrap_or(&row.recommendation).to_lowercase();
        let is_id = id.len() == ID_BYTES * 2 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_id {
            let what = format!("`recommendation` is `{}`", row.recommendation);
            self.problem(row.line, "recommendation", what, "an id of the report, as r-0123456789abcdef");
        }
        if row.user_id.is_empty() {
            self.problem(
                row.line,
                "user_id",
                "`user_id` is empty".to_owned(),
                "the user id of the person, as in the sheet",
            );
        }
        let word = match row.answer.as_str() {
            "keep" => Some(Word::Keep),
            "forego" | "forgo" => Some(Word::Forego),
            other => {
                self.problem(row.line, "answer", format!("`answer` is `{other}`"), "`keep` or `forego`, or nothing");
                None
            }
        };
        let proposed_on = self.day(row.line, "proposed_on", &row.proposed_on, order);
        let until = row.until.as_ref().map(|cell| self.day(row.line, "until", cell, order));
        self.check_keep(row, word, proposed_on, until.flatten());
        (is_id && until != Some(None)).then_some(())?;
        Some(Answer {
            recommendation: id,
            user_id: Some(row.user_id.clone()).filter(|user_id| !user_id.is_empty())?,
            answer: word?,
            reason: row.reason.clone(),
            until: until.flatten(),
            proposed_on: proposed_on?,
            manager: row.manager.clone(),
        })
    }

    /// What only a `keep` has, and must have.
    fn check_keep(&mut self, row: &Row, word: Option<Word>, proposed_on: Option<NaiveDate>, until: Option<NaiveDate>) {
        if word == Some(Word::Keep) && row.reason.is_none() {
            let expected = "a few words that an auditor understands";
            self.problem(row.line, "reason", "a seat is kept without a `reason`".to_owned(), expected);
        }
        if word == Some(Word::Forego) && row.until.is_some() {
            let what = "`until` is given for a seat that may go".to_owned();
            self.problem(row.line, "until", what, "a day only where the answer is `keep`");
        }
        if let Some((proposed_on, until)) = proposed_on.zip(until)
            && until < proposed_on
        {
            let what = format!("`until` is {until}, before the report of {proposed_on}");
            self.problem(row.line, "until", what, "the last day on which the seat is kept");
        }
    }

    /// `order` = `None`: the file has no order, which is told already; only days that settle it themselves are read.
    fn day(&mut self, line: u64, column: &'static str, cell: &str, order: Option<DateOrder>) -> Option<NaiveDate> {
        let date = written(cell);
        if order.is_none() && date.is_some_and(|date| date.order.is_none()) {
            return None;
        }
        let micros = date.and_then(|date| date.instant(order.or(date.order)?, 0));
        let day = micros.and_then(DateTime::from_timestamp_micros).map(|at| at.date_naive());
        if day.is_none() {
            self.problem(line, column, format!("`{column}` is `{cell}`"), "a day, as 2026-10-31");
        }
        day
    }
}
