//! Amounts by name, largest first: bars, and beside them the share of the whole that they and those above come to.

use rust_decimal::Decimal;

use super::Drawing;
use super::axis::{Axis, pixels};
use super::rows::{Names, clean, letters};
use crate::charts::palette::Color;
use crate::charts::scene::{Anchor, LABEL, SMALL, STRONG, Type, fitted, measure};
use crate::report::ParetoPart;

/// Bars drawn one by one; those after them are one bar.
const MOST: usize = 30;
/// Height of a bar.
const BAR: f64 = 16.0;
const GAP: f64 = 8.0;

struct Row {
    name: String,
    amount: Decimal,
    /// Of this and those above; `None` where there is no whole.
    running: Option<Decimal>,
    /// What of the amount is told apart; `None` = nothing is.
    part: Option<Decimal>,
    color: Color,
}

/// Where things stand from left to right.
struct Columns {
    names: Names,
    bars: Axis,
    /// Where running shares are drawn; `None` where the paper is too narrow for more than their figures.
    shares: Option<Axis>,
    right: f64,
    /// Letters of the amounts.
    style: Type,
}

pub(super) fn draw(drawing: &mut Drawing<'_>, bars: &[(String, Decimal)], total: Decimal, part: Option<&ParetoPart>) {
    if bars.is_empty() {
        drawing.frame.sentence("There is nothing with a known amount to rank.");
        return;
    }
    let rows = rows(drawing, bars, total, part);
    let columns = columns(drawing, &rows);
    if let Some(part) = part {
        legend(drawing, part);
    }
    head(drawing, &columns);
    let mut before = None;
    for row in &rows {
        before = one(drawing, row, &columns, before);
    }
    drawing.frame.y += 4.0;
    let whole = drawing.numbers.amount(total);
    drawing.frame.remark(&format!("All together: {whole}."));
}

fn rows(drawing: &Drawing<'_>, bars: &[(String, Decimal)], total: Decimal, part: Option<&ParetoPart>) -> Vec<Row> {
    let ink = drawing.frame.ink;
    let share = |sum: Decimal| if total > Decimal::ZERO { sum.checked_div(total) } else { None };
    let mut sum = Decimal::ZERO;
    let mut rows = Vec::new();
    // With a part told apart, the rest of a bar is as gray as whatever has no verdict.
    let color = if part.is_some() { ink.bar } else { ink.idle[1] };
    for (at, (name, amount)) in bars.iter().enumerate().take(MOST) {
        sum = sum.saturating_add(*amount);
        let part = part.and_then(|part| part.amounts.get(at)).copied();
        rows.push(Row { name: clean(name), amount: *amount, running: share(sum), part, color });
    }
    let rest = total.saturating_sub(sum);
    if !rest.is_zero() {
        let listed = part.filter(|_| bars.len() > MOST);
        let others =
            listed.map(|part| part.amounts.iter().skip(MOST).copied().fold(Decimal::ZERO, Decimal::saturating_add));
        // Of what is not even listed nobody says which part it is: it has neither color.
        let color = if part.is_some() && others.is_none() { ink.calm } else { ink.bar };
        rows.push(Row { name: "all others".to_owned(), amount: rest, running: share(total), part: others, color });
    }
    rows
}

fn columns(drawing: &Drawing<'_>, rows: &[Row]) -> Columns {
    let frame = &drawing.frame;
    let names = Names::new(drawing, rows.iter().map(|row| row.name.as_str()), LABEL, 0.34);
    let percents = measure(&drawing.numbers.share(Decimal::ONE), LABEL) + 12.0;
    let is_wide = frame.room() >= 520.0;
    let shares = if is_wide { frame.room() * 0.17 } else { 0.0 };
    let left = frame.left() + names.gutter();
    let amounts: Vec<String> = rows.iter().map(|row| drawing.numbers.amount(row.amount)).collect();
    let amounts = amounts.iter().map(String::as_str);
    let style = letters(amounts.clone(), STRONG, frame.right() - percents - shares - left - 42.0);
    let figures = amounts.map(|amount| measure(amount, style)).fold(0.0, f64::max);
    let right = (frame.right() - percents - shares - figures - 16.0).max(left + 24.0);
    let ends = || rows.iter().map(|row| pixels(row.amount));
    let range = (ends().fold(0.0, f64::min), ends().fold(0.0, f64::max));
    let from = frame.right() - percents - shares + 4.0;
    Columns {
        names,
        bars: Axis::new(range, (left, right)),
        shares: is_wide.then(|| Axis::new((0.0, 1.0), (from, frame.right() - percents))),
        right: frame.right(),
        style,
    }
}

/// What the two colors are; below each other where the paper is narrow.
fn legend(drawing: &mut Drawing<'_>, part: &ParetoPart) {
    let frame = &mut drawing.frame;
    let (left, right, text) = (frame.left(), frame.right(), frame.ink.text);
    let mut x = left;
    for (color, name) in [(frame.ink.alert, &part.label), (frame.ink.bar, &part.rest)] {
        let name = clean(name);
        let width = 14.0 + measure(&name, LABEL);
        if x > left && x + width > right {
            x = left;
            frame.y += 18.0;
        }
        frame.scene.rect((x, frame.y + 3.0), (9.0, 9.0), color);
        frame.scene.text(
            (x + 14.0, frame.y + 7.5),
            &fitted(&name, LABEL, right - x - 14.0),
            LABEL,
            text,
            Anchor::Start,
        );
        x += width + 18.0;
    }
    frame.y += 22.0;
}

fn head(drawing: &mut Drawing<'_>, columns: &Columns) {
    let frame = &mut drawing.frame;
    let (muted, y) = (frame.ink.muted, frame.y + 4.0);
    frame.scene.text((columns.right, y), "running share", SMALL, muted, Anchor::End);
    frame.y += 18.0;
}

fn one(drawing: &mut Drawing<'_>, row: &Row, columns: &Columns, before: Option<(f64, f64)>) -> Option<(f64, f64)> {
    let top = drawing.frame.y;
    drawing.frame.y += GAP / 2.0;
    let (middle, high) = columns.names.write(drawing, &row.name, LABEL, BAR);
    let figure = drawing.numbers.amount(row.amount);
    let part = row.part.map(|part| drawing.numbers.amount(part));
    let running = row.running.map_or_else(|| "–".to_owned(), |share| drawing.numbers.share(share));
    let frame = &mut drawing.frame;
    let (text, muted, alert) = (frame.ink.text, frame.ink.gone, frame.ink.alert);
    let (zero, end) = (columns.bars.at(0.0), columns.bars.at(pixels(row.amount)));
    let (x, to) = (zero.min(end), zero.max(end).max(zero + 1.5));
    frame.scene.rect((x, middle - BAR / 2.0), (to - x, BAR), row.color);
    if let Some(part) = row.part.filter(|part| !part.is_zero()) {
        let end = columns.bars.at(pixels(part)).clamp(x, to).max(zero + 1.5);
        frame.scene.rect((x, middle - BAR / 2.0), (end - x, BAR), alert);
    }
    frame.scene.text((to + 6.0, middle), &figure, columns.style, text, Anchor::Start);
    frame.scene.text((columns.right, middle), &running, LABEL, text, Anchor::End);
    let dot = columns.shares.zip(row.running).map(|(axis, share)| (axis.at(pixels(share)), middle));
    if let Some(dot) = dot {
        frame.scene.path(before.into_iter().chain([dot]).collect(), 1.5, muted);
        frame.scene.dot(dot, 3.0, muted);
    }
    let part = part.map_or_else(String::new, |part| format!(", of it {part}"));
    let hover = format!("{}: {figure}{part}; with those above {running}", row.name);
    let (left, room) = (frame.left(), frame.room());
    frame.scene.hover((left, top), (room, high + GAP), hover);
    frame.y = top + high + GAP;
    dot
}
