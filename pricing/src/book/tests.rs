//! The built-in book, and every mistake a book can have.

use super::*;
use crate::feature::{Feature, FeatureSet};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn the_built_in_book_has_no_problem() {
    if let Err(problems) = PriceBook::parse(&EMBEDDED) {
        panic!("{problems}");
    }
    let book = PriceBook::embedded();
    assert_eq!(book.products().len(), 23);
    let codes: Vec<&str> = book.currencies().into_iter().map(Currency::code).collect();
    assert_eq!(codes, ["AUD", "BRL", "CAD", "EUR", "GBP", "JPY", "NZD", "USD", "ZAR"]);
}
