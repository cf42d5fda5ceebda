//! What activity and presence say of everybody: one pass over each table for any number of readings.

use polars::prelude::*;

use crate::usage::{
    activity::{self, ActivityFacts},
    concurrency::PeriodPresence,
    people::People,
    presence::{self, PresenceFacts},
    windows::Reading,
};

/// What one reading says.
#[derive(Debug, Clone)]
pub struct Usage {
    /// What was done by person number.
    pub activity: ActivityFacts,
    /// Who was there.
    pub presence: PresenceFacts,
    /// Presence in the reading's period, up to its as-of; `None` = no presence table.
    pub segments: Option<PeriodPresence>,
}

impl Usage {
    /// Reads both tables once, for each reading; `None` = the input does not have the table.
    ///
    /// # Errors
    /// Whatever polars reports while reading the files, and sums beyond 64 bits.
    pub fn read(
        activity: Option<LazyFrame>,
        presence: Option<LazyFrame>,
        people: &People,
        readings: &[Reading],
    ) -> PolarsResult<Vec<Usage>> {
        let acts = match activity {
            Some(table) => activity::facts(table, people, readings)?,
            None => readings.iter().map(|_| ActivityFacts::empty(people.len())).collect(),
        };
        let stays = match presence {
            Some(table) => presence::facts(table, people, readings)?.into_iter().map(|it| (it.0, Some(it.1))).collect(),
            None => vec![(PresenceFacts::empty(people.len()), None); readings.len()],
        };
        let told = acts.into_iter().zip(stays);
        Ok(told.map(|(activity, (presence, segments))| Usage { activity, presence, segments }).collect())
    }
}
