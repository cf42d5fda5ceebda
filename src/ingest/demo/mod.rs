//! Demo organizations: made-up companies on Genesys Cloud, as large as wanted, with the truth beside them.
//!
//! [`generate`] streams the rows of every canonical table into a [`RowSink`] and, to a second writer, what is really so
//! for each person. The same [`DemoSpec`] gives the same rows, whatever machine and day: random numbers come from one
//! stream per person, dates are fixed, and no more than one person's rows are held at a time.
//!
//! [`contract_toml`], [`seatwise_toml`] and [`write_exports`] make the files that belong to such an organization.
//! What the rows mean, and what should be recommended, is left to others; `cover` holds just enough of it for the truth.

mod account;
mod api_sink;
mod calendar;
mod catalog;
mod contract;
mod cover;
mod csv_sink;
mod days;
mod departments;
mod dice;
mod exports;
mod feature;
mod folder;
mod identity;
mod jobs;
mod life;
mod names;
mod organization;
mod person;
mod roles;
mod shared;
mod shift;
mod stamp;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests;
mod truth;

use std::io::Write;

use self::cover::Adviser;
use self::days::Days;
use self::organization::Organization;
use self::person::Person;
use self::roles::Roles;
use crate::canonical::rows::{Micros, RowSink};
use crate::progress::Progress;

pub use self::api_sink::ApiSink;
pub use self::contract::{contract_toml, seatwise_toml};
pub use self::csv_sink::CsvSink;
pub use self::exports::{DateStyle, DurationUnit, ExportStyle, write_exports};
pub use self::folder::write_folder;
pub use self::truth::SCHEMA as TRUTH_SCHEMA;

/// How large a demo is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// 2,000 people, 3 months: about 0.3 million activity rows and 0.5 million presence intervals.
    S,
    /// 20,000 people, 13 months: about 13 and 22 million.
    M,
    /// 100,000 people, 13 months: about 65 and 110 million.
    L,
    /// 1,000,000 people in 40 organizations, 13 months: about 650 million and 1.1 billion.
    XL,
    /// One organization of any size.
    Custom {
        /// People, 1 ..= 1,000,000; 60 are enough to have every case.
        people: u32,
        /// Months of history, 1 ..= 24.
        months: u32,
    },
}

/// What is to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DemoSpec {
    /// How large.
    pub size: Size,
    /// Which of the many organizations of that size.
    pub seed: u64,
    /// One of the organizations only, from 0; `None` = all of them, one after the other.
    pub organization: Option<u32>,
}

/// A specification that can't be carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SpecError {
    /// Too few or too many people.
    #[error(
        "{0} people can't be made: a demo organization has 1 to 1,000,000 people; 60 are enough to have every case"
    )]
    People(u32),
    /// Too short or too long a history.
    #[error("{0} months can't be made: a demo organization has 1 to 24 months of history")]
    Months(u32),
    /// No such organization.
    #[error("there is no organization {asked}: a demo of this size has {count}, numbered from 0")]
    Organization {
        /// The number asked for.
        asked: u32,
        /// How many there are.
        count: u32,
    },
}

/// What was made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DemoFacts {
    /// People, which is also the rows of `users` and of the truth.
    pub people: u64,
    /// Rows of `activity`.
    pub activity_rows: u64,
    /// Rows of `presence`.
    pub presence_rows: u64,
    /// Start of the activity history, inclusive.
    pub from: Micros,
    /// As-of: the last microsecond that the rows know of.
    pub as_of: Micros,
}

impl DemoSpec {
    /// All organizations of a size.
    pub fn new(size: Size, seed: u64) -> Self {
        Self { size, seed, organization: None }
    }

    /// One specification per organization, so that each can go to a place of its own.
    pub fn organizations(self) -> Vec<DemoSpec> {
        let all = 0..self.organization_count();
        all.map(|number| DemoSpec { organization: Some(number), ..self }).collect()
    }

    /// How many organizations a demo of this size has.
    pub fn organization_count(self) -> u32 {
        if self.size == Size::XL { 40 } else { 1 }
    }

    /// Name of the size, as `S`, or `60x3` for people and months.
    pub fn size_name(self) -> String {
        match self.size {
            Size::Custom { people, months } => format!("{people}x{months}"),
            named => format!("{named:?}"),
        }
    }

    /// Display name of the organization; of the group where there are several.
    pub fn organization_name(self) -> String {
        match (self.organization_count(), self.organization) {
            (1, _) => "Northwind Traders".to_owned(),
            (_, None) => "Northwind Group".to_owned(),
            (_, Some(number)) => format!("Northwind Group {:02}", number + 1),
        }
    }
}

/// Makes the rows of a demo and the truth about its people.
///
/// Rows come organization by organization and person by person (the row of `users` first); `truth` gets one JSON
/// document, its people sorted by user id. With several organizations all rows go to the one sink, with ids that differ.
///
/// # Errors
///
/// A specification out of range, and whatever the sink or the writer reports.
pub fn generate(
    spec: DemoSpec,
    rows: &mut dyn RowSink,
    truth: &mut dyn Write,
    progress: &mut dyn Progress,
) -> anyhow::Result<DemoFacts> {
    let organizations = Organization::all(spec)?;
    let people = organizations.iter().map(|organization| u64::from(organization.people)).sum();
    progress.begin("demo people", Some(people), "people");
    let mut facts = DemoFacts {
        from: calendar::midnight(organizations[0].first_day()),
        as_of: calendar::AS_OF,
        ..DemoFacts::default()
    };
    shared::push_common(&organizations[0], rows)?;
    truth::begin(spec, truth)?;
    let mut maker = Maker::default();
    for organization in &organizations {
        maker.make(organization, &mut facts, rows, truth, progress)?;
    }
    truth::end(truth)?;
    progress.end();
    Ok(facts)
}

/// What is kept from person to person: room to work in, and advice once thought through.
#[derive(Default)]
struct Maker {
    adviser: Adviser,
    days: Days,
}

impl Maker {
    fn make(
        &mut self,
        organization: &Organization,
        facts: &mut DemoFacts,
        rows: &mut dyn RowSink,
        truth: &mut dyn Write,
        progress: &mut dyn Progress,
    ) -> anyhow::Result<()> {
        let roles = Roles::new(organization.people, organization.number);
        let mut copilots = 0;
        for index in 0..organization.people {
            let person = Person::new(organization, index);
            let advice = self.adviser.advise(&person.licenses, person.needs);
            self.days.fill(organization, &person);
            account::push(organization, &roles, &person, &self.days, &advice.cheapest, rows)?;
            truth::person(&person, advice, facts.people == 0, truth)?;
            copilots += u32::from(person.licenses.contains(&"copilot") && self.days.first_sign_in_period().is_some());
            facts.people += 1;
            facts.activity_rows += self.days.activity.len() as u64;
            facts.presence_rows += self.days.presence.len() as u64;
            progress.advance(1);
        }
        shared::push(organization, &roles, copilots, rows)
    }
}
