//! Roles, who holds them, divisions, the catalogue of permissions.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{Call, Result, page, users};
use crate::organization::{Division, Grant, Group, Organization};
use crate::server::answer::{Answer, Refusal};

/// `GET /authorization/roles`.
pub(super) fn list(call: &Call<'_>) -> Result {
    let organization = call.organization();
    let (ids, name) = (call.query.list("id"), call.query.get("name"));
    let listed = |role: &u32| {
        (ids.is_empty() || ids.contains(&organization.roles.text(*role)))
            && name.is_none_or(|name| organization.role_name(*role).eq_ignore_ascii_case(name))
    };
    let roles: Vec<u32> = organization.role_permissions.keys().copied().filter(listed).collect();
    page::list(call, &roles, |role| entity(organization, *role))
}

/// `GET /authorization/roles/{roleId}`.
pub(super) fn one(call: &Call<'_>) -> Result {
    let role = find(call, call.path("roleId"))?;
    Ok(Answer::ok(&entity(call.organization(), role)))
}

/// `GET /authorization/roles/{roleId}/subjectgrants`: people and groups, each with its divisions.
pub(super) fn subject_grants(call: &Call<'_>) -> Result {
    let role = find(call, call.path("roleId"))?;
    let state = call.server.state();
    let organization = call.organization();
    let has = |grants: &BTreeSet<Grant>| !own(grants, role).is_empty();
    let people = organization.everybody().filter(|person| has(&state.grants[*person as usize])).map(Subject::Person);
    let groups = state.groups.iter().filter(|group| has(&group.grants)).map(Subject::Group);
    let subjects: Vec<Subject<'_>> = people.chain(groups).collect();
    page::list(call, &subjects, |subject| {
        let (id, name, kind, grants) = match subject {
            Subject::Person(person) => {
                let id = organization.people.text(*person);
                let name = state.users[*person as usize].name.as_deref().unwrap_or(id);
                (id, name, "PC_USER", &state.grants[*person as usize])
            }
            Subject::Group(group) => (group.id.as_str(), group.id.as_str(), "PC_GROUP", &group.grants),
        };
        json!({"id": id, "name": name, "type": kind, "divisions": divisions_of(organization, grants, role)})
    })
}

/// Who has a role.
enum Subject<'a> {
    Person(u32),
    Group(&'a Group),
}

/// `GET /authorization/roles/{roleId}/users`: direct and by group.
pub(super) fn users(call: &Call<'_>) -> Result {
    let role = find(call, call.path("roleId"))?;
    let state = call.server.state();
    let holds = |person: &u32| state.roles(*person).contains(&role);
    let people: Vec<u32> = call.organization().everybody().filter(holds).collect();
    page::people(call, people, |person| users::reference(call.organization().people.text(person)))
}

/// `GET /authorization/divisions`.
pub(super) fn divisions(call: &Call<'_>) -> Result {
    let organization = call.organization();
    let numbered: Vec<usize> = (0..organization.divisions.len()).collect();
    page::list(call, &numbered, |number| division(&organization.divisions[*number], *number == 0))
}

/// `GET /authorization/divisions/home`.
pub(super) fn home(call: &Call<'_>) -> Result {
    Ok(Answer::ok(&division(&call.organization().divisions[0], true)))
}

/// `GET /authorization/permissions`: those of all license definitions, by domain.
pub(super) fn permissions(call: &Call<'_>) -> Result {
    let all: BTreeSet<&str> = call.organization().definitions.values().flatten().map(String::as_str).collect();
    let mut domains: BTreeMap<&str, BTreeMap<&str, Vec<Value>>> = BTreeMap::new();
    for permission in all {
        let mut parts = permission.splitn(3, ':');
        let (Some(domain), Some(entity), Some(action)) = (parts.next(), parts.next(), parts.next()) else { continue };
        let entry = json!({"domain": domain, "entityType": entity, "action": action, "divisionAware": false});
        domains.entry(domain).or_default().entry(entity).or_default().push(entry);
    }
    let domains: Vec<_> = domains.into_iter().collect();
    page::list(call, &domains, |(domain, entities)| json!({"domain": domain, "permissionMap": entities}))
}

/// `GET /authorization/products`.
pub(super) fn products(call: &Call<'_>) -> Result {
    page::list(call, &["engage"], |id| json!({"id": id}))
}

/// The number of a role, or 404.
pub(super) fn find(call: &Call<'_>, id: &str) -> std::result::Result<u32, Refusal> {
    call.organization().roles.find(id).ok_or_else(|| Refusal::missing("role"))
}

/// A `DomainOrganizationRole`, one policy per domain and entity.
fn entity(organization: &Organization, role: u32) -> Value {
    let id = organization.roles.text(role);
    let mut policies: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for permission in organization.role_permissions.get(&role).into_iter().flatten() {
        let mut parts = permission.splitn(3, ':');
        let mut part = || parts.next().unwrap_or("*");
        let (domain, entity, action) = (part(), part(), part());
        policies.entry((domain, entity)).or_default().push(action);
    }
    let policies: Vec<Value> = policies
        .into_iter()
        .map(|((domain, entity), actions)| json!({"domain": domain, "entityName": entity, "actionSet": actions}))
        .collect();
    json!({"id": id, "name": organization.role_name(role), "permissionPolicies": policies, "default": false,
        "base": false, "selfUri": format!("/api/v2/authorization/roles/{id}")})
}

/// The divisions in which a subject has a role.
fn divisions_of(organization: &Organization, grants: &BTreeSet<Grant>, role: u32) -> Vec<Value> {
    let entity = |grant: &Grant| {
        let division = &organization.divisions[grant.division];
        let uri = format!("/api/v2/authorization/divisions/{}", division.id);
        json!({"id": division.id, "name": division.name, "selfUri": uri})
    };
    own(grants, role).iter().map(|grant| entity(grant)).collect()
}

/// Those of the grants that are of this role.
fn own(grants: &BTreeSet<Grant>, role: u32) -> Vec<&Grant> {
    grants.range(Grant { role, division: 0 }..=Grant { role, division: usize::MAX }).collect()
}

/// An `AuthzDivision`.
pub(super) fn division(division: &Division, home: bool) -> Value {
    json!({"id": division.id, "name": division.name, "description": "", "homeDivision": home,
        "selfUri": format!("/api/v2/authorization/divisions/{}", division.id)})
}
