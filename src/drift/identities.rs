//! Rows of `idp_users` → people as the lists know them at as-of.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::*;

use crate::{
    canonical::{
        col,
        rows::{Micros, Row, RowSink},
    },
    findings::context::IdpStatus,
    usage::people::{instants, texts},
};

/// A row of `idp_users`. Ordered by list, person and time; of two at one time the graver status is the later.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the columns are described in `canonical::TABLES`")]
pub struct IdpRow {
    pub source: Option<String>,
    pub external_id: Option<String>,
    pub changed_at: Option<Micros>,
    pub status: IdpStatus,
    pub email: String,
    pub name: Option<String>,
    pub employee_id: Option<String>,
    pub assigned: Option<bool>,
}

impl IdpRow {
    /// Reads the table.
    ///
    /// # Errors
    /// Whatever polars reports while reading the file.
    pub fn read(table: LazyFrame) -> PolarsResult<Vec<IdpRow>> {
        let frame = table.collect()?;
        let text = |name: &str| texts(&frame, name);
        let (mut email, status) = (text(col::EMAIL)?, text(col::STATUS)?);
        let (mut name, mut employee_id) = (text(col::NAME)?, text(col::EMPLOYEE_ID)?);
        let (mut external_id, mut source) = (text(col::EXTERNAL_ID)?, text(col::SOURCE)?);
        let (assigned, changed_at) = (text(col::ASSIGNED)?, instants(&frame, col::CHANGED_AT)?);
        let row = |at: usize| {
            Some(IdpRow {
                source: source[at].take(),
                external_id: external_id[at].take(),
                changed_at: changed_at[at],
                status: status_of(status[at].as_deref()?),
                email: email[at].take()?,
                name: name[at].take(),
                employee_id: employee_id[at].take(),
                assigned: assigned[at].as_deref().map(|word| word == "true"),
            })
        };
        Ok((0..frame.height()).filter_map(row).collect())
    }
}

fn status_of(word: &str) -> IdpStatus {
    match word {
        "deprovisioned" => IdpStatus::Deprovisioned,
        "suspended" => IdpStatus::Suspended,
        _ => IdpStatus::Active,
    }
}

/// Rows of lists that are read beside the input.
#[derive(Debug, Default)]
pub struct Collected(pub Vec<IdpRow>);

impl RowSink for Collected {
    fn push(&mut self, row: Row<'_>) -> anyhow::Result<()> {
        if let Row::IdpUser(user) = row {
            let text = |text: Option<&str>| text.map(str::to_owned);
            self.0.push(IdpRow {
                source: text(user.source),
                external_id: text(user.external_id),
                changed_at: user.changed_at,
                status: status_of(user.status),
                email: user.email.to_owned(),
                name: text(user.name),
                employee_id: text(user.employee_id),
                assigned: user.assigned,
            });
        }
        Ok(())
    }
}

/// A person as one list knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The list; `None` = it has no name.
    pub source: Option<String>,
    /// Id there.
    pub external_id: Option<String>,
    /// E-mail at as-of.
    pub email: String,
    /// Earlier ones, in lower case.
    pub earlier_emails: BTreeSet<String>,
    /// Display name.
    pub name: Option<String>,
    /// Employee number.
    pub employee_id: Option<String>,
    /// Assigned to the Genesys Cloud app; `None` = the list does not say.
    pub assigned: Option<bool>,
    /// Status at as-of; `None` = the list tells of later times only.
    pub status: Option<IdpStatus>,
    /// Since when it has been so; `None` = unknown.
    pub since: Option<Micros>,
}

/// Everybody whom the lists name, by list and id, those without an id by e-mail.
///
/// Rows are of one person where they have one id in one list, or one e-mail there of which no more than one id is known.
pub(super) fn fold(mut rows: Vec<IdpRow>, as_of: Micros) -> Vec<Identity> {
    let mut ids: BTreeMap<(Option<String>, String), BTreeSet<String>> = BTreeMap::new();
    for row in &rows {
        if let Some(id) = &row.external_id {
            ids.entry((row.source.clone(), row.email.to_lowercase())).or_default().insert(id.clone());
        }
    }
    for row in rows.iter_mut().filter(|row| row.external_id.is_none()) {
        let known = ids.get(&(row.source.clone(), row.email.to_lowercase()));
        row.external_id = known.filter(|ids| ids.len() == 1).and_then(|ids| ids.first().cloned());
    }
    rows.sort();
    let mut people: BTreeMap<(Option<String>, Option<String>, String), Vec<IdpRow>> = BTreeMap::new();
    for row in rows {
        let email = if row.external_id.is_none() { row.email.to_lowercase() } else { String::new() };
        people.entry((row.source.clone(), row.external_id.clone(), email)).or_default().push(row);
    }
    people.into_values().filter_map(|rows| identity(&rows, as_of)).collect()
}

/// The person of some rows, which are in order of time.
fn identity(rows: &[IdpRow], as_of: Micros) -> Option<Identity> {
    let is_known = |row: &&IdpRow| row.changed_at.is_none_or(|at| at <= as_of);
    let known: Vec<&IdpRow> = rows.iter().filter(is_known).collect();
    let latest = known.last().copied().or(rows.first())?;
    let run = known.iter().rev().take_while(|row| row.status == latest.status).last();
    let last = |field: fn(&IdpRow) -> Option<String>| latest_of(&known, latest, field);
    let emails = known.iter().map(|row| row.email.to_lowercase());
    Some(Identity {
        source: latest.source.clone(),
        external_id: latest.external_id.clone(),
        email: latest.email.clone(),
        earlier_emails: emails.filter(|email| *email != latest.email.to_lowercase()).collect(),
        name: last(|row| row.name.clone()),
        employee_id: last(|row| row.employee_id.clone()),
        assigned: latest.assigned,
        status: (!known.is_empty()).then_some(latest.status),
        since: run.and_then(|row| row.changed_at),
    })
}

/// The latest value of a field that some rows may lack.
fn latest_of(known: &[&IdpRow], latest: &IdpRow, field: fn(&IdpRow) -> Option<String>) -> Option<String> {
    known.iter().rev().find_map(|row| field(row)).or_else(|| field(latest))
}
