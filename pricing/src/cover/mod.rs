//! The cheapest offer that covers what a person needs: one base and add-ons that can stand on it.
//!
//! A candidate may use what is held, and what is allowed and priced. The best one has the least known money; then the
//! fewest products of unknown price (which only held ones have: dropped where not needed, never exchanged for more known
//! money); then what the person has; then fewer products, the lower rank, the smaller ids. Prices are the exact offer
//! prices of the tariff.
//!
//! Left to the caller: what is needed, who is worth a recommendation, people without a base.

mod alternatives;
mod search;

use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::book::{PriceBook, ProductKind, SeatModel};
use crate::feature::FeatureSet;
use crate::tariff::{ProductIx, Tariff, TariffProduct, Unit};

pub use alternatives::{Alternative, Tie, Why};

/// One base and its add-ons.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Offer {
    /// The base.
    pub base: ProductIx,
    /// The add-ons, by id, each once.
    pub addons: Vec<ProductIx>,
}

/// What a person holds, as far as an offer can change it: the base of highest rank, and add-ons by id.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Held {
    base: Option<ProductIx>,
    addons: Vec<ProductIx>,
}

/// Every product that an offer can have, with its price as a whole number of the smallest unit in use.
#[derive(Debug, Clone)]
pub struct OfferCatalog {
    products: Vec<Entry>,
    /// Bases by rank.
    bases: Vec<ProductIx>,
    /// Decimals of the smallest unit in which prices are whole numbers.
    scale: u32,
    memo: HashMap<(Held, FeatureSet), Option<Offer>>,
}

#[derive(Debug, Clone)]
struct Entry {
    kind: ProductKind,
    rank: u32,
    is_cx: bool,
    covers: FeatureSet,
    /// Exact price; `None` = unknown.
    price: Option<i128>,
    /// Do the settings let it be offered to somebody who does not hold it?
    allowed: bool,
    /// Allowed, and of a price that can be held against others?
    offered: bool,
    /// For a base: the add-ons that can stand on it, by id.
    carries: Vec<ProductIx>,
}

/// Known money and number of unknown prices; compared in this order.
type Cost = (i128, usize);

impl Offer {
    /// Base first, then the add-ons.
    pub fn products(&self) -> Vec<ProductIx> {
        std::iter::once(self.base).chain(self.addons.iter().copied()).collect()
    }
}

impl OfferCatalog {
    /// The catalog of a tariff. `allow` names products (or license ids) that may be offered; empty = every priced one but
    /// bases outside the contact center. A name in `allow` that is no base or add-on of the book offers nothing; whoever
    /// read the settings says so.
    pub fn new(tariff: &Tariff, book: &PriceBook, allow: &[String]) -> OfferCatalog {
        let allowed: Vec<&str> =
            allow.iter().filter_map(|name| book.product_of_license(name)).map(|product| product.id.as_str()).collect();
        // A price per month says nothing about one per hour, unless it is nothing.
        let is_comparable = |product: &TariffProduct| {
            tariff.model() != SeatModel::HourlyLoggedIn
                || (product.unit == Unit::Hour && !product.is_billed_in_tokens())
                || product.offer_price.is_some_and(|price| price.is_zero())
        };
        let is_allowed = |product: &TariffProduct| match (allow.is_empty(), product.kind) {
            (_, kind) if !matches!(kind, ProductKind::Base | ProductKind::AddOn) => false,
            (true, ProductKind::Base) => product.is_cx,
            (true, _) => true,
            (false, _) => allowed.contains(&product.id.as_str()),
        };
        let scales = tariff.products().iter().filter_map(|p| p.offer_price).map(|p| p.normalize().scale());
        let scale = scales.max().unwrap_or(0);
        let products: Vec<Entry> = tariff
            .products()
            .iter()
            .map(|product| Entry {
                kind: product.kind,
                rank: product.rank.unwrap_or(0),
                is_cx: product.is_cx,
                covers: product.covers,
                price: product.offer_price.map(|price| whole(price, scale)),
                allowed: is_allowed(product),
                offered: product.offer_price.is_some() && is_comparable(product) && is_allowed(product),
                carries: add_ons_on(tariff, product.ix),
            })
            .collect();
        let bases =
            tariff.row_order().iter().copied().filter(|ix| products[ix.index()].kind == ProductKind::Base).collect();
        OfferCatalog { products, bases, scale, memo: HashMap::new() }
    }

    /// The cheapest offer for somebody who holds `held` and needs `needs`; `None` where nothing on offer covers the needs.
    ///
    /// Of `held` the highest base and the add-ons count, other kinds are ignored. Without needs: the base outside the
    /// contact center that is named in `allow` and strictly cheaper than what is held (higher rank first); else, for holders of
    /// a contact-center base or none, the cheapest contact-center base; holders of another base keep it.
    pub fn needed_offer(&mut self, held: &[ProductIx], needs: FeatureSet) -> Option<Offer> {
        let key = (self.held(held), needs);
        if let Some(known) = self.memo.get(&key) {
            return known.clone();
        }
        let offer = if needs.is_empty() {
            self.without_needs(&key.0)
        } else {
            self.best(&key.0, needs, |_| true, Reach::Offered)
        };
        self.memo.insert(key, offer.clone());
        offer
    }

    /// Does the offer cost strictly less than what is held: less known money, or as much with fewer unknown prices?
    pub fn is_cheaper(&self, offer: &Offer, held: &[ProductIx]) -> bool {
        self.cost(offer.products().into_iter()) < self.cost(held.iter().copied())
    }

    fn held(&self, held: &[ProductIx]) -> Held {
        let of_kind = |kind: ProductKind| held.iter().copied().filter(move |ix| self.entry(*ix).kind == kind);
        let mut addons: Vec<ProductIx> = of_kind(ProductKind::AddOn).collect();
        addons.sort_unstable();
        addons.dedup();
        Held { base: of_kind(ProductKind::Base).max_by_key(|ix| self.entry(*ix).rank), addons }
    }

    fn without_needs(&self, held: &Held) -> Option<Offer> {
        let held_cost = self.cost(held.base.into_iter().chain(held.addons.iter().copied()));
        let cheaper = |base: &&ProductIx| {
            let entry = self.entry(**base);
            !entry.is_cx && entry.offered && self.cost(std::iter::once(**base)) < held_cost
        };
        if let Some(base) = self.bases.iter().rev().find(cheaper) {
            return Some(Offer { base: *base, addons: Vec::new() });
        }
        match held.base.filter(|base| !self.entry(*base).is_cx) {
            Some(base) => Some(Offer { base, addons: Vec::new() }),
            None => self.best(held, FeatureSet::EMPTY, |entry| entry.is_cx, Reach::Offered),
        }
    }

    fn cost(&self, products: impl Iterator<Item = ProductIx>) -> Cost {
        products.fold((0, 0), |cost, ix| plus(cost, self.entry(ix).price))
    }

    fn entry(&self, ix: ProductIx) -> &Entry {
        &self.products[ix.index()]
    }
}

/// What a candidate may be made of, beside what is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// Products on offer.
    Offered,
    /// Allowed ones, also at an unknown price; of those as few as possible.
    Allowed,
    /// Everything that can be part of an offer; of what has no price as little as possible.
    Any,
}

impl Reach {
    fn admits(self, entry: &Entry) -> bool {
        match self {
            Reach::Offered => entry.offered,
            Reach::Allowed => entry.allowed,
            Reach::Any => matches!(entry.kind, ProductKind::Base | ProductKind::AddOn),
        }
    }

    fn plus(self, cost: Cost, price: Option<i128>) -> Cost {
        /// More than all known prices together.
        const DEAREST: i128 = i128::MAX >> 32;
        match (self, price) {
            (Reach::Allowed | Reach::Any, None) => plus(cost, Some(DEAREST)),
            _ => plus(cost, price),
        }
    }
}

fn plus(cost: Cost, price: Option<i128>) -> Cost {
    match price {
        Some(price) => (cost.0 + price, cost.1),
        None => (cost.0, cost.1 + 1),
    }
}

fn add_ons_on(tariff: &Tariff, base: ProductIx) -> Vec<ProductIx> {
    let add_ons = tariff.products().iter().filter(|product| product.kind == ProductKind::AddOn);
    add_ons.filter(|product| product.stands_on.contains(&base)).map(|product| product.ix).collect()
}

/// The price in units of 10⁻ˢᶜᵃˡᵉ, where no price of the tariff has more decimals than `scale`.
fn whole(price: Decimal, scale: u32) -> i128 {
    let price = price.normalize();
    // Invariant: prices have at most 9 digits before the point and their products with tokens few more, far below i128.
    price.mantissa() * 10_i128.pow(scale - price.scale())
}

#[cfg(test)]
mod exhaustive;
#[cfg(test)]
mod tests;
