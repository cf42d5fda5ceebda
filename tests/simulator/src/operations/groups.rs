//! Groups with roles, and their members.

use serde_json::json;

use super::{Call, Result, licenses, page, users};
use crate::server::answer::{Answer, Refusal};

/// `GET /groups`.
pub(super) fn list(call: &Call<'_>) -> Result {
    let state = call.server.state();
    let ids = call.query.list("id");
    let groups: Vec<_> =
        state.groups.iter().filter(|group| ids.is_empty() || ids.contains(&group.id.as_str())).collect();
    page::list(call, &groups, |group| {
        let owner = group.members.first().map(|person| users::reference(call.organization().people.text(*person)));
        json!({"id": group.id, "name": group.id, "type": "official", "rulesVisible": true, "visibility": "public",
            "rolesEnabled": true, "memberCount": group.members.len(), "state": "active", "version": group.version,
            "owners": owner.into_iter().collect::<Vec<_>>(), "selfUri": format!("/api/v2/groups/{}", group.id)})
    })
}

/// `GET /groups/{groupId}/members`.
pub(super) fn members(call: &Call<'_>) -> Result {
    let state = call.server.state();
    let group = state.groups.iter().find(|group| group.id == call.path("groupId"));
    let members = group.ok_or_else(|| Refusal::missing("group"))?.members.iter().copied().collect();
    let expand = call.query.list("expand");
    page::people(call, members, |person| users::entity(call, &state, person, &expand))
}

/// `DELETE /groups/{groupId}/members?ids=`: the group's roles go with the membership.
pub(super) fn remove(call: &Call<'_>) -> Result {
    let mut state = call.server.state_mut();
    let place = state.groups.iter().position(|group| group.id == call.path("groupId"));
    let place = place.ok_or_else(|| Refusal::missing("group"))?;
    for id in call.query.list("ids") {
        let person = users::find(call, &state, id)?;
        let before = state.working_roles(person);
        state.groups[place].members.remove(&person);
        state.groups[place].version += 1;
        licenses::follow_roles(call, &mut state, person, &before);
    }
    Ok(Answer::with(202, &json!({})))
}
