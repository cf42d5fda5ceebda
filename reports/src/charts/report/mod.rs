//! The charts of a report, one file per drawing: from a value alone.
//!
//! The title is the chart's finding. Data that make no picture (none, or one point of a curve) are said in a sentence, and
//! what is unknown is said as unknown. In SVG, marks explain themselves where a pointer rests on them.

mod axis;
mod bridge;
mod burn_down;
mod cost_curve;
mod departments;
mod heat_map;
mod idle_days;
mod load_duration;
mod numbers;
mod pareto;
mod rows;
mod seat_states;
mod stages;
mod target;
#[cfg(test)]
mod tests;
mod tiers;
mod trend;

use super::frame::Frame;
use super::scene::Scene;
use super::{ChartError, Look, paint};
use crate::locale::Notation;
use crate::report::{Chart, Drawing as Data, Report};
use numbers::Numbers;

/// A chart in the making, with what its figures are written by.
struct Drawing<'a> {
    frame: Frame,
    numbers: Numbers<'a>,
}

/// The finding that the chart shows, in words.
#[must_use]
pub fn title(chart: &Chart, notation: &Notation) -> String {
    Numbers::new(notation).sentence(&chart.title)
}

/// SVG document. Text stays text; its font is the document's `sans-serif`.
///
/// # Errors
/// [`ChartError::Draw`] where the backend refuses a shape.
pub fn svg(chart: &Chart, report: &Report, notation: &Notation, look: Look) -> Result<String, ChartError> {
    paint::svg(&scene(chart, report, notation, look), &look.theme.ink())
}

/// SVG document for paper: as [`svg`], without the explanations where a pointer rests.
///
/// # Errors
/// [`ChartError::Draw`] where the backend refuses a shape.
pub fn svg_for_paper(chart: &Chart, report: &Report, notation: &Notation, look: Look) -> Result<String, ChartError> {
    let mut scene = scene(chart, report, notation, look);
    scene.hovers.clear();
    paint::svg(&scene, &look.theme.ink())
}

/// PNG file with two pixels for each of `look`, in the font of this crate.
///
/// # Errors
/// [`ChartError`] where the backend refuses a shape or the pixels can't be packed.
pub fn png(chart: &Chart, report: &Report, notation: &Notation, look: Look) -> Result<Vec<u8>, ChartError> {
    paint::png(&scene(chart, report, notation, look), &look.theme.ink())
}

fn scene(chart: &Chart, report: &Report, notation: &Notation, look: Look) -> Scene {
    let mut frame = Frame::new(look.theme.ink(), f64::from(look.width.max(320)));
    let numbers = Numbers::new(notation);
    frame.head(&title(chart, notation), &chart.units);
    let mut drawing = Drawing { frame, numbers };
    match &chart.drawing {
        Data::Bridge(bridge) => bridge::draw(&mut drawing, bridge),
        Data::Stages(products) => stages::draw(&mut drawing, products),
        Data::Trend(months) => trend::draw(&mut drawing, months),
        Data::HeatMap { cells, committed } => heat_map::draw(&mut drawing, cells, *committed),
        Data::LoadDuration { points, committed } => load_duration::draw(&mut drawing, points, *committed),
        Data::CostCurve { points, optimum, today } => cost_curve::draw(&mut drawing, points, *optimum, *today),
        Data::Pareto { bars, total, part } => pareto::draw(&mut drawing, bars, *total, part.as_ref()),
        Data::BurnDown { .. } => burn_down::draw(&mut drawing, &chart.drawing),
        Data::SeatStates { products, idle_days } => {
            seat_states::draw(&mut drawing.frame, numbers, products, *idle_days);
        }
        Data::Target(way) => target::draw(&mut drawing.frame, numbers, way),
        Data::Tiers(cells) => tiers::draw(&mut drawing.frame, numbers, cells),
        Data::IdleDays(idle) => idle_days::draw(&mut drawing.frame, numbers, idle),
        Data::Departments(costs) => departments::draw(&mut drawing.frame, numbers, costs),
    }
    if let Some(note) = &chart.note {
        drawing.frame.y += 4.0;
        drawing.frame.remark(&numbers.sentence(note));
    }
    drawing.frame.foot_saying(&numbers.instant(report.as_of), &report.snapshot, &report.tool_version)
}
