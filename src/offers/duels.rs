//! Two ways for the same needs: a base with an add-on against a dearer base that includes it, and a digital base against the
//! full one.
//!
//! A duel concerns people who keep a license, whose needs both ways cover, and who need something that only these two give.
//! Needs that an add-on covers on either base cancel: Copilot, journey, work automation.

use rust_decimal::Decimal;
use seatwise_pricing::{
    book::{PriceStatus, ProductKind, SeatModel},
    feature::{Feature, FeatureSet},
    tariff::{ContractedSource, ProductIx, Tariff, TariffProduct},
};

use super::people::People;

/// What a duel is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// A base with an add-on against the lowest base that covers as much.
    AddOn,
    /// A base without voice against the full one.
    Digital,
}

impl Topic {
    /// The word used in outputs.
    pub fn as_str(self) -> &'static str {
        match self {
            Topic::AddOn => "add-on",
            Topic::Digital => "digital",
        }
    }
}

/// One of the two ways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// The base, then the add-ons.
    pub products: Vec<ProductIx>,
    /// Contracted price per head and month, exact; `None` = unknown.
    pub price: Option<Decimal>,
    /// What has no price.
    pub unpriced: Vec<ProductIx>,
    /// Does a price come from a guide of a third party only?
    pub is_by_guide: bool,
    /// Of the people concerned: for how many it is the cheapest of all that would do, add-ons that cancel left aside.
    pub enough_for: u64,
    /// Of the people concerned: how many hold it, add-ons that cancel left aside.
    pub held_by: u64,
}

/// Two ways, and whom they concern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duel {
    /// What it is about.
    pub topic: Topic,
    /// The base with the add-on; the digital base.
    pub left: Side,
    /// The base that includes it; the full base.
    pub right: Side,
    /// People concerned.
    pub people: u64,
    /// Left less right per head, exact: above 0, the right one is cheaper. `None` = a price is unknown.
    pub difference: Option<Decimal>,
    /// The same of all people concerned; `None` too where seats are billed by hours logged in.
    pub total: Option<Decimal>,
    /// The left way is cheaper where its last product costs less than this; `None` = the rest has no price.
    pub left_wins_below: Option<Decimal>,
}

/// Every duel that concerns somebody: add-ons by base and id, then digital bases by rank.
pub fn duels(people: &People<'_>) -> Vec<Duel> {
    let tariff = people.tariff();
    let bases: Vec<&TariffProduct> = tariff.products().iter().filter(|own| own.is_cx).collect();
    let addons = || tariff.products().iter().filter(|own| own.kind == ProductKind::AddOn);
    let mut duels = Vec::new();
    for base in &bases {
        for addon in addons().filter(|addon| addon.stands_on.contains(&base.ix)) {
            let covered = base.covers.union(addon.covers);
            let gained = addon.covers.difference(base.covers);
            let includes = |other: &&&TariffProduct| covered.is_subset_of(other.covers) && other.rank > base.rank;
            // The base that brings tokens has a comparison of its own.
            let Some(full) = bases.iter().find(includes).filter(|full| full.brings_tokens.is_zero()) else { continue };
            let concerns = |needs: FeatureSet| !needs.intersection(gained).is_empty();
            duels.extend(duel(people, Topic::AddOn, &[base.ix, addon.ix], full.ix, concerns));
        }
    }
    for digital in bases.iter().filter(|base| !base.covers.contains(Feature::Voice)) {
        let with_voice = |other: &&&TariffProduct| {
            digital.covers.is_subset_of(other.covers)
                && other.covers.contains(Feature::Voice)
                && other.rank > digital.rank
        };
        let Some(full) = bases.iter().find(with_voice) else { continue };
        // Who gets by with a lower base is no matter of this one.
        let lower: Vec<FeatureSet> =
            bases.iter().filter(|base| base.rank < digital.rank).map(|base| base.covers).collect();
        let cancel = tariff.covers(&on_both(tariff, digital.ix, full.ix));
        let concerns = |needs: FeatureSet| {
            let own = needs.difference(cancel);
            !own.is_empty() && lower.iter().all(|covers| !own.is_subset_of(*covers))
        };
        duels.extend(duel(people, Topic::Digital, &[digital.ix], full.ix, concerns));
    }
    duels
}

/// Add-ons that stand on either base, at one price.
fn on_both(tariff: &Tariff, one: ProductIx, other: ProductIx) -> Vec<ProductIx> {
    let stands = |own: &&TariffProduct| own.stands_on.contains(&one) && own.stands_on.contains(&other);
    tariff.products().iter().filter(stands).map(|own| own.ix).collect()
}

/// `None` where nobody is concerned.
fn duel(
    people: &People<'_>,
    topic: Topic,
    left: &[ProductIx],
    right: ProductIx,
    concerns: impl Fn(FeatureSet) -> bool,
) -> Option<Duel> {
    let tariff = people.tariff();
    let both = tariff.covers(left).intersection(tariff.product(right).covers);
    let cancelling = on_both(tariff, left[0], right);
    let cancel = tariff.covers(&cancelling);
    let is_this = |own: &Side, products: &[ProductIx]| {
        let rest = products.iter().filter(|ix| !cancelling.contains(ix) || own.products.contains(ix));
        rest.eq(own.products.iter())
    };
    let (mut left, mut right) = (side(tariff, left), side(tariff, &[right]));
    let mut count = 0;
    for (group, staying) in people.staying() {
        if !group.needs.difference(cancel).is_subset_of(both) || !concerns(group.needs) {
            continue;
        }
        count += staying;
        for own in [&mut left, &mut right] {
            own.enough_for += if group.enough.as_ref().is_some_and(|it| is_this(own, it)) { staying } else { 0 };
            own.held_by += if is_this(own, &group.held) { staying } else { 0 };
        }
    }
    if count == 0 {
        return None;
    }
    let difference = left.price.zip(right.price).map(|(left, right)| left - right);
    let rest = left.products[..left.products.len() - 1].iter().map(|ix| tariff.product(*ix).offer_price).sum();
    Some(Duel {
        topic,
        people: count,
        difference,
        // Prices per hour can't be summed over people.
        total: difference
            .filter(|_| tariff.model() != SeatModel::HourlyLoggedIn)
            .map(|each| tariff.currency().round(each * Decimal::from(count))),
        left_wins_below: right.price.zip(rest).map(|(right, rest): (Decimal, Decimal)| right - rest),
        left,
        right,
    })
}

/// A way with its price.
pub(super) fn side(tariff: &Tariff, products: &[ProductIx]) -> Side {
    let own = || products.iter().map(|ix| tariff.product(*ix));
    let is_guide = |own: &TariffProduct| {
        let of_list = matches!(own.contracted_source, ContractedSource::List | ContractedSource::Discount);
        of_list && own.list_entry.as_ref().is_some_and(|entry| entry.status == PriceStatus::Guide)
    };
    Side {
        products: products.to_vec(),
        price: own().map(|own| own.offer_price).sum(),
        unpriced: own().filter(|own| own.offer_price.is_none()).map(|own| own.ix).collect(),
        is_by_guide: own().any(is_guide),
        enough_for: 0,
        held_by: 0,
    }
}
