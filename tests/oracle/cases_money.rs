//! Amounts computed by hand from the rules.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::analyze::analyze;
use super::cases::org;
use super::catalog::WALLBOARD_CHARGE;
use super::org::{Billable, Case, Contract, Line, Resource};
use super::time::{DAY, instant};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn line(product: &str, quantity: i64, unit_price: i64, overage_price: Option<i64>) -> Line {
    let overage_price = overage_price.map(Decimal::from);
    Line { product: product.to_owned(), quantity, unit_price: Decimal::from(unit_price), overage_price }
}

fn with_contract(mut case: Case, contract: Contract) -> Case {
    case.contract = Some(contract);
    case
}

fn concurrent() -> Contract {
    Contract { model: Some("concurrent".to_owned()), ..Contract::default() }
}

fn metered(mut case: Case, meters: &[(&str, i64)]) -> Case {
    let row = |(resource, units): &(&str, i64)| Resource {
        date: day("2026-10-19"),
        resource: (*resource).to_owned(),
        quantity: Decimal::from(*units),
    };
    case.org.resources = Some(meters.iter().map(row).collect());
    case
}

fn row<'a>(document: &'a Value, product: &str) -> &'a Value {
    let rows = document["seats"]["products"].as_array().expect("rows");
    rows.iter().find(|row| row["product"] == product).expect("a row of the product")
}

#[test]
fn tokens_beyond_the_free_ones_cost_one_dollar_each() {
    let document = analyze(&metered(org(&[("cx1", 0, 60)]), &[("bot_voice_minutes", 5_100)]));
    // 5,100 / 17 = 300; 300 - 250 free = 50; 75.00 for the seat.
    let tokens = json!({"consumed": "300", "free": "250", "committed": "0", "billable": "50", "cost": "50.00"});
    assert_eq!(document["tokens"], tokens);
    assert_eq!(document["costs"]["total_monthly"], "125.00");
}

#[test]
fn tokens_have_ten_digits_after_the_point() {
    let document = analyze(&metered(org(&[("cx1", 0, 60)]), &[("bot_digital_sessions", 1)]));
    assert_eq!(document["tokens"]["consumed"], "0.0196078431"); // 1 / 51
}

#[test]
fn a_cx4_seat_brings_thirty_tokens() {
    let document = analyze(&metered(org(&[("cx4", 0, 60), ("cx4", 0, 60), ("cx1", 0, 60)]), &[]));
    assert_eq!(document["tokens"]["free"], "310"); // 250 + 2 x 30
}

#[test]
fn a_concurrent_copilot_user_takes_sixty_tokens() {
    let case = with_contract(metered(org(&[("cx1", 0, 60)]), &[("copilot_users", 10)]), concurrent());
    let tokens = &analyze(&case)["tokens"];
    // 10 x 60 - 350; the list price of a token is 1.00.
    assert_eq!((&tokens["billable"], &tokens["cost"]), (&json!("250"), &json!("250.00")));
}

#[test]
fn copilot_sold_as_a_seat_takes_no_tokens() {
    let contract = Contract { prices: vec![("copilot".to_owned(), Decimal::from(33))], ..Contract::default() };
    let case = with_contract(metered(org(&[("cx1", 0, 60)]), &[("copilot_users", 10)]), contract);
    assert_eq!(analyze(&case)["tokens"]["consumed"], "0");
}

#[test]
fn resources_after_as_of_are_not_read() {
    let mut case = metered(org(&[("cx1", 0, 60)]), &[("ai_tokens", 5)]);
    let rows = case.org.resources.as_mut().expect("metered");
    rows.push(Resource { date: day("2026-10-21"), ..rows[0].clone() });
    rows.push(Resource { date: day("2026-10-20"), ..rows[0].clone() }); // begins exactly at as-of
    rows.push(Resource { date: day("2026-09-30"), ..rows[0].clone() });
    assert_eq!(analyze(&case)["tokens"]["consumed"], "10");
}

#[test]
fn without_a_line_everything_is_overage_at_list_price() {
    let document = analyze(&org(&[("cx1", 0, 60), ("cx1", 0, 60), ("cx3", 0, 60)]));
    let costs = &document["costs"];
    assert_eq!((&costs["list_monthly"], &costs["overage_monthly"]), (&json!("305.00"), &json!("305.00"))); // 2 x 75 + 155
    assert_eq!((&costs["billed_monthly"], &costs["complete"]), (&json!("305.00"), &json!(true)));
}

#[test]
fn a_commitment_is_paid_though_it_is_not_used() {
    let contract = Contract { lines: vec![line("cx3", 10, 148, None)], ..Contract::default() };
    let document = analyze(&with_contract(org(&[("cx3", 0, 60)]), contract));
    assert_eq!(document["costs"]["billed_monthly"], "1480.00");
    assert_eq!(document["savings"]["at_renewal_monthly"], "1332.00"); // 9 x 148
}

#[test]
fn outside_its_term_the_contract_has_no_commitment() {
    let lines = vec![line("cx3", 10, 148, Some(170))];
    let contract = Contract { end: Some(day("2026-10-19")), lines, ..Contract::default() };
    let document = analyze(&with_contract(org(&[("cx3", 0, 60)]), contract));
    assert_eq!(document["costs"]["billed_monthly"], "170.00");
    assert_eq!(document["findings"], json!([{"code": "outside-contract", "subject": "contract"}]));
}

#[test]
fn a_ramp_bills_no_seat() {
    let mut contract = Contract { lines: vec![line("cx3", 2, 148, None)], ..Contract::default() };
    contract.ramp_until = Some(day("2026-10-31"));
    let case = with_contract(org(&[("cx3", 0, 60)]), contract);
    let document = analyze(&case);
    assert_eq!(document["costs"]["billed_monthly"], "0.00");
    assert_eq!(document["savings"]["at_renewal_monthly"], "148.00"); // as if it were over
    let mut sooner = case.clone();
    sooner.contract.as_mut().expect("set").ramp_until = Some(day("2026-10-30"));
    assert_eq!(analyze(&sooner)["costs"]["billed_monthly"], "296.00");
}

#[test]
fn the_first_wallboard_is_free() {
    let document = analyze(&org(&[("wallboardUser", 0, 60), ("wallboardUser", 0, 60), ("wallboardUser", 0, 60)]));
    assert_eq!(row(&document, "wallboard")["billed"], 3);
    assert_eq!(row(&document, "wallboard")["list_monthly"], "36.00");
}

#[test]
fn wallboards_are_the_entities_charged_as_such() {
    let mut case = org(&[("cx1", 0, 60)]);
    let board = |entity: &str, at| Billable {
        charge_name: WALLBOARD_CHARGE.to_owned(),
        entity: entity.to_owned(),
        first_seen_at: at,
    };
    let at = instant("2026-10-05T00:00:00Z");
    case.org.billable =
        Some(vec![board("Lobby", at), board("LOBBY", at), board("Hall", at), board("Old", at - 30 * DAY)]);
    assert_eq!(row(&analyze(&case), "wallboard")["billed"], 2);
}

#[test]
fn a_currency_without_a_list_price_leaves_amounts_unknown() {
    let contract = Contract { currency: Some("EUR".to_owned()), ..Contract::default() };
    let document = analyze(&with_contract(org(&[("cx1", 0, 60)]), contract));
    assert_eq!(row(&document, "cx1")["list_monthly"], Value::Null);
    assert_eq!(document["costs"]["complete"], false);
    assert_eq!(document["costs"]["unpriced"], json!([{"product": "cx1", "seats": 1}]));
}

#[test]
fn yen_have_no_minor_unit() {
    let mut contract = Contract { currency: Some("JPY".to_owned()), ..Contract::default() };
    contract.prices.push(("cx1".to_owned(), Decimal::new(10_005, 1)));
    let document = analyze(&with_contract(org(&[("cx1", 0, 60)]), contract));
    assert_eq!(document["costs"]["contracted_monthly"], "1001"); // 1000.5, half away from zero
}

#[test]
fn concurrent_seats_without_presence_are_unknown() {
    let mut case = with_contract(org(&[("cx1", 0, 60), ("communicate", 0, 60)]), concurrent());
    case.org.presence = None;
    let document = analyze(&case);
    assert_eq!(row(&document, "cx1")["billed"], Value::Null);
    assert_eq!(row(&document, "communicate")["billed"], 1);
    assert_eq!(document["costs"]["billed_monthly"], Value::Null);
    assert_eq!(document["savings"]["cash_now_monthly"], Value::Null);
}

#[test]
fn who_never_comes_is_exposure_and_not_on_the_bill() {
    let mut case = org(&[("cx1", 0, 60), ("cx3", -60 * 24 * 10, -60 * 24 * 10 + 60)]);
    case.contract = Some(Contract { seat_counting: Some("logged-in".to_owned()), ..Contract::default() });
    let document = analyze(&case);
    // The second person was present on 2026-09-25 only: CX 3 is held, not billed in October, 155.00 at the next login.
    assert_eq!(row(&document, "cx3")["billed"], 0);
    assert_eq!(document["savings"]["exposure_monthly"], "155.00");
}

#[test]
fn hours_logged_in_are_rounded_up_once_for_everybody() {
    // 60 minutes each: 2 h at 1.25; with a third person of 61 minutes 3 h 1 min, which is 4 h.
    let contract = Contract {
        model: Some("hourly-logged-in".to_owned()),
        prices: vec![("cx3".to_owned(), Decimal::new(125, 2))],
        ..Contract::default()
    };
    let two = analyze(&with_contract(org(&[("cx3", 0, 60), ("cx3", 0, 60)]), contract.clone()));
    assert_eq!((&row(&two, "cx3")["billed"], &two["costs"]["billed_monthly"]), (&json!(2), &json!("2.50")));
    let three = analyze(&with_contract(org(&[("cx3", 0, 60), ("cx3", 0, 60), ("cx3", 0, 61)]), contract));
    assert_eq!((&row(&three, "cx3")["billed"], &three["costs"]["billed_monthly"]), (&json!(4), &json!("5.00")));
    assert_eq!(three["seats"]["billed"], 0, "hours are no seats");
}

#[test]
fn whoever_was_created_after_the_period_held_no_undated_license_in_it() {
    let mut case = org(&[("cx1", 0, 60), ("cx3", 0, 60), ("cx2", 0, 60)]);
    let november = instant("2026-11-01T00:00:00Z");
    for user in &mut case.org.users[1..] {
        user.created_at = Some(november);
    }
    case.org.licenses[2].from = Some(november - 400 * DAY);
    // The one with a first day is believed; at 75.00 and 115.00.
    assert_eq!(analyze(&case)["costs"]["billed_monthly"], "190.00");
    case.org.users[1].created_at = Some(november - 1);
    assert_eq!(analyze(&case)["costs"]["billed_monthly"], "345.00");
}
