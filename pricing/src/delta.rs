//! What a change of products is worth per month: one line, rounded once.
//!
//! Products on both sides cancel. What is left has its offer price: tokens × token price where a product is billed in
//! tokens, the full price for a wallboard. Whether the money is saved now or at renewal is decided elsewhere.

use rust_decimal::Decimal;

use crate::tariff::{ProductIx, Tariff, TariffProduct};

/// Which of the two prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PriceKind {
    /// The list price.
    List,
    /// The contracted price.
    Contracted,
}

/// Price of `from` less price of `to` per month, in the tariff's currency: above 0 = the change saves money.
///
/// `None` where a product that does not cancel has no known price. A product counts once per side.
pub fn price_delta(tariff: &Tariff, from: &[ProductIx], to: &[ProductIx], kind: PriceKind) -> Option<Decimal> {
    let given_up = price_without(tariff, from, to, kind)?;
    let gained = price_without(tariff, to, from, kind)?;
    Some(tariff.currency().round(given_up - gained))
}

fn price_without(tariff: &Tariff, side: &[ProductIx], other: &[ProductIx], kind: PriceKind) -> Option<Decimal> {
    let mut left: Vec<ProductIx> = side.iter().copied().filter(|ix| !other.contains(ix)).collect();
    left.sort_unstable();
    left.dedup();
    left.into_iter().map(|ix| price(tariff.product(ix), kind)).sum()
}

fn price(product: &TariffProduct, kind: PriceKind) -> Option<Decimal> {
    match kind {
        PriceKind::List => product.offer_list,
        PriceKind::Contracted => product.offer_price,
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
        let delta = |kind| price_delta(&tariff, &ixs(from), &ixs(to), kind).map(|delta| delta.to_string());
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
}
