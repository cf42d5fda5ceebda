//! `seatwise price book`: every product with its prices, their dates and where they were read.

use std::fmt::Write as _;

use chrono::NaiveDate;
use clap::Args;
use seatwise_pricing::book::{PriceBook, PriceEntry, Product, ProductKind};
use serde::Serialize;

use crate::{
    cli::{format::Format, out},
    error::Failure,
};

/// Show every product with its list prices, their dates, status and source
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  seatwise price book
  seatwise price book --at 2026-10-31 --product cx3
  seatwise price book --format csv > price-book.csv

A price that nobody published is unknown until a contract names it; status `guide` is a third party's word.")]
pub(super) struct BookArgs {
    /// Only prices valid on this day, as 2026-10-31; default: all, with the days on which they are valid
    #[arg(long, value_name = "DATE")]
    at: Option<NaiveDate>,
    /// Only this product, by its id, as cx3
    #[arg(long, value_name = "ID")]
    product: Option<String>,
    /// `table`: for people; `json`: every field; `csv`: one row per price
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

/// One price, or a product without any.
#[derive(Debug, Serialize)]
struct Line<'b> {
    product: &'b str,
    name: &'b str,
    kind: &'static str,
    model: Option<&'static str>,
    term: Option<&'static str>,
    /// Three letters; null = any currency, or no price.
    currency: Option<&'static str>,
    /// Per unit and month, a decimal; null = not published.
    unit_price: Option<String>,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
    status: &'static str,
    known_since: Option<NaiveDate>,
    source: &'b str,
    note: Option<&'b str>,
}

pub(super) fn run(args: &BookArgs) -> Result<(), Failure> {
    let book = PriceBook::embedded();
    if let Some(wanted) = &args.product
        && book.product(wanted).is_none()
    {
        let ids: Vec<&str> = book.products().iter().map(|product| product.id.as_str()).collect();
        return Err(Failure::usage(format!(
            "`--product {wanted}` is in no price book\nhint: products are {}",
            ids.join(", ")
        )));
    }
    let wanted = |product: &&Product| args.product.as_ref().is_none_or(|id| product.id == *id);
    let lines: Vec<Line<'_>> =
        book.products().iter().filter(wanted).flat_map(|product| of_product(&book, product, args.at)).collect();
    match args.format {
        Format::Table => out::data(&table(&lines)),
        Format::Json => out::data(&json(&lines)?),
        Format::Csv => out::bytes(&csv(&lines)?),
    }
}

fn of_product<'b>(book: &'b PriceBook, product: &'b Product, at: Option<NaiveDate>) -> Vec<Line<'b>> {
    let valid = |entry: &&PriceEntry| entry.product == product.id && at.is_none_or(|day| entry.is_valid_on(day));
    let lines: Vec<Line<'b>> = book.prices().iter().filter(valid).map(|entry| priced(product, entry)).collect();
    if lines.is_empty() { vec![unpriced(product)] } else { lines }
}

fn priced<'b>(product: &'b Product, entry: &'b PriceEntry) -> Line<'b> {
    Line {
        model: Some(entry.model.as_str()),
        term: Some(entry.term.as_str()),
        currency: entry.currency.map(|currency| currency.code()),
        unit_price: Some(entry.unit_price.to_string()),
        valid_from: entry.valid_from,
        valid_to: entry.valid_to,
        status: entry.status.as_str(),
        known_since: Some(entry.known_since),
        source: &entry.source,
        ..unpriced(product)
    }
}

fn unpriced(product: &Product) -> Line<'_> {
    Line {
        product: &product.id,
        name: &product.name,
        kind: kind(product.kind),
        model: None,
        term: None,
        currency: None,
        unit_price: None,
        valid_from: None,
        valid_to: None,
        status: if product.seat_tokens.is_some() { "tokens" } else { "not published" },
        known_since: None,
        source: &product.source,
        note: product.note.as_deref(),
    }
}

fn kind(kind: ProductKind) -> &'static str {
    match kind {
        ProductKind::Base => "base",
        ProductKind::AddOn => "add-on",
        ProductKind::Device => "device",
        ProductKind::Crm => "crm",
        ProductKind::Model => "model",
        ProductKind::Usage => "usage",
        ProductKind::Unknown => "unknown",
    }
}

fn table(lines: &[Line<'_>]) -> String {
    let mut page = String::new();
    let mut last = "";
    let wide = lines.iter().map(|line| line.product.len()).max().unwrap_or(0);
    for line in lines {
        if line.product != last {
            // Writing to a string can't fail.
            let _ = writeln!(page, "{:<wide$}  {} ({})", line.product, line.name, line.kind);
            if let Some(note) = line.note {
                let _ = writeln!(page, "{:<wide$}    {note}", "");
            }
        }
        last = line.product;
        let _ = writeln!(page, "{:<wide$}    {}", "", price(line));
    }
    page
}

/// `155.00 USD named, annual: published, read 2026-09-20, https://…`
fn price(line: &Line<'_>) -> String {
    let (Some(unit_price), Some(model), Some(term)) = (&line.unit_price, line.model, line.term) else {
        let why =
            if line.status == "tokens" { "billed in AI tokens, no price in money" } else { "price not published" };
        return format!("{why}: {}", line.source);
    };
    let currency = line.currency.unwrap_or("in any currency");
    let known = line.known_since.map_or_else(String::new, |day| format!(", read {day}"));
    let valid = match (line.valid_from, line.valid_to) {
        (None, None) => String::new(),
        (Some(from), None) => format!(", valid from {from}"),
        (None, Some(to)) => format!(", valid to {to}"),
        (Some(from), Some(to)) => format!(", valid {from} to {to}"),
    };
    format!("{unit_price} {currency} {model}, {term}: {}{known}{valid}, {}", line.status, line.source)
}

fn json(lines: &[Line<'_>]) -> Result<String, Failure> {
    #[derive(Serialize)]
    struct Document<'l> {
        schema: &'static str,
        prices: &'l [Line<'l>],
    }
    let document = Document { schema: "seatwise.price-book/1", prices: lines };
    let text = serde_json::to_string_pretty(&document).map_err(|error| Failure::internal(error.to_string()))?;
    Ok(text + "\n")
}

fn csv(lines: &[Line<'_>]) -> Result<Vec<u8>, Failure> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    for line in lines {
        csv.serialize(line).map_err(|error| Failure::internal(error.to_string()))?;
    }
    csv.into_inner().map_err(|error| Failure::internal(error.to_string()))
}
