//! A contract and a period under a model.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{BillingModel, CountedUse};
use crate::bill::{BillError, PeriodBill, PeriodUse, period_bill};
use crate::book::PriceBook;
use crate::contract::{Contract, Price, PriceTerms, Span};
use crate::period::Period;
use crate::tariff::Tariff;

/// What an organization pays by one model, at the prices of one day.
#[derive(Debug, Clone)]
pub struct UnderModel {
    /// The model.
    pub model: BillingModel,
    /// The contract as it would be.
    pub contract: Contract,
    /// Its prices.
    pub tariff: Tariff,
}

impl UnderModel {
    /// The contract under a model, with the prices of a day. `extra_products` as in [`Tariff::new`].
    ///
    /// Under its own model the contract is what it is, as if a ramp were over. Under another one nothing of the contract is
    /// left that the models count differently: no commitment, no price, no minimum; prices by the hour stay where hours are
    /// billed. So what is not published is unknown, unless `prices` has it.
    pub fn new<'a>(
        book: &PriceBook,
        contract: &Contract,
        model: BillingModel,
        prices: &[(String, Decimal)],
        on: NaiveDate,
        extra_products: impl Iterator<Item = &'a str>,
    ) -> UnderModel {
        let mut own = if BillingModel::from(contract.model) == model {
            contract.clone()
        } else {
            Contract { minimum_monthly_amount: None, ..contract.in_model(model.seat_model(), book) }
        };
        own.ramp_until = None;
        if model == BillingModel::HourlyInteracting {
            own = by_interaction(&own, book);
        }
        for (product, price) in prices {
            own = with_price(&own, product, *price, model);
        }
        let tariff = Tariff::new(book, &own, on, extra_products);
        UnderModel { model, contract: own, tariff }
    }

    /// What a period costs; `None` where the data do not tell how much was used.
    ///
    /// # Errors
    /// Metered quantities that are negative or too large.
    pub fn bill(
        &self,
        book: &PriceBook,
        period: Period,
        counted: &CountedUse,
    ) -> Result<Option<PeriodBill>, Vec<BillError>> {
        let Some((seats, interacting)) = counted.taken(self.model, &self.tariff) else { return Ok(None) };
        let metered: Option<Vec<(&str, Decimal)>> = counted
            .metered
            .as_ref()
            .map(|list| list.iter().map(|(resource, units)| (resource.as_str(), *units)).collect());
        let facts =
            PeriodUse { seats: &seats, interacting_ms: &interacting, metered: metered.as_deref(), uncounted: &[] };
        period_bill(book, &self.contract, &self.tariff, period, facts).map(Some)
    }
}

/// Seats of products whose hours count are not charged any more: of their lines and prices only the price by the hour is left.
fn by_interaction(contract: &Contract, book: &PriceBook) -> Contract {
    let bills_hours = |id: &str| book.product(id).is_some_and(|product| product.bills_hours);
    let hourly = |product: &str, terms: &PriceTerms, span: Span| {
        terms.hourly_price.map(|_| Price {
            product: product.to_owned(),
            terms: PriceTerms { hourly_price: terms.hourly_price, currency: terms.currency, ..PriceTerms::default() },
            span,
        })
    };
    let lines = contract.lines.iter().filter(|line| bills_hours(&line.product));
    let of_lines: Vec<Price> = lines.filter_map(|line| hourly(&line.product, &line.terms, line.span)).collect();
    let of_prices = contract.prices.iter().filter_map(|price| {
        if bills_hours(&price.product) { hourly(&price.product, &price.terms, price.span) } else { Some(price.clone()) }
    });
    // The price by the hour of a line goes before that of a price entry, as in a contract.
    let prices: Vec<Price> = of_lines.into_iter().chain(of_prices).collect();
    let lines = contract.lines.iter().filter(|line| !bills_hours(&line.product)).cloned().collect();
    Contract { lines, prices, ..contract.clone() }
}

/// The contract with a price of a product without commitment, in its own currency and from its first day on: per hour where
/// the model bills hours of interaction, else per unit and month. It goes before other prices of the product.
#[must_use]
pub fn with_price(contract: &Contract, product: &str, price: Decimal, model: BillingModel) -> Contract {
    let terms = match model {
        BillingModel::HourlyInteracting => PriceTerms { hourly_price: Some(price), ..PriceTerms::default() },
        _ => PriceTerms { unit_price: Some(price), ..PriceTerms::default() },
    };
    let own = Price { product: product.to_owned(), terms, span: Span::default() };
    let mut with = contract.clone();
    with.prices.retain(|other| other.product != product);
    with.prices.push(own);
    with
}
