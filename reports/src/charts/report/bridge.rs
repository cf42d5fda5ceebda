//! From one amount to another: a row per step, so that any number of steps and names of any length have room.
//!
//! Rises and falls differ in color, sign and direction. Where the steps are small beside the amounts, the bars of the
//! amounts are broken on the left, and a remark says so.

use rust_decimal::Decimal;

use super::Drawing;
use super::axis::{Axis, pixels};
use super::rows::{Names, letters};
use crate::charts::palette::Color;
use crate::charts::scene::{Anchor, LABEL, STRONG, Type, measure};
use crate::report::Bridge;

/// Height of a bar, and the room between two.
const BAR: f64 = 20.0;
const GAP: f64 = 12.0;

/// One row: from a level to another.
struct Row<'a> {
    name: &'a str,
    figure: String,
    from: Decimal,
    to: Decimal,
    /// Is it one of the two amounts?
    is_level: bool,
    color: Color,
}

/// Where names and bars are, and how figures are written.
#[derive(Clone, Copy)]
struct Columns {
    names: Names,
    axis: Axis,
    style: Type,
    /// Are the bars of the amounts cut on the left?
    is_broken: bool,
}

pub(super) fn draw(drawing: &mut Drawing<'_>, bridge: &Bridge) {
    let rows = rows(drawing, bridge);
    if rows.iter().all(|row| row.from.is_zero() && row.to.is_zero()) {
        let nothing = drawing.numbers.amount(Decimal::ZERO);
        drawing.frame.sentence(&format!(
            "{} and {} are both {nothing}, and nothing changed between them.",
            super::rows::clean(&bridge.from.0),
            super::rows::clean(&bridge.to.0)
        ));
        return;
    }
    let (low, high) = span(&rows);
    let names = Names::new(drawing, rows.iter().map(|row| row.name), STRONG, 0.34);
    let left = drawing.frame.left() + names.gutter();
    let style = letters(rows.iter().map(|row| row.figure.as_str()), STRONG, drawing.frame.right() - left - 44.0);
    let figures = rows.iter().map(|row| measure(&row.figure, style)).fold(0.0, f64::max);
    let right = (drawing.frame.right() - figures - 8.0).max(left + 30.0);
    let axis = Axis::new((pixels(low), pixels(high)), (left, right));
    let is_broken = low > Decimal::ZERO;
    let columns = Columns { names, axis, style, is_broken };
    let top = drawing.frame.y;
    let mut levels: Vec<(f64, f64)> = Vec::new();
    for row in &rows {
        // Where names stand above the bars, a line from bar to bar would go through them.
        let before = levels.last().copied().filter(|_| !names.are_above());
        levels.push(one(drawing, row, &columns, before));
    }
    if low < Decimal::ZERO {
        zero(drawing, &columns, (top, &levels));
    }
    if is_broken {
        drawing.frame.remark("The broken bars do not begin at 0, so that the steps can be seen.");
    }
}

fn rows<'a>(drawing: &Drawing<'_>, bridge: &'a Bridge) -> Vec<Row<'a>> {
    let (numbers, ink) = (drawing.numbers, drawing.frame.ink);
    let level = |(name, amount): &'a (String, Decimal), color| Row {
        name,
        figure: numbers.amount(*amount),
        from: Decimal::ZERO,
        to: *amount,
        is_level: true,
        color,
    };
    let mut rows = vec![level(&bridge.from, ink.bar)];
    let mut from = bridge.from.1;
    for (name, change) in &bridge.steps {
        let to = from.saturating_add(*change);
        let color = if *change > Decimal::ZERO { ink.alert } else { ink.idle[1] };
        rows.push(Row { name, figure: numbers.change(*change), from, to, is_level: false, color });
        from = to;
    }
    rows.push(level(&bridge.to, ink.gone));
    rows
}

/// Least and most of the scale: from 0, unless the steps would then be too small to see.
fn span(rows: &[Row<'_>]) -> (Decimal, Decimal) {
    let low = rows.iter().map(|row| row.to).min().unwrap_or_default();
    let high = rows.iter().map(|row| row.to).max().unwrap_or_default();
    if low <= Decimal::ZERO {
        return (low, high.max(Decimal::ZERO));
    }
    let moved = high - low;
    let hidden = moved.is_zero() || moved.checked_mul(Decimal::from(4)).is_none_or(|moved| moved >= high);
    if hidden { (Decimal::ZERO, high) } else { ((low - moved / Decimal::TWO).max(Decimal::ZERO), high) }
}

/// The line of zero: through all rows, or through their bars alone where names stand between them.
fn zero(drawing: &mut Drawing<'_>, columns: &Columns, (top, levels): (f64, &[(f64, f64)])) {
    let (rule, bottom, zero) = (drawing.frame.ink.muted, drawing.frame.y, columns.axis.at(0.0));
    if !columns.names.are_above() {
        drawing.frame.scene.dashes(zero, (top, bottom - GAP / 2.0), rule);
        return;
    }
    for (_, bottom) in levels {
        drawing.frame.scene.dashes(zero, (bottom - BAR, *bottom), rule);
    }
}

/// Draws a row and says where its level is, for the line to the next one.
fn one(drawing: &mut Drawing<'_>, row: &Row<'_>, columns: &Columns, before: Option<(f64, f64)>) -> (f64, f64) {
    let Columns { names, axis, style: figures, is_broken } = *columns;
    let style: Type = if row.is_level { STRONG } else { LABEL };
    let (middle, high) = names.write(drawing, row.name, style, BAR);
    let (ends, top) = ((axis.at(pixels(row.from)), axis.at(pixels(row.to))), middle - BAR / 2.0);
    let (x, end) = (ends.0.min(ends.1), ends.0.max(ends.1).max(ends.0.min(ends.1) + 2.0));
    let frame = &mut drawing.frame;
    if let Some((level, bottom)) = before {
        let rule = frame.ink.muted;
        frame.scene.line((level, bottom), (level, top), rule);
    }
    frame.scene.rect((x, top), (end - x, BAR), row.color);
    if row.is_level && is_broken {
        let paper = frame.ink.paper;
        let cut = |x: f64| (x, if x > axis.at(0.0) + 11.0 { top - 1.0 } else { top + BAR + 1.0 });
        let at = axis.at(0.0) + 8.0;
        frame.scene.area(vec![(at, top + BAR), cut(at + 6.0), (at + 10.0, top - 1.0), (at + 4.0, top + BAR)], paper);
    }
    let text = frame.ink.text;
    frame.scene.text((end + 6.0, middle), &row.figure, figures, text, Anchor::Start);
    let room = (frame.left(), frame.room());
    frame.scene.hover((room.0, top), (room.1, BAR), format!("{}: {}", super::rows::clean(row.name), row.figure));
    frame.y += high + GAP;
    (ends.1, top + BAR)
}
