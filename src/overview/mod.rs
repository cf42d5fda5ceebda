//! The analysis as the value that reports are made from: words and sums, ready to be shown.

mod doubt;
pub mod frontier;
pub mod groups;
pub mod head;
pub mod prices;
pub mod why;
pub mod words;

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use seatwise_pricing::{
    book::ProductKind,
    tariff::{ProductIx, TariffProduct},
};
use seatwise_reports::overview as report;

use crate::{
    analysis::{Analysis, ProductCounts, products},
    canonical::rows::DAY,
    entitlement::held::Holding,
    findings::advice::{Driver, Recommendation},
    usage::{
        coverage::Cover,
        spans::{Span, instant},
    },
};

/// Everything that the overview report shows.
pub fn overview(analysis: &Analysis) -> report::Overview {
    let advice = analysis.decisions.by_person(analysis.people.len());
    let departments = groups::departments(analysis, &advice);
    let window = analysis.spans.window;
    let currency = analysis.tariff.currency();
    report::Overview {
        organization: analysis.organization.clone().unwrap_or_else(|| "Organization".to_owned()),
        currency: currency.code().to_owned(),
        minor_units: currency.minor_units(),
        as_of: instant(analysis.as_of),
        period: (analysis.period.from, analysis.period.to),
        window: (instant(window.from), instant(window.to)),
        idle_days: analysis.settings.idle_days,
        snapshot: analysis.snapshot.clone(),
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        people: analysis.people.len() as u64,
        seats: seat_totals(analysis),
        costs: costs(analysis),
        savings: savings(analysis),
        products: analysis.products.iter().map(|row| product(analysis, row)).collect(),
        states: groups::states(analysis, &advice),
        matrix: groups::matrix(analysis, &advice),
        idle: groups::idle(analysis),
        department_chart: report::DepartmentChart::of(&departments, report::DepartmentChart::LARGEST),
        departments,
        recommendations: analysis.decisions.recommendations.iter().map(|row| recommendation(analysis, row)).collect(),
        doubt: doubt::doubt(analysis),
        seat_rows: seats(analysis, &advice),
        findings: findings(analysis),
        coverage: coverage(analysis),
        prices: prices::prices(analysis),
        assumptions: prices::assumptions(analysis),
    }
}

fn seat_totals(analysis: &Analysis) -> report::SeatTotals {
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
    report::SeatTotals {
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

fn costs(analysis: &Analysis) -> report::Costs {
    let totals = &analysis.bill.totals;
    let unpriced =
        analysis.unpriced().map(|row| (analysis.tariff.product(row.ix).id.clone(), row.assigned)).collect::<Vec<_>>();
    report::Costs {
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

fn savings(analysis: &Analysis) -> report::Savings {
    let money = &analysis.savings;
    report::Savings {
        cash_now_monthly: money.cash_now,
        at_renewal_monthly: money.at_renewal,
        target_monthly: money.bill_target,
        start_monthly: money.bill_now,
        exposure_monthly: money.exposure,
        cash_from: Some(analysis.period.to),
        renewal: analysis.contract.end.and_then(|end| end.succ_opt()),
    }
}

fn product(analysis: &Analysis, row: &ProductCounts) -> report::ProductRow {
    let product: &TariffProduct = analysis.tariff.product(row.ix);
    let line = analysis.bill.line(row.ix).filter(|_| row.billed.is_some());
    report::ProductRow {
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

fn recommendation(analysis: &Analysis, advice: &Recommendation) -> report::RecommendationRow {
    let person = &analysis.people.list[advice.user_ix];
    report::RecommendationRow {
        id: words::recommendation_id(advice, analysis),
        code: advice.code.as_str().to_owned(),
        user_id: Some(person.user_id.clone()),
        name: person.name.clone(),
        email: person.email.clone(),
        department: person.department.clone(),
        manager_email: person.manager_email.clone(),
        from: ids(analysis, &advice.from),
        to: ids(analysis, &advice.to),
        list_delta_monthly: advice.list_delta,
        contracted_delta_monthly: advice.contracted_delta,
        confidence: advice.confidence.as_str().to_owned(),
        why: why::why(analysis, advice),
        drivers: advice.drivers.iter().map(driver).collect(),
        last_sign: last_sign(analysis, advice.user_ix),
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

fn seats(analysis: &Analysis, advice: &[Option<&Recommendation>]) -> Vec<report::SeatRow> {
    let licensed = analysis.held.now.iter().enumerate().filter(|(_, holding)| !holding.is_empty());
    licensed.map(|(ix, holding)| seat(analysis, ix, holding, advice[ix])).collect()
}

fn seat(analysis: &Analysis, user_ix: usize, holding: &Holding, advice: Option<&Recommendation>) -> report::SeatRow {
    let person = &analysis.people.list[user_ix];
    let everything = holding.everything(&analysis.tariff);
    let needed = match advice {
        Some(advice) if advice.code.is_reclaim() => Vec::new(),
        Some(advice) => advice.to.iter().chain(&holding.fixed).copied().collect(),
        None => everything.clone(),
    };
    let sum = |price: fn(&TariffProduct) -> Option<Decimal>| -> Option<Decimal> {
        everything.iter().map(|ix| price(analysis.tariff.product(*ix))).sum()
    };
    let billed = &analysis.billing.shares[user_ix];
    let features = analysis.activity.by_person[user_ix].iter().filter(|fact| fact.events > 0);
    report::SeatRow {
        user_id: person.user_id.clone(),
        name: person.name.clone(),
        email: person.email.clone(),
        state: person.state.as_str().to_owned(),
        department: person.department.clone(),
        division: person.division.clone(),
        cost_center: person.cost_center.clone(),
        base: holding.base.map(|ix| analysis.tariff.product(ix).id.clone()),
        others: ids(analysis, &everything[usize::from(holding.base.is_some())..]),
        billed: analysis.bill_is_known().then(|| billed.products().next().is_some()),
        needed: ids(analysis, &needed),
        last_sign: last_sign(analysis, user_ix),
        features: features.map(|fact| fact.feature.as_str().to_owned()).collect(),
        list_monthly: sum(|product| product.offer_list),
        contracted_monthly: sum(|product| product.offer_price),
        recommendation: advice.map(|advice| advice.code.as_str().to_owned()),
    }
}

fn findings(analysis: &Analysis) -> Vec<report::FindingRow> {
    let row = |finding: &crate::findings::code::Finding| report::FindingRow {
        code: finding.code.as_str().to_owned(),
        severity: finding.code.severity().as_str().to_owned(),
        subject: finding.subject.clone(),
        message: finding.message.clone(),
    };
    analysis.findings.iter().map(row).collect()
}

/// What the input covers: tables, then features of activity.
pub fn coverage(analysis: &Analysis) -> Vec<report::CoverageRow> {
    let row = |table: &str, feature: Option<&str>, cover: &Cover| report::CoverageRow {
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
