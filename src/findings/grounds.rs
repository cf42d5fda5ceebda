//! What a recommendation rests on: roles that keep the person at a license, and what was done with its features.

use seatwise_pricing::{feature::Feature, tariff::ProductIx};

use super::{context::Context, needs};
use crate::canonical::rows::Micros;

/// A role, or one of its permissions, that keeps the person at a license.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Driver {
    /// Name of the role.
    pub role: String,
    /// First permission of the role that needs the license, by name; `None` = not known.
    pub permission: Option<String>,
    /// How many permissions of the role need the license; 0 = not known.
    pub permissions: usize,
    /// License id.
    pub license: String,
}

/// What the person did with a feature that the products held cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Evidence {
    /// Feature.
    pub feature: Feature,
    /// Events in the window.
    pub events: i64,
    /// Distinct UTC days with events in the window.
    pub days: u32,
    /// Latest event ever; `None` = never.
    pub last: Option<Micros>,
}

/// Roles that keep the person at what would be given up, once each.
pub(super) fn drivers(context: &Context<'_>, user_ix: usize, from: &[ProductIx], to: &[ProductIx]) -> Vec<Driver> {
    let lost: Vec<&ProductIx> = from.iter().filter(|ix| !to.contains(ix)).collect();
    let mut drivers: Vec<Driver> = Vec::new();
    for role in context.roles.of(user_ix) {
        for (ix, pin) in &role.needs {
            if lost.contains(&ix) {
                drivers.push(Driver {
                    role: role.name.clone(),
                    permission: pin.permissions.first().cloned(),
                    permissions: pin.permissions.len(),
                    license: pin.license_id.clone(),
                });
            }
        }
    }
    drivers.sort_unstable();
    drivers.dedup();
    drivers
}

/// Features that what is held covers, and whatever else was used.
pub(super) fn evidence(context: &Context<'_>, user_ix: usize, from: &[ProductIx]) -> Vec<Evidence> {
    let shown = context.covers(from).union(needs::evidence(context, user_ix));
    shown
        .iter()
        .map(|feature| match context.fact(user_ix, feature) {
            Some(fact) => Evidence { feature, events: fact.events, days: fact.days, last: fact.last },
            None => Evidence { feature, events: 0, days: 0, last: None },
        })
        .collect()
}
