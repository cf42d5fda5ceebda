//! What else would do for a person, and the one reason why it is not what is chosen.
//!
//! There is one alternative per base of the tariff, the cheapest on it, and what is held. Where nothing on a base is on
//! offer, the alternative is the one that would be, were its price known (with the fewest unknown prices, then the cheapest),
//! else were it allowed; where not even that covers the needs, the base alone. Prices and their order are those of the search, so the chosen one loses to none.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::{Cost, Entry, Held, OfferCatalog, Reach};
use crate::book::ProductKind;
use crate::feature::FeatureSet;
use crate::tariff::ProductIx;

/// One way to equip a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative {
    /// The base, then the add-ons by id; what is held may be add-ons without a base.
    pub products: Vec<ProductIx>,
    /// Exact price per unit and month; `None` where one of its products has none.
    pub price: Option<Decimal>,
    /// Is it what the person has, product by product?
    pub is_held: bool,
    /// Why it is or is not the one.
    pub why: Why,
}

/// Why an alternative is chosen or not: the first reason that applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// It is the one.
    Chosen,
    /// It costs so much more.
    Dearer {
        /// Above 0.
        by: Decimal,
    },
    /// It costs an unknown amount more.
    DearerByUnknown {
        /// What of the difference is known; 0 or more.
        known: Decimal,
        /// Its products without a price that the chosen one does not have.
        unpriced: Vec<ProductIx>,
    },
    /// It costs so much more known money; the price of something held, which the chosen one keeps, is unknown, and what is
    /// held is not exchanged for more known money.
    MoreKnownMoney {
        /// Above 0.
        by: Decimal,
        /// What is held at an unknown price.
        unpriced: Vec<ProductIx>,
    },
    /// It costs the same.
    Tie(Tie),
    /// It costs no more, but a rule comes before the price: without needs the highest base outside the contact center that is
    /// allowed and cheaper than what is held; holders of such a base keep it; and nobody without a base is offered one of these.
    RuleComesFirst {
        /// By how much the chosen one is dearer; `None` = a price is unknown.
        cheaper_by: Option<Decimal>,
    },
    /// It is held, but these add-ons can't stand on the base that is held.
    Misplaced(Vec<ProductIx>),
    /// The settings do not let these be offered.
    NotAllowed(Vec<ProductIx>),
    /// Nothing says what these cost, and nobody is offered what has no price.
    PriceUnknown(Vec<ProductIx>),
    /// These needs are covered neither by it nor by anything that can stand on it.
    Uncovered(FeatureSet),
}

/// What decides between two of one price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tie {
    /// The other one is what the person has.
    OtherIsHeld,
    /// The other one has fewer products.
    MoreProducts,
    /// The other base has a lower rank.
    HigherRank,
    /// The ids of the other one come first.
    LaterIds,
}

impl OfferCatalog {
    /// Every alternative to `chosen`, which comes first, then by price and base; what has no price, is not allowed or not
    /// enough comes last. `chosen` is what [`OfferCatalog::needed_offer`] says, or what a stricter rule keeps.
    pub fn alternatives(
        &self,
        held: &[ProductIx],
        needs: FeatureSet,
        chosen: Option<&[ProductIx]>,
    ) -> Vec<Alternative> {
        let held = self.held(held);
        let mut found: Vec<(Vec<ProductIx>, Option<Why>)> =
            self.bases.iter().map(|base| self.on_base(&held, needs, *base)).collect();
        let own: Vec<ProductIx> = held.base.into_iter().chain(held.addons.iter().copied()).collect();
        if !own.is_empty() && found.iter().all(|(products, _)| *products != own) {
            let missing = needs.difference(self.covered(&own));
            let why = (!missing.is_empty()).then_some(Why::Uncovered(missing));
            found.push((own.clone(), why));
        }
        let mut list: Vec<Alternative> = found
            .into_iter()
            .map(|(products, why)| {
                let why = why.unwrap_or_else(|| self.against(&held, &products, chosen));
                let why = if chosen == Some(products.as_slice()) { Why::Chosen } else { why };
                Alternative { price: self.price(&products), is_held: products == own, products, why }
            })
            .collect();
        list.sort_by_key(|own| (own.why.place(), self.cost_in_order(&own.products), own.products.clone()));
        list
    }

    /// The cheapest on a base, with the reason why it is none where it is none.
    fn on_base(&self, held: &Held, needs: FeatureSet, base: ProductIx) -> (Vec<ProductIx>, Option<Why>) {
        let fits = |entry: &Entry| std::ptr::eq(entry, self.entry(base));
        let best = |reach: Reach| self.best(held, needs, fits, reach).map(|offer| offer.products());
        if let Some(products) = best(Reach::Offered) {
            return (products, None);
        }
        let not_held = |ix: &ProductIx| held.base != Some(*ix) && !held.addons.contains(ix);
        let of = |products: &[ProductIx], wrong: &dyn Fn(&Entry) -> bool| -> Vec<ProductIx> {
            products.iter().copied().filter(not_held).filter(|ix| wrong(self.entry(*ix))).collect()
        };
        if let Some(products) = best(Reach::Allowed) {
            let unpriced = of(&products, &|entry| !entry.offered);
            return (products, Some(Why::PriceUnknown(unpriced)));
        }
        if let Some(products) = best(Reach::Any) {
            let barred = of(&products, &|entry| !entry.allowed);
            return (products, Some(Why::NotAllowed(barred)));
        }
        let carried =
            self.entry(base).carries.iter().fold(self.entry(base).covers, |all, ix| all.union(self.entry(*ix).covers));
        (vec![base], Some(Why::Uncovered(needs.difference(carried))))
    }

    /// Why something that covers the needs and may be had is not chosen.
    fn against(&self, held: &Held, products: &[ProductIx], chosen: Option<&[ProductIx]>) -> Why {
        let misplaced = self.misplaced(products);
        let Some(chosen) = chosen else {
            return if misplaced.is_empty() {
                Why::RuleComesFirst { cheaper_by: None }
            } else {
                Why::Misplaced(misplaced)
            };
        };
        let (own, best) = (self.cost(products.iter().copied()), self.cost(chosen.iter().copied()));
        match own.cmp(&best) {
            Ordering::Less | Ordering::Equal if !misplaced.is_empty() => Why::Misplaced(misplaced),
            Ordering::Less => {
                let known = own.1 == best.1 && self.unpriced_beside(products, chosen).is_empty();
                Why::RuleComesFirst { cheaper_by: known.then(|| self.money(best.0 - own.0)) }
            }
            Ordering::Equal => Why::Tie(self.tie(held, products, chosen)),
            Ordering::Greater => self.dearer(products, chosen, own, best),
        }
    }

    fn dearer(&self, products: &[ProductIx], chosen: &[ProductIx], own: Cost, best: Cost) -> Why {
        let by = self.money(own.0 - best.0);
        let (mine, theirs) = (self.unpriced_beside(products, chosen), self.unpriced_beside(chosen, products));
        match (mine.is_empty(), theirs.is_empty()) {
            (true, true) => Why::Dearer { by },
            (false, _) => Why::DearerByUnknown { known: by, unpriced: mine },
            (true, false) => Why::MoreKnownMoney { by, unpriced: theirs },
        }
    }

    fn tie(&self, held: &Held, products: &[ProductIx], chosen: &[ProductIx]) -> Tie {
        let is_held = |list: &[ProductIx]| {
            list.split_first().is_some_and(|(base, addons)| held.base == Some(*base) && held.addons == addons)
        };
        let rank = |list: &[ProductIx]| list.first().map(|ix| self.entry(*ix).rank);
        if is_held(chosen) {
            Tie::OtherIsHeld
        } else if chosen.len() < products.len() {
            Tie::MoreProducts
        } else if rank(chosen) < rank(products) {
            Tie::HigherRank
        } else {
            Tie::LaterIds
        }
    }

    /// Products without a price that the others do not have too.
    fn unpriced_beside(&self, products: &[ProductIx], others: &[ProductIx]) -> Vec<ProductIx> {
        let unpriced = |ix: &&ProductIx| self.entry(**ix).price.is_none() && !others.contains(ix);
        products.iter().filter(unpriced).copied().collect()
    }

    /// Add-ons that can't stand on the base that they are held with.
    fn misplaced(&self, products: &[ProductIx]) -> Vec<ProductIx> {
        let carries: &[ProductIx] = match products.first().map(|base| self.entry(*base)) {
            Some(base) if base.kind == ProductKind::Base => &base.carries,
            _ => &[],
        };
        let is_addon = |ix: &&ProductIx| self.entry(**ix).kind == ProductKind::AddOn;
        products.iter().filter(is_addon).filter(|ix| !carries.contains(ix)).copied().collect()
    }

    fn covered(&self, products: &[ProductIx]) -> FeatureSet {
        products.iter().fold(FeatureSet::EMPTY, |all, ix| all.union(self.entry(*ix).covers))
    }

    fn price(&self, products: &[ProductIx]) -> Option<Decimal> {
        let sum: Option<i128> = products.iter().map(|ix| self.entry(*ix).price).sum();
        sum.map(|sum| self.money(sum))
    }

    /// Unknown prices after every known one.
    fn cost_in_order(&self, products: &[ProductIx]) -> (bool, Cost) {
        let cost = self.cost(products.iter().copied());
        (cost.1 > 0, cost)
    }

    fn money(&self, whole: i128) -> Decimal {
        Decimal::from_i128_with_scale(whole, self.scale)
    }
}

impl Why {
    /// Chosen, possible, without a price, not allowed, not enough.
    fn place(&self) -> u8 {
        match self {
            Why::Chosen => 0,
            Why::Dearer { .. } | Why::DearerByUnknown { .. } | Why::MoreKnownMoney { .. } => 1,
            Why::Tie(_) | Why::RuleComesFirst { .. } | Why::Misplaced(_) => 1,
            Why::PriceUnknown(_) => 2,
            Why::NotAllowed(_) => 3,
            Why::Uncovered(_) => 4,
        }
    }

    /// What is known of how much dearer it is than the chosen one; 0 for the chosen one and of equal ones, `None` where the
    /// price is not the reason.
    pub fn dearer_by(&self) -> Option<Decimal> {
        match self {
            Why::Dearer { by } | Why::DearerByUnknown { known: by, .. } | Why::MoreKnownMoney { by, .. } => Some(*by),
            Why::Chosen | Why::Tie(_) => Some(Decimal::ZERO),
            Why::RuleComesFirst { cheaper_by } => cheaper_by.map(|by| -by),
            Why::Misplaced(_) | Why::NotAllowed(_) | Why::PriceUnknown(_) | Why::Uncovered(_) => None,
        }
    }

    /// Its code in outputs, in kebab case.
    pub fn code(&self) -> &'static str {
        match self {
            Why::Chosen => "chosen",
            Why::Dearer { .. } => "dearer",
            Why::DearerByUnknown { .. } => "dearer-by-unknown",
            Why::MoreKnownMoney { .. } => "more-known-money",
            Why::Tie(Tie::OtherIsHeld) => "same-price-not-held",
            Why::Tie(Tie::MoreProducts) => "same-price-more-products",
            Why::Tie(Tie::HigherRank) => "same-price-higher-rank",
            Why::Tie(Tie::LaterIds) => "same-price-later-ids",
            Why::RuleComesFirst { .. } => "rule-comes-first",
            Why::Misplaced(_) => "misplaced",
            Why::NotAllowed(_) => "not-allowed",
            Why::PriceUnknown(_) => "price-unknown",
            Why::Uncovered(_) => "uncovered",
        }
    }
}

#[cfg(test)]
mod tests;
