//! `seatwise price bill`: the expected invoice of a period, as a table, JSON or CSV.

mod document;
mod sheet;
mod text;

use clap::Args;
use seatwise_pricing::book::PriceBook;

use crate::{
    analysis::{Analysis, bill, bill::ExpectedBill},
    cli::{
        format::Format,
        out,
        source::{Month, SourceArgs, month},
    },
    error::Failure,
};

/// Expect the invoice of a period: every line with its price, adjustments, four costs and what it was counted from
///
/// Seats are counted as `analyze` counts them. A period that is over is looked at from its last instant, with the data of
/// the snapshot: states and undated licenses are those of the snapshot, but for people who were created after the period.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  seatwise price bill --contract contract.toml
  seatwise price bill --period 2026-09 --contract contract.toml --explain
  seatwise price bill --contract contract.toml --rows --format csv >who-is-billed.csv

Costs: list = at list prices, contracted = at contracted prices, billed = what the
period's invoice asks for, a prepaid year at once, effective = what the period costs.")]
pub(super) struct BillArgs {
    /// Period that begins in this month by the contract's anchor day, as 2026-10; default: the one that contains as-of
    #[arg(long, value_name = "MONTH", value_parser = month)]
    period: Option<Month>,
    /// With every line: where its price comes from, the adjustments in order, what it was counted from
    #[arg(long)]
    explain: bool,
    /// With every line: the people, devices and meters that it was counted from
    #[arg(long)]
    rows: bool,
    /// `table`: for people; `json`: every field; `csv`: one row per line, with `--rows` one per person, device or meter
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    #[command(flatten)]
    source: SourceArgs,
}

/// What every output is made from.
struct Page<'a> {
    analysis: &'a Analysis,
    book: &'a PriceBook,
    expected: &'a ExpectedBill,
    explain: bool,
    rows: bool,
}

pub(super) fn run(args: &BillArgs) -> Result<(), Failure> {
    let book = PriceBook::embedded();
    let (analysis, _) = args.source.analyze_period(args.period)?;
    let expected = expected(&analysis, &book)?;
    let page = Page { analysis: &analysis, book: &book, expected: &expected, explain: args.explain, rows: args.rows };
    match args.format {
        Format::Table => out::data(&text::page(&page)),
        Format::Json => out::data(&document::render(&page)?),
        Format::Csv => out::bytes(&sheet::csv(&page)?),
    }
}

/// The expected bill, or all that is wrong with the metered quantities.
pub(in crate::cli) fn expected(analysis: &Analysis, book: &PriceBook) -> Result<ExpectedBill, Failure> {
    bill::expected(analysis, book).map_err(|errors| {
        let texts: Vec<String> = errors
            .iter()
            .map(|error| format!("error: {error}\nhint: correct the quantity in `resource_usage` and import again"))
            .collect();
        Failure::input(texts.join("\n"))
    })
}
