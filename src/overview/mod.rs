//! The analysis as a report for everybody: what every seat costs, which are idle or over-tiered, what to do.
//!
//! | file | question |
//! |---|---|
//! | `facts` | what is counted and summed? |
//! | `names` | who is it, under which name? |
//! | `groups`, `doubt`, `prices`, `why`, `words` | parts of it, which other reports use too |
//! | `pages` | the sections of the report |
//! | `summary` | the same on one terminal screen |
//! | `head` | what every report of an analysis says of itself |
//! | `frontier` | the backtest's frontier as a chart's value |

mod doubt;
pub mod facts;
pub mod frontier;
pub mod groups;
pub mod head;
pub mod names;
mod pages;
pub mod prices;
pub mod summary;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests;
pub mod why;
pub mod words;

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use seatwise_pricing::{
    book::ProductKind,
    tariff::{ProductIx, TariffProduct},
};

use crate::{
    analysis::{Analysis, ProductCounts, products},
    canonical::rows::DAY,
    entitlement::held::Holding,
    findings::{advice::Recommendation, code::Remark, grounds::Driver},
    usage::{
        coverage::Cover,
        spans::{Span, instant},
    },
};

use facts::Overview;
use names::Names;
pub use pages::{recommendations_csv, report};

/// Everything that the overview says, but the seats one by one; who nobody may name is not named.
pub fn overview(analysis: &Analysis, names: &Names<'_>) -> Overview {
    let advice = analysis.decisions.by_person(analysis.people.len());
    let window = analysis.spans.window;
    let currency = analysis.tariff.currency();
    Overview {
        organization: analysis.organization.clone().unwrap_or_else(|| "Organization".to_owned()),
        currency: currency.code().to_owned(),
        minor_units: currency.minor_units(),
        as_of: instant(analysis.as_of),
        period: (analysis.period.from, analysis.period.to),
        running: head::running(analysis),
        window: (instant(window.from), instant(window.to)),
        snapshot: analysis.snapshot.clone(),
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        people: analysis.people.len() as u64,
        licensed: analysis.held.now.iter().filter(|holding| !holding.is_empty()).count() as u64,
        seats: seat_totals(analysis),
        costs: costs(analysis),
        savings: savings(analysis),
        products: analysis.products.iter().map(|row| product(analysis, row)).collect(),
        states: groups::states(analysis, &advice),
        tiers: groups::tiers(analysis, &advice),
        idle: groups::idle(analysis),
        departments: groups::departments(analysis, &advice),
        recommendations: recommendations(analysis, names),
        doubt: doubt::doubt(analysis),
        findings: findings(analysis, names),
        coverage: coverage(analysis),
        prices: prices::prices(analysis),
        assumptions: prices::assumptions(analysis),
    }
}

fn seat_totals(analysis: &Analysis) -> facts::SeatTotals {
    let (assigned, billed) = products::seat_totals(&analysis.tariff, &analysis.products);
    let count = |of: fn(&Recommendation) -> bool| {
        analysis.decisions.recommendations.iter().filter(|advice| of(advice)).count() as u64
    };
    let signs = || {
        let with_base = analysis.held.now.iter().zip(&analysis.lives).filter(|(holding, _)| holding.base.is_some());
        with_base.map(|(_, life)| life.latest.map(|(at, _)| analysis.as_of - at))
    };
    let idle = analysis.held.now.iter().zip(&analysis.lives).enumerate().filter(|(user_ix, (holding, life))| {
        let limit = i64::from(analysis.windows.of(*user_ix).thresholds.idle_days) * DAY;
        holding.base.is_some() && life.latest.is_some_and(|(at, _)| analysis.as_of - at >= limit)
    });
    facts::SeatTotals {
        assigned,
        billed,
        billed_hours: products::billed_hours(&analysis.tariff, &analysis.products),
        past_idle_days: idle.count() as u64,
        without_sign: signs().filter(Option::is_none).count() as u64,
        idle: count(|advice| advice.code.is_reclaim()),
        over_tiered: count(|advice| advice.code.is_over_tiered()),
        unknown_features: unknown_features(analysis),
    }
}

/// Features of what is held that the window has no data on, and that the settings do not call unused.
fn unknown_features(analysis: &Analysis) -> u64 {
    let held: BTreeSet<ProductIx> = analysis.held.now.iter().flat_map(Holding::offer).collect();
    let covered = analysis.tariff.covers(&held);
    let window = analysis.spans.window;
    let without = covered.difference(analysis.settings.not_used);
    without.iter().filter(|feature| analysis.coverage.feature(*feature).within(window) == 0).count() as u64
}

fn costs(analysis: &Analysis) -> facts::Costs {
    let totals = &analysis.bill.totals;
    let unpriced =
        analysis.unpriced().map(|row| (analysis.tariff.product(row.ix).id.clone(), row.assigned)).collect::<Vec<_>>();
    facts::Costs {
        list_monthly: totals.list_monthly,
        contracted_monthly: totals.contracted_monthly,
        billed_monthly: totals.billed + analysis.hours_monthly(),
        overage_monthly: totals.overage_monthly,
        has_commitment: analysis.products.iter().any(|row| row.committed > 0),
        total_monthly: analysis.total_monthly().unwrap_or(totals.billed + analysis.hours_monthly()),
        list_complete: analysis
            .products
            .iter()
            .all(|row| row.billed == Some(0) || analysis.tariff.product(row.ix).list.is_some()),
        complete: analysis.bill_is_known() && unpriced.is_empty() && analysis.unpriced_hours().next().is_none(),
        unpriced,
    }
}

fn savings(analysis: &Analysis) -> facts::Savings {
    let money = &analysis.savings;
    facts::Savings {
        cash_now_monthly: money.cash_now,
        at_renewal_monthly: money.at_renewal,
        target_monthly: money.bill_target,
        start_monthly: money.bill_now,
        exposure_monthly: money.exposure,
        cash_from: Some(analysis.period.to),
        renewal: analysis.contract.end.and_then(|end| end.succ_opt()),
    }
}

fn product(analysis: &Analysis, row: &ProductCounts) -> facts::ProductRow {
    let product: &TariffProduct = analysis.tariff.product(row.ix);
    let line = analysis.bill.line(row.ix).filter(|_| row.billed.is_some());
    facts::ProductRow {
        product: product.id.clone(),
        name: product.name.clone(),
        base: product.kind == ProductKind::Base,
        unit: product.unit.as_str().to_owned(),
        assigned: row.assigned,
        billed: row.billed,
        committed: row.committed,
        needed: row.needed,
        needed_billed: row.needed_billed,
        idle: row.idle,
        over_tiered: row.over_tiered,
        list_price: product.list,
        contracted_price: product.contracted,
        overage_price: product.overage,
        list_monthly: line.and_then(|line| line.list_monthly),
        contracted_monthly: line.and_then(|line| line.contracted_monthly),
        overage_monthly: line.and_then(|line| line.overage_monthly),
    }
}

/// Every recommendation, in the order of the analysis.
fn recommendations(analysis: &Analysis, names: &Names<'_>) -> Vec<facts::RecommendationRow> {
    analysis.decisions.recommendations.iter().map(|row| recommendation(analysis, names, row)).collect()
}

fn recommendation(analysis: &Analysis, names: &Names<'_>, advice: &Recommendation) -> facts::RecommendationRow {
    let (user_ix, person) = (advice.user_ix, &analysis.people.list[advice.user_ix]);
    let manager = names.manager(user_ix).map(|manager| manager.email.unwrap_or(manager.label));
    facts::RecommendationRow {
        id: names.recommendation(words::recommendation_id(advice, analysis)),
        code: advice.code,
        user_id: names.user_id(user_ix).map(str::to_owned),
        name: names.own(user_ix),
        email: names.email(user_ix).map(str::to_owned),
        department: person.department.clone(),
        manager_email: manager,
        from: ids(analysis, &advice.from),
        to: ids(analysis, &advice.to),
        list_delta_monthly: advice.list_delta,
        contracted_delta_monthly: advice.contracted_delta,
        confidence: advice.confidence,
        why: why::told(analysis, names, advice),
        drivers: advice.drivers.iter().map(driver).collect(),
        last_sign: last_sign(analysis, user_ix),
    }
}

/// A driver as `Role › permission (+2 more)`.
pub fn driver(driver: &Driver) -> String {
    match (&driver.permission, driver.permissions) {
        (Some(permission), 0 | 1) => format!("{} › {permission}", driver.role),
        (Some(permission), more) => format!("{} › {permission} (+{} more)", driver.role, more - 1),
        (None, _) => driver.role.clone(),
    }
}

fn last_sign(analysis: &Analysis, user_ix: usize) -> Option<(DateTime<Utc>, String)> {
    analysis.lives[user_ix].latest.map(|(at, source)| (instant(at), source.as_str().to_owned()))
}

fn ids(analysis: &Analysis, products: &[ProductIx]) -> Vec<String> {
    products.iter().map(|ix| analysis.tariff.product(*ix).id.clone()).collect()
}

/// Findings in the order of the analysis. Where nobody may be named, one row per code: a finding may be about anybody.
fn findings(analysis: &Analysis, names: &Names<'_>) -> Vec<facts::FindingRow> {
    let row = |code: Remark, subject: String, message: String| facts::FindingRow {
        code: code.as_str().to_owned(),
        severity: code.severity().as_str().to_owned(),
        subject,
        message,
    };
    if !names.is_pseudonymous() {
        let all = analysis.findings.iter();
        return all.map(|finding| row(finding.code, finding.subject.clone(), finding.message.clone())).collect();
    }
    let by_code = analysis.findings.chunk_by(|one, other| one.code == other.code);
    by_code
        .filter_map(|same| Some((same.first()?.code, same.len())))
        .map(|(code, count)| row(code, format!("{count} in all"), code.meaning().to_owned()))
        .collect()
}

/// What the input covers: tables, then features of activity.
pub fn coverage(analysis: &Analysis) -> Vec<facts::CoverageRow> {
    let row = |table: &str, feature: Option<&str>, cover: &Cover| facts::CoverageRow {
        table: table.to_owned(),
        feature: feature.map(str::to_owned),
        from: cover.hull().map(|Span { from, .. }| instant(from)),
        to: cover.hull().map(|Span { to, .. }| instant(to)),
        complete: cover.completes(analysis.spans.window),
    };
    let mut rows: Vec<_> = analysis.coverage.tables().map(|(table, cover)| row(table, None, cover)).collect();
    for feature in seatwise_pricing::feature::Feature::ALL {
        rows.push(row("activity", Some(feature.as_str()), analysis.coverage.feature(feature)));
    }
    rows
}
