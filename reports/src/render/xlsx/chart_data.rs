//! What the native charts draw, block by block on one sheet: the data of each chart in the shape that its series need.

mod curves;
mod seats;
mod steps;

/// Colors of a bridge.
pub(super) mod colors {
    pub(in crate::render::xlsx) use super::seats::EXPOSURE;
    pub(in crate::render::xlsx) use super::steps::{AFTER, BEFORE, DOWN, UP};
}

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::formats::Role;
use super::place::CHART_DATA;
use super::{Book, cells, table};
use crate::format::shortened;
use crate::report::{Chart, Drawing, Kind, Value};

/// Letters of a bar's name at most; the tables have it whole.
const NAME: usize = 40;

/// One chart's data: a title, a head, rows.
pub(super) struct Block<'a> {
    pub(super) chart: &'a Chart,
    pub(super) columns: Vec<(String, Kind)>,
    pub(super) rows: Vec<Vec<Value>>,
    /// What is drawn; none = there is nothing to draw.
    pub(super) series: Vec<Series>,
    /// Sheet row of the head.
    pub(super) head: u32,
}

/// One series: the rows `[from, to)` of a column, over those of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Series {
    pub(super) over: u16,
    pub(super) column: u16,
    pub(super) rows: (u32, u32),
    pub(super) look: Look,
}

/// How a series looks; each chart knows which it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// Invisible: lifts what stands on it.
    Lift,
    /// Bars or areas of a color.
    Solid(u32),
    /// A line of a color.
    Line(u32),
    /// A broken line of a color.
    Broken(u32),
    /// One point with a name.
    Mark(u32),
    /// An invisible line that holds labels.
    Top,
    /// A line by the right-hand axis.
    Right(u32),
}

/// Columns and rows of a block, and what of them is drawn.
type Drawn = (Vec<(String, Kind)>, Vec<Vec<Value>>, Vec<Series>);

/// The blocks of all charts but heat maps, which are cells of their own.
pub(super) fn blocks<'a>(book: &Book<'a>) -> Vec<Block<'a>> {
    let mut head = 1;
    let mut blocks = Vec::new();
    for chart in book.report.charts() {
        let Some((columns, rows, series)) = drawn(book, chart) else { continue };
        let next = head + rows.len() as u32 + 3;
        blocks.push(Block { chart, columns, rows, series, head });
        head = next;
    }
    blocks
}

fn drawn(book: &Book<'_>, chart: &Chart) -> Option<Drawn> {
    // As for the other formats: sums are money where the units name the currency, or say that they are a cost.
    let sums = if is_money(book, chart) { Kind::Amount } else { Kind::Quantity };
    match &chart.drawing {
        Drawing::Bridge(bridge) => Some(steps::bridge(bridge, sums)),
        Drawing::Pareto { bars, total, part } => Some(steps::pareto(bars, *total, part.as_ref(), sums)),
        Drawing::Stages(products) => Some(steps::stages(products)),
        Drawing::Trend(months) => Some(curves::trend(months)),
        Drawing::LoadDuration { points, committed } => Some(curves::load_duration(points, *committed)),
        Drawing::CostCurve { points, optimum, today } => Some(curves::cost_curve(points, (*optimum, *today), sums)),
        Drawing::BurnDown { used, included, ends, forecast } => {
            Some(curves::burn_down(used, (*ends, *included), *forecast))
        }
        Drawing::SeatStates { products, .. } => Some(seats::states(products)),
        Drawing::Target(way) => Some(seats::target(way)),
        Drawing::IdleDays(idle) => Some(seats::idle_days(idle)),
        Drawing::Departments(costs) => Some(seats::departments(costs)),
        // Pairs with two figures each: a table says them better than any native chart.
        Drawing::Tiers(_) => Some(seats::tiers(chart, &book.report.currency)),
        Drawing::HeatMap { .. } => None,
    }
}

/// Are the sums of a chart money?
fn is_money(book: &Book<'_>, chart: &Chart) -> bool {
    let units = chart.units.to_lowercase();
    chart.units.starts_with(&book.report.currency) || units.split(' ').any(|word| word == "cost")
}

pub(super) fn write(sheet: &mut Worksheet, book: &Book<'_>, blocks: &[Block<'_>]) -> Result<(), XlsxError> {
    sheet.set_name(CHART_DATA)?;
    sheet.set_column_width(0, 36)?.set_column_range_width(1, 9, 17)?;
    for block in blocks {
        let title = cells::plain(&book.notation.sentence(&block.chart.title));
        cells::text(sheet, (block.head - 1, 0), &title, &book.formats.heading)?;
        sheet.set_row_height(block.head, table::HEAD_HEIGHT)?;
        for (column, (label, kind)) in block.columns.iter().enumerate() {
            cells::text(sheet, (block.head, column as u16), label, book.formats.head_of(*kind, column))?;
        }
        for (row, values) in (block.head + 1..).zip(&block.rows) {
            for ((column, value), (_, kind)) in (0..).zip(values).zip(&block.columns) {
                let digits = match value.number() {
                    Some(number) => number.normalize().scale().min(6),
                    None => 0,
                };
                let least = if *kind == Kind::Amount { book.report.minor_units } else { 0 };
                let format = book.formats.of(*kind, digits.max(least), Role::Data);
                // The names of bars: longer ones would leave no room for the bars.
                let name = if let Value::Text(text) = value { Some(Value::text(shortened(text, NAME))) } else { None };
                let value = name.as_ref().unwrap_or(value);
                cells::value(sheet, (row, column), value, (&format, &book.formats.unknown))?;
            }
        }
    }
    table::print_setup(sheet, "Data of the charts");
    Ok(())
}
