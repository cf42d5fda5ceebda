//! What to do about a row, and what else must be known: sentences, the same in every output.

use super::{Category, Drift, DriftRow, Found, Key, Oddity, Origin, rows::Maker};
use crate::{
    findings::{
        code::{Advice, Remark},
        context::IdpStatus,
    },
    overview::words::rfc3339,
    usage::people::State,
};

/// What to do.
pub(super) fn way_out(maker: &Maker<'_>, row: &DriftRow) -> String {
    let is_managed = row.user_ix.is_some_and(|ix| maker.drift.is_managed(ix));
    let is_active = row.user_ix.is_some_and(|ix| maker.analysis.people.list[ix].state == State::Active);
    match (row.category, is_managed, is_active) {
        (Category::DepartedLicensed, true, true) => {
            "the deactivation has not arrived: look into the provisioning log there and run it again".to_owned()
        }
        (Category::DepartedLicensed, false, true) => {
            "deactivate the account here: no provisioning does it, Genesys keeps no id of the provider for it"
                .to_owned()
        }
        (Category::DepartedLicensed, _, false) => {
            "the account is deactivated: take away what gives the license, roles first".to_owned()
        }
        (Category::SuspendedLicensed, ..) => {
            "ask whether the person comes back; if not, deprovision there, and the seat is free".to_owned()
        }
        (Category::UnknownThere, true, _) => {
            "find out at the provider what became of the id; if the person is gone, deactivate here".to_owned()
        }
        (Category::UnknownThere, false, _) => match row.oddity {
            Some(Oddity::Protected) => "name an owner for it, and keep it protected".to_owned(),
            Some(_) => "name an owner for it; if it is a program or a device, list it in `protect.users`".to_owned(),
            None => "ask the manager whose account it is: enter the person there, or deactivate here".to_owned(),
        },
        (Category::UnknownHere, ..) => {
            "look into the provisioning log there; if no seat is wanted, take the app assignment back".to_owned()
        }
        (Category::EmailChanged, ..) if row.key == Some(Key::Name) => {
            "make sure that it is the same person, then change the e-mail here".to_owned()
        }
        (Category::EmailChanged, true, _) => {
            "the next provisioning run should bring the e-mail: if it does not, check the mapping of `userName`"
                .to_owned()
        }
        (Category::EmailChanged, false, _) => {
            "change the e-mail here: lists and reports that go by e-mail miss the person until then".to_owned()
        }
        (Category::ManagedThere, ..) => of_managed(maker, row),
        (Category::InactiveHereActiveThere, ..) if !row.held.is_empty() => {
            "take the license away here; if the person works, reactivate the account by an assignment there".to_owned()
        }
        (Category::InactiveHereActiveThere, ..) => {
            "take the app assignment back there, or reactivate the account if the person works".to_owned()
        }
    }
}

/// A change here is undone by the next provisioning run: a deactivation by the app assignment, a role by its group.
fn of_managed(maker: &Maker<'_>, row: &DriftRow) -> String {
    const UNDONE: &str = "a change here is undone by the next provisioning run";
    let Some((ix, advice)) = row.user_ix.and_then(|ix| Some((ix, maker.advice[ix]?))) else { return UNDONE.to_owned() };
    let status = row.identity.and_then(|number| maker.drift.identities[number].status);
    match advice.code {
        Advice::ReclaimDeactivated => {
            return "take the license away here; it comes back if the provider assigns the person again".to_owned();
        }
        code if code.is_reclaim() && status == Some(IdpStatus::Deprovisioned) => {
            return "the person is gone there, so that no run undoes it: deactivate here, if the run there does not"
                .to_owned();
        }
        code if code.is_reclaim() => {
            return format!(
                "{UNDONE}: take the app assignment back at the provider, which deactivates the account here"
            );
        }
        _ => {}
    }
    let roles = &maker.analysis.roles;
    let drives = |role: u32| advice.drivers.iter().any(|driver| driver.role == roles.list[role as usize].name);
    let groups = roles.grants[ix].iter().filter(|grant| drives(grant.role)).filter_map(|grant| grant.group);
    let mut groups: Vec<&str> = groups.map(|group| roles.groups[group as usize].label()).collect();
    groups.sort_unstable();
    groups.dedup();
    if groups.is_empty() {
        return format!("{UNDONE} if the provider gives the role: change its group or role assignment there");
    }
    let groups: Vec<String> = groups.iter().map(|group| format!("`{group}`")).collect();
    format!("{UNDONE} if the provider fills the group: change the membership of {} there", groups.join(", "))
}

/// What else must be known about a row.
pub(super) fn remarks(maker: &Maker<'_>, row: &DriftRow) -> Vec<String> {
    let mut remarks = Vec::new();
    if let Some((at, source)) = row.sign_after {
        remarks.push(format!(
            "security: used after the person was gone there ({}, {}): end sessions and tokens, ask who it was",
            rfc3339(at),
            source.as_str()
        ));
    }
    match row.category {
        Category::UnknownThere => remarks.extend(unlisted_id(maker, row)),
        Category::EmailChanged => remarks.push(by_email_alone(maker, row)),
        _ => {}
    }
    if let Some(identity) = row.identity.map(|number| &maker.drift.identities[number])
        && let Some(ix) = row.user_ix
        && let [_, _, ..] = maker.drift.matching.of_account[ix].as_slice()
    {
        let others = maker.drift.matching.of_account[ix].iter().map(|(number, _)| &maker.drift.identities[*number]);
        if others.clone().any(|other| other.status.is_some() && other.status != identity.status) {
            remarks.push("lists disagree about the status: the latest counts".to_owned());
        }
    }
    remarks
}

fn unlisted_id(maker: &Maker<'_>, row: &DriftRow) -> Option<String> {
    let id = maker.analysis.people.list[row.user_ix?].external_id.as_ref()?;
    Some(format!(
        "Genesys keeps the provider's id `{id}`, which is on no list: deleted there for good, or a list is not complete"
    ))
}

/// What matching by e-mail alone gets wrong.
fn by_email_alone(maker: &Maker<'_>, row: &DriftRow) -> String {
    let email = row.user_ix.and_then(|ix| maker.analysis.people.list[ix].email.as_ref());
    let holders = email.and_then(|email| maker.by_email.get(&email.to_lowercase()));
    let other = holders.and_then(|numbers| numbers.iter().find(|number| Some(**number) != row.identity));
    match other.map(|number| &maker.drift.identities[*number]) {
        Some(other) => {
            let who = other.name.as_deref().or(other.external_id.as_deref()).unwrap_or("somebody else");
            format!(
                "by e-mail alone the account would be taken for {who}'s, who has the address now and is {}",
                other.status.map_or("of unknown status", IdpStatus::as_str)
            )
        }
        None => "by e-mail alone the account would count as unknown there, and the person as unknown here".to_owned(),
    }
}

/// What a reader must know of the whole.
pub(super) fn notes(drift: &Drift<'_>) -> Vec<String> {
    let mut notes = Vec::new();
    let analysis = drift.analysis;
    let partial = analysis.findings.iter().filter(|it| it.code == Remark::PartialExport && it.subject == "idp_users");
    if drift.origin == Origin::Table {
        notes.extend(partial.map(|finding| finding.message.clone()));
    } else {
        notes.push("the files stand in for `idp_users` of the input; `analyze` knows nothing of them".to_owned());
    }
    let beyond = drift.departed_beyond_email();
    if beyond > 0 {
        notes.push(format!(
            "gone there and found by a better key than the e-mail, so that `analyze`, which joins by e-mail alone, advises nothing: {beyond}"
        ));
    }
    let all = || drift.identities.iter();
    if all().all(|identity| identity.status != Some(IdpStatus::Active)) {
        let text = "no list names anybody who is active: nothing is said of accounts that are not listed";
        notes.push(text.to_owned());
    }
    let active = analysis.people.list.iter().filter(|person| person.state == State::Active).count();
    let matched = drift.matching.of_account.iter().filter(|own| !own.is_empty()).count();
    if 2 * matched < active {
        notes.push(format!(
            "the lists name {matched} of {active} active accounts: they look incomplete, so do not act on `unknown-there`"
        ));
    }
    let later = all().filter(|identity| identity.status.is_none()).count();
    if later > 0 {
        notes.push(format!("listed with a time after as-of only, so that their status at as-of is unknown: {later}"));
    }
    let silent = all().zip(&drift.matching.of_identity).filter(|(identity, found)| {
        **found == Found::Nobody && identity.status == Some(IdpStatus::Active) && identity.assigned.is_none()
    });
    let silent = silent.count();
    if silent > 0 {
        notes.push(format!(
            "active there without an account here, and no list says who is assigned to the app, so that it is no drift: {silent}; \
             a column `assigned` says it, or `--assigned` where the list is that of the app"
        ));
    }
    if !analysis.people.list.iter().any(|person| person.external_id.is_some()) {
        let text = "no account has an id of the provider, so that nobody counts as managed there: `seatwise pull --with scim` \
                    asks for the ids, or `users.external_id` gives them";
        notes.push(text.to_owned());
    }
    let by_name = drift.matching.of_identity.iter().filter(|found| matches!(found, Found::One(_, Key::Name))).count();
    if by_name > 0 {
        notes.push(format!("matched by nothing but a name that nobody else has; look before you act: {by_name}"));
    }
    notes
}
