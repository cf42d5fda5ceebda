//! What the command line says about prices, proposals and shared discounts: all mistakes at once.

use rust_decimal::Decimal;
use seatwise_pricing::{book::PriceBook, commitment::UNITS_MAX, commitment::portfolio::SharedStep};

use super::CommitmentArgs;
use crate::{
    analysis::{Analysis, commitment::Asked},
    cli::price::words::{self, amount},
    error::Failure,
};

const PRICE_FORM: &str = "hint: as `--price cx3=142.00` or `--price cx3=142.00/165.00`";
const PROPOSE_FORM: &str = "hint: as `--propose cx3=450`, a whole number";
const STEP_FORM: &str = "hint: as `--step 80000=5`, percent from 0 to 100, or `--step 80000=5/3` with that on overage";

/// Prices and proposals alone.
pub(in crate::cli) fn prices_and_proposals(
    prices: &[String],
    proposals: &[String],
    book: &PriceBook,
    analysis: &Analysis,
) -> Result<Asked, Failure> {
    let (asked, errors) = both(prices, proposals, book, analysis);
    if errors.is_empty() { Ok(asked) } else { Err(words::usage(&errors)) }
}

/// Prices and proposals, and what is wrong with them.
fn both(prices: &[String], proposals: &[String], book: &PriceBook, analysis: &Analysis) -> (Asked, Vec<String>) {
    let known: Vec<String> = analysis.tariff.products().iter().map(|product| product.id.clone()).collect();
    let mut errors = Vec::new();
    let mut asked = Asked::default();
    for text in prices {
        match price(text, book, &known) {
            Ok(own) if asked.prices.iter().any(|other| other.0 == own.0) => errors.push(twice("--price", text, &own.0)),
            Ok(own) => asked.prices.push(own),
            Err(error) => errors.push(error),
        }
    }
    for text in proposals {
        match proposal(text, book, &known) {
            Ok(own) if asked.proposals.iter().any(|other| other.0 == own.0) => {
                errors.push(twice("--propose", text, &own.0));
            }
            Ok(own) => asked.proposals.push(own),
            Err(error) => errors.push(error),
        }
    }
    (asked, errors)
}

pub(super) fn read(args: &CommitmentArgs, book: &PriceBook, analysis: &Analysis) -> Result<Asked, Failure> {
    let (mut asked, mut errors) = both(&args.price, &args.propose, book, analysis);
    if let Some(text) = &args.minimum {
        match amount(text) {
            Some(least) => asked.minimum = Some(least),
            None => errors.push(format!("`--minimum {text}` is no amount\nhint: as `--minimum 60000`")),
        }
    }
    for text in &args.step {
        match step(text) {
            Some(own) => asked.steps.push(own),
            None => errors.push(format!("`--step {text}` is not of the form AMOUNT=PERCENT[/OVERAGE]\n{STEP_FORM}")),
        }
    }
    asked.steps.sort_by_key(|step| step.from);
    if errors.is_empty() { Ok(asked) } else { Err(words::usage(&errors)) }
}

fn twice(option: &str, text: &str, id: &str) -> String {
    format!("`{option} {text}`: `{id}` stands there already\nhint: drop one of the two")
}

fn price(text: &str, book: &PriceBook, known: &[String]) -> Result<(String, Decimal, Option<Decimal>), String> {
    let wrong = |what: &str| format!("`--price {text}`{what}\n{PRICE_FORM}");
    let (id, prices) = text.split_once('=').ok_or_else(|| wrong(" names no price"))?;
    let id = countable("--price", id, book, known)?;
    let (unit, overage) = match prices.split_once('/') {
        Some((unit, overage)) => (unit, Some(overage)),
        None => (prices, None),
    };
    let number = |text: &str| amount(text).ok_or_else(|| wrong(&format!(": `{text}` is no price")));
    Ok((id, number(unit)?, overage.map(number).transpose()?))
}

fn proposal(text: &str, book: &PriceBook, known: &[String]) -> Result<(String, u64), String> {
    let wrong = |what: String| format!("`--propose {text}`{what}\n{PROPOSE_FORM}");
    let (id, units) = text.split_once('=').ok_or_else(|| wrong(" names no units".to_owned()))?;
    let id = countable("--propose", id, book, known)?;
    let read = units.parse().ok().filter(|units| *units <= UNITS_MAX);
    Ok((id, read.ok_or_else(|| wrong(format!(": `{units}` is no number of units")))?))
}

/// A product whose units can be committed to here.
fn countable(option: &str, text: &str, book: &PriceBook, known: &[String]) -> Result<String, String> {
    let id = words::product(option, text, book, known)?;
    if id == seatwise_pricing::book::TOKEN_PRODUCT {
        return Err(format!("`{option}` names `{id}`\nhint: `seatwise tokens` says how many tokens to commit to"));
    }
    Ok(id)
}

fn step(text: &str) -> Option<SharedStep> {
    let (from, percent) = text.split_once('=')?;
    let (own, overage) = percent.split_once('/').unwrap_or((percent, "0"));
    let percent = |text: &str| amount(text).filter(|percent| *percent <= Decimal::ONE_HUNDRED);
    Some(SharedStep {
        from: amount(from)?,
        discount_percent: percent(own)?,
        overage_discount_percent: percent(overage)?,
    })
}
