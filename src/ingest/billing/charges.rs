//! Rows of table `billing_charges`, and which of them say again what others say.

use polars::prelude::*;
use rust_decimal::Decimal;

use crate::canonical::{col, rows::BillingChargeRow};

/// Groupings of a partner's overview that repeat other rows or tell what is free.
pub const REPEATED: [&str; 3] = ["fair-use", "rollup", "rollup-usage"];

/// Rows of the table.
///
/// # Errors
/// Whatever polars reports while reading the file.
pub fn read(table: LazyFrame) -> PolarsResult<Vec<BillingChargeRow>> {
    let frame = table.collect()?;
    let text = |name: &str| texts(&frame, name);
    let number = |name: &str| -> PolarsResult<Vec<Option<Decimal>>> {
        Ok(texts(&frame, name)?.into_iter().map(|text| text.and_then(|text| text.parse().ok())).collect())
    };
    let (source, from, to, name) =
        (text(col::SOURCE)?, text(col::PERIOD_FROM)?, text(col::PERIOD_TO)?, text(col::CHARGE_NAME)?);
    let (sku, grouping, unit, currency) =
        (text(col::SKU)?, text(col::GROUPING)?, text(col::UNIT)?, text(col::CURRENCY)?);
    let (prepaid, fair_use) = (number(col::PREPAID_QUANTITY)?, number(col::FAIR_USE_QUANTITY)?);
    let prepaid_rate = number(col::PREPAID_RATE)?;
    let (actual, overage) = (number(col::ACTUAL_QUANTITY)?, number(col::OVERAGE_QUANTITY)?);
    let (rate, charge) = (number(col::OVERAGE_RATE)?, number(col::OVERAGE_CHARGE)?);
    let row = |at: usize| BillingChargeRow {
        source: source[at].clone().unwrap_or_default(),
        period_from: from[at].clone().unwrap_or_default(),
        period_to: to[at].clone(),
        charge_name: name[at].clone().unwrap_or_default(),
        sku: sku[at].clone(),
        grouping: grouping[at].clone(),
        unit: unit[at].clone(),
        prepaid_quantity: prepaid[at],
        prepaid_rate: prepaid_rate[at],
        fair_use_quantity: fair_use[at],
        actual_quantity: actual[at],
        overage_quantity: overage[at],
        overage_rate: rate[at],
        overage_charge: charge[at],
        currency: currency[at].clone(),
    };
    Ok((0..frame.height()).map(row).collect())
}

/// A text column as values; a column that an older snapshot lacks is all empty.
pub(super) fn texts(frame: &DataFrame, name: &str) -> PolarsResult<Vec<Option<String>>> {
    match frame.column(name) {
        Ok(column) => Ok(column.str()?.iter().map(|cell| cell.map(str::to_owned)).collect()),
        Err(_) => Ok(vec![None; frame.height()]),
    }
}
