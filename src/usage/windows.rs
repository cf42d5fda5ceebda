//! Windows by person: departments may have an evidence window and thresholds of their own.

use chrono::NaiveDate;

use super::{people::People, spans::Spans};
use crate::{
    canonical::rows::Micros,
    settings::{Settings, Thresholds},
};

/// What holds for some of the people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The spans of time looked at.
    pub spans: Spans,
    /// The lengths and counts that decide.
    pub thresholds: Thresholds,
}

/// The windows of everybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Windows {
    /// The first is that of the organization.
    kinds: Vec<Window>,
    /// Number of the window by person number; empty = that of the organization for everybody.
    of: Vec<u16>,
}

impl Windows {
    /// The windows of people under settings.
    pub fn new(settings: &Settings, people: &People, as_of: Micros, period: (NaiveDate, NaiveDate)) -> Windows {
        let window =
            |thresholds: Thresholds| Window { spans: Spans::new(as_of, thresholds.window_days, period), thresholds };
        let mut windows = Windows { kinds: vec![window(settings.thresholds())], of: Vec::new() };
        if settings.department_windows.is_empty() {
            return windows;
        }
        for person in &people.list {
            let own = window(settings.thresholds_of(person));
            let known = windows.kinds.iter().position(|kind| *kind == own);
            let number = known.unwrap_or_else(|| {
                windows.kinds.push(own);
                windows.kinds.len() - 1
            });
            // There are as many kinds as sections in a file that somebody writes.
            windows.of.push(u16::try_from(number).unwrap_or(0));
        }
        windows
    }

    /// The same spans for everybody, under the default thresholds.
    pub fn uniform(spans: Spans) -> Windows {
        Windows { kinds: vec![Window { spans, thresholds: Settings::default().thresholds() }], of: Vec::new() }
    }

    /// The window of a person.
    pub fn of(&self, user_ix: usize) -> &Window {
        &self.kinds[self.of.get(user_ix).copied().map_or(0, usize::from)]
    }

    /// That of the organization.
    pub fn general(&self) -> &Window {
        &self.kinds[0]
    }

    /// Every window that holds for somebody, and that of the organization.
    pub fn kinds(&self) -> &[Window] {
        &self.kinds
    }
}
