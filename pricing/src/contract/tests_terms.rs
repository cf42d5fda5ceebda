//! Terms beyond one price per product: days, amendments, discounts, steps, currencies, renewal; each mistake with its place.

use super::*;
use crate::tariff::Tariff;

fn read(text: &str) -> Result<(Contract, Vec<Notice>), Problems> {
    Contract::parse(text, "c.toml", &PriceBook::embedded())
}

/// Committed units, contracted and overage price of a product on a day, `-` for unknown.
fn on(contract: &Contract, product: &str, day: &str) -> String {
    let tariff = Tariff::new(&PriceBook::embedded(), contract, day.parse().unwrap(), std::iter::empty());
    let product = tariff.product(tariff.ix(product).unwrap());
    let text = |price: Option<Decimal>| price.map_or("-".to_owned(), |price| price.normalize().to_string());
    format!("{} {} {}", product.committed, text(product.contracted), text(product.overage))
}

fn check(text: &str, product: &str, days: &[(&str, &str)]) {
    let contract = read(text).unwrap().0;
    for (day, expected) in days {
        assert_eq!(on(&contract, product, day), *expected, "{product} on {day} with\n{text}");
    }
}

const YEAR: &str = "[contract]\nstart = \"2026-01-01\"\nend = \"2026-12-31\"\n";

#[test]
fn lines_of_one_product_follow_each_other_in_time() {
    let text = format!(
        "{YEAR}[[line]]\nproduct = \"cx3\"\nquantity = 10\nunit_price = \"150\"\nto = \"2026-06-30\"\n\
         [[line]]\nproduct = \"cx3\"\nquantity = 20\nunit_price = \"140\"\noverage_price = \"160\"\nfrom = \"2026-07-01\""
    );
    check(
        &text,
        "cx3",
        &[
            ("2026-01-01", "10 150 150"),
            ("2026-06-30", "10 150 150"),
            ("2026-07-01", "20 140 160"),
            ("2026-12-31", "20 140 160"),
            ("2027-01-01", "0 140 160"),
            ("2025-12-31", "0 150 150"),
        ],
    );
}

#[test]
fn an_add_on_that_begins_later_ends_with_the_contract() {
    let text =
        format!("{YEAR}[[line]]\nproduct = \"journey\"\nquantity = 5\nunit_price = \"25\"\nfrom = \"2026-04-01\"");
    let days =
        [("2026-03-31", "0 30 30"), ("2026-04-01", "5 25 25"), ("2026-12-31", "5 25 25"), ("2027-01-01", "0 25 25")];
    check(&text, "journey", &days);
}

#[test]
fn an_amendment_sets_a_quantity_or_adds_units() {
    let text = format!(
        "{YEAR}[[line]]\nproduct = \"cx3\"\nquantity = 10\nunit_price = \"150\"\n\
         [[amendment]]\nname = \"second\"\neffective = \"2026-09-01\"\n[[amendment.line]]\nproduct = \"cx3\"\nquantity = 30\n\
         [[amendment]]\nname = \"first\"\neffective = \"2026-03-01\"\n\
         [[amendment.line]]\nproduct = \"cx3\"\nadd = 5\nunit_price = \"145\"\n\
         [[amendment.line]]\nproduct = \"cx2\"\nadd = 7\nunit_price = \"100\""
    );
    let added = [("2026-02-28", "10 150 150"), ("2026-03-01", "15 150 150"), ("2026-09-01", "30 150 150")];
    check(&text, "cx3", &added);
    check(&text, "cx2", &[("2026-02-28", "0 115 115"), ("2026-03-01", "7 100 100"), ("2026-09-01", "7 100 100")]);
    let contract = read(&text).unwrap().0;
    let names: Vec<_> =
        contract.commitments("cx3", "2026-03-01".parse().unwrap()).map(|l| l.amendment.clone()).collect();
    assert_eq!(names, [None, Some("first".to_owned())]);
}

#[test]
fn percentages_come_off_the_price_of_the_step() {
    let half = "[[price]]\nproduct = \"cx3\"\ndiscount_percent = \"10\"";
    check(half, "cx3", &[("2026-10-31", "0 139.5 139.5")]);
    let all = "[contract]\ndiscount_percent = \"20\"\n[[price]]\nproduct = \"cx2\"\nunit_price = \"100\"";
    check(all, "cx3", &[("2026-10-31", "0 124 124")]);
    check(all, "cx2", &[("2026-10-31", "0 100 100")]);
    check(all, "collaborate", &[("2026-10-31", "0 0 0")]);
    check(all, "communicate", &[("2026-10-31", "0 - -")]);
    let steps = |quantity: u32| {
        format!(
            "[[line]]\nproduct = \"cx3\"\nquantity = {quantity}\nunit_price = \"150\"\ndiscount_percent = \"10\"\n\
             [[line.step]]\nfrom_units = 100\nunit_price = \"140\"\n[[line.step]]\nfrom_units = 500\ndiscount_percent = \"20\""
        )
    };
    check(&steps(99), "cx3", &[("2026-10-31", "99 135 135")]);
    check(&steps(100), "cx3", &[("2026-10-31", "100 126 126")]);
    check(&steps(500), "cx3", &[("2026-10-31", "500 108 108")]);
}

#[test]
fn a_price_in_another_currency_needs_a_rate_of_its_day() {
    let text = "[[price]]\nproduct = \"cx3\"\nunit_price = \"100\"\ncurrency = \"EUR\"\n";
    let (contract, notices) = read(text).unwrap();
    assert_eq!(on(&contract, "cx3", "2026-10-31"), "0 - -");
    assert_eq!(
        notices[0].to_string(),
        "c.toml:4:12: `price[1].currency` is EUR in a contract in USD, and no [[exchange_rate]] leads from one to the \
         other: the price stays unknown"
    );
    let rate = |rate: &str, since: &str| {
        format!(
            "[[exchange_rate]]\nfrom = \"EUR\"\nto = \"USD\"\nrate = \"{rate}\"\nsince = \"{since}\"\nsource = \"ECB\"\n"
        )
    };
    let text = format!("{text}{}{}", rate("1.08", "2026-01-01"), rate("1.1", "2026-07-01"));
    assert_eq!(read(&text).unwrap().1, []);
    check(&text, "cx3", &[("2025-12-31", "0 - -"), ("2026-06-30", "0 108 108"), ("2026-07-01", "0 110 110")]);
}

#[test]
fn a_renewal_raises_the_prices_of_the_contract_and_no_list_price() {
    let text = "[contract]\nstart = \"2025-12-15\"\nend = \"2026-12-14\"\nuplift_percent = \"5\"\nuplift_cap_percent = \"7\"\n\
                ramp_until = \"2026-01-14\"\n\
                [[line]]\nproduct = \"cx3\"\nquantity = 10\nunit_price = \"148.00\"\noverage_price = \"170.50\"\n\
                [[line]]\nproduct = \"cx1\"\nquantity = 1\nunit_price = \"60\"\nto = \"2026-06-30\"\n\
                [[price]]\nproduct = \"journey\"\ndiscount_percent = \"10\"";
    let contract = read(text).unwrap().0;
    let next = contract.renewed(None).unwrap();
    assert_eq!((next.start, next.end), ("2026-12-15".parse().ok(), "2027-12-14".parse().ok()));
    assert_eq!((next.ramp_until, next.uplift_applied), (None, Some(Decimal::from(5))));
    assert_eq!(on(&next, "cx3", "2027-01-01"), "10 155.4 179.025");
    assert_eq!(on(&next, "cx1", "2027-01-01"), "0 75 75", "ended before the renewal");
    assert_eq!(on(&next, "journey", "2027-01-01"), "0 27 27", "a discount off the list");
    assert_eq!(on(&contract.renewed(Some(Decimal::ZERO)).unwrap(), "cx3", "2027-01-01"), "10 148 170.5");
    let refused = contract.renewed(Some(Decimal::from(8))).unwrap_err();
    assert_eq!(refused.to_string(), "an uplift of 8 % is above the cap of 7 %");
    assert_eq!(Contract::none().renewed(None), Err(NoRenewal::NoTerm));
    let odd = read("[contract]\nstart = \"2026-01-10\"\nend = \"2026-01-19\"").unwrap().0.renewed(None).unwrap();
    assert_eq!(odd.end, "2026-01-29".parse().ok(), "as many days where it was no months");
}

#[test]
fn an_uplift_of_exactly_the_cap_is_agreed() {
    let text = "[contract]\nstart = \"2026-01-01\"\nend = \"2026-12-31\"\nuplift_percent = \"7\"\nuplift_cap_percent = \"7\"\n\
                [[price]]\nproduct = \"communicate\"\nunit_price = \"20\"";
    let next = read(text).unwrap().0.renewed(None).unwrap();
    assert_eq!(on(&next, "communicate", "2027-06-30"), "0 21.4 21.4");
}

#[test]
fn what_holds_on_the_last_day_is_renewed_for_the_whole_term() {
    let text = format!(
        "{YEAR}uplift_percent = \"5\"\n\
         [[line]]\nproduct = \"cx3\"\nquantity = 10\nunit_price = \"148\"\nfrom = \"2026-07-01\"\nto = \"2026-12-31\"\n\
         [[price]]\nproduct = \"communicate\"\nunit_price = \"20\"\nfrom = \"2026-07-01\"\nto = \"2026-12-31\"\n\
         [[price]]\nproduct = \"journey\"\nunit_price = \"25\"\nto = \"2026-06-30\""
    );
    let next = read(&text).unwrap().0.renewed(None).unwrap();
    for day in ["2027-01-01", "2027-12-31"] {
        assert_eq!(on(&next, "cx3", day), "10 155.4 155.4", "{day}");
        assert_eq!(on(&next, "communicate", day), "0 21 21", "{day}");
        assert_eq!(on(&next, "journey", day), "0 30 30", "{day}: the list price, since its own ended");
    }
}

#[test]
fn an_amendment_takes_what_it_does_not_say_from_the_line_of_its_product() {
    let lines = "[[line]]\nproduct = \"cx1\"\nquantity = 3\nunit_price = \"60\"\n\
                 [[line]]\nproduct = \"cx3\"\nquantity = 10\nunit_price = \"150\"\n";
    let amended = |more: &str| {
        format!("{YEAR}{lines}[[amendment]]\neffective = \"2026-03-01\"\n[[amendment.line]]\nproduct = \"cx3\"\n{more}")
    };
    check(&amended("quantity = 30"), "cx3", &[("2026-02-28", "10 150 150"), ("2026-03-01", "30 150 150")]);
    let cheaper = amended("quantity = 30\nunit_price = \"140\"");
    check(&cheaper, "cx3", &[("2026-02-28", "10 150 150"), ("2026-03-01", "30 140 140")]);
    check(&cheaper, "cx1", &[("2026-03-01", "3 60 60")]);
}

#[test]
fn added_units_are_priced_in_the_currency_of_their_line() {
    let text = format!(
        "{YEAR}[[line]]\nproduct = \"cx3\"\nquantity = 10\nunit_price = \"100\"\ncurrency = \"EUR\"\n\
         [[amendment]]\neffective = \"2026-03-01\"\n\
         [[amendment.line]]\nproduct = \"cx3\"\nadd = 5\nunit_price = \"90\""
    );
    let contract = read(&text).unwrap().0;
    let terms = |line: &Line| (line.quantity, line.terms.unit_price, line.terms.currency.map(|c| c.to_string()));
    let euro = |units, price: i64| (units, Some(Decimal::from(price)), Some("EUR".to_owned()));
    let committed: Vec<_> = contract.commitments("cx3", "2026-03-01".parse().unwrap()).map(terms).collect();
    assert_eq!(committed, [euro(10, 100), euro(5, 90)]);
}

#[test]
fn outside_the_contract_the_price_of_added_units_is_not_the_price_of_the_product() {
    let text = format!(
        "{YEAR}[[line]]\nproduct = \"cx3\"\nquantity = 10\nunit_price = \"150\"\nfrom = \"2026-02-01\"\n\
         [[amendment]]\neffective = \"2026-03-01\"\n\
         [[amendment.line]]\nproduct = \"cx3\"\nadd = 5\nunit_price = \"145\""
    );
    check(&text, "cx3", &[("2025-12-31", "0 150 150"), ("2026-03-01", "15 150 150"), ("2027-01-01", "0 150 150")]);
    let ended = text.replace("from = \"2026-02-01\"", "from = \"2026-02-01\"\nto = \"2026-06-30\"");
    check(&ended, "cx3", &[("2026-06-30", "15 150 150"), ("2026-07-01", "0 155 155"), ("2027-01-01", "0 150 150")]);
}

#[test]
fn a_rate_between_other_currencies_leads_nowhere() {
    let price = "[[price]]\nproduct = \"cx3\"\nunit_price = \"100\"\ncurrency = \"EUR\"\n";
    for (from, to, notices) in [("EUR", "USD", 0), ("EUR", "GBP", 1), ("GBP", "USD", 1)] {
        let rate = "rate = \"1.1\"\nsince = \"2026-01-01\"";
        let text = format!("{price}[[exchange_rate]]\nfrom = \"{from}\"\nto = \"{to}\"\n{rate}");
        assert_eq!(read(&text).unwrap().1.len(), notices, "{from} to {to}");
    }
}

#[test]
fn what_is_just_allowed_is_allowed() {
    let day = "[contract]\nstart = \"2026-01-01\"\nend = \"2026-01-01\"\nuplift_percent = \"5\"\nuplift_cap_percent = \"5\"\n\
               discount_percent = \"100\"\n[[line]]\nproduct = \"cx3\"\nquantity = 1\nunit_price = \"999999999.999999\"\n\
               from = \"2026-01-01\"\nto = \"2026-01-01\"";
    check(day, "cx3", &[("2026-01-01", "1 999999999.999999 999999999.999999")]);
    let nothing = "[contract]\nsubscription = \"month-to-month\"\n[[line]]\nproduct = \"cx3\"\nquantity = 0";
    check(nothing, "cx3", &[("2026-01-01", "0 155 155")]);
}

#[test]
fn a_step_with_a_wrong_price_has_one_problem() {
    for wrong in ["unit_price = \"much\"", "discount_percent = \"much\""] {
        let text = format!("[[line]]\nproduct = \"cx3\"\nquantity = 1\n[[line.step]]\nfrom_units = 5\n{wrong}");
        let problems = read(&text).unwrap_err();
        assert_eq!(problems.as_slice().len(), 1, "{problems}");
    }
}

#[test]
fn a_whole_contract_with_everything_reads_without_a_word() {
    let (contract, notices) = read(include_str!("full.toml")).unwrap();
    assert_eq!(notices, []);
    assert_eq!((contract.lines.len(), contract.prices.len(), contract.fair_use.len()), (6, 3, 1));
    assert_eq!(contract.ramp_billing, RampBilling::ActualUse);
    assert_eq!(contract.volume_steps, VolumeSteps::Graduated);
    assert_eq!(contract.minimum_monthly_amount, Some(Decimal::from(5000)));
    assert_eq!(contract.fair_use_price("api_requests"), Some(Decimal::new(2, 3)));
    assert_eq!(contract.exchange_rates.as_slice().len(), 1);
}

#[test]
fn every_wrong_term_is_named() {
    let check = |text: &str, part: &str| {
        let problems = read(text).unwrap_err();
        assert!(problems.to_string().contains(part), "expected `{part}`, got\n{problems}");
    };
    let line = |more: &str| format!("{YEAR}[[line]]\nproduct = \"cx3\"\nquantity = 1\n{more}");
    check(
        &line("from = \"2025-12-31\""),
        "c.toml:7:8: `line[1].from` is 2025-12-31, before `contract.start`, 2026-01-01",
    );
    check(&line("to = \"2027-01-01\""), "`line[1].to` is 2027-01-01, after `contract.end`");
    check(&line("from = \"2026-03-02\"\nto = \"2026-03-01\""), "is 2026-03-01, before `from`, 2026-03-02");
    check(&line("discount_percent = \"100.5\""), "is 100.5, more than everything");
    check(&line("[[line.step]]\nfrom_units = 5"), "`line[1].step[1]` has no price");
    check(
        &line("[[line.step]]\nfrom_units = 5\nunit_price = \"1\"\ndiscount_percent = \"1\""),
        "has `unit_price` and `discount_percent`",
    );
    check(&line("[[line.step]]\nfrom_units = 0\nunit_price = \"1\""), "a whole number from 1 to");
    let step = "[[line.step]]\nfrom_units = 5\nunit_price = \"1\"\n";
    check(&line(&format!("{step}{step}")), "`line[1].step[2].from_units` is 5, not above 5 of the step before");
    let amendment = |more: &str| format!("{YEAR}[[amendment]]\neffective = \"2026-03-01\"\n{more}");
    check(&amendment(""), "`amendment[1]` changes nothing");
    check(&amendment("[[amendment.line]]\nproduct = \"cx3\""), "`amendment[1].line[1]` has no quantity");
    check(&amendment("[[amendment.line]]\nproduct = \"cx3\"\nadd = 1\nquantity = 1"), "has `quantity` and `add`");
    check(
        &amendment(
            "[[amendment.line]]\nproduct = \"cx3\"\nquantity = 1\n[[amendment.line]]\nproduct = \"cx3\"\nquantity = 2",
        ),
        "is `cx3`, whose quantity `amendment[1].line[1].product` sets on the same day",
    );
    check(&format!("{YEAR}[[amendment]]\neffective = \"2027-03-01\""), "is 2027-03-01, outside the contract");
    let rate = "[[exchange_rate]]\nfrom = \"EUR\"\nto = \"USD\"\nrate = \"1.1\"\nsince = \"2026-01-01\"\n";
    check(&format!("{rate}{rate}"), "is 2026-01-01, from which another rate of EUR to USD holds");
    check(&rate.replace("1.1", "0"), "`exchange_rate[1].rate` is 0");
    check(&rate.replace("EUR", "USD"), "is the currency of `from`");
    check("[[fair_use]]\nresource = \"api_request\"\nunit_price = \"1\"", "did you mean `api_requests`?");
    let twice = "[[fair_use]]\nresource = \"api_requests\"\nunit_price = \"1\"\n";
    check(&format!("{twice}{}", twice.replace("api_requests", "Genesys Cloud API Resource")), "has a price already");
    check(
        "[contract]\nuplift_percent = \"6\"\nuplift_cap_percent = \"5\"",
        "`contract.uplift_percent` is 6, above `contract.uplift_cap_percent`, 5",
    );
    check("[contract]\nramp_billing = \"actual\"", "one of `not-charged`, `actual-use`");
    check("[contract]\nvolume_steps = \"all\"", "one of `all-units`, `graduated`");
    check(
        "[contract]\nsubscription = \"month-to-month\"\n[[amendment]]\neffective = \"2026-01-01\"\n[[amendment.line]]\nproduct = \"cx3\"\nadd = 3",
        "commits to 3 in a month-to-month contract",
    );
    check("[[price]]\nproduct = \"cx3\"\nfrom = \"2026-01-01\"", "`price[1]` has no `unit_price`");
}
