//! `seatwise price what-if`: the bill before and after changes, and the difference explained.

mod changes;
mod document;
mod text;

use clap::Args;
use seatwise_pricing::{
    book::PriceBook,
    compare::BillingModel,
    what_if::{Explained, Situation, explain},
};

use super::{compare::Model, words};
use crate::{
    analysis::Analysis,
    cli::{format::Format, out, source::SourceArgs},
    error::Failure,
    usage::spans::instant,
};

/// Change prices, discounts, seats, model or tokens and see the bill before and after, with the difference explained
///
/// A value replaces (`140`), adds (`+12`, `-5`) or scales (`+20%`, `-5%`). Keys are those of contract.toml, and `used`: what is used.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  seatwise price what-if --contract contract.toml --set cx3.unit_price=140 --set cx3.quantity=380
  seatwise price what-if --set cx3.used=-25 --set cx2.used=+25 --tokens +20%
  seatwise price what-if --model concurrent --set cx3.unit_price=210 --format json

Keys: PRODUCT.used, .quantity, .unit_price, .overage_price, .hourly_price, .discount_percent; RESOURCE.used;
contract.discount_percent, contract.minimum_monthly_amount. Changes apply in a fixed order: model, use, commitment, prices,
discounts, minimum; each has as its effect what it moves then, so the effects add up to the whole difference.")]
pub(super) struct WhatIfArgs {
    /// A change, as `cx3.unit_price=140`; may be repeated
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// Another billing model; prices of the contract for seats that it counts in another way are left out
    #[arg(long, value_enum, value_name = "MODEL")]
    model: Option<Model>,
    /// AI tokens consumed, as `+20%` or `900`
    #[arg(long, value_name = "VALUE", allow_hyphen_values = true)]
    tokens: Option<String>,
    /// `table`: a page for people; `json`: every figure; `csv`: one row per line and cause
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    #[command(flatten)]
    source: SourceArgs,
}

/// What the pages are made from.
struct Shown<'a> {
    analysis: &'a Analysis,
    explained: &'a Explained,
    /// The changes as they were typed.
    asked: Vec<String>,
    /// Is the period over by as-of?
    is_whole: bool,
}

pub(super) fn run(args: &WhatIfArgs) -> Result<(), Failure> {
    let book = PriceBook::embedded();
    let (analysis, history) = args.source.history(&book, 1)?;
    let month = history.months.last().ok_or_else(|| Failure::internal("the history has no period"))?;
    let known: Vec<String> = month.counted.named.iter().flatten().map(|(id, _)| id.clone()).collect();
    let changes = changes::read(args, &book, &known)?;
    let before = Situation {
        model: BillingModel::from(analysis.contract.model),
        contract: analysis.contract.clone(),
        used: month.counted.clone(),
        period: month.period,
        on: instant(analysis.as_of).date_naive(),
    };
    let explained = explain(&book, &before, &changes).map_err(|errors| words::usage(&errors))?;
    let is_whole = !month.covered.is_empty();
    let shown = Shown { analysis: &analysis, explained: &explained, asked: changes::asked(args), is_whole };
    match args.format {
        Format::Table => out::data(&text::page(&shown)),
        Format::Json => out::data(&document::render(&shown)?),
        Format::Csv => out::bytes(&document::csv(&shown)?),
    }
}
