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

/// Roles of the organization and who holds them.
#[derive(Debug, Clone, Default)]
pub struct Roles {
    /// By role number.
    pub list: Vec<Role>,
    /// Role numbers by person number, each once.
    pub of_person: Vec<Vec<u32>>,
    /// Rows of `role_grants` that name no known person or role.
    pub unmatched: BTreeMap<String, u64>,
}

/// The four tables, where given.
#[derive(Default)]
pub struct RoleTables {
    /// `roles`.
    pub roles: Option<LazyFrame>,
    /// `role_grants`.
    pub grants: Option<LazyFrame>,
    /// `license_definitions`.
    pub definitions: Option<LazyFrame>,
    /// `role_licenses`.
    pub inferred: Option<LazyFrame>,
}

/// Which product gives which permission.
struct Catalog {
    /// Permission → the product that it needs.
    needs: BTreeMap<String, (ProductIx, String)>,
    /// By first part of the permission, for wildcards.
    by_domain: BTreeMap<String, Vec<String>>,
}

impl Roles {
    /// Reads and joins the tables; absent ones leave the answer empty.
    ///
    /// # Errors
    /// Whatever polars reports while reading the files.
    pub fn read(tables: RoleTables, people: &People, book: &PriceBook, tariff: &Tariff) -> PolarsResult<Roles> {
        let catalog = Catalog::read(tables.definitions, book, tariff)?;
        let inferred = read_inferred(tables.inferred)?;
        let mut roles = Roles { of_person: vec![Vec::new(); people.len()], ..Roles::default() };
        let mut numbers: HashMap<String, u32> = HashMap::new();
        for (role_id, (name, permissions)) in read_roles(tables.roles)? {
            numbers.insert(role_id.clone(), roles.list.len() as u32);
            let given = inferred.get(&role_id);
            roles.list.push(infer(role_id, name, permissions, given, &catalog, tariff));
        }
        let Some(grants) = tables.grants else { return Ok(roles) };
        let frame = grants.collect()?;
        let (user, role) = (frame.column(col::USER_ID)?.str()?.clone(), frame.column(col::ROLE_ID)?.str()?.clone());
        for (user, role) in user.iter().zip(role.iter()) {
            let (Some(user), Some(role)) = (user, role) else { continue };
            match (people.find(user), numbers.get(role)) {
                (Some(ix), Some(number)) => roles.of_person[ix].push(*number),
                (None, _) => *roles.unmatched.entry(format!("user {user}")).or_default() += 1,
                (_, None) => *roles.unmatched.entry(format!("role {role}")).or_default() += 1,
            }
        }
        for numbers in &mut roles.of_person {
            numbers.sort_unstable();
            numbers.dedup();
        }
        Ok(roles)
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
        for expanded in catalog.expand(permission) {
            found = true;
            let (ix, license_id) = &catalog.needs[expanded];
            let pin = derived.entry(*ix).or_default();
            pin.license_id.clone_from(license_id);
            pin.permissions.push(expanded.to_owned());
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
        let mut catalog = Catalog { needs: BTreeMap::new(), by_domain: BTreeMap::new() };
        let Some(definitions) = definitions else { return Ok(catalog) };
        let frame = definitions.collect()?;
        for (license, permission) in texts(&frame, col::LICENSE_ID)?.into_iter().zip(texts(&frame, col::PERMISSION)?) {
            let (Some(license), Some(permission)) = (license, permission) else { continue };
            if book.product_of_license(&license).is_none() {
                continue;
            }
            let Some(ix) = tariff.ix_of_license(&license) else { continue };
            let cheaper = |old: &(ProductIx, String)| preference(ix, tariff) < preference(old.0, tariff);
            if catalog.needs.get(&permission).is_none_or(cheaper) {
                catalog.needs.insert(permission, (ix, license));
            }
        }
        for permission in catalog.needs.keys() {
            let domain = permission.split(':').next().unwrap_or_default().to_owned();
            catalog.by_domain.entry(domain).or_default().push(permission.clone());
        }
        Ok(catalog)
    }

    /// Permissions of the catalog that a granted permission stands for.
    fn expand<'a>(&'a self, granted: &'a str) -> Box<dyn Iterator<Item = &'a str> + 'a> {
        if !granted.contains('*') {
            return Box::new(self.needs.get_key_value(granted).into_iter().map(|(permission, _)| permission.as_str()));
        }
        let mut parts = granted.split(':');
        let domain = parts.next().unwrap_or("*");
        let rest: Vec<&str> = parts.collect();
        let domains = self.by_domain.iter().filter(move |(name, _)| domain == "*" || *name == domain);
        Box::new(domains.flat_map(|(_, permissions)| permissions).map(String::as_str).filter(move |permission| {
            let given = permission.split(':').skip(1);
            given.zip(rest.iter().copied().chain(std::iter::repeat("*"))).all(|(part, ask)| ask == "*" || ask == part)
        }))
    }
}

/// Bases before add-ons, low rank before high, then the order of rows.
fn preference(ix: ProductIx, tariff: &Tariff) -> (bool, Option<u32>, ProductIx) {
    (tariff.product(ix).kind != ProductKind::Base, tariff.product(ix).rank, ix)
}
