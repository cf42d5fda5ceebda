//! What was planned: a CSV with an amount per month, or per month and part of the organization; and what months before the
//! data cost, as the books have it.

use std::{collections::BTreeMap, path::Path};

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use crate::ingest::problem::{Problem, Problems};

/// What was planned, by month.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Budget {
    /// By day 1 of the month and part of the organization; the part is `None` where the file names none.
    pub rows: BTreeMap<(NaiveDate, Option<String>), Decimal>,
    /// What the books have as cost, the same way; for months that no data tells of.
    pub booked: BTreeMap<(NaiveDate, Option<String>), Decimal>,
}

impl Budget {
    /// Planned for a month, all parts together; `None` = no row.
    pub fn of(&self, month: NaiveDate) -> Option<Decimal> {
        sum(&self.rows, month)
    }

    /// What the books have for a month, all parts together; `None` = nothing.
    pub fn booked_in(&self, month: NaiveDate) -> Option<Decimal> {
        sum(&self.booked, month)
    }

    /// Planned for a part of the organization in a month; `None` = no row.
    pub fn of_part(&self, month: NaiveDate, part: &str) -> Option<Decimal> {
        self.rows.get(&(month, Some(part.to_owned()))).copied()
    }

    /// Does it plan by part of the organization?
    pub fn has_parts(&self) -> bool {
        self.rows.keys().any(|(_, part)| part.is_some())
    }
}

fn sum(rows: &BTreeMap<(NaiveDate, Option<String>), Decimal>, month: NaiveDate) -> Option<Decimal> {
    let mut rows = rows.iter().filter(|((own, _), _)| *own == month).map(|(_, amount)| *amount).peekable();
    rows.peek()?;
    Some(rows.sum())
}

const EXPECTED: &str = "columns `month` (as 2026-10) and `amount` (as 54000.00), `part` where it is planned by part, `actual` where the books have it";

/// Reads a budget.
///
/// # Errors
/// Every row that is no month, no amount, or planned twice, with its line.
pub fn read(path: &Path) -> Result<Budget, Problems> {
    let file = path.display().to_string();
    let problem = |line: Option<u64>, what: String, expected: &str| Problem {
        file: file.clone(),
        line,
        column: None,
        what,
        expected: expected.to_owned(),
        remedy: "correct the file; docs/MONTHLY.md shows one".to_owned(),
    };
    let whole = |what: String| Problems(vec![problem(None, what, EXPECTED)]);
    let text = std::fs::read_to_string(path).map_err(|error| whole(format!("the budget cannot be read: {error}")))?;
    let (mut problems, mut budget) = (Vec::new(), Budget::default());
    let mut reader =
        csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let columns =
        match reader.headers().map(|heads| ["month", "amount", "part", "actual"].map(|name| find(heads, name))) {
            Ok([Some(month), Some(amount), part, actual]) => Columns { month, amount, part, actual },
            _ => return Err(whole("the budget has no columns `month` and `amount`".to_owned())),
        };
    for record in reader.records() {
        match record {
            Ok(record) => add(&mut budget, &record, columns, |line, what, expected| {
                problems.push(problem(Some(line), what, expected));
            }),
            Err(error) => {
                let line = error.position().map_or(1, csv::Position::line);
                problems.push(problem(Some(line), format!("this is no row of the budget: {error}"), EXPECTED));
            }
        }
    }
    if problems.is_empty() { Ok(budget) } else { Err(Problems(problems)) }
}

fn find(heads: &csv::StringRecord, name: &str) -> Option<usize> {
    heads.iter().position(|head| head.eq_ignore_ascii_case(name))
}

/// Where the columns stand.
#[derive(Debug, Clone, Copy)]
struct Columns {
    month: usize,
    amount: usize,
    part: Option<usize>,
    actual: Option<usize>,
}

const AMOUNT: &str = "an amount with a point, without separators, as 54000.00";

fn add(
    budget: &mut Budget,
    record: &csv::StringRecord,
    columns: Columns,
    mut wrong: impl FnMut(u64, String, &'static str),
) {
    let line = record.position().map_or(0, csv::Position::line);
    let cell = |at: usize| record.get(at).unwrap_or_default();
    let month = month(cell(columns.month));
    if month.is_none() {
        wrong(line, format!("`month` is `{}`", cell(columns.month)), "year and month, as 2026-10");
    }
    let part = columns.part.map(cell).filter(|part| !part.is_empty()).map(str::to_owned);
    let whose = part.as_deref().map_or_else(String::new, |part| format!(" for `{part}`"));
    let cells = [("amount", Some(columns.amount), &mut budget.rows), ("actual", columns.actual, &mut budget.booked)];
    for (name, at, rows) in cells {
        let Some(text) = at.map(cell).filter(|text| name == "amount" || !text.is_empty()) else { continue };
        match (text.parse::<Decimal>(), month) {
            (Err(_), _) => wrong(line, format!("`{name}` is `{text}`"), AMOUNT),
            (Ok(amount), Some(month)) if rows.insert((month, part.clone()), amount).is_some() => {
                let month = month.format("%Y-%m");
                wrong(line, format!("{month} has a second `{name}`{whose}"), "one row per month and part");
            }
            (Ok(_), _) => {}
        }
    }
}

fn month(text: &str) -> Option<NaiveDate> {
    let day = NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").ok()?;
    (text.len() == 7 && day.year() >= 1).then_some(day)
}
