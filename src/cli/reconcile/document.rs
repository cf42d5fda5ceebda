//! The comparisons as JSON, schema `seatwise.reconcile/1`: money and units are decimal strings.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use seatwise_pricing::{money::Currency, reconcile::Difference};
use serde::Serialize;

use super::Page;
use crate::{cli::document::head::Head, error::Failure, overview::words, reconcile::Reconciliation};

#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    head: Head,
    period: Dates,
    comparisons: Vec<Compared<'a>>,
}

#[derive(Serialize)]
struct Dates {
    from: NaiveDate,
    to: NaiveDate,
}

#[derive(Serialize)]
struct Compared<'a> {
    against: &'static str,
    expected: String,
    stated: String,
    /// Stated less expected; the sum of the differences.
    difference: String,
    unexplained: String,
    unpriced: &'a [String],
    differences: Vec<Row<'a>>,
    notes: &'a [String],
}

#[derive(Serialize)]
struct Row<'a> {
    cause: &'static str,
    id: &'a str,
    part: Option<&'static str>,
    units: Option<String>,
    amount: String,
    what: &'a str,
    rows: &'a [String],
}

/// The document, with a newline at its end.
pub(super) fn render(page: &Page<'_>) -> Result<String, Failure> {
    let analysis = page.analysis;
    let document = Document {
        head: Head::of("seatwise.reconcile/1", analysis),
        period: Dates { from: analysis.period.from, to: analysis.period.to },
        comparisons: page.found.iter().map(compared).collect(),
    };
    let json = serde_json::to_string_pretty(&document).map_err(|error| Failure::internal(error.to_string()))?;
    Ok(json + "\n")
}

fn compared(found: &Reconciliation) -> Compared<'_> {
    let comparison = &found.comparison;
    let money = |amount: Decimal| words::money(amount, comparison.currency);
    Compared {
        against: found.against.as_str(),
        expected: money(comparison.expected),
        stated: money(comparison.stated),
        difference: money(comparison.difference()),
        unexplained: money(comparison.unexplained()),
        unpriced: &comparison.unpriced,
        differences: comparison.differences.iter().map(|difference| row(difference, comparison.currency)).collect(),
        notes: &found.notes,
    }
}

fn row(difference: &Difference, currency: Currency) -> Row<'_> {
    Row {
        cause: difference.cause.as_str(),
        id: &difference.id,
        part: difference.part.map(|part| part.as_str()),
        units: difference.units.map(|units| units.to_string()),
        amount: words::money(difference.amount, currency),
        what: &difference.what,
        rows: &difference.places,
    }
}
