//! `seatwise offers`: the cheapest cover and its alternatives, for everybody or for one person; as text, JSON or CSV.

mod document;
mod one;
mod organization;
mod sheet;
mod text;
mod words;

use clap::Args;
use seatwise_pricing::{book::PriceBook, compare::BillingModel};

use super::{explain, format::Format, out, price::compare, source::SourceArgs};
use crate::{analysis::compare::Comparison, error::Failure, offers::OfferReport};

/// Show the cheapest offer for everybody, what else would do, and why each dearer one loses
///
/// For the organization as well: CX 4 against CX 3 with Copilot, journey and tokens; WEM add-ons against CX 3; digital bases; billing by time
/// on interactions with the permissions that bar it; people against peaks. What is enough is what `analyze` says; the comparisons are
/// choices beside it.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  seatwise offers --contract contract.toml --settings seatwise.toml
  seatwise offers ann@example.com --contract contract.toml
  seatwise offers --price hourly-interacting:cx1=1.10 --price concurrent:cx3=210.00
  seatwise offers --tables tables/ --as-of 2026-10-31T23:59:59Z --format csv > offers.csv

What each figure means, with an example worked by hand: docs/OFFERS.md")]
pub struct OffersArgs {
    /// One person, by user id, e-mail, or a display name that only one person has: every alternative and why it loses
    #[arg(value_name = "PERSON")]
    person: Option<String>,
    /// A price that the contract does not have, as `concurrent:cx3=210.00`: per seat and month, or per hour; may be repeated
    #[arg(long, value_name = "MODEL:PRODUCT=PRICE")]
    price: Vec<String>,
    /// `table`: a page for people; `json`: every figure; `csv`: one row per group of alike people and alternative, with PERSON one per alternative
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    #[command(flatten)]
    source: SourceArgs,
}

pub(super) fn run(args: &OffersArgs) -> Result<(), Failure> {
    let book = PriceBook::embedded();
    let (analysis, history) = args.source.latest(&book)?;
    let prices = compare::prices(&args.price, &book, BillingModel::from(analysis.contract.model))?;
    let person = args.person.as_deref().map(|wanted| explain::find(&analysis, wanted)).transpose()?;
    let models = [BillingModel::Named, BillingModel::Concurrent];
    let comparison = Comparison::new(&analysis, &history, &book, &models, &prices).map_err(|errors| {
        Failure::input(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\nerror: "))
    })?;
    let report = OfferReport::new(&analysis, &book, &history, &comparison, &prices);
    match (args.format, person) {
        (Format::Table, None) => out::data(&text::page(&report)),
        (Format::Table, Some(person)) => out::data(&one::page(&report, person)),
        (Format::Json, person) => out::data(&document::render(&report, person)?),
        (Format::Csv, person) => out::bytes(&sheet::alternatives(&report, person)?),
    }
}
