//! `seatwise price quote`: vendors' offers side by side over their term.

mod demand;
mod document;
mod text;

use std::path::PathBuf;

use clap::Args;
use seatwise_pricing::{
    book::PriceBook,
    money::{Currency, ExchangeRates},
    quote::{DemandRow, Level, Offer, Quote, TEMPLATE, quote_schema, term_bill},
};

use crate::{
    analysis::demand::from_history,
    cli::{
        format::Format,
        out,
        source::{SourceArgs, config},
    },
    error::Failure,
};

/// Periods of history that demand is taken from at most: a year, so that no season counts twice.
const HISTORY: usize = 12;

/// Compare vendors' offers over their whole term, under low, expected and high demand
///
/// A quote is a TOML file shaped like contract.toml, with vendor, term, uplift and one-off amounts; `--template` prints one.
/// Demand is named with `--demand`, or taken from the snapshot: of its last twelve covered periods the 10th percentile, the median
/// and the 90th percentile.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  seatwise price quote --template > genesys.toml
  seatwise price quote genesys.toml reseller.toml --demand cx3=380,400,450 --growth 5
  seatwise price quote a.toml b.toml --demand cx3=400 --demand concurrent:cx3=260 --demand ai-tokens=900
  seatwise price quote a.toml b.toml --contract contract.toml        demand from the snapshot's history

A contract in force is compared by adding [quote] to a copy of it. Currencies are compared only at a rate that is given.")]
pub(super) struct QuoteArgs {
    /// Quotes, one file each
    #[arg(value_name = "FILE", required_unless_present_any = ["template", "schema"])]
    files: Vec<PathBuf>,
    /// Units a month, as `cx3=380,400,450` (low, expected, high) or `cx3=400`, of another model `concurrent:cx3=260`, of
    /// tokens and resources `ai-tokens=900`; may be repeated. Without it demand comes from the snapshot
    #[arg(long, value_name = "[MODEL:]ID=UNITS")]
    demand: Vec<String>,
    /// Growth of demand after every twelve months in percent, of everything as `5`, of one thing as `cx3=-2.5`; may be repeated
    #[arg(long, value_name = "[ID=]PERCENT", allow_hyphen_values = true)]
    growth: Vec<String>,
    /// Currency to compare in; default: that of the first quote
    #[arg(long, value_name = "CODE")]
    currency: Option<String>,
    /// An exchange rate, as `EUR:USD=1.0842`, where a quote has none of its own; may be repeated
    #[arg(long, value_name = "FROM:TO=RATE")]
    rate: Vec<String>,
    /// Print a commented quote to fill in
    #[arg(long, conflicts_with = "schema")]
    template: bool,
    /// Print the JSON Schema of a quote
    #[arg(long)]
    schema: bool,
    /// `table`: a page for people; `json`: every figure; `csv`: one row per offer, level of demand and line
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
    #[command(flatten)]
    source: SourceArgs,
}

/// What the pages are made from.
struct Quoted {
    files: Vec<String>,
    offers: Vec<Offer>,
    demand: Vec<DemandRow>,
    currency: Currency,
    rates: ExchangeRates,
    from_history: bool,
}

pub(super) fn run(args: &QuoteArgs) -> Result<(), Failure> {
    if args.template {
        return out::data(TEMPLATE);
    }
    if args.schema {
        let schema = serde_json::to_string_pretty(quote_schema().as_value());
        return out::data(&(schema.map_err(|error| Failure::internal(error.to_string()))? + "\n"));
    }
    let book = PriceBook::embedded();
    let quotes = read(&args.files, &book)?;
    let first = quotes.first().map_or(Currency::USD, |(_, quote)| quote.contract.currency);
    let known: Vec<String> = quotes.iter().flat_map(|(_, quote)| products(quote)).collect();
    let asked = demand::Asked::read(args, &book, &known, first)?;
    let from_history_ = asked.demand.is_empty() && args.demand.is_empty();
    let mut rows = asked.demand;
    if from_history_ {
        let (_, history) = args.source.history(&book, HISTORY)?;
        rows = from_history(&history, &book);
        if rows.is_empty() {
            return Err(Failure::usage(
                "the data cover no whole period, so they tell no demand\n\
                 hint: name it, as `--demand cx3=380,400,450`, or import a longer history",
            ));
        }
    }
    demand::grow(&mut rows, &asked.growth)?;
    let offers = offers(quotes, &rows, &book)?;
    let (files, offers) = offers.into_iter().unzip();
    let quoted = Quoted {
        files,
        offers,
        demand: rows,
        currency: asked.currency,
        rates: asked.rates,
        from_history: from_history_,
    };
    match args.format {
        Format::Table => out::data(&text::page(&quoted)),
        Format::Json => out::data(&document::render(&quoted)?),
        Format::Csv => out::bytes(&document::csv(&quoted)?),
    }
}

/// Every quote with its file; the mistakes of all files at once.
fn read(files: &[PathBuf], book: &PriceBook) -> Result<Vec<(String, Quote)>, Failure> {
    let (mut quotes, mut errors): (Vec<(String, Quote)>, Vec<String>) = (Vec::new(), Vec::new());
    for path in files {
        let file = path.display().to_string();
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) => {
                errors.push(format!(
                    "error: cannot read `{file}`: {error}\nhint: `seatwise price quote --template` prints a quote to fill in"
                ));
                continue;
            }
        };
        match Quote::parse(&text, &file, book) {
            Ok((quote, notices)) => {
                notices.iter().for_each(|notice| out::say(&format!("warning: {notice}")));
                if let Some((other, _)) = quotes.iter().find(|(_, other)| other.label() == quote.label()) {
                    errors.push(format!(
                        "error: `{file}` and `{other}` are both \"{}\"\nhint: tell them apart by `quote.name`",
                        quote.label()
                    ));
                }
                quotes.push((file, quote));
            }
            Err(problems) => errors.push(config(problems).to_string()),
        }
    }
    if errors.is_empty() { Ok(quotes) } else { Err(Failure::config(errors.join("\n"))) }
}

fn products(quote: &Quote) -> Vec<String> {
    let lines = quote.contract.lines.iter().map(|line| line.product.clone());
    lines.chain(quote.contract.prices.iter().map(|price| price.product.clone())).collect()
}

/// Every quote billed under every level; what can't be counted of any of them at once.
fn offers(
    quotes: Vec<(String, Quote)>,
    demand: &[DemandRow],
    book: &PriceBook,
) -> Result<Vec<(String, Offer)>, Failure> {
    let (mut offers, mut errors): (Vec<(String, Offer)>, Vec<String>) = (Vec::new(), Vec::new());
    for (file, quote) in quotes {
        let mut bills = Vec::with_capacity(Level::ALL.len());
        for level in Level::ALL {
            match term_bill(book, &quote, demand, level) {
                Ok(bill) => bills.push(bill),
                Err(problems) => {
                    errors.extend(problems.iter().map(|it| format!("`{file}`: {it}{}", demand::way_out(it))));
                }
            }
        }
        if let Ok(bills) = <[_; 3]>::try_from(bills) {
            offers.push((file, Offer { quote, bills }));
        }
    }
    errors.dedup();
    if errors.is_empty() { Ok(offers) } else { Err(super::words::usage(&errors)) }
}
