//! One organization, compact in memory: people, licenses, roles and grants that requests can change, and two long
//! tables that they can't.

mod builder;
mod derive;
mod feature;
mod names;
mod record;
mod rows;
mod state;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

pub(crate) use builder::Billable;
pub use builder::OrganizationBuilder;
pub(crate) use feature::Feature;
pub(crate) use names::Names;
pub use record::{ChargeRecord, ContractRecord, UserRecord};
pub(crate) use rows::{ActivityRow, PresenceRow};
pub(crate) use state::{Grant, Group, Queue, Standing, State, User};

/// An organization that the simulator can serve; [`OrganizationBuilder`] makes it.
#[derive(Debug, Clone)]
pub struct Organization {
    pub(crate) id: String,
    pub(crate) name: String,
    /// "Now", milliseconds since 1970.
    pub(crate) as_of: i64,
    /// Ids of people, in order; their numbers are used everywhere.
    pub(crate) people: Names,
    pub(crate) licenses: Names,
    pub(crate) roles: Names,
    pub(crate) role_names: BTreeMap<u32, String>,
    pub(crate) role_permissions: BTreeMap<u32, Vec<String>>,
    pub(crate) definitions: BTreeMap<u32, Vec<String>>,
    pub(crate) role_licenses: BTreeMap<u32, Vec<u32>>,
    pub(crate) divisions: Vec<Division>,
    pub(crate) units: Vec<Unit>,
    pub(crate) billable: Vec<Billable>,
    pub(crate) resources: Vec<(NaiveDate, String, Decimal)>,
    /// What is agreed; `None` = billing commits to nothing.
    pub(crate) contract: Option<ContractRecord>,
    /// Sorted by person, feature, day.
    pub(crate) activity: Vec<ActivityRow>,
    pub(crate) activity_of: Vec<usize>,
    /// Sorted by person, start.
    pub(crate) presence: Vec<PresenceRow>,
    pub(crate) presence_of: Vec<usize>,
    /// How it starts; the server's copy changes.
    pub(crate) state: State,
}

/// A division.
#[derive(Debug, Clone)]
pub(crate) struct Division {
    pub(crate) id: String,
    pub(crate) name: String,
}

/// A management unit of WFM.
#[derive(Debug, Clone)]
pub(crate) struct Unit {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) members: Vec<u32>,
}

impl Organization {
    /// The rows of one person and feature on days from `from` up to, without, `to`.
    pub(crate) fn activity(&self, user: u32, feature: Feature, from: i64, to: i64) -> &[ActivityRow] {
        let rows = &self.activity[self.activity_of[user as usize]..self.activity_of[user as usize + 1]];
        let at = |day: i64| rows.partition_point(|row| (row.feature(), row.day()) < (feature, day));
        let start = at(from);
        &rows[start..at(to).max(start)]
    }

    /// All presence of one person.
    pub(crate) fn presence(&self, user: u32) -> &[PresenceRow] {
        &self.presence[self.presence_of[user as usize]..self.presence_of[user as usize + 1]]
    }

    /// All people by number.
    pub(crate) fn everybody(&self) -> std::ops::Range<u32> {
        0..u32::try_from(self.people.len()).unwrap_or(u32::MAX)
    }

    /// The name of a role, or its id.
    pub(crate) fn role_name(&self, role: u32) -> &str {
        self.role_names.get(&role).map_or_else(|| self.roles.text(role), String::as_str)
    }
}

/// An id in the form of a UUID, the same for the same kind and name.
pub(crate) fn id_of(kind: &str, name: &str) -> String {
    let half = |seed: u64| {
        let bytes = kind.bytes().chain([0]).chain(name.bytes());
        crate::hash::mixed(bytes.fold(seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)))
    };
    let (high, low) = (half(0xcbf2_9ce4_8422_2325), half(0x9ae1_6a3b_2f90_404f));
    let text = format!("{high:016x}{low:016x}");
    format!("{}-{}-4{}-a{}-{}", &text[0..8], &text[8..12], &text[13..16], &text[17..20], &text[20..32])
}
