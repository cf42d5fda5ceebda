//! Tier held against tier that is enough: people large, money small, color by people.

use super::frame::Frame;
use super::palette::{between, readable_on};
use super::scene::{Anchor, FIGURE, LABEL, SMALL, STRONG, Type, fitted, measure};
use crate::format::{MoneyFormat, count, counted};
use crate::overview::{MatrixCell, Overview};

/// Height of a cell, and of the row of column heads.
const CELL: f64 = 52.0;
const HEAD: f64 = 24.0;

pub(super) fn title(overview: &Overview) -> String {
    if overview.matrix.is_empty() {
        return "Nobody holds a base product".to_owned();
    }
    match overview.seats.over_tiered {
        0 => "Nobody holds a higher tier than the evidence asks for".to_owned(),
        1 => "1 person holds a higher tier than the evidence asks for".to_owned(),
        people => format!("{} hold a higher tier than the evidence asks for", counted(people, "person")),
    }
}

pub(super) fn draw(frame: &mut Frame, overview: &Overview) {
    if overview.matrix.is_empty() {
        frame.sentence("No cell has people in it.");
        return;
    }
    let rows = held(overview);
    let columns = needed(overview);
    let gutter = (frame.room() * 0.2).min(110.0);
    let wide = (frame.room() - gutter) / columns.len() as f64;
    heads(frame, overview, &columns, (gutter, wide));
    let most = overview.matrix.iter().map(|cell| cell.people).max().unwrap_or(1).max(1);
    let mut left_out = false;
    for row in rows {
        let (left, text) = (frame.left(), frame.ink.text);
        let name = short(overview, row);
        let style = largest(name, [STRONG, SMALL_BOLD, TINY], gutter - 8.0);
        let name = fitted(name, style, gutter - 8.0);
        frame.scene.text((left, frame.y + CELL / 2.0), &name, style, text, Anchor::Start);
        for (at, column) in columns.iter().enumerate() {
            let x = left + gutter + at as f64 * wide;
            let cell = overview.matrix.iter().find(|cell| cell.held == row && cell.needed.as_deref() == *column);
            left_out |= !square(frame, overview, cell, (x, wide), most);
        }
        frame.y += CELL + 2.0;
    }
    frame.y += 4.0;
    frame.remark("Rows: held. Columns: enough for what was used. Stronger color: more people. + saves, − costs more.");
    if left_out {
        frame.remark("Amounts that are wider than their cell are left out here; the workbook has all.");
    }
}

fn heads(frame: &mut Frame, overview: &Overview, columns: &[Option<&str>], (gutter, wide): (f64, f64)) {
    let (left, text, muted, y) = (frame.left(), frame.ink.text, frame.ink.muted, frame.y + HEAD / 2.0);
    let axes = "held ↓  enough →";
    if measure(axes, SMALL) <= gutter - 4.0 {
        frame.scene.text((left, y), axes, SMALL, muted, Anchor::Start);
    }
    for (at, column) in columns.iter().enumerate() {
        let name = column.map_or("no seat", |product| short(overview, product));
        let x = left + gutter + (at as f64 + 0.5) * wide;
        let style = largest(name, [STRONG, SMALL_BOLD, TINY], wide - 4.0);
        frame.scene.text((x, y), &fitted(name, style, wide - 4.0), style, text, Anchor::Middle);
    }
    frame.y += HEAD;
}

/// Draws one cell; `false` where its amount has no room.
fn square(frame: &mut Frame, overview: &Overview, cell: Option<&MatrixCell>, (x, wide): (f64, f64), most: u64) -> bool {
    let (y, rule, muted) = (frame.y, frame.ink.rule, frame.ink.muted);
    let (middle, inside) = (x + wide / 2.0, wide - 2.0);
    let Some(cell) = cell else {
        frame.scene.line((x, y + CELL), (x + inside, y + CELL), rule);
        frame.scene.text((middle, y + CELL / 2.0), "·", LABEL, muted, Anchor::Middle);
        return true;
    };
    // The root keeps cells of few people apart from empty ones beside a cell of thousands.
    let share = (cell.people as f64 / most as f64).sqrt();
    let ground = between(frame.ink.scale, share);
    let letters = readable_on(ground);
    frame.scene.rect((x, y), (inside, CELL), ground);
    let people = count(cell.people);
    let style = largest(&people, [FIGURE, STRONG, SMALL_BOLD, TINY], inside - 2.0);
    frame.scene.text((middle, y + 19.0), &people, style, letters, Anchor::Middle);
    let money = money(overview, cell);
    // A cut amount would be a wrong one: smaller letters, else none (the workbook has them all).
    let style = [SMALL, TINY].into_iter().find(|style| measure(&money, *style) <= inside - 2.0);
    if let Some(style) = style {
        frame.scene.text((middle, y + 38.0), &money, style, letters, Anchor::Middle);
    }
    style.is_some()
}

/// The first of `styles` in which `text` fits into `room`, else the last.
fn largest<const N: usize>(text: &str, styles: [Type; N], room: f64) -> Type {
    styles.into_iter().find(|style| measure(text, *style) <= room).unwrap_or(styles[N - 1])
}

/// Letters of an amount in a narrow cell.
const TINY: Type = Type { size: 9.0, bold: false };
/// Letters of a long head.
const SMALL_BOLD: Type = Type { size: 10.5, bold: true };

/// The contracted difference, else the list difference marked so; nothing for people who keep what they hold.
fn money(overview: &Overview, cell: &MatrixCell) -> String {
    let format = MoneyFormat::new(&overview.currency, overview.minor_units);
    let signed = |amount: rust_decimal::Decimal| {
        let plus = if amount.is_sign_positive() && !amount.is_zero() { "+" } else { "" };
        format!("{plus}{}", format.brief(amount))
    };
    let keeps = cell.needed.as_deref() == Some(&cell.held);
    match (cell.contracted_delta_monthly, cell.list_delta_monthly) {
        (delta, _) if keeps && delta.is_none_or(|delta| delta.is_zero()) => "keep".to_owned(),
        (Some(amount), _) => signed(amount),
        (None, Some(amount)) => format!("{} list", signed(amount)),
        (None, None) => "unpriced".to_owned(),
    }
}

/// Products held by someone in the matrix, in the order of the analysis, then by id.
fn held(overview: &Overview) -> Vec<&str> {
    ordered(overview, overview.matrix.iter().map(|cell| cell.held.as_str()).collect())
}

/// Products needed by someone, in the same order; `None`, no seat, comes first: the largest saving.
fn needed(overview: &Overview) -> Vec<Option<&str>> {
    let named: Vec<&str> = overview.matrix.iter().filter_map(|cell| cell.needed.as_deref()).collect();
    let mut columns: Vec<Option<&str>> = ordered(overview, named).into_iter().map(Some).collect();
    if overview.matrix.iter().any(|cell| cell.needed.is_none()) {
        columns.insert(0, None);
    }
    columns
}

pub(super) fn ordered<'a>(overview: &Overview, mut ids: Vec<&'a str>) -> Vec<&'a str> {
    let place = |id: &str| overview.products.iter().position(|product| product.product == id).unwrap_or(usize::MAX);
    ids.sort_by(|a, b| place(a).cmp(&place(b)).then_with(|| a.cmp(b)));
    ids.dedup();
    ids
}

/// `CX 3` for `Genesys Cloud CX 3`: the heads of a table need the part that differs.
pub(super) fn short<'a>(overview: &'a Overview, id: &'a str) -> &'a str {
    let named = overview.products.iter().find(|product| product.product == id);
    named.map_or(id, |product| product.name.strip_prefix("Genesys Cloud ").unwrap_or(&product.name))
}
