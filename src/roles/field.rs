//! What everybody would hold under changed roles: the one place that decides whether a person can go along with a change.
//!
//! Invariant: nobody goes along who may be using a permission that is taken out, nobody who would hold an offer that does
//! not cover what they may use, and nobody who would cost more.

use std::{cell::RefCell, collections::HashMap};

use rust_decimal::Decimal;
use seatwise_pricing::{
    delta::{PersonTime, PriceKind, price_delta},
    feature::FeatureSet,
    tariff::ProductIx,
};

use super::{
    classes::{Class, classes},
    infer::{Need, billed_then, follow, is_carried},
    parts::{Cut, Fixed, Parts},
};
use crate::analysis::Analysis;

/// Which cut each role has, by role number; `None` = left as it is.
pub type Levels = Vec<Option<u8>>;

/// Price of a difference per seat and month; `None` = a price is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Difference {
    /// At list prices.
    pub list: Option<Decimal>,
    /// At contracted prices.
    pub contracted: Option<Decimal>,
}

/// What is won, larger is better: money first, then people who hold less at a price that nobody knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Gain {
    /// Contracted price of the differences per month.
    pub contracted: Decimal,
    /// Seats that become less, by an amount that is unknown.
    pub unpriced: u64,
}

impl std::ops::Add for Gain {
    type Output = Gain;

    fn add(self, other: Gain) -> Gain {
        Gain { contracted: self.contracted + other.contracted, unpriced: self.unpriced + other.unpriced }
    }
}

impl std::iter::Sum for Gain {
    fn sum<I: Iterator<Item = Gain>>(gains: I) -> Gain {
        gains.fold(Gain::default(), |sum, gain| sum + gain)
    }
}

/// What a class of people would hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// The base; `None` = no license.
    pub base: Option<ProductIx>,
    /// The add-ons.
    pub addons: Vec<ProductIx>,
    /// Of their roles, by place, those in whose changed form they go along.
    pub moved: Vec<bool>,
    /// What is won with all of them.
    pub gain: Gain,
}

/// Products held before, and after.
type Exchange = (Vec<ProductIx>, Vec<ProductIx>);

/// Roles taken apart, people in classes, and what differences cost.
pub struct Field<'a> {
    /// The analysis.
    pub analysis: &'a Analysis,
    /// By role number.
    pub parts: Vec<Parts>,
    /// Everybody who has a role.
    pub classes: Vec<Class>,
    prices: RefCell<HashMap<Exchange, Difference>>,
}

/// Roles of one person that are tried in every combination where not all can change; with more, none does.
const TRIED_ROLES: usize = 8;

impl<'a> Field<'a> {
    /// Takes the roles of an analysis apart.
    pub fn new(analysis: &'a Analysis) -> Field<'a> {
        let parts = analysis.roles.list.iter().map(|role| Parts::new(analysis, role)).collect();
        Field { analysis, parts, classes: classes(analysis), prices: RefCell::default() }
    }

    /// The price of one set of products less that of another.
    pub fn difference(&self, from: &[ProductIx], to: &[ProductIx]) -> Difference {
        if from == to {
            return Difference { list: Some(Decimal::ZERO), contracted: Some(Decimal::ZERO) };
        }
        let key = (from.to_vec(), to.to_vec());
        if let Some(known) = self.prices.borrow().get(&key) {
            return *known;
        }
        let price = |kind| price_delta(&self.analysis.tariff, from, to, kind, PersonTime::default());
        let difference = Difference { list: price(PriceKind::List), contracted: price(PriceKind::Contracted) };
        self.prices.borrow_mut().insert(key, difference);
        difference
    }

    /// The cut of a role at a level.
    pub fn cut(&self, role: u32, level: Option<u8>) -> Option<&Cut> {
        level.map(|level| &self.parts[role as usize].cuts[usize::from(level)])
    }

    /// Does the person lose nothing that they may be using by this cut of one of their roles?
    pub fn may_go(&self, class: &Class, cut: &Cut) -> bool {
        let unused = class.standing.spared.is_none() && cut.features.intersection(class.may_use).is_empty();
        unused || self.keeps_all(class, cut)
    }

    /// Have other roles of the person, which nobody changes, everything that is taken out?
    fn keeps_all(&self, class: &Class, cut: &Cut) -> bool {
        let whole = class.roles.iter().map(|role| &self.parts[*role as usize]);
        let mut fixed = whole.filter(|parts| matches!(parts.fixed, Some(Fixed::Everything | Fixed::Protected)));
        fixed.any(|parts| cut.permissions.iter().all(|number| parts.placed.binary_search(number).is_ok()))
    }

    /// What a class would hold with roles at these levels.
    pub fn settle(&self, class: &Class, levels: &[Option<u8>]) -> Settled {
        let cuts: Vec<Option<&Cut>> = class
            .roles
            .iter()
            .map(|role| self.cut(*role, levels[*role as usize]).filter(|cut| self.may_go(class, cut)))
            .collect();
        let places: Vec<usize> = (0..cuts.len()).filter(|place| cuts[*place].is_some()).collect();
        if places.is_empty() {
            return self.unmoved(class);
        }
        if let Some(settled) = self.with(class, &cuts, |_| true) {
            return settled;
        }
        if places.len() > TRIED_ROLES {
            return self.unmoved(class);
        }
        // Every smaller set of their changed roles; the best one, then the one with more of them.
        let mut best = self.unmoved(class);
        for mask in 1u32..(1 << places.len()) - 1 {
            let goes = |place: usize| places.iter().position(|own| *own == place).is_some_and(|at| mask >> at & 1 == 1);
            let Some(settled) = self.with(class, &cuts, goes) else { continue };
            let key = |settled: &Settled| (settled.gain, settled.moved.iter().filter(|moved| **moved).count());
            if key(&settled) > key(&best) {
                best = settled;
            }
        }
        best
    }

    fn unmoved(&self, class: &Class) -> Settled {
        Settled {
            base: class.held.base,
            addons: class.held.addons.clone(),
            moved: vec![false; class.roles.len()],
            gain: Gain::default(),
        }
    }

    /// With these of the cuts; `None` = the person can't go along.
    fn with(&self, class: &Class, cuts: &[Option<&Cut>], goes: impl Fn(usize) -> bool) -> Option<Settled> {
        let moved: Vec<bool> = cuts.iter().enumerate().map(|(place, cut)| cut.is_some() && goes(place)).collect();
        let needs = |place: usize| match cuts[place] {
            Some(cut) if moved[place] => &cut.needs,
            _ => &self.parts[class.roles[place] as usize].needs,
        };
        let after = Need::of(&self.analysis.tariff, (0..cuts.len()).flat_map(|place| needs(place).iter().copied()));
        let (base, addons) = self.follow(class, &after);
        let gain = self.gain(class, base, &addons)?;
        Some(Settled { base, addons, moved, gain })
    }

    /// What the class holds when its roles need something else.
    pub fn follow(&self, class: &Class, after: &Need) -> (Option<ProductIx>, Vec<ProductIx>) {
        follow(&self.analysis.tariff, &class.held, &class.need, after)
            .unwrap_or_else(|| (class.held.base, class.held.addons.clone()))
    }

    /// What is won where a class holds something else; `None` = it can't: the offer would not be enough, or cost more.
    pub fn gain(&self, class: &Class, base: Option<ProductIx>, addons: &[ProductIx]) -> Option<Gain> {
        let to = billed_then(&self.analysis.tariff, class.held.base, base, addons);
        if to == class.billed {
            return Some(Gain::default());
        }
        if !is_carried(&self.analysis.tariff, &to) {
            return None;
        }
        if class.standing.spared.is_some() || !self.is_enough(class, base, &to) {
            return None;
        }
        let seats = u64::from(class.seats);
        match self.difference(&class.billed, &to).contracted {
            Some(amount) if amount < Decimal::ZERO => None,
            Some(amount) => Some(Gain { contracted: amount * Decimal::from(seats), unpriced: 0 }),
            // An unknown price is known to be saved only where nothing is put in its place.
            None if to.iter().any(|ix| !self.is_priced(*ix) && !class.billed.contains(ix)) => None,
            None => Some(Gain { contracted: Decimal::ZERO, unpriced: seats }),
        }
    }

    fn is_priced(&self, ix: ProductIx) -> bool {
        self.analysis.tariff.product(ix).offer_price.is_some()
    }

    /// Covers the offer what the person may use of what is held, and is it one that may be advised?
    fn is_enough(&self, class: &Class, base: Option<ProductIx>, to: &[ProductIx]) -> bool {
        let tariff = &self.analysis.tariff;
        let used: FeatureSet = tariff.covers(&class.billed).intersection(class.may_use);
        let is_cx = |base: Option<ProductIx>| base.is_some_and(|base| tariff.product(base).is_cx);
        let is_allowed = |id: &str| {
            self.analysis.settings.allow.iter().any(|allowed| {
                tariff
                    .ix_of_license(allowed)
                    .or_else(|| tariff.ix(allowed))
                    .is_some_and(|ix| tariff.product(ix).id == id)
            })
        };
        // Outside the contact center only what the settings allow; no license at all counts as the least of it.
        let leaves = is_cx(class.held.base) && !is_cx(base);
        let floor = base.map_or("collaborate", |base| tariff.product(base).id.as_str());
        used.is_subset_of(tariff.covers(to)) && (!leaves || is_allowed(floor))
    }
}
