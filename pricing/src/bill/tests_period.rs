//! The bill of a period as a value: quantities, four costs and adjustments of each charge, written out.

use super::*;
use crate::book::PriceBook;
use crate::tariff::ContractedSource;

/// What was used, by id.
#[derive(Default)]
struct Used<'a> {
    seats: &'a [(&'a str, u64)],
    hours: &'a [(&'a str, u64)],
    metered: &'a [(&'a str, &'a str)],
}

fn bill_on(contract: &str, on: &str, used: &Used<'_>) -> PeriodBill {
    let book = PriceBook::embedded();
    let contract = Contract::parse(contract, "contract.toml", &book).unwrap().0;
    let on: NaiveDate = on.parse().unwrap();
    let tariff = Tariff::new(&book, &contract, on, ["weird"].into_iter());
    let period = Period::containing(on, contract.period_anchor_day);
    let ixs = |list: &[(&str, u64)], per: u64| -> Vec<(ProductIx, u64)> {
        list.iter().map(|(id, units)| (tariff.ix(id).unwrap(), units * per)).collect()
    };
    let (seats, hours) = (ixs(used.seats, 1), ixs(used.hours, 3_600_000));
    let metered: Vec<(&str, Decimal)> = used.metered.iter().map(|(id, units)| (*id, units.parse().unwrap())).collect();
    let facts = PeriodUse { seats: &seats, interacting_ms: &hours, metered: Some(&metered), uncounted: &[] };
    period_bill(&book, &contract, &tariff, period, facts).unwrap()
}

fn bill(contract: &str, used: &Used<'_>) -> PeriodBill {
    bill_on(contract, "2026-10-31", used)
}

/// Actual, free, committed, overage.
fn quantities(charge: &Charge) -> String {
    let text = |units: Option<crate::rate::Fraction>| units.map_or("-".to_owned(), |units| units.to_string());
    let own = charge.quantities;
    format!("{} {} {} {}", own.actual, text(own.free), own.committed, text(own.overage))
}

/// List, contracted, billed, effective.
fn costs(costs: Costs) -> String {
    let all = [costs.list, costs.contracted, costs.billed, costs.effective];
    all.map(|cost| cost.map_or("-".to_owned(), |cost| cost.to_string())).join(" ")
}

fn check(contract: &str, used: &Used<'_>, id: &str, expected: (&str, &str)) {
    let bill = bill(contract, used);
    let charge = bill.charge(id).unwrap_or_else(|| panic!("no charge `{id}` with\n{contract}"));
    assert_eq!((quantities(charge).as_str(), costs(charge.costs).as_str()), expected, "{id} with\n{contract}");
}

fn seats<'a>(seats: &'a [(&'a str, u64)]) -> Used<'a> {
    Used { seats, ..Used::default() }
}

fn metered<'a>(metered: &'a [(&'a str, &'a str)]) -> Used<'a> {
    Used { metered, ..Used::default() }
}

/// <https://es-help.mypurecloud.com/articles/user-overages-on-your-invoice>: 80 contracted CX 1, 138 used, 58 overage.
#[test]
fn the_published_example_of_overage() {
    let line = "[[line]]\nproduct = \"cx1\"\nquantity = 80\nunit_price = \"70\"\noverage_price = \"75\"";
    check(line, &seats(&[("cx1", 138)]), "cx1", ("138 0 80 58", "10350.00 9660.00 9950.00 9950.00"));
}

/// <https://es-help.mypurecloud.com/articles/ai-token-billing>: 250 tokens × 17 = 4,250 free minutes with a voice bot.
#[test]
fn the_published_example_of_free_tokens() {
    check("", &metered(&[("bot_voice_minutes", "4250")]), "ai-tokens", ("250 250 0 0", "0.00 0.00 0.00 0.00"));
    check("", &metered(&[("bot_voice_minutes", "4267")]), "ai-tokens", ("251 250 0 1", "1.00 1.00 1.00 1.00"));
}

/// <https://es-help.mypurecloud.com/articles/resource-usage-on-your-invoice>.
#[test]
fn the_published_example_of_a_resource() {
    let concurrent = "[contract]\nmodel = \"concurrent\"\n";
    let used = Used { seats: &[("cx3", 1)], metered: &[("api_requests", "505992")], ..Used::default() };
    let bill = bill(concurrent, &used);
    assert_eq!(quantities(bill.charge("api_requests").unwrap()), "505992 182000 0 323992");
    assert_eq!(bill.unpriced, ["cx3", "api_requests"], "neither is published");
    let rate = format!("{concurrent}[[fair_use]]\nresource = \"api_requests\"\nunit_price = \"0.002\"");
    check(&rate, &used, "api_requests", ("505992 182000 0 323992", "- 647.98 647.98 647.98"));
}

#[test]
fn steps_by_volume_hold_for_every_unit_or_for_each_in_its_own() {
    let price = |steps: &str| {
        format!(
            "[contract]\nvolume_steps = \"{steps}\"\n[[price]]\nproduct = \"cx3\"\nunit_price = \"150\"\n\
             [[price.step]]\nfrom_units = 100\nunit_price = \"140\"\n[[price.step]]\nfrom_units = 200\nunit_price = \"120\""
        )
    };
    let all = price("all-units");
    check(&all, &seats(&[("cx3", 99)]), "cx3", ("99 0 0 99", "15345.00 14850.00 14850.00 14850.00"));
    check(&all, &seats(&[("cx3", 100)]), "cx3", ("100 0 0 100", "15500.00 14000.00 14000.00 14000.00"));
    let graduated = price("graduated");
    // 99 × 150 + 100 × 140 + 1 × 120.
    check(&graduated, &seats(&[("cx3", 200)]), "cx3", ("200 0 0 200", "31000.00 28970.00 28970.00 28970.00"));
}

#[test]
fn what_is_committed_decides_the_step_of_a_line() {
    let line = "[[line]]\nproduct = \"cx3\"\nquantity = 100\nunit_price = \"150\"\n\
                [[line.step]]\nfrom_units = 100\nunit_price = \"140\"\n[[line.step]]\nfrom_units = 110\nunit_price = \"1\"";
    check(line, &seats(&[("cx3", 120)]), "cx3", ("120 0 100 20", "18600.00 16800.00 16800.00 16800.00"));
    let graduated = format!("[contract]\nvolume_steps = \"graduated\"\n{line}");
    // 99 × 150 + 1 × 140 committed; beyond it 9 × 140 + 11 × 1.
    check(&graduated, &seats(&[("cx3", 120)]), "cx3", ("120 0 100 20", "18600.00 16261.00 16261.00 16261.00"));
}

#[test]
fn units_of_an_amendment_have_their_own_line_of_money() {
    let text = "[[line]]\nproduct = \"cx3\"\nquantity = 3\nunit_price = \"100.335\"\n\
                [[amendment]]\nname = \"A1\"\neffective = \"2026-01-01\"\n\
                [[amendment.line]]\nproduct = \"cx3\"\nadd = 1\nunit_price = \"90.005\"";
    // 301.005 → 301.01 and 90.005 → 90.01: each part is rounded once.
    check(text, &seats(&[("cx3", 4)]), "cx3", ("4 0 4 0", "620.00 401.34 391.02 391.02"));
}

#[test]
fn a_prepaid_year_is_billed_once_and_borne_month_by_month() {
    let text = "[contract]\nsubscription = \"annual-prepay\"\nstart = \"2026-01-01\"\nend = \"2026-12-31\"\n\
                [[line]]\nproduct = \"cx3\"\nquantity = 10\nunit_price = \"148.00\"\noverage_price = \"170.50\"";
    let in_month = |month: u32| bill_on(text, &format!("2026-{month:02}-28"), &seats(&[("cx3", 11)]));
    assert_eq!(costs(in_month(1).totals), "1705.00 1628.00 17930.50 1650.50", "12 × 1480.00 and 1 × 170.50");
    assert_eq!(costs(in_month(2).totals), "1705.00 1628.00 170.50 1650.50");
    let sum =
        |of: fn(&Costs) -> Option<Decimal>| (1..=12).filter_map(|month| of(&in_month(month).totals)).sum::<Decimal>();
    assert_eq!(sum(|costs| costs.billed), sum(|costs| costs.effective));
    assert_eq!(sum(|costs| costs.billed).to_string(), "19806.00");
}

#[test]
fn a_ramp_waives_seats_or_bills_what_is_used() {
    let text =
        "[contract]\nramp_until = \"2026-10-31\"\n[[line]]\nproduct = \"cx3\"\nquantity = 10\nunit_price = \"148\"\n";
    check(text, &seats(&[("cx3", 4)]), "cx3", ("4 0 10 0", "620.00 592.00 0.00 0.00"));
    let older = text.replace("ramp_until", "ramp_billing = \"actual-use\"\nramp_until");
    check(&older, &seats(&[("cx3", 4)]), "cx3", ("4 0 10 0", "620.00 592.00 592.00 592.00"));
    check(
        &older.replace("10-31", "10-30"),
        &seats(&[("cx3", 4)]),
        "cx3",
        ("4 0 10 0", "620.00 592.00 1480.00 1480.00"),
    );
}

#[test]
fn hours_of_interaction_are_charged_beside_seats() {
    let text = "[[price]]\nproduct = \"cx1\"\nhourly_price = \"1.10\"\n[[price]]\nproduct = \"cx1-wem-addon\"\nunit_price = \"35\"\n\
                [[price]]\nproduct = \"hourly-interacting\"\nunit_price = \"1.50\"";
    let used =
        Used { seats: &[("cx1", 2)], hours: &[("cx1", 100), ("cx2", 10), ("cx1-wem-addon", 5)], ..Used::default() };
    let bill = bill(text, &used);
    let shown: Vec<String> = bill.charges.iter().map(|c| format!("{} {} {}", c.id, c.unit, costs(c.costs))).collect();
    assert_eq!(
        shown,
        [
            "cx1 seat 150.00 150.00 150.00 150.00",
            "cx1 hour - 110.00 110.00 110.00",
            "cx2 hour - 15.00 15.00 15.00",
            "cx1-wem-addon hour - - - -",
        ]
    );
    assert_eq!(bill.unpriced, ["cx1-wem-addon"], "an add-on has no price per hour by that of a base");
    assert!(!bill.is_complete());
}

#[test]
fn the_minimum_is_reached_by_a_charge_of_its_own() {
    let text =
        "[contract]\nminimum_monthly_amount = \"1000\"\n[[price]]\nproduct = \"communicate\"\nunit_price = \"10\"\n";
    let total = |used: &[(&str, u64)]| costs(bill(text, &seats(used)).totals);
    assert_eq!(total(&[("cx3", 2)]), "310.00 1000.00 1000.00 1000.00");
    assert_eq!(total(&[("cx3", 7)]), "1085.00 1085.00 1085.00 1085.00");
    assert_eq!(total(&[]), "0.00 1000.00 1000.00 1000.00");
    let unknown = bill(text, &seats(&[("weird", 1)]));
    assert_eq!(unknown.unpriced, ["weird", "minimum-monthly-amount"], "what is missing to it is unknown as well");
    assert_eq!(bill(text, &seats(&[("weird", 1), ("cx3", 7)])).unpriced, ["weird"], "the known ones reach it");
    let ramp = format!("[contract]\nramp_until = \"2026-10-31\"\n{}", text.replace("[contract]\n", ""));
    assert_eq!(costs(bill(&ramp, &seats(&[("cx3", 2)])).totals), "310.00 310.00 0.00 0.00");
}

#[test]
fn unknown_amounts_are_in_no_total_and_named() {
    let bill =
        bill("", &Used { seats: &[("communicate", 5), ("cx3", 1)], metered: &[("Odd Thing", "3")], ..Used::default() });
    assert_eq!(costs(bill.totals), "155.00 155.00 155.00 155.00");
    assert_eq!(
        (bill.unpriced.join(" "), bill.unlisted.join(" ")),
        ("communicate".to_owned(), "communicate".to_owned())
    );
    assert_eq!(bill.unmatched, [("Odd Thing".to_owned(), Decimal::from(3))]);
}

#[test]
fn a_charge_says_where_its_price_comes_from_and_since_when() {
    let text = "[contract]\nstart = \"2026-01-01\"\nend = \"2026-12-31\"\n[[line]]\nproduct = \"cx3\"\nquantity = 1\n\
                unit_price = \"148\"\nfrom = \"2026-03-01\"\n[[price]]\nproduct = \"journey\"\nunit_price = \"25\"";
    let bill = bill(text, &seats(&[("cx3", 1), ("journey", 1), ("cx1", 1)]));
    let origin = |id: &str| {
        let origin = &bill.charge(id).unwrap().origin;
        (origin.source, origin.since.map(|day| day.to_string()).unwrap_or_default(), origin.entry.is_some())
    };
    assert_eq!(origin("cx3"), (ContractedSource::Line, "2026-03-01".to_owned(), true));
    assert_eq!(origin("journey"), (ContractedSource::Price, "2026-01-01".to_owned(), true));
    assert_eq!(origin("cx1"), (ContractedSource::List, "2026-09-20".to_owned(), true));
}

#[test]
fn adjustments_stand_in_the_order_that_is_stated() {
    let book = PriceBook::embedded();
    let first = Contract::parse(include_str!("../contract/full.toml"), "full.toml", &book).unwrap().0;
    let renewed = first.renewed(None).unwrap();
    let mut seen = std::collections::BTreeSet::new();
    for (contract, on) in
        [(&first, "2026-02-01"), (&first, "2026-07-01"), (&renewed, "2029-01-01"), (&renewed, "2029-02-01")]
    {
        let on = on.parse().unwrap();
        let tariff = Tariff::new(&book, contract, on, std::iter::empty());
        let used: Vec<(ProductIx, u64)> = tariff.row_order().iter().map(|ix| (*ix, 460)).collect();
        let metered = [("bot_voice_minutes", Decimal::from(9_000)), ("storage_gb", Decimal::from(90_000))];
        let facts = PeriodUse { seats: &used, interacting_ms: &[], metered: Some(&metered), uncounted: &[] };
        let period = Period::containing(on, contract.period_anchor_day);
        let bill = period_bill(&book, contract, &tariff, period, facts).unwrap();
        for charge in &bill.charges {
            let kinds: Vec<AdjustmentKind> = charge.adjustments.iter().map(ChargeAdjustment::kind).collect();
            assert!(kinds.is_sorted(), "{}: {kinds:?}", charge.id);
            seen.extend(kinds);
        }
    }
    let missing: Vec<_> = order_of_adjustments().into_iter().filter(|(kind, _)| !seen.contains(kind)).collect();
    assert_eq!(missing.len(), 1, "every kind but the minimum occurs: {missing:?}");
}

#[test]
fn an_adjustment_stands_only_where_something_was_adjusted() {
    use AdjustmentKind::{BilledInTokens, Commitment, FreeUnits, Overage};
    let check = |contract: &str, used: &Used<'_>, id: &str, expected: &[AdjustmentKind]| {
        let bill = bill(contract, used);
        let charge = bill.charge(id).unwrap_or_else(|| panic!("no charge `{id}`"));
        let kinds: Vec<_> = charge.adjustments.iter().map(ChargeAdjustment::kind).collect();
        assert_eq!(kinds, expected, "{id}");
    };
    let line = "[[line]]\nproduct = \"cx3\"\nquantity = 10\nunit_price = \"148\"";
    check(line, &seats(&[("cx3", 10)]), "cx3", &[Commitment]);
    check(line, &seats(&[("cx3", 11)]), "cx3", &[Commitment, Overage]);
    check("", &seats(&[("copilot", 2)]), "copilot", &[BilledInTokens]);
    let tokens = "[[line]]\nproduct = \"ai-tokens\"\nquantity = 100\nunit_price = \"0.90\"";
    check(tokens, &metered(&[("ai_tokens", "0")]), "ai-tokens", &[Commitment]);
    check(tokens, &metered(&[("ai_tokens", "350")]), "ai-tokens", &[FreeUnits, Commitment]);
    check("", &metered(&[("ai_tokens", "250")]), "ai-tokens", &[FreeUnits]);
    check("", &metered(&[("ai_tokens", "251")]), "ai-tokens", &[FreeUnits, Overage]);
    // One CX 4 brings 42.5 GB of storage, a CX 1 no minute of transcription.
    let storage = |used| Used { seats: &[("cx4", 1)], metered: used, ..Used::default() };
    check("", &storage(&[("storage_gb", "42.5")]), "storage_gb", &[FreeUnits]);
    check("", &storage(&[("storage_gb", "43")]), "storage_gb", &[FreeUnits, Overage]);
    let minutes = Used { seats: &[("cx1", 1)], metered: &[("voice_transcription_minutes", "10")], ..Used::default() };
    check("", &minutes, "voice_transcription_minutes", &[Overage]);
}

#[test]
fn a_charge_is_priced_where_all_of_what_the_contract_asks_for_is_known() {
    let bill = bill("", &seats(&[("cx3", 1)]));
    let with = |costs: Costs| Charge { costs, ..bill.charges[0].clone() }.is_priced();
    let known = bill.charges[0].costs;
    assert!(with(known) && with(Costs { list: None, ..known }));
    assert!(!with(Costs { contracted: None, ..known }));
    assert!(!with(Costs { billed: None, ..known }));
    assert!(!with(Costs { effective: None, ..known }));
}

#[test]
fn wrong_quantities_are_refused_together() {
    let book = PriceBook::embedded();
    let contract = Contract::none();
    let on = "2026-10-31".parse().unwrap();
    let tariff = Tariff::new(&book, &contract, on, std::iter::empty());
    let metered = [("storage_gb", Decimal::from(-1)), ("bot_voice_minutes", Decimal::from(-2))];
    let facts = PeriodUse { metered: Some(&metered), ..PeriodUse::default() };
    let period = Period::containing(on, contract.period_anchor_day);
    let errors = period_bill(&book, &contract, &tariff, period, facts).unwrap_err();
    let texts: Vec<String> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(texts.len(), 2, "{texts:?}");
    assert!(texts[0].contains("`storage_gb`") && texts[1].contains("`bot_voice_minutes`"), "{texts:?}");
}
