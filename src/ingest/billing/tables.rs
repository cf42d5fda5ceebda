//! Tables `billing_charges` and `billing_contracts` of a snapshot: the latest period of the better source, and its contract.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use polars::prelude::*;
use seatwise_pricing::money::{Currency, UnknownCurrency};

use super::charges::texts;
use super::contract;
use super::statement::{Charge, Statement};
use super::values::Faults;
use crate::{canonical::col, ingest::problem::Problems};

/// One row with its period.
#[derive(Debug)]
struct Billed {
    source: String,
    from: NaiveDate,
    to: Option<NaiveDate>,
    currency: Option<String>,
    charge: Charge,
}

/// Reads the tables of a snapshot; `source` names it in messages.
///
/// The organization's own contracts go before a partner's overview, and the latest period decides; what other periods
/// committed is a remark, since it shows an amendment.
///
/// # Errors
/// Every value that can't be read, a table without rows, two currencies in one period.
pub fn read(
    table: LazyFrame,
    contracts: Option<LazyFrame>,
    source: &str,
    organization: Option<String>,
) -> Result<Statement, Failed> {
    let rows = rows(&table.collect().map_err(Failed::Table)?, source)?;
    let mut faults = Faults::of(source);
    let latest = |kind: &str| rows.iter().filter(|row| row.source == kind).map(|row| row.from).max();
    let Some((kind, from)) = ["contract", "trustee"].into_iter().find_map(|kind| Some((kind, latest(kind)?))) else {
        let form = "a row per charge and period, of source `contract` or `trustee`";
        let remedy = "pull with `billing:subscription:view`, or import the partner's overview as a file";
        faults.add("billing_charges", "has no row of a billing period", form, remedy);
        return Err(Failed::Values(Problems(faults.found)));
    };
    let own: Vec<&Billed> = rows.iter().filter(|row| row.source == kind && row.from == from).collect();
    let mut statement = Statement {
        source: source.to_owned(),
        organization,
        period_from: Some(from),
        period_to: own.iter().filter_map(|row| row.to).max(),
        charges: own.iter().map(|row| row.charge.clone()).collect(),
        remarks: changes(&rows, kind, from),
        ..Statement::default()
    };
    statement.currency = currency(&own, &mut faults);
    if let Some(contracts) = contracts {
        let frame = contracts.collect().map_err(Failed::Table)?;
        contract::fill(&mut statement, &frame, kind, from, &mut faults).map_err(Failed::Table)?;
    }
    if kind == "contract" && rows.iter().any(|row| row.source == "trustee") {
        statement
            .remarks
            .push("the snapshot has the partner's overview too: the organization's own contract was read".to_owned());
    }
    if faults.found.is_empty() { Ok(statement) } else { Err(Failed::Values(Problems(faults.found))) }
}

/// Why a table can't be read.
#[derive(Debug)]
pub enum Failed {
    /// The stored file is damaged.
    Table(PolarsError),
    /// Values of it are wrong.
    Values(Problems),
}

fn rows(frame: &DataFrame, source: &str) -> Result<Vec<Billed>, Failed> {
    let mut faults = Faults::of(source);
    let column = |name: &str| texts(frame, name).map_err(Failed::Table);
    let (kind, from, to) = (column(col::SOURCE)?, column(col::PERIOD_FROM)?, column(col::PERIOD_TO)?);
    let (name, sku, grouping) = (column(col::CHARGE_NAME)?, column(col::SKU)?, column(col::GROUPING)?);
    let (unit, currency) = (column(col::UNIT)?, column(col::CURRENCY)?);
    let (committed, rate) = (column(col::PREPAID_QUANTITY)?, column(col::PREPAID_RATE)?);
    let (used, overage) = (column(col::ACTUAL_QUANTITY)?, column(col::OVERAGE_RATE)?);
    let mut rows = Vec::new();
    for row in 0..frame.height() {
        let name = name[row].clone().unwrap_or_default();
        let path = |column: &str| format!("billing_charges.{column} of {name}");
        let day = |faults: &mut Faults, column: &str, text: &Option<String>| faults.day(&path(column), text.as_deref());
        let Some(from) = day(&mut faults, "period_from", &from[row]) else { continue };
        rows.push(Billed {
            source: kind[row].clone().unwrap_or_default(),
            from,
            to: day(&mut faults, "period_to", &to[row]),
            currency: currency[row].clone(),
            charge: Charge {
                place: String::new(),
                committed: faults.decimal(&path("prepaid_quantity"), committed[row].as_deref()),
                unit_price: faults.price(&path("prepaid_rate"), rate[row].as_deref()),
                overage_price: faults.price(&path("overage_rate"), overage[row].as_deref()),
                used: faults.decimal(&path("actual_quantity"), used[row].as_deref()),
                bundle: None,
                sku: sku[row].clone(),
                grouping: grouping[row].clone(),
                unit: unit[row].clone(),
                name,
            },
        });
    }
    if !faults.found.is_empty() {
        return Err(Failed::Values(Problems(faults.found)));
    }
    // The order of rows in a table says nothing.
    let key = |row: &Billed| (row.source.clone(), row.from, row.charge.name.clone(), row.charge.grouping.clone());
    rows.sort_by_key(key);
    for row in &mut rows {
        row.charge.place = format!("billing_charges of {}", row.from);
    }
    Ok(rows)
}

fn currency(rows: &[&Billed], faults: &mut Faults) -> Option<Currency> {
    let mut codes: Vec<&String> = rows.iter().filter_map(|row| row.currency.as_ref()).collect();
    codes.sort_unstable();
    codes.dedup();
    match codes.as_slice() {
        [] => None,
        [code] => match code.parse() {
            Ok(currency) => Some(currency),
            Err(UnknownCurrency(code)) => {
                let what = format!("is `{code}`, which is no currency");
                let form = "a code of ISO 4217 in capitals, as \"USD\"";
                faults.add("billing_charges.currency", what, form, "correct the code");
                None
            }
        },
        several => {
            let several: Vec<&str> = several.iter().map(|code| code.as_str()).collect();
            let what = format!("are {} in one period", several.join(", "));
            let remedy = "write the contract by hand, with `currency` at each entry and dated `[[exchange_rate]]`";
            faults.add("billing_charges.currency", what, "one currency", remedy);
            None
        }
    }
}

/// Commitments that were other in periods before, as `cx3: 400 in the period of 2026-08-01`.
fn changes(rows: &[Billed], kind: &str, latest: NaiveDate) -> Vec<String> {
    let mut by_name: BTreeMap<(&str, Option<&str>), Vec<&Billed>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.source == kind) {
        by_name.entry((&row.charge.name, row.charge.grouping.as_deref())).or_default().push(row);
    }
    let mut remarks = Vec::new();
    for ((name, _), rows) in by_name {
        let now = rows.iter().find(|row| row.from == latest).map(|row| row.charge.commitment()).unwrap_or_default();
        let before = rows.iter().rev().find(|row| row.from < latest && row.charge.commitment() != now);
        if let Some(before) = before {
            remarks.push(format!(
                "`{name}` committed {} in the period of {} and {} in that of {latest}: if an amendment changed it, add \
                 `[[amendment]]`",
                before.charge.commitment().normalize(),
                before.from,
                now.normalize()
            ));
        }
    }
    remarks
}
