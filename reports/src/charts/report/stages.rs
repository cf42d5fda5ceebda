//! Committed → assigned → billed → active: a row per product, a column per stage, one scale for all.
//!
//! A line through each bar is the commitment; what is above it has the color that asks for attention.

use super::Drawing;
use super::rows::{Names, clean, letters};
use crate::charts::scene::{Anchor, LABEL, STRONG, Type, measure};
use crate::report::Stages;

/// The columns, as data and as words.
const NAMES: [&str; 4] = ["committed", "assigned", "billed", "active"];
/// Height of a bar.
const BAR: f64 = 14.0;

/// Where the columns are.
struct Columns {
    names: Names,
    wide: f64,
    /// Room for figures: beside the bars, or above them on narrow paper.
    figures: f64,
    is_stacked: bool,
    /// Letters of the figures.
    style: Type,
    pixels_per_unit: f64,
}

pub(super) fn draw(drawing: &mut Drawing<'_>, products: &[Stages]) {
    if products.is_empty() {
        drawing.frame.sentence("No product has a commitment, a seat or a bill.");
        return;
    }
    let columns = columns(drawing, products);
    heads(drawing, &columns);
    for product in products {
        row(drawing, product, &columns);
    }
    drawing.frame.y += 2.0;
    if products.iter().any(|product| product.committed.is_some()) {
        drawing.frame.remark("The line through a bar is the commitment; what is above it is orange.");
    }
}

fn stages(product: &Stages) -> [Option<u64>; 4] {
    [product.committed, product.assigned, product.billed, product.active]
}

fn columns(drawing: &Drawing<'_>, products: &[Stages]) -> Columns {
    let frame = &drawing.frame;
    let names = Names::new(drawing, products.iter().map(|product| product.label.as_str()), LABEL, 0.3);
    let wide = (frame.room() - names.gutter()) / 4.0;
    let units = || products.iter().flat_map(stages);
    let labels: Vec<String> = units().map(|units| drawing.numbers.count(units)).collect();
    let labels = labels.iter().map(String::as_str);
    let style = letters(labels.clone(), LABEL, wide - 6.0);
    let figures = labels.map(|label| measure(label, style)).fold(0.0, f64::max) + 6.0;
    // A few products can be given long bars; many need short rows.
    let is_stacked = wide - figures < if products.len() <= 12 { 80.0 } else { 40.0 };
    let room = wide - 12.0 - if is_stacked { 0.0 } else { figures };
    let most = units().flatten().max().unwrap_or(0).max(1);
    Columns { names, wide, figures, is_stacked, style, pixels_per_unit: room / most as f64 }
}

fn heads(drawing: &mut Drawing<'_>, columns: &Columns) {
    let frame = &mut drawing.frame;
    let (text, y) = (frame.ink.text, frame.y + 4.0);
    let arrowed: Vec<String> = NAMES.iter().map(|name| format!("→ {name}")).collect();
    let room = columns.wide - 6.0;
    let fits = arrowed.iter().all(|name| measure(name, STRONG) <= room);
    let style = letters(NAMES.into_iter(), STRONG, room);
    for (at, name) in NAMES.into_iter().enumerate() {
        let x = frame.left() + columns.names.gutter() + at as f64 * columns.wide;
        let name = if fits && at > 0 { &arrowed[at] } else { name };
        frame.scene.text((x, y), name, style, text, Anchor::Start);
    }
    frame.y += 18.0;
}

fn row(drawing: &mut Drawing<'_>, product: &Stages, columns: &Columns) {
    let own = if columns.is_stacked { BAR + 18.0 } else { BAR };
    // A name goes with the bars below it.
    let gap = if columns.is_stacked || columns.names.are_above() { 14.0 } else { 8.0 };
    let top = drawing.frame.y;
    drawing.frame.y += gap / 2.0;
    let (middle, high) = columns.names.write(drawing, &product.label, LABEL, own);
    let colors = [drawing.frame.ink.gone, drawing.frame.ink.bar, drawing.frame.ink.idle[1], drawing.frame.ink.idle[2]];
    let mut said = vec![clean(&product.label)];
    for (at, units) in stages(product).into_iter().enumerate() {
        let x = drawing.frame.left() + columns.names.gutter() + at as f64 * columns.wide;
        cell(drawing, (x, middle), (units, product.committed), colors[at], columns);
        said.push(format!("{} {}", NAMES[at], drawing.numbers.count(units)));
    }
    let frame = &mut drawing.frame;
    let (left, room) = (frame.left(), frame.room());
    frame.scene.hover((left, top), (room, high + gap), said.join(", ").replacen(", ", ": ", 1));
    frame.y = top + high + gap;
}

fn cell(
    drawing: &mut Drawing<'_>,
    (x, middle): (f64, f64),
    (units, committed): (Option<u64>, Option<u64>),
    color: crate::charts::palette::Color,
    columns: &Columns,
) {
    let label = drawing.numbers.count(units);
    let frame = &mut drawing.frame;
    let (text, muted, alert) = (frame.ink.text, frame.ink.muted, frame.ink.alert);
    let color_of_letters = if units.is_some() { text } else { muted };
    let (bar, words) = if columns.is_stacked {
        ((x, middle + 1.0), (x, middle - 9.0))
    } else {
        ((x + columns.figures, middle - BAR / 2.0), (x + columns.figures - 6.0, middle))
    };
    let anchor = if columns.is_stacked { Anchor::Start } else { Anchor::End };
    frame.scene.text(words, &label, columns.style, color_of_letters, anchor);
    let Some(units) = units else { return };
    let long = |units: u64| units as f64 * columns.pixels_per_unit;
    let below = committed.map_or(units, |committed| units.min(committed));
    if units > 0 {
        frame.scene.rect(bar, (long(below).max(if below > 0 { 1.5 } else { 0.0 }), BAR), color);
        frame.scene.rect(
            (bar.0 + long(below), bar.1),
            ((long(units - below)).max(if units > below { 1.5 } else { 0.0 }), BAR),
            alert,
        );
    } else {
        let rule = frame.ink.rule;
        frame.scene.line((bar.0, bar.1), (bar.0, bar.1 + BAR), rule);
    }
    if let Some(committed) = committed.filter(|committed| *committed > 0) {
        let at = bar.0 + long(committed);
        frame.scene.rect((at - 1.0, bar.1 - 2.0), (2.0, BAR + 4.0), text);
    }
}
