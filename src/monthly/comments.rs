//! What owners say of material variances: a CSV with an owner and a comment per variance.

use std::{collections::BTreeMap, path::Path};

use chrono::NaiveDate;

use super::form::{self, Faults, Form, Row, month};
use crate::ingest::problem::Problems;

/// What a comment is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// All of a month against its budget.
    Month,
    /// A part of the organization against its budget.
    Part(String),
    /// A line of the bill, by its name, against the month before.
    Line(String),
}

/// Who answers for a variance, and what they say; one of both is there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comment {
    /// Who; `None` = not said.
    pub owner: Option<String>,
    /// Why it is so; `None` = not said yet.
    pub text: Option<String>,
}

/// By day 1 of the month, `None` = that of the report, and what they are about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comments(BTreeMap<(Option<NaiveDate>, Subject), Comment>);

const FORM: Form = Form {
    name: "file of comments",
    columns: "columns `owner` and `comment`, `month` (as 2026-10) where it is not that of the report, and `part` or `line` where it is not the \
              whole month",
    required: &["owner", "comment"],
};

/// Reads comments.
///
/// # Errors
/// Every row that says nothing, is about two things at once or about what another row is about, with its line.
pub fn read(path: &Path) -> Result<Comments, Problems> {
    form::read(path, &FORM, add)
}

fn add(comments: &mut Comments, row: &Row<'_>, faults: &mut Faults) {
    let mut wrong = |what: String, expected: &str| faults.add(Some(row.line), what, expected);
    let at = row.cell("month").map(month);
    if at == Some(None) {
        wrong(
            format!("`month` is `{}`", row.text("month")),
            "year and month, as 2026-10, or nothing for that of the report",
        );
    }
    let comment = Comment { owner: row.cell("owner").map(str::to_owned), text: row.cell("comment").map(str::to_owned) };
    if comment == Comment::default() {
        wrong("the row has neither owner nor comment".to_owned(), "at least one of both, or no row");
    }
    let subject = match (row.cell("part"), row.cell("line")) {
        (Some(part), Some(line)) => {
            wrong(format!("the row is about the part `{part}` and about the line `{line}`"), "a row for each");
            return;
        }
        (Some(part), None) => Subject::Part(part.to_owned()),
        (None, Some(line)) => Subject::Line(line.to_owned()),
        (None, None) => Subject::Month,
    };
    if at != Some(None) && comments.0.insert((at.flatten(), subject), comment).is_some() {
        wrong("another row is about the same".to_owned(), "one row per month and part or line");
    }
}

impl Comments {
    /// What is said of a variance of a month in the report of month `own`.
    pub fn on(&self, own: NaiveDate, month: NaiveDate, subject: &Subject) -> Option<&Comment> {
        let named = self.0.get(&(Some(month), subject.clone()));
        named.or_else(|| self.0.get(&(None, subject.clone())).filter(|_| month == own))
    }

    /// Every comment with its month, in order; `own` is that of the report.
    pub fn all(&self, own: NaiveDate) -> impl Iterator<Item = (NaiveDate, &Subject, &Comment)> {
        self.0.iter().map(move |((month, subject), comment)| (month.unwrap_or(own), subject, comment))
    }
}
