//! Why a base changed: roles that the person gained or lost, and roles that need another license than before.

use std::{collections::BTreeMap, fmt};

use crate::{analysis::Analysis, entitlement::roles::Role};

/// One reason.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// The person has a role more, which needs the product.
    RoleGained {
        /// Name of the role.
        role: String,
        /// Id of the product.
        product: String,
    },
    /// The person has a role less, which needed the product.
    RoleLost {
        /// Name of the role.
        role: String,
        /// Id of the product.
        product: String,
    },
    /// A role that the person has all the time needs a product that it did not need.
    RoleRaised {
        /// Name of the role.
        role: String,
        /// Id of the product.
        product: String,
        /// A permission that needs it and that the role did not have; `None` = the same permissions need it now.
        permission: Option<String>,
    },
    /// A role that the person has all the time does not need the product any more.
    RoleLowered {
        /// Name of the role.
        role: String,
        /// Id of the product.
        product: String,
    },
    /// No role of the person explains it: the license was assigned otherwise.
    NoRole,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Why::RoleGained { role, product } => write!(f, "got the role `{role}`, which needs {product}"),
            Why::RoleLost { role, product } => write!(f, "lost the role `{role}`, which needed {product}"),
            Why::RoleRaised { role, product, permission: Some(permission) } => {
                write!(f, "the role `{role}` got `{permission}`, which needs {product}")
            }
            Why::RoleRaised { role, product, permission: None } => write!(f, "the role `{role}` needs {product} now"),
            Why::RoleLowered { role, product } => write!(f, "the role `{role}` needs {product} no more"),
            Why::NoRole => f.write_str("no role explains it: the license was assigned otherwise"),
        }
    }
}

/// Why the base of a person changed. Both sides have roles.
pub(super) fn why(before: &Analysis, after: &Analysis, was: usize, is: usize) -> Vec<Why> {
    let (had, has) = (roles(before, was), roles(after, is));
    let base = |analysis: &Analysis, ix: usize| {
        analysis.held.now[ix].base.map(|base| analysis.tariff.product(base).id.clone())
    };
    let (from, to) = (base(before, was), base(after, is));
    if from == to {
        return Vec::new();
    }
    let mut found = Vec::new();
    if let Some(product) = to {
        for (id, role) in has.iter().filter(|(_, role)| needs(after, role, &product)) {
            let (role_name, product) = (role.name.clone(), product.clone());
            match had.get(id) {
                None => found.push(Why::RoleGained { role: role_name, product }),
                Some(old) if !needs(before, old, &product) => {
                    let permission = added(after, old, role, &product);
                    found.push(Why::RoleRaised { role: role_name, product, permission });
                }
                Some(_) => {}
            }
        }
    }
    if let Some(product) = from {
        for (id, role) in had.iter().filter(|(_, role)| needs(before, role, &product)) {
            let (role_name, product) = (role.name.clone(), product.clone());
            match has.get(id) {
                None => found.push(Why::RoleLost { role: role_name, product }),
                Some(new) if !needs(after, new, &product) && !rises(before, after, was, is) => {
                    found.push(Why::RoleLowered { role: role_name, product });
                }
                Some(_) => {}
            }
        }
    }
    if found.is_empty() {
        found.push(Why::NoRole);
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Roles of a person by id.
fn roles(analysis: &Analysis, ix: usize) -> BTreeMap<&str, &Role> {
    analysis.roles.of(ix).map(|role| (role.role_id.as_str(), role)).collect()
}

fn needs(analysis: &Analysis, role: &Role, product: &str) -> bool {
    role.needs.keys().any(|ix| analysis.tariff.product(*ix).id == product)
}

/// A permission that pins the product and that the role did not have, by name.
fn added(after: &Analysis, old: &Role, new: &Role, product: &str) -> Option<String> {
    let pins = new.needs.iter().filter(|(ix, _)| after.tariff.product(**ix).id == product);
    let mut permissions = pins.flat_map(|(_, pin)| &pin.permissions);
    permissions.find(|permission| !old.permissions.contains(permission)).cloned()
}

fn rises(before: &Analysis, after: &Analysis, was: usize, is: usize) -> bool {
    let rank =
        |analysis: &Analysis, ix: usize| analysis.held.now[ix].base.and_then(|base| analysis.tariff.product(base).rank);
    rank(before, was) < rank(after, is)
}
