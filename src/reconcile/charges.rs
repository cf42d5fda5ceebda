//! Against `billing_charges`: the billing period of a contract, and a partner's overview, as a pull has them.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use rust_decimal::Decimal;
use seatwise_pricing::{
    book::PriceBook,
    reconcile::{Part, StatedLine, compare},
};

use super::{Against, Reconciliation, candidates};
use crate::{
    analysis::{Analysis, bill::ExpectedBill},
    canonical::rows::BillingChargeRow,
    ingest::billing::charges::REPEATED,
};

/// Compares, one source after the other; periods that begin within a day of the bill's are the same one. Without rows of the
/// period: the first days of the periods that there are.
///
/// # Errors
/// Those days, where none is the bill's.
pub fn reconcile(
    analysis: &Analysis,
    book: &PriceBook,
    expected: &ExpectedBill,
    rows: &[BillingChargeRow],
) -> Result<Vec<Reconciliation>, Vec<String>> {
    let is_same = |row: &&BillingChargeRow| {
        let first: Option<NaiveDate> = row.period_from.parse().ok();
        first.is_some_and(|first| (first - expected.bill.period.from).abs() <= TimeDelta::days(1))
    };
    let mut by_source: BTreeMap<&str, Vec<&BillingChargeRow>> = BTreeMap::new();
    for row in rows.iter().filter(is_same) {
        by_source.entry(&row.source).or_default().push(row);
    }
    if by_source.is_empty() {
        let mut periods: Vec<String> = rows.iter().map(|row| row.period_from.clone()).collect();
        periods.sort_unstable();
        periods.dedup();
        return Err(periods);
    }
    Ok(by_source.into_iter().map(|(source, rows)| one(analysis, book, expected, source, rows)).collect())
}

fn one(
    analysis: &Analysis,
    book: &PriceBook,
    expected: &ExpectedBill,
    source: &str,
    rows: Vec<&BillingChargeRow>,
) -> Reconciliation {
    let mut notes = vec!["what is committed has no price there: it is compared by its count".to_owned()];
    let currency = analysis.tariff.currency();
    let is_repeated = |row: &&BillingChargeRow| row.grouping.as_deref().is_some_and(|own| REPEATED.contains(&own));
    let is_foreign = |row: &&BillingChargeRow| row.currency.as_deref().is_some_and(|own| own != currency.code());
    let repeated = rows.iter().copied().filter(is_repeated).count();
    if repeated > 0 {
        notes.push(format!("{repeated} rows of the groupings {} repeat others and are left out", REPEATED.join(", ")));
    }
    let foreign: Vec<&str> = rows.iter().copied().filter(is_foreign).map(|row| row.charge_name.as_str()).collect();
    if !foreign.is_empty() {
        notes.push(format!("not in {currency} and not compared: {}", foreign.join(", ")));
    }
    let mut kept: Vec<&BillingChargeRow> =
        rows.into_iter().filter(|row| !is_repeated(row) && !is_foreign(row)).collect();
    kept.sort_by(|a, b| (&a.charge_name, &a.sku).cmp(&(&b.charge_name, &b.sku)));
    let lines: Vec<StatedLine> = kept.into_iter().flat_map(lines).collect();
    let mut comparison = compare(&expected.bill, book, &analysis.tariff, &lines);
    candidates::add(analysis, &mut comparison);
    let against = if source == "trustee" { Against::Trustee } else { Against::Contract };
    Reconciliation { against, comparison, notes }
}

/// The committed units of a charge, and what goes beyond.
fn lines(row: &BillingChargeRow) -> Vec<StatedLine> {
    let place = |what: &str| format!("billing_charges {} {}: {} {what}", row.source, row.period_from, row.charge_name);
    let included = row.prepaid_quantity.unwrap_or_default() + row.fair_use_quantity.unwrap_or_default();
    let computed = || Some((row.actual_quantity? - included).max(Decimal::ZERO));
    let committed = row.prepaid_quantity.filter(|units| !units.is_zero()).map(|units| StatedLine {
        place: place("prepaid"),
        charge_name: row.charge_name.clone(),
        quantity: Some(units),
        part: Some(Part::Committed),
        ..StatedLine::default()
    });
    let beyond = StatedLine {
        place: place("overage"),
        charge_name: row.charge_name.clone(),
        quantity: row.overage_quantity.or_else(computed),
        unit_price: row.overage_rate,
        amount: row.overage_charge,
        part: Some(Part::Beyond),
        other_period: None,
    };
    let says_nothing =
        beyond.quantity.is_none_or(|units| units.is_zero()) && beyond.amount.unwrap_or_default().is_zero();
    committed.into_iter().chain((!says_nothing).then_some(beyond)).collect()
}
