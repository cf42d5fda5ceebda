//! The ledger as CSV: one row per day and feature.

use super::exact;
use crate::{analysis::tokens::TokenReport, error::Failure};

/// `tokens_to_date` is the sum of all tokens of the period to the end of the row's day, the same in every row of a day.
pub(super) fn csv(report: &TokenReport) -> Result<Vec<u8>, Failure> {
    let failed = |error: csv::Error| Failure::internal(error.to_string());
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(["date", "resource", "unit", "units", "tokens", "tokens_to_date"]).map_err(failed)?;
    for day in &report.ledger {
        let (date, to_date) = (day.date.to_string(), exact(day.to_date));
        for row in &day.rows {
            // Ids of meters are the book's; a channel stands behind `messages_`, so that no cell is taken for a formula.
            let units = row.units.normalize().to_string();
            let own = exact(row.tokens);
            csv.write_record([&date, &row.resource, &row.unit, &units, &own, &to_date]).map_err(failed)?;
        }
    }
    csv.into_inner().map_err(|error| Failure::internal(error.to_string()))
}
