//! `roles`: one row per role and permission, as the policies state them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::canonical::rows::Row;
use crate::ingest::genesys::client::{ApiError, Request};
use crate::ingest::genesys::context::Context;
use crate::ingest::genesys::harvest::Harvest;
use crate::ingest::genesys::page;
use crate::ingest::genesys::part::Part;

/// Name of the piece.
pub(super) const PIECE: &str = "roles";
const PAGE: u32 = 500;

/// What other parts need to know of a role.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct RoleFact {
    pub(super) id: String,
    /// Its permissions, sorted.
    pub(super) permissions: Vec<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Role {
    id: String,
    name: Option<String>,
    permissions: Option<Vec<String>>,
    permission_policies: Option<Vec<Policy>>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Policy {
    domain: Option<String>,
    entity_name: Option<String>,
    action_set: Option<Vec<String>>,
}

pub(super) async fn collect(context: &Context) -> Result<(), ApiError> {
    let fetch = async {
        let list = Request::get("/api/v2/authorization/roles", &[]).with("userCount", "false");
        let roles = page::numbered(&context.client, &list, PAGE, |role: &Role| role.id.clone()).await?;
        let mut harvest = Harvest::of(Part::Roles, context.known(context.start.span));
        let mut facts = Vec::new();
        for role in &roles {
            let permissions = permissions(role);
            let (role_id, name) = (role.id.as_str(), role.name.as_deref());
            if permissions.is_empty() {
                harvest.push(Row::Role { role_id, name, permission: None });
            }
            for permission in &permissions {
                harvest.push(Row::Role { role_id, name, permission: Some(permission) });
            }
            facts.push(RoleFact { id: role.id.clone(), permissions: permissions.into_iter().collect() });
        }
        harvest.set_facts(&facts)?;
        Ok(harvest)
    };
    context.piece(Part::Roles, PIECE, fetch).await.map(drop)
}

/// `domain:entity:action`, sorted; wildcards stay as they are. The flat list is for roles without policies.
fn permissions(role: &Role) -> BTreeSet<String> {
    let any = |text: &Option<String>| text.clone().filter(|text| !text.is_empty()).unwrap_or_else(|| "*".to_owned());
    let mut all = BTreeSet::new();
    for policy in role.permission_policies.iter().flatten() {
        let (domain, entity) = (any(&policy.domain), any(&policy.entity_name));
        let actions = policy.action_set.clone().unwrap_or_else(|| vec!["*".to_owned()]);
        all.extend(actions.iter().map(|action| format!("{domain}:{entity}:{action}")));
    }
    if all.is_empty() {
        all.extend(role.permissions.iter().flatten().cloned());
    }
    all
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests {
    use super::*;

    #[test]
    fn policies_become_permissions_with_their_wildcards() {
        let role: Role = serde_json::from_str(
            r#"{"id":"r1","name":"Planner","permissionPolicies":[
                {"domain":"wfm","entityName":"schedule","actionSet":["edit","view"]},
                {"domain":"routing","entityName":"*","actionSet":["*"]}]}"#,
        )
        .unwrap();
        let permissions: Vec<String> = permissions(&role).into_iter().collect();
        assert_eq!(permissions, ["routing:*:*", "wfm:schedule:edit", "wfm:schedule:view"]);
    }
}
