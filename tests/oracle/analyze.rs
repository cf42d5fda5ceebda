//! The analysis document, as far as the rules fix it.

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::billing::{as_billed, cx_holders, quantities};
use super::catalog::{Kind, covers, is_base, is_cx, kind, rank};
use super::facts::Facts;
use super::findings::findings;
use super::money::{assigned, is_ramp, line, needed_plan, savings};
use super::org::Case;
use super::peak::peak;
use super::prices::{Prices, charged};
use super::recommend::{Recommendation, recommend};
use super::time::{day_of, print};
use super::tokens::tokens;

/// The counts of one product; `None` = not known.
#[derive(Debug)]
struct Row {
    assigned: i64,
    billed: Option<i64>,
    committed: i64,
    needed: i64,
    needed_billed: Option<i64>,
    idle: i64,
    over_tiered: i64,
}

/// The document of one case.
pub fn analyze(case: &Case) -> Value {
    let facts = Facts::new(case);
    let prices = Prices::new(&facts.contract, facts.as_of);
    let (advice, kept) = recommend(&facts, &prices);
    let rows = rows(&facts, &prices, &advice);
    let saved = savings(&facts, &prices, &advice);
    json!({
        "schema": "seatwise.analysis/1",
        "as_of": print(facts.as_of),
        "currency": facts.contract.currency(),
        "period": {"from": day_of(facts.period.0).to_string(), "to": day_of(facts.period.1).to_string()},
        "window": {"from": print(facts.window_from), "to": print(facts.as_of)},
        "seats": seats(&facts, &prices, &rows),
        "costs": costs(&facts, &prices, &rows),
        "savings": {
            "cash_now_monthly": saved.b0.zip(saved.b1).map(|(b0, b1)| prices.print(b0 - b1)),
            "at_renewal_monthly": saved.b1.zip(saved.b2).map(|(b1, b2)| prices.print(b1 - b2)),
            "exposure_monthly": prices.print(saved.exposure),
        },
        "concurrency": concurrency(&facts),
        "tokens": tokens(&facts, &prices).map(|tokens| tokens.document),
        "findings": findings(&facts, &prices, &kept),
        "recommendations": advice.iter().map(|one| recommendation(&facts, &prices, one)).collect::<Vec<_>>(),
    })
}

fn rows(facts: &Facts<'_>, prices: &Prices<'_>, advice: &[Recommendation]) -> Vec<(String, Row)> {
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    let by_user: BTreeMap<&str, &Recommendation> = advice.iter().map(|one| (one.user_id.as_str(), one)).collect();
    for user in &facts.case.org.users {
        let held = assigned(facts, &user.user_id);
        held.iter().for_each(|id| rows.entry(id.clone()).or_default().assigned += 1);
        let mut needed = held;
        if let Some(one) = by_user.get(user.user_id.as_str()) {
            needed.retain(|id| !one.from.contains(id));
            needed.extend(one.to.iter().cloned());
            count_advice(&mut rows, one);
        }
        needed.into_iter().for_each(|id| rows.entry(id).or_default().needed += 1);
    }
    for (id, units) in quantities(facts, &as_billed(facts)) {
        rows.entry(id).or_default().billed = units;
    }
    for (id, units) in quantities(facts, &needed_plan(facts, advice)) {
        rows.entry(id).or_default().needed_billed = units;
    }
    for line in prices.lines().filter(|line| line.product != "ai-tokens") {
        rows.entry(line.product.clone()).or_default().committed = prices.committed(&line.product);
    }
    let mut rows: Vec<_> = rows.into_iter().filter(|(_, row)| !row.is_empty()).collect();
    rows.sort_by_key(|(id, _)| (!is_base(id), kind(id) == Kind::Unknown, rank(id), id.clone()));
    rows
}

fn count_advice(rows: &mut BTreeMap<String, Row>, one: &Recommendation) {
    if one.is_reclaim() {
        one.from.iter().for_each(|id| rows.entry(id.clone()).or_default().idle += 1);
    } else if ["downgrade-tier", "swap-offer", "release-cx-seat"].contains(&one.code) {
        rows.entry(one.from[0].clone()).or_default().over_tiered += 1;
    }
}

impl Default for Row {
    fn default() -> Row {
        let (billed, needed_billed) = (Some(0), Some(0));
        Row { assigned: 0, billed, committed: 0, needed: 0, needed_billed, idle: 0, over_tiered: 0 }
    }
}

impl Row {
    fn is_empty(&self) -> bool {
        let counts = [self.assigned, self.committed, self.needed, self.idle, self.over_tiered];
        counts.iter().all(|count| *count == 0) && self.billed == Some(0) && self.needed_billed == Some(0)
    }
}

/// List, contracted and overage amount of a row.
fn amounts(facts: &Facts<'_>, prices: &Prices<'_>, id: &str, row: &Row) -> [Option<Decimal>; 3] {
    let Some(billed) = row.billed else { return [None; 3] };
    let units = Decimal::from(charged(id, billed));
    let times = |price: Option<Decimal>| price.map(|price| prices.round(price * units));
    let overage = line(prices, id, billed).map(|(_, overage)| if is_ramp(facts) { Decimal::ZERO } else { overage });
    [times(prices.list(id)), times(prices.contracted(id)), overage]
}

fn seats(facts: &Facts<'_>, prices: &Prices<'_>, rows: &[(String, Row)]) -> Value {
    let text = |amount: Option<Decimal>| amount.map(|amount| prices.print(amount));
    let products = rows.iter().map(|(id, row)| {
        let [list, contracted, overage] = amounts(facts, prices, id, row);
        json!({
            "product": id, "assigned": row.assigned, "billed": row.billed, "committed": row.committed,
            "needed": row.needed, "needed_billed": row.needed_billed, "idle": row.idle,
            "over_tiered": row.over_tiered, "list_monthly": text(list), "contracted_monthly": text(contracted),
            "overage_monthly": text(overage),
        })
    });
    let bases = || rows.iter().filter(|(id, _)| is_base(id));
    json!({
        "assigned": bases().map(|(_, row)| row.assigned).sum::<i64>(),
        // Hours are no number of seats.
        "billed": bases().filter(|(id, _)| !(facts.contract.is_hourly() && is_cx(id))).map(|(_, row)| row.billed).sum::<Option<i64>>(),
        "products": products.collect::<Vec<_>>(),
    })
}

fn costs(facts: &Facts<'_>, prices: &Prices<'_>, rows: &[(String, Row)]) -> Value {
    let is_known = rows.iter().all(|(_, row)| row.billed.is_some());
    let total = |amount| is_known.then(|| prices.print(amount));
    let mut totals = [Decimal::ZERO; 3];
    let mut billed = Decimal::ZERO;
    for (id, row) in rows {
        for (total, amount) in totals.iter_mut().zip(amounts(facts, prices, id, row)) {
            *total += amount.unwrap_or_default();
        }
        let (commitment, overage) = row.billed.and_then(|units| line(prices, id, units)).unwrap_or_default();
        billed += if is_ramp(facts) { Decimal::ZERO } else { commitment + overage };
    }
    let unpriced = rows.iter().filter(|(id, _)| prices.contracted(id).is_none());
    let unpriced: Vec<_> = unpriced.map(|(id, row)| json!({"product": id, "seats": row.assigned})).collect();
    let with_tokens = tokens(facts, prices).map_or(Some(billed), |tokens| Some(billed + tokens.cost?));
    json!({
        "total_monthly": with_tokens.and_then(total),
        "list_monthly": total(totals[0]), "contracted_monthly": total(totals[1]),
        "overage_monthly": total(totals[2]), "billed_monthly": total(billed),
        "complete": unpriced.is_empty(), "unpriced": unpriced,
    })
}

fn concurrency(facts: &Facts<'_>) -> Value {
    if facts.case.org.presence.is_none() {
        return json!({"peak": null, "peak_exactly": null, "raw_peak": null, "peak_at": null});
    }
    let holders: BTreeSet<&str> = cx_holders(facts);
    let peak = peak(facts, &holders);
    json!({
        "peak": peak.at_or_above, "peak_exactly": peak.exactly, "raw_peak": peak.raw,
        "peak_at": peak.raw_at.map(print),
    })
}

fn recommendation(facts: &Facts<'_>, prices: &Prices<'_>, one: &Recommendation) -> Value {
    let text = |amount: Option<Decimal>| amount.map(|amount| prices.print(amount));
    json!({
        "code": one.code, "user_id": one.user_id, "email": one.email, "from": one.from, "to": one.to,
        "list_delta_monthly": text(one.list_delta), "contracted_delta_monthly": text(one.contracted_delta),
        "confidence": one.confidence, "evidence": evidence(facts, one),
    })
}

/// What was done in the window with each feature that the products named in `from` cover.
fn evidence(facts: &Facts<'_>, one: &Recommendation) -> Vec<Value> {
    let covered: BTreeSet<&str> = one.from.iter().flat_map(|id| covers(id)).collect();
    let row = |feature: &str| {
        let last = facts.last_used(&one.user_id, feature).map(print);
        json!({"feature": feature, "events": facts.events(&one.user_id, feature), "last": last})
    };
    covered.into_iter().map(row).collect()
}
