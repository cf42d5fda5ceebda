//! The bill as JSON, schema `seatwise.bill/1`: money, prices and quantities are decimal strings, counts numbers, unknown is
//! null.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use seatwise_pricing::{
    bill::{ChargeKind, Costs},
    money::Currency,
    rate::Fraction,
};
use serde::Serialize;

use super::Page;
use crate::{
    analysis::bill::{BillLine, SourceRow, rows},
    cli::document::head::Head,
    error::Failure,
    overview::words,
};

#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    head: Head,
    period: Dates,
    /// Can nothing more come?
    closed: bool,
    prices_of: NaiveDate,
    model: &'static str,
    subscription: &'static str,
    lines: Vec<Line<'a>>,
    totals: Amounts,
    complete: bool,
    unpriced: &'a [String],
    unlisted: &'a [String],
    unmatched: Vec<Meter<'a>>,
    ties: Ties,
    notes: &'a [String],
}

#[derive(Serialize)]
struct Dates {
    from: NaiveDate,
    to: NaiveDate,
}

/// Effective costs by the sums that `analyze` has.
#[derive(Serialize)]
struct Ties {
    billed_monthly: Option<String>,
    tokens: Option<String>,
    total_monthly: Option<String>,
    fair_use: Option<String>,
    minimum: Option<String>,
}

#[derive(Serialize)]
struct Line<'a> {
    kind: &'static str,
    product: &'a str,
    name: &'a str,
    unit: &'a str,
    quantity: Quantity,
    list_price: Option<String>,
    unit_price: Option<String>,
    overage_price: Option<String>,
    price_source: &'static str,
    price_since: Option<NaiveDate>,
    list_entry: Option<Entry<'a>>,
    adjustments: Vec<Adjustment>,
    costs: Amounts,
    sources: Vec<Source>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rows: Option<Vec<Row>>,
}

#[derive(Serialize)]
struct Quantity {
    actual: Option<String>,
    free: Option<String>,
    committed: u64,
    overage: Option<String>,
}

#[derive(Serialize)]
struct Entry<'a> {
    status: &'static str,
    known_since: NaiveDate,
    source: &'a str,
}

#[derive(Serialize)]
struct Adjustment {
    kind: &'static str,
    text: String,
}

#[derive(Serialize)]
struct Amounts {
    list: Option<String>,
    contracted: Option<String>,
    billed: Option<String>,
    effective: Option<String>,
}

#[derive(Serialize)]
struct Source {
    source: &'static str,
    count: u64,
}

#[derive(Serialize)]
struct Row {
    source: &'static str,
    subject: String,
    email: Option<String>,
    units: Option<String>,
}

#[derive(Serialize)]
struct Meter<'a> {
    resource: &'a str,
    units: String,
}

/// The document, with a newline at its end.
pub(super) fn render(page: &Page<'_>) -> Result<String, Failure> {
    let (analysis, expected) = (page.analysis, page.expected);
    let bill = &expected.bill;
    let document = Document {
        head: Head::of("seatwise.bill/1", analysis),
        period: Dates { from: bill.period.from, to: bill.period.to },
        closed: analysis.period_is_over(),
        prices_of: bill.on,
        model: analysis.contract.model.as_str(),
        subscription: analysis.contract.subscription.as_str(),
        lines: expected.lines.iter().map(|line| self::line(page, line)).collect(),
        totals: amounts(expected.totals(), bill.currency),
        complete: expected.is_complete(),
        unpriced: &bill.unpriced,
        unlisted: &bill.unlisted,
        unmatched: bill
            .unmatched
            .iter()
            .map(|(resource, units)| Meter { resource, units: units.normalize().to_string() })
            .collect(),
        ties: ties(page),
        notes: &expected.notes,
    };
    let json = serde_json::to_string_pretty(&document).map_err(|error| Failure::internal(error.to_string()))?;
    Ok(json + "\n")
}

fn ties(page: &Page<'_>) -> Ties {
    let of = |kinds: fn(ChargeKind) -> bool| page.expected.effective_of(kinds);
    let text = |amount: Option<Decimal>| amount.map(|amount| words::money(amount, page.expected.bill.currency));
    let seats = of(|kind| matches!(kind, ChargeKind::Seats(_) | ChargeKind::Hours(_)));
    let tokens = of(|kind| kind == ChargeKind::Tokens);
    Ties {
        billed_monthly: text(seats),
        tokens: text(tokens),
        total_monthly: text(page.analysis.total_monthly()),
        fair_use: text(of(|kind| kind == ChargeKind::FairUse)),
        minimum: text(of(|kind| kind == ChargeKind::Minimum)),
    }
}

fn line<'a>(page: &Page<'a>, line: &'a BillLine) -> Line<'a> {
    let (charge, currency) = (&line.charge, page.expected.bill.currency);
    let text = |units: Fraction| units.rounded(10).to_string();
    let known = |units: Option<Fraction>| units.filter(|_| line.is_known).map(text);
    let price = |price: Option<Decimal>| price.map(|price| price.to_string());
    Line {
        kind: charge.kind.as_str(),
        product: &charge.id,
        name: &charge.name,
        unit: &charge.unit,
        quantity: Quantity {
            actual: known(Some(charge.quantities.actual)),
            free: known(charge.quantities.free),
            committed: charge.quantities.committed,
            overage: known(charge.quantities.overage),
        },
        list_price: price(charge.list_price),
        unit_price: price(charge.unit_price),
        overage_price: price(charge.overage_price),
        price_source: charge.origin.source.as_str(),
        price_since: charge.origin.since,
        list_entry: charge.origin.entry.as_ref().map(|entry| Entry {
            status: entry.status.as_str(),
            known_since: entry.known_since,
            source: &entry.source,
        }),
        adjustments: charge
            .adjustments
            .iter()
            .map(|own| Adjustment { kind: own.kind().as_str(), text: own.in_words(currency, &charge.unit) })
            .collect(),
        costs: amounts(line.costs(), currency),
        sources: line.sources.iter().map(|own| Source { source: own.source.as_str(), count: own.count }).collect(),
        rows: page.rows.then(|| rows(page.analysis, page.book, charge).into_iter().map(row).collect()),
    }
}

fn row(row: SourceRow) -> Row {
    let units = row.units.map(|units| units.to_string());
    Row { source: row.source.as_str(), subject: row.subject, email: row.email, units }
}

fn amounts(costs: Costs, currency: Currency) -> Amounts {
    let text = |amount: Option<Decimal>| amount.map(|amount| words::money(amount, currency));
    Amounts {
        list: text(costs.list),
        contracted: text(costs.contracted),
        billed: text(costs.billed),
        effective: text(costs.effective),
    }
}
