//! Cases computed by hand from the rules.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::analyze::analyze;
use super::billing::{Products, as_billed, cx_holders, quantities, seats};
use super::facts::Facts;
use super::offers::best;
use super::org::{Case, Contract, License, Line, Presence, User};
use super::peak::peak;
use super::prices::Prices;
use super::time::{MINUTE, instant, period, print};

fn products(ids: &[&str]) -> Products {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

fn period_at(as_of: &str, anchor: u32) -> (String, String) {
    let (from, to) = period(instant(as_of), anchor);
    (from.to_string(), to.to_string())
}

fn dates(from: &str, to: &str) -> (String, String) {
    (from.to_owned(), to.to_owned())
}

#[test]
fn a_period_starts_at_the_anchor_day_or_the_last_of_the_month() {
    assert_eq!(period_at("2026-02-15T12:00:00Z", 31), dates("2026-01-31", "2026-02-28"));
    assert_eq!(period_at("2026-02-28T00:00:00Z", 31), dates("2026-02-28", "2026-03-31"));
    assert_eq!(period_at("2026-02-27T23:59:59Z", 30), dates("2026-01-30", "2026-02-28"));
    assert_eq!(period_at("2028-02-29T00:00:00Z", 30), dates("2028-02-29", "2028-03-30"));
    assert_eq!(period_at("2026-01-05T00:00:00Z", 15), dates("2025-12-15", "2026-01-15"));
    assert_eq!(period_at("2026-10-01T00:00:00Z", 1), dates("2026-10-01", "2026-11-01"));
}

#[test]
fn a_fraction_is_printed_only_where_it_is_not_zero() {
    assert_eq!(print(instant("2026-10-31T23:59:59Z")), "2026-10-31T23:59:59Z");
    assert_eq!(print(instant("2026-10-31T23:59:59.5Z")), "2026-10-31T23:59:59.500Z");
    assert_eq!(print(instant("2026-10-31T23:59:59.999999Z")), "2026-10-31T23:59:59.999999Z");
}

/// People with a license and minutes of presence from 2026-10-05T08:00:00Z, as of 2026-10-20.
pub fn org(people: &[(&str, i64, i64)]) -> Case {
    let mut case = Case { as_of: Some(instant("2026-10-20T00:00:00Z")), ..Case::default() };
    let eight = instant("2026-10-05T08:00:00Z");
    let mut presence = Vec::new();
    for (n, (license, from, to)) in people.iter().enumerate() {
        let user_id = format!("u{n}");
        let state = "active".to_owned();
        case.org.users.push(User { user_id: user_id.clone(), state, ..User::default() });
        case.org.licenses.push(License {
            user_id: user_id.clone(),
            license_id: (*license).to_owned(),
            from: None,
            to: None,
        });
        presence.push(Presence { user_id, start: eight + from * MINUTE, end: Some(eight + to * MINUTE) });
    }
    case.org.presence = Some(presence);
    case
}

#[test]
fn a_count_below_thirty_minutes_is_no_peak() {
    let case = org(&[("cx1", 0, 31), ("cx1", 0, 31), ("cx1", 0, 6)]);
    let facts = Facts::new(&case);
    let peak = peak(&facts, &cx_holders(&facts));
    // 3 for 6 minutes, 2 for 25, at or above 2 for 31; no count stands exactly 30 minutes.
    assert_eq!((peak.at_or_above, peak.exactly, peak.raw), (2, 0, 3));
    assert_eq!(peak.raw_at, Some(instant("2026-10-05T08:00:00Z")));
}

#[test]
fn a_handover_at_one_instant_is_no_overlap() {
    let case = org(&[("cx1", 0, 30), ("cx1", 30, 60)]);
    let facts = Facts::new(&case);
    assert_eq!(peak(&facts, &cx_holders(&facts)).raw, 1);
}

#[test]
fn named_seats_are_people_and_concurrent_ones_the_peak() {
    let mut case = org(&[("cloudCX1", 0, 40), ("cloudCX1", 40, 80), ("communicate", 0, 5)]);
    let named = Facts::new(&case);
    assert_eq!(quantities(&named, &as_billed(&named))["cx1"], Some(2));
    case.contract = Some(Contract { model: Some("concurrent".to_owned()), ..Contract::default() });
    let facts = Facts::new(&case);
    let units = quantities(&facts, &as_billed(&facts));
    assert_eq!((units["cx1"], units["communicate"]), (Some(1), Some(1)));
}

#[test]
fn only_the_highest_base_and_what_it_carries_is_billed() {
    let held = products(&["cx1", "cx2", "cx1-wem-addon", "cx2-wem-addon", "sta-addon", "unheard-of"]);
    assert_eq!(seats(&held), products(&["cx2", "cx2-wem-addon", "unheard-of"]));
    assert_eq!(seats(&products(&["cx2", "sta-addon"])), products(&["cx2", "sta-addon"]));
    assert_eq!(seats(&products(&["communicate", "journey"])), products(&["communicate"]));
}

#[test]
fn the_cheapest_cover_is_found() {
    let contract = Contract::default();
    let prices = Prices::new(&contract, 0);
    let offer = |held: &[&str], needs: &[&'static str]| {
        let needs: BTreeSet<_> = needs.iter().copied().collect();
        best(&products(held), &needs, &[], &prices)
    };
    assert_eq!(offer(&["cx3"], &["voice"]), Some(products(&["cx1"])));
    assert_eq!(offer(&["cx3"], &["chat"]), Some(products(&["cx2-digital"])));
    assert_eq!(offer(&["cx4"], &["copilot", "voice"]), Some(products(&["copilot", "cx1"]))); // 75 + 40 < 240
    assert_eq!(offer(&["cx2", "cx2-wem-addon"], &["chat", "voice"]), Some(products(&["cx2"])));
    assert_eq!(offer(&["cx2", "cx2-wem-addon"], &["wfm_schedule"]), Some(products(&["cx2", "cx2-wem-addon"])));
    assert_eq!(offer(&["cx1"], &["work_automation"]), None);
}

#[test]
fn copilot_costs_tokens_unless_the_contract_prices_it() {
    let mut contract = Contract::default();
    let by_tokens = Prices::new(&contract, 0);
    assert_eq!(by_tokens.contracted("copilot"), Some(Decimal::ZERO));
    assert_eq!(by_tokens.offer_price("copilot"), Some(Decimal::from(40)));
    contract.prices.push(("copilot".to_owned(), Decimal::from(33)));
    let seat = Prices::new(&contract, 0);
    assert_eq!((seat.contracted("copilot"), seat.list("copilot")), (Some(Decimal::from(33)), Some(Decimal::from(40))));
}

#[test]
fn an_overage_seat_that_is_idle_is_cash_now() {
    let mut case = org(&[("cx3", 0, 60), ("cx3", 0, 60)]);
    case.org.users[1].state = "inactive".to_owned();
    case.as_of = Some(instant("2026-10-20T00:00:00Z"));
    let line = Line {
        product: "cx3".to_owned(),
        quantity: 1,
        unit_price: Decimal::from(148),
        overage_price: Some(Decimal::from(170)),
    };
    case.contract = Some(Contract { lines: vec![line], ..Contract::default() });
    let document = analyze(&case);
    // No activity table: every feature is unknown, so the first person keeps CX 3; the second is reclaimed.
    assert_eq!(document["costs"]["billed_monthly"], "318.00");
    assert_eq!(document["savings"]["cash_now_monthly"], "170.00");
    assert_eq!(document["savings"]["at_renewal_monthly"], "0.00");
    assert_eq!(document["recommendations"][0]["code"], "reclaim-deactivated");
    let mut permuted = case.clone();
    permuted.org.users.reverse();
    permuted.org.licenses.reverse();
    assert_eq!(analyze(&permuted), document);
}
