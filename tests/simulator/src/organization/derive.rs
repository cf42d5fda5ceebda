//! What the rows do not hold, by the fixed rules of `docs/COLLECTOR.md`.

use std::collections::{BTreeMap, BTreeSet};

use super::builder::OrganizationBuilder;
use super::state::{Grant, Group, Queue, Standing, State, User};
use super::{Division, Organization, Unit, id_of};

/// The organization without its two long tables; `conversing` says who has activity in conversations.
pub(super) fn organization(rows: OrganizationBuilder, conversing: &[bool], as_of_ms: i64) -> Organization {
    let divisions = divisions(&rows);
    let state = State {
        users: users(&rows, &divisions),
        grants: direct_grants(&rows, &divisions),
        laid_aside: BTreeMap::new(),
        held: held(&rows),
        groups: groups(&rows, &divisions),
        queues: queues(&rows, conversing),
    };
    Organization {
        id: id_of("organization", &rows.name),
        units: units(&rows),
        as_of: as_of_ms,
        divisions,
        state,
        name: rows.name,
        people: rows.people,
        licenses: rows.licenses,
        roles: rows.roles,
        role_names: rows.role_names,
        role_permissions: rows.role_permissions,
        definitions: rows.definitions,
        role_licenses: rows.role_licenses,
        billable: rows.billable,
        resources: rows.resources,
        contract: rows.contract,
        activity: Vec::new(),
        activity_of: Vec::new(),
        presence: Vec::new(),
        presence_of: Vec::new(),
    }
}

/// One per division of grants, one per name of users; the first is home.
fn divisions(rows: &OrganizationBuilder) -> Vec<Division> {
    let by_grant: BTreeSet<&str> = rows.grants.iter().filter_map(|grant| grant.division.as_deref()).collect();
    let by_user: BTreeSet<&str> = rows.users.iter().filter_map(|(_, user)| user.division.as_deref()).collect();
    let mut divisions: Vec<Division> =
        by_grant.iter().map(|id| Division { id: (*id).to_owned(), name: (*id).to_owned() }).collect();
    for name in by_user.into_iter().filter(|name| !by_grant.contains(name)) {
        divisions.push(Division { id: id_of("division", name), name: name.to_owned() });
    }
    if divisions.is_empty() {
        divisions.push(Division { id: id_of("division", "Home"), name: "Home".to_owned() });
    }
    divisions
}

fn division_of(divisions: &[Division], id: Option<&str>) -> usize {
    id.and_then(|id| divisions.iter().position(|division| division.id == id)).unwrap_or(0)
}

fn users(rows: &OrganizationBuilder, divisions: &[Division]) -> Vec<User> {
    let mut users: Vec<User> = (0..rows.people.len()).map(|_| unlisted()).collect();
    let by_email: BTreeMap<String, u32> =
        rows.users.iter().filter_map(|(number, user)| Some((user.email.as_ref()?.to_lowercase(), *number))).collect();
    for (number, row) in &rows.users {
        let millis = |micros: Option<i64>| micros.map(|micros| micros.div_euclid(1_000));
        users[*number as usize] = User {
            listed: true,
            name: row.name.clone(),
            email: row.email.clone(),
            state: Standing::by_name(&row.state).unwrap_or(Standing::Active),
            department: row.department.clone(),
            title: row.title.clone(),
            employee_id: row.employee_id.clone(),
            manager: row.manager_email.as_ref().and_then(|email| by_email.get(&email.to_lowercase()).copied()),
            division: row.division.as_ref().and_then(|name| divisions.iter().position(|own| own.name == *name)),
            created_at: millis(row.created_at),
            last_login_at: millis(row.last_login_at),
            last_token_at: millis(row.last_token_at),
            external_id: row.external_id.clone(),
            ..unlisted()
        };
    }
    users
}

fn unlisted() -> User {
    User {
        listed: false,
        name: None,
        email: None,
        state: Standing::Deleted,
        department: None,
        title: None,
        employee_id: None,
        manager: None,
        division: None,
        created_at: None,
        last_login_at: None,
        last_token_at: None,
        external_id: None,
        version: 1,
        reason: None,
        changed_at: None,
    }
}

fn direct_grants(rows: &OrganizationBuilder, divisions: &[Division]) -> Vec<BTreeSet<Grant>> {
    let mut grants = vec![BTreeSet::new(); rows.people.len()];
    for row in rows.grants.iter().filter(|row| row.group.is_none()) {
        let division = division_of(divisions, row.division.as_deref());
        grants[row.user as usize].insert(Grant { role: row.role, division });
    }
    grants
}

fn held(rows: &OrganizationBuilder) -> Vec<BTreeSet<u32>> {
    let mut held = vec![BTreeSet::new(); rows.people.len()];
    for (user, license) in &rows.held {
        held[*user as usize].insert(*license);
    }
    held
}

fn groups(rows: &OrganizationBuilder, divisions: &[Division]) -> Vec<Group> {
    let mut groups: BTreeMap<&str, Group> = BTreeMap::new();
    for row in &rows.grants {
        let Some(id) = row.group.as_deref() else { continue };
        let division = division_of(divisions, row.division.as_deref());
        let group = groups.entry(id).or_insert_with(|| Group {
            id: id.to_owned(),
            members: BTreeSet::new(),
            grants: BTreeSet::new(),
            version: 1,
        });
        group.members.insert(row.user);
        group.grants.insert(Grant { role: row.role, division });
    }
    groups.into_values().collect()
}

/// The people of a feature by what they are members of.
fn members<'a>(rows: &'a OrganizationBuilder, feature: &str) -> BTreeMap<&'a str, BTreeSet<u32>> {
    let mut units: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
    for (user, _, via) in rows.memberships.iter().filter(|(_, own, _)| own == feature) {
        units.entry(via).or_default().insert(*user);
    }
    units
}

fn units(rows: &OrganizationBuilder) -> Vec<Unit> {
    let unit = |(name, members): (&str, BTreeSet<u32>)| Unit {
        id: id_of("management unit", name),
        name: name.to_owned(),
        members: members.into_iter().collect(),
    };
    members(rows, "wfm_schedule").into_iter().map(unit).collect()
}

/// One queue per copilot membership, one ordinary queue per department with its active people who converse.
fn queues(rows: &OrganizationBuilder, conversing: &[bool]) -> Vec<Queue> {
    let copilot = members(rows, "copilot").into_iter().map(|(name, members)| Queue {
        id: id_of("queue", name),
        name: name.to_owned(),
        members,
        copilot: true,
    });
    let mut departments: BTreeMap<&str, BTreeSet<u32>> = BTreeMap::new();
    for (number, user) in rows.users.iter().filter(|(number, _)| conversing[*number as usize]) {
        if let (Some(department), "active") = (user.department.as_deref(), user.state.as_str()) {
            departments.entry(department).or_default().insert(*number);
        }
    }
    let ordinary = departments.into_iter().map(|(name, members)| Queue {
        id: id_of("department queue", name),
        name: format!("{name} queue"),
        members,
        copilot: false,
    });
    copilot.chain(ordinary).collect()
}
