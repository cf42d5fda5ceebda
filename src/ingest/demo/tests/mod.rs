//! Demo organizations as a whole: the same again, the promised sizes, rows that hang together, a truth that is true.

mod exports;
mod rows;
mod truth;

use std::collections::BTreeMap;

use super::*;
use crate::canonical::rows::{Micros, Row, UserRow};
use crate::progress::Silent;

/// 60 people over 3 months: every case, few rows.
const TINY: Size = Size::Custom { people: 60, months: 3 };

/// What the identity provider says of somebody.
struct Identity {
    email: String,
    status: String,
    changed_at: Option<Micros>,
    assigned: bool,
}

/// Rows of a demo, kept.
#[derive(Default)]
struct Kept {
    users: BTreeMap<String, UserRow>,
    licenses: Vec<(String, String)>,
    roles: BTreeMap<String, String>,
    grants: Vec<(String, String)>,
    role_licenses: Vec<(String, String)>,
    activity: Vec<(String, Micros, Micros, String, i64)>,
    presence: Vec<(String, Micros, Micros)>,
    billed: Vec<(String, String, Micros)>,
    /// By id at the identity provider.
    identities: BTreeMap<String, Identity>,
    memberships: Vec<(String, String)>,
    coverage: Vec<(String, Option<String>, Micros, Micros)>,
    meters: usize,
    definitions: usize,
}

impl RowSink for Kept {
    fn push(&mut self, row: Row<'_>) -> anyhow::Result<()> {
        match row {
            Row::User(user) => assert!(self.users.insert(user.user_id.clone(), user).is_none(), "a user twice"),
            Row::License { user_id, license_id, .. } => self.licenses.push((user_id.into(), license_id.into())),
            Row::Role { role_id, name, .. } => {
                self.roles.insert(role_id.into(), name.unwrap_or_default().into());
            }
            Row::RoleGrant { user_id, role_id, .. } => self.grants.push((user_id.into(), role_id.into())),
            Row::LicenseDefinition { .. } => self.definitions += 1,
            Row::RoleLicense { role_id, license_id } => {
                self.role_licenses.push((role_id.into(), license_id.unwrap_or_default().into()));
            }
            Row::Activity { user_id, interval_start, interval_end, feature, events, .. } => {
                let events = events.unwrap_or_default();
                self.activity.push((user_id.into(), interval_start, interval_end, feature.into(), events));
            }
            Row::Presence { user_id, start_at, end_at } => {
                self.presence.push((user_id.into(), start_at, end_at.expect("no demo presence is open")));
            }
            Row::BillableUsage { charge_name, entity, first_seen_at } => {
                self.billed.push((charge_name.into(), entity.into(), first_seen_at));
            }
            Row::ResourceUsage { .. } => self.meters += 1,
            Row::IdpUser(user) => {
                let id = user.external_id.expect("every identity has an id").to_owned();
                let identity = Identity {
                    email: user.email.to_owned(),
                    status: user.status.to_owned(),
                    changed_at: user.changed_at,
                    assigned: user.assigned.expect("the list says who is assigned"),
                };
                assert!(self.identities.insert(id, identity).is_none(), "an identity twice");
            }
            Row::Membership { user_id, feature, .. } => self.memberships.push((user_id.into(), feature.into())),
            Row::Coverage { table, feature, from, to } => {
                self.coverage.push((table.into(), feature.map(Into::into), from, to));
            }
            row => panic!("a demo organization has no rows of `{}`", row.table().name()),
        }
        Ok(())
    }
}

/// Hashes rows without keeping them.
#[derive(Default)]
struct Digest {
    state: xxhash_rust::xxh3::Xxh3,
}

/// Takes rows and forgets them.
struct Nowhere;

impl RowSink for Nowhere {
    fn push(&mut self, _row: Row<'_>) -> anyhow::Result<()> {
        Ok(())
    }
}

impl RowSink for Digest {
    fn push(&mut self, row: Row<'_>) -> anyhow::Result<()> {
        self.state.update(format!("{row:?}").as_bytes());
        Ok(())
    }
}

fn kept(size: Size, seed: u64) -> (Kept, serde_json::Value) {
    let (mut rows, mut truth) = (Kept::default(), Vec::new());
    generate(DemoSpec::new(size, seed), &mut rows, &mut truth, &mut Silent).unwrap();
    (rows, serde_json::from_slice(&truth).unwrap())
}

fn digest(spec: DemoSpec) -> (u64, Vec<u8>) {
    let (mut rows, mut truth) = (Digest::default(), Vec::new());
    generate(spec, &mut rows, &mut truth, &mut Silent).unwrap();
    (rows.state.digest(), truth)
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_does_not() {
    let first = digest(DemoSpec::new(TINY, 7));
    assert_eq!(first, digest(DemoSpec::new(TINY, 7)));
    let other = digest(DemoSpec::new(TINY, 8));
    assert_ne!(first.0, other.0);
    assert_ne!(first.1, other.1);
}

#[test]
fn size_s_has_the_promised_numbers_of_rows() {
    let facts = generate(DemoSpec::new(Size::S, 1), &mut Nowhere, &mut std::io::sink(), &mut Silent).unwrap();
    assert_eq!(facts.people, 2_000);
    assert!((270_000..=330_000).contains(&facts.activity_rows), "{facts:?}");
    assert!((450_000..=550_000).contains(&facts.presence_rows), "{facts:?}");
}

/// Size M by a sample of its people, with the same history.
#[test]
fn thirteen_months_have_the_promised_numbers_of_rows_per_person() {
    let size = Size::Custom { people: 1_000, months: 13 };
    let facts = generate(DemoSpec::new(size, 1), &mut Nowhere, &mut std::io::sink(), &mut Silent).unwrap();
    assert!((585_000..=715_000).contains(&facts.activity_rows), "{facts:?}");
    assert!((990_000..=1_210_000).contains(&facts.presence_rows), "{facts:?}");
}

#[test]
fn organizations_of_a_group_have_ids_of_their_own_in_rising_order() {
    let organizations = DemoSpec::new(Size::XL, 3).organizations();
    assert_eq!(organizations.len(), 40);
    let id = |spec: DemoSpec, index| Person::new(&Organization::all(spec).unwrap()[0], index).user_id;
    let ids =
        [id(organizations[0], 0), id(organizations[0], 24_999), id(organizations[1], 0), id(organizations[39], 24_999)];
    assert!(ids.is_sorted() && ids[1] != ids[2], "{ids:?}");
}

#[test]
fn what_cannot_be_made_is_refused() {
    let refused = |size, organization| {
        let spec = DemoSpec { size, seed: 1, organization };
        generate(spec, &mut Nowhere, &mut std::io::sink(), &mut Silent).unwrap_err().to_string()
    };
    let custom = |people, months| Size::Custom { people, months };
    assert!(refused(custom(0, 3), None).starts_with("0 people can't be made"));
    assert!(refused(custom(60, 25), None).starts_with("25 months can't be made"));
    assert!(refused(Size::XL, Some(40)).starts_with("there is no organization 40"));
}
