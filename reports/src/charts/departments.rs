//! Cost by department: a bar each for the largest, the recoverable part marked, all others as one bar.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::frame::Frame;
use super::scene::{Anchor, LABEL, STRONG, fitted, measure};
use crate::format::{MoneyFormat, count, counted};
use crate::overview::Overview;

/// Height of a bar.
const BAR: f64 = 9.0;
/// Room that a name needs at most to be told from others.
const NAME: f64 = 120.0;
/// Space between a name and what stands beside it.
const GAP: f64 = 12.0;
/// What stands for people without a department.
const NOWHERE: &str = "no department";

pub(super) fn title(overview: &Overview) -> String {
    let Some(first) = overview.department_chart.largest.first() else {
        return "No department holds a license".to_owned();
    };
    let money = MoneyFormat::new(&overview.currency, overview.minor_units);
    let name = first
        .department
        .as_deref()
        .map_or("people without a department".to_owned(), |name| crate::format::shortened(name, 40));
    // The name never comes first: a spreadsheet would take a title that begins with `=` for a formula.
    format!(
        "The largest cost is {name}: {} a month, {} of it recoverable",
        money.brief(first.contracted_monthly),
        money.brief(first.recoverable_monthly)
    )
}

/// One bar.
struct Row {
    name: String,
    cost: Decimal,
    recoverable: Decimal,
    unpriced: u64,
}

pub(super) fn draw(frame: &mut Frame, overview: &Overview) {
    let rows = rows(overview);
    if rows.is_empty() {
        frame.sentence("Nobody holds a license, so no department has a cost.");
        return;
    }
    legend(frame);
    let most = rows.iter().map(|row| pixels(row.cost)).fold(0.0, f64::max).max(0.01);
    let money = MoneyFormat::new(&overview.currency, overview.minor_units);
    // All alike, so that the eye finds every part at its place.
    let is_narrow = rows.iter().any(|row| {
        let needed = measure(&row.name, LABEL).min(NAME);
        beside(frame, &money, row) - measure(&aside(&money, row), LABEL) - GAP - frame.left() < needed
    });
    for row in &rows {
        department(frame, &money, row, most, is_narrow);
    }
}

/// Where the text to the left of the cost ends.
fn beside(frame: &Frame, money: &MoneyFormat, row: &Row) -> f64 {
    frame.right() - measure(&money.brief(row.cost), STRONG) - 8.0
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

fn rows(overview: &Overview) -> Vec<Row> {
    let chart = &overview.department_chart;
    let single = chart.largest.iter().map(|row| Row {
        name: row.department.clone().unwrap_or_else(|| NOWHERE.to_owned()),
        cost: row.contracted_monthly,
        recoverable: row.recoverable_monthly,
        unpriced: row.unpriced_seats,
    });
    let others = chart.others.iter().map(|rest| Row {
        name: format!("{} others", count(rest.departments)),
        cost: rest.contracted_monthly,
        recoverable: rest.recoverable_monthly,
        unpriced: rest.unpriced_seats,
    });
    single.chain(others).collect()
}

/// Name and cost above the bar; what is said beside the cost has a line of its own where the chart is narrow.
fn department(frame: &mut Frame, money: &MoneyFormat, row: &Row, most: f64, is_narrow: bool) {
    let (left, right, text, muted) = (frame.left(), frame.right(), frame.ink.text, frame.ink.muted);
    let (beside, aside) = (beside(frame, money, row), aside(money, row));
    let y = frame.y + 8.0;
    frame.scene.text((right, y), &money.brief(row.cost), STRONG, text, Anchor::End);
    let mut room = beside - GAP - left;
    if is_narrow {
        frame.y += 16.0;
        frame.scene.text((right, y + 16.0), &below(money, row), LABEL, muted, Anchor::End);
    } else {
        frame.scene.text((beside, y), &aside, LABEL, muted, Anchor::End);
        room -= measure(&aside, LABEL);
    }
    frame.scene.text((left, y), &fitted(&row.name, LABEL, room.max(24.0)), LABEL, text, Anchor::Start);
    frame.y += 18.0;
    bar(frame, row, frame.room() / most);
    frame.y += BAR + 9.0;
}

/// What is said beside the cost: the recoverable part, and seats that no price is known for.
fn aside(money: &MoneyFormat, row: &Row) -> String {
    let recoverable = (!row.recoverable.is_zero()).then(|| format!("{} of", money.brief(row.recoverable)));
    let unpriced = (row.unpriced > 0).then(|| format!("+ {} unpriced,", counted(row.unpriced, "seat")));
    [unpriced, recoverable].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// The same below the cost.
fn below(money: &MoneyFormat, row: &Row) -> String {
    let recoverable = (!row.recoverable.is_zero()).then(|| format!("of it {}", money.brief(row.recoverable)));
    let unpriced = (row.unpriced > 0).then(|| format!("{} unpriced", counted(row.unpriced, "seat")));
    [recoverable, unpriced].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn bar(frame: &mut Frame, row: &Row, pixels_per_unit: f64) {
    let (left, y) = (frame.left(), frame.y);
    let whole = (pixels(row.cost) * pixels_per_unit).clamp(1.0, frame.room());
    let part = (pixels(row.recoverable) * pixels_per_unit).clamp(0.0, whole);
    frame.scene.rect((left, y), (whole, BAR), frame.ink.bar);
    frame.scene.rect((left, y), (part, BAR), frame.ink.alert);
}

/// For the length of a bar only.
fn pixels(amount: Decimal) -> f64 {
    amount.to_f64().unwrap_or(0.0)
}
