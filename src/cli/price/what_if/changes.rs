//! Changes on the command line: all mistakes at once.

use rust_decimal::Decimal;
use seatwise_pricing::{
    book::PriceBook,
    problem::did_you_mean,
    what_if::{Change, Target},
};

use super::WhatIfArgs;
use crate::{
    cli::price::words::{self, amount},
    error::Failure,
};

const KEYS: [&str; 6] = ["used", "quantity", "unit_price", "overage_price", "hourly_price", "discount_percent"];
const CONTRACT_KEYS: [&str; 2] = ["discount_percent", "minimum_monthly_amount"];
const VALUE_FORM: &str = "hint: a value as `140`, a step as `+12` or `-5`, a percentage as `+20%` or `-5%`";

pub(super) fn read(args: &WhatIfArgs, book: &PriceBook, known: &[String]) -> Result<Vec<Change>, Failure> {
    let mut changes: Vec<Change> = args.model.map(|model| Change::Model(model.into())).into_iter().collect();
    let mut errors: Vec<String> = Vec::new();
    let mut keys: Vec<&str> = Vec::new();
    for text in &args.set {
        let key = text.split('=').next().unwrap_or_default();
        if keys.contains(&key) {
            errors.push(format!("`--set {text}`: `{key}` is set already\nhint: drop one of the two"));
        }
        keys.push(key);
        match set(text, book, known) {
            Ok(change) => changes.push(change),
            Err(error) => errors.push(error),
        }
    }
    if let Some(text) = &args.tokens {
        match target(text) {
            Some(target) => changes.push(Change::Metered("tokens".to_owned(), target)),
            None => errors.push(format!("`--tokens {text}` is no value\n{VALUE_FORM}")),
        }
    }
    if changes.is_empty() && errors.is_empty() {
        errors.push(
            "nothing is changed\nhint: name a change, as `--set cx3.unit_price=140`, `--model` or `--tokens`"
                .to_owned(),
        );
    }
    if errors.is_empty() { Ok(changes) } else { Err(words::usage(&errors)) }
}

/// The changes as they were typed.
pub(super) fn asked(args: &WhatIfArgs) -> Vec<String> {
    let model = args.model.map(|model| format!("model={}", seatwise_pricing::compare::BillingModel::from(model)));
    let tokens = args.tokens.as_ref().map(|tokens| format!("tokens={tokens}"));
    model.into_iter().chain(args.set.iter().cloned()).chain(tokens).collect()
}

fn set(text: &str, book: &PriceBook, known: &[String]) -> Result<Change, String> {
    let parts = text.split_once('=').and_then(|(key, value)| Some((key.rsplit_once('.')?, value)));
    let Some(((of, key), value)) = parts else {
        return Err(format!("`--set {text}` is not of the form KEY=VALUE\nhint: as `--set cx3.unit_price=140`"));
    };
    let target = target(value).ok_or_else(|| format!("`--set {text}`: `{value}` is no value\n{VALUE_FORM}"))?;
    if of == "contract" {
        return match key {
            "discount_percent" => Ok(Change::ContractDiscount(target)),
            "minimum_monthly_amount" => Ok(Change::Minimum(target)),
            _ => Err(unknown_key(text, key, &CONTRACT_KEYS)),
        };
    }
    if !KEYS.contains(&key) {
        return Err(unknown_key(text, key, &KEYS));
    }
    if key == "used"
        && let Some(resource) = words::resource(of, book)
    {
        let resource = if of == seatwise_pricing::book::TOKEN_PRODUCT { "tokens".to_owned() } else { resource };
        return Ok(Change::Metered(resource, target));
    }
    let product = words::product("--set", of, book, known)?;
    Ok(match key {
        "used" => Change::Used(product, target),
        "quantity" => Change::Quantity(product, target),
        "unit_price" => Change::UnitPrice(product, target),
        "overage_price" => Change::OveragePrice(product, target),
        "hourly_price" => Change::HourlyPrice(product, target),
        _ => Change::Discount(product, target),
    })
}

fn unknown_key(text: &str, key: &str, keys: &[&str]) -> String {
    let known = keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
    let near =
        did_you_mean(key, keys.iter().copied()).map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
    format!("`--set {text}`: `{key}` can't be set\nhint: {near}keys are {known}")
}

/// `140`, `+12`, `-5`, `+20%`, `-5%`.
fn target(text: &str) -> Option<Target> {
    let (number, is_percent) = text.strip_suffix('%').map_or((text, false), |number| (number, true));
    let (digits, sign) = match (number.strip_prefix('+'), number.strip_prefix('-')) {
        (Some(rest), _) => (rest, Some(Decimal::ONE)),
        (_, Some(rest)) => (rest, Some(Decimal::NEGATIVE_ONE)),
        _ => (number, None),
    };
    let value = amount(digits)?;
    match (sign, is_percent) {
        (Some(sign), true) if value * sign >= Decimal::NEGATIVE_ONE * Decimal::ONE_HUNDRED => {
            Some(Target::ByPercent(value * sign))
        }
        (Some(sign), false) => Some(Target::By(value * sign)),
        (None, false) => Some(Target::To(value)),
        _ => None,
    }
}
