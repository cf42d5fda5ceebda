//! Rows one at a time, from sources that make them one at a time.

use std::borrow::Cow;

use super::months::{NONE, Span};
use super::{Cell, Stage};
use crate::canonical::Table;
use crate::canonical::rows::{Row, RowSink, UserRow};

impl RowSink for Stage {
    fn push(&mut self, row: Row<'_>) -> anyhow::Result<()> {
        match row {
            Row::User(user) => self.push_cells(Table::Users, user_cells(user))?,
            Row::License { user_id, license_id, assigned_from, assigned_to } => self.push_cells(
                Table::Licenses,
                [some(user_id), some(license_id), number(assigned_from), number(assigned_to)],
            )?,
            Row::Role { role_id, name, permission } => {
                self.push_cells(Table::Roles, [some(role_id), text(name), text(permission)])?;
            }
            Row::RoleGrant { user_id, role_id, division_id, via_group_id } => self
                .push_cells(Table::RoleGrants, [some(user_id), some(role_id), text(division_id), text(via_group_id)])?,
            Row::LicenseDefinition { license_id, permission } => {
                self.push_cells(Table::LicenseDefinitions, [some(license_id), text(permission)])?;
            }
            Row::RoleLicense { role_id, license_id } => {
                self.push_cells(Table::RoleLicenses, [some(role_id), text(license_id)])?;
            }
            Row::Activity { user_id, interval_start, interval_end, feature, events, duration_ms } => {
                let mut span = Span::presence(self.people.code(user_id), interval_start, Some(interval_end));
                span.feature = self.features.code(feature);
                span.events = events.unwrap_or(NONE);
                span.duration_ms = duration_ms.unwrap_or(NONE);
                self.push_span(Table::Activity, span)?;
            }
            Row::Presence { user_id, start_at, end_at } => {
                let span = Span::presence(self.people.code(user_id), start_at, end_at);
                self.push_span(Table::Presence, span)?;
            }
            Row::BillableUsage { charge_name, entity, first_seen_at } => {
                self.push_cells(Table::BillableUsage, [some(charge_name), some(entity), Cell::Number(first_seen_at)])?;
            }
            Row::ResourceUsage { date, resource, quantity } => {
                let quantity = Cell::Text(Cow::Owned(quantity.normalize().to_string()));
                self.push_cells(Table::ResourceUsage, [Cell::Day(date.to_epoch_days()), some(resource), quantity])?;
            }
            Row::IdpUser { email, status, changed_at } => {
                self.push_cells(Table::IdpUsers, [some(email), some(status), number(changed_at)])?;
            }
            Row::Membership { user_id, feature, via } => {
                self.push_cells(Table::Memberships, [some(user_id), some(feature), text(via)])?;
            }
            Row::Coverage { table, feature, from, to } => {
                self.push_cells(Table::Coverage, [some(table), text(feature), Cell::Number(from), Cell::Number(to)])?
            }
        }
        Ok(())
    }
}

fn user_cells(user: UserRow) -> [Cell<'static>; 14] {
    let owned = |text: Option<String>| {
        text.filter(|text| !text.is_empty()).map_or(Cell::Null, |text| Cell::Text(Cow::Owned(text)))
    };
    [
        owned(Some(user.user_id)),
        owned(user.email),
        owned(user.name),
        owned(Some(user.state)),
        owned(user.department),
        owned(user.title),
        owned(user.division),
        owned(user.cost_center),
        owned(user.manager_email),
        owned(user.employee_id),
        number(user.created_at),
        number(user.last_login_at),
        number(user.last_token_at),
        owned(user.external_id),
    ]
}

fn some(text: &str) -> Cell<'_> {
    if text.is_empty() { Cell::Null } else { Cell::Text(Cow::Borrowed(text)) }
}

fn text(text: Option<&str>) -> Cell<'_> {
    text.map_or(Cell::Null, some)
}

fn number(number: Option<i64>) -> Cell<'static> {
    number.map_or(Cell::Null, Cell::Number)
}
