//! Cost by department: a bar each, the recoverable part marked.

use rust_decimal::Decimal;

use super::axis::pixels;
use super::numbers::Numbers;
use super::rows::{LINE, clean, letters, lines};
use crate::charts::frame::Frame;
use crate::charts::scene::{Anchor, LABEL, STRONG, measure};
use crate::report::DepartmentCost;

/// Height of a bar.
const BAR: f64 = 9.0;
/// Room that a name needs at most to be told from others.
const NAME: f64 = 120.0;
/// Space between a name and what stands beside it.
const GAP: f64 = 12.0;

pub(super) fn draw(frame: &mut Frame, numbers: Numbers<'_>, rows: &[DepartmentCost]) {
    if rows.is_empty() {
        frame.sentence("Nobody holds a license, so no department has a cost.");
        return;
    }
    legend(frame);
    let most = rows.iter().map(|row| pixels(row.cost)).fold(0.0, f64::max).max(0.01);
    // All alike, so that the eye finds every part at its place.
    let is_narrow = rows.iter().any(|row| {
        let needed = measure(&clean(&row.label), LABEL).min(NAME);
        beside(frame, numbers, row) - measure(&aside(numbers, row), LABEL) - GAP - frame.left() < needed
    });
    for row in rows {
        department(frame, numbers, row, (most, is_narrow));
    }
}

/// Where the text to the left of the cost ends.
fn beside(frame: &Frame, numbers: Numbers<'_>, row: &DepartmentCost) -> f64 {
    frame.right() - measure(&numbers.amount(row.cost), STRONG) - 8.0
}

fn legend(frame: &mut Frame) {
    let (mut x, y, text) = (frame.left(), frame.y, frame.ink.text);
    for (color, name) in [(frame.ink.alert, "recoverable by recommendations"), (frame.ink.bar, "stays")] {
        frame.scene.rect((x, y + 3.0), (9.0, 9.0), color);
        frame.scene.text((x + 14.0, y + 7.5), name, LABEL, text, Anchor::Start);
        x += 14.0 + measure(name, LABEL) + 18.0;
    }
    frame.y += 24.0;
}

/// Name and cost above the bar; what is said beside the cost has a line of its own where the chart is narrow.
fn department(frame: &mut Frame, numbers: Numbers<'_>, row: &DepartmentCost, (most, is_narrow): (f64, bool)) {
    let (left, right, text, muted) = (frame.left(), frame.right(), frame.ink.text, frame.ink.muted);
    let (beside, aside, top) = (beside(frame, numbers, row), aside(numbers, row), frame.y);
    let (y, name, cost) = (frame.y + 8.0, clean(&row.label), numbers.amount(row.cost));
    frame.scene.text((right, y), &cost, STRONG, text, Anchor::End);
    let mut room = beside - GAP - left;
    if !is_narrow {
        frame.scene.text((beside, y), &aside, LABEL, muted, Anchor::End);
        room -= measure(&aside, LABEL);
    }
    let lines = lines(&name, LABEL, room.max(24.0), 2);
    for (at, line) in lines.iter().enumerate() {
        frame.scene.text((left, y + LINE * at as f64), line, LABEL, text, Anchor::Start);
    }
    frame.y += LINE * (lines.len() - 1) as f64;
    if is_narrow {
        frame.y += 16.0;
        let below = below(numbers, row);
        let style = letters([below.as_str()].into_iter(), LABEL, frame.room());
        let y = frame.y + 8.0;
        frame.scene.text((right, y), &below, style, muted, Anchor::End);
    }
    frame.y += 18.0;
    bar(frame, row, frame.room() / most);
    frame.y += BAR + 9.0;
    let said = [name, format!("{cost} a month"), below(numbers, row)];
    let said = said.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let (room, bottom) = (frame.room(), frame.y);
    frame.scene.hover((left, top), (room, bottom - top), said);
}

/// What is said beside the cost: the recoverable part, and seats that no price is known for.
fn aside(numbers: Numbers<'_>, row: &DepartmentCost) -> String {
    let recoverable = (!row.recoverable.is_zero()).then(|| format!("{} of", numbers.amount(row.recoverable)));
    let unpriced = (row.unpriced > 0).then(|| format!("+ {} unpriced,", numbers.counted(row.unpriced, "seat")));
    [unpriced, recoverable].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// The same below the cost.
fn below(numbers: Numbers<'_>, row: &DepartmentCost) -> String {
    let recoverable = (!row.recoverable.is_zero()).then(|| format!("of it {}", numbers.amount(row.recoverable)));
    let unpriced = (row.unpriced > 0).then(|| format!("{} unpriced", numbers.counted(row.unpriced, "seat")));
    [recoverable, unpriced].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn bar(frame: &mut Frame, row: &DepartmentCost, pixels_per_unit: f64) {
    let (left, y) = (frame.left(), frame.y);
    let long = |amount: Decimal, least: f64, most: f64| (pixels(amount) * pixels_per_unit).clamp(least, most);
    let whole = long(row.cost, 1.0, frame.room());
    let part = long(row.recoverable, 0.0, whole);
    frame.scene.rect((left, y), (whole, BAR), frame.ink.bar);
    frame.scene.rect((left, y), (part, BAR), frame.ink.alert);
}
