//! The rows of a sheet as texts: columns by name, apostrophes taken off.

use csv::StringRecord;

use crate::ingest::sheet::{bare, find};

/// Where each column stands.
pub(super) struct Columns {
    recommendation: Option<usize>,
    user_id: Option<usize>,
    proposed_on: Option<usize>,
    answer: Option<usize>,
    reason: Option<usize>,
    until: Option<usize>,
    manager: Option<usize>,
}

impl Columns {
    pub(super) fn of(heads: &StringRecord) -> Columns {
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

    /// The row on a line as texts; `None` = an empty one.
    pub(super) fn row(&self, line: u64, record: &StringRecord) -> Option<Row> {
        let text = |at: Option<usize>| at.and_then(|at| record.get(at)).map(bare).unwrap_or_default().to_owned();
        let some = |at| Some(text(at)).filter(|text| !text.is_empty());
        (!record.iter().all(str::is_empty)).then(|| Row {
            line,
            recommendation: text(self.recommendation),
            user_id: text(self.user_id),
            proposed_on: text(self.proposed_on),
            answer: text(self.answer).to_lowercase(),
            reason: some(self.reason),
            until: some(self.until),
            manager: some(self.manager),
        })
    }
}

/// A row with an answer, as texts.
pub(super) struct Row {
    pub(super) line: u64,
    pub(super) recommendation: String,
    pub(super) user_id: String,
    pub(super) proposed_on: String,
    /// Empty = none was given.
    pub(super) answer: String,
    pub(super) reason: Option<String>,
    pub(super) until: Option<String>,
    pub(super) manager: Option<String>,
}
