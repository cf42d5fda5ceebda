//! `role_grants`: who holds which role in which division, directly or through a group.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::groups::{self, GroupFact};
use super::people::{self, Person};
use super::roles::{self, RoleFact};
use super::wire::Ref;
use crate::canonical::rows::Row;
use crate::ingest::genesys::client::{ApiError, Request};
use crate::ingest::genesys::context::Context;
use crate::ingest::genesys::harvest::Harvest;
use crate::ingest::genesys::page;
use crate::ingest::genesys::part::Part;

/// Roles of one piece.
const ROLES: usize = 10;
const PAGE: u32 = 500;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Subject {
    id: String,
    #[serde(rename = "type")]
    kind: Option<String>,
    divisions: Option<Vec<Ref>>,
}

/// A role that a group gives to its members.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Inherited {
    group: String,
    role: String,
    division: Option<String>,
}

pub(super) async fn collect(context: &Context) -> Result<(), ApiError> {
    let about = context.work.closed(roles::PIECE)?.filter(|about| !about.is_absent());
    let Some(about) = about else {
        let lacking = async { Ok(Harvest::lacking(Part::Grants, Part::Roles)) };
        return context.piece(Part::Grants, "grants-0000", lacking).await.map(drop);
    };
    let mut roles: Vec<RoleFact> = about.facts()?;
    roles.sort_by(|a, b| a.id.cmp(&b.id));
    let mut inherited: BTreeSet<Inherited> = BTreeSet::new();
    for (number, some) in roles.chunks(ROLES).enumerate() {
        let name = format!("grants-{number:04}");
        let about = context.piece(Part::Grants, &name, direct(context, some)).await?;
        if about.is_absent() {
            return Ok(());
        }
        inherited.extend(about.facts::<Vec<Inherited>>()?);
    }
    context.piece(Part::Grants, "grants-groups", through_groups(context, &inherited)).await.map(drop)
}

async fn direct(context: &Context, roles: &[RoleFact]) -> Result<Harvest, ApiError> {
    let mut harvest = Harvest::of(Part::Grants, context.known(context.start.span));
    let mut inherited = Vec::new();
    for role in roles {
        let list = Request::get("/api/v2/authorization/roles/{}/subjectgrants", &[&role.id]);
        let key = |subject: &Subject| format!("{} {:?}", subject.id, subject.kind);
        for subject in page::numbered(&context.client, &list, PAGE, key).await? {
            for division in divisions(&subject) {
                match subject.kind.as_deref() {
                    None | Some("PC_USER") => harvest.push(Row::RoleGrant {
                        user_id: &subject.id,
                        role_id: &role.id,
                        division_id: division.as_deref(),
                        via_group_id: None,
                    }),
                    Some("PC_GROUP") => {
                        inherited.push(Inherited { group: subject.id.clone(), role: role.id.clone(), division });
                    }
                    // Clients and people of other organizations hold no license of this one.
                    Some(_) => {}
                }
            }
        }
    }
    harvest.set_facts(&inherited)?;
    Ok(harvest)
}

/// The divisions of a grant; one that names none is one grant all the same.
fn divisions(subject: &Subject) -> Vec<Option<String>> {
    let named: Vec<Option<String>> = subject.divisions.iter().flatten().map(|division| division.id.clone()).collect();
    if named.is_empty() { vec![None] } else { named }
}

async fn through_groups(context: &Context, inherited: &BTreeSet<Inherited>) -> Result<Harvest, ApiError> {
    let mut harvest = Harvest::of(Part::Grants, context.known(context.start.span));
    let groups: BTreeSet<&str> = inherited.iter().map(|grant| grant.group.as_str()).collect();
    let members = members(context, &groups).await?;
    for grant in inherited {
        for user_id in members.get(grant.group.as_str()).into_iter().flatten() {
            harvest.push(Row::RoleGrant {
                user_id,
                role_id: &grant.role,
                division_id: grant.division.as_deref(),
                via_group_id: Some(&grant.group),
            });
        }
    }
    Ok(harvest)
}

/// Members of groups: those that the people's own lists name, where their number is the group's; else asked.
async fn members<'a>(
    context: &Context,
    groups: &BTreeSet<&'a str>,
) -> Result<BTreeMap<&'a str, Vec<String>>, ApiError> {
    let people: Vec<Person> = context.work.closed(people::PIECE)?.unwrap_or_default().facts()?;
    let facts: Vec<GroupFact> = context.work.closed(groups::PIECE)?.unwrap_or_default().facts()?;
    let mut named: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for person in &people {
        for group in &person.groups {
            if let Some(group) = groups.get(group.as_str()) {
                named.entry(group).or_default().push(person.id.clone());
            }
        }
    }
    for group in groups {
        let expected = facts.iter().find(|fact| fact.id == *group).and_then(|fact| fact.members);
        let found = named.get(group).map_or(0, |members| members.len() as u64);
        if expected != Some(found) || found == 0 {
            let list = Request::get("/api/v2/groups/{}/members", &[group]);
            let members = page::numbered(&context.client, &list, PAGE, key).await?;
            named.insert(group, members.into_iter().filter_map(|member| member.id).collect());
        }
    }
    Ok(named)
}

fn key(member: &Ref) -> String {
    member.id.clone().unwrap_or_default()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests {
    use super::*;

    #[test]
    fn a_grant_counts_once_per_division_and_once_without() {
        let subject: Subject =
            serde_json::from_str(r#"{"id":"u","type":"PC_USER","divisions":[{"id":"a"},{"id":"b"}]}"#).unwrap();
        assert_eq!(divisions(&subject), [Some("a".to_owned()), Some("b".to_owned())]);
        assert_eq!(divisions(&Subject::default()), [None]);
    }
}
