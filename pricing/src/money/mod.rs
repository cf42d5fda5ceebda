//! Money: an exact amount in one currency.
//!
//! Adding two currencies is an error, never a conversion; a conversion is asked for, at a dated rate that somebody gave
//! ([`ExchangeRates`]). Rounding happens once, at the line, half away from zero, to the
//! currency's minor unit ([`Money::round`]); sharing out an amount loses nothing ([`allocate()`]).

mod allocate;
mod currency;
mod exchange;

use std::fmt;

use rust_decimal::Decimal;
use thiserror::Error;

pub use allocate::{NoShares, allocate, allocate_units};
pub use currency::{Currency, UnknownCurrency};
pub use exchange::{ExchangeError, ExchangeRate, ExchangeRates};

/// An exact amount in one currency; positive or negative, of any number of decimals until it is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    /// The amount in major units, as dollars.
    pub amount: Decimal,
    /// Its currency.
    pub currency: Currency,
}

/// Why two amounts can't be added.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MoneyError {
    /// The amounts are in two currencies.
    #[error("{left} and {right} can't be added; amounts are never converted")]
    TwoCurrencies {
        /// Currency of the first amount.
        left: Currency,
        /// Currency of the second amount.
        right: Currency,
    },
    /// The sum has more digits than an exact amount holds.
    #[error("the sum of {left} and {right} has more than 28 digits")]
    TooLarge {
        /// First amount.
        left: Decimal,
        /// Second amount.
        right: Decimal,
    },
}

impl Money {
    /// An amount in a currency.
    pub fn new(amount: Decimal, currency: Currency) -> Money {
        Money { amount, currency }
    }

    /// Nothing, in a currency.
    pub fn zero(currency: Currency) -> Money {
        Money { amount: Decimal::ZERO, currency }
    }

    /// The sum of both.
    ///
    /// # Errors
    /// Two currencies, or a sum of more than 28 digits.
    pub fn plus(self, other: Money) -> Result<Money, MoneyError> {
        self.combine(other, Decimal::checked_add)
    }

    /// This less the other.
    ///
    /// # Errors
    /// Two currencies, or a difference of more than 28 digits.
    pub fn minus(self, other: Money) -> Result<Money, MoneyError> {
        self.combine(other, Decimal::checked_sub)
    }

    /// Rounded to the currency's minor unit, half away from zero, with exactly that many decimals.
    #[must_use]
    pub fn round(self) -> Money {
        Money { amount: self.currency.round(self.amount), currency: self.currency }
    }

    fn combine(self, other: Money, with: fn(Decimal, Decimal) -> Option<Decimal>) -> Result<Money, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::TwoCurrencies { left: self.currency, right: other.currency });
        }
        let amount =
            with(self.amount, other.amount).ok_or(MoneyError::TooLarge { left: self.amount, right: other.amount })?;
        Ok(Money { amount, currency: self.currency })
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount, self.currency)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(amount: &str, code: &str) -> Money {
        Money::new(amount.parse().unwrap(), code.parse().unwrap())
    }

    #[test]
    fn rounding_is_half_away_from_zero_to_the_minor_unit() {
        let check = |amount: &str, code: &str, expected: &str| {
            assert_eq!(money(amount, code).round().to_string(), format!("{expected} {code}"), "{amount} {code}");
        };
        check("1.005", "USD", "1.01");
        check("-1.005", "USD", "-1.01");
        check("1.00499999", "USD", "1.00");
        check("7", "EUR", "7.00");
        check("119.5", "JPY", "120");
        check("-119.5", "JPY", "-120");
        check("0.0005", "KWD", "0.001");
    }

    #[test]
    fn two_currencies_are_never_added() {
        let error = money("1", "EUR").plus(money("1", "USD")).unwrap_err();
        assert_eq!(error.to_string(), "EUR and USD can't be added; amounts are never converted");
        assert_eq!(money("1.10", "EUR").plus(money("2.20", "EUR")), Ok(money("3.30", "EUR")));
        assert_eq!(money("1.10", "EUR").minus(money("2.20", "EUR")), Ok(money("-1.10", "EUR")));
        let most = Money::new(Decimal::MAX, "EUR".parse().unwrap());
        assert!(matches!(most.plus(most), Err(MoneyError::TooLarge { .. })));
    }
}
