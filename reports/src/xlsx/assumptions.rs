//! What the figures rest on: where each price comes from and its date, settings, and what the input covers.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::sheet::{Cell, block, print_setup};
use super::style::Style;
use crate::overview::Overview;

pub(super) fn write(sheet: &mut Worksheet, overview: &Overview, style: &Style) -> Result<(), XlsxError> {
    sheet.set_name("Assumptions")?;
    for (column, width) in [(0, 26.0), (1, 22.0), (2, 22.0), (3, 22.0), (4, 50.0), (5, 16.0), (6, 18.0)] {
        sheet.set_column_width(column, width)?;
    }
    let after_prices = prices(sheet, overview, style)?;
    let after_settings = settings(sheet, after_prices + 2, overview, style)?;
    coverage(sheet, after_settings + 2, overview, style)?;
    print_setup(sheet);
    Ok(())
}

fn prices(sheet: &mut Worksheet, overview: &Overview, style: &Style) -> Result<u32, XlsxError> {
    sheet.write_string_with_format(0, 0, "Prices", &style.heading)?;
    let columns = [
        ("Product", 0.0),
        ("List price", 0.0),
        ("Status", 0.0),
        ("Known from", 0.0),
        ("Source", 0.0),
        ("Contracted price", 0.0),
        ("From", 0.0),
    ];
    let rows = overview.prices.iter().map(|row| {
        [
            Cell::Text(Some(&row.product)),
            Cell::Price(row.list_price),
            Cell::Text(Some(&row.list_status)),
            Cell::Day(row.list_date),
            Cell::Text(row.list_source.as_deref()),
            Cell::Price(row.contracted_price),
            Cell::Text(Some(&row.contracted_source)),
        ]
    });
    block(sheet, 1, columns, rows, style)
}

fn settings(sheet: &mut Worksheet, row: u32, overview: &Overview, style: &Style) -> Result<u32, XlsxError> {
    sheet.write_string_with_format(row, 0, "Settings and contract terms", &style.heading)?;
    let rows = overview
        .assumptions
        .iter()
        .map(|row| [Cell::Text(Some(&row.name)), Cell::Text(Some(&row.value)), Cell::Text(Some(&row.origin))]);
    block(sheet, row + 1, [("Setting", 0.0), ("Value", 0.0), ("Set in", 0.0)], rows, style)
}

fn coverage(sheet: &mut Worksheet, row: u32, overview: &Overview, style: &Style) -> Result<u32, XlsxError> {
    sheet.write_string_with_format(row, 0, "Coverage of the evidence window", &style.heading)?;
    let columns =
        [("Table", 0.0), ("Feature", 0.0), ("From (UTC)", 0.0), ("To (UTC, exclusive)", 0.0), ("Whole window", 0.0)];
    let rows = overview.coverage.iter().map(|row| {
        [
            Cell::Text(Some(&row.table)),
            Cell::Text(Some(row.feature.as_deref().unwrap_or("all"))),
            Cell::Instant(row.from),
            Cell::Instant(row.to),
            Cell::Text(Some(if row.complete { "yes" } else { "no" })),
        ]
    });
    block(sheet, row + 1, columns, rows, style)
}
