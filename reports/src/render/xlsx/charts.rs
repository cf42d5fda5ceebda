//! Native charts over the sheet "Chart data": they follow its cells and can be restyled by hand.

mod axes;
mod build;
mod series;

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::chart_data::Block;
use super::place::CHARTS;
use super::{Book, cells, table};

/// Size of a chart in pixels; columns of the sheet that it takes with the room around it, and charts side by side.
const SIZE: (u32, u32) = (622, 380);
const COLUMNS: u16 = 10;
const BESIDE: usize = 2;
/// Height of a row in pixels, and rows on a page of paper.
const ROW: u32 = 20;
const PAGE: u32 = 46;

pub(super) fn write(sheet: &mut Worksheet, book: &Book<'_>, blocks: &[Block<'_>]) -> Result<(), XlsxError> {
    sheet.set_name(CHARTS)?;
    cells::text(sheet, (0, 0), "Charts", &book.formats.heading)?;
    let says = "Their data are on the sheet Chart data: a cell that is changed there changes its chart.";
    cells::text(sheet, (1, 0), says, &book.formats.muted)?;
    let drawn: Vec<&Block<'_>> = blocks.iter().filter(|block| !block.series.is_empty()).collect();
    let (mut row, mut page, mut breaks) = (3, 0, Vec::new());
    for beside in drawn.chunks(BESIDE) {
        let rows = beside.iter().map(|block| build::height(block)).max().unwrap_or(SIZE.1).div_ceil(ROW) + 2;
        if row > 3 && row + rows - page > PAGE {
            breaks.push(row - 1);
            page = row - 1;
        }
        for (at, block) in (0..).zip(beside) {
            sheet.insert_chart(row, at * COLUMNS, &build::chart(book, block))?;
        }
        row += rows;
    }
    if !breaks.is_empty() {
        sheet.set_page_breaks(&breaks)?;
    }
    sheet.set_screen_gridlines(false);
    table::print_setup(sheet, &book.report.title);
    Ok(())
}
