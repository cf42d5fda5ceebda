//! One organization of a demo: its number, size, history and seed.

use super::calendar::{self, MONTHS_MAX};
use super::feature::{Feature, JOURNEY, QUALITY_EVALUATED, SMS, SOCIAL, SPEECH_ANALYTICS};
use super::names;
use super::{DemoSpec, Size, SpecError};

/// An organization to be made.
pub(super) struct Organization {
    pub(super) seed: u64,
    /// From 0.
    pub(super) number: u32,
    pub(super) people: u32,
    /// Months of history.
    months: u32,
    /// How many organizations the demo has.
    count: u32,
}

impl Organization {
    /// The organizations that a specification asks for.
    pub(super) fn all(spec: DemoSpec) -> Result<Vec<Self>, SpecError> {
        let (people, months) = match spec.size {
            Size::S => (2_000, 3),
            Size::M => (20_000, 13),
            Size::L => (100_000, 13),
            Size::XL => (25_000, 13),
            Size::Custom { people, months } => (people, months),
        };
        if people == 0 || people > 1_000_000 || u64::from(people) > names::CAPACITY {
            return Err(SpecError::People(people));
        }
        if months == 0 || months > MONTHS_MAX {
            return Err(SpecError::Months(months));
        }
        let count = spec.organization_count();
        let numbers = match spec.organization {
            Some(asked) if asked >= count => return Err(SpecError::Organization { asked, count }),
            Some(number) => number..number + 1,
            None => 0..count,
        };
        Ok(numbers.map(|number| Self { seed: spec.seed, number, people, months, count }).collect())
    }

    /// Place of a person (or team) among those of all organizations.
    pub(super) fn global(&self, index: u32) -> u64 {
        u64::from(self.number) * u64::from(self.people) + u64::from(index)
    }

    /// People of all organizations of the demo.
    pub(super) fn people_in_all(&self) -> u64 {
        u64::from(self.people) * u64::from(self.count)
    }

    /// Domain of its e-mail addresses, one that nobody can own.
    pub(super) fn domain(&self) -> String {
        if self.count == 1 {
            "northwind.example".to_owned()
        } else {
            format!("n{:02}.northwind.example", self.number + 1)
        }
    }

    /// First day of the activity history.
    pub(super) fn first_day(&self) -> i32 {
        calendar::first_day(self.months)
    }

    /// First day from which the use of a feature is in the history. In a long one, one feature began to be collected only
    /// some months before the window of as-of, another one in each organization.
    pub(super) fn collects_from(&self, feature: Feature) -> i32 {
        const LATE: [Feature; 5] = [SMS, SOCIAL, QUALITY_EVALUATED, SPEECH_ANALYTICS, JOURNEY];
        let choice = self.seed.wrapping_add(self.number.into());
        let late = LATE[(choice % LATE.len() as u64) as usize];
        if self.knows_seasons() && feature == late {
            calendar::WINDOW_DAY - 40 - (choice / LATE.len() as u64 % 4) as i32 * 20
        } else {
            self.first_day()
        }
    }

    /// First day of the presence history.
    pub(super) fn first_presence_day(&self) -> i32 {
        calendar::first_presence_day(self.months)
    }

    /// Is the history long enough to tell a seasonal person from an idle one?
    pub(super) fn knows_seasons(&self) -> bool {
        self.months >= 13
    }

    /// Presence intervals of a full shift, at least, in thousandths; on average one more.
    ///
    /// The longer presence history of large organizations has fewer, so that sizes keep their numbers of rows.
    pub(super) fn intervals_per_shift_milli(&self) -> u32 {
        if self.knows_seasons() { 4_050 } else { 4_600 }
    }
}
