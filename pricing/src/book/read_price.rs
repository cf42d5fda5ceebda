//! From one `[[price]]` of a file to its entries: one per model and currency.

use rust_decimal::Decimal;

use super::check::{Draft, Located};
use super::{PriceEntry, PriceStatus, SeatModel, Term};
use crate::document::{Field, Section, Spot};
use crate::money::Currency;

const MODELS: [(&str, SeatModel); 3] = [
    ("named", SeatModel::Named),
    ("concurrent", SeatModel::Concurrent),
    ("hourly-logged-in", SeatModel::HourlyLoggedIn),
];
const TERMS: [(&str, Term); 2] = [("annual", Term::Annual), ("month-to-month", Term::MonthToMonth)];
const STATUSES: [(&str, PriceStatus); 3] =
    [("published", PriceStatus::Published), ("guide", PriceStatus::Guide), ("contract", PriceStatus::Contract)];
/// The key under `unit_price` that stands for every currency.
const ANY_CURRENCY: &str = "any";

/// One entry per model and currency of a `[[price]]`.
pub(super) fn prices(section: &Section<'_, '_>, document: usize, draft: &mut Draft) -> Vec<(PriceEntry, Spot)> {
    let product = section.required("product", "the id of a product", Section::text);
    if let Some(field) = &product {
        draft.references.push(("product", Located { value: field.value.clone(), document, at: field.at.clone() }));
    }
    if !section.has("models") {
        section.missing("models", "a list, as [\"named\"]");
    }
    let models = section.words("models", &MODELS);
    let term = section.required("term", "a term, as \"annual\"", |section, key| section.word(key, &TERMS));
    let valid_from = section.date("valid_from");
    let valid_to = section.date("valid_to");
    if let (Some(from), Some(to)) = (&valid_from, &valid_to)
        && to.value < from.value
    {
        section.problem(
            &to.at,
            format!("is before `valid_from`, {}", from.value),
            "a last day on or after the first",
            "",
        );
    }
    let source = section.required("source", "an address, or \"guide\"", Section::text);
    let status = section.required("status", "a status, as \"published\"", |section, key| section.word(key, &STATUSES));
    let known_since = section.required("known_since", "the day on which the source was read", Section::date);
    if !section.has("unit_price") {
        section.missing("unit_price", "prices by currency, as { USD = \"75.00\" }");
    }
    let amounts: Vec<_> = section
        .amounts("unit_price")
        .into_iter()
        .filter_map(|(code, amount)| Some((currency(section, &code, &amount)?, amount)))
        .collect();
    let (Some(product), Some(term), Some(source), Some(status), Some(known_since)) =
        (product, term, source, status, known_since)
    else {
        return Vec::new();
    };
    let entry = |model: SeatModel, currency: Option<Currency>, amount: &Field<Decimal>| PriceEntry {
        product: product.value.clone(),
        model,
        term: term.value,
        currency,
        unit_price: amount.value,
        valid_from: valid_from.as_ref().map(|field| field.value),
        valid_to: valid_to.as_ref().map(|field| field.value),
        source: source.value.clone(),
        status: status.value,
        known_since: known_since.value,
    };
    let mut entries = Vec::new();
    for model in &models {
        for (currency, amount) in &amounts {
            entries.push((entry(model.value, *currency, amount), amount.at.clone()));
        }
    }
    entries
}

/// The currency of a key; `Some(None)` for any, which only nothing can be the same in.
fn currency(section: &Section<'_, '_>, code: &str, amount: &Field<Decimal>) -> Option<Option<Currency>> {
    if code == ANY_CURRENCY {
        if amount.value.is_zero() {
            return Some(None);
        }
        let hint = "name each currency with its own price";
        section.problem(&amount.at, "is an amount above 0 in any currency", "0.00, or a currency", hint);
        return None;
    }
    match code.parse::<Currency>() {
        Ok(currency) => Some(Some(currency)),
        Err(error) => {
            section.problem(&amount.at, error.to_string(), "a code of ISO 4217, or `any` for 0.00", "");
            None
        }
    }
}
