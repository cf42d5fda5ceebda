//! Roles and permissions → the license that each role infers, and the grants that keep a person at a tier.
//!
//! Where Genesys' own inference is given (`role_licenses`) it is used; else it is derived from the license
//! definitions and marked so: a permission needs the lowest-ranked base definition that contains it, an add-on where
//! only add-ons do; a role needs the highest of its permissions
//! (<https://help.mypurecloud.com/articles/assign-roles/>).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use polars::prelude::*;
use seatwise_pricing::{
    book::{PriceBook, ProductKind},
    tariff::{ProductIx, Tariff},
};

use crate::{
    canonical::col,
    usage::people::{People, texts},
};

/// What a role infers.
#[derive(Debug, Clone)]
pub struct Role {
    /// Id.
    pub role_id: String,
    /// Name; the id where none is given.
    pub name: String,
    /// Permissions as granted, wildcards not expanded.
    pub permissions: Vec<String>,
    /// Products that the role needs, with the license id and the permissions that pin it.
    pub needs: BTreeMap<ProductIx, Pin>,
    /// Derived from the definitions, because Genesys' own inference was not given?
    pub derived: bool,
    /// Permissions that no license definition contains.
    pub unplaced: Vec<String>,
}

/// Why a role needs a product.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pin {
    /// License id.
    pub license_id: String,
    /// Permissions that only this license (or a higher one) gives, in order; empty = not known.
    pub permissions: Vec<String>,
}

/// One way in which a person has a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Grant {
    /// Role number.
    pub role: u32,
    /// Number of the group that brings it; `None` = granted to the person.
    pub group: Option<u32>,
}

/// A group that brings roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantingGroup {
    /// Id.
    pub group_id: String,
    /// Name; `None` = not known.
    pub name: Option<String>,
}

impl GrantingGroup {
    /// What to call it: name, else id.
    pub fn label(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.group_id)
    }
}

/// Roles of the organization and who holds them.
#[derive(Debug, Clone, Default)]
pub struct Roles {
    /// By role number.
    pub list: Vec<Role>,
    /// Role numbers by person number, each once.
    pub of_person: Vec<Vec<u32>>,
    /// By person number: how each role came, each way once, in order.
    pub grants: Vec<Vec<Grant>>,
    /// By group number, ordered by id.
    pub groups: Vec<GrantingGroup>,
    /// Which license gives which permission.
    pub catalog: Catalog,
    /// Rows of `role_grants` that name no known person or role.
    pub unmatched: BTreeMap<String, u64>,
}

/// The five tables, where given.
#[derive(Default)]
pub struct RoleTables {
    /// `roles`.
    pub roles: Option<LazyFrame>,
    /// `role_grants`.
    pub grants: Option<LazyFrame>,
    /// `groups`, for their names.
    pub groups: Option<LazyFrame>,
    /// `license_definitions`.
    pub definitions: Option<LazyFrame>,
    /// `role_licenses`.
    pub inferred: Option<LazyFrame>,
}

/// A permission of the license definitions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// `domain:entity:action`.
    pub permission: String,
    /// Products that give it, with their license ids; the one that it needs first.
    pub licenses: Vec<(ProductIx, String)>,
}

impl Placed {
    /// The product that it needs.
    pub fn needs(&self) -> ProductIx {
        self.licenses[0].0
    }
}

/// Which license gives which permission.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    /// By permission number, ordered by permission; none without a license.
    placed: Vec<Placed>,
    /// Permission numbers by first part of the permission, for wildcards.
    by_domain: BTreeMap<String, Vec<u32>>,
}

impl Roles {
    /// Reads and joins the tables; absent ones leave the answer empty.
    ///
    /// # Errors
    /// Whatever polars reports while reading the files.
    pub fn read(tables: RoleTables, people: &People, book: &PriceBook, tariff: &Tariff) -> PolarsResult<Roles> {
        let catalog = Catalog::read(tables.definitions, book, tariff)?;
        let inferred = read_inferred(tables.inferred)?;
        let nothing = vec![Vec::new(); people.len()];
        let mut roles = Roles { of_person: nothing, grants: vec![Vec::new(); people.len()], ..Roles::default() };
        let mut numbers: HashMap<String, u32> = HashMap::new();
        for (role_id, (name, permissions)) in read_roles(tables.roles)? {
            numbers.insert(role_id.clone(), roles.list.len() as u32);
            let given = inferred.get(&role_id);
            roles.list.push(infer(role_id, name, permissions, given, &catalog, tariff));
        }
        roles.catalog = catalog;
        if let Some(grants) = tables.grants {
            roles.read_grants(&grants.collect()?, tables.groups, people, &numbers)?;
        }
        Ok(roles)
    }

    fn read_grants(
        &mut self,
        grants: &DataFrame,
        groups: Option<LazyFrame>,
        people: &People,
        numbers: &HashMap<String, u32>,
    ) -> PolarsResult<()> {
        let (user, role) = (grants.column(col::USER_ID)?.str()?.clone(), grants.column(col::ROLE_ID)?.str()?.clone());
        let via = grants.column(col::VIA_GROUP_ID).ok().map(|column| column.str().cloned()).transpose()?;
        let via = || via.as_ref().map(|via| via.iter()).into_iter().flatten().chain(std::iter::repeat(None));
        let ids: BTreeSet<&str> = via().take(grants.height()).flatten().collect();
        let mut names = read_names(groups)?;
        self.groups =
            ids.iter().map(|id| GrantingGroup { group_id: (*id).to_owned(), name: names.remove(*id) }).collect();
        let by_id: HashMap<&str, u32> = ids.iter().zip(0..).map(|(id, number)| (*id, number)).collect();
        for ((user, role), via) in user.iter().zip(role.iter()).zip(via()) {
            let (Some(user), Some(role)) = (user, role) else { continue };
            match (people.find(user), numbers.get(role)) {
                (Some(ix), Some(number)) => {
                    self.grants[ix].push(Grant { role: *number, group: via.map(|id| by_id[id]) });
                }
                (None, _) => *self.unmatched.entry(format!("user {user}")).or_default() += 1,
                (_, None) => *self.unmatched.entry(format!("role {role}")).or_default() += 1,
            }
        }
        for (grants, roles) in self.grants.iter_mut().zip(&mut self.of_person) {
            grants.sort_unstable();
            grants.dedup();
            roles.extend(grants.iter().map(|grant| grant.role));
            roles.dedup();
        }
        Ok(())
    }

    /// Roles of a person, by name.
    pub fn of(&self, user_ix: usize) -> impl Iterator<Item = &Role> {
        self.of_person[user_ix].iter().map(|number| &self.list[*number as usize])
    }
}

fn read_roles(roles: Option<LazyFrame>) -> PolarsResult<BTreeMap<String, (String, Vec<String>)>> {
    let mut read: BTreeMap<String, (String, Vec<String>)> = BTreeMap::new();
    let Some(roles) = roles else { return Ok(read) };
    let frame = roles.collect()?;
    let (ids, names, permissions) =
        (texts(&frame, col::ROLE_ID)?, texts(&frame, col::NAME)?, texts(&frame, col::PERMISSION)?);
    for ((id, name), permission) in ids.into_iter().zip(names).zip(permissions) {
        let Some(id) = id else { continue };
        let entry = read.entry(id.clone()).or_insert_with(|| (id, Vec::new()));
        if let Some(name) = name {
            entry.0 = name;
        }
        entry.1.extend(permission);
    }
    for (_, permissions) in read.values_mut() {
        permissions.sort_unstable();
        permissions.dedup();
    }
    Ok(read)
}

/// Names of groups, where the table is there.
fn read_names(groups: Option<LazyFrame>) -> PolarsResult<HashMap<String, String>> {
    let Some(groups) = groups else { return Ok(HashMap::new()) };
    let frame = groups.collect()?;
    let rows = texts(&frame, col::GROUP_ID)?.into_iter().zip(texts(&frame, col::NAME)?);
    Ok(rows.filter_map(|(id, name)| Some((id?, name?))).collect())
}

fn read_inferred(inferred: Option<LazyFrame>) -> PolarsResult<BTreeMap<String, BTreeSet<String>>> {
    let mut read: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let Some(inferred) = inferred else { return Ok(read) };
    let frame = inferred.collect()?;
    for (role, license) in texts(&frame, col::ROLE_ID)?.into_iter().zip(texts(&frame, col::LICENSE_ID)?) {
        if let Some(role) = role {
            read.entry(role).or_default().extend(license);
        }
    }
    Ok(read)
}

fn infer(
    role_id: String,
    name: String,
    permissions: Vec<String>,
    given: Option<&BTreeSet<String>>,
    catalog: &Catalog,
    tariff: &Tariff,
) -> Role {
    let mut derived: BTreeMap<ProductIx, Pin> = BTreeMap::new();
    let mut unplaced = Vec::new();
    for permission in &permissions {
        let mut found = false;
        for placed in catalog.expand(permission).map(|number| catalog.get(number)) {
            found = true;
            let (ix, license_id) = &placed.licenses[0];
            let pin = derived.entry(*ix).or_default();
            pin.license_id.clone_from(license_id);
            pin.permissions.push(placed.permission.clone());
        }
        if !found {
            unplaced.push(permission.clone());
        }
    }
    for pin in derived.values_mut() {
        pin.permissions.sort_unstable();
        pin.permissions.dedup();
    }
    let needs = match given {
        Some(licenses) => {
            let pin = |license_id: &String| {
                let ix = tariff.ix_of_license(license_id)?;
                let permissions = derived.get(&ix).map(|pin| pin.permissions.clone()).unwrap_or_default();
                Some((ix, Pin { license_id: license_id.clone(), permissions }))
            };
            licenses.iter().filter_map(pin).collect()
        }
        None => highest_base_and_addons(derived, tariff),
    };
    Role { role_id, name, permissions, needs, derived: given.is_none(), unplaced }
}

/// Of the bases only the highest counts; add-ons stay.
fn highest_base_and_addons(mut needs: BTreeMap<ProductIx, Pin>, tariff: &Tariff) -> BTreeMap<ProductIx, Pin> {
    let is_base = |ix: &ProductIx| tariff.product(*ix).kind == ProductKind::Base;
    let highest = needs.keys().copied().filter(is_base).max_by_key(|ix| tariff.product(*ix).rank);
    needs.retain(|ix, _| !is_base(ix) || Some(*ix) == highest);
    needs
}

impl Catalog {
    fn read(definitions: Option<LazyFrame>, book: &PriceBook, tariff: &Tariff) -> PolarsResult<Catalog> {
        let Some(definitions) = definitions else { return Ok(Catalog::default()) };
        let frame = definitions.collect()?;
        let rows = texts(&frame, col::LICENSE_ID)?.into_iter().zip(texts(&frame, col::PERMISSION)?);
        let mut licenses: BTreeMap<String, Vec<(ProductIx, String)>> = BTreeMap::new();
        for (license, permission) in rows {
            let (Some(license), Some(permission)) = (license, permission) else { continue };
            if book.product_of_license(&license).is_none() {
                continue;
            }
            let Some(ix) = tariff.ix_of_license(&license) else { continue };
            licenses.entry(permission).or_default().push((ix, license));
        }
        let mut catalog = Catalog::default();
        for (permission, mut licenses) in licenses {
            licenses.sort_by_key(|(ix, _)| preference(*ix, tariff));
            let domain = permission.split(':').next().unwrap_or_default().to_owned();
            catalog.by_domain.entry(domain).or_default().push(catalog.placed.len() as u32);
            catalog.placed.push(Placed { permission, licenses });
        }
        Ok(catalog)
    }

    /// The permission of a number.
    ///
    /// # Panics
    /// With a number of another catalog.
    pub fn get(&self, number: u32) -> &Placed {
        &self.placed[number as usize]
    }

    /// Every permission, in order.
    pub fn all(&self) -> impl Iterator<Item = &Placed> {
        self.placed.iter()
    }

    /// No definition at all?
    pub fn is_empty(&self) -> bool {
        self.placed.is_empty()
    }

    /// Numbers of the permissions that a granted one stands for; none where no definition contains it.
    pub fn expand<'a>(&'a self, granted: &'a str) -> Box<dyn Iterator<Item = u32> + 'a> {
        if !granted.contains('*') {
            let found = self.placed.binary_search_by(|placed| placed.permission.as_str().cmp(granted));
            return Box::new(found.ok().into_iter().map(|number| number as u32));
        }
        let mut parts = granted.split(':');
        let domain = parts.next().unwrap_or("*");
        let rest: Vec<&str> = parts.collect();
        let domains = self.by_domain.iter().filter(move |(name, _)| domain == "*" || *name == domain);
        Box::new(domains.flat_map(|(_, numbers)| numbers).copied().filter(move |number| {
            let given = self.get(*number).permission.split(':').skip(1);
            given.zip(rest.iter().copied().chain(std::iter::repeat("*"))).all(|(part, ask)| ask == "*" || ask == part)
        }))
    }
}

/// Bases before add-ons, low rank before high, then the order of rows.
fn preference(ix: ProductIx, tariff: &Tariff) -> (bool, Option<u32>, ProductIx) {
    (tariff.product(ix).kind != ProductKind::Base, tariff.product(ix).rank, ix)
}

/// Does a granted permission, which may hold wildcards, stand for this one, which may hold some too?
pub fn wildcard_covers(granted: &str, other: &str) -> bool {
    let mut parts = granted.split(':').chain(std::iter::repeat("*"));
    let mut others = other.split(':').chain(std::iter::repeat("*"));
    (0..3).all(|_| {
        let (own, other) = (parts.next(), others.next());
        own == Some("*") || own == other
    })
}
