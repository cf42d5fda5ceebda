//! What a person did, day by day: when they were present and which features they used.
//!
//! The rows follow the intent of the person's job: a needed feature is used at least once in the last 90 days, unless
//! the person's story says otherwise. One person's rows are held at a time, never more.

use super::Organization;
use super::calendar::{AS_OF, END_DAY, HOUR, MINUTE, PERIOD_DAY, SECOND, WINDOW_DAY, day, midnight};
use super::dice::{Dice, Purpose, scale};
use super::feature::{EMAIL, Feature, WFM_SCHEDULE};
use super::jobs::Use;
use super::life::{self, Life, Twist};
use super::person::Person;
use crate::canonical::rows::{DAY, Micros};

/// One person's use of one feature on one UTC day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Deed {
    pub(super) day: i32,
    pub(super) feature: Feature,
    pub(super) events: i64,
    /// Handle time; `None` where the feature has none.
    pub(super) duration_ms: Option<i64>,
}

/// The days of one person; the room is used again for the next.
#[derive(Debug, Default)]
pub(super) struct Days {
    /// Presence intervals, ascending, end exclusive, without overlap.
    pub(super) presence: Vec<(Micros, Micros)>,
    /// Activity, by day.
    pub(super) activity: Vec<Deed>,
    pub(super) last_login_at: Option<Micros>,
    pub(super) last_token_at: Option<Micros>,
}

/// The months in which seasonal people work: they begin and end within the 90 days after the window of a year ago.
const SEASON: std::ops::Range<i32> = day(2025, 11, 4)..day(2026, 1, 28);

impl Days {
    /// Fills in the days of `person`.
    pub(super) fn fill(&mut self, organization: &Organization, person: &Person) {
        self.presence.clear();
        self.activity.clear();
        let mut dice = Dice::new(organization.seed, organization.global(person.index), Purpose::Days);
        if !person.is_wallboard() {
            self.work(organization, person, &mut dice);
        }
        self.set_logins(person);
    }

    /// The first sign in the billing period that contains as-of.
    pub(super) fn first_sign_in_period(&self) -> Option<Micros> {
        let from = midnight(PERIOD_DAY);
        let present = self.presence.iter().find(|(_, end)| *end > from).map(|(start, _)| (*start).max(from));
        let logged_in = [self.last_login_at, self.last_token_at].into_iter().flatten().find(|at| *at >= from);
        present.or(logged_in)
    }

    fn work(&mut self, organization: &Organization, person: &Person, dice: &mut Dice) {
        let from = organization.first_presence_day().max(person.employment.from);
        let mut must = Must::new(person, dice);
        let away = absence(organization, person).unwrap_or_default();
        for day in from..person.employment.to.min(END_DAY) {
            let in_season = person.life != Life::Seasonal || SEASON.contains(&day);
            let works = person.is_service() || person.shift.is_workday(day);
            // Three sick days in a hundred.
            if !in_season || !works || away.contains(&day) || dice.chance(300) {
                continue;
            }
            if !person.is_service() {
                self.be_present(organization, person, day, dice);
            }
            if day >= organization.first_day() {
                self.act(organization, person, day, &mut must, dice);
            }
        }
    }

    /// One shift: several intervals with breaks between them.
    fn be_present(&mut self, organization: &Organization, person: &Person, day: i32, dice: &mut Dice) {
        let (planned, length) = person.shift.hours(day);
        let bits = dice.bits();
        // A quarter of the intervals of a shift may be missing or added; shorter shifts have fewer.
        let wanted = organization.intervals_per_shift_milli() * (length / HOUR) as u32 / 8;
        let slots = i64::from((wanted + scale(bits as u32, 2_000)) / 1_000).max(1);
        let slot = length / slots;
        let mut start = planned + milliseconds(bits >> 32, 16 * MINUTE) - 8 * MINUTE;
        for _ in 0..slots {
            let bits = dice.bits();
            // Between intervals: 2 minutes and up to a quarter of the slot.
            let pause = 2 * MINUTE + milliseconds(bits, slot / 4 - 2 * MINUTE);
            self.add_presence(organization, start, start + slot - pause);
            start += slot;
        }
    }

    /// Cuts at the ends of the history and never overlaps with the interval before.
    fn add_presence(&mut self, organization: &Organization, start: Micros, end: Micros) {
        let after =
            self.presence.last().map_or(midnight(organization.first_presence_day()), |(_, end)| end + 90 * SECOND);
        let (start, end) = (start.max(after), end.min(midnight(END_DAY) - SECOND));
        if start < end {
            self.presence.push((start, end));
        }
    }

    /// The features used on a day.
    fn act(&mut self, organization: &Organization, person: &Person, day: i32, must: &mut Must, dice: &mut Dice) {
        for (at, usage) in person.job.uses.iter().enumerate() {
            let bits = dice.bits();
            let used = scale(bits as u32, 1_000) < usage.days || must.is_due(at, day);
            // What the organization did not collect yet has no rows either.
            if must.never == Some(usage.feature) || day < organization.collects_from(usage.feature) {
                continue;
            }
            if used {
                must.done(at, day);
                self.activity.push(deed(usage, day, bits >> 32));
            } else if bits >> 59 == 0 && usage.seconds > 0 {
                // Offered, not answered: a row without events, which proves nothing.
                self.activity.push(Deed { day, feature: usage.feature, events: 0, duration_ms: None });
            }
        }
        if person.twist == Twist::Stray && must.stray_due(day) {
            self.activity.push(Deed { day, feature: EMAIL, events: 1, duration_ms: Some(41_000) });
        }
    }

    fn set_logins(&mut self, person: &Person) {
        self.last_login_at = None;
        self.last_token_at = None;
        let recent = AS_OF - Micros::from(person.choice % 200_000) * SECOND;
        if person.is_service() {
            self.last_token_at = Some(recent / SECOND * SECOND);
        } else if person.is_wallboard() {
            self.last_login_at = Some(recent / SECOND * SECOND);
        } else if let Some((start, end)) = self.presence.last() {
            self.last_login_at = (!person.single_sign_on).then_some(*start);
            self.last_token_at = person.choice.is_multiple_of(3).then_some(start + (end - start) / 3_000 * 1_000);
        } else if person.employment.to > person.employment.from && person.employment.to < END_DAY {
            // Worked before the history began: only the login is left to tell.
            let last = midnight(person.employment.to - 1) + 8 * HOUR;
            self.last_login_at =
                Some(last.max(person.created_at() + HOUR) + Micros::from(person.choice % 3_600) * SECOND);
        }
    }
}

/// When the person was away for long, where the history is long enough to show that they came back.
fn absence(organization: &Organization, person: &Person) -> Option<std::ops::Range<i32>> {
    if !organization.knows_seasons() || person.life != Life::Working || person.is_service() {
        return None;
    }
    let mut dice = Dice::new(organization.seed, organization.global(person.index), Purpose::Absence);
    life::absence(&mut dice, organization.first_day())
}

/// Which needed features have not been used yet in the window, and from which day on they must be.
struct Must {
    due_from: i32,
    open: u32,
    /// A feature that the person needs by membership only and never uses.
    never: Option<Feature>,
    stray: bool,
}

impl Must {
    fn new(person: &Person, dice: &mut Dice) -> Self {
        // People who leave the window early show what they need in its first days.
        let span = if person.employment.to < END_DAY { 6 } else { 40 };
        let due_from = WINDOW_DAY + dice.between(0, span);
        let rostered = person.membership.as_ref().is_some_and(|(feature, _)| *feature == WFM_SCHEDULE);
        let never = (rostered && person.choice % 40 == 7).then_some(WFM_SCHEDULE);
        Self { due_from, open: u32::MAX, never, stray: true }
    }

    fn is_due(&self, at: usize, day: i32) -> bool {
        day >= self.due_from && self.open >> at & 1 == 1
    }

    fn done(&mut self, at: usize, day: i32) {
        if day >= WINDOW_DAY {
            self.open &= !(1 << at);
        }
    }

    fn stray_due(&mut self, day: i32) -> bool {
        day >= self.due_from && std::mem::take(&mut self.stray)
    }
}

/// Half to one and a half times the average, at least one event.
fn deed(usage: &Use, day: i32, bits: u64) -> Deed {
    let events = i64::from(usage.events / 2 + scale((bits as u32) << 8, usage.events + 1)).max(1);
    let per_event = i64::from(usage.seconds) * 1_000;
    // Handle time varies by a quarter up and down.
    let varied = events * per_event * (75 + (bits >> 24) as i64 % 50) / 100 + (bits & 0x3ff) as i64;
    Deed { day, feature: usage.feature, events, duration_ms: (usage.seconds > 0).then(|| varied.min(DAY / 1_000)) }
}

/// 0 .. `span` in whole milliseconds, by 32 random bits.
fn milliseconds(bits: u64, span: Micros) -> Micros {
    let product = u128::from(bits as u32) * span.max(0) as u128;
    (product >> 32) as i64 / 1_000 * 1_000
}
