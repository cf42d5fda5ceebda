//! A person's rows: the account, licenses, role grants, memberships, presence, activity and what billing saw.

use super::Organization;
use super::calendar::{PERIOD_DAY, midnight};
use super::cover;
use super::days::Days;
use super::feature::NAMES;
use super::identity;
use super::person::Person;
use super::roles::{Role, Roles, template, traps};
use crate::canonical::rows::{DAY, Row, RowSink, UserRow};

/// Pushes every row of a person; the row of `users` comes first, the other tables follow it.
pub(super) fn push(
    organization: &Organization,
    roles: &Roles,
    person: &Person,
    days: &Days,
    needed: &[&str],
    rows: &mut dyn RowSink,
) -> anyhow::Result<()> {
    rows.push(Row::User(user(organization, person, days)))?;
    push_licenses(person, rows)?;
    push_grants(organization, roles, person, needed, rows)?;
    identity::push(organization, person, rows)?;
    if let Some((feature, via)) = &person.membership {
        let feature = NAMES[usize::from(*feature)];
        rows.push(Row::Membership { user_id: &person.user_id, feature, via: Some(via) })?;
    }
    push_days(person, days, rows)?;
    push_billed(person, days, rows)
}

fn user(organization: &Organization, person: &Person, days: &Days) -> UserRow {
    UserRow {
        user_id: person.user_id.clone(),
        email: Some(person.email.clone()),
        name: Some(person.name.clone()),
        state: person.life.state().to_owned(),
        department: Some(person.department.name.to_owned()),
        title: Some(person.job.title.to_owned()),
        division: Some(person.division.1.to_owned()),
        cost_center: person.cost_center.clone(),
        manager_email: person.manager_email.clone(),
        employee_id: person.employee_id.clone(),
        created_at: Some(person.created_at()),
        last_login_at: days.last_login_at,
        last_token_at: days.last_token_at,
        external_id: identity::external_id(organization, person),
    }
}

fn push_licenses(person: &Person, rows: &mut dyn RowSink) -> anyhow::Result<()> {
    let user_id = person.user_id.as_str();
    if let Some((license_id, until)) = person.before {
        let assigned_from = Some(person.created_at());
        rows.push(Row::License { user_id, license_id, assigned_from, assigned_to: Some(until) })?;
    }
    for license_id in &person.licenses {
        rows.push(Row::License { user_id, license_id, assigned_from: person.held_from, assigned_to: None })?;
    }
    Ok(())
}

/// The role of the job, and one role for each license that the job's own role does not bring.
fn push_grants(
    organization: &Organization,
    roles: &Roles,
    person: &Person,
    needed: &[&str],
    rows: &mut dyn RowSink,
) -> anyhow::Result<()> {
    // Deactivation takes the roles away; the license stays until somebody looks.
    if person.life.state() != "active" {
        return Ok(());
    }
    let department = person.department.name;
    let mut granted = vec![roles.pick("employee", department, 0)];
    let own = template(own_role(person));
    if own.name != "employee" {
        granted.push(roles.pick(own.name, department, person.choice / 8));
    }
    let brought = |license: &str| own.licenses.contains(&license) || license == "collaborate";
    for license in person.licenses.iter().copied().filter(|license| !brought(license)) {
        granted.push(roles.pick(role_for(person, license, needed), department, person.choice / 16));
    }
    for (at, role) in granted.iter().enumerate() {
        push_grant(organization, person, role, at, rows)?;
    }
    Ok(())
}

/// The role of the job; on CX 2 with an add-on the one that fits there.
fn own_role(person: &Person) -> &'static str {
    match (person.job.role, person.base()) {
        ("WFM Agent", Some("cloudCX2")) => "Omnichannel Agent",
        ("Speech Analyst", Some("cloudCX2")) => "Quality Reviewer",
        (role, _) => role,
    }
}

/// The role that brings a license which the job's own role does not.
fn role_for(person: &Person, license: &str, needed: &[&str]) -> &'static str {
    let choices = traps(license);
    // Who needs the license has the role made for it, which stands last; who does not has a trap.
    let last = choices.len() - 1;
    if needed.contains(&cover::product_of(license)) {
        return choices[last].1;
    }
    let total: u32 = choices.iter().map(|(weight, _)| weight).sum();
    let mut at = person.choice % total;
    for (weight, name) in choices {
        if at < *weight {
            return name;
        }
        at -= weight;
    }
    choices[last].1
}

/// Two grants in five come through a group of the department.
fn push_grant(
    organization: &Organization,
    person: &Person,
    role: &Role,
    at: usize,
    rows: &mut dyn RowSink,
) -> anyhow::Result<()> {
    let by_group = (person.choice as usize + at * 3) % 5 < 2 && !person.is_master_admin();
    let group = format!("grp-{:02}-{}-{}", organization.number, person.department.code, &role.id[24..]);
    rows.push(Row::RoleGrant {
        user_id: &person.user_id,
        role_id: &role.id,
        division_id: Some(&person.division.0),
        via_group_id: by_group.then_some(group.as_str()),
    })
}

fn push_days(person: &Person, days: &Days, rows: &mut dyn RowSink) -> anyhow::Result<()> {
    let user_id = person.user_id.as_str();
    for deed in &days.activity {
        let interval_start = midnight(deed.day);
        rows.push(Row::Activity {
            user_id,
            interval_start,
            interval_end: interval_start + DAY,
            feature: NAMES[usize::from(deed.feature)],
            events: Some(deed.events),
            duration_ms: deed.duration_ms,
        })?;
    }
    for (start_at, end_at) in &days.presence {
        rows.push(Row::Presence { user_id, start_at: *start_at, end_at: Some(*end_at) })?;
    }
    Ok(())
}

/// The billable-usage report: everybody with a sign in the period, under the highest base held in it.
fn push_billed(person: &Person, days: &Days, rows: &mut dyn RowSink) -> anyhow::Result<()> {
    let Some(first_seen_at) = days.first_sign_in_period() else { return Ok(()) };
    let earlier = person.before.filter(|(_, until)| *until > midnight(PERIOD_DAY)).map(|(license, _)| license);
    let rank = |license: &&str| cover::rank(cover::product_of(license));
    let base =
        person.licenses.iter().copied().chain(earlier).filter(|license| rank(license).is_some()).max_by_key(rank);
    let addons = person.licenses.iter().copied().filter(|license| rank(license).is_none());
    for charge_name in base.into_iter().chain(addons).filter_map(charge_name) {
        rows.push(Row::BillableUsage { charge_name, entity: &person.email, first_seen_at })?;
    }
    Ok(())
}

/// The name of a license in billing data; `None` = free, or billed otherwise.
pub(super) fn charge_name(license: &str) -> Option<&'static str> {
    Some(match license {
        "cloudCX1" => "Genesys Cloud CX 1",
        "cloudCX2" => "Genesys Cloud CX 2",
        "cloudCX3" => "Genesys Cloud CX 3",
        "cloudCX4" => "Genesys Cloud CX 4",
        "communicate" => "Genesys Cloud Communicate User",
        "gc2WEMupgrade" => "Genesys Cloud CX 2 WEM Add-On I",
        "cxCloudSF" => "Genesys Cloud for Salesforce Add-on",
        "wallboardUser" => "Genesys Cloud for Wallboard Device Charge",
        _ => return None,
    })
}
