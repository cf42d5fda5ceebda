//! The offer: is something cheaper enough, or is what is held not enough?

use seatwise_pricing::{
    cover::OfferCatalog,
    feature::FeatureSet,
    tariff::{ProductIx, Tariff},
};

use super::{code::Advice, context::Context, needs};
use crate::entitlement::held::Holding;

/// What an offer check says of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// What is held is the cheapest that is enough.
    Keep,
    /// Change to these products.
    Change(Advice, Vec<ProductIx>),
    /// The needs are not covered, and nothing that may be recommended covers them.
    Uncovered,
}

/// Compares what the person holds with the cheapest offer that covers the needs.
pub fn check(context: &Context<'_>, catalog: &mut OfferCatalog, user_ix: usize) -> Verdict {
    let holding = &context.held.now[user_ix];
    if holding.base.is_none() {
        return Verdict::Keep;
    }
    let needs = needs::needed(context, user_ix, &holding.offer());
    verdict(context.tariff, catalog, holding, needs)
}

/// The same of somebody who holds this and needs that; without a base there is no offer.
pub fn verdict(tariff: &Tariff, catalog: &mut OfferCatalog, holding: &Holding, needs: FeatureSet) -> Verdict {
    let Some(base) = holding.base else { return Verdict::Keep };
    let held = holding.offer();
    if !needs.is_subset_of(tariff.covers(&held)) {
        return match catalog.needed_offer(&held, needs) {
            Some(offer) if offer.products() != held => Verdict::Change(Advice::UpgradeTier, offer.products()),
            _ => Verdict::Uncovered,
        };
    }
    if !tariff.product(base).is_cx {
        return Verdict::Keep;
    }
    let Some(offer) = catalog.needed_offer(&held, needs) else { return Verdict::Keep };
    if offer.products() == held || !catalog.is_cheaper(&offer, &held) {
        return Verdict::Keep;
    }
    let to = offer.products();
    Verdict::Change(code(tariff, &held, &to), to)
}

/// What a change from the offer held (base first) to a cheaper one is called.
pub fn code(tariff: &Tariff, held: &[ProductIx], to: &[ProductIx]) -> Advice {
    let product = |ix: &ProductIx| tariff.product(*ix);
    let rank = |offer: &[ProductIx]| offer.first().and_then(|base| product(base).rank);
    let added = to.iter().skip(1).any(|addon| !held.contains(addon));
    if to.first().is_some_and(|base| !product(base).is_cx) {
        Advice::ReleaseCxSeat
    } else if to.first() == held.first() && !added {
        Advice::DropAddon
    } else if rank(to) < rank(held) && !added {
        Advice::DowngradeTier
    } else {
        Advice::SwapOffer
    }
}
