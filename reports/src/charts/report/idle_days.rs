//! How long seats have been without a sign: one strip of bars per product, with the thresholds drawn through all.
//!
//! The height is scaled to the bars from 28 days on and to "never": these are the finding. Taller bars, of people who
//! are active, end in a break and carry their number.

use super::numbers::Numbers;
use super::rows::clean;
use crate::charts::frame::Frame;
use crate::charts::palette::Color;
use crate::charts::scene::{Anchor, SMALL, STRONG, Type, fitted, measure};
use crate::report::{IdleDays, IdleProduct};

/// Days of one bar.
const BUCKET: u32 = 7;
/// All bars from this day on are drawn as one.
const LAST: u32 = 364;
/// Height of a strip's bars, and of the room above them for a number.
const STRIP: f64 = 46.0;
const HEADROOM: f64 = 38.0;
/// Width of the column of people without a sign.
const NEVER: f64 = 52.0;
const TINY: Type = Type { size: 10.0, bold: false };

/// Where days stand, and how high a person is.
struct Axes {
    left: f64,
    pixels_per_day: f64,
    last_day: u32,
    pixels_per_person: f64,
    never_x: f64,
}

pub(super) fn draw(frame: &mut Frame, numbers: Numbers<'_>, idle: &IdleDays) {
    if idle.products.iter().all(|product| product.buckets.is_empty()) {
        frame.sentence("Nobody holds a base product, or neither logins nor activity were in the input.");
        return;
    }
    let axes = axes(frame, idle);
    frame.y += 16.0;
    let top = frame.y;
    for product in &idle.products {
        strip(frame, numbers, product, &axes);
    }
    thresholds(frame, idle.idle_days, &axes, top);
    names(frame, &idle.products, top);
    scale_below(frame, &axes);
    frame.remark("Heights are scaled to the bars from 28 days on; a broken bar is taller than drawn.");
}

fn axes(frame: &Frame, idle: &IdleDays) -> Axes {
    let buckets = || idle.products.iter().flat_map(|product| &product.buckets);
    let latest = buckets().filter_map(|(from, _)| *from).max().unwrap_or(0).min(LAST);
    let last_day = (latest + BUCKET).max(idle.idle_days.min(LAST) + 2 * BUCKET).max(98);
    let tail = buckets().filter(|(from, _)| from.is_none_or(|from| from >= 28));
    let most = tail.map(|(_, people)| *people).max().unwrap_or(0).max(1);
    let never_x = frame.right() - NEVER;
    Axes {
        left: frame.left(),
        pixels_per_day: (never_x - 14.0 - frame.left()) / f64::from(last_day),
        last_day,
        pixels_per_person: STRIP / most as f64,
        never_x,
    }
}

fn strip(frame: &mut Frame, numbers: Numbers<'_>, product: &IdleProduct, axes: &Axes) {
    let rule = frame.ink.rule;
    let base = frame.y + HEADROOM + STRIP;
    let mut bars = Vec::new();
    for (from, people) in drawn(product) {
        let color = color(frame, from);
        let (x, wide) = match from {
            Some(day) => (axes.left + f64::from(day) * axes.pixels_per_day, f64::from(BUCKET) * axes.pixels_per_day),
            None => (axes.never_x, NEVER),
        };
        let top = bar(frame, (x, base), (wide - 1.0, people as f64 * axes.pixels_per_person), color);
        let label = numbers.count(Some(people));
        frame.scene.hover((x, top), (wide, base - top), said(product, numbers, (from, people)));
        bars.push(Bar { middle: x + wide / 2.0, wide, top, label });
    }
    labels(frame, &bars);
    frame.scene.line((axes.left, base), (axes.never_x - 14.0, base), rule);
    frame.scene.line((axes.never_x, base), (frame.right(), base), rule);
    frame.y = base + 8.0;
}

/// What a bar says of itself.
fn said(product: &IdleProduct, numbers: Numbers<'_>, (from, people): (Option<u32>, u64)) -> String {
    let days = match from {
        None => "no sign ever".to_owned(),
        Some(LAST) => format!("{LAST} days and more"),
        Some(day) => format!("{day} to {} days", day + BUCKET - 1),
    };
    format!("{}, {days}: {}", clean(&product.label), numbers.counted(people, "person"))
}

/// Bars of a product; those that begin after the last day drawn are one.
fn drawn(product: &IdleProduct) -> Vec<(Option<u32>, u64)> {
    let mut bars: Vec<(Option<u32>, u64)> = Vec::new();
    for (from, people) in product.buckets.iter().filter(|(_, people)| *people > 0) {
        let from = from.map(|day| day.min(LAST));
        match bars.iter_mut().find(|(day, _)| *day == from) {
            Some((_, sum)) => *sum += people,
            None => bars.push((from, *people)),
        }
    }
    // From left to right: "never" stands last.
    bars.sort_by_key(|(from, _)| from.unwrap_or(u32::MAX));
    bars
}

/// Draws a bar and says where its top is.
fn bar(frame: &mut Frame, (x, base): (f64, f64), (wide, high): (f64, f64), color: Color) -> f64 {
    let broken = high > STRIP + 0.5;
    let high = if broken { STRIP + 6.0 } else { high.max(1.5) };
    frame.scene.rect((x, base - high), (wide.max(1.0), high), color);
    if broken {
        let paper = frame.ink.paper;
        frame.scene.rect((x, base - high + 6.0), (wide.max(1.0), 3.0), paper);
    }
    base - high
}

/// A bar that was drawn: where a number can stand above it.
struct Bar {
    middle: f64,
    wide: f64,
    top: f64,
    label: String,
}

/// The numbers above the bars; one that would touch the number before it or a taller bar beside it is left out.
fn labels(frame: &mut Frame, bars: &[Bar]) {
    let (text, mut labeled_to) = (frame.ink.text, f64::MIN);
    for bar in bars {
        let half = measure(&bar.label, TINY) / 2.0;
        let middle = bar.middle.max(frame.left() + half);
        let in_the_way = |other: &Bar| other.top < bar.top && (other.middle - middle).abs() < half + other.wide / 2.0;
        if middle - half >= labeled_to + 3.0 && !bars.iter().any(in_the_way) {
            frame.scene.text((middle, bar.top - 7.0), &bar.label, TINY, text, Anchor::Middle);
            labeled_to = middle + half;
        }
    }
}

/// Names of the strips, over the threshold lines.
fn names(frame: &mut Frame, products: &[IdleProduct], top: f64) {
    let (left, text, paper) = (frame.left(), frame.ink.text, frame.ink.paper);
    for (at, product) in products.iter().enumerate() {
        let name = clean(&product.label);
        let smaller = Type { size: 10.5, ..STRONG };
        let style = if measure(&name, STRONG) <= frame.room() { STRONG } else { smaller };
        let name = fitted(&name, style, frame.room());
        let y = top + at as f64 * (HEADROOM + STRIP + 8.0);
        frame.scene.rect((left, y), ((measure(&name, style) + 6.0).min(frame.room()), 17.0), paper);
        frame.scene.text((left, y + 8.0), &name, style, text, Anchor::Start);
    }
}

fn color(frame: &Frame, from: Option<u32>) -> Color {
    match from {
        None => frame.ink.never,
        Some(0..30) => frame.ink.calm,
        Some(30..60) => frame.ink.idle[0],
        Some(60..90) => frame.ink.idle[1],
        Some(_) => frame.ink.idle[2],
    }
}

/// The bands of 30, 60, 90 days, and the configured threshold with its name, from the first strip to the last.
fn thresholds(frame: &mut Frame, configured: u32, axes: &Axes, top: f64) {
    let (muted, alert, text) = (frame.ink.muted, frame.ink.alert, frame.ink.text);
    let span = (top - 2.0, frame.y - 8.0);
    let x_of = |day: u32| axes.left + f64::from(day.min(axes.last_day)) * axes.pixels_per_day;
    let words = format!("idle_days = {configured}");
    let wide = measure(&words, SMALL);
    let is_late = x_of(configured) > axes.never_x - 60.0;
    // Beside its line where that is far to the right, else over it.
    let label = if is_late { x_of(configured) - wide / 2.0 } else { x_of(configured).max(axes.left + wide / 2.0) };
    for day in [30, 60, 90].into_iter().filter(|day| *day != configured) {
        frame.scene.dashes(x_of(day), span, muted);
        // The name of the configured line needs the room beside it.
        let name = day.to_string();
        if (x_of(day) - label).abs() > (wide + measure(&name, SMALL)) / 2.0 + 6.0 {
            frame.scene.text((x_of(day), top - 9.0), &name, SMALL, muted, Anchor::Middle);
        }
    }
    frame.scene.line((x_of(configured), span.0), (x_of(configured), span.1), alert);
    frame.scene.text((label, top - 9.0), &words, SMALL, text, Anchor::Middle);
}

fn scale_below(frame: &mut Frame, axes: &Axes) {
    let (muted, y) = (frame.ink.muted, frame.y + 4.0);
    for day in [0, 30, 60, 90, 120, 180, 240, 300, 364].into_iter().filter(|day| *day <= axes.last_day) {
        let x = axes.left + f64::from(day) * axes.pixels_per_day;
        let anchor = if day == 0 { Anchor::Start } else { Anchor::Middle };
        let label = if day == 0 && axes.pixels_per_day > 2.0 { "0 days".to_owned() } else { day.to_string() };
        if day == 0 || x < axes.never_x - 14.0 {
            frame.scene.text((x, y), &label, SMALL, muted, anchor);
        }
    }
    frame.scene.text((axes.never_x + NEVER / 2.0, y), "never", SMALL, muted, Anchor::Middle);
    frame.y += 18.0;
}
