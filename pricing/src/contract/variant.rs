//! Contracts that follow from another one: the same after so many years of uplift, the same under another seat model.

use rust_decimal::{Decimal, RoundingStrategy};

use super::renewal::raised;
use super::{Contract, Line, Model, Price};
use crate::book::PriceBook;

/// Decimals of a price in a contract.
const PRICE_DECIMALS: u32 = 6;

impl Contract {
    /// This contract with every price that it names raised by `percent`, `years` times; each time rounded to the 6 decimals
    /// that a price can have, half away from zero. Discounts, the minimum and list prices stay.
    #[must_use]
    pub fn raised(&self, percent: Decimal, years: u32) -> Contract {
        let factor = (Decimal::ONE_HUNDRED + percent) / Decimal::ONE_HUNDRED;
        let once = |price: Decimal| {
            (price * factor).round_dp_with_strategy(PRICE_DECIMALS, RoundingStrategy::MidpointAwayFromZero).normalize()
        };
        let raise = |price: Decimal| (0..years).fold(price, |price, _| once(price));
        if years == 0 || percent.is_zero() {
            return self.clone();
        }
        let line = |line: &Line| Line {
            terms: raised(&line.terms, raise),
            overage_price: line.overage_price.map(raise),
            ..line.clone()
        };
        let price = |price: &Price| Price { terms: raised(&price.terms, raise), ..price.clone() };
        Contract {
            uplift_applied: Some(percent),
            lines: self.lines.iter().map(line).collect(),
            prices: self.prices.iter().map(price).collect(),
            ..self.clone()
        }
    }

    /// This contract under another seat model. What it agrees on for seats that the models count differently is left out: a
    /// price per named seat says nothing about a concurrent one. Everything else stays, also the discount off list prices.
    #[must_use]
    pub fn in_model(&self, model: Model, book: &PriceBook) -> Contract {
        if model == self.model {
            return self.clone();
        }
        let stays = |id: &str| book.product(id).is_none_or(|product| !product.can_be_concurrent());
        Contract {
            model,
            lines: self.lines.iter().filter(|line| stays(&line.product)).cloned().collect(),
            prices: self.prices.iter().filter(|price| stays(&price.product)).cloned().collect(),
            ..self.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contract(text: &str) -> Contract {
        Contract::parse(text, "contract.toml", &PriceBook::embedded()).unwrap().0
    }

    #[test]
    fn every_year_raises_the_price_of_the_year_before() {
        let text = "[[line]]\nproduct = \"cx3\"\nquantity = 1\nunit_price = \"148\"\noverage_price = \"170.5\"\n\
                    [[line.step]]\nfrom_units = 9\nunit_price = \"140\"\n[[price]]\nproduct = \"cx1\"\nunit_price = \"70\"";
        let after = |years| {
            let raised = contract(text).raised("3.3".parse().unwrap(), years);
            let line = &raised.lines[0];
            let crate::contract::StepChange::UnitPrice(step) = line.terms.steps[0].change else { panic!("a price") };
            let own = [line.terms.unit_price, line.overage_price, Some(step), raised.prices[0].terms.unit_price];
            own.map(|price| price.unwrap().to_string()).join(" ")
        };
        assert_eq!(after(0), "148 170.5 140 70");
        assert_eq!(after(1), "152.884 176.1265 144.62 72.31");
        assert_eq!(after(2), "157.929172 181.938675 149.39246 74.69623");
        assert_eq!(after(3), "163.140835 187.942651 154.322411 77.161206");
    }

    #[test]
    fn an_uplift_is_noted_where_one_is_applied() {
        let own = contract("[[price]]\nproduct = \"cx1\"\nunit_price = \"70\"");
        let percent: Decimal = "3.3".parse().unwrap();
        assert_eq!(own.raised(percent, 1).uplift_applied, Some(percent));
        assert_eq!(own.raised(percent, 0), own);
        assert_eq!(own.raised(Decimal::ZERO, 2), own);
    }

    #[test]
    fn another_model_keeps_what_is_counted_alike() {
        let text = "[contract]\ndiscount_percent = \"5\"\n[[line]]\nproduct = \"cx3\"\nquantity = 9\nunit_price = \"148\"\n\
                    [[line]]\nproduct = \"communicate\"\nquantity = 3\nunit_price = \"20\"\n\
                    [[line]]\nproduct = \"ai-tokens\"\nquantity = 100\nunit_price = \"0.9\"\n\
                    [[price]]\nproduct = \"journey\"\nunit_price = \"25\"\n[[price]]\nproduct = \"wallboard\"\nunit_price = \"15\"";
        let named = contract(text);
        let concurrent = named.in_model(Model::Concurrent, &PriceBook::embedded());
        let lines: Vec<&str> = concurrent.lines.iter().map(|line| line.product.as_str()).collect();
        let prices: Vec<&str> = concurrent.prices.iter().map(|price| price.product.as_str()).collect();
        assert_eq!((lines.join(" "), prices.join(" ")), ("communicate ai-tokens".to_owned(), "wallboard".to_owned()));
        assert_eq!((concurrent.model, concurrent.discount_percent), (Model::Concurrent, named.discount_percent));
        assert_eq!(named.in_model(Model::Named, &PriceBook::embedded()), named);
    }
}
