//! CSV: one row per group of alike people and alternative; of one person, one row per alternative.

use seatwise_reports::csv::guarded;

use super::words::{features, ids, why};
use crate::{
    error::Failure,
    offers::{Group, OfferReport, PersonOffer},
    overview::words::money,
};

/// Columns; `user_id`, `email` and `outcome` are those of the person asked for, else empty.
const COLUMNS: [&str; 15] = [
    "user_id",
    "email",
    "outcome",
    "group",
    "people",
    "staying",
    "held",
    "needs",
    "products",
    "price_monthly",
    "is_held",
    "why",
    "dearer_by",
    "reason",
    "currency",
];

pub(super) fn alternatives(report: &OfferReport<'_>, person: Option<usize>) -> Result<Vec<u8>, Failure> {
    let failed = |error: csv::Error| Failure::internal(error.to_string());
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(COLUMNS).map_err(failed)?;
    let own = person.and_then(|user_ix| report.people.find(user_ix));
    for (place, group) in report.people.groups.iter().enumerate() {
        let is_shown = match person {
            Some(_) => own.is_some_and(|own| own.group == place),
            None => true,
        };
        if is_shown {
            for record in rows(report, own, place, group) {
                csv.write_record(record).map_err(failed)?;
            }
        }
    }
    csv.into_inner().map_err(|error| Failure::internal(error.to_string()))
}

fn rows(report: &OfferReport<'_>, own: Option<&PersonOffer<'_>>, place: usize, group: &Group) -> Vec<Vec<String>> {
    let analysis = report.analysis;
    let currency = analysis.tariff.currency();
    let person = own.map(|own| &analysis.people.list[own.user_ix]);
    let text = |amount: Option<rust_decimal::Decimal>| amount.map(|amount| money(amount, currency)).unwrap_or_default();
    let row = |it: &seatwise_pricing::cover::Alternative| {
        vec![
            guarded(person.map_or("", |person| person.user_id.as_str())),
            guarded(person.and_then(|person| person.email.as_deref()).unwrap_or_default()),
            own.map_or("", |own| own.outcome.code()).to_owned(),
            place.to_string(),
            group.people.to_string(),
            group.staying.to_string(),
            ids(analysis, &group.held).join("+"),
            features(group.needs).join(" "),
            ids(analysis, &it.products).join("+"),
            text(it.price),
            it.is_held.to_string(),
            it.why.code().to_owned(),
            text(it.why.dearer_by()),
            why(analysis, it, group.enough.as_deref()),
            currency.code().to_owned(),
        ]
    };
    group.alternatives.iter().map(row).collect()
}
