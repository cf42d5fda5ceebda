//! `seatwise backtest`: what became of the recommendations that would have been made at earlier instants.

mod document;
mod text;

use std::path::PathBuf;

use clap::Args;
use rust_decimal::Decimal;
use seatwise_pricing::book::PriceBook;
use seatwise_reports::write;

use super::{
    format::Format,
    out,
    source::{self, SourceArgs},
};
use crate::{
    analysis::Analysis,
    backtest::{self, Backtest, Options},
    error::Failure,
    overview::frontier,
};

/// Stand at earlier instants, advise from what was known then, and look at what people did since
///
/// Prints how many recommendations would have been regretted and what that costs, what other thresholds would have
/// brought, and the one that a limit allows. Nothing is applied.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  seatwise backtest --contract contract.toml --settings seatwise.toml
  seatwise backtest --horizon 30,60,90,180 --regret-limit 0.5 --chart frontier.svg
  seatwise backtest --format csv > regret.csv

What each figure means, and what nobody can know of the past: docs/BACKTEST.md.")]
pub struct BacktestArgs {
    #[command(flatten)]
    source: SourceArgs,
    /// Instants at most, 30 days apart, counted back from the end of the data
    #[arg(long, value_name = "N", default_value_t = 12, value_parser = clap::value_parser!(u32).range(1..=60))]
    months: u32,
    /// Days after an instant in which a recommendation can be regretted, separated by commas
    #[arg(
        long,
        value_name = "DAYS,…",
        value_delimiter = ',',
        default_value = "30,60,90",
        value_parser = clap::value_parser!(u32).range(1..=365)
    )]
    horizon: Vec<u32>,
    /// Share of the recommendations that may be regretted, for the suggestion of a threshold
    #[arg(long, value_name = "PERCENT", default_value = "1", value_parser = percent)]
    regret_limit: Decimal,
    /// `table`: a page for people; `json`: every figure; `csv`: one row per horizon, instant, code and confidence
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    /// Draw regret against savings to this file, by its ending `.svg` or `.png`
    #[arg(long, value_name = "FILE", value_parser = chart)]
    chart: Option<PathBuf>,
}

fn percent(text: &str) -> Result<Decimal, String> {
    let percent = text.parse::<Decimal>().ok().filter(|it| !it.is_sign_negative() && *it <= Decimal::ONE_HUNDRED);
    percent.ok_or_else(|| "expected a percentage from 0 to 100, as 1 or 0.5".to_owned())
}

fn chart(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("svg" | "png") => Ok(path),
        _ => Err("expected a file name that ends in .svg or .png".to_owned()),
    }
}

/// What the pages are made from.
struct Tested<'a> {
    analysis: &'a Analysis,
    backtest: &'a Backtest,
    options: &'a Options,
}

pub(super) fn run(args: &BacktestArgs) -> Result<(), Failure> {
    let book = PriceBook::embedded();
    let mut horizons = args.horizon.clone();
    horizons.sort_unstable();
    horizons.dedup();
    let options = Options { months: args.months, horizons, regret_limit: args.regret_limit, ..Options::default() };
    let (analysis, snapshot) = args.source.analyze()?;
    let backtest = backtest::run(&analysis, &|table| source::scan(&snapshot, table), &book, &options)?;
    let tested = Tested { analysis: &analysis, backtest: &backtest, options: &options };
    if let Some(path) = &args.chart {
        let frontier = frontier::frontier(&analysis, &backtest, options.regret_limit);
        write::chart(&frontier, path).map_err(|error| Failure::usage(error.to_string()))?;
        out::say(&format!("wrote {}", path.display()));
    }
    match args.format {
        Format::Table => out::data(&text::page(&tested)),
        Format::Json => out::data(&document::render(&tested)?),
        Format::Csv => out::bytes(&document::csv(&tested)?),
    }
}
