//! What the figures rest on: prices with source and date, contract terms, settings.

use rust_decimal::{Decimal, RoundingStrategy};
use seatwise_pricing::tariff::{ContractedSource, TariffProduct};

use super::facts;
use crate::{analysis::Analysis, settings::Settings};

/// What is said of a price that comes from the discount of the contract as a whole.
pub const CONTRACT_DISCOUNT: &str = "list less contract discount";

/// Digits of a discount: enough that the price computed from it is the price again.
const DIGITS: u32 = 10;

/// By what share of the list price a price is less; `None` = the list price is 0.
pub fn discount(list: Decimal, price: Decimal) -> Option<Decimal> {
    let share = Decimal::ONE - price.checked_div(list)?;
    Some(share.round_dp_with_strategy(DIGITS, RoundingStrategy::MidpointAwayFromZero).normalize())
}

/// One row per product of the analysis.
pub fn prices(analysis: &Analysis) -> Vec<facts::PriceRow> {
    analysis.products.iter().map(|row| price(analysis.tariff.product(row.ix))).collect()
}

fn price(product: &TariffProduct) -> facts::PriceRow {
    let entry = product.list_entry.as_ref();
    facts::PriceRow {
        product: product.id.clone(),
        list_price: product.list,
        list_status: entry.map_or("not published", |entry| entry.status.as_str()).to_owned(),
        list_date: entry.map(|entry| entry.known_since),
        list_source: entry.map(|entry| entry.source.clone()),
        contracted_price: product.contracted,
        contracted_source: match product.contracted_source {
            ContractedSource::Line => "contract line",
            ContractedSource::Price => "contract price",
            ContractedSource::List => "list",
            ContractedSource::Discount => CONTRACT_DISCOUNT,
            ContractedSource::Tokens => "billed in AI tokens",
            ContractedSource::Unknown => "unknown",
        }
        .to_owned(),
    }
}

/// Contract terms and settings.
pub fn assumptions(analysis: &Analysis) -> Vec<facts::Assumption> {
    let contract = &analysis.contract;
    let from_contract =
        if *contract == seatwise_pricing::contract::Contract::none() { "default" } else { "contract.toml" };
    let defaults = Settings::default();
    let settings = &analysis.settings;
    let mut rows = Vec::new();
    let mut term = |name: &str, value: String| {
        rows.push(facts::Assumption { name: name.to_owned(), value, origin: from_contract.to_owned() });
    };
    term("model", word(&contract.model));
    term("subscription", word(&contract.subscription));
    term("seat_counting", word(&contract.seat_counting));
    term("concurrency_reading", word(&contract.concurrency_reading));
    term("period_anchor_day", contract.period_anchor_day.get().to_string());
    if let (Some(start), Some(end)) = (contract.start, contract.end) {
        term("term", format!("{start} to {end}"));
    }
    let mut setting = |name: &str, value: String, default: String| {
        let origin = if value == default { "default" } else { "seatwise.toml" };
        rows.push(facts::Assumption { name: name.to_owned(), value, origin: origin.to_owned() });
    };
    let whole = |of: fn(&Settings) -> u64| (of(settings).to_string(), of(&defaults).to_string());
    for (name, (value, default)) in [
        ("window.days", whole(|settings| settings.window_days.into())),
        ("window.idle_days", whole(|settings| settings.idle_days.into())),
        ("window.grace_days", whole(|settings| settings.grace_days.into())),
        ("window.min_events", whole(|settings| settings.min_events.unsigned_abs())),
        ("window.min_days", whole(|settings| settings.min_days.into())),
        ("pins", whole(|settings| settings.pins.len() as u64)),
        ("exceptions", whole(|settings| settings.exceptions.len() as u64)),
    ] {
        setting(name, value, default);
    }
    let roles = |settings: &Settings| settings.protect_roles.join(", ");
    setting("protect.roles", roles(settings), roles(&defaults));
    let unused = settings.not_used.iter().map(|feature| feature.as_str()).collect::<Vec<_>>().join(", ");
    setting("features.not_used", unused, String::new());
    setting("offers.allow", settings.allow.join(", "), String::new());
    rows
}

/// An enum's variant in the spelling of the files: `AtOrAbove` as `at-or-above`.
fn word(value: &impl std::fmt::Debug) -> String {
    let mut word = String::new();
    for letter in format!("{value:?}").chars() {
        if letter.is_uppercase() && !word.is_empty() {
            word.push('-');
        }
        word.extend(letter.to_lowercase());
    }
    word
}
