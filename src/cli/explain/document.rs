//! The page on one person as JSON, schema `seatwise.explain/1` (`docs/EXPLAIN.md`).

use rust_decimal::Decimal;
use seatwise_pricing::tariff::ProductIx;
use serde::Serialize;

use crate::{
    analysis::Analysis,
    cli::document::head::Head,
    error::Failure,
    explain::{FeatureProof, HeldProduct, Need, PersonCase, Reason, SourceProof, Verdict},
    findings::{
        advice::Recommendation,
        calibration::{Bucket, Calibration},
        guard::Kept,
    },
    overview::{why, words},
};

#[derive(Serialize)]
struct Document {
    #[serde(flatten)]
    head: Head,
    person: Person,
    period: Dates,
    window: Dates,
    settings: Thresholds,
    held: Vec<Held>,
    billed: Vec<Billed>,
    not_billed: Option<&'static str>,
    last_sign: Option<Sign>,
    sources: Vec<Source>,
    features: Vec<Feature>,
    verdict: &'static str,
    recommendation: Option<Advice>,
    kept: Option<Withheld>,
    forgone: Vec<Withheld>,
}

#[derive(Serialize)]
struct Person {
    user_id: String,
    email: Option<String>,
    name: Option<String>,
    state: &'static str,
    title: Option<String>,
    department: Option<String>,
    division: Option<String>,
    manager_email: Option<String>,
    created_at: Option<String>,
}

#[derive(Serialize)]
struct Dates {
    from: String,
    to: String,
}

#[derive(Serialize)]
struct Thresholds {
    window_days: u32,
    idle_days: u32,
    grace_days: u32,
    min_events: i64,
    min_days: u32,
}

#[derive(Serialize)]
struct Held {
    product: String,
    list_monthly: Option<String>,
    contracted_monthly: Option<String>,
    roles: Vec<Role>,
}

#[derive(Serialize)]
struct Role {
    role: String,
    groups: Vec<String>,
    direct: bool,
    permissions: Vec<String>,
    inferred_by: &'static str,
}

#[derive(Serialize)]
struct Billed {
    product: String,
    counted: &'static str,
}

#[derive(Serialize)]
struct Sign {
    at: String,
    source: &'static str,
}

#[derive(Serialize)]
struct Source {
    source: &'static str,
    latest: Option<String>,
    days_ago: Option<i64>,
    covered_days: Option<i64>,
}

#[derive(Serialize)]
struct Feature {
    feature: &'static str,
    covered: bool,
    given_up: bool,
    events: i64,
    days: u32,
    last: Option<String>,
    days_ago: Option<i64>,
    covered_days: i64,
    complete: bool,
    needed: Option<&'static str>,
    needed_for: Option<String>,
}

#[derive(Serialize)]
struct Advice {
    id: String,
    code: &'static str,
    from: Vec<String>,
    to: Vec<String>,
    why: String,
    list_delta_monthly: Option<String>,
    contracted_delta_monthly: Option<String>,
    confidence: &'static str,
    confidence_score: Option<String>,
    quiet_days: Option<i64>,
    drivers: Vec<Driver>,
    effective_from: String,
}

#[derive(Serialize)]
struct Driver {
    role: String,
    permission: Option<String>,
    permissions: usize,
    license: String,
}

#[derive(Serialize)]
struct Withheld {
    guard: &'static str,
    why: String,
    code: &'static str,
    from: Vec<String>,
    to: Vec<String>,
    contracted_delta_monthly: Option<String>,
}

pub(super) fn render(case: &PersonCase<'_>) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(&document(case));
    text.map(|text| text + "\n").map_err(|error| Failure::internal(error.to_string()))
}

fn document(case: &PersonCase<'_>) -> Document {
    let analysis = case.analysis;
    let own = analysis.windows.of(case.user_ix);
    let (window, settings) = (own.spans.window, own.thresholds);
    Document {
        head: Head::of("seatwise.explain/1", analysis),
        person: person(case),
        period: Dates { from: analysis.period.from.to_string(), to: analysis.period.to.to_string() },
        window: Dates { from: words::rfc3339(window.from), to: words::rfc3339(window.to) },
        settings: Thresholds {
            window_days: settings.window_days,
            idle_days: settings.idle_days,
            grace_days: settings.grace_days,
            min_events: settings.min_events,
            min_days: settings.min_days,
        },
        held: case.held.iter().map(|row| held(analysis, row)).collect(),
        billed: case
            .billed
            .iter()
            .map(|row| Billed { product: id(analysis, row.product), counted: row.counted.as_str() })
            .collect(),
        not_billed: case.not_billed,
        last_sign: analysis.lives[case.user_ix]
            .latest
            .map(|(at, source)| Sign { at: words::rfc3339(at), source: source.as_str() }),
        sources: case.sources.iter().map(source).collect(),
        features: case.features.iter().map(feature).collect(),
        verdict: case.verdict.as_str(),
        recommendation: match case.verdict {
            Verdict::Change(change) => Some(advice(analysis, change)),
            _ => None,
        },
        kept: match case.verdict {
            Verdict::Kept(kept) => Some(withheld(analysis, kept)),
            _ => None,
        },
        forgone: case.forgone.iter().map(|kept| withheld(analysis, kept)).collect(),
    }
}

fn person(case: &PersonCase<'_>) -> Person {
    let own = &case.analysis.people.list[case.user_ix];
    Person {
        user_id: own.user_id.clone(),
        email: own.email.clone(),
        name: own.name.clone(),
        state: own.state.as_str(),
        title: own.title.clone(),
        department: own.department.clone(),
        division: own.division.clone(),
        manager_email: own.manager_email.clone(),
        created_at: own.created_at.map(words::rfc3339),
    }
}

fn id(analysis: &Analysis, ix: ProductIx) -> String {
    analysis.tariff.product(ix).id.clone()
}

fn ids(analysis: &Analysis, products: &[ProductIx]) -> Vec<String> {
    products.iter().map(|ix| id(analysis, *ix)).collect()
}

fn amount(analysis: &Analysis, amount: Option<Decimal>) -> Option<String> {
    amount.map(|amount| words::money(amount, analysis.tariff.currency()))
}

fn held(analysis: &Analysis, row: &HeldProduct) -> Held {
    let role = |reason: &Reason| Role {
        role: reason.role.clone(),
        groups: reason.groups.clone(),
        direct: reason.is_direct,
        permissions: reason.permissions.clone(),
        inferred_by: if reason.is_derived { "seatwise" } else { "genesys" },
    };
    Held {
        product: id(analysis, row.product),
        list_monthly: amount(analysis, row.list),
        contracted_monthly: amount(analysis, row.contracted),
        roles: row.reasons.iter().map(role).collect(),
    }
}

fn source(proof: &SourceProof) -> Source {
    Source {
        source: proof.source.as_str(),
        latest: proof.latest.map(words::rfc3339),
        days_ago: proof.days_ago,
        covered_days: proof.covered_days,
    }
}

fn feature(proof: &FeatureProof) -> Feature {
    Feature {
        feature: proof.feature.as_str(),
        covered: proof.is_covered,
        given_up: proof.is_given_up,
        events: proof.events,
        days: proof.days,
        last: proof.last.map(words::rfc3339),
        days_ago: proof.days_ago,
        covered_days: proof.covered_days,
        complete: proof.is_complete,
        needed: proof.need.as_ref().map(Need::as_str),
        needed_for: match &proof.need {
            Some(Need::Pinned(what) | Need::Member(what)) => Some(what.clone()),
            _ => None,
        },
    }
}

fn advice(analysis: &Analysis, change: &Recommendation) -> Advice {
    Advice {
        id: words::recommendation_id(change, analysis),
        code: change.code.as_str(),
        from: ids(analysis, &change.from),
        to: ids(analysis, &change.to),
        why: why::why(analysis, change),
        list_delta_monthly: amount(analysis, change.list_delta),
        contracted_delta_monthly: amount(analysis, change.contracted_delta),
        confidence: change.confidence.as_str(),
        confidence_score: Calibration::embedded().score(Bucket::of(change)).map(|score| score.to_string()),
        quiet_days: change.quiet_days,
        drivers: change
            .drivers
            .iter()
            .map(|driver| Driver {
                role: driver.role.clone(),
                permission: driver.permission.clone(),
                permissions: driver.permissions,
                license: driver.license.clone(),
            })
            .collect(),
        effective_from: analysis.period.to.to_string(),
    }
}

fn withheld(analysis: &Analysis, kept: &Kept) -> Withheld {
    Withheld {
        guard: kept.guard.as_str(),
        why: kept.why.clone(),
        code: kept.code.as_str(),
        from: ids(analysis, &kept.from),
        to: ids(analysis, &kept.to),
        contracted_delta_monthly: amount(analysis, kept.saving),
    }
}
