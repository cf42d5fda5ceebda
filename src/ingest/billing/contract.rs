//! Table `billing_contracts` of a snapshot: from when to when the contract holds, and how it is paid.

use chrono::NaiveDate;
use polars::prelude::*;
use seatwise_pricing::money::UnknownCurrency;

use super::charges::texts;
use super::statement::Statement;
use super::values::Faults;
use crate::canonical::col;

/// Adds what the contract of a source in force on a day says; of several the one that starts last, with a remark.
///
/// # Errors
/// Whatever polars reports while reading the table; values that can't be read are faults.
pub(super) fn fill(
    statement: &mut Statement,
    frame: &DataFrame,
    source: &str,
    day: NaiveDate,
    faults: &mut Faults,
) -> PolarsResult<()> {
    let column = |name: &str| texts(frame, name);
    let (sources, ids) = (column(col::SOURCE)?, column(col::CONTRACT_ID)?);
    let (starts, ends) = (column(col::STARTS_ON)?, column(col::ENDS_ON)?);
    let (ramps, amended) = (column(col::RAMP_UNTIL)?, column(col::AMENDED_ON)?);
    let (subscriptions, currencies) = (column(col::SUBSCRIPTION)?, column(col::CURRENCY)?);
    let minima = column(col::MINIMUM_MONTHLY)?;
    let path = |row: usize, name: &str| {
        let id = ids[row].as_deref().map_or_else(String::new, |id| format!(" of {id}"));
        format!("billing_contracts.{name}{id}")
    };
    let mut held: Vec<(Option<NaiveDate>, Option<NaiveDate>, usize)> = Vec::new();
    for row in (0..frame.height()).filter(|row| sources[*row].as_deref() == Some(source)) {
        let from = faults.day(&path(row, col::STARTS_ON), starts[row].as_deref());
        let to = faults.day(&path(row, col::ENDS_ON), ends[row].as_deref());
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            let what = format!("is {to}, before `starts_on`, {from}");
            faults.add(&path(row, col::ENDS_ON), what, "a last day on or after the first", "exchange the two?");
        }
        if from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to) {
            held.push((from, to, row));
        }
    }
    // The order of rows in a table says nothing.
    held.sort_by_key(|(from, to, row)| (*from, *to, ids[*row].clone()));
    let Some((from, to, row)) = held.last().copied() else { return Ok(()) };
    if held.len() > 1 {
        let names: Vec<String> =
            held.iter().map(|(.., row)| ids[*row].clone().unwrap_or_else(|| "?".to_owned())).collect();
        statement.remarks.push(format!(
            "{} contracts hold in the period of {day} ({}): dates are those of the one that starts last",
            held.len(),
            names.join(", ")
        ));
    }
    (statement.start, statement.end) = (from, to);
    statement.ramp_until = faults.day(&path(row, col::RAMP_UNTIL), ramps[row].as_deref());
    statement.amended_on = faults.day(&path(row, col::AMENDED_ON), amended[row].as_deref());
    statement.subscription = faults.subscription(&path(row, col::SUBSCRIPTION), subscriptions[row].as_deref());
    statement.minimum_monthly_amount = faults.price(&path(row, col::MINIMUM_MONTHLY), minima[row].as_deref());
    match currencies[row].as_deref().map(str::parse) {
        Some(Ok(currency)) if statement.currency.is_none() => statement.currency = Some(currency),
        Some(Err(UnknownCurrency(code))) => {
            let what = format!("is `{code}`, which is no currency");
            let form = "a code of ISO 4217 in capitals, as \"USD\"";
            faults.add(&path(row, col::CURRENCY), what, form, "correct the code");
        }
        _ => {}
    }
    Ok(())
}
