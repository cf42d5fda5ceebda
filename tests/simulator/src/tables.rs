//! A folder of canonical tables as CSV (`users.csv`, `licenses.csv`, …) into an organization.

use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate};
use rust_decimal::Decimal;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::organization::{OrganizationBuilder, UserRecord};

/// A table that can't be read.
#[derive(Debug, thiserror::Error)]
pub enum TablesError {
    /// Not CSV, or a column is missing.
    #[error("{path}: {source}", path = path.display())]
    Csv {
        /// The file.
        path: PathBuf,
        /// What is wrong, with the line.
        source: csv::Error,
    },
    /// A cell that is no time.
    #[error("{path}: `{value}` is no time; expected RFC 3339, as 2026-10-31T08:00:00Z", path = path.display())]
    Time {
        /// The file.
        path: PathBuf,
        /// The cell.
        value: String,
    },
}

#[derive(Deserialize)]
struct User {
    user_id: String,
    email: Option<String>,
    name: Option<String>,
    state: String,
    #[serde(default)]
    department: Option<String>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    division: Option<String>,
    #[serde(default)]
    manager_email: Option<String>,
    #[serde(default)]
    employee_id: Option<String>,
    #[serde(default)]
    created_at: Option<String>,
    #[serde(default)]
    last_login_at: Option<String>,
    #[serde(default)]
    last_token_at: Option<String>,
    #[serde(default)]
    external_id: Option<String>,
}

#[derive(Deserialize)]
struct License {
    user_id: String,
    license_id: String,
    #[serde(default)]
    assigned_from: Option<String>,
    #[serde(default)]
    assigned_to: Option<String>,
}

#[derive(Deserialize)]
struct Role {
    role_id: String,
    name: Option<String>,
    permission: Option<String>,
}

#[derive(Deserialize)]
struct RoleGrant {
    user_id: String,
    role_id: String,
    #[serde(default)]
    division_id: Option<String>,
    #[serde(default)]
    via_group_id: Option<String>,
}

#[derive(Deserialize)]
struct Definition {
    license_id: String,
    permission: Option<String>,
}

#[derive(Deserialize)]
struct RoleLicense {
    role_id: String,
    license_id: Option<String>,
}

#[derive(Deserialize)]
struct Activity {
    user_id: String,
    interval_start: String,
    feature: String,
    events: Option<i64>,
    duration_ms: Option<i64>,
}

#[derive(Deserialize)]
struct Presence {
    user_id: String,
    start_at: String,
    end_at: Option<String>,
}

#[derive(Deserialize)]
struct BillableUsage {
    charge_name: String,
    entity: String,
    first_seen_at: String,
}

#[derive(Deserialize)]
struct ResourceUsage {
    date: NaiveDate,
    resource: String,
    quantity: Decimal,
}

#[derive(Deserialize)]
struct Membership {
    user_id: String,
    feature: String,
    via: Option<String>,
}

/// Reads every table of the folder; a file that is not there is a table without rows.
///
/// # Errors
///
/// The first file that can't be read, with its path and line.
pub fn read(name: &str, folder: &Path) -> Result<OrganizationBuilder, TablesError> {
    let mut rows = OrganizationBuilder::new(name);
    people(folder, &mut rows)?;
    access(folder, &mut rows)?;
    usage(folder, &mut rows)?;
    Ok(rows)
}

/// A time as microseconds since 1970.
///
/// # Errors
///
/// A text that is not RFC 3339.
pub fn micros(text: &str) -> Result<i64, chrono::ParseError> {
    DateTime::parse_from_rfc3339(text).map(|time| time.timestamp_micros())
}

fn people(folder: &Path, rows: &mut OrganizationBuilder) -> Result<(), TablesError> {
    each(folder, "users", |row: User, file| {
        rows.user(UserRecord {
            created_at: maybe(file, row.created_at)?,
            last_login_at: maybe(file, row.last_login_at)?,
            last_token_at: maybe(file, row.last_token_at)?,
            user_id: row.user_id,
            email: row.email,
            name: row.name,
            state: row.state,
            department: row.department,
            title: row.title,
            division: row.division,
            manager_email: row.manager_email,
            employee_id: row.employee_id,
            external_id: row.external_id,
        });
        Ok(())
    })?;
    each(folder, "licenses", |row: License, file| {
        let (from, to) = (maybe(file, row.assigned_from)?, maybe(file, row.assigned_to)?);
        rows.license(&row.user_id, &row.license_id, from, to);
        Ok(())
    })?;
    each(folder, "memberships", |row: Membership, _| {
        rows.membership(&row.user_id, &row.feature, row.via.as_deref());
        Ok(())
    })
}

fn access(folder: &Path, rows: &mut OrganizationBuilder) -> Result<(), TablesError> {
    each(folder, "roles", |row: Role, _| {
        rows.role(&row.role_id, row.name.as_deref(), row.permission.as_deref());
        Ok(())
    })?;
    each(folder, "role_grants", |row: RoleGrant, _| {
        rows.role_grant(&row.user_id, &row.role_id, row.division_id.as_deref(), row.via_group_id.as_deref());
        Ok(())
    })?;
    each(folder, "license_definitions", |row: Definition, _| {
        rows.license_definition(&row.license_id, row.permission.as_deref());
        Ok(())
    })?;
    each(folder, "role_licenses", |row: RoleLicense, _| {
        rows.role_license(&row.role_id, row.license_id.as_deref());
        Ok(())
    })
}

fn usage(folder: &Path, rows: &mut OrganizationBuilder) -> Result<(), TablesError> {
    each(folder, "activity", |row: Activity, file| {
        rows.activity(&row.user_id, at(file, &row.interval_start)?, &row.feature, row.events, row.duration_ms);
        Ok(())
    })?;
    each(folder, "presence", |row: Presence, file| {
        rows.presence(&row.user_id, at(file, &row.start_at)?, maybe(file, row.end_at)?);
        Ok(())
    })?;
    each(folder, "billable_usage", |row: BillableUsage, file| {
        rows.billable_usage(&row.charge_name, &row.entity, at(file, &row.first_seen_at)?);
        Ok(())
    })?;
    each(folder, "resource_usage", |row: ResourceUsage, _| {
        rows.resource_usage(row.date, &row.resource, row.quantity);
        Ok(())
    })
}

fn each<R: DeserializeOwned>(
    folder: &Path,
    table: &str,
    mut take: impl FnMut(R, &Path) -> Result<(), TablesError>,
) -> Result<(), TablesError> {
    let path = folder.join(format!("{table}.csv"));
    if !path.exists() {
        return Ok(());
    }
    let wrong = |source| TablesError::Csv { path: path.clone(), source };
    for row in csv::Reader::from_path(&path).map_err(wrong)?.deserialize() {
        take(row.map_err(wrong)?, &path)?;
    }
    Ok(())
}

fn at(file: &Path, text: &str) -> Result<i64, TablesError> {
    micros(text).map_err(|_| TablesError::Time { path: file.to_owned(), value: text.to_owned() })
}

fn maybe(file: &Path, text: Option<String>) -> Result<Option<i64>, TablesError> {
    text.map(|text| at(file, &text)).transpose()
}
