//! Rows one at a time, from sources that make them one at a time.

use std::borrow::Cow;

use rust_decimal::Decimal;

use super::months::{NONE, Span};
use super::{Cell, Stage, TableBuffer};
use crate::canonical::Table;
use crate::canonical::rows::{BillingChargeRow, BillingContractRow, IdpUserRow, Row, RowSink, UserRow};

impl RowSink for Stage {
    fn push(&mut self, row: Row<'_>) -> anyhow::Result<()> {
        match row {
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
            row => {
                let (table, cells) = cells(row);
                self.push_cells(table, cells)?;
            }
        }
        Ok(())
    }
}

impl TableBuffer {
    /// Takes a row of the buffer's own table.
    ///
    /// # Panics
    /// Where the row is of another table.
    pub fn push_row(&mut self, row: Row<'_>) {
        let (table, cells) = cells(row);
        assert_eq!(table, self.table(), "a buffer holds rows of one table");
        self.push(cells);
    }
}

impl Row<'_> {
    /// The table that the row belongs to.
    pub fn table(&self) -> Table {
        match self {
            Row::User(_) => Table::Users,
            Row::License { .. } => Table::Licenses,
            Row::Role { .. } => Table::Roles,
            Row::RoleGrant { .. } => Table::RoleGrants,
            Row::LicenseDefinition { .. } => Table::LicenseDefinitions,
            Row::RoleLicense { .. } => Table::RoleLicenses,
            Row::Activity { .. } => Table::Activity,
            Row::Presence { .. } => Table::Presence,
            Row::BillableUsage { .. } => Table::BillableUsage,
            Row::ResourceUsage { .. } => Table::ResourceUsage,
            Row::IdpUser(_) => Table::IdpUsers,
            Row::Membership { .. } => Table::Memberships,
            Row::Coverage { .. } => Table::Coverage,
            Row::Group { .. } => Table::Groups,
            Row::Queue { .. } => Table::Queues,
            Row::QueueMember { .. } => Table::QueueMembers,
            Row::Dependency { .. } => Table::Dependencies,
            Row::BillingCharge(_) => Table::BillingCharges,
            Row::BillingContract(_) => Table::BillingContracts,
        }
    }
}

/// The cells of a row, in the order of its table's columns.
fn cells(row: Row<'_>) -> (Table, Vec<Cell<'_>>) {
    let table = row.table();
    let cells = match row {
        Row::User(user) => user_cells(user),
        Row::License { user_id, license_id, assigned_from, assigned_to } => {
            vec![some(user_id), some(license_id), number(assigned_from), number(assigned_to)]
        }
        Row::Role { role_id, name, permission } => vec![some(role_id), text(name), text(permission)],
        Row::RoleGrant { user_id, role_id, division_id, via_group_id } => {
            vec![some(user_id), some(role_id), text(division_id), text(via_group_id)]
        }
        Row::LicenseDefinition { license_id, permission } => vec![some(license_id), text(permission)],
        Row::RoleLicense { role_id, license_id } => vec![some(role_id), text(license_id)],
        Row::Activity { user_id, interval_start, interval_end, feature, events, duration_ms } => vec![
            some(user_id),
            Cell::Number(interval_start),
            Cell::Number(interval_end),
            some(feature),
            number(events),
            number(duration_ms),
        ],
        Row::Presence { user_id, start_at, end_at } => vec![some(user_id), Cell::Number(start_at), number(end_at)],
        Row::BillableUsage { charge_name, entity, first_seen_at } => {
            vec![some(charge_name), some(entity), Cell::Number(first_seen_at)]
        }
        Row::ResourceUsage { date, resource, quantity } => {
            vec![Cell::Day(date.to_epoch_days()), some(resource), decimal(Some(quantity))]
        }
        Row::IdpUser(user) => identity_cells(user),
        Row::Membership { user_id, feature, via } => vec![some(user_id), some(feature), text(via)],
        Row::Coverage { table, feature, from, to } => {
            vec![some(table), text(feature), Cell::Number(from), Cell::Number(to)]
        }
        Row::Group { group_id, name, state, member_count } => {
            vec![some(group_id), text(name), text(state), number(member_count)]
        }
        Row::Queue { queue_id, name, division, media, member_count } => {
            vec![some(queue_id), text(name), text(division), text(media), number(member_count)]
        }
        Row::QueueMember { queue_id, user_id, member_by, joined } => {
            vec![some(queue_id), some(user_id), text(member_by), truth(joined)]
        }
        Row::Dependency { user_id, kind, object_id, name } => {
            vec![some(user_id), some(kind), some(object_id), text(name)]
        }
        Row::BillingCharge(charge) => charge_cells(charge),
        Row::BillingContract(contract) => contract_cells(contract),
    };
    (table, cells)
}

fn user_cells(user: UserRow) -> Vec<Cell<'static>> {
    vec![
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

fn identity_cells(user: IdpUserRow<'_>) -> Vec<Cell<'_>> {
    vec![
        some(user.email),
        some(user.status),
        number(user.changed_at),
        text(user.name),
        text(user.employee_id),
        text(user.external_id),
        truth(user.assigned),
        text(user.source),
    ]
}

fn charge_cells(charge: BillingChargeRow) -> Vec<Cell<'static>> {
    vec![
        owned(Some(charge.source)),
        owned(Some(charge.period_from)),
        owned(charge.period_to),
        owned(Some(charge.charge_name)),
        owned(charge.sku),
        owned(charge.grouping),
        owned(charge.unit),
        decimal(charge.prepaid_quantity),
        decimal(charge.fair_use_quantity),
        decimal(charge.actual_quantity),
        decimal(charge.overage_quantity),
        decimal(charge.overage_rate),
        decimal(charge.overage_charge),
        owned(charge.currency),
        decimal(charge.prepaid_rate),
    ]
}

fn contract_cells(contract: BillingContractRow) -> Vec<Cell<'static>> {
    vec![
        owned(Some(contract.source)),
        owned(contract.contract_id),
        owned(contract.starts_on),
        owned(contract.ends_on),
        owned(contract.ramp_until),
        owned(contract.amended_on),
        owned(contract.subscription),
        owned(contract.currency),
        decimal(contract.minimum_monthly),
    ]
}

fn owned(text: Option<String>) -> Cell<'static> {
    text.filter(|text| !text.is_empty()).map_or(Cell::Null, |text| Cell::Text(Cow::Owned(text)))
}

fn decimal(number: Option<Decimal>) -> Cell<'static> {
    owned(number.map(|number| number.normalize().to_string()))
}

fn some(text: &str) -> Cell<'_> {
    if text.is_empty() { Cell::Null } else { Cell::Text(Cow::Borrowed(text)) }
}

fn text(text: Option<&str>) -> Cell<'_> {
    text.map_or(Cell::Null, some)
}

fn truth(truth: Option<bool>) -> Cell<'static> {
    text(truth.map(|truth| if truth { "true" } else { "false" }))
}

fn number(number: Option<i64>) -> Cell<'static> {
    number.map_or(Cell::Null, Cell::Number)
}
