//! Native charts over the sheet "Chart data": they follow its cells and can be restyled by hand.

use rust_xlsxwriter::{
    Chart, ChartAxis, ChartAxisCrossing, ChartAxisLabelPosition, ChartDataLabel, ChartDataLabelPosition,
    ChartEmptyCells, ChartFont, ChartFormat, ChartLegendPosition, ChartLine, ChartLineDashType, ChartMarker,
    ChartMarkerType, ChartPoint, ChartSeries, ChartSolidFill, ChartType, Color, Worksheet, XlsxError,
};

use super::chart_data::{Block, Look, Series};
use super::place::{CHART_DATA, CHARTS};
use super::{Book, cells, table};
use rust_decimal::Decimal;

use crate::report::{Bridge, Drawing, Kind, Value};

mod build;

/// Size of a chart in pixels, rows and columns of the sheet that it takes with the room around it, and charts side by side.
const SIZE: (u32, u32) = (622, 380);
const ROWS: u32 = 21;
const COLUMNS: u16 = 10;
const BESIDE: usize = 2;

pub(super) fn write(sheet: &mut Worksheet, book: &Book<'_>, blocks: &[Block<'_>]) -> Result<(), XlsxError> {
    sheet.set_name(CHARTS)?;
    cells::text(sheet, (0, 0), "Charts", &book.formats.heading)?;
    let says = "Their data are on the sheet Chart data: a cell that is changed there changes its chart.";
    cells::text(sheet, (1, 0), says, &book.formats.muted)?;
    let drawn: Vec<&Block<'_>> = blocks.iter().filter(|block| !block.series.is_empty()).collect();
    for (at, block) in drawn.iter().enumerate() {
        let (row, column) = (3 + (at / BESIDE) as u32 * ROWS, (at % BESIDE) as u16 * COLUMNS);
        sheet.insert_chart(row, column, &build::chart(book, block))?;
    }
    // A page of paper has two rows of charts.
    let breaks: Vec<u32> = (1..drawn.len().div_ceil(2 * BESIDE) as u32).map(|page| 2 + page * 2 * ROWS).collect();
    if !breaks.is_empty() {
        sheet.set_page_breaks(&breaks)?;
    }
    sheet.set_screen_gridlines(false);
    table::print_setup(sheet, &book.report.title);
    Ok(())
}
