//! [`Analysis`] → [`Document`]: words and digits, no arithmetic.

use rust_decimal::Decimal;
use seatwise_pricing::{
    feature::Feature,
    money::Currency,
    tariff::{ProductIx, Tariff, Unit},
};

use super::{
    Concurrency, Costs, Coverage, Dates, Document, Driver, Evidence, Finding, Guard, Hours, LastSign, Product,
    Recommendation, Savings, Seats, TokenRow, Tokens, Unpriced,
};
use crate::{
    analysis::{Analysis, ProductCounts, products},
    findings::{
        advice,
        calibration::{Bucket, Calibration},
        grounds,
    },
    usage::{
        coverage::Cover,
        spans::{Span, whole_days},
    },
};

pub(super) use crate::overview::words::{money, recommendation_id, rfc3339};

/// Digits of a token amount after the point; the money line is computed from the exact amount.
const TOKEN_DECIMALS: u32 = 10;
/// Digits of hours after the point; the money is computed from the exact time.
const HOUR_DECIMALS: u32 = 6;

pub(super) fn document(analysis: &Analysis) -> Document {
    let window = analysis.spans.window;
    Document {
        schema: "seatwise.analysis/1",
        as_of: rfc3339(analysis.as_of),
        snapshot: analysis.snapshot.clone(),
        organization: analysis.organization.clone(),
        currency: analysis.tariff.currency().code(),
        period: Dates { from: analysis.period.from.to_string(), to: analysis.period.to.to_string() },
        window: Dates { from: rfc3339(window.from), to: rfc3339(window.to) },
        seats: seats(analysis),
        costs: costs(analysis),
        savings: savings(analysis),
        concurrency: concurrency(analysis),
        tokens: tokens(analysis),
        recommendations: analysis
            .decisions
            .recommendations
            .iter()
            .map(|advice| recommendation(analysis, advice))
            .collect(),
        findings: findings(analysis),
        guards: guards(analysis),
        coverage: coverage(analysis),
    }
}

fn seats(analysis: &Analysis) -> Seats {
    let (assigned, billed) = products::seat_totals(&analysis.tariff, &analysis.products);
    let products = analysis.products.iter().map(|row| product(analysis, row)).collect();
    let hours = analysis.billing.interacting_ms.iter().map(|time| hours(analysis, time)).collect();
    Seats { assigned, billed, products, hours }
}

fn hours(analysis: &Analysis, time: &(ProductIx, u64)) -> Hours {
    let (product, currency) = (analysis.tariff.product(time.0), analysis.tariff.currency());
    let cost = product.hourly.map(|_| money(analysis.tariff.hours_total(std::slice::from_ref(time)), currency));
    let hours = Decimal::from(time.1) / Decimal::from(Unit::Millisecond.per_price());
    let hours = hours.round_dp(HOUR_DECIMALS).normalize().to_string();
    Hours { product: product.id.clone(), hours, contracted_monthly: cost }
}

fn product(analysis: &Analysis, row: &ProductCounts) -> Product {
    let currency = analysis.tariff.currency();
    let line = analysis.bill.line(row.ix);
    let known = |amount: Option<Decimal>| amount.filter(|_| row.billed.is_some()).map(|amount| money(amount, currency));
    Product {
        product: analysis.tariff.product(row.ix).id.clone(),
        unit: (analysis.tariff.product(row.ix).unit == Unit::Hour).then(|| Unit::Hour.as_str()),
        assigned: row.assigned,
        billed: row.billed,
        committed: row.committed,
        needed: row.needed,
        needed_billed: row.needed_billed,
        idle: row.idle,
        over_tiered: row.over_tiered,
        list_monthly: known(line.and_then(|line| line.list_monthly)),
        contracted_monthly: known(line.and_then(|line| line.contracted_monthly)),
        overage_monthly: known(line.and_then(|line| line.overage_monthly)),
    }
}

fn costs(analysis: &Analysis) -> Costs {
    let currency = analysis.tariff.currency();
    let totals = &analysis.bill.totals;
    let known = analysis.bill_is_known();
    let amount = |amount: Decimal| known.then(|| money(amount, currency));
    Costs {
        list_monthly: amount(totals.list_monthly),
        contracted_monthly: amount(totals.contracted_monthly),
        billed_monthly: analysis.billed_monthly().map(|billed| money(billed, currency)),
        overage_monthly: amount(totals.overage_monthly),
        total_monthly: analysis.total_monthly().map(|total| money(total, currency)),
        complete: known && analysis.unpriced().next().is_none() && analysis.unpriced_hours().next().is_none(),
        unpriced: analysis
            .unpriced()
            .map(|row| Unpriced { product: analysis.tariff.product(row.ix).id.clone(), seats: row.assigned })
            .collect(),
    }
}

fn savings(analysis: &Analysis) -> Savings {
    let currency = analysis.tariff.currency();
    let amount = |amount: Option<Decimal>| amount.map(|amount| money(amount, currency));
    Savings {
        cash_now_monthly: amount(analysis.savings.cash_now),
        at_renewal_monthly: amount(analysis.savings.at_renewal),
        exposure_monthly: amount(Some(analysis.savings.exposure)),
    }
}

fn concurrency(analysis: &Analysis) -> Concurrency {
    let known = analysis.concurrency.as_ref();
    Concurrency {
        peak: known.map(|concurrency| concurrency.peak),
        peak_exactly: known.map(|concurrency| concurrency.peak_exactly),
        raw_peak: known.map(|concurrency| u64::from(concurrency.histogram.raw_peak)),
        peak_at: known.and_then(|concurrency| concurrency.histogram.peak_at).map(rfc3339),
    }
}

fn tokens(analysis: &Analysis) -> Option<Tokens> {
    let bill = analysis.tokens.as_ref()?;
    let text = |amount: seatwise_pricing::tokens::TokenAmount| amount.rounded(TOKEN_DECIMALS).to_string();
    let known = analysis.free_tokens_are_known();
    Some(Tokens {
        consumed: text(bill.consumed),
        free: known.then(|| text(bill.free)),
        committed: bill.committed.to_string(),
        billable: known.then(|| text(bill.billable)),
        cost: bill.cost.filter(|_| known).map(|cost| money(cost, bill.currency)),
        by_feature: bill
            .by_feature
            .iter()
            .map(|row| TokenRow {
                resource: row.resource.clone(),
                unit: row.unit.clone(),
                units: row.units.normalize().to_string(),
                tokens: text(row.tokens),
            })
            .collect(),
    })
}

fn recommendation(analysis: &Analysis, advice: &advice::Recommendation) -> Recommendation {
    let (tariff, person) = (&analysis.tariff, &analysis.people.list[advice.user_ix]);
    let currency: Currency = tariff.currency();
    let amount = |amount: Option<Decimal>| amount.map(|amount| money(amount, currency));
    let given_up = analysis.features_lost(advice);
    let window = analysis.windows.of(advice.user_ix).spans.window;
    let evidence = |row: &grounds::Evidence| Evidence {
        given_up: given_up.contains(row.feature),
        covered_days: whole_days(analysis.coverage.feature(row.feature).within(window)),
        feature: row.feature.as_str(),
        events: row.events,
        days: row.days,
        last: row.last.map(rfc3339),
    };
    let driver = |row: &grounds::Driver| Driver {
        role: row.role.clone(),
        permission: row.permission.clone(),
        permissions: row.permissions,
        license: row.license.clone(),
    };
    Recommendation {
        id: recommendation_id(advice, analysis),
        code: advice.code.as_str(),
        user_id: Some(person.user_id.clone()),
        email: person.email.clone(),
        from: ids(tariff, &advice.from),
        to: ids(tariff, &advice.to),
        list_delta_monthly: amount(advice.list_delta),
        contracted_delta_monthly: amount(advice.contracted_delta),
        confidence: advice.confidence.as_str(),
        confidence_score: Calibration::embedded().score(Bucket::of(advice)).map(|score| score.to_string()),
        quiet_days: advice.quiet_days,
        drivers: advice.drivers.iter().map(driver).collect(),
        evidence: advice.evidence.iter().map(evidence).collect(),
        last_sign: analysis.lives[advice.user_ix]
            .latest
            .map(|(at, source)| LastSign { at: rfc3339(at), source: source.as_str() }),
        blocked_by: analysis.blocked_by(advice),
        self_service: analysis.not_offered_yet(advice).is_empty(),
        agreed_on: advice.agreed.as_ref().map(|agreed| agreed.on.to_string()),
    }
}

fn ids(tariff: &Tariff, products: &[ProductIx]) -> Vec<String> {
    products.iter().map(|ix| tariff.product(*ix).id.clone()).collect()
}

fn guards(analysis: &Analysis) -> Vec<Guard> {
    let currency = analysis.tariff.currency();
    let sums = analysis.decisions.guards().into_iter();
    sums.map(|(guard, sum)| Guard {
        guard: guard.as_str(),
        people: sum.people,
        forgone_monthly: money(sum.forgone, currency),
        unknown: sum.unknown,
    })
    .collect()
}

fn findings(analysis: &Analysis) -> Vec<Finding> {
    analysis
        .findings
        .iter()
        .map(|finding| Finding {
            code: finding.code.as_str(),
            severity: finding.code.severity().as_str(),
            subject: finding.subject.clone(),
            message: finding.message.clone(),
        })
        .collect()
}

fn coverage(analysis: &Analysis) -> Vec<Coverage> {
    let window = analysis.spans.window;
    let row = |table: &str, feature: Option<Feature>, cover: &Cover| {
        let hull = cover.hull();
        Coverage {
            table: table.to_owned(),
            feature: feature.map(Feature::as_str),
            from: hull.map(|Span { from, .. }| rfc3339(from)),
            to: hull.map(|Span { to, .. }| rfc3339(to)),
            complete: cover.completes(window),
        }
    };
    let mut rows: Vec<Coverage> = analysis.coverage.tables().map(|(table, cover)| row(table, None, cover)).collect();
    rows.extend(
        Feature::ALL.into_iter().map(|feature| row("activity", Some(feature), analysis.coverage.feature(feature))),
    );
    rows.sort_by(|a, b| (&a.table, a.feature).cmp(&(&b.table, b.feature)));
    rows
}
