//! `seatwise price commitment`: how many seats to commit to.

pub(in crate::cli) mod asked;
mod document;
mod text;

use clap::Args;
use seatwise_pricing::book::PriceBook;

use crate::{
    analysis::{Analysis, commitment::SeatCommitments, history::History},
    cli::{format::Format, out, source::SourceArgs},
    error::Failure,
};

/// How many seats to commit to: the cheapest commitment by the organization's own history, with its proof
///
/// Every complete period of the history is a scenario that counts alike. A commitment is paid, used or not; what goes beyond it
/// costs the overage price. Seats are counted as the contract counts them.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  seatwise price commitment --contract contract.toml
  seatwise price commitment --contract contract.toml --price cx3=142.00/165.00 --propose cx3=450
  seatwise price commitment --contract contract.toml --minimum 60000 --step 80000=5 --step 100000=8
  seatwise price commitment --contract contract.toml --format csv > curve.csv

A price is needed that is higher beyond the commitment than within it: `overage_price` of the contract, or behind the slash of
`--price`. Without one committing gains nothing. AI tokens: `seatwise tokens`.")]
pub(super) struct CommitmentArgs {
    #[command(flatten)]
    source: SourceArgs,
    /// A price on offer, as `cx3=142.00` or with the overage price `cx3=142.00/165.00`, per unit and month; may be repeated
    #[arg(long, value_name = "PRODUCT=PRICE[/OVERAGE]")]
    price: Vec<String>,
    /// A commitment that is proposed, to be held against the cheapest, as `cx3=450`; may be repeated
    #[arg(long, value_name = "PRODUCT=UNITS")]
    propose: Vec<String>,
    /// Least committed amount per month over all products, before shared discounts; default: `minimum_monthly_amount` of the contract
    #[arg(long, value_name = "AMOUNT")]
    minimum: Option<String>,
    /// A discount on all products from a committed amount per month on, in percent, as `80000=5`, or with another one on overage
    /// `80000=5/0`, the default; may be repeated
    #[arg(long, value_name = "AMOUNT=PERCENT[/OVERAGE]")]
    step: Vec<String>,
    /// Periods at most, counted back from as-of
    #[arg(long, value_name = "N", default_value_t = 24, value_parser = clap::value_parser!(u32).range(1..=120))]
    months: u32,
    /// `table`: a page for people; `json`: every figure with the cost curves; `csv`: the cost curves, one row per point
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

/// What the pages are made from.
struct Decided<'a> {
    analysis: &'a Analysis,
    history: &'a History,
    found: &'a SeatCommitments,
}

pub(super) fn run(args: &CommitmentArgs) -> Result<(), Failure> {
    let book = PriceBook::embedded();
    let (analysis, history) = args.source.history(&book, args.months as usize)?;
    let asked = asked::read(args, &book, &analysis)?;
    let found = SeatCommitments::new(&analysis, &history, &asked).map_err(|problems| {
        let one = |problem: &seatwise_pricing::problem::Problem| {
            let path = problem.place.path.replace("discount[", "--step[");
            format!("`{path}` {}\nhint: expected {}", problem.what, problem.expected)
        };
        super::words::usage(&problems.as_slice().iter().map(one).collect::<Vec<_>>())
    })?;
    if found.periods.is_empty() {
        return Err(Failure::usage(
            "the data cover no whole period as the contract counts it, so they tell no demand\n\
             hint: `seatwise price compare` shows what is covered; import a longer history",
        ));
    }
    let decided = Decided { analysis: &analysis, history: &history, found: &found };
    match args.format {
        Format::Table => out::data(&text::page(&decided)),
        Format::Json => out::data(&document::render(&decided)?),
        Format::Csv => out::bytes(&document::csv(&decided)?),
    }
}
