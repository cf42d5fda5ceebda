//! The token bill, every number written out.

use proptest::prelude::*;

use super::*;
use crate::contract::Contract;

fn bill(contract: &str, usage: &[(&str, &str)], billed: &[(&str, u64)]) -> Result<TokenBill, Vec<TokenError>> {
    let book = PriceBook::embedded();
    let contract = Contract::parse(contract, "contract.toml", &book).unwrap().0;
    let tariff = Tariff::new(&book, &contract, "2026-10-31".parse().unwrap(), std::iter::empty());
    let usage: Vec<(&str, Decimal)> = usage.iter().map(|(name, units)| (*name, units.parse().unwrap())).collect();
    let billed: Vec<(ProductIx, u64)> = billed.iter().map(|(id, seats)| (tariff.ix(id).unwrap(), *seats)).collect();
    token_bill(&tariff, &book, &usage, &billed)
}

/// Consumed, free, committed, billable, cost.
fn check(contract: &str, usage: &[(&str, &str)], billed: &[(&str, u64)], expected: &str) {
    let bill = bill(contract, usage, billed).unwrap();
    let cost = bill.cost.map_or("-".to_owned(), |cost| cost.to_string());
    let shown = format!("{} {} {} {} {cost}", bill.consumed, bill.free, bill.committed, bill.billable);
    assert_eq!(shown, expected, "{usage:?}, {billed:?} with\n{contract}");
}

const CONCURRENT: &str = "[contract]\nmodel = \"concurrent\"";
const COMMITTED: &str =
    "[[line]]\nproduct = \"ai-tokens\"\nquantity = 100\nunit_price = \"0.90\"\noverage_price = \"1.20\"";

#[test]
fn every_meter_has_its_rate() {
    let check = |resource: &str, units: &str, named: &str, concurrent: &str| {
        let consumed = |contract: &str| bill(contract, &[(resource, units)], &[]).unwrap().consumed.to_string();
        assert_eq!((consumed("").as_str(), consumed(CONCURRENT).as_str()), (named, concurrent), "{resource}");
    };
    check("bot_voice_minutes", "4250", "250", "250");
    check("bot_digital_sessions", "102", "2", "2");
    check("virtual_agent_interactions", "3", "1.5", "1.5");
    check("agentic_virtual_agent_interactions", "10", "12", "12");
    check("ai_scoring_evaluations", "30", "1.5", "1.5");
    check("ai_translate_translations", "5", "2.5", "2.5");
    check("ai_summaries", "75", "1.5", "1.5");
    check("messages_whatsapp", "1000", "2.5", "2.5");
    check("messages_apple", "400", "1", "1");
    check("copilot_users", "3", "120", "180");
    check("ai_tokens", "7.25", "7.25", "7.25");
    check("bot_voice_minutes", "1", "0.058824", "0.058824");
}

#[test]
fn free_and_committed_tokens_come_off_before_anything_is_billed() {
    check("", &[], &[], "0 250 0 0 0.00");
    check("", &[("ai_tokens", "250")], &[], "250 250 0 0 0.00");
    check("", &[("ai_tokens", "251")], &[], "251 250 0 1 1.00");
    check(CONCURRENT, &[("ai_tokens", "351")], &[], "351 350 0 1 1.00");
    check("", &[("ai_tokens", "400")], &[("cx4", 4), ("cx3", 9)], "400 370 0 30 30.00");
    check(CONCURRENT, &[("ai_tokens", "400")], &[("cx4", 1)], "400 389 0 11 11.00");
    check("", &[("ai_tokens", "0")], &[], "0 250 0 0 0.00");
    check("", &[("ai_tokens", "999999999.000001")], &[], "999999999.000001 250 0 999999749.000001 999999749.00");
    check(COMMITTED, &[], &[], "0 250 100 0 90.00");
    check(COMMITTED, &[("ai_tokens", "351")], &[], "351 250 100 1 91.20");
    check(
        &format!("[contract]\nend = \"2026-10-30\"\n{COMMITTED}"),
        &[("ai_tokens", "351")],
        &[],
        "351 250 0 101 121.20",
    );
}

#[test]
fn nothing_is_rounded_before_the_money_line() {
    // 1/17 + 1/51 + 1/2 + 1/20 tokens beyond the free ones = 641/1020; × 1.00 = 0.628…
    let usage = [
        ("ai_tokens", "250"),
        ("bot_voice_minutes", "1"),
        ("bot_digital_sessions", "1"),
        ("ai_translate_translations", "1"),
        ("ai_scoring_evaluations", "1"),
    ];
    check("", &usage, &[], "250.628431 250 0 0.628431 0.63");
    // 17 times a seventeenth is a whole token, to the last digit.
    let sevenths: Vec<(&str, &str)> = (0..17).map(|_| ("bot_voice_minutes", "251")).collect();
    check("", &sevenths, &[], "251 250 0 1 1.00");
    // A tie is a tie: 0.5 token at 0.01 is half a cent.
    let price = "[[price]]\nproduct = \"ai-tokens\"\nunit_price = \"0.01\"";
    check(price, &[("ai_tokens", "250"), ("virtual_agent_interactions", "1")], &[], "250.5 250 0 0.5 0.01");
    check(price, &[("ai_tokens", "250"), ("bot_voice_minutes", "8")], &[], "250.470588 250 0 0.470588 0.00");
}

#[test]
fn a_price_that_is_not_published_leaves_the_cost_unknown() {
    check("[contract]\ncurrency = \"CHF\"", &[("ai_tokens", "300")], &[], "300 250 0 50 -");
    check("[contract]\ncurrency = \"JPY\"", &[("ai_tokens", "300.005")], &[], "300.005 250 0 50.005 6001");
}

#[test]
fn copilot_priced_as_a_seat_costs_no_tokens() {
    let seat = "[[price]]\nproduct = \"copilot\"\nunit_price = \"35\"";
    check(seat, &[("copilot_users", "10")], &[], "0 250 0 0 0.00");
    check("", &[("copilot_users", "10")], &[], "400 250 0 150 150.00");
}

#[test]
fn rows_are_per_meter_and_what_nobody_knows_is_named() {
    let usage = [
        ("AI Summary", "50"),
        ("ai_summaries", "25"),
        ("WhatsApp Private Messaging", "400"),
        ("messages_apple", "400"),
        ("Genesys Cloud Data Storage", "3"),
        ("Genesys Cloud Data Storage", "4"),
    ];
    let bill = bill("", &usage, &[]).unwrap();
    let rows: Vec<String> =
        bill.by_feature.iter().map(|r| format!("{} {} {} {}", r.resource, r.units, r.unit, r.tokens)).collect();
    assert_eq!(
        rows,
        ["ai_summaries 75 summaries 1.5", "messages_apple 400 messages 1", "messages_whatsapp 400 messages 1"]
    );
    assert_eq!(bill.unmatched, [("Genesys Cloud Data Storage".to_owned(), Decimal::from(7))]);
}

#[test]
fn quantities_that_can_not_be_counted_are_all_refused() {
    let errors = bill("", &[("ai_tokens", "-1"), ("ai_summaries", "0.0000001"), ("x", "1000000000")], &[]).unwrap_err();
    let shown: Vec<String> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(
        shown,
        [
            "resource `ai_tokens` has the quantity -1; expected 0 or more",
            "resource `ai_summaries` has the quantity 0.0000001; expected at most 9 digits before and 6 after the point",
            "resource `x` has the quantity 1000000000; expected at most 9 digits before and 6 after the point",
        ]
    );
}

proptest! {
    #[test]
    fn tokens_are_the_exact_sum_whatever_the_order(
        minutes in 0_u64..1_000_000, sessions in 0_u64..1_000_000, summaries in 0_u64..1_000_000,
    ) {
        let (m, s, u) = (minutes.to_string(), sessions.to_string(), summaries.to_string());
        let usage = [("bot_voice_minutes", m.as_str()), ("bot_digital_sessions", s.as_str()), ("ai_summaries", u.as_str())];
        let reversed: Vec<_> = usage.iter().rev().copied().collect();
        let found = bill("", &usage, &[]).unwrap();
        prop_assert_eq!(&found, &bill("", &reversed, &[]).unwrap());
        // Over the common denominator 17 · 3 · 50 = 2550, in whole numbers; a cent is 25.5 of these parts.
        let parts = minutes * 150 + sessions * 50 + summaries * 51;
        let billable = parts.saturating_sub(250 * 2550);
        let cents = (billable * 100 * 2 + 2550) / (2550 * 2);
        prop_assert_eq!(found.cost, Some(Decimal::new(i64::try_from(cents).unwrap(), 2)));
    }
}

/// Rows of days, resources and units.
fn daily(rows: &[(&str, &str, &str)]) -> DailyUnits {
    let mut units = DailyUnits::new();
    for (date, resource, quantity) in rows {
        let of_day = units.entry(date.parse().unwrap()).or_default();
        *of_day.entry((*resource).to_owned()).or_default() += quantity.parse::<Decimal>().unwrap();
    }
    units
}

const OCTOBER: [(&str, &str, &str); 7] = [
    ("2026-09-30", "ai_tokens", "1000"),
    ("2026-10-01", "copilot_users", "2"),
    ("2026-10-01", "bot_voice_minutes", "17"),
    ("2026-10-03", "AI Summary", "25"),
    ("2026-10-03", "ai_summaries", "25"),
    ("2026-10-04", "concurrent_users_peak", "9"),
    ("2026-11-01", "ai_tokens", "1000"),
];

#[test]
fn the_ledger_has_a_day_per_day_with_a_meter_and_ties_to_the_bill() {
    let book = PriceBook::embedded();
    let tariff = Tariff::new(&book, &Contract::none(), "2026-10-31".parse().unwrap(), std::iter::empty());
    let period = crate::period::Period { from: "2026-10-01".parse().unwrap(), to: "2026-11-01".parse().unwrap() };
    let units = daily(&OCTOBER);
    let ledger = token_ledger(&tariff, &book, &units, period).unwrap();
    let shown = |day: &LedgerDay| {
        let rows: Vec<String> = day.rows.iter().map(|row| format!("{} {}", row.resource, row.tokens)).collect();
        format!("{} {} use {} seat {} to date {}", day.date, rows.join(", "), day.by_use, day.by_seat, day.to_date)
    };
    assert_eq!(
        ledger.iter().map(shown).collect::<Vec<_>>(),
        [
            "2026-10-01 bot_voice_minutes 1, copilot_users 80 use 1 seat 80 to date 81",
            "2026-10-03 ai_summaries 1 use 1 seat 0 to date 82",
        ]
    );
    let of_period: Vec<(&str, Decimal)> = units
        .range(period.from..period.to)
        .flat_map(|(_, of_day)| of_day.iter().map(|(resource, units)| (resource.as_str(), *units)))
        .collect();
    let bill = token_bill(&tariff, &book, &of_period, &[]).unwrap();
    assert_eq!(ledger.last().map(|day| day.to_date), Some(bill.consumed));
    assert_eq!(consumed_tokens(&tariff, &book, &of_period).unwrap(), (bill.consumed, bill.by_feature));
}

#[test]
fn a_quantity_that_cannot_be_exact_is_refused_by_the_ledger_too() {
    let book = PriceBook::embedded();
    let tariff = Tariff::new(&book, &Contract::none(), "2026-10-31".parse().unwrap(), std::iter::empty());
    let period = crate::period::Period { from: "2026-10-01".parse().unwrap(), to: "2026-11-01".parse().unwrap() };
    let units = daily(&[("2026-10-01", "ai_tokens", "-1"), ("2026-10-02", "ai_tokens", "0.0000001")]);
    assert_eq!(token_ledger(&tariff, &book, &units, period).unwrap_err().len(), 2);
    let usage = [("ai_tokens", Decimal::NEGATIVE_ONE)];
    assert_eq!(consumed_tokens(&tariff, &book, &usage).unwrap_err().len(), 1);
}

#[test]
fn an_outlook_prices_what_goes_beyond_the_allowance() {
    let bill = bill(COMMITTED, &[("ai_tokens", "100")], &[]).unwrap();
    assert_eq!(bill.allowance(), crate::commitment::Ratio::whole(350));
    let check = |consumed: (u64, u64), billable: &str, cost: &str, overage: &str| {
        let outlook = bill.outlook(crate::commitment::Ratio::new(consumed.0, consumed.1).unwrap()).unwrap();
        let shown = |amount: Option<Decimal>| amount.unwrap().to_string();
        assert_eq!(
            (outlook.billable.to_string().as_str(), shown(outlook.cost).as_str(), shown(outlook.overage_cost).as_str()),
            (billable, cost, overage)
        );
    };
    check((350, 1), "0", "90.00", "0.00");
    check((351, 1), "1", "91.20", "1.20");
    // A third of a token at 1.20.
    check((1051, 3), "1/3", "90.40", "0.40");
    let priceless = bill_in_a_currency_without_prices();
    assert_eq!(priceless.outlook(crate::commitment::Ratio::whole(900)).unwrap().cost, None);
}

fn bill_in_a_currency_without_prices() -> TokenBill {
    bill("[contract]\ncurrency = \"CHF\"", &[], &[]).unwrap()
}

proptest! {
    /// What is consumed already has the same cost in the outlook as in the bill.
    #[test]
    fn the_outlook_of_what_is_consumed_is_the_bill(units in 0i64..2_000_000, minutes in 0i64..1_000_000) {
        let usage = [("ai_tokens", Decimal::new(units, 3).to_string()), ("bot_voice_minutes", minutes.to_string())];
        let usage: Vec<(&str, &str)> = usage.iter().map(|(name, units)| (*name, units.as_str())).collect();
        let bill = bill(COMMITTED, &usage, &[]).unwrap();
        let outlook = bill.outlook(bill.consumed.into()).unwrap();
        prop_assert_eq!(outlook.cost, bill.cost);
        prop_assert_eq!(outlook.billable, crate::commitment::Ratio::from(bill.billable));
    }
}
