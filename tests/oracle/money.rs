//! What the seats cost now, after what takes effect at once, and under a contract made to measure.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::billing::{Products, Units, as_billed, counts, devices, held, held_in_period, quantities, seats};
use super::catalog::{Kind, highest_base, is_base, is_pooled, kind};
use super::facts::Facts;
use super::org::User;
use super::prices::{Prices, charged};
use super::recommend::Recommendation;
use super::time::{DAY, midnight};

/// The three savings; their parts are kept so that tests can tie them. `None` = a quantity is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Savings {
    /// The period's seat bill.
    pub b0: Option<Decimal>,
    /// The bill after reclaims and those changes of offer that lower it.
    pub b1: Option<Decimal>,
    /// Needed quantities at contracted prices.
    pub b2: Option<Decimal>,
    pub exposure: Decimal,
}

type Plan<'a> = BTreeMap<&'a str, Products>;

/// Does the contract charge no seat in this period?
pub fn is_ramp(facts: &Facts<'_>) -> bool {
    facts.contract.ramp_until.is_some_and(|day| facts.period.1 - DAY <= midnight(day))
}

/// Commitment and overage of one product, each rounded; `None` = a price is unknown.
pub fn line(prices: &Prices<'_>, product: &str, units: i64) -> Option<(Decimal, Decimal)> {
    let committed = prices.committed(product);
    let beyond = (charged(product, units) - committed).max(0);
    let commitment = prices.round(prices.contracted(product)? * Decimal::from(committed));
    Some((commitment, prices.round(prices.overage(product)? * Decimal::from(beyond))))
}

/// The seat bill of these quantities; products of unknown price are not in it. `None` = a quantity is not known.
pub fn bill(prices: &Prices<'_>, units: &Units) -> Option<Decimal> {
    let units = known(units)?;
    let mut products: BTreeSet<&str> = units.keys().copied().collect();
    products.extend(prices.lines().map(|line| line.product.as_str()));
    products.remove("ai-tokens");
    let lines = products.into_iter().filter_map(|id| line(prices, id, units.get(id).copied().unwrap_or(0)));
    Some(lines.map(|(commitment, overage)| commitment + overage).sum())
}

fn known(units: &Units) -> Option<BTreeMap<&str, i64>> {
    units.iter().map(|(id, units)| Some((id.as_str(), (*units)?))).collect()
}

/// The seats after all recommendations but `upgrade-tier`.
pub fn needed_plan<'a>(facts: &Facts<'a>, advice: &[Recommendation]) -> Plan<'a> {
    let mut plan = as_billed(facts);
    for one in advice.iter().filter(|one| one.code != "upgrade-tier") {
        change(facts, &mut plan, one);
    }
    plan
}

fn change(facts: &Facts<'_>, plan: &mut Plan<'_>, one: &Recommendation) {
    if one.is_reclaim() {
        plan.remove(one.user_id.as_str());
        return;
    }
    let seat = plan.get_mut(one.user_id.as_str()).expect("at most one recommendation for a person");
    let mut products: Products = one.to.iter().cloned().collect();
    products.extend(held_in_period(facts, &one.user_id).into_iter().filter(|id| is_never_dropped(id)));
    *seat = seats(&products);
}

fn is_never_dropped(product: &str) -> bool {
    matches!(kind(product), Kind::Crm | Kind::Device | Kind::Unknown)
}

pub fn savings(facts: &Facts<'_>, prices: &Prices<'_>, advice: &[Recommendation]) -> Savings {
    let now = as_billed(facts);
    let needed = quantities(facts, &needed_plan(facts, advice));
    let amount = |id: &str, units| Some(prices.round(prices.contracted(id)? * Decimal::from(charged(id, units))));
    let made_to_measure = known(&needed).map(|needed| needed.iter().filter_map(|(id, units)| amount(id, *units)).sum());
    Savings {
        b0: bill(prices, &quantities(facts, &now)),
        b1: at_once(facts, prices, advice, now),
        b2: made_to_measure,
        exposure: exposure(facts, prices),
    }
}

/// B₁: every reclaim, then one pass over the changes of offer, largest first.
fn at_once<'a>(
    facts: &Facts<'a>,
    prices: &Prices<'_>,
    advice: &[Recommendation],
    mut plan: Plan<'a>,
) -> Option<Decimal> {
    for one in advice.iter().filter(|one| one.is_reclaim()) {
        change(facts, &mut plan, one);
    }
    let mut lowest = bill(prices, &quantities(facts, &plan))?;
    if facts.contract.is_by_presence() {
        return Some(lowest);
    }
    let changes = advice.iter().filter(|one| !one.is_reclaim() && one.code != "upgrade-tier");
    let mut changes: Vec<_> = changes.filter_map(|one| Some((one.contracted_delta?, one))).collect();
    changes.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.user_id.cmp(&b.1.user_id)));
    for (_, one) in changes {
        let mut tried = plan.clone();
        change(facts, &mut tried, one);
        let cost = bill(prices, &quantities(facts, &tried))?;
        if cost < lowest {
            (plan, lowest) = (tried, cost);
        }
    }
    Some(lowest)
}

/// List value of seats that are assigned but neither billed nor committed.
fn exposure(facts: &Facts<'_>, prices: &Prices<'_>) -> Decimal {
    let billed = quantities(facts, &as_billed(facts));
    let mut unbilled: BTreeMap<String, i64> = BTreeMap::new();
    for user in &facts.case.org.users {
        let paid = if counts(facts, user) { seats(&held_in_period(facts, &user.user_id)) } else { Products::new() };
        for product in assigned(facts, &user.user_id) {
            let is_billed = if is_base(&product) { paid.iter().any(|id| is_base(id)) } else { paid.contains(&product) };
            if !(is_billed || facts.contract.is_by_presence() && is_pooled(&product)) {
                *unbilled.entry(product).or_insert(0) += 1;
            }
        }
    }
    if let Some(devices) = devices(facts) {
        unbilled.insert("wallboard".to_owned(), unbilled_wallboards(facts, &devices));
    }
    let value = |(product, people): (&String, &i64)| {
        let now = billed.get(product).copied().flatten().unwrap_or(0);
        let open = charged(product, now + people) - charged(product, now);
        let spare = (prices.committed(product) - charged(product, now)).max(0);
        Some(prices.round(prices.list(product)? * Decimal::from((open - spare).max(0))))
    };
    unbilled.iter().filter_map(value).sum()
}

/// Wallboards that no charge names: holders whose e-mail has no such charge, less the charged devices of nobody known.
fn unbilled_wallboards(facts: &Facts<'_>, devices: &BTreeSet<String>) -> i64 {
    let users = &facts.case.org.users;
    let owned = |device: &String| users.iter().any(|user| facts.unique_email(user).as_ref() == Some(device));
    let holders = users.iter().filter(|user| assigned(facts, &user.user_id).contains("wallboard"));
    let charged = |user: &&User| facts.unique_email(user).is_some_and(|email| devices.contains(&email));
    let without = holders.filter(|user| !charged(user)).count() as i64;
    (without - devices.iter().filter(|device| !owned(device)).count() as i64).max(0)
}

/// What a person is counted for as a holder: the base, and everything that is no base.
pub fn assigned(facts: &Facts<'_>, user: &str) -> Products {
    let held = held(facts, user);
    let base = highest_base(held.iter().map(String::as_str));
    held.iter().filter(|id| !is_base(id) || Some(id.as_str()) == base).cloned().collect()
}
