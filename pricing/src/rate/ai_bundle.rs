//! The legacy AI bundle: counted as an add-on, with a price that only the contract knows.
//!
//! A guide names USD 40 to 60 per agent, which is a range: the bill of it stays unknown, and the range says how much is at
//! stake. Removed at renewal in favor of tokens, see <https://www.sipoch.com/en/article/300330019960083>.

use rust_decimal::Decimal;

use crate::book::PriceBook;
use crate::money::Currency;

/// The id of the bundle in the price book.
pub const AI_BUNDLE: &str = "ai-bundle";

/// What so many bundles could cost per month, from lowest to highest, each rounded once; `None` where no source names a
/// range in the currency. Never part of a bill.
pub fn bundle_range(book: &PriceBook, currency: Currency, bundles: u64) -> Option<(Decimal, Decimal)> {
    let range = book.price_range(AI_BUNDLE, currency)?;
    let of = |price: Decimal| currency.round(price * Decimal::from(bundles));
    Some((of(range.low), of(range.high)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rate::tests::tariff;

    #[test]
    fn a_range_is_shown_and_is_no_price() {
        let book = PriceBook::embedded();
        let range = bundle_range(&book, Currency::USD, 3).unwrap();
        assert_eq!((range.0.to_string().as_str(), range.1.to_string().as_str()), ("120.00", "180.00"));
        assert_eq!(bundle_range(&book, "EUR".parse().unwrap(), 3), None, "nothing is converted");
        let price = |contract: &str| {
            let tariff = tariff(contract);
            tariff.product(tariff.ix(AI_BUNDLE).unwrap()).contracted.map(|price| price.to_string())
        };
        assert_eq!(price(""), None);
        assert_eq!(price("[[price]]\nproduct = \"agentAssist\"\nunit_price = \"45\""), Some("45".to_owned()));
    }
}
