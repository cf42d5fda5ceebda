//! From today's bill to the target in steps; exposure stands apart, because it is not money saved.

use rust_decimal::Decimal;

use super::axis::pixels;
use super::numbers::Numbers;
use crate::charts::frame::Frame;
use crate::charts::palette::Color;
use crate::charts::scene::{Anchor, FIGURE, SMALL, STRONG, Type, measure, wrapped};
use crate::format::UNKNOWN;
use crate::report::Target;

/// Height of the tallest column.
const HIGH: f64 = 170.0;
/// Room above the columns for a figure.
const HEADROOM: f64 = 26.0;

/// One column: from one level to another.
struct Column {
    name: &'static str,
    note: String,
    /// What is printed; `None` = unknown.
    figure: Option<String>,
    /// Levels in units of money, for pixels only.
    span: Option<(f64, f64)>,
    color: Color,
}

pub(super) fn draw(frame: &mut Frame, numbers: Numbers<'_>, way: &Target) {
    let steps = steps(frame, numbers, way);
    let exposure = exposure(frame, numbers, way);
    let levels = steps.iter().chain([&exposure]).filter_map(|column| column.span);
    let most = levels.map(|(from, to)| from.max(to)).fold(0.0, f64::max).max(0.01);
    let wide = frame.room() / 5.35;
    let figure = figure_type(steps.iter().chain([&exposure]), wide);
    let base = frame.y + HEADROOM + HIGH;
    let (top, left, rule) = (frame.y, frame.left(), frame.ink.rule);
    for (at, step) in steps.iter().enumerate() {
        column(frame, step, figure, (left + at as f64 * wide, wide), (base, HIGH / most));
        if let (Some((_, level)), true) = (step.span, at + 1 < steps.len()) {
            let y = base - level.max(0.0) * HIGH / most;
            let x = left + at as f64 * wide;
            frame.scene.line((x + wide * 0.86, y), (x + wide * 1.14, y), rule);
        }
    }
    frame.scene.line((left, base), (left + wide * 4.0, base), rule);
    let apart = left + wide * 4.17;
    let lines = steps.iter().chain([&exposure]).map(|column| below(column, wide).len()).max().unwrap_or(0);
    let bottom = base + 10.0 + LINE * lines as f64;
    frame.scene.dashes(apart, (top, bottom), rule);
    let x = left + wide * 4.35;
    column(frame, &exposure, figure, (x, wide), (base, HIGH / most));
    frame.scene.line((x, base), (x + wide, base), rule);
    frame.y = bottom;
    if steps.iter().any(|step| step.figure.is_none()) {
        frame.remark("unknown: there is no presence data, or a contracted price is missing; see the findings.");
    }
}

fn steps(frame: &Frame, numbers: Numbers<'_>, way: &Target) -> [Column; 4] {
    let ((now, cash_from), (later, renewal)) = (way.cash_now, way.at_renewal);
    let level = |amount: Option<Decimal>| amount.map(|amount| numbers.amount(amount));
    let change = |saved: Option<Decimal>| saved.map(|saved| numbers.change(-saved));
    let falls = |saved: Option<Decimal>| match saved {
        Some(saved) if saved < Decimal::ZERO => frame.ink.alert,
        _ => frame.ink.idle[1],
    };
    let from = |date: Option<chrono::NaiveDate>, without: &str| {
        date.map_or_else(|| without.to_owned(), |date| format!("from {}", numbers.day(date)))
    };
    let start = way.today.map(pixels);
    let after = start.zip(now.map(pixels)).map(|(start, now)| start - now);
    [
        Column {
            name: "Today",
            note: "seat bill".to_owned(),
            figure: level(way.today),
            span: start.map(|start| (0.0, start)),
            color: frame.ink.bar,
        },
        Column {
            name: "Cash now",
            note: from(cash_from, "no date"),
            figure: change(now),
            span: start.zip(after),
            color: falls(now),
        },
        Column {
            name: "At renewal",
            note: from(renewal, "no end of a contract, no date"),
            figure: change(later),
            span: after.zip(later.map(pixels)).map(|(after, later)| (after, after - later)),
            color: falls(later),
        },
        Column {
            name: "Target",
            note: "after both".to_owned(),
            figure: level(way.target),
            span: way.target.map(|target| (0.0, pixels(target))),
            color: frame.ink.gone,
        },
    ]
}

fn exposure(frame: &Frame, numbers: Numbers<'_>, way: &Target) -> Column {
    Column {
        name: "Exposure",
        note: "list value, not money saved".to_owned(),
        figure: Some(numbers.amount(way.exposure)),
        span: Some((0.0, pixels(way.exposure))),
        color: frame.ink.calm,
    }
}

/// The largest letters in which every figure fits its column.
fn figure_type<'a>(columns: impl Iterator<Item = &'a Column>, wide: f64) -> Type {
    let figures: Vec<&str> = columns.map(|column| column.figure.as_deref().unwrap_or(UNKNOWN)).collect();
    let fits = |style: &Type| figures.iter().all(|figure| measure(figure, *style) <= wide - 2.0);
    let widest = figures.iter().map(|figure| measure(figure, TINY)).fold(1.0, f64::max);
    // A chart in which this is too small to read has to be drawn wider; a cut figure would be a wrong one.
    let shrunk = Type { size: (TINY.size * (wide - 3.0) / widest).clamp(3.0, TINY.size), ..TINY };
    [FIGURE, STRONG, SMALL_BOLD].into_iter().find(fits).unwrap_or(shrunk)
}

fn column(frame: &mut Frame, column: &Column, style: Type, (x, wide): (f64, f64), (base, pixels_per_unit): (f64, f64)) {
    let (text, muted) = (frame.ink.text, frame.ink.muted);
    let middle = x + wide / 2.0;
    let mut top = base;
    if let Some((from, to)) = column.span {
        let (upper, lower) = (from.max(to).max(0.0), from.min(to).max(0.0));
        top = base - upper * pixels_per_unit;
        // A step of little money stays visible.
        let high = ((upper - lower) * pixels_per_unit).max(2.0);
        frame.scene.rect((x + wide * 0.14, top), (wide * 0.72, high), column.color);
        top = top.min(base - 2.0);
    }
    let figure = column.figure.as_deref().unwrap_or(UNKNOWN);
    frame.scene.text((middle, top - 12.0), figure, style, text, Anchor::Middle);
    let said = format!("{}: {figure}, {}", column.name, column.note);
    frame.scene.hover((x, top - 20.0), (wide, base - top + 20.0), said);
    let mut y = base + 14.0;
    for (line, style) in below(column, wide) {
        let color = if style.bold { text } else { muted };
        frame.scene.text((middle, y), &line, style, color, Anchor::Middle);
        y += LINE;
    }
}

/// Name and note of a column, wrapped to its width.
fn below(column: &Column, wide: f64) -> Vec<(String, Type)> {
    let word_fits = |style: &Type| column.name.split(' ').all(|word| measure(word, *style) <= wide);
    let style = [STRONG, SMALL_BOLD].into_iter().find(word_fits).unwrap_or(TINY);
    let name = wrapped(column.name, style, wide).into_iter().map(|line| (line, style));
    let note = wrapped(&column.note, SMALL, wide - 4.0).into_iter().map(|line| (line, SMALL));
    name.chain(note).collect()
}

/// Height of a line below the columns.
const LINE: f64 = 15.0;

/// Letters of figures that are wider than their columns: large amounts, narrow paper.
const SMALL_BOLD: Type = Type { size: 11.0, bold: true };
const TINY: Type = Type { size: 8.5, bold: true };
