//! What was planned: a CSV with an amount per month, or per month and part of the organization; and what months before the
//! data cost, as the books have it.

use std::{collections::BTreeMap, path::Path};

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::form::{self, Faults, Form, Row, month};
use crate::ingest::problem::Problems;

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

    /// The parts of the organization that a month is planned for, by name.
    pub fn parts(&self, month: NaiveDate) -> impl Iterator<Item = &str> {
        self.rows.keys().filter(move |(own, _)| *own == month).filter_map(|(_, part)| part.as_deref())
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

const FORM: Form = Form {
    name: "budget",
    columns: "columns `month` (as 2026-10) and `amount` (as 54000.00), `part` where it is planned by part, `actual` where the books have it",
    required: &["month", "amount"],
};

/// Reads a budget.
///
/// # Errors
/// Every row that is no month, no amount, or planned twice, with its line.
pub fn read(path: &Path) -> Result<Budget, Problems> {
    form::read(path, &FORM, add)
}

const AMOUNT: &str = "an amount with a point, without separators, as 54000.00";

fn add(budget: &mut Budget, row: &Row<'_>, faults: &mut Faults) {
    let mut wrong = |what: String, expected: &str| faults.add(Some(row.line), what, expected);
    let month = month(row.text("month"));
    if month.is_none() {
        wrong(format!("`month` is `{}`", row.text("month")), "year and month, as 2026-10");
    }
    let part = row.cell("part").map(str::to_owned);
    let whose = part.as_deref().map_or_else(String::new, |part| format!(" for `{part}`"));
    let cells =
        [("amount", Some(row.text("amount")), &mut budget.rows), ("actual", row.cell("actual"), &mut budget.booked)];
    for (name, text, rows) in cells {
        let Some(text) = text else { continue };
        match (text.parse::<Decimal>(), month) {
            (Err(_), _) => wrong(format!("`{name}` is `{text}`"), AMOUNT),
            (Ok(amount), Some(month)) if rows.insert((month, part.clone()), amount).is_some() => {
                let month = month.format("%Y-%m");
                wrong(format!("{month} has a second `{name}`{whose}"), "one row per month and part");
            }
            (Ok(_), _) => {}
        }
    }
}
