//! What managers answer to recommendations: keep the seat for a while, or forego it.
//!
//! An answer belongs to one recommendation about one person: where another change is recommended, it has another id, and the
//! answer is of no matter any more. Which of several answers counts, and for how long, follows from their days and as-of,
//! never from a clock. How a sheet is read: `ingest::answers`.
//!
//! | file | question |
//! |---|---|
//! | `store` | where are answers kept? |

pub mod store;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests;

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// Days for which a `keep` holds where it names no last day, unless the settings say otherwise.
pub const COOLDOWN_DAYS: u32 = 180;

/// What was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Word {
    /// The seat stays as it is.
    Keep,
    /// The change may be made.
    Forego,
}

impl Word {
    /// The word of the sheet.
    pub fn as_str(self) -> &'static str {
        match self {
            Word::Keep => "keep",
            Word::Forego => "forego",
        }
    }
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Id of the recommendation, 16 hex digits in lower case.
    pub recommendation: String,
    /// User id of the person whom it is about.
    pub user_id: String,
    /// What was answered.
    pub answer: Word,
    /// Why, as the manager wrote it; `None` = nothing was written.
    pub reason: Option<String>,
    /// Last day of a `keep`, inclusive, UTC; `None` = by the cool-down of the settings.
    pub until: Option<NaiveDate>,
    /// Day of the report that asked, UTC: before it, nothing is known of the answer.
    pub proposed_on: NaiveDate,
    /// Who answered; `None` = not named.
    pub manager: Option<String>,
}

impl Answer {
    /// The last day on which a `keep` holds.
    pub fn last_day(&self, cooldown_days: u32) -> NaiveDate {
        let by_cooldown = || self.proposed_on.checked_add_days(Days::new(u64::from(cooldown_days)));
        self.until.or_else(by_cooldown).unwrap_or(NaiveDate::MAX)
    }

    /// What was asked: the recommendation and the person.
    fn question(&self) -> (&str, &str) {
        (&self.recommendation, &self.user_id)
    }
}

/// The answers that are known on a day: of each question the latest.
#[derive(Debug, Default)]
pub struct Known<'a>(HashMap<(&'a str, &'a str), &'a Answer>);

impl<'a> Known<'a> {
    /// Of several answers to a question the one with the latest day counts, of one day the one that came last.
    pub fn new(answers: &'a [Answer], today: NaiveDate) -> Known<'a> {
        let mut known: HashMap<(&str, &str), &Answer> = HashMap::new();
        for answer in answers.iter().filter(|answer| answer.proposed_on <= today) {
            let latest = known.entry(answer.question()).or_insert(answer);
            if latest.proposed_on <= answer.proposed_on {
                *latest = answer;
            }
        }
        Known(known)
    }

    /// Is nothing known?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them, in no order.
    pub fn all(&self) -> impl Iterator<Item = &'a Answer> {
        self.0.values().copied()
    }

    /// The answer to a recommendation about a person.
    pub fn to(&self, recommendation: &str, user_id: &str) -> Option<&'a Answer> {
        self.0.get(&(recommendation, user_id)).copied()
    }
}
