//! What is said about people beside `users`: their status at the identity provider, and memberships that need a feature.

use std::{collections::BTreeMap, str::FromStr as _};

use polars::prelude::*;
use seatwise_pricing::feature::Feature;

use super::input::Scan;
use crate::{
    canonical::{Table, col, rows::Micros},
    findings::context::{IdpStatus, Membership, Unmatched},
    usage::people::{People, instants, texts},
};

/// Memberships by person number.
///
/// # Errors
/// Whatever polars reports while reading the table.
pub(crate) fn memberships(
    scan: &Scan<'_>,
    people: &People,
    unmatched: &mut Unmatched,
) -> PolarsResult<Vec<Vec<Membership>>> {
    let mut memberships = vec![Vec::new(); people.len()];
    let Some(table) = scan(Table::Memberships)? else { return Ok(memberships) };
    let frame = table.collect()?;
    let mut nobody: BTreeMap<String, u64> = BTreeMap::new();
    let rows = texts(&frame, col::USER_ID)?.into_iter().zip(texts(&frame, col::FEATURE)?).zip(texts(&frame, col::VIA)?);
    for ((user, feature), via) in rows {
        let (Some(user), Some(feature)) = (user, feature) else { continue };
        match (people.find(&user), Feature::from_str(&feature)) {
            (Some(ix), Ok(feature)) => memberships[ix].push(Membership { feature, via }),
            (None, _) => *nobody.entry(user).or_default() += 1,
            (_, Err(_)) => *nobody.entry(format!("feature {feature}")).or_default() += 1,
        }
    }
    unmatched.insert("memberships".to_owned(), nobody);
    Ok(memberships)
}

/// Something that depends on a person, and would break or be orphaned with the account.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dependency {
    /// Of what kind, as the table has it: `flow-locked`, `direct-report` …
    pub kind: String,
    /// Its id.
    pub object_id: String,
    /// Its name; of `dashboards` their number; `None` = unknown.
    pub name: Option<String>,
}

impl Dependency {
    /// What to call it, as `flow-locked: Main menu`.
    pub fn label(&self) -> String {
        format!("{}: {}", self.kind, self.name.as_deref().unwrap_or(&self.object_id))
    }
}

/// What depends on people, by person number, each in order; `None` = no such table.
///
/// # Errors
/// Whatever polars reports while reading the table.
pub(crate) fn dependencies(
    scan: &Scan<'_>,
    people: &People,
    unmatched: &mut Unmatched,
) -> PolarsResult<Option<Vec<Vec<Dependency>>>> {
    let Some(table) = scan(Table::Dependencies)? else { return Ok(None) };
    let frame = table.collect()?;
    let mut all = vec![Vec::new(); people.len()];
    let mut nobody: BTreeMap<String, u64> = BTreeMap::new();
    let (users, kinds) = (texts(&frame, col::USER_ID)?, texts(&frame, col::KIND)?);
    let objects = texts(&frame, col::OBJECT_ID)?.into_iter().zip(texts(&frame, col::NAME)?);
    for ((user, kind), (object_id, name)) in users.into_iter().zip(kinds).zip(objects) {
        let (Some(user), Some(kind), Some(object_id)) = (user, kind, object_id) else { continue };
        match people.find(&user) {
            Some(ix) => all[ix].push(Dependency { kind, object_id, name }),
            None => *nobody.entry(user).or_default() += 1,
        }
    }
    all.iter_mut().for_each(|own| own.sort_unstable());
    unmatched.insert("dependencies".to_owned(), nobody);
    Ok(Some(all))
}

/// Rows of `idp_users` that belong to one person each.
#[derive(Debug, Clone, Default)]
pub(crate) struct IdpRows {
    people: usize,
    /// Person number, since when, status; in the order of the table.
    rows: Vec<(usize, Option<Micros>, IdpStatus)>,
}

impl IdpRows {
    /// Reads the table; without it there are no rows.
    ///
    /// # Errors
    /// Whatever polars reports while reading the table.
    pub(crate) fn read(scan: &Scan<'_>, people: &People, unmatched: &mut Unmatched) -> PolarsResult<IdpRows> {
        let mut read = IdpRows { people: people.len(), rows: Vec::new() };
        let Some(table) = scan(Table::IdpUsers)? else { return Ok(read) };
        let frame = table.collect()?;
        let mut nobody: BTreeMap<String, u64> = BTreeMap::new();
        let rows = texts(&frame, col::EMAIL)?.into_iter().zip(texts(&frame, col::STATUS)?);
        for ((email, status), at) in rows.zip(instants(&frame, col::CHANGED_AT)?) {
            let (Some(email), Some(status)) = (email, status) else { continue };
            let status = match status.as_str() {
                "deprovisioned" => IdpStatus::Deprovisioned,
                "suspended" => IdpStatus::Suspended,
                _ => IdpStatus::Active,
            };
            match people.with_email(&email) {
                [] => *nobody.entry(email).or_default() += 1,
                [ix] => read.rows.push((*ix, at, status)),
                _ => {}
            }
        }
        unmatched.insert("idp_users".to_owned(), nobody);
        Ok(read)
    }

    /// The latest row at or before as-of per person; an undated row is older than every dated one.
    pub(crate) fn at(&self, as_of: Micros) -> Vec<Option<IdpStatus>> {
        self.latest(|at| at.is_none_or(|at| at <= as_of))
    }

    /// The same by dated rows alone: what has no date says nothing of an instant in the past.
    pub(crate) fn dated_at(&self, as_of: Micros) -> Vec<Option<IdpStatus>> {
        self.latest(|at| at.is_some_and(|at| at <= as_of))
    }

    fn latest(&self, counts: impl Fn(Option<Micros>) -> bool) -> Vec<Option<IdpStatus>> {
        let mut latest: Vec<Option<(Option<Micros>, IdpStatus)>> = vec![None; self.people];
        for (user_ix, at, status) in self.rows.iter().filter(|row| counts(row.1)) {
            latest[*user_ix] = latest[*user_ix].max(Some((*at, *status)));
        }
        latest.into_iter().map(|row| row.map(|(_, status)| status)).collect()
    }
}
