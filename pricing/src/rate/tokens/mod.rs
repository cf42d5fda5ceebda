//! The AI token bill of a period: what was metered, what is free, what is committed, what is left to pay.
//!
//! Units become tokens by the meters of the price book, exactly: no number is rounded before the money line. An interaction
//! that met a bot, a virtual agent and an agentic virtual agent is billed at the highest only; metered resources arrive
//! with that already applied, as in Genesys' own usage report. Nothing is carried over to the next period.

mod interaction;

use rust_decimal::Decimal;
use thiserror::Error;

pub use interaction::{Interaction, billed_resource, chargeable_summaries, metered_by_interaction, tokens_per_unit};

use crate::book::{Meter, PriceBook};
use crate::money::Currency;
use crate::rate::Fraction;
use crate::tariff::{ProductIx, Tariff, Unit};

/// An exact number of tokens.
pub type TokenAmount = Fraction;

/// The tokens of one resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenRow {
    /// Id of the meter; with the channel for messages, as `messages_whatsapp`.
    pub resource: String,
    /// What is counted, as `summaries`.
    pub unit: String,
    /// Units metered in the period.
    pub units: Decimal,
    /// Tokens that they cost; 0 where the contract prices the product as a seat.
    pub tokens: TokenAmount,
}

/// The tokens of a period and what they cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenBill {
    /// Currency of the money.
    pub currency: Currency,
    /// Tokens of everything that was metered.
    pub consumed: TokenAmount,
    /// Free per organization, and per billed seat that brings tokens.
    pub free: TokenAmount,
    /// Committed by the contract's line `ai-tokens`; 0 outside the contract.
    pub committed: u64,
    /// Tokens beyond the free and the committed ones.
    pub billable: TokenAmount,
    /// Contracted price of a committed token; `None` = unknown.
    pub unit_price: Option<Decimal>,
    /// Price of a billable token; `None` = unknown.
    pub overage_price: Option<Decimal>,
    /// Committed × unit price + billable × overage price, rounded once; `None` where a price is unknown.
    pub cost: Option<Decimal>,
    /// A row per meter, by id.
    pub by_feature: Vec<TokenRow>,
    /// Resources that are no meter of the book, with their units, by name; they cost nothing here and need a look.
    pub unmatched: Vec<(String, Decimal)>,
}

/// Why tokens can't be counted.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TokenError {
    /// A quantity is below 0.
    #[error("resource `{resource}` has the quantity {units}; expected 0 or more")]
    Negative {
        /// The resource.
        resource: String,
        /// Its units.
        units: Decimal,
    },
    /// A quantity has too many digits for an exact result.
    #[error("resource `{resource}` has the quantity {units}; expected at most 9 digits before and 6 after the point")]
    TooManyDigits {
        /// The resource.
        resource: String,
        /// Its units.
        units: Decimal,
    },
}

/// The token bill of a period from its metered resources (id or billing name, units) and its billed seats.
///
/// # Errors
/// Every quantity that is negative or too large to be exact.
pub fn token_bill(
    tariff: &Tariff,
    book: &PriceBook,
    usage: &[(&str, Decimal)],
    billed: &[(ProductIx, u64)],
) -> Result<TokenBill, Vec<TokenError>> {
    let errors: Vec<TokenError> = usage.iter().filter_map(|(resource, units)| refused(resource, *units)).collect();
    if !errors.is_empty() {
        return Err(errors);
    }
    let (by_feature, unmatched) = metered(tariff, book, usage);
    let consumed = by_feature.iter().fold(TokenAmount::ZERO, |sum, row| sum.plus(row.tokens));
    let free = TokenAmount::whole(free_tokens(tariff, book, billed));
    let product = tariff.token_product();
    let committed = product.map_or(0, |product| product.committed);
    let billable = consumed.less(free).less(TokenAmount::whole(Decimal::from(committed)));
    let unit_price = product.and_then(|product| product.contracted);
    let overage_price = product.and_then(|product| product.overage);
    let cost = unit_price.zip(overage_price).map(|(unit, overage)| {
        let fixed = Decimal::from(committed) * unit;
        billable.priced(overage, fixed, tariff.currency())
    });
    let currency = tariff.currency();
    Ok(TokenBill {
        currency,
        consumed,
        free,
        committed,
        billable,
        unit_price,
        overage_price,
        cost,
        by_feature,
        unmatched,
    })
}

/// Free tokens of a period: per organization, and per billed seat that brings some. No source says that an hour brings any.
pub fn free_tokens(tariff: &Tariff, book: &PriceBook, billed: &[(ProductIx, u64)]) -> Decimal {
    let seats = billed.iter().map(|(ix, seats)| (tariff.product(*ix), *seats));
    let seats = seats.filter(|(product, _)| product.unit != Unit::Hour);
    let per_seat = seats.map(|(product, seats)| product.brings_tokens * Decimal::from(seats));
    book.free_tokens().per_organization.of(tariff.model()) + per_seat.sum::<Decimal>()
}

fn refused(resource: &str, units: Decimal) -> Option<TokenError> {
    let resource = resource.to_owned();
    let too_long = units.normalize().scale() > 6 || units.trunc() >= Decimal::from(1_000_000_000_u64);
    match (units < Decimal::ZERO, too_long) {
        (true, _) => Some(TokenError::Negative { resource, units }),
        (false, true) => Some(TokenError::TooManyDigits { resource, units }),
        (false, false) => None,
    }
}

fn metered(tariff: &Tariff, book: &PriceBook, usage: &[(&str, Decimal)]) -> (Vec<TokenRow>, Vec<(String, Decimal)>) {
    let mut rows: std::collections::BTreeMap<String, (Decimal, &Meter)> = std::collections::BTreeMap::new();
    let mut unmatched: std::collections::BTreeMap<String, Decimal> = std::collections::BTreeMap::new();
    for (resource, units) in usage {
        match book.meter_of_resource(resource) {
            Some(meter) => {
                let id = if meter.id.ends_with('*') { (*resource).to_owned() } else { meter.id.clone() };
                rows.entry(id).or_insert((Decimal::ZERO, meter)).0 += *units;
            }
            None => *unmatched.entry((*resource).to_owned()).or_default() += *units,
        }
    }
    let row = |(resource, (units, meter)): (String, (Decimal, &Meter))| TokenRow {
        resource,
        unit: meter.unit.clone(),
        units,
        tokens: tokens_of(tariff, meter, units),
    };
    (rows.into_iter().map(row).collect(), unmatched.into_iter().collect())
}

/// A meter of a product that the contract prices as a seat costs no tokens: the seat has its price already.
fn tokens_of(tariff: &Tariff, meter: &Meter, units: Decimal) -> TokenAmount {
    let seat = meter.seat_product.as_deref().and_then(|id| tariff.ix(id)).map(|ix| tariff.product(ix));
    if seat.is_some_and(|product| !product.is_billed_in_tokens()) {
        return TokenAmount::ZERO;
    }
    TokenAmount::ratio(units * meter.rate.tokens.of(tariff.model()), meter.rate.units)
}

#[cfg(test)]
mod tests;
