//! A role taken apart: what each of its permissions needs, who would miss it, and what is left when it is taken out.

use std::collections::BTreeMap;

use seatwise_pricing::{
    book::ProductKind,
    feature::FeatureSet,
    tariff::{ProductIx, Tariff},
};

use super::{features::features_of, infer::Need};
use crate::{
    analysis::Analysis,
    entitlement::roles::{Catalog, Role},
};

/// Why a role is not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fixed {
    /// The settings protect it.
    Protected,
    /// It has a permission for every domain: that is what it is for.
    Everything,
    /// The definitions do not lead to the license that Genesys infers for it, so nobody can say what would be left.
    Unexplained,
}

impl Fixed {
    /// As a sentence about the role, without a full stop.
    pub fn as_str(self) -> &'static str {
        match self {
            Fixed::Protected => "the settings protect it",
            Fixed::Everything => "it is made to have every permission",
            Fixed::Unexplained => "its permissions do not explain the license that Genesys infers for it",
        }
    }
}

/// Permissions of a role, or of several of its products, and what shows their use.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Traces {
    /// Features that show that one of them is in use.
    pub features: FeatureSet,
    /// Is there one that no feature tells of? Then everybody is taken to use it.
    pub is_untold: bool,
}

impl Traces {
    /// Adds a permission, which may hold wildcards.
    pub fn add(&mut self, permission: &str) {
        match features_of(permission) {
            Some(features) => self.features = self.features.union(features),
            None => self.is_untold = true,
        }
    }

    /// Could somebody who may use these features be using one of the permissions?
    pub fn may_be_used_by(&self, used: FeatureSet) -> bool {
        self.is_untold || !self.features.intersection(used).is_empty()
    }
}

/// The permissions of a role that need one product.
#[derive(Debug, Clone, Default)]
pub struct Pinned {
    /// Permission numbers, ascending.
    pub permissions: Vec<u32>,
    /// What shows their use.
    pub traces: Traces,
    /// Permissions as granted, by place in the role, that stand for at least one of them.
    pub lines: Vec<usize>,
}

/// A way to make a role need less: take out all permissions that need these products.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// Products, bases from the highest down, then add-ons.
    pub products: Vec<ProductIx>,
    /// Permission numbers taken out, ascending.
    pub permissions: Vec<u32>,
    /// What shows their use; none is untold.
    pub features: FeatureSet,
    /// What the role needs then.
    pub needs: Vec<ProductIx>,
}

/// A role taken apart.
#[derive(Debug, Clone)]
pub struct Parts {
    /// Numbers of all its permissions that a license definition contains, ascending.
    pub placed: Vec<u32>,
    /// By product needed.
    pub pinned: BTreeMap<ProductIx, Pinned>,
    /// What shows the use of anything in it, also of what its wildcards may hold beyond the definitions.
    pub whole: Traces,
    /// Has it permissions that no definition contains, or wildcards, which may hold such?
    pub has_unplaced: bool,
    /// Products that it needs as it is.
    pub needs: Vec<ProductIx>,
    /// Do its permissions lead to exactly these products?
    pub is_explained: bool,
    /// Why it is left as it is; `None` = it can be changed.
    pub fixed: Option<Fixed>,
    /// The ways to make it need less.
    pub cuts: Vec<Cut>,
}

/// Add-ons of one role that are cut each alone and all together; a role with more is cut of all of them only.
const ADDONS_ALONE: usize = 4;

impl Parts {
    /// Takes a role of an analysis apart.
    pub fn new(analysis: &Analysis, role: &Role) -> Parts {
        let (tariff, catalog) = (&analysis.tariff, &analysis.roles.catalog);
        let mut parts = Parts::of_permissions(tariff, catalog, &role.permissions);
        let derived = Need::of(tariff, parts.pinned.keys().copied());
        parts.needs = role.needs.keys().copied().collect();
        parts.is_explained = !catalog.is_empty() && Need::of(tariff, parts.needs.iter().copied()) == derived;
        parts.fixed = if analysis.settings.protect_roles.contains(&role.name) {
            Some(Fixed::Protected)
        } else if role.permissions.iter().any(|permission| permission.starts_with('*')) {
            Some(Fixed::Everything)
        } else {
            (!parts.is_explained).then_some(Fixed::Unexplained)
        };
        if parts.fixed.is_none() {
            parts.cuts = cuts(tariff, &parts.pinned);
        }
        parts
    }

    /// The same for a list of permissions that nobody inferred anything for.
    pub fn of_permissions(tariff: &Tariff, catalog: &Catalog, permissions: &[String]) -> Parts {
        let mut parts = Parts {
            placed: Vec::new(),
            pinned: BTreeMap::new(),
            whole: Traces::default(),
            has_unplaced: false,
            needs: Vec::new(),
            is_explained: true,
            fixed: None,
            cuts: Vec::new(),
        };
        for (place, granted) in permissions.iter().enumerate() {
            parts.whole.add(granted);
            let before = parts.placed.len();
            for number in catalog.expand(granted) {
                parts.placed.push(number);
                let placed = catalog.get(number);
                let pinned = parts.pinned.entry(placed.needs()).or_default();
                pinned.permissions.push(number);
                pinned.traces.add(&placed.permission);
                if pinned.lines.last() != Some(&place) {
                    pinned.lines.push(place);
                }
            }
            parts.has_unplaced |= granted.contains('*') || parts.placed.len() == before;
        }
        let sorted = |numbers: &mut Vec<u32>| {
            numbers.sort_unstable();
            numbers.dedup();
        };
        sorted(&mut parts.placed);
        parts.pinned.values_mut().for_each(|pinned| sorted(&mut pinned.permissions));
        parts.needs = Need::of(tariff, parts.pinned.keys().copied()).products();
        parts
    }

    /// Products that the role needs without one of its permissions as granted, by the definitions.
    pub fn needs_without_line(&self, place: usize) -> impl Iterator<Item = ProductIx> + '_ {
        let stays = move |pinned: &Pinned| pinned.lines.iter().any(|line| *line != place);
        self.pinned.iter().filter(move |(_, pinned)| stays(pinned)).map(|(ix, _)| *ix)
    }
}

/// Every way that nobody is known to stand against: bases of the contact center from the highest down, with and without
/// add-ons. Products that hold a permission of which nothing tells are never cut.
fn cuts(tariff: &Tariff, pinned: &BTreeMap<ProductIx, Pinned>) -> Vec<Cut> {
    let product = |ix: &ProductIx| tariff.product(*ix);
    let of = |is: &dyn Fn(&ProductIx) -> bool| pinned.keys().copied().filter(|ix| is(ix)).collect::<Vec<_>>();
    let mut bases = of(&|ix| product(ix).kind == ProductKind::Base && product(ix).is_cx);
    bases.sort_by_key(|ix| std::cmp::Reverse(product(ix).rank));
    let is_told = |ix: &ProductIx| !pinned[ix].traces.is_untold;
    let steps = bases.iter().take_while(|ix| is_told(ix)).count();
    let addons = of(&|ix| product(ix).kind == ProductKind::AddOn && is_told(ix));
    let mut beside: Vec<Vec<ProductIx>> = vec![Vec::new(), addons.clone()];
    if addons.len() <= ADDONS_ALONE {
        beside.extend(addons.iter().map(|addon| vec![*addon]));
    }
    let whole = Need::of(tariff, pinned.keys().copied()).products();
    let mut cuts: Vec<Cut> = Vec::new();
    for step in 0..=steps {
        for addons in &beside {
            let products: Vec<ProductIx> = bases[..step].iter().chain(addons).copied().collect();
            if products.is_empty() || cuts.iter().any(|cut| cut.products == products) {
                continue;
            }
            let mut permissions: Vec<u32> =
                products.iter().flat_map(|ix| pinned[ix].permissions.iter().copied()).collect();
            permissions.sort_unstable();
            let features = products.iter().fold(FeatureSet::EMPTY, |set, ix| set.union(pinned[ix].traces.features));
            let needs = Need::of(tariff, pinned.keys().copied().filter(|ix| !products.contains(ix))).products();
            if needs != whole {
                cuts.push(Cut { needs, products, permissions, features });
            }
        }
    }
    cuts
}
