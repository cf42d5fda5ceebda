//! What was known at an earlier instant, and what would have been advised then.
//!
//! Tables that are a state of today can't tell the past: a person's state is not used at all, a login after the instant is
//! not read, a row of the identity provider without a date is left out. Roles, memberships, settings and prices are those
//! of as-of. A license without a first day is taken as held since the person was created.

use polars::prelude::*;
use seatwise_pricing::{book::PriceBook, period::Period};

use super::grid::Grid;
use crate::{
    analysis::{Analysis, input::Scan, people::IdpRows},
    canonical::{
        Table,
        rows::{DAY, Micros},
    },
    entitlement::{
        billing::Billing,
        held::{Held, LicenseRow, LicenseRows},
    },
    findings::{
        advice::Decisions,
        context::{Context, Membership, Unmatched},
    },
    settings::Settings,
    usage::{
        coverage::{Coverage, Shown},
        days::{DayLog, Reach},
        people::{People, State},
        signs::Life,
        spans::{YEAR_DAYS, day_number, instant},
        windows::Windows,
    },
};

/// The two lengths of time that decide who is idle and what is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Thresholds {
    pub(super) window_days: u32,
    pub(super) idle_days: u32,
}

impl Thresholds {
    pub(super) fn of(settings: &Settings) -> Thresholds {
        Thresholds { window_days: settings.window_days, idle_days: settings.idle_days }
    }

    /// Both alike.
    pub(super) fn both(days: u32) -> Thresholds {
        Thresholds { window_days: days, idle_days: days }
    }

    /// Days before an instant that have to be covered.
    pub(super) fn longest(self) -> u32 {
        self.window_days.max(self.idle_days)
    }
}

/// What is read once for all instants.
pub(super) struct Past<'a> {
    pub(super) analysis: &'a Analysis,
    pub(super) grid: &'a Grid,
    pub(super) log: DayLog,
    book: &'a PriceBook,
    /// Everybody, none deactivated: the state of an instant in the past is not known.
    people: People,
    licenses: Vec<LicenseRow>,
    /// By person number: until when each license without a first day is held; `None` = still.
    undated: Vec<Vec<Option<Micros>>>,
    idp: IdpRows,
    memberships: Vec<Vec<Membership>>,
    coverage: Option<LazyFrame>,
    /// Are there tables `activity` and `presence`?
    has_activity: bool,
    has_presence: bool,
}

/// One instant: what was known, and what would have been advised.
pub(super) struct Look {
    pub(super) at: Micros,
    pub(super) held: Held,
    pub(super) decisions: Decisions,
}

impl<'a> Past<'a> {
    /// Reads what looks with the settings' own thresholds and with these ask for.
    pub(super) fn read(
        analysis: &'a Analysis,
        scan: &Scan<'_>,
        book: &'a PriceBook,
        grid: &'a Grid,
        thresholds: &[u32],
    ) -> PolarsResult<Past<'a>> {
        let mut people = analysis.people.clone();
        people.list.iter_mut().for_each(|person| person.state = State::Active);
        let licenses = match scan(Table::Licenses)? {
            Some(table) => LicenseRows::read(table, &people)?.rows,
            None => Vec::new(),
        };
        let mut undated = vec![Vec::new(); people.len()];
        licenses.iter().filter(|row| row.from.is_none()).for_each(|row| undated[row.user_ix].push(row.to));
        let nobody = vec![Vec::new(); people.len()];
        let reach = reach(analysis, grid, thresholds);
        let (activity, presence) = (scan(Table::Activity)?, scan(Table::Presence)?);
        Ok(Past {
            idp: IdpRows::read(scan, &people, &mut Unmatched::new())?,
            memberships: analysis.memberships.clone().unwrap_or(nobody),
            coverage: scan(Table::Coverage)?,
            has_activity: activity.is_some(),
            has_presence: presence.is_some(),
            log: DayLog::read(activity, presence, people.len(), reach)?,
            analysis,
            grid,
            book,
            people,
            licenses,
            undated,
        })
    }

    pub(super) fn licenses_are_dated(&self) -> bool {
        self.licenses.iter().any(|row| row.from.is_some() || row.to.is_some())
    }

    /// Does a person hold something at an instant only because its license has no first day?
    pub(super) fn is_undated(&self, user_ix: usize, at: Micros) -> bool {
        self.undated[user_ix].iter().any(|to| to.is_none_or(|to| at < to))
    }

    /// Stands at a midnight with these thresholds.
    pub(super) fn look(&self, at: Micros, thresholds: Thresholds) -> PolarsResult<Look> {
        let analysis = self.analysis;
        let Thresholds { window_days, idle_days } = thresholds;
        let own = analysis.settings.clone();
        // Other thresholds are tried for everybody alike.
        let department_windows =
            if thresholds == Thresholds::of(&own) { own.department_windows.clone() } else { Vec::new() };
        let settings = Settings { window_days, idle_days, department_windows, ..own };
        let period = Period::containing(instant(at).date_naive(), analysis.contract.period_anchor_day);
        let windows = Windows::new(&settings, &self.people, at, (period.from, period.to));
        let spans = windows.general().spans;
        let (activity, presence) = (self.log.activity_at(&windows), self.log.presence_at(&windows));
        // What was advised is judged by what came after, so that this must not be known: `judge` leaves out whose login it hides.
        let life = |(ix, person)| Life {
            login_after: false,
            ..Life::new(person, presence.signs[ix], activity.signs[ix], &windows.of(ix).spans)
        };
        let lives: Vec<Life> = self.people.list.iter().enumerate().map(life).collect();
        let shown = Shown {
            has_activity: self.has_activity,
            activity: activity.span,
            occurring: &activity.occurring,
            has_presence: self.has_presence,
            presence: presence.span,
        };
        let coverage = Coverage::read(self.coverage.clone(), shown)?;
        // Who did not exist yet held nothing, also where a license has no first day.
        let existed = |row: &&LicenseRow| {
            row.from.is_some() || self.people.list[row.user_ix].created_at.is_none_or(|created| created < at)
        };
        let rows: Vec<LicenseRow> = self.licenses.iter().filter(existed).cloned().collect();
        let held = Held::new(&rows, &self.people, &analysis.tariff, &spans);
        let decisions = Decisions::new(&Context {
            people: &self.people,
            lives: &lives,
            activity: &activity,
            presence: &presence,
            coverage: &coverage,
            memberships: &self.memberships,
            idp: &self.idp.dated_at(at),
            held: &held,
            roles: &analysis.roles,
            // Nothing that is billed decides about a recommendation; hours of the past are not counted.
            billing: &Billing::default(),
            tariff: &analysis.tariff,
            book: self.book,
            contract: &analysis.contract,
            settings: &settings,
            spans: &spans,
            windows: &windows,
            times: &[],
        });
        Ok(Look { at, held, decisions })
    }
}

/// The days that all instants and thresholds ask about: last year's season before the first window is the farthest.
fn reach(analysis: &Analysis, grid: &Grid, thresholds: &[u32]) -> Reach {
    let settings = &analysis.settings;
    let own = settings.department_windows.iter().flat_map(|window| [window.window_days, window.idle_days]).flatten();
    let windows: Vec<u32> =
        thresholds.iter().copied().chain([settings.window_days, settings.idle_days]).chain(own).collect();
    let longest = i64::from(windows.iter().copied().max().unwrap_or(0));
    let first_day = day_number(grid.first()) - YEAR_DAYS - longest;
    let mut cuts = Vec::new();
    let counts = settings.department_windows.iter().filter_map(|window| window.min_events);
    if counts.chain([settings.min_events]).any(|events| events > 1) {
        let stands = grid.stands(0).into_iter().map(day_number);
        cuts = stands.flat_map(|day| windows.iter().map(move |days| day - i64::from(*days)).chain([day])).collect();
        cuts.sort_unstable();
        cuts.dedup();
    }
    debug_assert!(grid.until() % DAY == 0, "the grid is of midnights");
    Reach { first_day, as_of: analysis.as_of, cuts }
}
