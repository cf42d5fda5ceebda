//! When a person works: the pattern of a week, shifts of a day, absences. Everything in UTC.

use super::calendar::{END_DAY, HOUR, is_holiday, midnight, weekday};
use super::dice::Dice;
use crate::canonical::rows::Micros;

/// A working pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shift {
    kind: Kind,
    /// Workdays, bit 0 = the first day of the person's own week.
    days: u8,
    /// Where the person's own week begins, 0 ..= 6 after Monday.
    week_starts: i32,
    /// Length of a shift.
    hours: i64,
    /// Vacations: every so many days, from this day on, two weeks.
    vacation_phase: i32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Early,
    Day,
    Late,
    /// Early, late and night in turn, a week each.
    Rotating,
    /// From 22:00 of the evening before.
    Night,
}

/// Days from one vacation to the next.
const VACATION_EVERY: i32 = 150;
/// Days that a vacation lasts.
const VACATION_DAYS: i32 = 14;

impl Shift {
    /// A pattern: around the clock (rotating, nights, weekends) or office hours.
    pub(super) fn new(around_the_clock: bool, dice: &mut Dice) -> Self {
        let kind = if around_the_clock {
            dice.weighted(&[(25, Kind::Early), (20, Kind::Late), (10, Kind::Night), (45, Kind::Rotating)])
        } else {
            dice.weighted(&[(30, Kind::Early), (50, Kind::Day), (20, Kind::Late)])
        };
        // Five days; part-timers work three full days, or five short ones.
        let (days, hours) = dice.weighted(&[(80, (0b001_1111, 8)), (10, (0b001_0101, 8)), (10, (0b001_1111, 5))]);
        let week_starts = if around_the_clock { dice.below(7) as i32 } else { 0 };
        Self { kind, days, hours, week_starts, vacation_phase: dice.below(VACATION_EVERY as u32) as i32 }
    }

    /// Is the day one of work, apart from sickness?
    pub(super) fn is_workday(&self, day: i32) -> bool {
        let of_week = (weekday(day) - self.week_starts).rem_euclid(7);
        let works = self.days >> of_week & 1 == 1;
        let always = matches!(self.kind, Kind::Rotating | Kind::Night);
        works && !self.is_vacation(day) && (always || !is_holiday(day))
    }

    fn is_vacation(&self, day: i32) -> bool {
        (END_DAY - day + self.vacation_phase).rem_euclid(VACATION_EVERY) < VACATION_DAYS
    }

    /// Planned start and length of the shift that belongs to a day; a night begins the evening before.
    pub(super) fn hours(&self, day: i32) -> (Micros, Micros) {
        let week = (day - self.week_starts).div_euclid(7);
        let kind = match self.kind {
            Kind::Rotating => [Kind::Early, Kind::Late, Kind::Night][week.rem_euclid(3) as usize],
            kind => kind,
        };
        let start = match kind {
            Kind::Early | Kind::Rotating => 6,
            Kind::Day => 9,
            Kind::Late => 14,
            Kind::Night => -2,
        };
        (midnight(day) + start * HOUR, self.hours * HOUR)
    }
}

#[cfg(test)]
mod tests {
    use super::super::calendar::day;
    use super::super::dice::Purpose;
    use super::*;

    #[test]
    fn office_people_do_not_work_on_weekends_and_holidays() {
        let shift = Shift::new(false, &mut Dice::new(1, 1, Purpose::Profile));
        assert!(!shift.is_workday(day(2026, 10, 31)));
        assert!(!shift.is_workday(day(2025, 12, 25)));
    }

    #[test]
    fn everybody_works_after_a_vacation_and_within_the_last_weeks_of_a_quarter() {
        for index in 0..500 {
            let shift = Shift::new(index % 2 == 0, &mut Dice::new(1, index, Purpose::Profile));
            let days = (END_DAY - 90..END_DAY).filter(|day| shift.is_workday(*day)).count();
            assert!(days >= 25, "{days} workdays of 90");
        }
    }
}
