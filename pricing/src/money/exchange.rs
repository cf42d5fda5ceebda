//! Exchange rates that the user gives: dated, in one direction, with nothing derived from them.
//!
//! A rate holds from its day until the next one of the same pair begins. The way back is another rate: its inverse has no
//! end of decimals and is nobody's offer. Without a rate amounts of two currencies are never added.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use thiserror::Error;

use super::{Currency, Money};

/// What one unit of a currency is worth in another, from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExchangeRate {
    /// Currency that is given away.
    pub from: Currency,
    /// Currency that is received.
    pub to: Currency,
    /// Units of `to` for one unit of `from`, above 0.
    pub rate: Decimal,
    /// First day, inclusive.
    pub since: NaiveDate,
}

/// Rates by pair and day; at most one per pair and day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ExchangeRates {
    rates: Vec<ExchangeRate>,
}

/// Why an amount can't be converted.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ExchangeError {
    /// No rate of the pair holds on the day.
    #[error("no rate from {from} to {to} holds on {on}; give one with `[[exchange_rate]]`")]
    NoRate {
        /// Currency of the amount.
        from: Currency,
        /// Currency that was asked for.
        to: Currency,
        /// The day.
        on: NaiveDate,
    },
    /// The product has more digits than an exact amount holds.
    #[error("{amount} {from} in {to} has more than 28 digits")]
    TooLarge {
        /// The amount.
        amount: Decimal,
        /// Its currency.
        from: Currency,
        /// Currency that was asked for.
        to: Currency,
    },
}

impl ExchangeRates {
    /// A table of rates, in any order. Of two rates of one pair and day the later in the list is left out.
    pub fn new(rates: impl IntoIterator<Item = ExchangeRate>) -> ExchangeRates {
        let mut rates: Vec<ExchangeRate> = rates.into_iter().collect();
        rates.sort_by_key(|rate| (rate.from, rate.to, rate.since));
        rates.dedup_by_key(|rate| (rate.from, rate.to, rate.since));
        ExchangeRates { rates }
    }

    /// Every rate, by pair and day.
    pub fn as_slice(&self) -> &[ExchangeRate] {
        &self.rates
    }

    /// The rate of a pair that holds on a day.
    pub fn rate(&self, from: Currency, to: Currency, on: NaiveDate) -> Option<&ExchangeRate> {
        let pair = self.rates.iter().filter(|rate| rate.from == from && rate.to == to && rate.since <= on);
        pair.max_by_key(|rate| rate.since)
    }

    /// An amount in another currency at the rate of a day, not rounded. An amount that is in it already stays as it is.
    ///
    /// # Errors
    /// No rate holds, or the result has more than 28 digits.
    pub fn convert(&self, money: Money, to: Currency, on: NaiveDate) -> Result<Money, ExchangeError> {
        let Money { amount, currency: from } = money;
        if from == to {
            return Ok(money);
        }
        let rate = self.rate(from, to, on).ok_or(ExchangeError::NoRate { from, to, on })?;
        let amount = amount.checked_mul(rate.rate).ok_or(ExchangeError::TooLarge { amount, from, to })?;
        Ok(Money::new(amount, to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rate(from: &str, to: &str, rate: &str, since: &str) -> ExchangeRate {
        ExchangeRate {
            from: from.parse().unwrap(),
            to: to.parse().unwrap(),
            rate: rate.parse().unwrap(),
            since: since.parse().unwrap(),
        }
    }

    #[test]
    fn a_rate_holds_until_the_next_and_has_no_way_back() {
        let rates = ExchangeRates::new([
            rate("EUR", "USD", "1.10", "2026-07-01"),
            rate("EUR", "USD", "1.05", "2026-01-01"),
            rate("USD", "JPY", "150", "2026-01-01"),
        ]);
        let check = |amount: &str, to: &str, on: &str, expected: &str| {
            let (number, code) = amount.split_once(' ').unwrap();
            let money = Money::new(number.parse().unwrap(), code.parse().unwrap());
            let found = rates.convert(money, to.parse().unwrap(), on.parse().unwrap());
            assert_eq!(found.map_or_else(|error| error.to_string(), |money| money.to_string()), expected);
        };
        check("100 EUR", "USD", "2026-06-30", "105.00 USD");
        check("100 EUR", "USD", "2026-07-01", "110.00 USD");
        check("7 USD", "USD", "1999-01-01", "7 USD");
        let none = |from: &str, to: &str, on: &str| {
            format!("no rate from {from} to {to} holds on {on}; give one with `[[exchange_rate]]`")
        };
        check("100 EUR", "USD", "2025-12-31", &none("EUR", "USD", "2025-12-31"));
        check("100 USD", "EUR", "2026-07-01", &none("USD", "EUR", "2026-07-01"));
        check("100 EUR", "JPY", "2026-07-01", &none("EUR", "JPY", "2026-07-01"));
    }
}
