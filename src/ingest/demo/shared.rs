//! Rows of the organization as a whole: roles, definitions, metered resources, coverage, and a few rows gone astray.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::Organization;
use super::calendar::{ANCHOR, END_DAY, date, midnight, weekday};
use super::catalog;
use super::dice::{Dice, Purpose};
use super::feature::NAMES;
use super::identity;
use super::roles::{Roles, TEMPLATES};
use crate::canonical::Table;
use crate::canonical::rows::{Row, RowSink};

/// Pushes what all organizations of a demo have in common, once: definitions and coverage.
pub(super) fn push_common(organization: &Organization, rows: &mut dyn RowSink) -> anyhow::Result<()> {
    catalog::each_definition(|license_id, permission| {
        rows.push(Row::LicenseDefinition { license_id, permission: Some(permission) })
    })?;
    // A license without permissions: everybody has what it grants.
    rows.push(Row::LicenseDefinition { license_id: "collaboratePro", permission: None })?;
    push_coverage(organization, rows)
}

/// Pushes what belongs to one organization: its roles, meters, and license rows of nobody.
pub(super) fn push(
    organization: &Organization,
    roles: &Roles,
    copilots: u32,
    rows: &mut dyn RowSink,
) -> anyhow::Result<()> {
    push_roles(roles, rows)?;
    for day in organization.first_day()..END_DAY {
        push_meters(organization, day, copilots, rows)?;
    }
    identity::push_others(organization, rows)?;
    // Accounts that were purged while their license rows were left behind.
    for (number, license_id) in [(1, "cloudCX2"), (2, "cloudCX1")] {
        let user_id = format!("ffffffff-0000-4000-8000-{:08x}{number:04x}", organization.number);
        rows.push(Row::License { user_id: &user_id, license_id, assigned_from: None, assigned_to: None })?;
    }
    Ok(())
}

fn push_roles(roles: &Roles, rows: &mut dyn RowSink) -> anyhow::Result<()> {
    for role in &roles.all {
        let template = &TEMPLATES[role.template];
        for permission in template.permissions {
            rows.push(Row::Role { role_id: &role.id, name: Some(&role.name), permission: Some(permission) })?;
        }
        for license_id in template.licenses {
            rows.push(Row::RoleLicense { role_id: &role.id, license_id: Some(license_id) })?;
        }
    }
    Ok(())
}

/// Average units per day and 1,000 people, by meter.
const METERS: [(&str, u32); 8] = [
    ("bot_voice_minutes", 620),
    ("bot_digital_sessions", 340),
    ("virtual_agent_interactions", 44),
    ("agentic_virtual_agent_interactions", 12),
    ("ai_scoring_evaluations", 90),
    ("ai_translate_translations", 8),
    ("ai_summaries", 260),
    ("messages_whatsapp", 510),
];

/// The token meters of a day: less at weekends, growing a little over time.
fn push_meters(organization: &Organization, day: i32, copilots: u32, rows: &mut dyn RowSink) -> anyhow::Result<()> {
    let date_of = NaiveDate::from_epoch_days(day).expect("the demo's days lie in this century");
    // Indexes of days lie above those of teams, so that streams do not meet.
    let index = (1 << 41) + u64::from(organization.number) * 10_000 + (day % 10_000) as u64;
    let mut dice = Dice::new(organization.seed, index, Purpose::Organization);
    let share = if weekday(day) >= 5 { 45 } else { 100 } * (100 - (END_DAY - day) / 20);
    for (resource, average) in METERS {
        let mean = i64::from(average) * i64::from(organization.people) * i64::from(share) / 100_000;
        // In tenths of a unit for minutes, whole units for all else.
        let tenths = mean * i64::from(800 + dice.below(401)) / 10_000;
        let whole = if resource.ends_with("minutes") { tenths } else { tenths / 10 * 10 };
        rows.push(Row::ResourceUsage { date: date_of, resource, quantity: Decimal::new(whole, 1) })?;
    }
    // Copilot users are counted once per billing period.
    if date(day).2 == ANCHOR && copilots > 0 {
        rows.push(Row::ResourceUsage { date: date_of, resource: "copilot_users", quantity: Decimal::from(copilots) })?;
    }
    Ok(())
}

/// Every table, and every feature, used or not: all in full, but for a feature that a long history lacks at first.
fn push_coverage(organization: &Organization, rows: &mut dyn RowSink) -> anyhow::Result<()> {
    let to = midnight(END_DAY);
    let has_rows = |table: &Table| *table != Table::Coverage && !Table::API_ONLY.contains(table);
    for table in Table::ALL.into_iter().filter(has_rows) {
        let from = if table == Table::Presence { organization.first_presence_day() } else { organization.first_day() };
        rows.push(Row::Coverage { table: table.name(), feature: None, from: midnight(from), to })?;
    }
    for (number, feature) in NAMES.into_iter().enumerate() {
        let from = midnight(organization.collects_from(number as u8));
        rows.push(Row::Coverage { table: Table::Activity.name(), feature: Some(feature), from, to })?;
    }
    Ok(())
}
