//! Takes canonical rows in any order and makes the organization of them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::Organization;
use super::derive;
use super::feature::Feature;
use super::names::Names;
use super::record::{ContractRecord, UserRecord};
use super::rows::{ActivityRow, PresenceRow, offsets};

const DAY_MICROS: i64 = 86_400_000_000;

/// Takes canonical rows in any order. Times are microseconds since 1970, UTC; the API has whole milliseconds, so the rest is cut.
#[derive(Debug, Default)]
pub struct OrganizationBuilder {
    pub(super) name: String,
    pub(super) people: Names,
    pub(super) users: Vec<(u32, UserRecord)>,
    pub(super) licenses: Names,
    pub(super) held: Vec<(u32, u32)>,
    pub(super) roles: Names,
    pub(super) role_names: BTreeMap<u32, String>,
    pub(super) role_permissions: BTreeMap<u32, Vec<String>>,
    pub(super) grants: Vec<GrantRow>,
    pub(super) definitions: BTreeMap<u32, Vec<String>>,
    pub(super) role_licenses: BTreeMap<u32, Vec<u32>>,
    activity: Vec<ActivityRow>,
    presence: Vec<PresenceRow>,
    pub(super) billable: Vec<Billable>,
    pub(super) resources: Vec<(NaiveDate, String, Decimal)>,
    pub(super) memberships: Vec<(u32, String, String)>,
    pub(super) contract: Option<ContractRecord>,
}

/// A row of `role_grants`.
#[derive(Debug, Clone)]
pub(super) struct GrantRow {
    pub(super) user: u32,
    pub(super) role: u32,
    pub(super) division: Option<String>,
    pub(super) group: Option<String>,
}

/// A row of `billable_usage`.
#[derive(Debug, Clone)]
pub(crate) struct Billable {
    pub(crate) charge: String,
    pub(crate) entity: String,
    /// Milliseconds since 1970.
    pub(crate) first_seen: i64,
}

impl OrganizationBuilder {
    /// An organization without people.
    pub fn new(name: impl Into<String>) -> Self {
        OrganizationBuilder { name: name.into(), ..OrganizationBuilder::default() }
    }

    /// A row of `users`.
    pub fn user(&mut self, user: UserRecord) -> &mut Self {
        let number = self.people.number(&user.user_id);
        self.users.push((number, user));
        self
    }

    /// A row of `licenses`; held now where `assigned_to` is none.
    pub fn license(
        &mut self,
        user: &str,
        license: &str,
        _assigned_from: Option<i64>,
        assigned_to: Option<i64>,
    ) -> &mut Self {
        let (user, license) = (self.people.number(user), self.licenses.number(license));
        if assigned_to.is_none() {
            self.held.push((user, license));
        }
        self
    }

    /// A row of `roles`: one permission, or none for a role without.
    pub fn role(&mut self, role: &str, name: Option<&str>, permission: Option<&str>) -> &mut Self {
        let number = self.roles.number(role);
        if let Some(name) = name {
            self.role_names.entry(number).or_insert_with(|| name.to_owned());
        }
        self.role_permissions.entry(number).or_default().extend(permission.map(str::to_owned));
        self
    }

    /// A row of `role_grants`.
    pub fn role_grant(&mut self, user: &str, role: &str, division: Option<&str>, via_group: Option<&str>) -> &mut Self {
        let (user, role) = (self.people.number(user), self.roles.number(role));
        self.grants.push(GrantRow {
            user,
            role,
            division: division.map(str::to_owned),
            group: via_group.map(str::to_owned),
        });
        self
    }

    /// A row of `license_definitions`: one permission, or none for a license without.
    pub fn license_definition(&mut self, license: &str, permission: Option<&str>) -> &mut Self {
        let number = self.licenses.number(license);
        self.definitions.entry(number).or_default().extend(permission.map(str::to_owned));
        self
    }

    /// A row of `role_licenses`; no license means that the role needs none.
    pub fn role_license(&mut self, role: &str, license: Option<&str>) -> &mut Self {
        let role = self.roles.number(role);
        let license = license.map(|license| self.licenses.number(license));
        self.role_licenses.entry(role).or_default().extend(license);
        self
    }

    /// A row of `activity`; `day` is any time of the UTC day. A feature that no operation of the API tells is left out.
    ///
    /// # Panics
    ///
    /// Where a day lies before 1970 or a number is negative or has no room in 32 bits.
    pub fn activity(
        &mut self,
        user: &str,
        day: i64,
        feature: &str,
        events: Option<i64>,
        duration_ms: Option<i64>,
    ) -> &mut Self {
        let user = self.people.number(user);
        if let Some(feature) = Feature::by_name(feature) {
            self.activity.push(ActivityRow::new(user, day.div_euclid(DAY_MICROS), feature, events, duration_ms));
        }
        self
    }

    /// A row of `presence`; no end means still present.
    pub fn presence(&mut self, user: &str, start: i64, end: Option<i64>) -> &mut Self {
        let user = self.people.number(user);
        PresenceRow::push(&mut self.presence, user, start.div_euclid(1_000), end.map(|end| end.div_euclid(1_000)));
        self
    }

    /// A row of `billable_usage`.
    pub fn billable_usage(&mut self, charge: &str, entity: &str, first_seen: i64) -> &mut Self {
        let first_seen = first_seen.div_euclid(1_000);
        self.billable.push(Billable { charge: charge.to_owned(), entity: entity.to_owned(), first_seen });
        self
    }

    /// A row of `resource_usage`.
    pub fn resource_usage(&mut self, date: NaiveDate, resource: &str, quantity: Decimal) -> &mut Self {
        self.resources.push((date, resource.to_owned(), quantity));
        self
    }

    /// What the organization has agreed to; without it billing commits to nothing and names no price.
    pub fn contract(&mut self, contract: ContractRecord) -> &mut Self {
        self.contract = Some(contract);
        self
    }

    /// A row of `memberships`.
    pub fn membership(&mut self, user: &str, feature: &str, via: Option<&str>) -> &mut Self {
        let user = self.people.number(user);
        self.memberships.push((user, feature.to_owned(), via.unwrap_or("unnamed").to_owned()));
        self
    }

    /// The organization as it is at `as_of`, which is the simulator's "now".
    pub fn build(mut self, as_of: i64) -> Organization {
        self.sort_people();
        let people = self.people.len();
        let mut activity = std::mem::take(&mut self.activity);
        activity.sort_unstable_by_key(|row| row.key());
        activity.shrink_to_fit();
        let mut presence = std::mem::take(&mut self.presence);
        presence.sort_unstable_by_key(|row| row.key());
        presence.shrink_to_fit();
        let activity_of = offsets(people, activity.iter().map(|row| row.user()));
        let presence_of = offsets(people, presence.iter().map(|row| row.user()));
        let mut conversing = vec![false; people];
        for row in activity.iter().filter(|row| row.feature().media().is_some()) {
            conversing[row.user() as usize] = true;
        }
        let mut organization = derive::organization(self, &conversing, as_of.div_euclid(1_000));
        organization.activity = activity;
        organization.activity_of = activity_of;
        organization.presence = presence;
        organization.presence_of = presence_of;
        organization
    }

    /// People get numbers in the order of their ids, so that every listing is in order.
    fn sort_people(&mut self) {
        let (people, renumbered) = std::mem::take(&mut self.people).sorted();
        self.people = people;
        let new = |old: &mut u32| *old = renumbered[*old as usize];
        self.users.iter_mut().for_each(|(user, _)| new(user));
        self.held.iter_mut().for_each(|(user, _)| new(user));
        self.grants.iter_mut().for_each(|grant| new(&mut grant.user));
        self.memberships.iter_mut().for_each(|(user, ..)| new(user));
        self.activity.iter_mut().for_each(|row| row.renumber(&renumbered));
        self.presence.iter_mut().for_each(|row| row.renumber(&renumbered));
    }
}
