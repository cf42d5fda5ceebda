//! A demo organization on its way into the simulator of Genesys Cloud's API.

use chrono::NaiveDate;
use seatwise_pricing::{
    book::{PriceBook, TOKEN_PRODUCT},
    contract::{Contract, Subscription},
};
use seatwise_simulator::{ChargeRecord, ContractRecord, Organization, OrganizationBuilder, UserRecord};

use super::account::charge_name;
use crate::{
    canonical::rows::{Micros, Row, RowSink, UserRow},
    ingest::billing::TOKEN_PART,
};

/// Takes a demo organization's rows; what the API can't tell (people at the identity provider, coverage) is left out.
#[derive(Debug)]
pub struct ApiSink(OrganizationBuilder);

impl ApiSink {
    /// An organization without people.
    pub fn new(name: impl Into<String>) -> ApiSink {
        ApiSink(OrganizationBuilder::new(name))
    }

    /// Gives the organization a contract, which its billing then shows.
    pub fn contract(&mut self, contract: &Contract, book: &PriceBook) {
        self.0.contract(terms(contract, book));
    }

    /// The organization as it is at `as_of`.
    pub fn build(self, as_of: Micros) -> Organization {
        self.0.build(as_of)
    }
}

impl RowSink for ApiSink {
    fn push(&mut self, row: Row<'_>) -> anyhow::Result<()> {
        let builder = &mut self.0;
        match row {
            Row::User(user) => {
                builder.user(record(user));
            }
            Row::License { user_id, license_id, assigned_from, assigned_to } => {
                builder.license(user_id, license_id, assigned_from, assigned_to);
            }
            Row::Role { role_id, name, permission } => {
                builder.role(role_id, name, permission);
            }
            Row::RoleGrant { user_id, role_id, division_id, via_group_id } => {
                builder.role_grant(user_id, role_id, division_id, via_group_id);
            }
            Row::LicenseDefinition { license_id, permission } => {
                builder.license_definition(license_id, permission);
            }
            Row::RoleLicense { role_id, license_id } => {
                builder.role_license(role_id, license_id);
            }
            Row::Activity { user_id, interval_start, feature, events, duration_ms, .. } => {
                builder.activity(user_id, interval_start, feature, events, duration_ms);
            }
            Row::Presence { user_id, start_at, end_at } => {
                builder.presence(user_id, start_at, end_at);
            }
            Row::BillableUsage { charge_name, entity, first_seen_at } => {
                builder.billable_usage(charge_name, entity, first_seen_at);
            }
            Row::ResourceUsage { date, resource, quantity } => {
                builder.resource_usage(date, resource, quantity);
            }
            Row::Membership { user_id, feature, via } => {
                builder.membership(user_id, feature, via);
            }
            Row::IdpUser(_) | Row::Coverage { .. } => {}
            row => anyhow::bail!("a demo organization has no rows of `{}`", row.table().name()),
        }
        Ok(())
    }
}

/// What a contract commits to and prices, as billing names it.
fn terms(contract: &Contract, book: &PriceBook) -> ContractRecord {
    let name = |id: &str| {
        let Some(product) = book.product(id) else { return id.to_owned() };
        let billed = product.license_ids.iter().find_map(|license| charge_name(license));
        billed.map_or_else(|| product.name.clone(), str::to_owned)
    };
    let sku = |id: &str| (id == TOKEN_PRODUCT).then(|| TOKEN_PART.to_owned());
    let lines = contract.lines.iter().map(|line| ChargeRecord {
        name: name(&line.product),
        sku: sku(&line.product),
        quantity: line.quantity,
        unit_price: line.terms.unit_price,
        overage_price: line.overage_price,
    });
    let prices = contract.prices.iter().map(|price| ChargeRecord {
        name: name(&price.product),
        sku: sku(&price.product),
        quantity: 0,
        unit_price: None,
        overage_price: price.terms.unit_price,
    });
    ContractRecord {
        start: contract.start.unwrap_or_default(),
        end: contract.end.unwrap_or(NaiveDate::MAX),
        subscription: match contract.subscription {
            Subscription::AnnualPrepay => "PREPAY",
            Subscription::AnnualMonthly => "PREPAY_MONTHLY_COMMITMENT",
            Subscription::MonthToMonth => "MONTH_TO_MONTH",
        }
        .to_owned(),
        currency: contract.currency.code().to_owned(),
        charges: lines.chain(prices).collect(),
    }
}

fn record(user: UserRow) -> UserRecord {
    UserRecord {
        user_id: user.user_id,
        email: user.email,
        name: user.name,
        state: user.state,
        department: user.department,
        title: user.title,
        division: user.division,
        manager_email: user.manager_email,
        employee_id: user.employee_id,
        created_at: user.created_at,
        last_login_at: user.last_login_at,
        last_token_at: user.last_token_at,
        external_id: user.external_id,
    }
}
