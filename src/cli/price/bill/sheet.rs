//! The bill as CSV: one row per line, or one per person, device and meter behind the lines. Unknown is an empty cell.

use rust_decimal::Decimal;
use seatwise_pricing::rate::Fraction;
use seatwise_reports::csv::guarded;

use super::Page;
use crate::{
    analysis::bill::{BillLine, rows},
    error::Failure,
    overview::words,
};

const LINES: [&str; 19] = [
    "period_from",
    "period_to",
    "currency",
    "kind",
    "product",
    "name",
    "unit",
    "actual",
    "free",
    "committed",
    "overage",
    "unit_price",
    "overage_price",
    "price_source",
    "price_since",
    "list",
    "contracted",
    "billed",
    "effective",
];
const ROWS: [&str; 6] = ["kind", "product", "source", "subject", "email", "units"];

/// Every line, or every row behind the lines.
pub(super) fn csv(page: &Page<'_>) -> Result<Vec<u8>, Failure> {
    let failed = |error: csv::Error| Failure::internal(error.to_string());
    let mut csv = csv::Writer::from_writer(Vec::new());
    if page.rows {
        csv.write_record(ROWS).map_err(failed)?;
        for line in &page.expected.lines {
            for row in rows(page.analysis, page.book, &line.charge) {
                let cells = [
                    line.charge.kind.as_str().to_owned(),
                    guarded(&line.charge.id),
                    row.source.as_str().to_owned(),
                    guarded(&row.subject),
                    guarded(&row.email.unwrap_or_default()),
                    row.units.map(|units| units.to_string()).unwrap_or_default(),
                ];
                csv.write_record(cells).map_err(failed)?;
            }
        }
    } else {
        csv.write_record(LINES).map_err(failed)?;
        for line in &page.expected.lines {
            csv.write_record(cells(page, line)).map_err(failed)?;
        }
    }
    csv.into_inner().map_err(|error| Failure::internal(error.to_string()))
}

fn cells(page: &Page<'_>, line: &BillLine) -> [String; 19] {
    let (bill, charge, costs) = (&page.expected.bill, &line.charge, line.costs());
    let known = |units: Option<Fraction>| {
        units.filter(|_| line.is_known).map(|units| units.rounded(10).to_string()).unwrap_or_default()
    };
    let price = |price: Option<Decimal>| price.map(|price| price.to_string()).unwrap_or_default();
    let money = |amount: Option<Decimal>| amount.map(|own| words::money(own, bill.currency)).unwrap_or_default();
    [
        bill.period.from.to_string(),
        bill.period.to.to_string(),
        bill.currency.code().to_owned(),
        charge.kind.as_str().to_owned(),
        guarded(&charge.id),
        guarded(&charge.name),
        charge.unit.clone(),
        known(Some(charge.quantities.actual)),
        known(charge.quantities.free),
        charge.quantities.committed.to_string(),
        known(charge.quantities.overage),
        price(charge.unit_price),
        price(charge.overage_price),
        charge.origin.source.as_str().to_owned(),
        charge.origin.since.map(|day| day.to_string()).unwrap_or_default(),
        money(costs.list),
        money(costs.contracted),
        money(costs.billed),
        money(costs.effective),
    ]
}
