//! The price book: what is for sale, what it covers, where it can stand, what it costs by which source.
//!
//! The data are TOML files beside the code (`books/`), so a price changes without a line of Rust. A [`PriceBook`] has been
//! checked as a whole: no two prices are valid at once, every reference leads somewhere. What an organization pays is the
//! contract's matter; the two meet in [`crate::tariff`].

mod check;
mod fair_use;
mod meter;
mod names;
mod price;
mod product;
mod read;
mod read_fair_use;
mod read_price;

use std::collections::HashMap;

use chrono::NaiveDate;

pub use fair_use::{Allowance, Included};
pub use meter::{FreeTokens, Meter, MeterRate};
pub use price::{PriceEntry, PriceRange, PriceStatus, SeatModel, Term};
pub use product::{PerModel, Product, ProductKind};

use crate::money::Currency;
use crate::problem::Problems;

/// The id of the usage product whose price is that of one AI token.
pub const TOKEN_PRODUCT: &str = "ai-tokens";

/// What a vendor sells, with every published price.
#[derive(Debug, Clone)]
pub struct PriceBook {
    products: Vec<Product>,
    prices: Vec<PriceEntry>,
    meters: Vec<Meter>,
    free_tokens: FreeTokens,
    allowances: Vec<Allowance>,
    hours_per_seat: u64,
    ranges: Vec<PriceRange>,
    by_license: HashMap<String, usize>,
    by_charge: HashMap<String, usize>,
}

/// The files of the built-in book: name and text.
const EMBEDDED: [(&str, &str); 4] = [
    ("genesys-cloud/products.toml", include_str!("../../books/genesys-cloud/products.toml")),
    ("genesys-cloud/prices.toml", include_str!("../../books/genesys-cloud/prices.toml")),
    ("genesys-cloud/tokens.toml", include_str!("../../books/genesys-cloud/tokens.toml")),
    ("genesys-cloud/fair-use.toml", include_str!("../../books/genesys-cloud/fair-use.toml")),
];

impl PriceBook {
    /// The built-in book of Genesys Cloud.
    pub fn embedded() -> PriceBook {
        PriceBook::parse(&EMBEDDED).expect("the built-in book is checked by the tests of this crate")
    }

    /// Reads a book from its files: name (for messages) and TOML text. Products, prices and meters may stand in any of them.
    ///
    /// # Errors
    /// Every mistake in every file, with line and column: syntax, unknown keys, references that lead nowhere, two entries
    /// for one thing, two prices valid at once.
    pub fn parse(files: &[(&str, &str)]) -> Result<PriceBook, Problems> {
        read::read(files)
    }

    /// Every product, in the order of the files.
    pub fn products(&self) -> &[Product] {
        &self.products
    }

    /// Every price, in the order of the files.
    pub fn prices(&self) -> &[PriceEntry] {
        &self.prices
    }

    /// Every meter of AI tokens, in the order of the files.
    pub fn meters(&self) -> &[Meter] {
        &self.meters
    }

    /// Tokens that an organization has free per period.
    pub fn free_tokens(&self) -> FreeTokens {
        self.free_tokens
    }

    /// Every resource with an allowance per billed seat, in the order of the files.
    pub fn allowances(&self) -> &[Allowance] {
        &self.allowances
    }

    /// The allowance that a resource of a usage report stands for: by id, or by the name of a charge.
    pub fn allowance_of_resource(&self, resource: &str) -> Option<&Allowance> {
        self.allowances.iter().find(|allowance| allowance.is_named(resource))
    }

    /// Hours of somebody billed by the hour that bring as much as one named seat: 111.
    pub fn hours_per_seat(&self) -> u64 {
        self.hours_per_seat
    }

    /// What somebody says that a product costs, where it is a range and no price.
    pub fn price_range(&self, product: &str, currency: Currency) -> Option<&PriceRange> {
        self.ranges.iter().find(|range| range.product == product && range.currency == currency)
    }

    /// The product with this id.
    pub fn product(&self, id: &str) -> Option<&Product> {
        self.products.iter().find(|product| product.id == id)
    }

    /// The product that a license id stands for, case-sensitive; a product's own id always does.
    pub fn product_of_license(&self, license_id: &str) -> Option<&Product> {
        self.by_license.get(license_id).map(|place| &self.products[*place])
    }

    /// The product that a charge of billing stands for.
    ///
    /// Case and spacing are ignored, so are the suffixes `– Prepay` (the committed part of an invoice) and ` Concurrent`
    /// where the book has no entry with them. The product's name and id are charge names too.
    pub fn product_of_charge(&self, charge_name: &str) -> Option<&Product> {
        names::charge_keys(charge_name).into_iter().find_map(|key| self.by_charge.get(&key)).map(|p| &self.products[*p])
    }

    /// Is a charge of an invoice the committed part of a product, by its suffix `– Prepay`?
    /// See <https://help.mypurecloud.com/articles/your-genesys-cloud-invoice-explained/>.
    pub fn is_committed_charge(&self, charge_name: &str) -> bool {
        names::is_committed(charge_name)
    }

    /// The meter that a resource of a usage report stands for; `messages_<channel>` for any channel.
    pub fn meter_of_resource(&self, resource: &str) -> Option<&Meter> {
        meter::find(&self.meters, resource)
    }

    /// The price of a product that is valid on a date. At most one is.
    pub fn price(
        &self,
        product: &str,
        model: SeatModel,
        term: Term,
        currency: Currency,
        on: NaiveDate,
    ) -> Option<&PriceEntry> {
        self.prices.iter().find(|entry| {
            entry.product == product
                && entry.model == model
                && entry.term == term
                && entry.is_in(currency)
                && entry.is_valid_on(on)
        })
    }

    /// Currencies in which the book has a price, by code.
    pub fn currencies(&self) -> Vec<Currency> {
        let mut currencies: Vec<Currency> = self.prices.iter().filter_map(|entry| entry.currency).collect();
        currencies.sort_unstable();
        currencies.dedup();
        currencies
    }
}

#[cfg(test)]
mod tests;
