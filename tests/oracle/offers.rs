//! The cheapest set of products that covers what a person needs, by trying every base with every set of add-ons.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::billing::Products;
use super::catalog::{add_ons, bases, can_stand, covers, highest_base, is_cx, rank};
use super::prices::Prices;

/// By what offers are ordered: known money, held products of unknown price, is it a change, products, rank, ids.
type Worth = (Decimal, usize, bool, usize, i64, Vec<String>);

/// What the base and the add-ons that can stand on it cover.
pub fn coverage(offer: &Products) -> BTreeSet<&'static str> {
    let Some(base) = highest_base(offer.iter().map(String::as_str)) else { return BTreeSet::new() };
    let standing = offer.iter().filter(|id| id.as_str() == base || can_stand(id, base));
    standing.flat_map(|id| covers(id)).collect()
}

/// What everything held covers, also an add-on that can't stand on the base.
pub fn held_coverage(from: &Products) -> BTreeSet<&'static str> {
    from.iter().flat_map(|id| covers(id)).collect()
}

/// The best offer for these needs, given what is held (`from`); `None` where nothing that may be had covers them.
pub fn best(
    from: &Products,
    needs: &BTreeSet<&'static str>,
    allow: &[String],
    prices: &Prices<'_>,
) -> Option<Products> {
    if needs.is_empty() {
        let offers = ["communicate", "collaborate"].into_iter().filter(|id| may_be_had(id, from, allow, prices));
        let mut offers = offers.map(|id| Products::from([id.to_owned()]));
        if let Some(office) = offers.find(|office| money(office, prices) < money(from, prices)) {
            return Some(office);
        }
    }
    let mut candidates = candidates(from, allow, prices);
    candidates.retain(|offer| coverage(offer).is_superset(needs));
    if held_coverage(from).is_superset(needs) {
        candidates.push(from.clone());
    }
    candidates.into_iter().min_by_key(|offer| worth(offer, from, prices))
}

fn candidates(from: &Products, allow: &[String], prices: &Prices<'_>) -> Vec<Products> {
    let mut all = Vec::new();
    for base in bases().filter(|id| is_cx(id) && may_be_had(id, from, allow, prices)) {
        let mut on_base = vec![Products::from([base.to_owned()])];
        for add_on in add_ons().filter(|id| can_stand(id, base) && may_be_had(id, from, allow, prices)) {
            for mut offer in on_base.clone() {
                offer.insert(add_on.to_owned());
                on_base.push(offer);
            }
        }
        all.extend(on_base);
    }
    all
}

/// What is held may stay; what is added has a price and is allowed.
fn may_be_had(product: &str, from: &Products, allow: &[String], prices: &Prices<'_>) -> bool {
    let is_allowed = if allow.is_empty() {
        !["collaborate", "communicate"].contains(&product)
    } else {
        allow.iter().any(|id| id == product)
    };
    let is_for_sale = prices.offer_price(product).is_some() && prices.is_comparable(product);
    from.contains(product) || (is_allowed && is_for_sale)
}

/// Known money, and how many products have no known price.
fn money(offer: &Products, prices: &Prices<'_>) -> (Decimal, usize) {
    let known = offer.iter().filter_map(|id| prices.offer_price(id)).sum();
    (known, offer.iter().filter(|id| prices.offer_price(id).is_none()).count())
}

fn worth(offer: &Products, from: &Products, prices: &Prices<'_>) -> Worth {
    let (known, unknown) = money(offer, prices);
    let base = highest_base(offer.iter().map(String::as_str)).expect("every candidate has a base");
    (known, unknown, offer != from, offer.len(), rank(base), offer.iter().cloned().collect())
}
