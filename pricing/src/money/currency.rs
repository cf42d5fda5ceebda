//! Currencies by ISO 4217 code, with the decimals of their minor unit.
//!
//! Codes and minor units: <https://www.iso.org/iso-4217-currency-codes.html>. No exchange rate is known here.

use std::fmt;
use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};
use thiserror::Error;

/// A currency of ISO 4217 that is legal tender somewhere.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency {
    code: &'static str,
    minor_units: u32,
}

/// A text that is no currency code.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{0}` is not a currency; expected a code of ISO 4217 in capitals, as `USD`")]
pub struct UnknownCurrency(pub String);

/// Codes whose smallest unit is the currency itself.
const WITHOUT_DECIMALS: &str = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";
/// Codes with three decimals.
const WITH_THREE_DECIMALS: &str = "BHD IQD JOD KWD LYD OMR TND";
/// Codes with two decimals.
const WITH_TWO_DECIMALS: &str = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD \
     CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF \
     IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN \
     MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD \
     SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD YER ZAR ZMW ZWG";

impl Currency {
    /// US dollar, the currency of a contract that names none.
    pub const USD: Currency = Currency { code: "USD", minor_units: 2 };

    /// Its code, as `USD`.
    pub fn code(self) -> &'static str {
        self.code
    }

    /// Decimals of its minor unit: 2 for USD, 0 for JPY.
    pub fn minor_units(self) -> u32 {
        self.minor_units
    }

    /// The amount rounded to the minor unit, half away from zero, with exactly that many decimals.
    pub fn round(self, amount: Decimal) -> Decimal {
        let mut rounded = amount.round_dp_with_strategy(self.minor_units, RoundingStrategy::MidpointAwayFromZero);
        rounded.rescale(self.minor_units);
        rounded
    }
}

impl FromStr for Currency {
    type Err = UnknownCurrency;

    /// Reads a code in capitals; an unknown code is refused, since its minor unit would be a guess.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        [(WITH_TWO_DECIMALS, 2), (WITHOUT_DECIMALS, 0), (WITH_THREE_DECIMALS, 3)]
            .into_iter()
            .find_map(|(codes, minor_units)| {
                codes.split_whitespace().find(|code| *code == text).map(|code| Currency { code, minor_units })
            })
            .ok_or_else(|| UnknownCurrency(text.to_owned()))
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code)
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_carry_their_minor_unit_and_unknown_ones_are_refused() {
        let units = |code: &str| code.parse::<Currency>().map(Currency::minor_units);
        assert_eq!(units("USD"), Ok(2));
        assert_eq!(units("EUR"), Ok(2));
        assert_eq!(units("JPY"), Ok(0));
        assert_eq!(units("KWD"), Ok(3));
        assert_eq!("USD".parse(), Ok(Currency::USD));
        for wrong in ["usd", "US", "", "XXX", "EURO", "USD EUR"] {
            assert_eq!(units(wrong), Err(UnknownCurrency(wrong.to_owned())), "{wrong}");
        }
    }
}
