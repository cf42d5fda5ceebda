//! Reasons, case by case.

use super::*;
use crate::book::PriceBook;
use crate::contract::Contract;
use crate::feature::Feature;
use crate::tariff::Tariff;

/// The alternatives of somebody who holds these and needs those, one line each.
fn lines(contract: &str, allow: &[&str], held: &[&str], needs: &[&str]) -> Vec<String> {
    let book = PriceBook::embedded();
    let contract = Contract::parse(contract, "contract.toml", &book).unwrap().0;
    let tariff = Tariff::new(&book, &contract, "2026-10-31".parse().unwrap(), std::iter::empty());
    let allow: Vec<String> = allow.iter().map(|id| (*id).to_owned()).collect();
    let held: Vec<ProductIx> = held.iter().map(|id| tariff.ix(id).unwrap()).collect();
    let needs = needs.iter().map(|name| name.parse::<Feature>().unwrap()).collect();
    let mut catalog = OfferCatalog::new(&tariff, &book, &allow);
    let chosen = catalog.needed_offer(&held, needs).map(|offer| offer.products());
    let ids = |list: &[ProductIx]| list.iter().map(|ix| tariff.product(*ix).id.as_str()).collect::<Vec<_>>().join("+");
    let why = |why: &Why| match why {
        Why::Dearer { by } => format!("dearer by {by}"),
        Why::DearerByUnknown { known, unpriced } => format!("dearer by {known} and {}", ids(unpriced)),
        Why::MoreKnownMoney { by, unpriced } => format!("{by} more known money, unknown {}", ids(unpriced)),
        Why::RuleComesFirst { cheaper_by } => format!("rule, cheaper by {cheaper_by:?}"),
        Why::Misplaced(addons) => format!("misplaced {}", ids(addons)),
        Why::NotAllowed(products) => format!("not allowed {}", ids(products)),
        Why::PriceUnknown(products) => format!("no price of {}", ids(products)),
        Why::Uncovered(features) => {
            format!("not {}", features.iter().map(Feature::as_str).collect::<Vec<_>>().join(" "))
        }
        Why::Chosen | Why::Tie(_) => why.code().to_owned(),
    };
    let line = |own: Alternative| {
        let price = own.price.map_or_else(|| "?".to_owned(), |price| price.to_string());
        let mark = if own.is_held { " (held)" } else { "" };
        format!("{} {price}{mark}: {}", ids(&own.products), why(&own.why))
    };
    catalog.alternatives(&held, needs, chosen.as_deref()).into_iter().map(line).collect()
}

fn prices(prices: &[(&str, &str)]) -> String {
    prices.iter().map(|(id, price)| format!("[[price]]\nproduct = \"{id}\"\nunit_price = \"{price}\"\n")).collect()
}

#[test]
fn there_is_one_alternative_per_base_and_what_is_held() {
    assert_eq!(
        lines("", &[], &["cx3", "copilot"], &["voice", "chat"]),
        [
            "cx2 115: chosen",
            "cx3 155: dearer by 40",
            "cx3+copilot 195 (held): dearer by 80",
            "cx4 240: dearer by 125",
            "cx1+cx1-digital-addon ?: no price of cx1-digital-addon",
            "collaborate 0: not voice chat",
            "cx2-digital 95: not voice",
            "cx3-digital 135: not voice",
            "communicate ?: not voice chat",
        ]
    );
}

#[test]
fn an_add_on_of_unknown_price_is_named_and_one_that_is_held_is_kept() {
    let of = |held: &[&str], needs: &[&str], base: &str| -> String {
        let all = lines("", &[], held, needs);
        all.into_iter().find(|line| line.starts_with(base)).unwrap()
    };
    assert_eq!(
        of(&["cx2", "cx2-wem-addon"], &["voice", "wfm_schedule"], "cx2+"),
        "cx2+cx2-wem-addon ? (held): chosen",
        "115 and something, against 155 of known money"
    );
    assert_eq!(
        of(&["cx2", "cx2-wem-addon"], &["voice", "wfm_schedule"], "cx3 "),
        "cx3 155: 40 more known money, unknown cx2-wem-addon"
    );
    assert_eq!(
        of(&["cx1", "cx1-wem-addon"], &["voice"], "cx1+"),
        "cx1+cx1-wem-addon ? (held): dearer by 0 and cx1-wem-addon"
    );
    assert_eq!(
        of(&["cx3"], &["voice", "wfm_schedule"], "cx2+"),
        "cx2+cx2-wem-addon ?: no price of cx2-wem-addon",
        "not held, so not offered"
    );
}

#[test]
fn what_is_not_allowed_is_told_apart_from_what_is_not_enough() {
    let all = lines("", &["cx3"], &["cx3"], &["voice", "journey"]);
    assert_eq!(all[0], "cx1+journey 105: not allowed cx1+journey");
    let all = lines("", &["cx1"], &["cx3"], &["voice"]);
    assert_eq!(all[0], "cx1 75: chosen");
    assert!(all.contains(&"cx3 155 (held): dearer by 80".to_owned()), "{all:?}");
    assert!(all.contains(&"cx2 115: not allowed cx2".to_owned()), "{all:?}");
    assert!(all.contains(&"cx2-digital 95: not voice".to_owned()), "{all:?}");
}

#[test]
fn of_equal_prices_the_tie_is_named() {
    let same = prices(&[("cx1", "100"), ("cx2", "100"), ("cx3", "100"), ("cx1-wem-addon", "0.00")]);
    let all = lines(&same, &[], &["cx3"], &["voice"]);
    assert_eq!(all[..3], ["cx3 100 (held): chosen", "cx1 100: same-price-not-held", "cx2 100: same-price-not-held"]);
    let all = lines(&same, &[], &["cx4"], &["voice", "wfm_schedule"]);
    assert_eq!(all[0], "cx3 100: chosen");
    assert!(all.contains(&"cx1+cx1-wem-addon 100: same-price-more-products".to_owned()), "{all:?}");
    let all = lines(&same, &[], &["cx4"], &["voice"]);
    assert_eq!(all[..2], ["cx1 100: chosen", "cx2 100: same-price-higher-rank"]);
}

#[test]
fn without_needs_a_rule_may_come_before_the_price() {
    let phone = prices(&[("communicate", "20")]);
    let all = lines(&phone, &["communicate", "collaborate"], &["cx3"], &[]);
    assert_eq!(
        all[..2],
        ["communicate 20: chosen", "collaborate 0: rule, cheaper by Some(20)"],
        "the highest base outside the contact center"
    );
    assert!(all.contains(&"cx3 155 (held): dearer by 135".to_owned()), "{all:?}");
    let all = lines("", &[], &["cx3"], &[]);
    assert_eq!(all[0], "cx1 75: chosen");
    assert!(all.contains(&"collaborate 0: not allowed collaborate".to_owned()), "{all:?}");
}

#[test]
fn an_add_on_on_the_wrong_base_is_told() {
    let wem = prices(&[("cx2-wem-addon", "35")]);
    let all = lines(&wem, &[], &["cx1", "cx2-wem-addon"], &["voice", "wfm_schedule"]);
    assert_eq!(all[0], "cx2+cx2-wem-addon 150: chosen");
    assert!(all.contains(&"cx1+cx2-wem-addon 110 (held): misplaced cx2-wem-addon".to_owned()), "{all:?}");
}

#[test]
fn a_stricter_choice_is_explained_as_well() {
    let book = PriceBook::embedded();
    let phone = prices(&[("communicate", "20")]);
    let contract = Contract::parse(&phone, "contract.toml", &book).unwrap().0;
    let tariff = Tariff::new(&book, &contract, "2026-10-31".parse().unwrap(), std::iter::empty());
    let catalog = OfferCatalog::new(&tariff, &book, &["collaborate".to_owned()]);
    let phone = vec![tariff.ix("communicate").unwrap()];
    let all = catalog.alternatives(&phone, FeatureSet::EMPTY, Some(&phone));
    assert_eq!((&all[0].products, &all[0].why), (&phone, &Why::Chosen));
    assert_eq!(all[1].products, [tariff.ix("collaborate").unwrap()]);
    assert_eq!(all[1].why, Why::RuleComesFirst { cheaper_by: Some(Decimal::from(20)) });
}
