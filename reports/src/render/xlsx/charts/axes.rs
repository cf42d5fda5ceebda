//! Axes: units, number formats, where they begin.

use rust_decimal::Decimal;
use rust_xlsxwriter::{Chart, ChartAxis, ChartAxisCrossing, ChartAxisLabelPosition, ChartFormat, ChartLine};

use super::series::small;
use crate::render::xlsx::chart_data::Block;
use crate::render::xlsx::{Book, cells};
use crate::report::{Drawing, Kind};

const GRID: u32 = 0xE3_E8_ED;

/// Units at the axis of the figures, quiet lines, no frame.
pub(super) fn axes(book: &Book<'_>, chart: &mut Chart, block: &Block<'_>) {
    // In a bar chart the library calls the axis of the names `y`: it names axes by where they stand.
    let is_bars = lies(&block.chart.drawing);
    let kind = block.series.iter().filter_map(|series| block.columns.get(usize::from(series.column))).map(|own| own.1);
    let kind = kind.into_iter().next().unwrap_or(Kind::Quantity);
    let figures = if is_bars { chart.x_axis() } else { chart.y_axis() };
    figures
        .set_num_format(book.formats.axis(kind))
        .set_major_gridlines(true)
        .set_major_gridlines_line(ChartLine::new().set_color(GRID))
        .set_name(units(block).as_str())
        .set_name_font(small().unset_bold());
    let none = ChartFormat::new().set_no_line().clone();
    figures.set_format(&mut none.clone()).set_font(&small());
    let names = if is_bars { chart.y_axis() } else { chart.x_axis() };
    names.set_font(&small()).set_label_position(ChartAxisLabelPosition::Low);
    over(book, names, block);
}

/// Do its bars lie?
fn lies(drawing: &Drawing) -> bool {
    matches!(drawing, Drawing::Stages(_) | Drawing::SeatStates { .. } | Drawing::Departments(_))
}

/// What is counted, short enough for the height of a chart.
pub(super) fn units(block: &Block<'_>) -> String {
    let most = if lies(&block.chart.drawing) { 90 } else { 72 };
    let units = cells::plain(&block.chart.units);
    // What follows a comma explains; the units themselves stand before it, and are not cut for its sake.
    let own = if units.chars().count() <= most { units.as_str() } else { units.split(", ").next().unwrap_or(&units) };
    crate::format::shortened(own, most)
}

/// The axis that the figures stand over.
fn over(book: &Book<'_>, axis: &mut ChartAxis, block: &Block<'_>) {
    match &block.chart.drawing {
        Drawing::LoadDuration { .. } => {
            axis.set_num_format("0%")
                .set_min(0)
                .set_max(1)
                .set_name("share of the time")
                .set_name_font(small().unset_bold());
        }
        Drawing::CostCurve { points, .. } => {
            axis.set_num_format(book.formats.axis(Kind::Count)).set_name("units committed");
            axis.set_name_font(small().unset_bold());
            if let (Some(first), Some(last)) = (points.first(), points.last()) {
                axis.set_min(first.committed as f64).set_max(last.committed as f64);
            }
        }
        Drawing::BurnDown { used, ends, .. } => {
            axis.set_num_format("d mmm");
            if let Some((first, _)) = used.first() {
                axis.set_min_date(*first).set_max_date((*ends).max(used.last().map_or(*ends, |last| last.0)));
            }
        }
        Drawing::Trend(_) => {
            axis.set_num_format("mmm yy").set_text_axis(true);
        }
        Drawing::Stages(_) | Drawing::SeatStates { .. } | Drawing::Departments(_) => {
            // The axis of the figures stays below, although the first product stands above.
            axis.set_reverse().set_crossing(ChartAxisCrossing::Max).set_major_gridlines(false);
        }
        _ => {}
    }
}

/// Where the axis of figures begins if not at 0, so that steps and months beside large sums can be seen: at two digits.
pub(super) fn broken(block: &Block<'_>) -> Option<f64> {
    let levels: Vec<Decimal> = match &block.chart.drawing {
        Drawing::Bridge(bridge) => {
            let mut level = bridge.from.1;
            let mut levels = vec![level, bridge.to.1];
            for (_, step) in &bridge.steps {
                level = level.checked_add(*step)?;
                levels.push(level);
            }
            levels
        }
        Drawing::Trend(months) => {
            let committed = months.iter().map(|month| month.committed).filter(|units| *units > 0);
            committed.chain(months.iter().filter_map(|month| month.billed)).map(Decimal::from).collect()
        }
        _ => return None,
    };
    let (low, high) = (levels.iter().min().copied()?, levels.iter().max().copied()?);
    let moved = high.checked_sub(low)?;
    if low <= Decimal::ZERO || moved.is_zero() || moved.checked_mul(Decimal::from(4))? >= high {
        return None;
    }
    let from = cells::float(low.checked_sub(moved)?);
    let unit = 10_f64.powf((from.abs().max(1.0).log10()).floor() - 1.0);
    Some((from / unit).floor() * unit).filter(|from| *from > 0.0)
}
