//! A report as a workbook that computes: data sheets, formulas from them to every figure that follows from cells, native
//! charts.
//!
//! - `Summary`: what it is, the headline, every figure. One with a [source](crate::report::FigureSource) is a formula.
//! - A sheet per table: one head row, data, a free row, totals, notes. Nothing is merged and nothing but data stands in the
//!   block of the head, so that a pivot or a filter takes it as it is.
//! - `Checks`: every sum and every figure computed again, held against what the report says.
//! - `Charts` over `Chart data`; a heat map is a sheet of its own, colored by a rule.
//!
//! A formula stands only where it gives the cell's value exactly; where a column has one and a cell does not follow, the
//! cell is data, and a note says so. Every formula carries its result, so a viewer that does not recalculate shows the same.
//! Unknown is the text `unknown`: sums pass over it, and nobody takes it for zero. What begins like a formula is text.
//! Cells that may be changed are blue and have names (`unit_price_cx_3`): rows, totals and the summary follow them.
//!
//! A cell of a workbook is a binary float: amounts become one at the moment of writing, exact to the cent up to 90 trillion,
//! and nowhere before. Same report and style, same bytes: the creation date is as-of.
//!
//! | file | question |
//! |---|---|
//! | `place` | where does each table stand, and what is a cell called? |
//! | `formula` | which formula gives a cell exactly? |
//! | `source` | which formula gives a figure exactly? |
//! | `names` | sheets and inputs, named so that Excel takes them |
//! | `formats` | how does each kind look? |
//! | `cells` | values as cells |
//! | `width` | how wide is a column? |
//! | `table`, `summary`, `checks`, `chart_data`, `heat_map`, `charts` | the sheets |

mod cells;
mod chart_data;
mod charts;
mod checks;
mod formats;
mod formula;
mod heat_map;
mod names;
mod place;
mod source;
mod summary;
mod table;
mod width;

use rust_xlsxwriter::{DocProperties, Workbook, XlsxError};

use super::Style;
use crate::locale::{Locale, Notation};
use crate::report::Report;

use formats::Formats;
use names::Inputs;
use place::Places;

/// Rows of data that fit a sheet with its head, its totals and its notes.
const ROWS: usize = 1_048_000;

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

/// What every sheet is made from.
struct Book<'a> {
    report: &'a Report,
    places: Places<'a>,
    formats: Formats,
    /// Words keep their figures as American English writes them: cells follow the reader's own spreadsheet.
    notation: Notation,
}

/// The whole workbook as bytes of an `.xlsx` file.
///
/// Of `style` it takes the company and its color; numbers and dates are shown as the reader's spreadsheet shows them.
///
/// # Errors
/// [`WorkbookError::TooManyRows`] where a table is longer than a sheet; [`WorkbookError::Write`] for what the format refuses.
pub fn workbook(report: &Report, style: &Style) -> Result<Vec<u8>, WorkbookError> {
    let places = Places::of(report);
    check_lengths(&places)?;
    let formats = Formats::new(report, style);
    let book = Book { report, places, formats, notation: Notation::of(report, Locale::EnUs) };
    let mut file = Workbook::new();
    file.set_properties(&properties(report, style));
    let blocks = chart_data::blocks(&book);
    let checks = checks::checks(&book);
    summary::write(file.add_worksheet(), &book, style, &checks)?;
    if blocks.iter().any(|block| !block.series.is_empty()) {
        charts::write(file.add_worksheet(), &book, &blocks)?;
    }
    let mut inputs = Inputs::default();
    for place in &book.places.tables {
        table::write(file.add_worksheet(), &book, place, &mut inputs)?;
    }
    for (chart, name) in &book.places.heat_maps {
        heat_map::write(file.add_worksheet(), &book, chart, name)?;
    }
    if !blocks.is_empty() {
        chart_data::write(file.add_worksheet(), &book, &blocks)?;
    }
    checks::write(file.add_worksheet(), &book, &checks)?;
    for (name, cell) in inputs.named {
        file.define_name(name, &format!("={cell}"))?;
    }
    Ok(file.save_to_buffer()?)
}

fn properties(report: &Report, style: &Style) -> DocProperties {
    let properties = DocProperties::new()
        .set_title(crate::format::shortened(&format!("{} · {}", report.title, report.organization), 250))
        .set_comment(format!("seatwise {}, snapshot {}", report.tool_version, report.snapshot))
        .set_creation_datetime(&report.as_of);
    match &style.brand.company {
        Some(company) => properties.set_company(crate::format::shortened(company, 250)),
        None => properties,
    }
}

fn check_lengths(places: &Places<'_>) -> Result<(), WorkbookError> {
    let long = places.tables.iter().filter(|place| place.table.rows.len() > ROWS);
    let sheets: Vec<String> = long.map(|place| format!("{} has {}", place.sheet, place.table.rows.len())).collect();
    if sheets.is_empty() { Ok(()) } else { Err(WorkbookError::TooManyRows { sheets }) }
}
