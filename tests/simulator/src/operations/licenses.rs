//! Licenses: definitions, who holds what, what a role needs, assignment.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{Call, Result, page, users};
use crate::organization::{Organization, State};
use crate::server::answer::{Answer, Refusal};

/// Base tiers, cheapest first; of several, the dearest is needed.
const TIERS: [&str; 8] =
    ["collaborateFree", "collaborate", "collaboratePro", "communicate", "cloudCX1", "cloudCX2", "cloudCX3", "cloudCX4"];
/// Add-ons of which a person has one, the one that outranks the others first.
const ADD_ONS: [&str; 3] = ["gc2WEMupgrade", "gc1WEMupgrade", "gcSTAupgrade"];
/// From this tier on the add-ons are included.
const INCLUDES_ADD_ONS: &str = "cloudCX3";

/// `GET /license/definitions`.
pub(super) fn definitions(call: &Call<'_>) -> Result {
    let organization = call.organization();
    Ok(Answer::ok(&organization.definitions.keys().map(|license| entity(organization, *license)).collect()))
}

/// `GET /license/definitions/{licenseId}`.
pub(super) fn definition(call: &Call<'_>) -> Result {
    let license = find(call, call.path("licenseId"))?;
    Ok(Answer::ok(&entity(call.organization(), license)))
}

/// `GET /license/users`.
pub(super) fn users(call: &Call<'_>) -> Result {
    let state = call.server.state();
    let listed = |person: &u32| {
        let held = !state.held[*person as usize].is_empty();
        held || (call.settings.list_unlicensed && state.users[*person as usize].listed)
    };
    page::people(call, call.organization().everybody().filter(listed).collect(), |person| {
        let id = call.organization().people.text(person);
        json!({"id": id, "licenses": held(call, &state, person), "selfUri": format!("/api/v2/license/users/{id}")})
    })
}

/// `POST /license/users`: a map of ids to ids of licenses.
pub(super) fn of_users(call: &Call<'_>) -> Result {
    let state = call.server.state();
    let ids = call.body.as_array().into_iter().flatten().filter_map(Value::as_str);
    let known = ids.filter_map(|id| Some((id, call.organization().people.find(id)?)));
    let map = known.map(|(id, person)| (id.to_owned(), json!({"licenses": held(call, &state, person)})));
    Ok(Answer::ok(&Value::Object(map.collect())))
}

/// `GET /license/users/{userId}`.
pub(super) fn of_user(call: &Call<'_>) -> Result {
    let state = call.server.state();
    let person = users::find(call, &state, call.path("userId"))?;
    let id = call.path("userId");
    let licenses = state.held[person as usize].iter().map(|license| entity(call.organization(), *license));
    Ok(Answer::ok(&json!({"id": id, "licenses": licenses.collect::<Vec<_>>(),
        "selfUri": format!("/api/v2/license/users/{id}")})))
}

/// `POST /license/infer`.
pub(super) fn infer(call: &Call<'_>) -> Result {
    let organization = call.organization();
    let mut needed = BTreeSet::new();
    for id in call.body.as_array().into_iter().flatten().filter_map(Value::as_str) {
        let role = organization.roles.find(id).ok_or_else(|| Refusal::missing("role"))?;
        needed.extend(of_role(organization, role));
    }
    Ok(Answer::ok(&names(organization, &ranked(organization, needed))))
}

/// `POST /license/infer/permissions`.
pub(super) fn infer_permissions(call: &Call<'_>) -> Result {
    let organization = call.organization();
    let permissions = call.body.as_array().into_iter().flatten().filter_map(Value::as_str);
    let needed = of_permissions(organization, permissions);
    Ok(Answer::ok(&names(organization, &ranked(organization, needed))))
}

/// `POST /license/organization`: manual assignment.
pub(super) fn assign(call: &Call<'_>) -> Result {
    let mut state = call.server.state_mut();
    let mut results = Vec::new();
    for assignment in call.body["assignments"].as_array().into_iter().flatten() {
        let license = find(call, assignment["licenseId"].as_str().unwrap_or_default())?;
        for (list, adds) in [("userIdsAdd", true), ("userIdsRemove", false)] {
            for id in assignment[list].as_array().into_iter().flatten().filter_map(Value::as_str) {
                let known = users::find(call, &state, id);
                if let Ok(person) = known {
                    let held = &mut state.held[person as usize];
                    _ = if adds { held.insert(license) } else { held.remove(&license) };
                }
                let result = if known.is_ok() { "Success" } else { "Failed" };
                results.push(json!({"userId": id, "licenseId": assignment["licenseId"], "result": result}));
            }
        }
    }
    Ok(Answer::ok(&Value::Array(results)))
}

/// After a change of roles: what only the lost roles needed goes, what the new ones need comes.
pub(crate) fn follow_roles(call: &Call<'_>, state: &mut State, person: u32, before: &BTreeSet<u32>) {
    if !call.settings.licenses_follow_roles {
        return;
    }
    let organization = call.organization();
    let after = state.working_roles(person);
    let all = |roles: &BTreeSet<u32>| -> BTreeSet<u32> {
        ranked(organization, roles.iter().flat_map(|role| of_role(organization, *role)).collect())
    };
    let (needed_before, needed_after) = (all(before), all(&after));
    let held = &mut state.held[person as usize];
    held.retain(|license| !needed_before.contains(license) || needed_after.contains(license));
    held.extend(needed_after.difference(&needed_before));
}

fn find(call: &Call<'_>, id: &str) -> std::result::Result<u32, Refusal> {
    let license = call.organization().licenses.find(id);
    license
        .filter(|license| call.organization().definitions.contains_key(license))
        .ok_or_else(|| Refusal::missing("license"))
}

fn held(call: &Call<'_>, state: &State, person: u32) -> Value {
    names(call.organization(), &state.held[person as usize])
}

fn names(organization: &Organization, licenses: &BTreeSet<u32>) -> Value {
    licenses.iter().map(|license| json!(organization.licenses.text(*license))).collect()
}

/// A `LicenseDefinition`.
fn entity(organization: &Organization, license: u32) -> Value {
    let id = organization.licenses.text(license);
    let permissions = organization.definitions.get(&license).map_or(&[][..], Vec::as_slice);
    json!({"id": id, "description": id, "permissions": {"ids": permissions}, "prerequisites": [], "comprises": [],
        "selfUri": format!("/api/v2/license/definitions/{id}")})
}

/// What a role needs: as the rows say, or by its permissions where they say nothing.
fn of_role(organization: &Organization, role: u32) -> BTreeSet<u32> {
    if let Some(licenses) = organization.role_licenses.get(&role) {
        return licenses.iter().copied().collect();
    }
    let permissions = organization.role_permissions.get(&role).map_or(&[][..], Vec::as_slice);
    of_permissions(organization, permissions.iter().map(String::as_str))
}

/// For every permission the cheapest license that has it; a wildcard is every permission that it stands for.
fn of_permissions<'a>(organization: &Organization, permissions: impl Iterator<Item = &'a str>) -> BTreeSet<u32> {
    let granted: Vec<&str> = permissions.collect();
    let mut cheapest: BTreeMap<&str, u32> = BTreeMap::new();
    let price = |license: u32| rank(organization.licenses.text(license));
    for (license, own) in &organization.definitions {
        for one in own.iter().filter(|one| granted.iter().any(|granted| covers(granted, one))) {
            let known = cheapest.entry(one).or_insert(*license);
            if price(*license) < price(*known) {
                *known = *license;
            }
        }
    }
    cheapest.into_values().collect()
}

/// Is the permission, which may hold wildcards, or include, this one?
fn covers(permission: &str, one: &str) -> bool {
    let mut parts = permission.split(':').zip(one.split(':'));
    parts.all(|(own, other)| own == "*" || own == other)
}

/// Price order of base tiers; everything else is dearer than they are.
fn rank(license: &str) -> usize {
    TIERS.iter().position(|tier| *tier == license).unwrap_or(TIERS.len())
}

/// One base tier and one add-on; everything else stays.
fn ranked(organization: &Organization, needed: BTreeSet<u32>) -> BTreeSet<u32> {
    let text = |license: &u32| organization.licenses.text(*license);
    let tier = needed.iter().map(|license| rank(text(license))).filter(|rank| *rank < TIERS.len()).max();
    let included = tier.is_some_and(|tier| tier >= rank(INCLUDES_ADD_ONS));
    let add_on = ADD_ONS.into_iter().find(|add_on| needed.iter().any(|license| text(license) == *add_on));
    let stays = |license: &u32| match text(license) {
        name if TIERS.contains(&name) => Some(rank(name)) == tier,
        name if ADD_ONS.contains(&name) => !included && Some(name) == add_on,
        _ => true,
    };
    needed.iter().copied().filter(stays).collect()
}

#[cfg(test)]
mod tests {
    use crate::organization::OrganizationBuilder;

    use super::*;

    fn needed(licenses: &[&str]) -> Vec<String> {
        let mut rows = OrganizationBuilder::new("ranks");
        for license in licenses {
            rows.license_definition(license, None);
        }
        let organization = rows.build(0);
        let all = organization.definitions.keys().copied().collect();
        ranked(&organization, all).iter().map(|license| organization.licenses.text(*license).to_owned()).collect()
    }

    #[test]
    fn of_several_licenses_one_tier_and_one_add_on_stay() {
        assert_eq!(needed(&["communicate", "cloudCX1", "cloudCX2"]), ["cloudCX2"]);
        assert_eq!(needed(&["cloudCX1", "gcSTAupgrade", "gc1WEMupgrade"]), ["cloudCX1", "gc1WEMupgrade"]);
        assert_eq!(needed(&["cloudCX3", "gcSTAupgrade", "agentAssist"]), ["cloudCX3", "agentAssist"]);
    }

    #[test]
    fn a_wildcard_needs_the_license_of_everything_that_it_stands_for() {
        let mut rows = OrganizationBuilder::new("wildcards");
        rows.license_definition("cloudCX2", Some("quality:evaluation:view"));
        rows.license_definition("cloudCX3", Some("quality:evaluation:view"));
        rows.license_definition("cloudCX3", Some("quality:adminSettings:edit"));
        let organization = rows.build(0);
        let needed = |permission: &str| {
            let licenses = ranked(&organization, of_permissions(&organization, [permission].into_iter()));
            licenses.iter().map(|license| organization.licenses.text(*license).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(needed("quality:*:view"), ["cloudCX2"]);
        assert_eq!(needed("quality:*:*"), ["cloudCX3"]);
    }

    #[test]
    fn a_wildcard_covers_what_it_says() {
        assert!(covers("routing:*:view", "routing:queue:view"));
        assert!(!covers("routing:*:view", "routing:queue:edit"));
    }
}
