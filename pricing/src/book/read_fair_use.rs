//! From the text of a book to its allowances and price ranges.

use rust_decimal::Decimal;

use super::check::{Draft, Located};
use super::{Allowance, PerModel, PriceRange};
use crate::document::{Document, Section};
use crate::money::Currency;

/// Reads `[fair_use]`, `[[allowance]]` and `[[price_range]]` of one document.
pub(super) fn read(document: &Document<'_>, root: &Section<'_, '_>, place: usize, draft: &mut Draft) {
    for section in root.sections("allowance") {
        let at = section.spot().clone();
        if let Some(value) = allowance(&section, place, draft) {
            draft.allowances.push(Located { value, document: place, at });
        }
        section.finish();
    }
    for section in root.sections("price_range") {
        let at = section.spot().clone();
        if let Some(value) = price_range(document, &section, place, draft) {
            draft.ranges.push(Located { value, document: place, at });
        }
        section.finish();
    }
    if let Some(section) = root.section("fair_use") {
        let at = section.spot().clone();
        let hours = section.required("hours_per_seat", "a whole number", |s, key| s.integer(key, 1, 277));
        if let Some(hours) = hours {
            draft.hours_per_seat.push(Located { value: hours.value, document: place, at });
        }
        section.required("source", "an address", Section::text);
        section.finish();
    }
}

fn allowance(section: &Section<'_, '_>, document: usize, draft: &mut Draft) -> Option<Allowance> {
    let resource = section.required("resource", "an id, as \"api_requests\"", Section::text);
    let unit = section.required("unit", "what is counted", Section::text);
    let charge_names = section.texts("charge_names").into_iter().map(|field| field.value).collect();
    let per_organization = section.amount("per_organization").map_or(Decimal::ZERO, |field| field.value);
    let mut units = |key: &'static str| -> Vec<(String, Decimal)> {
        let amounts = section.amounts(key);
        let refer = |(id, amount): (String, crate::document::Field<Decimal>)| {
            draft.references.push((key, Located { value: id.clone(), document, at: amount.at }));
            (id, amount.value)
        };
        amounts.into_iter().map(refer).collect()
    };
    let per_seat = PerModel { named: units("named"), concurrent: units("concurrent") };
    let unknown = match section.section("unknown") {
        Some(unknown) => {
            let mut ids = |key: &'static str| -> Vec<String> {
                let refer = |field: crate::document::Field<String>| {
                    draft.references.push((key, Located { value: field.value.clone(), document, at: field.at }));
                    field.value
                };
                unknown.texts(key).into_iter().map(refer).collect()
            };
            let ids = PerModel { named: ids("named"), concurrent: ids("concurrent") };
            unknown.finish();
            ids
        }
        None => PerModel { named: Vec::new(), concurrent: Vec::new() },
    };
    let source = section.required("source", "an address", Section::text);
    Some(Allowance {
        resource: resource?.value,
        unit: unit?.value,
        charge_names,
        per_organization,
        per_seat,
        unknown,
        source: source?.value,
    })
}

fn price_range(
    document: &Document<'_>,
    section: &Section<'_, '_>,
    place: usize,
    draft: &mut Draft,
) -> Option<PriceRange> {
    let product = section.required("product", "the id of a product", Section::text);
    if let Some(field) = &product {
        let reference = Located { value: field.value.clone(), document: place, at: field.at.clone() };
        draft.references.push(("product", reference));
    }
    let currency = section.required("currency", "a currency code, as \"USD\"", |section, key| {
        section.parsed::<Currency>(key, "a code of ISO 4217 in capitals, as \"USD\"", "")
    });
    let low = section.required("low", "the lowest amount, as \"40.00\"", Section::amount);
    let high = section.required("high", "the highest amount, as \"60.00\"", Section::amount);
    if let (Some(low), Some(high)) = (&low, &high)
        && high.value <= low.value
    {
        document.problem(&high.at, "is not above `low`", "the upper end of a range", "one number is a [[price]]");
    }
    let source = section.required("source", "an address, or \"guide\"", Section::text);
    let known_since = section.required("known_since", "the day on which the source was read", Section::date);
    Some(PriceRange {
        product: product?.value,
        currency: currency?.value,
        low: low?.value,
        high: high?.value,
        source: source?.value,
        known_since: known_since?.value,
    })
}
