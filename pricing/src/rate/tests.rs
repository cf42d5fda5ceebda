//! What the tests of the rate models share.

use crate::book::PriceBook;
use crate::contract::Contract;
use crate::tariff::{ProductIx, Tariff};

/// The tariff of a contract on 2026-10-31, with one license that nobody knows.
pub(super) fn tariff(contract: &str) -> Tariff {
    let book = PriceBook::embedded();
    let contract = Contract::parse(contract, "contract.toml", &book).unwrap().0;
    Tariff::new(&book, &contract, "2026-10-31".parse().unwrap(), ["weird"].into_iter())
}

/// Products by id.
pub(super) fn ixs(tariff: &Tariff, ids: &[&str]) -> Vec<ProductIx> {
    ids.iter().map(|id| tariff.ix(id).unwrap()).collect()
}

/// Ids of products, with commas.
pub(super) fn ids(tariff: &Tariff, products: &[ProductIx]) -> String {
    products.iter().map(|ix| tariff.product(*ix).id.as_str()).collect::<Vec<_>>().join(", ")
}
