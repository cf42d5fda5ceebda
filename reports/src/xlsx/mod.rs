//! The overview as a workbook: a summary of live formulas over data sheets, with native charts.
//!
//! Every formula carries the figure of the value as its result, so a viewer that does not recalculate shows the same.
//! Unknown is the text `unknown`: sums pass over it, and nobody takes it for zero. Names that look like formulas are
//! written as text. A cell of a workbook is a binary float: amounts become one at the moment of writing,
//! exact to the cent up to 90 trillion, and nowhere before. Same value, same bytes: the creation date is as-of.

mod assumptions;
mod chart_data;
mod charts;
mod data;
mod sheet;
mod style;
mod summary;

use rust_xlsxwriter::{DocProperties, Workbook, XlsxError};

use crate::overview::Overview;

/// Rows of data that a sheet can hold below its head.
const ROWS: usize = 1_048_575;

/// Why there is no workbook.
#[derive(Debug, thiserror::Error)]
pub enum WorkbookError {
    /// More rows than the format has; names every sheet that is too long.
    #[error("too many rows for a workbook, which holds {ROWS} a sheet: {}; take the CSV files instead", sheets.join(", "))]
    TooManyRows {
        /// `Seats has 2000000`.
        sheets: Vec<String>,
    },
    /// The workbook library refused something.
    #[error("the workbook could not be made: {0}")]
    Write(#[from] XlsxError),
}

/// The whole workbook as bytes of an `.xlsx` file.
///
/// # Errors
/// [`WorkbookError::TooManyRows`] where a table is longer than a sheet; [`WorkbookError::Write`] for what the format refuses.
pub fn workbook(overview: &Overview) -> Result<Vec<u8>, WorkbookError> {
    check_lengths(overview)?;
    let mut book = Workbook::new();
    let created = DocProperties::new()
        .set_title(format!("Seats and costs: {}", overview.organization))
        .set_comment(format!("seatwise {}, snapshot {}", overview.tool_version, overview.snapshot))
        .set_creation_datetime(&overview.as_of);
    book.set_properties(&created);
    let style = style::Style::new(overview);
    summary::write(book.add_worksheet(), overview, &style)?;
    data::seats(book.add_worksheet(), overview, &style)?;
    data::recommendations(book.add_worksheet(), overview, &style)?;
    data::products(book.add_worksheet(), overview, &style)?;
    data::findings(book.add_worksheet(), overview, &style)?;
    assumptions::write(book.add_worksheet(), overview, &style)?;
    chart_data::write(book.add_worksheet(), overview, &style)?;
    Ok(book.save_to_buffer()?)
}

fn check_lengths(overview: &Overview) -> Result<(), WorkbookError> {
    let lengths = [
        (data::SEATS, overview.seat_rows.len()),
        (data::RECOMMENDATIONS, overview.recommendations.len()),
        (data::PRODUCTS, overview.products.len()),
        (data::FINDINGS, overview.findings.len()),
    ];
    let long = lengths.into_iter().filter(|(_, rows)| *rows > ROWS);
    let sheets: Vec<String> = long.map(|(name, rows)| format!("{name} has {rows}")).collect();
    if sheets.is_empty() { Ok(()) } else { Err(WorkbookError::TooManyRows { sheets }) }
}
