//! What a change of products is worth per month: one line, rounded once.
//!
//! Products on both sides cancel. What is left has its offer price: tokens × token price where a product is billed in
//! tokens, the full price for a wallboard, the person's own hours × the price per hour where hours are billed. Whether the
//! money is saved now or at renewal is decided elsewhere.

use rust_decimal::Decimal;

use crate::tariff::{ProductIx, Tariff, TariffProduct, Unit};

/// Microseconds of an hour.
const HOUR_MICROS: u64 = 3_600_000_000;

/// Which of the two prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PriceKind {
    /// The list price.
    List,
    /// The contracted price.
    Contracted,
}

/// The hours of one person, where they are what is billed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PersonTime {
    /// Time logged in of the period, in microseconds, for products that are counted in hours; `None` = not known.
    pub logged_in_micros: Option<u64>,
    /// Time on interactions of the period, in microseconds, of a person who is billed by it; `None` = billed by seat.
    pub interacting_micros: Option<u64>,
}

/// Price of `from` less price of `to` per month, in the tariff's currency: above 0 = the change saves money.
///
/// `None` where a product that does not cancel has no known price, or is billed by hours that nobody knows. A product counts
/// once per side.
pub fn price_delta(
    tariff: &Tariff,
    from: &[ProductIx],
    to: &[ProductIx],
    kind: PriceKind,
    time: PersonTime,
) -> Option<Decimal> {
    let given_up = price_without(tariff, from, to, kind, time)?;
    let gained = price_without(tariff, to, from, kind, time)?;
    let micros = (given_up.per_hour - gained.per_hour) / Decimal::from(HOUR_MICROS);
    Some(tariff.currency().round(given_up.per_month - gained.per_month + micros))
}

/// A price by month and one by hour, the latter times microseconds, so that it is divided once.
#[derive(Debug, Clone, Copy, Default)]
struct Price {
    per_month: Decimal,
    per_hour: Decimal,
}

fn price_without(
    tariff: &Tariff,
    side: &[ProductIx],
    other: &[ProductIx],
    kind: PriceKind,
    time: PersonTime,
) -> Option<Price> {
    let mut left: Vec<ProductIx> = side.iter().copied().filter(|ix| !other.contains(ix)).collect();
    left.sort_unstable();
    left.dedup();
    left.into_iter().try_fold(Price::default(), |sum, ix| {
        let one = price(tariff.product(ix), kind, time)?;
        Some(Price { per_month: sum.per_month + one.per_month, per_hour: sum.per_hour + one.per_hour })
    })
}

fn price(product: &TariffProduct, kind: PriceKind, time: PersonTime) -> Option<Price> {
    let of_offer = || match kind {
        PriceKind::List => product.offer_list,
        PriceKind::Contracted => product.offer_price,
    };
    let hours = |price: Decimal, micros: u64| Price { per_hour: price * Decimal::from(micros), ..Price::default() };
    match time.interacting_micros {
        // No price per hour of interaction is published.
        Some(micros) if product.bills_hours => {
            product.hourly.filter(|_| kind == PriceKind::Contracted).map(|price| hours(price, micros))
        }
        _ if product.unit == Unit::Hour && !product.is_billed_in_tokens() => {
            Some(hours(of_offer()?, time.logged_in_micros?))
        }
        _ => of_offer().map(|price| Price { per_month: price, ..Price::default() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::PriceBook;
    use crate::contract::Contract;

    fn check(contract: &str, from: &[&str], to: &[&str], list: Option<&str>, contracted: Option<&str>) {
        let book = PriceBook::embedded();
        let contract = Contract::parse(contract, "contract.toml", &book).unwrap().0;
        let tariff = Tariff::new(&book, &contract, "2026-10-31".parse().unwrap(), ["weird"].into_iter());
        let ixs = |ids: &[&str]| -> Vec<ProductIx> { ids.iter().map(|id| tariff.ix(id).unwrap()).collect() };
        let delta = |kind| {
            let delta = price_delta(&tariff, &ixs(from), &ixs(to), kind, PersonTime::default());
            delta.map(|delta| delta.to_string())
        };
        assert_eq!(delta(PriceKind::List).as_deref(), list, "{from:?} to {to:?}, list");
        assert_eq!(delta(PriceKind::Contracted).as_deref(), contracted, "{from:?} to {to:?}, contracted");
    }

    #[test]
    fn a_delta_is_from_less_to_and_products_on_both_sides_cancel() {
        check("", &["cx3"], &["cx2"], Some("40.00"), Some("40.00"));
        check("", &["cx2"], &["cx3"], Some("-40.00"), Some("-40.00"));
        check("", &["cx3", "weird"], &["cx2", "weird"], Some("40.00"), Some("40.00"));
        check("", &["cx3", "weird"], &["cx2"], None, None);
        check("", &["cx3"], &["communicate"], None, None);
        check("", &["cx3"], &["collaborate"], Some("155.00"), Some("155.00"));
        check("", &["cx3", "cx3"], &[], Some("155.00"), Some("155.00"));
        check("", &[], &[], Some("0.00"), Some("0.00"));
    }

    #[test]
    fn copilot_costs_its_tokens_and_a_wallboard_its_full_price() {
        check("", &["cx3", "copilot"], &["cx3"], Some("40.00"), Some("40.00"));
        check("", &["wallboard"], &[], Some("18.00"), Some("18.00"));
        let tokens = "[contract]\nmodel = \"concurrent\"\n[[price]]\nproduct = \"ai-tokens\"\nunit_price = \"0.85\"";
        check(tokens, &["copilot"], &[], Some("60.00"), Some("51.00"));
        let seat = "[[price]]\nproduct = \"copilot\"\nunit_price = \"35.00\"";
        check(seat, &["copilot"], &[], Some("40.00"), Some("35.00"));
    }

    #[test]
    fn contracted_prices_come_from_the_contract_and_are_rounded_once() {
        let contract = "[[price]]\nproduct = \"cx3\"\nunit_price = \"148.333\"\n[[price]]\nproduct = \"cx2\"\nunit_price = \"0.328\"";
        check(contract, &["cx3"], &["cx2"], Some("40.00"), Some("148.01"));
        let yen = "[contract]\ncurrency = \"JPY\"\n[[price]]\nproduct = \"cx3\"\nunit_price = \"15000.5\"";
        check(yen, &["cx3"], &["collaborate"], None, Some("15001"));
        check("[[price]]\nproduct = \"weird\"\nunit_price = \"7\"", &["weird"], &[], None, Some("7.00"));
    }

    #[test]
    fn hours_are_the_person_s_own() {
        let book = PriceBook::embedded();
        let delta = |contract: &str, time: PersonTime, from: &[&str], to: &[&str]| {
            let contract = Contract::parse(contract, "contract.toml", &book).unwrap().0;
            let tariff = Tariff::new(&book, &contract, "2026-10-31".parse().unwrap(), std::iter::empty());
            let ixs = |ids: &[&str]| -> Vec<ProductIx> { ids.iter().map(|id| tariff.ix(id).unwrap()).collect() };
            let delta = |kind| price_delta(&tariff, &ixs(from), &ixs(to), kind, time).map(|delta| delta.to_string());
            (delta(PriceKind::List), delta(PriceKind::Contracted))
        };
        let text = |amount: &str| Some(amount.to_owned());
        let hours = |hours: u64| Some(hours * HOUR_MICROS / 2);
        let legacy = "[contract]\nmodel = \"hourly-logged-in\"\n[[price]]\nproduct = \"cx3\"\nunit_price = \"1.25\"\n\
                      [[price]]\nproduct = \"cx2\"\nunit_price = \"1.00\"\n[[price]]\nproduct = \"communicate\"\nunit_price = \"9\"";
        let present = PersonTime { logged_in_micros: hours(21), ..PersonTime::default() };
        assert_eq!(delta(legacy, present, &["cx3"], &["cx2"]), (None, text("2.63")), "10.5 × 0.25 = 2.625");
        assert_eq!(delta(legacy, present, &["cx3"], &["communicate"]).1, text("4.13"), "10.5 × 1.25 − 9.00");
        assert_eq!(delta(legacy, PersonTime::default(), &["cx3"], &["cx2"]).1, None, "nobody knows the hours");
        let idle = PersonTime { logged_in_micros: Some(0), ..PersonTime::default() };
        assert_eq!(delta(legacy, idle, &["cx3"], &[]).1, text("0.00"), "who never comes costs nothing");
        let beside = "[[price]]\nproduct = \"cx1\"\nhourly_price = \"1.10\"";
        let billed = PersonTime { interacting_micros: hours(20), ..PersonTime::default() };
        assert_eq!(delta(beside, billed, &["cx1", "journey"], &[]), (None, text("41.00")), "10 × 1.10 + 30.00");
        assert_eq!(delta(beside, PersonTime::default(), &["cx1"], &[]).1, text("75.00"), "a seat");
    }
}
