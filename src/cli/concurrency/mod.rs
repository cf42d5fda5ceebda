//! `seatwise concurrency`: the concurrent peak replayed, as text, JSON or the console's daily table.

mod document;
mod text;

use clap::Args;

use super::{format::Format, out, source::SourceArgs};
use crate::{
    analysis::{
        Analysis,
        replay::{self, Pool},
    },
    error::Failure,
};

/// Replay the concurrent peak: when it was reached, who made it, what avoiding its hours would save
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  seatwise concurrency --contract contract.toml
  seatwise concurrency --product cx3 --format json
  seatwise concurrency --format csv > concurrent-usage.csv    the daily table, in the layout of the console's report")]
pub struct ConcurrencyArgs {
    #[command(flatten)]
    source: SourceArgs,
    /// Pool to replay: `all`, all CX bases together, or a product id, as cx3
    #[arg(long, value_name = "ID", default_value = "all")]
    product: String,
    /// `table`: a page for people; `json`: every figure; `csv`: peak and minutes at it per UTC day
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

pub(super) fn run(args: &ConcurrencyArgs) -> Result<(), Failure> {
    let (analysis, _) = args.source.analyze()?;
    let pools = replay::pools(&analysis).ok_or_else(|| {
        Failure::input(
            "the input has no table `presence`, so nothing tells who was present at once\n\
             hint: import \"Agent Status - Log In - Log Out Details\" exports or a table `presence`, or pull from the API",
        )
    })?;
    let pool = chosen(&analysis, &pools, &args.product)?;
    match args.format {
        Format::Table => out::data(&text::page(&analysis, &pools, pool)),
        Format::Json => out::data(&document::render(&analysis, &pools)?),
        Format::Csv => out::bytes(&text::daily(pool)?),
    }
}

/// The pool that `--product` names.
fn chosen<'p>(analysis: &Analysis, pools: &'p [Pool], product: &str) -> Result<&'p Pool, Failure> {
    let id = |pool: &Pool| pool.product.map_or("all", |ix| analysis.tariff.product(ix).id.as_str());
    pools.iter().find(|pool| id(pool) == product).ok_or_else(|| {
        let known: Vec<String> = pools.iter().map(|pool| format!("`{}`", id(pool))).collect();
        let known = if known.is_empty() {
            "nobody held a CX license in the period".to_owned()
        } else {
            format!("the pools of this organization are {}", known.join(", "))
        };
        Failure::usage(format!("`--product {product}` names no pool of people\nhint: {known}"))
    })
}
