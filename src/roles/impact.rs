//! The role impact table: whom each role, and each permission, alone keeps at a license, and what that costs.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use seatwise_pricing::{book::ProductKind, feature::FeatureSet, tariff::ProductIx};

use super::{
    amount::Amount,
    classes::Class,
    field::Field,
    infer::{Need, billed_then, is_carried, is_ceiling},
    traps::{Trap, trap_of},
};
use crate::analysis::effect::{Effect, OfferChange, Offers};

/// What somebody does with that which only what is held gives, compared with something less; the first that applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    /// Used something of it in the window.
    Used,
    /// A pin or a membership needs something of it.
    Needed,
    /// Nothing is known of the use of some of it.
    Unknown,
    /// Left alone: protected, new or seasonal.
    Spared,
    /// Would not miss it.
    Open,
}

impl Use {
    /// The word used in outputs.
    pub fn as_str(self) -> &'static str {
        match self {
            Use::Used => "used",
            Use::Needed => "needed",
            Use::Unknown => "unknown",
            Use::Spared => "spared",
            Use::Open => "open",
        }
    }
}

/// What a class does with that which the license gives and the smaller one does not.
pub fn use_of(field: &Field<'_>, class: &Class, to: &[ProductIx]) -> Use {
    let tariff = &field.analysis.tariff;
    let only: FeatureSet = tariff.covers(&class.billed).difference(tariff.covers(to));
    let has = |set: FeatureSet| !only.intersection(set).is_empty();
    if has(class.standing.used) {
        Use::Used
    } else if has(class.standing.needed) {
        Use::Needed
    } else if has(field.analysis.standing.unknown) {
        Use::Unknown
    } else if class.standing.spared.is_some() {
        Use::Spared
    } else {
        Use::Open
    }
}

/// People kept at a license, by what they did with that which only the license gives; every one is in exactly one count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kept {
    /// Used something of it in the window.
    pub used: u64,
    /// Did not, but a pin or a membership needs something of it.
    pub needed: u64,
    /// Nothing is known of the use of some of it.
    pub unknown: u64,
    /// Left alone: protected, new or seasonal.
    pub spared: u64,
    /// None of these: nobody would miss the license.
    pub open: u64,
    /// Of all, people whose seat the period does not bill: they are in no amount.
    pub unbilled: u64,
    /// List price of the difference per month, all together.
    pub list: Amount,
    /// The same at contracted prices.
    pub contracted: Amount,
    /// List price of the difference of those who are open.
    pub open_list: Amount,
    /// The same at contracted prices.
    pub open_contracted: Amount,
}

impl Kept {
    /// How many.
    pub fn people(&self) -> u64 {
        self.used + self.needed + self.unknown + self.spared + self.open
    }

    fn add(&mut self, field: &Field<'_>, class: &Class, to: &[ProductIx]) {
        let people = class.people.len() as u64;
        let difference = field.difference(&class.billed, to);
        self.list.add(difference.list, class.seats);
        self.contracted.add(difference.contracted, class.seats);
        self.unbilled += people - u64::from(class.seats);
        match use_of(field, class, to) {
            Use::Used => self.used += people,
            Use::Needed => self.needed += people,
            Use::Unknown => self.unknown += people,
            Use::Spared => self.spared += people,
            Use::Open => {
                self.open += people;
                self.open_list.add(difference.list, class.seats);
                self.open_contracted.add(difference.contracted, class.seats);
            }
        }
    }

    /// What rows are sorted by, dearest first: what nobody would miss, then everything.
    fn weight(&self) -> (Decimal, u64, Decimal, u64) {
        (self.open_contracted.known, self.open_contracted.unpriced, self.contracted.known, self.people())
    }
}

/// What a role alone keeps people at.
#[derive(Debug, Clone)]
pub struct Keeps {
    /// Products billed now that the rest of the people's roles does not need: base first.
    pub products: Vec<ProductIx>,
    /// Who.
    pub kept: Kept,
    /// What they would be billed for then, with how many; nothing = no license.
    pub then: BTreeMap<Vec<ProductIx>, u64>,
}

/// A role and its impact.
#[derive(Debug, Clone)]
pub struct RoleImpact {
    /// Role number.
    pub role: u32,
    /// Who has it, in whatever way.
    pub holders: u64,
    /// Of them with a grant of their own.
    pub direct: u64,
    /// Groups that bring it, by number, with how many people.
    pub groups: BTreeMap<u32, u64>,
    /// A known trap?
    pub trap: Option<&'static Trap>,
    /// What it alone keeps people at, the dearest first.
    pub keeps: Vec<Keeps>,
    /// People whom it keeps at a license together with another of their roles.
    pub together: u64,
    /// People whose roles need a higher base than they hold: licenses do not follow roles there.
    pub ceiling: u64,
    /// What it is worth that those who are open hold what the rest of their roles needs; `None` = not countable by person.
    pub open_effect: Option<Effect>,
}

/// A permission as roles grant it, with what it alone keeps people at, over all their roles.
#[derive(Debug, Clone)]
pub struct PermissionImpact {
    /// As granted, wildcards as they are.
    pub permission: String,
    /// The product that it needs.
    pub product: ProductIx,
    /// Role numbers that grant it and need the product for it.
    pub roles: Vec<u32>,
    /// Who is kept by it alone.
    pub kept: Kept,
    /// What they would be billed for then, with how many.
    pub then: BTreeMap<Vec<ProductIx>, u64>,
}

/// Every role, the dearest first.
pub fn roles(field: &Field<'_>, offers: Option<&Offers<'_>>) -> Vec<RoleImpact> {
    let mut rows = blank(field);
    let mut keeps: Vec<BTreeMap<Vec<ProductIx>, Keeps>> = vec![BTreeMap::new(); rows.len()];
    let mut changes: Vec<Vec<OfferChange>> = vec![Vec::new(); rows.len()];
    for class in &field.classes {
        for (place, role) in class.roles.iter().enumerate() {
            let row = &mut rows[*role as usize];
            match without(field, class, place) {
                Without::Ceiling => row.ceiling += class.people.len() as u64,
                Without::Same { together } => row.together += if together { class.people.len() as u64 } else { 0 },
                Without::Less(base, addons) => {
                    let to = billed_then(&field.analysis.tariff, class.held.base, base, &addons);
                    let products: Vec<ProductIx> = class.billed.iter().copied().filter(|ix| !to.contains(ix)).collect();
                    let keeps = keeps[*role as usize].entry(products.clone()).or_insert_with(|| Keeps {
                        products,
                        kept: Kept::default(),
                        then: BTreeMap::new(),
                    });
                    let open = keeps.kept.open;
                    keeps.kept.add(field, class, &to);
                    if keeps.kept.open > open && is_carried(&field.analysis.tariff, &to) {
                        changes[*role as usize].extend(offer_changes(field, class, base, &addons, &to));
                    }
                    *keeps.then.entry(to).or_default() += class.people.len() as u64;
                }
            }
        }
    }
    for ((row, keeps), changes) in rows.iter_mut().zip(keeps).zip(changes) {
        row.keeps = keeps.into_values().collect();
        row.keeps.sort_by(|a, b| b.kept.weight().cmp(&a.kept.weight()).then_with(|| a.products.cmp(&b.products)));
        row.open_effect = offers.filter(|offers| offers.is_by_person()).map(|offers| offers.clone().apply(changes));
    }
    let name = |row: &RoleImpact| {
        let role = &field.analysis.roles.list[row.role as usize];
        (role.name.clone(), role.role_id.clone())
    };
    rows.sort_by_cached_key(|row| (std::cmp::Reverse(weight(row)), name(row)));
    rows
}

fn weight(row: &RoleImpact) -> (Decimal, u64, Decimal, u64) {
    let weights = row.keeps.iter().map(|keeps| keeps.kept.weight());
    weights.fold((Decimal::ZERO, 0, Decimal::ZERO, 0), |sum, one| {
        (sum.0 + one.0, sum.1 + one.1, sum.2 + one.2, sum.3 + one.3)
    })
}

/// Rows with who has each role.
fn blank(field: &Field<'_>) -> Vec<RoleImpact> {
    let list = &field.analysis.roles.list;
    let row = |(role, own): (u32, &crate::entitlement::roles::Role)| RoleImpact {
        role,
        holders: 0,
        direct: 0,
        groups: BTreeMap::new(),
        trap: trap_of(&own.name, &own.permissions),
        keeps: Vec::new(),
        together: 0,
        ceiling: 0,
        open_effect: None,
    };
    let mut rows: Vec<RoleImpact> = (0..).zip(list).map(row).collect();
    for grants in &field.analysis.roles.grants {
        for (at, grant) in grants.iter().enumerate() {
            let row = &mut rows[grant.role as usize];
            let is_first = at == 0 || grants[at - 1].role != grant.role;
            row.holders += u64::from(is_first);
            match grant.group {
                Some(group) => *row.groups.entry(group).or_default() += 1,
                None => row.direct += 1,
            }
        }
    }
    rows
}

/// What people hold without one of their roles.
pub(super) enum Without {
    /// Their license does not follow roles.
    Ceiling,
    /// The same; is that because another role needs what this one needs of it?
    Same { together: bool },
    /// Less, or something else: base and add-ons.
    Less(Option<ProductIx>, Vec<ProductIx>),
}

pub(super) fn without(field: &Field<'_>, class: &Class, place: usize) -> Without {
    let tariff = &field.analysis.tariff;
    let needs = |place: usize| &field.parts[class.roles[place] as usize].needs;
    let rest = (0..class.roles.len()).filter(|other| *other != place);
    let after = Need::of(tariff, rest.flat_map(|place| needs(place).iter().copied()));
    if is_ceiling(tariff, &class.held, &class.need) {
        return Without::Ceiling;
    }
    let (base, addons) = field.follow(class, &after);
    if billed_then(tariff, class.held.base, base, &addons) == class.billed {
        let pins = |ix: &ProductIx| class.billed.contains(ix) && class.need.products().contains(ix);
        return Without::Same { together: needs(place).iter().any(pins) };
    }
    Without::Less(base, addons)
}

fn offer_changes(
    field: &Field<'_>,
    class: &Class,
    base: Option<ProductIx>,
    addons: &[ProductIx],
    to: &[ProductIx],
) -> Vec<OfferChange> {
    let contracted_delta = field.difference(&class.billed, to).contracted;
    let change =
        |user_ix: &u32| OfferChange { user_ix: *user_ix as usize, base, addons: addons.to_vec(), contracted_delta };
    class.people.iter().map(change).collect()
}

/// Every permission that alone keeps somebody, the dearest first.
pub fn permissions(field: &Field<'_>) -> Vec<PermissionImpact> {
    let mut rows: BTreeMap<(&str, ProductIx), PermissionImpact> = BTreeMap::new();
    for class in &field.classes {
        let base = class.held.base.filter(|base| class.need.base == Some(*base));
        let is_addon = |ix: &&ProductIx| field.analysis.tariff.product(**ix).kind == ProductKind::AddOn;
        let addons = class.need.others.iter().filter(is_addon).filter(|ix| class.billed.contains(ix));
        for product in base.into_iter().chain(addons.copied()) {
            let Some(permission) = sole_line(field, class, product) else { continue };
            let needs = class.roles.iter().flat_map(|role| needs_without(field, *role, permission));
            let (base, addons) = field.follow(class, &Need::of(&field.analysis.tariff, needs));
            let to = billed_then(&field.analysis.tariff, class.held.base, base, &addons);
            if to == class.billed {
                continue;
            }
            let row = rows.entry((permission, product)).or_insert_with(|| PermissionImpact {
                permission: permission.to_owned(),
                product,
                roles: granting(field, permission, product),
                kept: Kept::default(),
                then: BTreeMap::new(),
            });
            row.kept.add(field, class, &to);
            *row.then.entry(to).or_default() += class.people.len() as u64;
        }
    }
    let mut rows: Vec<PermissionImpact> = rows.into_values().collect();
    rows.sort_by(|a, b| {
        let names = || (&a.permission, a.product).cmp(&(&b.permission, b.product));
        b.kept.weight().cmp(&a.kept.weight()).then_with(names)
    });
    rows
}

/// The only permission as granted that needs a product, over all roles of a class; `None` = several, or not known.
fn sole_line<'f>(field: &'f Field<'_>, class: &Class, product: ProductIx) -> Option<&'f str> {
    let mut sole: Option<&str> = None;
    for role in &class.roles {
        let parts = &field.parts[*role as usize];
        if !parts.needs.contains(&product) {
            continue;
        }
        let lines = &parts.pinned.get(&product).filter(|_| parts.is_explained)?.lines;
        for line in lines {
            let text = field.analysis.roles.list[*role as usize].permissions[*line].as_str();
            if sole.is_some_and(|sole| sole != text) {
                return None;
            }
            sole = Some(text);
        }
    }
    sole
}

/// What a role needs without a permission as granted; as it is, where it does not grant it.
fn needs_without(field: &Field<'_>, role: u32, permission: &str) -> Vec<ProductIx> {
    let parts = &field.parts[role as usize];
    let lines = &field.analysis.roles.list[role as usize].permissions;
    match lines.iter().position(|line| line == permission) {
        Some(place) if parts.is_explained => parts.needs_without_line(place).collect(),
        _ => parts.needs.clone(),
    }
}

fn granting(field: &Field<'_>, permission: &str, product: ProductIx) -> Vec<u32> {
    let grants = |role: &u32| {
        let parts = &field.parts[*role as usize];
        let lines = &field.analysis.roles.list[*role as usize].permissions;
        let pinned = parts.pinned.get(&product).map(|pinned| &pinned.lines[..]).unwrap_or_default();
        parts.needs.contains(&product) && pinned.iter().any(|line| lines[*line] == permission)
    };
    (0..field.parts.len() as u32).filter(grants).collect()
}
