//! What stands beside lines and prices: exchange rates, prices beyond fair-use pools, percentages.

use rust_decimal::Decimal;

use super::FairUseRate;
use super::read::CURRENCY_FORM;
use crate::book::PriceBook;
use crate::document::{Document, Field, Section};
use crate::money::{Currency, ExchangeRate, ExchangeRates};
use crate::problem::did_you_mean;

/// A percentage from 0 to 100.
pub(crate) fn percent(section: &Section<'_, '_>, key: &'static str) -> Option<Field<Decimal>> {
    let field = section.amount(key)?;
    if field.value > Decimal::ONE_HUNDRED {
        let what = format!("is {}, more than everything", field.value);
        section.problem(&field.at, what, "a percentage from 0 to 100 in quotes, as \"12.5\"", "");
        return None;
    }
    Some(field)
}

/// Every `[[exchange_rate]]`: one per pair and day, above 0, between two currencies.
pub(super) fn exchange_rates(document: &Document<'_>, root: &Section<'_, '_>) -> ExchangeRates {
    let mut rates: Vec<ExchangeRate> = Vec::new();
    for section in root.sections("exchange_rate") {
        let currency = |key: &'static str| {
            section.required(key, CURRENCY_FORM, |section, key| section.parsed::<Currency>(key, CURRENCY_FORM, ""))
        };
        let (from, to) = (currency("from"), currency("to"));
        let form = "units of `to` for one of `from`, as \"1.0842\"";
        let rate = section.required("rate", form, Section::amount);
        let since = section.required("since", "the first day of the rate, as \"2026-01-01\"", Section::date);
        section.text("source");
        if let Some(rate) = rate.as_ref().filter(|rate| rate.value.is_zero()) {
            section.problem(&rate.at, "is 0", form, "");
        }
        if let (Some(from), Some(to), Some(rate), Some(since)) = (from, to, rate, since) {
            let own = ExchangeRate { from: from.value, to: to.value, rate: rate.value, since: since.value };
            let same = |other: &ExchangeRate| (other.from, other.to, other.since) == (own.from, own.to, own.since);
            if own.from == own.to {
                document.problem(&to.at, "is the currency of `from`", "another currency", "");
            } else if rates.iter().any(same) {
                let what = format!("is {}, from which another rate of {} to {} holds", own.since, own.from, own.to);
                document.problem(&since.at, what, "one rate per pair and day", "drop one of the two");
            } else {
                rates.push(own);
            }
        }
        section.finish();
    }
    ExchangeRates::new(rates)
}

/// Every `[[fair_use]]`: a resource of the book, once, with its price per unit.
pub(super) fn fair_use(document: &Document<'_>, root: &Section<'_, '_>, book: &PriceBook) -> Vec<FairUseRate> {
    let mut rates: Vec<FairUseRate> = Vec::new();
    for section in root.sections("fair_use") {
        let resource = section.required("resource", "a resource, as \"api_requests\"", Section::text);
        let price = section.required("unit_price", "the price per unit beyond the pool, as \"0.002\"", Section::amount);
        section.finish();
        let Some(resource) = resource else { continue };
        let ids = || book.allowances().iter().map(|allowance| allowance.resource.as_str());
        match book.allowance_of_resource(&resource.value) {
            None => {
                let what = format!("is `{}`, which has no fair-use pool", resource.value);
                let expected = format!("one of {}", ids().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", "));
                let hint = did_you_mean(&resource.value, ids()).map(|id| format!("did you mean `{id}`?"));
                document.problem(&resource.at, what, expected, hint.unwrap_or_default());
            }
            Some(allowance) if rates.iter().any(|rate| rate.resource == allowance.resource) => {
                let what = format!("is `{}`, which has a price already", allowance.resource);
                document.problem(&resource.at, what, "one [[fair_use]] per resource", "drop one of the two");
            }
            Some(allowance) => {
                let own = |price: Field<Decimal>| FairUseRate {
                    resource: allowance.resource.clone(),
                    unit_price: price.value,
                };
                rates.extend(price.map(own));
            }
        }
    }
    rates
}
