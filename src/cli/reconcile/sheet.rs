//! The differences as CSV, one row each; rows that prove one stand in one cell, a line each.

use seatwise_reports::csv::guarded;

use super::Page;
use crate::{error::Failure, overview::words};

const COLUMNS: [&str; 9] = ["against", "cause", "id", "part", "units", "amount", "currency", "what", "rows"];

/// Every difference of every comparison.
pub(super) fn csv(page: &Page<'_>) -> Result<Vec<u8>, Failure> {
    let failed = |error: csv::Error| Failure::internal(error.to_string());
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(COLUMNS).map_err(failed)?;
    for found in page.found {
        let currency = found.comparison.currency;
        for difference in &found.comparison.differences {
            let cells = [
                found.against.as_str().to_owned(),
                difference.cause.as_str().to_owned(),
                guarded(&difference.id),
                difference.part.map(|part| part.as_str().to_owned()).unwrap_or_default(),
                difference.units.map(|units| units.to_string()).unwrap_or_default(),
                words::money(difference.amount, currency),
                currency.code().to_owned(),
                guarded(&difference.what),
                guarded(&difference.places.join("\n")),
            ];
            csv.write_record(cells).map_err(failed)?;
        }
    }
    csv.into_inner().map_err(|error| Failure::internal(error.to_string()))
}
