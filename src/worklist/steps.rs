//! A proposal for roles as steps for one person.

use std::collections::HashMap;

use super::way::grants;
use crate::{
    analysis::Analysis,
    roles::{
        Form, Plan, Proposal, RoleChange,
        proposals::{GroupWay, Lowered},
    },
};

/// Permissions named of one role.
const NAMED: usize = 2;

/// Proposals by the people whose license they lower, in the order in which they are carried out.
pub(super) struct Proposed<'a>(HashMap<u32, Vec<(&'a Proposal, &'a Lowered)>>);

impl<'a> Proposed<'a> {
    pub(super) fn new(plan: &'a Plan) -> Proposed<'a> {
        let mut proposed: HashMap<u32, Vec<_>> = HashMap::new();
        for proposal in &plan.proposals {
            for lowered in &proposal.lowered {
                proposed.entry(lowered.user_ix).or_default().push((proposal, lowered));
            }
        }
        Proposed(proposed)
    }

    pub(super) fn of(&self, user_ix: usize) -> &[(&'a Proposal, &'a Lowered)] {
        u32::try_from(user_ix).ok().and_then(|user_ix| self.0.get(&user_ix)).map_or(&[], Vec::as_slice)
    }
}

/// What a proposal does about one person; `None` = nothing of it is about them.
pub(super) fn steps(analysis: &Analysis, proposal: &Proposal, user_ix: usize) -> Option<String> {
    let user_ix = u32::try_from(user_ix).ok()?;
    let own = proposal.changes.iter().filter(|change| change.go.binary_search(&user_ix).is_ok());
    let steps: Vec<String> = own.map(|change| step(analysis, change, user_ix)).collect();
    (!steps.is_empty()).then(|| format!("{} (role proposal {})", steps.join("; then "), proposal.id))
}

/// One role of a proposal, for one person.
fn step(analysis: &Analysis, change: &RoleChange, user_ix: u32) -> String {
    let role = &analysis.roles.list[change.role as usize].name;
    let taken = permissions(analysis, change);
    match change.form {
        Form::Trim => format!("take {taken} out of the role {role}: nobody who has it may be using what goes"),
        Form::Retire => format!("take the role {role} from everybody: nobody may be using anything of it"),
        Form::Remove => take(analysis, change, user_ix, role),
        Form::Move(other) => {
            let other = &analysis.roles.list[other as usize].name;
            format!("give the role {other}, then {}", take(analysis, change, user_ix, role))
        }
        Form::Split => {
            format!(
                "copy the role {role} without {taken}, give the copy, then {}",
                take(analysis, change, user_ix, role)
            )
        }
    }
}

fn permissions(analysis: &Analysis, change: &RoleChange) -> String {
    let name = |number: &u32| analysis.roles.catalog.get(*number).permission.as_str();
    let named: Vec<&str> = change.taken.iter().take(NAMED).map(name).collect();
    match change.taken.len() {
        1 => format!("the permission {}", named.join("")),
        all if all <= NAMED => format!("the permissions {}", named.join(" and ")),
        all => format!("{all} permissions ({}, …)", named.join(", ")),
    }
}

/// Takes a role from one person, in every way in which it came.
fn take(analysis: &Analysis, change: &RoleChange, user_ix: u32, role: &str) -> String {
    let mut steps = Vec::new();
    if change.direct.binary_search(&user_ix).is_ok() {
        steps.push(format!("take the role {role} from the person"));
    }
    let has = |group: u32| {
        grants(analysis, user_ix as usize).any(|grant| grant.group == Some(group) && grant.role == change.role)
    };
    for group in change.groups.iter().filter(|group| has(group.group)) {
        let label = analysis.roles.groups[group.group as usize].label();
        steps.push(match &group.way {
            GroupWay::Leave(_) => format!("take the person out of the group {label}"),
            GroupWay::Grant(keep) if keep.is_empty() => format!("take the role {role} from the group {label}"),
            GroupWay::Grant(keep) => format!(
                "give the role {role} directly to the {} of the group {label} who need it, then take it from the group",
                keep.len()
            ),
        });
    }
    if steps.is_empty() { format!("take the role {role} from the person") } else { steps.join(" and ") }
}
