//! The rows of a sheet as texts: separators, columns by name, apostrophes taken off.

use csv::StringRecord;

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

    /// A row as texts; `None` = an empty line.
    pub(super) fn row(&self, record: &StringRecord) -> Option<Row> {
        let text = |at: Option<usize>| at.and_then(|at| record.get(at)).map(bare).unwrap_or_default().to_owned();
        let some = |at| Some(text(at)).filter(|text| !text.is_empty());
        (!record.iter().all(str::is_empty)).then(|| Row {
            line: record.position().map_or(0, csv::Position::line),
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

/// What stands between the names of the columns most often.
pub(super) fn delimiter(head: &str) -> u8 {
    let count = |delimiter: &u8| head.bytes().filter(|byte| byte == delimiter).count();
    [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

pub(super) fn find(heads: &StringRecord, name: &str) -> Option<usize> {
    heads.iter().position(|head| head.eq_ignore_ascii_case(name))
}

/// A text without the apostrophe that keeps a spreadsheet from running it as a formula.
fn bare(cell: &str) -> &str {
    let rest = cell.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@']));
    rest.unwrap_or(cell)
}
