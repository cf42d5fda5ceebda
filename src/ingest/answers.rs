//! The sheet that managers fill in (`seatwise report admin` writes it) → answers.
//!
//! It comes back from a spreadsheet, so that commas may be semicolons, and days may be written as the spreadsheet's country
//! writes them: one order for the whole file, settled by all its rows. Rows without an answer are passed over.

use std::{collections::HashMap, path::Path};

use chrono::{DateTime, NaiveDate};
use csv::StringRecord;

use super::{
    exports::{
        settle::{DateEvidence, Unsettled},
        values::{DateOrder, written},
    },
    problem::{Problem, Problems},
};
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
    let rows = reading.rows(reader.records());
    let order = reading.order(&rows, order);
    let sheet = reading.sheet(&rows, order);
    if reading.problems.is_empty() { Ok(sheet) } else { Err(Problems(reading.problems)) }
}

/// What stands between the names of the columns most often.
fn delimiter(head: &str) -> u8 {
    let count = |delimiter: &u8| head.bytes().filter(|byte| byte == delimiter).count();
    [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

fn find(heads: &StringRecord, name: &str) -> Option<usize> {
    heads.iter().position(|head| head.eq_ignore_ascii_case(name))
}

/// Where each column stands.
struct Columns {
    recommendation: Option<usize>,
    user_id: Option<usize>,
    proposed_on: Option<usize>,
    answer: Option<usize>,
    reason: Option<usize>,
    until: Option<usize>,
    manager: Option<usize>,
}

impl Columns {
    fn of(heads: &StringRecord) -> Columns {
        let at = |name| find(heads, name);
        Columns {
            recommendation: at("recommendation"),
            user_id: at("user_id"),
            proposed_on: at("proposed_on"),
            answer: at("answer"),
            reason: at("reason"),
            until: at("until"),
            manager: at("manager"),
        }
    }
}

/// A row with an answer, as texts.
struct Row {
    line: u64,
    recommendation: String,
    user_id: String,
    proposed_on: String,
    /// Empty = none was given.
    answer: String,
    reason: Option<String>,
    until: Option<String>,
    manager: Option<String>,
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

    fn rows<'r>(&mut self, records: impl Iterator<Item = csv::Result<StringRecord>> + 'r) -> Vec<Row> {
        let mut rows = Vec::new();
        for record in records {
            match record {
                Ok(record) => rows.extend(self.row(&record)),
                Err(error) => {
                    let line = error.position().map_or(1, csv::Position::line);
                    self.problem(line, "answer", format!("this is no row of a sheet: {error}"), "a row of CSV");
                }
            }
        }
        rows
    }

    /// `None` = an empty line.
    fn row(&self, record: &StringRecord) -> Option<Row> {
        let text = |at: Option<usize>| at.and_then(|at| record.get(at)).map(bare).unwrap_or_default().to_owned();
        let some = |at| Some(text(at)).filter(|text| !text.is_empty());
        let own = &self.columns;
        (!record.iter().all(str::is_empty)).then(|| Row {
            line: record.position().map_or(0, csv::Position::line),
            recommendation: text(own.recommendation),
            user_id: text(own.user_id),
            proposed_on: text(own.proposed_on),
            answer: text(own.answer).to_lowercase(),
            reason: some(own.reason),
            until: some(own.until),
            manager: some(own.manager),
        })
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

/// A text without the apostrophe that keeps a spreadsheet from running it as a formula.
fn bare(cell: &str) -> &str {
    let rest = cell.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@']));
    rest.unwrap_or(cell)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests {
    use super::*;

    fn sheet(text: &[u8]) -> Result<Sheet, Vec<String>> {
        sheet_in(text, None)
    }

    fn sheet_in(text: &[u8], order: Option<DateOrder>) -> Result<Sheet, Vec<String>> {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("answers.csv");
        std::fs::write(&path, text).unwrap();
        let told = |problem: Problem| match problem.line {
            Some(line) => format!("{line}: {}", problem.what),
            None => problem.what,
        };
        read(&path, order).map_err(|problems| problems.0.into_iter().map(told).collect())
    }

    const HEAD: &str = "recommendation,manager,user_id,proposed_on,answer,reason,until\n";

    #[test]
    fn a_sheet_is_read_and_open_rows_are_counted() {
        let text = format!(
            "\u{feff}{HEAD}r-0123456789abcdef,dee@x.example,u1,2026-10-31,Keep,\"needed, in spring\",2027-03-31\n\
             0123456789ABCDEF,,'=u2,2026-10-31,forgo,,\nr-1,,,,,,\n,,,,,,\n"
        );
        let sheet = sheet(text.as_bytes()).unwrap();
        assert_eq!((sheet.answers.len(), sheet.open), (2, 1));
        let [keep, forego] = [&sheet.answers[0], &sheet.answers[1]];
        assert_eq!((keep.recommendation.as_str(), keep.answer), ("0123456789abcdef", Word::Keep));
        assert_eq!(keep.reason.as_deref(), Some("needed, in spring"));
        assert_eq!(keep.until, NaiveDate::from_ymd_opt(2027, 3, 31));
        assert_eq!(keep.manager.as_deref(), Some("dee@x.example"));
        assert_eq!((forego.recommendation.as_str(), forego.user_id.as_str()), ("0123456789abcdef", "=u2"));
        assert_eq!((forego.answer, forego.until, forego.manager.as_deref()), (Word::Forego, None, None));
    }

    #[test]
    fn a_spreadsheet_may_write_days_and_separators_as_its_country_does() {
        let text = "recommendation;user_id;proposed_on;answer;reason;until\n\
                    r-0123456789abcdef;u1;31.10.2026;keep;needed;01.03.2027\n";
        let sheet = sheet(text.as_bytes()).unwrap();
        assert_eq!(sheet.answers[0].until, NaiveDate::from_ymd_opt(2027, 3, 1));
        let american = "recommendation\tuser_id\tproposed_on\tanswer\treason\tuntil\n\
                        r-0123456789abcdef\tu1\t10/31/2026\tkeep\tneeded\t3/1/2027\n";
        assert_eq!(self::sheet(american.as_bytes()).unwrap().answers, sheet.answers);
        let unclear = format!("{HEAD}r-0123456789abcdef,,u1,10/9/2026,forego,,\n");
        let told = self::sheet(unclear.as_bytes()).unwrap_err();
        assert_eq!(told, ["2: `proposed_on` is `10/9/2026`: which number is the day, and which the month?"]);
        let settled = sheet_in(unclear.as_bytes(), Some(DateOrder::Mdy)).unwrap();
        assert_eq!(settled.answers[0].proposed_on, NaiveDate::from_ymd_opt(2026, 10, 9).unwrap());
    }

    #[test]
    fn every_fault_of_every_row_is_told() {
        let text = format!(
            "{HEAD}12345,,u1,2026-10-31,maybe,,\nr-0123456789abcdef,,,2026-02-30,keep,,2026-10-01\n\
             r-0123456789abcdef,,u1,2026-10-31,forego,,2026-12-01\nr-0123456789abcdef,,u3,2026-10-31,keep,new,2026-10-30\n\
             r-aaaaaaaaaaaaaaaa,,u4,2026-10-31,keep,new,\nr-aaaaaaaaaaaaaaaa,,u4,2026-10-31,forego,,\n"
        );
        insta::assert_snapshot!(sheet(text.as_bytes()).unwrap_err().join("\n"));
    }

    #[test]
    fn what_is_no_sheet_is_refused() {
        assert_eq!(sheet(b"").unwrap_err().len(), 1);
        assert_eq!(
            sheet(b"a,b\n1,2\n").unwrap_err(),
            ["the sheet has no column `recommendation`, `user_id`, `proposed_on`, `answer`"]
        );
        assert_eq!(sheet(b"recommendation,\xe9\n").unwrap_err(), ["the file is not UTF-8"]);
        let missing = read(Path::new("nowhere/answers.csv"), None).unwrap_err();
        assert!(missing.0[0].what.starts_with("the answers cannot be read"));
    }
}
