//! The base that includes everything and brings AI tokens (CX 4), against the base below with what it lacks as add-ons
//! (CX 3 with Copilot and journey) and the tokens at their price.
//!
//! Per head, the tokens that a seat brings are worth something only as far as they are used: so the answer is how many of
//! them must be. As a whole, both ways are billed with the tokens that the period used for everything but Copilot seats,
//! less what is free and committed; that of the last period that is metered completely.

use rust_decimal::{Decimal, RoundingStrategy};
use seatwise_pricing::{
    book::{PriceBook, ProductKind, SeatModel},
    feature::FeatureSet,
    period::Period,
    tariff::{ProductIx, Tariff, TariffProduct},
    tokens::{TokenBill, token_bill},
};

use super::{
    duels::{Side, side},
    people::People,
};
use crate::analysis::history::{History, Month};

/// People who need the same of what only the top base includes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopRow {
    /// What they need of it.
    pub features: FeatureSet,
    /// How many they are.
    pub people: u64,
    /// The base below with add-ons.
    pub bundle: Side,
    /// Top less bundle per head, tokens left aside: above 0, the bundle is cheaper. `None` = a price is unknown.
    pub difference: Option<Decimal>,
    /// Of the tokens that a seat brings, so many must be used for both to cost the same, rounded up to a whole one; 0 = the
    /// top base is cheaper without any. `None` = a price is unknown.
    pub break_even_tokens: Option<Decimal>,
    /// For how many of them the top base is the cheapest of all that would do, tokens left aside.
    pub top_enough_for: u64,
}

/// Tokens and costs if everybody concerned had the top base, or the bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Whole {
    /// Seats of the way, without what is billed in tokens.
    pub seats: Option<Decimal>,
    /// Tokens of the period, where `resource_usage` tells; Copilot seats are those of this way.
    pub tokens: Option<TokenBill>,
}

/// The comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopTier {
    /// The top base alone.
    pub top: Side,
    /// The base below.
    pub base: ProductIx,
    /// Tokens that a seat of it brings a month.
    pub tokens_per_seat: Decimal,
    /// Price of a token beyond what is free and committed; `None` = unknown.
    pub token_price: Option<Decimal>,
    /// By what people need of it.
    pub rows: Vec<TopRow>,
    /// The period of the tokens, the last that is metered completely; `None` = none is.
    pub period: Option<Period>,
    /// Everybody concerned on the top base.
    pub all_top: Whole,
    /// Everybody concerned on the base below.
    pub all_bundle: Whole,
}

impl Whole {
    /// Seats and tokens; `None` where one of them is unknown.
    pub fn cost(&self) -> Option<Decimal> {
        Some(self.seats? + self.tokens.as_ref()?.cost?)
    }
}

impl TopTier {
    /// People concerned.
    pub fn people(&self) -> u64 {
        self.rows.iter().map(|row| row.people).sum()
    }

    /// Tokens that their seats would bring.
    pub fn tokens_brought(&self) -> Decimal {
        self.tokens_per_seat * Decimal::from(self.people())
    }

    /// Of the tokens brought those that the period used, beyond what is free and committed anyway, with at most six
    /// decimals; `None` = no period is metered completely.
    pub fn tokens_used(&self) -> Option<Decimal> {
        let bill = self.all_top.tokens.as_ref()?;
        let brought = self.tokens_brought();
        let others = bill.free.rounded(6) - brought + Decimal::from(bill.committed);
        Some((bill.consumed.rounded(6) - others).clamp(Decimal::ZERO, brought))
    }

    /// Top less bundle of everybody; `None` where a price or the tokens are unknown.
    pub fn difference(&self) -> Option<Decimal> {
        Some(self.all_top.cost()? - self.all_bundle.cost()?)
    }
}

/// Compares; `None` where nobody needs what only the top base includes.
pub fn top(people: &People<'_>, book: &PriceBook, history: &History) -> Option<TopTier> {
    let tariff = people.tariff();
    if tariff.model() == SeatModel::HourlyLoggedIn {
        return None;
    }
    let month = history.months.iter().rev().find(|month| month.metered_is_complete);
    let bases = || tariff.products().iter().filter(|own| own.is_cx);
    let top = bases().filter(|own| !own.brings_tokens.is_zero()).max_by_key(|own| own.rank)?;
    let fits = |own: &&TariffProduct| own.rank < top.rank && own.covers.is_subset_of(top.covers);
    let base = bases().filter(fits).max_by_key(|own| own.rank)?;
    let extras = top.covers.difference(base.covers);
    let beside = on_both(tariff, top, base).difference(extras);
    let mut rows: Vec<TopRow> = Vec::new();
    let own = side(tariff, &[top.ix]);
    for (group, staying) in people.staying() {
        let features = group.needs.intersection(extras);
        let rest = group.needs.difference(extras).difference(beside);
        if features.is_empty() || !rest.is_subset_of(base.covers) {
            continue;
        }
        let place = match rows.iter().position(|row| row.features == features) {
            Some(place) => place,
            None => {
                rows.push(row(tariff, &own, base, features)?);
                rows.len() - 1
            }
        };
        let row = &mut rows[place];
        row.people += staying;
        let enough_for = |products: &Vec<ProductIx>| if group.enough.as_ref() == Some(products) { staying } else { 0 };
        row.top_enough_for += enough_for(&own.products);
        row.bundle.enough_for += enough_for(&row.bundle.products);
        row.bundle.held_by += if group.held == row.bundle.products { staying } else { 0 };
    }
    if rows.is_empty() {
        return None;
    }
    rows.sort_by_key(|row| row.features);
    let count: u64 = rows.iter().map(|row| row.people).sum();
    let seats =
        |price: Option<Decimal>, people: u64| price.map(|price| tariff.currency().round(price * Decimal::from(people)));
    let all_top = Whole {
        seats: seats(own.price, count),
        tokens: month.and_then(|month| tokens(tariff, book, month, 0, &[(top.ix, count)])),
    };
    let bundle = bundle_seats(tariff, &rows);
    let all_bundle = Whole {
        seats: bundle.iter().map(|(ix, people)| seats(tariff.product(*ix).contracted, *people)).sum(),
        tokens: month.and_then(|month| tokens(tariff, book, month, by_tokens(tariff, &bundle), &[])),
    };
    let token_price = tariff.token_product().and_then(|own| own.overage);
    Some(TopTier {
        base: base.ix,
        tokens_per_seat: top.brings_tokens,
        token_price,
        rows,
        period: month.map(|month| month.period),
        all_top,
        all_bundle,
        top: own,
    })
}

/// Features that an add-on covers on either base.
fn on_both(tariff: &Tariff, one: &TariffProduct, other: &TariffProduct) -> FeatureSet {
    let stands = |own: &&TariffProduct| own.stands_on.contains(&one.ix) && own.stands_on.contains(&other.ix);
    tariff.products().iter().filter(stands).fold(FeatureSet::EMPTY, |all, own| all.union(own.covers))
}

/// `None` where no add-on of the base below covers a feature.
fn row(tariff: &Tariff, top: &Side, base: &TariffProduct, features: FeatureSet) -> Option<TopRow> {
    let mut products = vec![base.ix];
    for feature in features.iter() {
        if tariff.covers(&products).contains(feature) {
            continue;
        }
        let fits = |own: &&TariffProduct| {
            own.kind == ProductKind::AddOn && own.stands_on.contains(&base.ix) && own.covers.contains(feature)
        };
        let addons = tariff.products().iter().filter(fits);
        products.push(addons.min_by_key(|own| (own.offer_price.is_none(), own.offer_price, own.ix))?.ix);
    }
    products[1..].sort_unstable();
    let bundle = side(tariff, &products);
    let difference = top.price.zip(bundle.price).map(|(top, bundle)| top - bundle);
    let token = tariff.token_product().and_then(|own| own.overage).filter(|price| !price.is_zero());
    let break_even = |(more, token): (Decimal, Decimal)| {
        (more.max(Decimal::ZERO) / token).round_dp_with_strategy(0, RoundingStrategy::AwayFromZero)
    };
    let break_even_tokens = difference.zip(token).map(break_even);
    Some(TopRow { features, people: 0, bundle, difference, break_even_tokens, top_enough_for: 0 })
}

/// Seats of the bundles by product.
fn bundle_seats(tariff: &Tariff, rows: &[TopRow]) -> Vec<(ProductIx, u64)> {
    let mut seats = vec![0; tariff.len()];
    for row in rows {
        row.bundle.products.iter().for_each(|ix| seats[ix.index()] += row.people);
    }
    let named = tariff.products().iter().map(|own| own.ix).zip(seats);
    named.filter(|(_, people)| *people > 0).collect()
}

/// Seats that are billed in tokens.
fn by_tokens(tariff: &Tariff, seats: &[(ProductIx, u64)]) -> u64 {
    seats.iter().filter(|(ix, _)| tariff.product(*ix).is_billed_in_tokens()).map(|(_, people)| people).sum()
}

/// The tokens of a period with so many seats billed in tokens, and seats that bring some; `None` = a quantity is too large to
/// be exact.
fn tokens(
    tariff: &Tariff,
    book: &PriceBook,
    month: &Month,
    seats: u64,
    billed: &[(ProductIx, u64)],
) -> Option<TokenBill> {
    let metered = month.counted.metered.iter().flatten().map(|(resource, units)| (resource.as_str(), *units));
    let is_seat = |resource: &str| book.meter_of_resource(resource).is_some_and(|meter| meter.seat_product.is_some());
    let mut usage: Vec<(&str, Decimal)> = metered.filter(|(resource, _)| !is_seat(resource)).collect();
    if let Some(meter) = book.meters().iter().find(|meter| meter.seat_product.is_some()) {
        usage.push((&meter.id, Decimal::from(seats)));
    }
    token_bill(tariff, book, &usage, billed).ok()
}
