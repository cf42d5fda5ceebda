//! One data sheet: frozen head, filter, widths, print setup, and cells by what they mean.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{Worksheet, XlsxError};

use super::style::Style;
use crate::format::{UNKNOWN, shortened};

/// Characters that a cell can hold.
const LONGEST: usize = 32_767;

/// Tables of more columns are printed on two pages side by side.
const WIDE: usize = 12;

/// Title and width in characters.
pub(super) type Column = (&'static str, f64);

/// What a cell says. `None` of a figure is `unknown`; `None` of a text or a date is an empty cell.
#[derive(Clone)]
pub(super) enum Cell<'a> {
    Text(Option<&'a str>),
    Joined(String),
    Count(Option<u64>),
    Money(Option<Decimal>),
    Price(Option<Decimal>),
    Day(Option<NaiveDate>),
    Instant(Option<DateTime<Utc>>),
}

/// A sheet that is one table from its first cell on.
pub(super) fn table<'a, const N: usize>(
    sheet: &mut Worksheet,
    name: &str,
    columns: [Column; N],
    rows: impl Iterator<Item = [Cell<'a>; N]>,
    style: &Style,
) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    for (at, (_, width)) in (0..).zip(columns) {
        sheet.set_column_width(at, width)?;
    }
    let last = block(sheet, 0, columns, rows, style)?;
    sheet.autofilter(0, 0, last, (N - 1) as u16)?;
    sheet.set_freeze_panes(1, 0)?.set_repeat_rows(0, 0)?;
    print_setup(sheet);
    if N > WIDE {
        sheet.set_print_fit_to_pages(2, 0).set_repeat_columns(0, 0)?;
    }
    Ok(())
}

/// Head and rows of a table from `row` on; says which row is its last.
pub(super) fn block<'a, const N: usize>(
    sheet: &mut Worksheet,
    row: u32,
    columns: [Column; N],
    rows: impl Iterator<Item = [Cell<'a>; N]>,
    style: &Style,
) -> Result<u32, XlsxError> {
    // Long titles take two lines.
    sheet.set_row_height(row, 30.0)?;
    let mut last = row;
    let mut figures = [false; N];
    for cells in rows {
        last += 1;
        for (at, cell) in cells.into_iter().enumerate() {
            figures[at] |= matches!(cell, Cell::Count(_) | Cell::Money(_) | Cell::Price(_));
            write(sheet, (last, at as u16), cell, style)?;
        }
    }
    for (at, (title, _)) in columns.into_iter().enumerate() {
        let head = match at {
            at if figures[at] => &style.head_right,
            0 => &style.head,
            _ => &style.head_beside,
        };
        sheet.write_string_with_format(row, at as u16, title, head)?;
    }
    Ok(last)
}

pub(super) fn write(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: Cell<'_>,
    style: &Style,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Text(Some(text)) => text_cell(sheet, (row, column), text, style)?,
        Cell::Joined(text) => text_cell(sheet, (row, column), &text, style)?,
        Cell::Count(Some(number)) => {
            sheet.write_number_with_format(row, column, number as f64, &style.count)?;
        }
        Cell::Money(Some(amount)) => {
            sheet.write_number_with_format(row, column, float(amount), &style.money)?;
        }
        Cell::Price(Some(amount)) => {
            sheet.write_number_with_format(row, column, float(amount), &style.price)?;
        }
        Cell::Day(Some(date)) => {
            sheet.write_datetime_with_format(row, column, date, &style.day)?;
        }
        Cell::Instant(Some(at)) => {
            sheet.write_datetime_with_format(row, column, at.naive_utc(), &style.instant)?;
        }
        Cell::Count(None) | Cell::Money(None) | Cell::Price(None) => {
            sheet.write_string_with_format(row, column, UNKNOWN, &style.unknown)?;
        }
        Cell::Text(None) | Cell::Day(None) | Cell::Instant(None) => {}
    }
    Ok(())
}

/// Landscape A4, as wide as the paper, page numbers in the foot.
pub(super) fn print_setup(sheet: &mut Worksheet) {
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_footer("&L&A&RPage &P of &N");
}

/// The one place where an amount becomes a binary float: a cell has no other number.
pub(super) fn float(amount: Decimal) -> f64 {
    amount.to_f64().unwrap_or(f64::NAN)
}

/// Always a string cell, whatever the text begins with; longer than a cell can hold ends in `…` (the CSV has it whole).
fn text_cell(sheet: &mut Worksheet, (row, column): (u32, u16), text: &str, style: &Style) -> Result<(), XlsxError> {
    let format = if column == 0 { &style.text } else { &style.text_beside };
    if !text.is_empty() {
        sheet.write_string_with_format(row, column, shortened(text, LONGEST), format)?;
    }
    Ok(())
}
