//! `seatwise price compare`: the organization's own history under each billing model.

mod document;
mod text;

use clap::{Args, ValueEnum};
use rust_decimal::Decimal;
use seatwise_pricing::{book::PriceBook, compare::BillingModel};

use super::words;
use crate::{
    analysis::{Analysis, compare::Comparison, history::History},
    cli::{format::Format, out, source::SourceArgs},
    error::Failure,
};

/// Price the organization's own history under each billing model, with the prices at which they break even
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  seatwise price compare --contract contract.toml
  seatwise price compare --model named,concurrent --price concurrent:cx3=210.00
  seatwise price compare --months 6 --format csv > models.csv

Periods that the data do not cover completely are marked and in no sum. All periods have the prices of as-of.
Concurrent and hourly prices are not published: without one the price below which the model wins is the answer.")]
pub(super) struct CompareArgs {
    #[command(flatten)]
    source: SourceArgs,
    /// Models to compare, separated by commas; that of the contract is always there. `hourly` = `hourly-interacting`
    #[arg(
        long,
        value_enum,
        value_delimiter = ',',
        value_name = "MODEL",
        default_value = "named,concurrent,hourly-interacting,hourly-logged-in"
    )]
    model: Vec<Model>,
    /// A price that the contract does not have, as `concurrent:cx3=210.00`: per seat and month, or per hour; may be repeated
    #[arg(long, value_name = "MODEL:PRODUCT=PRICE")]
    price: Vec<String>,
    /// Periods at most, counted back from as-of
    #[arg(long, value_name = "N", default_value_t = 24, value_parser = clap::value_parser!(u32).range(1..=120))]
    months: u32,
    /// `table`: a page for people; `json`: every figure; `csv`: one row per period, model and charge
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

/// A billing model on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Model {
    /// People
    Named,
    /// The peak of people present at once
    Concurrent,
    /// Time on interactions
    #[value(alias = "hourly")]
    HourlyInteracting,
    /// Time logged in (legacy)
    HourlyLoggedIn,
}

impl From<Model> for BillingModel {
    fn from(model: Model) -> BillingModel {
        match model {
            Model::Named => BillingModel::Named,
            Model::Concurrent => BillingModel::Concurrent,
            Model::HourlyInteracting => BillingModel::HourlyInteracting,
            Model::HourlyLoggedIn => BillingModel::HourlyLoggedIn,
        }
    }
}

/// What the pages are made from.
struct Compared<'a> {
    analysis: &'a Analysis,
    history: &'a History,
    comparison: &'a Comparison,
}

pub(super) fn run(args: &CompareArgs) -> Result<(), Failure> {
    let book = PriceBook::embedded();
    let (analysis, history) = args.source.history(&book, args.months as usize)?;
    let prices = prices(&args.price, &book, BillingModel::from(analysis.contract.model))?;
    let models: Vec<BillingModel> =
        args.model.iter().map(|model| BillingModel::from(*model)).chain(prices.iter().map(|price| price.0)).collect();
    let comparison = Comparison::new(&analysis, &history, &book, &models, &prices).map_err(|errors| {
        Failure::input(errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\nerror: "))
    })?;
    let compared = Compared { analysis: &analysis, history: &history, comparison: &comparison };
    match args.format {
        Format::Table => out::data(&text::page(&compared)),
        Format::Json => out::data(&document::render(&compared)?),
        Format::Csv => out::bytes(&document::csv(&compared)?),
    }
}

/// `MODEL:PRODUCT=PRICE`, all mistakes at once.
pub(in crate::cli) fn prices(
    texts: &[String],
    book: &PriceBook,
    own: BillingModel,
) -> Result<Vec<(BillingModel, String, Decimal)>, Failure> {
    let (mut prices, mut errors): (Vec<(BillingModel, String, Decimal)>, Vec<String>) = (Vec::new(), Vec::new());
    for text in texts {
        match price(text, book, own) {
            Ok(price) if prices.iter().any(|other| other.0 == price.0 && other.1 == price.1) => {
                errors.push(format!(
                    "`--price {text}`: `{}:{}` has a price already\nhint: drop one of the two",
                    price.0, price.1
                ));
            }
            Ok(price) => prices.push(price),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(prices) } else { Err(words::usage(&errors)) }
}

fn price(text: &str, book: &PriceBook, own: BillingModel) -> Result<(BillingModel, String, Decimal), String> {
    let form = "hint: as `--price concurrent:cx3=210.00`, a decimal with at most 9 digits before and 6 after the point";
    let parts = text.split_once(':').and_then(|(model, rest)| Some((model, rest.split_once('=')?)));
    let Some((model, (product, price))) = parts else {
        return Err(format!("`--price {text}` is not of the form MODEL:PRODUCT=PRICE\n{form}"));
    };
    let Ok(model) = Model::from_str(model, false) else {
        let known = BillingModel::ALL.map(|model| format!("`{model}`")).join(", ");
        return Err(format!("`--price {text}`: `{model}` is no billing model\nhint: one of {known}"));
    };
    let model = BillingModel::from(model);
    if model == own {
        return Err(format!(
            "`--price {text}`: `{model}` is the model of the contract, whose prices stand there\n\
             hint: change the contract, or ask `seatwise price what-if --set {product}.unit_price={price}`"
        ));
    }
    let product = words::product("--price", product, book, &[])?;
    let price = words::amount(price).ok_or_else(|| format!("`--price {text}`: `{price}` is no price\n{form}"))?;
    Ok((model, product, price))
}
