//! The needed offer, case by case and against a naive search that tries everything.

use std::collections::BTreeSet;

use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::contract::Contract;
use crate::feature::Feature;

fn tariff(prices: &str) -> (PriceBook, Tariff) {
    let book = PriceBook::embedded();
    let contract = Contract::parse(prices, "contract.toml", &book).unwrap().0;
    let tariff = Tariff::new(&book, &contract, "2026-10-31".parse().unwrap(), ["weird"].into_iter());
    (book, tariff)
}

fn prices(prices: &[(&str, &str)]) -> String {
    prices.iter().map(|(id, price)| format!("[[price]]\nproduct = \"{id}\"\nunit_price = \"{price}\"\n")).collect()
}

/// Offer for what is held (ids) and needed (features), as ids; empty = none.
fn offer(contract: &str, allow: &[&str], held: &[&str], needs: &[&str]) -> String {
    let (book, tariff) = tariff(contract);
    let allow: Vec<String> = allow.iter().map(|id| (*id).to_owned()).collect();
    let held: Vec<ProductIx> = held.iter().map(|id| tariff.ix(id).unwrap()).collect();
    let needs = needs.iter().map(|name| name.parse::<Feature>().unwrap()).collect();
    let offer = OfferCatalog::new(&tariff, &book, &allow).needed_offer(&held, needs);
    let ids =
        offer.map(|offer| offer.products().into_iter().map(|ix| tariff.product(ix).id.clone()).collect::<Vec<_>>());
    ids.unwrap_or_default().join(" ")
}

#[test]
fn the_cheapest_offer_that_covers_the_needs_wins() {
    let check = |held: &[&str], needs: &[&str], expected: &str| {
        assert_eq!(offer("", &[], held, needs), expected, "{held:?} needs {needs:?}");
    };
    check(&["cx3"], &["voice"], "cx1");
    check(&["cx3"], &["chat"], "cx2-digital");
    check(&["cx3"], &["voice", "chat"], "cx2");
    check(&["cx1"], &["wfm_schedule", "voice"], "cx3");
    check(&["cx1"], &["wfm_schedule"], "cx3-digital");
    check(&["cx3"], &["voice", "journey"], "cx1 journey");
    check(&["cx4"], &["voice", "wfm_planning", "copilot", "journey"], "cx3 copilot journey");
    check(&["cx3"], &["work_automation"], "");
    check(&["cx3", "work-automation"], &["work_automation"], "cx1 work-automation");
    check(&["communicate"], &["voice"], "cx1");
    check(&["communicate", "wallboard", "weird"], &["voice"], "cx1");
    check(&[], &["voice"], "cx1");
}

#[test]
fn what_is_held_may_stay_and_only_what_is_allowed_is_added() {
    let check = |allow: &[&str], held: &[&str], needs: &[&str], expected: &str| {
        assert_eq!(offer("", allow, held, needs), expected, "{held:?} needs {needs:?}, allowed {allow:?}");
    };
    check(&["cx2"], &["cx3"], &["voice"], "cx2");
    check(&["cloudCX2"], &["cx3"], &["voice"], "cx2");
    check(&["cx4"], &["cx3"], &["voice"], "cx3");
    check(&["cx4"], &["cx1"], &["chat"], "cx4");
    check(&["cx2-digital"], &["cx1"], &["chat", "voice"], "");
    check(&["wallboard", "nonsense"], &["cx3"], &["voice"], "cx3");
}

#[test]
fn unknown_prices_are_dropped_where_not_needed_and_never_bought_off_with_known_money() {
    let check = |held: &[&str], needs: &[&str], expected: &str| {
        assert_eq!(offer("", &[], held, needs), expected, "{held:?} needs {needs:?}");
    };
    check(&["cx1", "cx1-wem-addon"], &["voice"], "cx1");
    check(&["cx1", "cx1-wem-addon"], &["voice", "wfm_schedule"], "cx1 cx1-wem-addon");
    check(&["cx2", "cx2-wem-addon", "sta-addon"], &["voice", "speech_analytics"], "cx1 sta-addon");
    check(&["cx2", "cx2-wem-addon", "sta-addon"], &["chat", "voice", "speech_analytics"], "cx2 cx2-wem-addon");
    check(&["cx3", "ai-bundle"], &["voice", "copilot"], "cx1 ai-bundle");
}

#[test]
fn ties_go_to_what_is_held_then_fewer_products_then_lower_rank_then_ids() {
    let same =
        prices(&[("cx1", "100"), ("cx2", "100"), ("cx3", "100"), ("cx3-digital", "100"), ("cx2-digital", "100")]);
    assert_eq!(offer(&same, &[], &["cx3"], &["voice"]), "cx3", "held");
    assert_eq!(offer(&same, &[], &["cx4"], &["voice"]), "cx1", "lower rank");
    let split = prices(&[("cx1", "60"), ("cx1-digital-addon", "40"), ("cx2", "100"), ("cx2-digital", "100")]);
    assert_eq!(offer(&split, &[], &["cx4"], &["voice", "chat"]), "cx2", "fewer products");
    assert_eq!(offer(&split, &[], &["cx1", "cx1-digital-addon"], &["voice", "chat"]), "cx1 cx1-digital-addon", "held");
    let ids = prices(&[("ai-bundle", "40"), ("cx1", "10")]);
    assert_eq!(offer(&ids, &[], &["cx4"], &["voice", "copilot"]), "cx1 ai-bundle", "smaller id");
    let free = prices(&[("journey", "0.00")]);
    assert_eq!(offer(&free, &[], &["cx1", "journey"], &["voice"]), "cx1 journey", "held and free");
    assert_eq!(offer(&free, &[], &["cx1"], &["voice"]), "cx1", "free but not held");
}

#[test]
fn without_needs_the_cheapest_base_that_is_allowed_wins() {
    let phone = prices(&[("communicate", "20")]);
    let check = |contract: &str, allow: &[&str], held: &[&str], expected: &str| {
        assert_eq!(offer(contract, allow, held, &[]), expected, "{held:?}, allowed {allow:?}");
    };
    check("", &[], &["cx3", "journey"], "cx1");
    check(&phone, &[], &["cx3"], "cx1");
    check(&phone, &["communicate", "collaborate"], &["cx3"], "communicate");
    check("", &["communicate", "collaborate"], &["cx3"], "collaborate");
    check(&phone, &["collaborate", "cx1"], &["cx3"], "collaborate");
    check("", &["communicate", "cx2"], &["cx3"], "cx2");
    check("", &["communicate"], &["cx3"], "cx3");
    check(&prices(&[("communicate", "80")]), &["communicate", "cx1"], &["cx1"], "cx1");
    check(&prices(&[("communicate", "80")]), &["communicate", "cx1"], &["cx2"], "communicate");
    check(&prices(&[("communicate", "75")]), &["communicate", "cx1"], &["cx1"], "cx1");
    check("", &[], &["cx1", "cx1-wem-addon"], "cx1");
    check("", &[], &["communicate"], "communicate");
    check(&phone, &["collaborate"], &["communicate"], "collaborate");
}

#[test]
fn prices_of_different_decimals_compare_as_amounts() {
    let dearer = prices(&[("cx1", "75"), ("cx2", "75.125")]);
    assert_eq!(offer(&dearer, &[], &["cx4"], &["voice"]), "cx1");
    let cheaper = prices(&[("cx1", "75"), ("cx2", "74.5")]);
    assert_eq!(offer(&cheaper, &[], &["cx4"], &["voice"]), "cx2");
}

#[test]
fn cheaper_is_less_known_money_or_as_much_with_fewer_unknown_prices() {
    let (book, tariff) = tariff(&prices(&[("communicate", "75"), ("cx2", "80")]));
    let catalog = OfferCatalog::new(&tariff, &book, &[]);
    let ix = |id: &&str| tariff.ix(id).unwrap();
    let check = |offer: &[&str], held: &[&str], expected: bool| {
        let own = Offer { base: ix(&offer[0]), addons: offer[1..].iter().map(ix).collect() };
        let held: Vec<ProductIx> = held.iter().map(ix).collect();
        assert_eq!(catalog.is_cheaper(&own, &held), expected, "{offer:?} against {held:?}");
    };
    check(&["cx1"], &["cx2"], true);
    check(&["cx2"], &["cx1"], false);
    check(&["cx1"], &["communicate"], false);
    check(&["cx1"], &["cx1", "cx1-wem-addon"], true);
    check(&["cx1", "cx1-wem-addon"], &["cx1"], false);
    check(&["cx1", "cx1-wem-addon"], &["cx2"], true);
    check(&["cx1"], &[], false);
}

#[test]
fn the_highest_of_several_bases_is_the_base_that_is_held() {
    assert_eq!(offer("", &["cx4"], &["cx1", "cx3"], &["voice"]), "cx3");
}

/// A product as the naive search sees it: no index, no mask, no scaled price.
struct Plain {
    id: String,
    price: Option<Decimal>,
    covers: BTreeSet<&'static str>,
    stands_on: Vec<String>,
    rank: u32,
    kind: ProductKind,
    is_cx: bool,
}

fn plain(book: &PriceBook, tariff: &Tariff) -> Vec<Plain> {
    book.products()
        .iter()
        .map(|product| Plain {
            id: product.id.clone(),
            price: tariff.product(tariff.ix(&product.id).unwrap()).offer_price,
            covers: product.covers.iter().map(Feature::as_str).collect(),
            stands_on: product.stands_on.clone(),
            rank: product.rank.unwrap_or(0),
            kind: product.kind,
            is_cx: product.is_cx,
        })
        .collect()
}

/// Tries every base with every subset of add-ons and sorts by the rule, word for word.
fn naive(products: &[Plain], allow: &[String], held: &[String], needs: &BTreeSet<&'static str>) -> Option<Vec<String>> {
    let find = |id: &str| products.iter().find(|product| product.id == id).unwrap();
    let held_base = held.iter().filter(|id| find(id).kind == ProductKind::Base).max_by_key(|id| find(id).rank);
    let mut mine: Vec<String> = held.iter().filter(|id| find(id).kind == ProductKind::AddOn).cloned().collect();
    mine.sort();
    mine.dedup();
    mine.splice(0..0, held_base.cloned());
    let usable = |product: &Plain| {
        let named = if allow.is_empty() {
            product.kind != ProductKind::Base || product.is_cx
        } else {
            allow.contains(&product.id)
        };
        mine.contains(&product.id) || (named && product.price.is_some())
    };
    let cost = |ids: &[String]| {
        let known: Decimal = ids.iter().filter_map(|id| find(id).price).sum();
        (known, ids.iter().filter(|id| find(id).price.is_none()).count())
    };
    if needs.is_empty() {
        for id in ["communicate", "collaborate"] {
            let wanted = allow.contains(&id.to_owned()) && find(id).price.is_some();
            if wanted && cost(&[id.to_owned()]) < cost(&mine) {
                return Some(vec![id.to_owned()]);
            }
        }
        if held_base.is_some_and(|id| !find(id).is_cx) {
            return Some(vec![held_base?.clone()]);
        }
    }
    let mut candidates = Vec::new();
    for base in products.iter().filter(|p| p.kind == ProductKind::Base && usable(p) && (p.is_cx || !needs.is_empty())) {
        let mut fitting: Vec<&Plain> =
            products.iter().filter(|p| p.stands_on.contains(&base.id) && usable(p)).collect();
        fitting.sort_by(|a, b| a.id.cmp(&b.id));
        for mask in 0..1_u32 << fitting.len() {
            let chosen =
                fitting.iter().enumerate().filter(|(place, _)| mask >> place & 1 == 1).map(|(_, product)| *product);
            let chosen: Vec<&Plain> = std::iter::once(base).chain(chosen).collect();
            if needs.iter().all(|need| chosen.iter().any(|product| product.covers.contains(need))) {
                let ids: Vec<String> = chosen.iter().map(|product| product.id.clone()).collect();
                candidates.push((cost(&ids), ids != mine, ids.len(), base.rank, ids));
            }
        }
    }
    candidates.into_iter().min().map(|candidate| candidate.4)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn the_search_finds_what_trying_everything_finds(
        priced in prop::collection::vec(prop::option::weighted(0.6, 0_u32..6), 23),
        allowed in prop::collection::vec(prop::bool::weighted(0.5), 23),
        all_allowed in prop::bool::ANY,
        held in prop::collection::vec(0_usize..23, 0..6),
        needed in prop::collection::vec(0_usize..18, 0..5),
    ) {
        let book = PriceBook::embedded();
        let ids: Vec<String> = book.products().iter().map(|product| product.id.clone()).collect();
        let entries: Vec<(&str, String)> = ids
            .iter()
            .zip(&priced)
            .filter_map(|(id, price)| Some((id.as_str(), format!("{}.50", price.as_ref()? * 10))))
            .collect();
        // A currency without list prices, so that only the prices above are known (and what is free).
        let contract: String = entries.iter().map(|(id, price)| prices(&[(id, price)])).collect();
        let (book, tariff) = tariff(&format!("[contract]\ncurrency = \"CHF\"\n{contract}"));
        let allow: Vec<String> = match all_allowed {
            true => Vec::new(),
            false => ids.iter().zip(&allowed).filter(|(_, allowed)| **allowed).map(|(id, _)| id.clone()).collect(),
        };
        let held: Vec<String> = held.iter().map(|place| ids[*place].clone()).collect();
        let needs: FeatureSet = needed.iter().map(|place| Feature::ALL[*place]).collect();

        let held_ix: Vec<ProductIx> = held.iter().map(|id| tariff.ix(id).unwrap()).collect();
        let mut catalog = OfferCatalog::new(&tariff, &book, &allow);
        let found = catalog.needed_offer(&held_ix, needs);
        prop_assert_eq!(&catalog.needed_offer(&held_ix, needs), &found, "asked twice");
        let found = found.map(|o| o.products().into_iter().map(|ix| tariff.product(ix).id.clone()).collect::<Vec<_>>());
        let expected = naive(&plain(&book, &tariff), &allow, &held, &needs.iter().map(Feature::as_str).collect());
        prop_assert_eq!(found, expected);
    }
}
