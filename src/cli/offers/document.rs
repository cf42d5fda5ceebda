//! The offers as JSON, schema `seatwise.offers/1`: counts are numbers, amounts decimal strings, unknown is null.

mod whole;

use rust_decimal::Decimal;
use seatwise_pricing::cover::{Alternative, Why};
use serde::Serialize;

use super::{
    text::moves,
    words::{features, ids, why},
};
use crate::{
    analysis::Analysis,
    cli::document::head::Head,
    error::Failure,
    offers::{Group, HourlyPerson, OfferReport, Outcome, PersonOffer, hourly::barred_by},
    overview::words::{money, recommendation_id},
};

#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    head: Head,
    /// The person asked for; else everybody is in the document, with the choices of the whole.
    person: Option<&'a str>,
    groups: Vec<GroupDocument>,
    people: Vec<PersonDocument<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization_choices: Option<whole::Choices<'a>>,
}

/// People who hold the same and need the same.
#[derive(Serialize)]
struct GroupDocument {
    group: usize,
    people: u64,
    staying: u64,
    held: Vec<String>,
    needs: Vec<&'static str>,
    /// Null = nothing that may be offered is enough.
    enough: Option<Vec<String>>,
    alternatives: Vec<AlternativeDocument>,
}

#[derive(Serialize)]
struct AlternativeDocument {
    products: Vec<String>,
    price_monthly: Option<String>,
    held: bool,
    why: &'static str,
    /// What is known of how much dearer it is than the chosen one.
    dearer_by: Option<String>,
    /// The products that the reason names.
    because_of: Vec<String>,
    /// The needs that it does not cover.
    uncovered: Vec<&'static str>,
    text: String,
}

#[derive(Serialize)]
struct PersonDocument<'a> {
    user_id: &'a str,
    email: Option<&'a str>,
    group: usize,
    outcome: &'static str,
    /// What holds advice back; null = nothing does.
    guard: Option<&'static str>,
    forgone_monthly: Option<String>,
    recommendation: Option<String>,
    /// Null = nothing is advised, or a price is unknown.
    contracted_delta_monthly: Option<String>,
    /// Only of a person asked for; else those of the group.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    needs: Vec<NeedDocument>,
    hourly: Option<HourlyDocument<'a>>,
}

#[derive(Serialize)]
struct NeedDocument {
    feature: &'static str,
    sources: Vec<&'static str>,
}

#[derive(Serialize)]
struct HourlyDocument<'a> {
    standing: &'static str,
    interacting_ms: Option<u64>,
    by_seat_monthly: Option<String>,
    by_hour_monthly: Option<String>,
    break_even_hours: Option<String>,
    /// Only of a person asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    barred_by: Vec<BarDocument<'a>>,
}

#[derive(Serialize)]
struct BarDocument<'a> {
    role: &'a str,
    permissions: Vec<&'a str>,
}

/// The document, with a newline at its end; of one person, or of all.
pub(super) fn render(report: &OfferReport<'_>, person: Option<usize>) -> Result<String, Failure> {
    let analysis = report.analysis;
    let shown: Vec<&PersonOffer<'_>> = match person {
        Some(user_ix) => report.people.find(user_ix).into_iter().collect(),
        None => report.people.list.iter().collect(),
    };
    let is_shown = |place: usize| person.is_none() || shown.iter().any(|own| own.group == place);
    let groups = report.people.groups.iter().enumerate().filter(|(place, _)| is_shown(*place));
    let document = Document {
        head: Head::of("seatwise.offers/1", analysis),
        person: person.map(|user_ix| analysis.people.list[user_ix].user_id.as_str()),
        groups: groups.map(|(place, own)| group(analysis, place, own)).collect(),
        people: shown.iter().map(|own| of_person(report, own, person.is_some())).collect(),
        organization_choices: person.is_none().then(|| whole::choices(report)),
    };
    let json = serde_json::to_string_pretty(&document).map_err(|error| Failure::internal(error.to_string()))?;
    Ok(json + "\n")
}

fn text_of(analysis: &Analysis, amount: Option<Decimal>) -> Option<String> {
    amount.map(|amount| money(amount, analysis.tariff.currency()))
}

fn group(analysis: &Analysis, place: usize, own: &Group) -> GroupDocument {
    GroupDocument {
        group: place,
        people: own.people,
        staying: own.staying,
        held: ids(analysis, &own.held),
        needs: features(own.needs),
        enough: own.enough.as_ref().map(|enough| ids(analysis, enough)),
        alternatives: own.alternatives.iter().map(|it| alternative(analysis, own, it)).collect(),
    }
}

fn alternative(analysis: &Analysis, group: &Group, own: &Alternative) -> AlternativeDocument {
    let because_of = match &own.why {
        Why::DearerByUnknown { unpriced, .. } | Why::MoreKnownMoney { unpriced, .. } => unpriced.as_slice(),
        Why::Misplaced(products) | Why::NotAllowed(products) | Why::PriceUnknown(products) => products.as_slice(),
        _ => &[],
    };
    let uncovered = match &own.why {
        Why::Uncovered(needs) => features(*needs),
        _ => Vec::new(),
    };
    AlternativeDocument {
        products: ids(analysis, &own.products),
        price_monthly: text_of(analysis, own.price),
        held: own.is_held,
        why: own.why.code(),
        dearer_by: text_of(analysis, own.why.dearer_by()),
        because_of: ids(analysis, because_of),
        uncovered,
        text: why(analysis, own, group.enough.as_deref()),
    }
}

fn of_person<'a>(report: &'a OfferReport<'_>, own: &PersonOffer<'a>, is_asked_for: bool) -> PersonDocument<'a> {
    let analysis = report.analysis;
    let person = &analysis.people.list[own.user_ix];
    let advice = match own.outcome {
        Outcome::Advised(advice) => Some(advice),
        _ => None,
    };
    let kept = match own.outcome {
        Outcome::Kept(kept) => Some(kept),
        _ => None,
    };
    let need = |feature: seatwise_pricing::feature::Feature| NeedDocument {
        feature: feature.as_str(),
        sources: own.sources.of(feature),
    };
    PersonDocument {
        user_id: &person.user_id,
        email: person.email.as_deref(),
        group: own.group,
        outcome: own.outcome.code(),
        guard: kept.map(|kept| kept.guard.as_str()),
        forgone_monthly: kept.and_then(|kept| text_of(analysis, kept.saving)),
        recommendation: advice.map(|advice| recommendation_id(advice, analysis)),
        contracted_delta_monthly: advice.and_then(|advice| text_of(analysis, advice.contracted_delta)),
        needs: own.sources.all().iter().filter(|_| is_asked_for).map(need).collect(),
        hourly: report.hourly.find(own.user_ix).map(|hourly| of_hours(analysis, hourly, is_asked_for)),
    }
}

fn of_hours<'a>(analysis: &'a Analysis, own: &HourlyPerson, is_asked_for: bool) -> HourlyDocument<'a> {
    let bar = |(role, permissions)| BarDocument { role, permissions };
    let barred = if is_asked_for { barred_by(analysis, own.user_ix) } else { Vec::new() };
    HourlyDocument {
        standing: own.standing.as_str(),
        interacting_ms: own.interacting_ms,
        by_seat_monthly: text_of(analysis, own.by_seat),
        by_hour_monthly: text_of(analysis, own.by_hour),
        break_even_hours: own.break_even_hours.map(|hours| hours.normalize().to_string()),
        barred_by: barred.into_iter().map(bar).collect(),
    }
}
