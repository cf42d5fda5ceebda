//! Which price a product has, by book and contract.

use super::*;

fn tariff(contract: &str, on: &str) -> Tariff {
    let book = PriceBook::embedded();
    let contract = Contract::parse(contract, "contract.toml", &book).unwrap().0;
    Tariff::new(&book, &contract, on.parse().unwrap(), ["weird", "cloudCX3", "another"].into_iter())
}

const COMMITTED: &str = r#"[contract]
start = "2026-01-01"
end = "2026-12-31"
ramp_until = "2026-02-28"
[[line]]
product = "cx3"
quantity = 400
unit_price = "148.00"
overage_price = "170.50"
[[line]]
product = "cx2"
quantity = 10
[[price]]
product = "cx1"
unit_price = "70.00"
[[price]]
product = "house-license"
unit_price = "5.00"
"#;

/// List, contracted, source, overage, committed of a product.
fn check(tariff: &Tariff, id: &str, expected: (Option<&str>, Option<&str>, ContractedSource, Option<&str>, u64)) {
    let product = tariff.product(tariff.ix(id).unwrap());
    let text = |price: Option<Decimal>| price.map(|price| price.to_string());
    let found = (text(product.list), text(product.contracted), product.contracted_source, text(product.overage));
    let own = |price: Option<&str>| price.map(str::to_owned);
    assert_eq!(found, (own(expected.0), own(expected.1), expected.2, own(expected.3)), "{id}");
    assert_eq!(product.committed, expected.4, "{id}, committed");
}

#[test]
fn rows_are_bases_by_rank_then_the_rest_by_id_then_unknown_ones() {
    let tariff = tariff(COMMITTED, "2026-10-31");
    let ids: Vec<&str> = tariff.row_order().iter().map(|ix| tariff.product(*ix).id.as_str()).collect();
    assert_eq!(
        ids.join(" "),
        "collaborate communicate cx1 cx2-digital cx2 cx3-digital cx3 cx4 ai-bundle copilot crm-dynamics crm-salesforce \
         crm-zendesk cx1-digital-addon cx1-wem-addon cx2-digital-addon cx2-wem-addon hourly-interacting journey \
         sta-addon wallboard work-automation another house-license weird"
    );
    assert!(tariff.products().iter().enumerate().all(|(place, product)| product.ix.index() == place));
    assert_eq!(tariff.ix_of_license("cloudCX3"), tariff.ix("cx3"));
    assert_eq!(tariff.ix_of_license("cloudcx3"), None);
    assert_eq!(tariff.product(tariff.ix("weird").unwrap()).kind, crate::book::ProductKind::Unknown);
    assert_eq!(tariff.len(), ids.len() + 1, "the rows and the tokens");
}

#[test]
fn a_price_is_the_lines_else_the_price_entrys_else_list() {
    use ContractedSource::{Line, List, Price, Unknown};
    let tariff = tariff(COMMITTED, "2026-10-31");
    check(&tariff, "cx3", (Some("155.00"), Some("148.00"), Line, Some("170.50"), 400));
    check(&tariff, "cx2", (Some("115.00"), Some("115.00"), List, Some("115.00"), 10));
    check(&tariff, "cx1", (Some("75.00"), Some("70.00"), Price, Some("70.00"), 0));
    check(&tariff, "cx4", (Some("240.00"), Some("240.00"), List, Some("240.00"), 0));
    check(&tariff, "communicate", (None, None, Unknown, None, 0));
    check(&tariff, "house-license", (None, Some("5.00"), Price, Some("5.00"), 0));
    check(&tariff, "weird", (None, None, Unknown, None, 0));
    let entry = tariff.product(tariff.ix("cx3").unwrap()).list_entry.clone().unwrap();
    assert_eq!(entry.source, "https://www.genesys.com/pricing");
    assert_eq!(entry.known_since.to_string(), "2026-09-20");
}

#[test]
fn nothing_is_committed_outside_the_contract() {
    for (on, outside) in [("2025-12-31", true), ("2026-01-01", false), ("2026-12-31", false), ("2027-01-01", true)] {
        let tariff = tariff(COMMITTED, on);
        assert_eq!(tariff.outside_contract(), outside, "{on}");
        let committed = if outside { 0 } else { 400 };
        check(&tariff, "cx3", (Some("155.00"), Some("148.00"), ContractedSource::Line, Some("170.50"), committed));
    }
}

#[test]
fn a_period_is_in_the_ramp_if_it_ends_by_its_last_day() {
    let tariff = tariff(COMMITTED, "2026-02-10");
    let period =
        |on: &str, anchor: u8| Period::containing(on.parse().unwrap(), crate::period::AnchorDay::new(anchor).unwrap());
    assert!(tariff.in_ramp(period("2026-02-10", 1)));
    assert!(!tariff.in_ramp(period("2026-02-20", 15)));
    assert!(!tariff.in_ramp(period("2026-03-01", 1)));
}

#[test]
fn named_list_prices_are_never_used_for_concurrent_seats() {
    use ContractedSource::{List, Unknown};
    for model in ["concurrent", "hourly-logged-in"] {
        let tariff = tariff(&format!("[contract]\nmodel = \"{model}\""), "2026-10-31");
        check(&tariff, "cx3", (None, None, Unknown, None, 0));
        check(&tariff, "collaborate", (Some("0.00"), Some("0.00"), List, Some("0.00"), 0));
        check(&tariff, "wallboard", (Some("18.00"), Some("18.00"), List, Some("18.00"), 0));
        check(&tariff, "ai-tokens", (Some("1.00"), Some("1.00"), List, Some("1.00"), 0));
        let model_of = |id: &str| tariff.product(tariff.ix(id).unwrap()).model;
        assert_eq!(model_of("cx3"), tariff.model());
        assert_eq!(model_of("sta-addon"), tariff.model());
        for named in ["communicate", "crm-salesforce", "wallboard", "weird"] {
            assert_eq!(model_of(named), SeatModel::Named, "{named}");
        }
    }
    let tariff = tariff("[contract]\nmodel = \"concurrent\"", "2026-10-31");
    check(&tariff, "journey", (Some("45.00"), Some("45.00"), List, Some("45.00"), 0));
}

#[test]
fn the_annual_list_price_stands_in_for_month_to_month_and_says_so() {
    let stands_in = |contract: &str, id: &str| {
        let tariff = tariff(contract, "2026-10-31");
        tariff.product(tariff.ix(id).unwrap()).list_stands_in
    };
    let monthly = "[contract]\nsubscription = \"month-to-month\"";
    assert!(stands_in(monthly, "cx3"));
    assert!(!stands_in(monthly, "collaborate"), "free either way");
    assert!(!stands_in(monthly, "communicate"), "unknown either way");
    assert!(!stands_in("[contract]\nsubscription = \"annual-prepay\"", "cx3"));
}

#[test]
fn no_price_is_converted_from_another_currency() {
    let tariff = tariff("[contract]\ncurrency = \"CHF\"", "2026-10-31");
    check(&tariff, "cx3", (None, None, ContractedSource::Unknown, None, 0));
    check(&tariff, "wallboard", (None, None, ContractedSource::Unknown, None, 0));
    check(&tariff, "collaborate", (Some("0.00"), Some("0.00"), ContractedSource::List, Some("0.00"), 0));
}

#[test]
fn copilot_is_tokens_unless_the_contract_prices_it_as_a_seat() {
    let offer = |contract: &str| {
        let tariff = tariff(contract, "2026-10-31");
        let product = tariff.product(tariff.ix("copilot").unwrap());
        let text = |price: Option<Decimal>| price.map(|price| price.normalize().to_string()).unwrap_or_default();
        [product.list, product.contracted, product.offer_price, product.offer_list].map(text).join(" ")
    };
    assert_eq!(offer(""), "0 0 40 40");
    assert_eq!(offer("[contract]\nmodel = \"concurrent\""), "0 0 60 60");
    assert_eq!(offer("[contract]\ncurrency = \"EUR\""), "0 0 32 32");
    assert_eq!(offer("[[price]]\nproduct = \"ai-tokens\"\nunit_price = \"0.90\""), "0 0 36 40");
    assert_eq!(offer("[[price]]\nproduct = \"copilot\"\nunit_price = \"35\""), "40 35 35 40");
    assert_eq!(offer("[[line]]\nproduct = \"copilot\"\nquantity = 5"), "40 40 40 40");
    assert_eq!(offer("[contract]\ncurrency = \"CHF\""), "0 0  ");
}

/// What changed the price of CX 3, on the last day of October.
fn changes(contract: &Contract) -> Vec<PriceChange> {
    let tariff = Tariff::new(&PriceBook::embedded(), contract, "2026-10-31".parse().unwrap(), std::iter::empty());
    tariff.product(tariff.ix("cx3").unwrap()).price_changes.clone()
}

fn contract(text: &str) -> Contract {
    Contract::parse(text, "contract.toml", &PriceBook::embedded()).unwrap().0
}

#[test]
fn a_price_says_what_changed_it() {
    let percent = |percent: i64| PriceChange::Discount { percent: Decimal::from(percent) };
    let step = |from_units: u64, price: i64| PriceChange::VolumeStep { from_units, unit_price: Decimal::from(price) };
    let line = |quantity: u64, more: &str| {
        contract(&format!(
            "[[line]]\nproduct = \"cx3\"\nquantity = {quantity}\nunit_price = \"150\"\n{more}[[line.step]]\n\
             from_units = 100\nunit_price = \"140\"\n[[line.step]]\nfrom_units = 500\nunit_price = \"130\"\n"
        ))
    };
    assert_eq!(changes(&line(99, "")), []);
    assert_eq!(changes(&line(100, "")), [step(100, 140)]);
    assert_eq!(changes(&line(499, "")), [step(100, 140)]);
    assert_eq!(changes(&line(500, "")), [step(500, 130)], "the highest step that is reached");
    assert_eq!(changes(&line(500, "discount_percent = \"10\"\n")), [step(500, 130), percent(10)]);
    assert_eq!(changes(&contract("[contract]\ndiscount_percent = \"20\"")), [percent(20)]);
    assert_eq!(changes(&contract("")), []);
}

#[test]
fn an_uplift_changed_the_prices_that_the_contract_names_itself() {
    let term = "[contract]\nstart = \"2025-01-01\"\nend = \"2025-12-31\"\n[[price]]\nproduct = \"cx3\"\n";
    let uplift = |terms: &str, percent: i64| {
        changes(&contract(&format!("{term}{terms}")).renewed(Some(Decimal::from(percent))).unwrap())
    };
    let percent = Decimal::from(5);
    assert_eq!(uplift("unit_price = \"100\"", 5), [PriceChange::Uplift { percent }]);
    assert_eq!(uplift("unit_price = \"100\"", 0), []);
    assert_eq!(uplift("discount_percent = \"5\"", 5), [PriceChange::Discount { percent }], "off the list");
}

#[test]
fn committed_units_on_graduated_steps_have_an_average_price() {
    let commitment = |steps: &str, step: &str| {
        let line = "[[line]]\nproduct = \"cx3\"\nquantity = 150\nunit_price = \"150\"";
        let tariff = tariff(&format!("[contract]\nvolume_steps = \"{steps}\"\n{line}\n{step}"), "2026-10-31");
        let own = &tariff.product(tariff.ix("cx3").unwrap()).commitments[0];
        [own.unit_price, own.cost].map(|amount| amount.unwrap().normalize().to_string())
    };
    let step = "[[line.step]]\nfrom_units = 100\nunit_price = \"140\"";
    assert_eq!(commitment("graduated", step), ["146.6", "21990"], "99 × 150 and 51 × 140");
    assert_eq!(commitment("all-units", step), ["140", "21000"]);
    assert_eq!(commitment("graduated", ""), ["150", "22500"]);
}
