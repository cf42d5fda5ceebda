//! Windows by person: departments may have an evidence window and thresholds of their own. And what one pass over a table
//! is to tell: several readings share it.

use chrono::NaiveDate;

use super::{
    people::People,
    spans::{Span, Spans},
};
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

/// One reading of a table of intervals. A pass over the table serves several of them.
#[derive(Debug, Clone)]
pub struct Reading {
    /// Windows by person; nothing that begins at or after their as-of is read.
    pub windows: Windows,
    /// What ends at or before this instant is not read either; `MIN` = everything is.
    pub after: Micros,
}

impl Reading {
    /// Everything up to as-of.
    pub fn whole(windows: Windows) -> Reading {
        Reading { windows, after: Micros::MIN }
    }

    /// Nothing but what touches a period, up to `as_of`, with the period as everybody's window.
    pub fn of_period(period: Span, as_of: Micros, spans: Spans) -> Reading {
        Reading { windows: Windows::uniform(Spans { as_of, window: period, period, ..spans }), after: period.from }
    }

    /// Nothing that begins at or after this instant is read.
    pub(super) fn as_of(&self) -> Micros {
        self.windows.general().spans.as_of
    }

    /// Which intervals are read.
    pub(super) fn bounds(&self) -> Bounds {
        Bounds { after: self.after, as_of: self.as_of() }
    }
}

/// Which intervals a reading takes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    after: Micros,
    as_of: Micros,
}

impl Bounds {
    /// Is an interval read?
    #[inline]
    pub(super) fn takes(self, start: Micros, end: Micros) -> bool {
        start < self.as_of && start < end && end > self.after
    }

    /// An interval that is read, up to as-of.
    #[inline]
    pub(super) fn cut(self, end: Micros) -> Micros {
        end.min(self.as_of)
    }
}
