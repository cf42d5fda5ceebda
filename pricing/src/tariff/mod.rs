//! The tariff: price book and contract on one date, one set of prices per product.
//!
//! Products get a dense index ([`ProductIx`]) in the order of report rows, so that quantities can be plain arrays. Licenses
//! that no book knows are products too, named seats of unknown price. Everything is in the contract's currency.
//!
//! Left to others: quantities ([`crate::rate`]), amounts ([`crate::bill`]), tokens used ([`crate::tokens`]).

mod build;
mod price;
mod product;
mod terms;

use std::collections::HashMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

pub use price::{Commitment, Ladder, PriceChange};
pub use product::{ContractedSource, ProductIx, TariffProduct, Unit};

use crate::book::{PriceBook, SeatModel, TOKEN_PRODUCT};
use crate::contract::Contract;
use crate::feature::FeatureSet;
use crate::money::Currency;
use crate::period::Period;

/// What everything costs an organization on one date.
#[derive(Debug, Clone)]
pub struct Tariff {
    currency: Currency,
    model: SeatModel,
    on: NaiveDate,
    outside_contract: bool,
    ramp_until: Option<NaiveDate>,
    products: Vec<TariffProduct>,
    rows: Vec<ProductIx>,
    by_id: HashMap<String, ProductIx>,
    by_license: HashMap<String, ProductIx>,
}

impl Tariff {
    /// Features that products cover together.
    ///
    /// # Panics
    /// With an index of another tariff.
    pub fn covers<'a>(&self, products: impl IntoIterator<Item = &'a ProductIx>) -> FeatureSet {
        products.into_iter().fold(FeatureSet::EMPTY, |set, ix| set.union(self.product(*ix).covers))
    }

    /// The tariff on a date, usually as-of. `extra_products` are license ids met in the data: those that the book knows
    /// change nothing, each other one becomes a product under its own id, as do unknown products of the contract.
    ///
    /// # Panics
    /// With more than 65,535 products.
    pub fn new<'a>(
        book: &PriceBook,
        contract: &Contract,
        on: NaiveDate,
        extra_products: impl Iterator<Item = &'a str>,
    ) -> Tariff {
        build::build(book, contract, on, extra_products)
    }

    /// Currency of every price.
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// How the organization's contact-center seats are counted.
    pub fn model(&self) -> SeatModel {
        self.model
    }

    /// The date it is made for.
    pub fn on(&self) -> NaiveDate {
        self.on
    }

    /// Is the date before the contract's start or after its end? Then nothing counts as committed.
    pub fn outside_contract(&self) -> bool {
        self.outside_contract
    }

    /// Is no seat charged in the period, because it ends on or before the last day of the ramp?
    pub fn in_ramp(&self, period: Period) -> bool {
        self.ramp_until.is_some_and(|until| period.last_day() <= until)
    }

    /// Last day of the ramp, inclusive; `None` = no ramp.
    pub fn ramp_until(&self) -> Option<NaiveDate> {
        self.ramp_until
    }

    /// Every product; `products()[ix.index()]` is the product's.
    pub fn products(&self) -> &[TariffProduct] {
        &self.products
    }

    /// Number of products, the length of an array by [`ProductIx`].
    pub fn len(&self) -> usize {
        self.products.len()
    }

    /// Is there no product at all?
    pub fn is_empty(&self) -> bool {
        self.products.is_empty()
    }

    /// The product of an index of this tariff.
    ///
    /// # Panics
    /// With an index of another tariff that has more products.
    pub fn product(&self, ix: ProductIx) -> &TariffProduct {
        &self.products[ix.index()]
    }

    /// The product with this id: a product of the book, or an unknown license under its own id.
    pub fn ix(&self, id: &str) -> Option<ProductIx> {
        self.by_id.get(id).copied()
    }

    /// The product that a license id stands for, case-sensitive.
    pub fn ix_of_license(&self, license_id: &str) -> Option<ProductIx> {
        self.by_license.get(license_id).copied()
    }

    /// Products that can have a row, in row order: bases by rank, other products of the book by id, unknown ones by id.
    /// Metered products have none.
    pub fn row_order(&self) -> &[ProductIx] {
        &self.rows
    }

    /// The usage product that one AI token is; `None` in a book without tokens.
    pub fn token_product(&self) -> Option<&TariffProduct> {
        self.ix(TOKEN_PRODUCT).map(|ix| self.product(ix))
    }

    /// What a quantity of a product is billed per month, commitment and overage together, as if no ramp were on; 0 where
    /// the price is unknown. The same number as [`crate::bill::BillLine::billed`].
    pub fn line_total(&self, ix: ProductIx, quantity: u64) -> Decimal {
        self.product(ix).billed(quantity, self.currency).unwrap_or(Decimal::ZERO)
    }

    /// What interaction time costs, in milliseconds by product, each product rounded once, as if no ramp were on; 0 where
    /// no price per hour is agreed.
    pub fn hours_total(&self, interacting_ms: &[(ProductIx, u64)]) -> Decimal {
        let amount = |(ix, ms): &(ProductIx, u64)| self.product(*ix).hours_amount(*ms, self.currency);
        interacting_ms.iter().filter_map(amount).sum()
    }
}

#[cfg(test)]
mod tests;
