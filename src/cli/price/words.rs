//! Words that the commands share: products, amounts and targets on the command line, amounts on the page.

use rust_decimal::Decimal;
use seatwise_pricing::{
    book::{PriceBook, TOKEN_PRODUCT},
    money::Currency,
    problem::did_you_mean,
};

use crate::{cli::lines::filled, error::Failure, overview::words};

/// All mistakes of a command line at once.
pub(in crate::cli) fn usage(errors: &[String]) -> Failure {
    Failure::usage(errors.join("\nerror: "))
}

/// An amount as in a contract: digits with at most one point.
pub(super) fn amount(text: &str) -> Option<Decimal> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str, most: usize| {
        !part.is_empty() && part.len() <= most && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    (digits(whole, 9) && digits(fraction, 6)).then(|| text.parse().ok()).flatten()
}

/// The product that an id or a license id stands for; `known` are ids of the data or the contract that no book has.
pub(in crate::cli) fn product(option: &str, text: &str, book: &PriceBook, known: &[String]) -> Result<String, String> {
    if let Some(product) = book.product_of_license(text) {
        return Ok(product.id.clone());
    }
    if known.iter().any(|id| id == text) {
        return Ok(text.to_owned());
    }
    let ids = book.products().iter().map(|product| product.id.as_str());
    let near = did_you_mean(text, ids)
        .map_or_else(|| "`seatwise price book` lists the products".to_owned(), |id| format!("did you mean `{id}`?"));
    Err(format!("`{option}` names `{text}`, which is no product\nhint: {near}"))
}

/// The metered resource that a word names: tokens by their product's id, else a meter or a pool of the book.
pub(super) fn resource(text: &str, book: &PriceBook) -> Option<String> {
    if text == TOKEN_PRODUCT {
        return Some("ai_tokens".to_owned());
    }
    let known = book.meter_of_resource(text).is_some() || book.allowance_of_resource(text).is_some();
    known.then(|| text.to_owned())
}

/// An amount for the page; unknown is said.
pub(in crate::cli) fn money(amount: Option<Decimal>, currency: Currency) -> String {
    amount.map_or_else(|| "unknown".to_owned(), |amount| words::money(amount, currency))
}

/// A difference with its sign.
pub(in crate::cli) fn signed(amount: Decimal, currency: Currency) -> String {
    let text = words::money(amount, currency);
    if amount > Decimal::ZERO { format!("+{text}") } else { text }
}

/// Words filled up to a width, each line with an indent.
pub(super) fn fill(text: &str, width: usize, indent: &str) -> String {
    filled(indent, &" ".repeat(indent.chars().count()), text, width)
}
