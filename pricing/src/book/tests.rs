//! The built-in book, and every mistake that a book can have.

use super::*;
use crate::feature::{Feature, FeatureSet};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn the_built_in_book_has_no_problem() {
    if let Err(problems) = PriceBook::parse(&EMBEDDED) {
        panic!("{problems}");
    }
    let book = PriceBook::embedded();
    let mut ids: Vec<&str> = book.products().iter().map(|product| product.id.as_str()).collect();
    ids.sort_unstable();
    assert_eq!(
        ids.join(" "),
        "ai-bundle ai-tokens collaborate communicate copilot crm-dynamics crm-salesforce crm-zendesk cx1 \
         cx1-digital-addon cx1-wem-addon cx2 cx2-digital cx2-digital-addon cx2-wem-addon cx3 cx3-digital cx4 \
         hourly-interacting journey sta-addon wallboard work-automation"
    );
    let codes: Vec<&str> = book.currencies().into_iter().map(Currency::code).collect();
    assert_eq!(codes, ["AUD", "BRL", "CAD", "EUR", "GBP", "JPY", "NZD", "USD", "ZAR"]);
}

#[test]
fn tiers_cover_what_the_lower_ones_do_where_the_book_says_so() {
    let book = PriceBook::embedded();
    let covers = |id: &str| book.product(id).unwrap().covers;
    assert_eq!(covers("cx2"), covers("cx1").union(covers("cx2-digital")));
    assert_eq!(covers("cx3"), covers("cx2").union(covers("cx3-digital")));
    assert!(covers("cx2-digital").is_subset_of(covers("cx3-digital")));
    assert_eq!(covers("cx4").difference(covers("cx3")), FeatureSet::from_iter([Feature::Copilot, Feature::Journey]));
    assert!(!covers("cx3-digital").contains(Feature::Voice));
    assert_eq!(covers("communicate"), FeatureSet::EMPTY);
    assert!(covers("sta-addon").is_subset_of(covers("cx1-wem-addon")));
}

#[test]
fn licenses_find_their_product_case_sensitively() {
    let book = PriceBook::embedded();
    let check = |license: &str, expected: Option<&str>| {
        assert_eq!(book.product_of_license(license).map(|product| product.id.as_str()), expected, "{license}");
    };
    check("cloudCX3", Some("cx3"));
    check("cx3", Some("cx3"));
    check("cloudcx3", None);
    check("CX3", None);
    check("collaborateFree", Some("collaborate"));
    check("gcSTAupgrade", Some("sta-addon"));
    check("gc2WEMupgrade", Some("cx2-wem-addon"));
    check("agentAssistOmni", Some("ai-bundle"));
    check("journeyManagement", Some("journey"));
    check("predictiveEngagementLicense", None);
}

#[test]
fn charges_find_their_product_by_any_billing_name() {
    let book = PriceBook::embedded();
    let check = |charge: &str, expected: Option<&str>| {
        assert_eq!(book.product_of_charge(charge).map(|product| product.id.as_str()), expected, "{charge}");
    };
    check("Genesys Cloud CX 3", Some("cx3"));
    check("Genesys Cloud CX 3 Concurrent", Some("cx3"));
    check("Genesys Cloud CX 3 – Prepay", Some("cx3"));
    check("Genesys Cloud CX 3 Concurrent – Prepay", Some("cx3"));
    check("Genesys Cloud CX 4", Some("cx4"));
    check("Genesys Cloud CX 3 Digital Concurrent User", Some("cx3-digital"));
    check("Genesys Cloud CX 2 WEM Add-On I Concurrent", Some("cx2-wem-addon"));
    check("Genesys Cloud for Wallboard Device Charge", Some("wallboard"));
    check("Work Automation Add-On Concurrent", Some("work-automation"));
    check("CX Cloud from Genesys and Salesforce Concurrent", Some("crm-salesforce"));
    check("AI Experience Tokens - GC1", Some("ai-tokens"));
    check("Genesys Cloud CX 1 Digital User", None);
    check("Genesys Cloud Data Storage", None);
}

#[test]
fn meters_are_found_by_id_billing_name_or_channel() {
    let book = PriceBook::embedded();
    let check = |resource: &str, expected: Option<&str>| {
        assert_eq!(book.meter_of_resource(resource).map(|meter| meter.id.as_str()), expected, "{resource}");
    };
    check("ai_summaries", Some("ai_summaries"));
    check("AI Summary", Some("ai_summaries"));
    check("Genesys Cloud for Bot Flow - Voice", Some("bot_voice_minutes"));
    check("messages_whatsapp", Some("messages_whatsapp"));
    check("WhatsApp Private Messaging", Some("messages_whatsapp"));
    check("messages_apple", Some("messages_*"));
    check("messages_", None);
    check("messages", None);
    check("Genesys Cloud Data Storage", None);
}

#[test]
fn prices_are_those_published_and_nothing_else() {
    let book = PriceBook::embedded();
    let check = |product: &str, model: SeatModel, code: &str, expected: Option<(&str, PriceStatus)>| {
        let found = book.price(product, model, Term::Annual, code.parse().unwrap(), day("2026-10-31"));
        let found = found.map(|entry| (entry.unit_price.to_string(), entry.status));
        assert_eq!(found, expected.map(|(price, status)| (price.to_owned(), status)), "{product} {code}");
    };
    use PriceStatus::{Guide, Published};
    use SeatModel::{Concurrent, HourlyLoggedIn, Named};
    check("collaborate", Named, "CHF", Some(("0.00", Published)));
    check("cx1", Named, "USD", Some(("75.00", Published)));
    check("cx2-digital", Named, "USD", Some(("95.00", Guide)));
    check("cx2", Named, "USD", Some(("115.00", Published)));
    check("cx3-digital", Named, "USD", Some(("135.00", Guide)));
    check("cx3", Named, "USD", Some(("155.00", Published)));
    check("cx4", Named, "USD", Some(("240.00", Published)));
    check("cx3", Named, "EUR", None);
    check("cx3", Concurrent, "USD", None);
    check("cx3", HourlyLoggedIn, "USD", None);
    check("journey", Named, "USD", Some(("30.00", Published)));
    check("journey", Concurrent, "USD", Some(("45.00", Published)));
    check("ai-bundle", Named, "USD", None);
    check("communicate", Named, "USD", None);
    check("copilot", Named, "USD", None);
    for (code, wallboard, token) in [
        ("USD", "18.00", "1.00"),
        ("CAD", "19.80", "1.10"),
        ("AUD", "23.40", "1.30"),
        ("NZD", "25.20", "1.40"),
        ("GBP", "12.60", "0.70"),
        ("EUR", "14.40", "0.80"),
        ("BRL", "72.00", "4.00"),
        ("JPY", "2160", "120"),
        ("ZAR", "255.60", "14.20"),
    ] {
        check("wallboard", Named, code, Some((wallboard, Published)));
        check("ai-tokens", Named, code, Some((token, Published)));
    }
}

const BASE: &str =
    "[[product]]\nid = \"a\"\nname = \"A\"\nkind = \"base\"\nrank = 1\ncontact_center = true\nsource = \"s\"\n";

fn price(amounts: &str, more: &str) -> String {
    format!(
        "[[price]]\nproduct = \"a\"\nmodels = [\"named\"]\nterm = \"annual\"\nunit_price = {{ {amounts} }}\n\
         source = \"s\"\nstatus = \"published\"\nknown_since = \"2026-01-01\"\n{more}\n"
    )
}

#[test]
fn two_prices_at_once_are_an_error_that_names_both() {
    let first = price("USD = \"1.00\"", "valid_to = \"2026-06-30\"");
    let second = price("USD = \"2.00\"", "valid_from = \"2026-06-30\"");
    let problems = PriceBook::parse(&[("a.toml", BASE), ("old.toml", &first), ("new.toml", &second)]).unwrap_err();
    assert_eq!(
        problems.to_string(),
        "new.toml:5:22: `price[1].unit_price.USD` is 2.00 for `a` (named, annual), while 1.00 is valid at the same time \
         by `price[1].unit_price.USD` at old.toml:5:22\n  expected: one price at a time for a product, model, term and \
         currency\n  hint: end the earlier one with `valid_to`, or drop one of the two"
    );
    let next_day = second.replace("2026-06-30", "2026-07-01");
    let book = PriceBook::parse(&[("a.toml", BASE), ("old.toml", &first), ("new.toml", &next_day)]).unwrap();
    let on = |date: &str| {
        book.price("a", SeatModel::Named, Term::Annual, Currency::USD, day(date)).map(|e| e.unit_price.to_string())
    };
    assert_eq!(on("2026-06-30").as_deref(), Some("1.00"));
    assert_eq!(on("2026-07-01").as_deref(), Some("2.00"));
    let other_currency = price("EUR = \"2.00\"", "");
    assert!(PriceBook::parse(&[("a.toml", BASE), ("old.toml", &first), ("new.toml", &other_currency)]).is_ok());
    let one_day = price("USD = \"1.00\"", "valid_from = \"2026-06-30\"\nvalid_to = \"2026-06-30\"");
    assert!(PriceBook::parse(&[("a.toml", BASE), ("old.toml", &one_day)]).is_ok());
    let free = price("any = \"0.00\"", "");
    assert!(PriceBook::parse(&[("a.toml", BASE), ("old.toml", &first), ("new.toml", &free)]).is_err());
}

#[test]
fn every_mistake_in_a_book_is_named() {
    let check = |text: &str, place: &str, part: &str| {
        let problems = PriceBook::parse(&[("a.toml", BASE), ("b.toml", text)]).unwrap_err();
        let found = problems.as_slice().iter().any(|problem| {
            let shown = problem.to_string();
            shown.starts_with(&format!("b.toml:{place}")) && shown.contains(part)
        });
        assert!(found, "expected `{part}` at {place}, got\n{problems}");
    };
    let product = |more: &str| format!("[[product]]\nid = \"b\"\nname = \"B\"\nsource = \"s\"\n{more}");
    check(&product("kind = \"addon\""), "5:8", "did you mean `add-on`?");
    check(&product("kind = \"base\""), "1:1", "has no `rank`");
    check(
        &product("kind = \"base\"\nrank = 1"),
        "1:1",
        "has the rank `1`, which `product[1]` at a.toml:1:1 has already",
    );
    check(&product("kind = \"device\"\nrank = 2"), "6:8", "only bases have a rank");
    check(&product("kind = \"device\"\ncontact_center = true"), "1:1", "for the contact center but no base");
    check(&product("kind = \"add-on\""), "1:1", "is the add-on `b` without a base");
    check(&product("kind = \"add-on\"\nstands_on = [\"a\", \"x\"]"), "6:19", "is `x`, which is no product of the book");
    check(&product("kind = \"device\"\nlicense_ids = [\"a\"]"), "1:1", "has the license id `a`");
    check(&product("kind = \"device\"\ncharge_names = [\"a – Prepay\"]"), "1:1", "has the charge name `a`");
    check(&product("kind = \"device\"\ncovers = [\"voice\", \"vioce\"]"), "6:20", "`vioce` is not a feature");
    check(&product("kind = \"device\"\nseat_tokens = { named = \"1\" }"), "6:15", "has no `concurrent`");
    check(&product("kind = \"device\"\ncolor = \"red\""), "6:1", "is a key that nobody reads");
    check("[[product]]\nid = \"a\"\nname = \"B\"\nkind = \"device\"\nsource = \"s\"", "2:6", "has the id `a`");
    check(
        &price("USD = \"1\"", "valid_from = \"2026-02-01\"\nvalid_to = \"2026-01-31\""),
        "10:12",
        "is before `valid_from`",
    );
    check(&price("any = \"1\"", ""), "5:22", "above 0 in any currency");
    check(&price("usd = \"1\"", ""), "5:22", "`usd` is not a currency");
    check(&price("USD = 1.5", ""), "5:22", "a float can't hold every amount exactly");
    check(&price("USD = \"1\"", "").replace("\"named\"", "\"name\""), "3:11", "did you mean `named`?");
    check(&price("USD = \"1\"", "").replace("\"a\"", "\"x\""), "2:11", "no product of the book");
    check(&price("USD = \"1\"", "").replace("known_since", "known"), "1:1", "has no `known_since`");
    let meter = "[[meter]]\nid = \"m\"\nunit = \"u\"\nunits = 0\ntokens = \"1\"\nsource = \"s\"\nseat_product = \"q\"";
    check(meter, "4:9", "a whole number from 1 to 1000000");
    check(meter, "7:16", "no product of the book");
    let odd = |id: &str, units: u32| meter.replace("\"m\"", id).replace("units = 0", &format!("units = {units}"));
    check(
        &format!("{}\n{}", odd("\"m\"", 999_983), odd("\"n\"", 3)),
        "8:1",
        "common multiple with the meters before it is 2999949",
    );
    let coarse = odd("\"m\"", 1_000_000).replace("\nseat_product = \"q\"", "");
    assert!(PriceBook::parse(&[("a.toml", BASE), ("b.toml", &coarse)]).is_ok(), "a million units are the most");
    check("[free_tokens]\nnamed = \"1\"\nsource = \"s\"", "1:", "has no `concurrent`");
    check("[[produkt]]", "1:", "did you mean `product`?");
}
