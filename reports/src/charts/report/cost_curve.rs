//! Cost against the units committed: what is to be expected as a line, cheap and dear periods as a band around it.
//!
//! The optimum and today stand as lines with their words above the plot, where nothing crosses them.

use rust_decimal::Decimal;

use super::Drawing;
use super::axis::{Axis, Plot, Sides, pixels};
use super::rows::letters;
use crate::charts::palette::{Color, between};
use crate::charts::scene::{Anchor, SMALL, STRONG, measure};
use crate::report::CurvePoint;

/// Height of the plot.
const HIGH: f64 = 210.0;
/// Height of a line of words above the plot.
const LINE: f64 = 16.0;

/// A number of units that has a name.
struct Mark {
    units: u64,
    text: String,
    color: Color,
}

pub(super) fn draw(drawing: &mut Drawing<'_>, points: &[CurvePoint], optimum: u64, today: Option<u64>) {
    let (first, last) = match points {
        [] => return drawing.frame.sentence("There is no history of demand to compute the curve from."),
        [point] => return one_point(drawing, point),
        [first, .., last] => (first, last),
    };
    let marks = marks(drawing, points, optimum, today);
    drawing.frame.y += LINE * marks.len() as f64;
    let lows = points.iter().map(|point| pixels(point.band.0).min(pixels(point.expected)));
    let highs = points.iter().map(|point| pixels(point.band.1).max(pixels(point.expected)));
    let (low, high) = (lows.fold(f64::MAX, f64::min), highs.fold(f64::MIN, f64::max));
    // Where every number costs the same, there is still a scale to say how much.
    let slack = if high > low { (high - low) * 0.06 } else { (high.abs() * 0.1).max(1.0) };
    let numbers = drawing.numbers;
    let range = (low - slack, high + slack);
    let plot = Plot::draw(
        drawing,
        &Sides { range, is_whole: false, write: &|tick| numbers.amount(tick), words: &[], high: HIGH },
    );
    let units = |point: &CurvePoint| point.committed as f64;
    let marked = || marks.iter().map(|mark| mark.units as f64);
    let (from, to) = (marked().fold(units(first), f64::min), marked().fold(units(last), f64::max));
    let x = Axis::new((from, to), (plot.left + 4.0, plot.right - 4.0));
    curve(drawing, points, &plot, &x);
    let line = |at: usize| plot.top - 6.0 - LINE * (marks.len() - at) as f64 + LINE / 2.0;
    for (at, mark) in marks.iter().enumerate() {
        draw_mark(drawing, mark, points, (&plot, &x), line(at));
    }
    for (at, mark) in marks.iter().enumerate() {
        let is_first = marks.iter().all(|other| mark.units <= other.units);
        name_mark(drawing, mark, x.at(mark.units as f64), line(at), is_first && marks.len() > 1);
    }
    scale_below(drawing, &plot, &x);
    let scale = if range.0 > 0.0 { " The scale of costs does not begin at 0." } else { "" };
    let said = "Line: cost to be expected. Band: from a cheap period (P10) to a dear one (P90).";
    drawing.frame.remark(&format!("{said}{scale}"));
}

fn one_point(drawing: &mut Drawing<'_>, point: &CurvePoint) {
    let numbers = drawing.numbers;
    drawing.frame.sentence(&format!(
        "The cost was computed for {} committed units alone: {} a period is to be expected, {} in a cheap one, {} in a dear one.",
        numbers.count(Some(point.committed)),
        numbers.amount(point.expected),
        numbers.amount(point.band.0),
        numbers.amount(point.band.1)
    ));
}

fn marks(drawing: &Drawing<'_>, points: &[CurvePoint], optimum: u64, today: Option<u64>) -> Vec<Mark> {
    let (numbers, ink) = (drawing.numbers, drawing.frame.ink);
    let cost = |units: u64| {
        let point = points.iter().find(|point| point.committed == units);
        point.map_or_else(String::new, |point| format!(": {}", numbers.amount(point.expected)))
    };
    let said = |what: &str, units: u64| format!("{what} {}{}", numbers.count(Some(units)), cost(units));
    if today == Some(optimum) {
        return vec![Mark { units: optimum, text: said("least and today", optimum), color: ink.spare }];
    }
    let least = Mark { units: optimum, text: said("least at", optimum), color: ink.spare };
    let today = today.map(|units| Mark { units, text: said("today", units), color: ink.gone });
    today.into_iter().chain([least]).collect()
}

fn curve(drawing: &mut Drawing<'_>, points: &[CurvePoint], plot: &Plot, x: &Axis) {
    let numbers = drawing.numbers;
    let frame = &mut drawing.frame;
    let ink = frame.ink;
    let at = |point: &CurvePoint, amount: Decimal| (x.at(point.committed as f64), plot.y.at(pixels(amount)));
    let upper = points.iter().map(|point| at(point, point.band.1));
    let lower = points.iter().rev().map(|point| at(point, point.band.0));
    frame.scene.area(upper.chain(lower).collect(), between((ink.paper, ink.idle[1]), 0.3));
    frame.scene.path(points.iter().map(|point| at(point, point.expected)).collect(), 2.5, ink.idle[2]);
    for (number, point) in points.iter().enumerate() {
        let here = x.at(point.committed as f64);
        let before = number.checked_sub(1).map_or(here, |before| x.at(points[before].committed as f64));
        let after = points.get(number + 1).map_or(here, |after| x.at(after.committed as f64));
        let (from, to) = (f64::midpoint(before, here), f64::midpoint(here, after));
        let said = format!(
            "{} committed: {} to be expected, {} to {}",
            numbers.count(Some(point.committed)),
            numbers.amount(point.expected),
            numbers.amount(point.band.0),
            numbers.amount(point.band.1)
        );
        frame.scene.hover((from, plot.top), (to - from, plot.base - plot.top), said);
    }
}

fn draw_mark(drawing: &mut Drawing<'_>, mark: &Mark, points: &[CurvePoint], (plot, x): (&Plot, &Axis), y: f64) {
    let frame = &mut drawing.frame;
    let at = x.at(mark.units as f64);
    frame.scene.dashes(at, (y + 8.0, plot.base), mark.color);
    if let Some(height) = height(points, mark.units) {
        frame.scene.dot((at, plot.y.at(height)), 4.5, mark.color);
    }
}

/// Words at the top of a line: on the side that is away from the other line, as far as the paper has room there.
fn name_mark(drawing: &mut Drawing<'_>, mark: &Mark, at: f64, y: f64, is_left: bool) {
    let frame = &mut drawing.frame;
    let (text, paper) = (frame.ink.text, frame.ink.paper);
    let style = letters([mark.text.as_str()].into_iter(), STRONG, frame.room());
    let wide = measure(&mark.text, style);
    let wished = if is_left { at + 4.0 - wide } else { at - 4.0 };
    let x = wished.min(frame.right() - wide).max(frame.left());
    frame.scene.rect((x - 2.0, y - 7.5), (wide + 4.0, 15.0), paper);
    frame.scene.text((x, y), &mark.text, style, text, Anchor::Start);
}

/// Where the line is at so many units: on the curve, or between two of its points. For the place only.
fn height(points: &[CurvePoint], units: u64) -> Option<f64> {
    let after = points.iter().position(|point| point.committed >= units)?;
    let (to, from) = (&points[after], &points[after.saturating_sub(1)]);
    if to.committed == units {
        return Some(pixels(to.expected));
    }
    let wide = to.committed.checked_sub(from.committed).filter(|wide| *wide > 0)?;
    let share = units.checked_sub(from.committed)? as f64 / wide as f64;
    Some(pixels(from.expected) + (pixels(to.expected) - pixels(from.expected)) * share)
}

fn scale_below(drawing: &mut Drawing<'_>, plot: &Plot, x: &Axis) {
    let numbers = drawing.numbers;
    let frame = &mut drawing.frame;
    let (muted, y) = (frame.ink.muted, plot.base + 12.0);
    frame.scene.line((plot.left, plot.base), (plot.right, plot.base), muted);
    let mut labeled_to = f64::MIN;
    for tick in x.ticks(6).into_iter().filter(|tick| tick.is_integer()) {
        let label = numbers.quantity(tick);
        let half = measure(&label, SMALL) / 2.0;
        let middle = x.at(pixels(tick)).clamp(frame.left() + half, frame.right() - half);
        if middle - half > labeled_to {
            frame.scene.text((middle, y), &label, SMALL, muted, Anchor::Middle);
            labeled_to = middle + half + 6.0;
        }
    }
    frame.scene.text((plot.right, y + 15.0), "units committed", SMALL, muted, Anchor::End);
    frame.y = y + 28.0;
}
