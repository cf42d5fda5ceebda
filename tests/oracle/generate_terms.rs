//! The contract and the settings of a generated organization.

use std::collections::BTreeMap;

use chrono::Datelike;
use rust_decimal::Decimal;

use super::catalog::{FEATURES, Kind, kind};
use super::dice::Dice;
use super::generate::Frame;
use super::org::{Contract, DepartmentWindow, Exception, Line, Org, Pin, Settings};
use super::time::{DAY, day_of};

const PRODUCTS: [&str; 21] = [
    "cx1",
    "cx2",
    "cx3",
    "cx4",
    "cx2-digital",
    "cx3-digital",
    "communicate",
    "collaborate",
    "cx1-digital-addon",
    "cx2-digital-addon",
    "cx1-wem-addon",
    "cx2-wem-addon",
    "sta-addon",
    "copilot",
    "journey",
    "ai-bundle",
    "work-automation",
    "crm-salesforce",
    "wallboard",
    "ai-tokens",
    "predictiveEngagementLicense",
];

pub fn contract(dice: &mut Dice, frame: Frame) -> Contract {
    let subscription = dice.pick(&[None, Some("annual-monthly"), Some("annual-prepay"), Some("month-to-month")]);
    let is_monthly = subscription == Some("month-to-month");
    let today = day_of(frame.as_of);
    let mut contract = Contract {
        organization: dice.maybe(50, |_| "Northwind Traders".to_owned()),
        currency: dice.maybe(60, |dice| dice.pick(&["USD", "USD", "EUR", "JPY"]).to_owned()),
        model: dice.maybe(60, |dice| dice.pick(&["named", "named", "concurrent"]).to_owned()),
        subscription: subscription.map(str::to_owned),
        period_anchor_day: dice.maybe(60, |dice| match dice.below(3) {
            0 => today.day(),
            1 => day_of(frame.edge).day(),
            _ => dice.between(1, 31) as u32,
        }),
        seat_counting: dice.maybe(50, |dice| dice.pick(&["assigned", "logged-in"]).to_owned()),
        concurrency_reading: dice.maybe(50, |dice| dice.pick(&["at-or-above", "exactly"]).to_owned()),
        ramp_until: dice.maybe(10, |dice| day_of(frame.as_of + dice.between(-3, 30) * DAY)),
        ..Contract::default()
    };
    if dice.percent(60) {
        contract.start = Some(day_of(frame.as_of + dice.pick(&[-300, -300, -300, -300, 0, 1]) * DAY));
        contract.end = Some(
            day_of(frame.as_of + dice.pick(&[300, 300, 300, 300, 1, 0, -1]) * DAY)
                .max(contract.start.expect("set above")),
        );
    }
    terms(dice, &mut contract, is_monthly);
    contract
}

fn terms(dice: &mut Dice, contract: &mut Contract, is_monthly: bool) {
    let has_lines = !is_monthly && (contract.subscription.is_some() || dice.percent(50));
    let all_priced = dice.percent(20);
    for product in PRODUCTS {
        // Round prices meet often: ties between offers and between deltas.
        let price = Decimal::new(dice.pick(&[1_000, 4_000, 7_500, 11_500, 14_800, 15_500, 3_333, 1_005]), 2);
        let price = if dice.percent(85) { price } else { dice.pick(&[Decimal::ZERO, Decimal::new(12_345, 3)]) };
        if has_lines && dice.percent(25) {
            let overage_price = dice
                .maybe(50, |dice| price + Decimal::new(dice.between(-500, 2_000), 2))
                .map(|price| price.max(Decimal::ZERO));
            let quantity = if product == "ai-tokens" { dice.between(0, 3_000) } else { dice.between(0, 8) };
            contract.lines.push(Line { product: product.to_owned(), quantity, unit_price: price, overage_price });
        } else if all_priced || dice.percent(30) {
            contract.prices.push((product.to_owned(), price));
        }
    }
}

pub fn settings(dice: &mut Dice, frame: Frame, org: &Org) -> Settings {
    let allow = match dice.below(7) {
        0 => vec!["communicate", "cx1", "cx2", "cx3"],
        1 => vec!["collaborate", "communicate", "cx1", "cx2", "cx3", "copilot"],
        2 => vec!["collaborate", "cx1", "cx2-digital", "cx1-wem-addon", "sta-addon", "journey"],
        3 => vec!["cx4"],
        _ => vec![],
    };
    let today = day_of(frame.as_of);
    let someone = |dice: &mut Dice| {
        let user = &org.users[dice.below(org.users.len() as u64) as usize];
        let email = user.email.as_ref().map(|email| email.to_uppercase());
        if dice.percent(50) { user.user_id.clone() } else { email.unwrap_or_else(|| user.user_id.clone()) }
    };
    let mut settings = Settings {
        days: frame.days,
        idle_days: dice.pick(&[90, 90, 60, 30]),
        grace_days: dice.pick(&[30, 30, 60, 0]),
        min_events: dice.pick(&[1, 1, 2, 5]),
        min_days: dice.pick(&[1, 1, 2]),
        not_used: FEATURES.iter().filter(|_| dice.percent(8)).map(|f| (*f).to_owned()).collect(),
        allow: allow.into_iter().map(str::to_owned).collect(),
        ..Settings::default()
    };
    match dice.below(4) {
        0 => settings.protect_roles = vec!["Agent".to_owned()],
        1 => settings.protect_roles = vec![],
        _ => {}
    }
    for _ in 0..dice.below(3) {
        settings.protect_users.extend(dice.maybe(50, someone));
        let until = dice.pick(&[None, Some(0), Some(-1), Some(1)]);
        let until = until.map(|days| today + chrono::Duration::days(days));
        let user = someone(dice);
        if settings.exceptions.iter().all(|e| e.user != user) {
            settings.exceptions.push(Exception { user, reason: "leave".to_owned(), until });
        }
        let mut keys = BTreeMap::from([("department".to_owned(), dice.pick(&["Service Desk", "Sales"]).to_owned())]);
        if dice.percent(50) {
            keys.insert("division".to_owned(), dice.pick(&["Home", "North"]).to_owned());
        }
        settings.pins.push(Pin { feature: dice.pick(&FEATURES).to_owned(), keys });
    }
    for department in ["Service Desk", "Sales"] {
        settings.windows.extend(dice.maybe(15, |dice| DepartmentWindow {
            department: department.to_owned(),
            days: dice.pick(&[None, Some(30), Some(60), Some(120)]),
            idle_days: dice.pick(&[None, Some(30), Some(120)]),
            grace_days: dice.pick(&[None, None, Some(90)]),
            min_events: dice.pick(&[None, None, Some(3)]),
            min_days: Some(dice.pick(&[1, 2])),
        }));
    }
    settings.allow.retain(|id| kind(id) != Kind::Unknown);
    settings
}
