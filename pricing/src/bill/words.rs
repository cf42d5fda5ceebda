//! How adjustments and sources of prices read: one line of text each.

use rust_decimal::Decimal;

use super::line::Adjustment;
use super::order::ChargeAdjustment;
use crate::money::Currency;
use crate::tariff::{ContractedSource, PriceChange};

impl Adjustment {
    /// In words; `unit` = what a price is for, as `seat`.
    pub fn in_words(&self, currency: Currency, unit: &str) -> String {
        let priced = |price: &Option<Decimal>| priced(*price, currency, unit);
        let money = |amount: &Option<Decimal>| money(*amount, currency);
        match self {
            Adjustment::FreeUnits { units } => format!("less {units} free"),
            Adjustment::BilledInTokens { tokens_each } => format!("no money: {tokens_each} AI tokens per seat"),
            Adjustment::Commitment { units, unit_price, amount } => {
                format!("committed, used or not: {units} × {} = {}", priced(unit_price), money(amount))
            }
            Adjustment::Overage { units, unit_price, amount } => {
                format!("beyond the commitment: {units} × {} = {}", priced(unit_price), money(amount))
            }
            Adjustment::Ramp { until } => format!("ramp until {until}: no seat is charged"),
            Adjustment::RampUse { until, units, unit_price, amount } => {
                format!("ramp until {until}, what is used: {units} × {} = {}", priced(unit_price), money(amount))
            }
        }
    }
}

impl ChargeAdjustment {
    /// In words; `unit` = what a price is for, as `seat`.
    pub fn in_words(&self, currency: Currency, unit: &str) -> String {
        match self {
            ChargeAdjustment::Price(change) => change.in_words(currency),
            ChargeAdjustment::Count(adjustment) => adjustment.in_words(currency, unit),
            ChargeAdjustment::Allowance { units } => format!("less {units} included"),
            ChargeAdjustment::Beyond { units, unit_price } => {
                format!("beyond what is included and committed: {units} × {}", priced(*unit_price, currency, unit))
            }
            ChargeAdjustment::Prepay { periods: 0, since, .. } => {
                format!("paid in advance for the year from {since}: nothing for the commitment now")
            }
            ChargeAdjustment::Prepay { periods, amount, since, .. } => format!(
                "paid in advance, year from {since}: {periods} periods of the commitment now = {}",
                money(*amount, currency)
            ),
            ChargeAdjustment::Minimum { minimum } => {
                format!("raised to the minimum of the contract, {}", money(Some(*minimum), currency))
            }
        }
    }
}

impl PriceChange {
    /// In words.
    pub fn in_words(&self, currency: Currency) -> String {
        match self {
            PriceChange::Exchange { from, rate, since } => {
                format!("price converted: 1 {from} = {rate} {currency} since {since}")
            }
            PriceChange::VolumeStep { from_units, unit_price } => {
                format!("price from {from_units} units on: {}", money(Some(*unit_price), currency))
            }
            PriceChange::Discount { percent } => format!("price less {percent} %"),
            PriceChange::Uplift { percent } => format!("price has the uplift of {percent} % in it"),
        }
    }
}

impl ContractedSource {
    /// In words.
    pub fn in_words(self) -> &'static str {
        match self {
            ContractedSource::Line => "`[[line]]` of the contract",
            ContractedSource::Price => "`[[price]]` of the contract",
            ContractedSource::List => "the list price",
            ContractedSource::Discount => "the list price less the contract's discount",
            ContractedSource::Tokens => "billed in AI tokens",
            ContractedSource::Unknown => "neither published nor in the contract",
        }
    }

    /// As one word, for documents.
    pub fn as_str(self) -> &'static str {
        match self {
            ContractedSource::Line => "line",
            ContractedSource::Price => "price",
            ContractedSource::List => "list",
            ContractedSource::Discount => "discount",
            ContractedSource::Tokens => "tokens",
            ContractedSource::Unknown => "unknown",
        }
    }
}

fn priced(price: Option<Decimal>, currency: Currency, unit: &str) -> String {
    price.map_or_else(|| "unknown price".to_owned(), |price| format!("{price} {currency} per {unit}"))
}

fn money(amount: Option<Decimal>, currency: Currency) -> String {
    amount.map_or_else(|| "unknown".to_owned(), |amount| format!("{amount} {currency}"))
}
