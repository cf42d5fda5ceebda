//! How long seats have been without a sign: one strip of bars per product, with the thresholds drawn through all.
//!
//! The height is scaled to the bars from 28 days on and to "never": these are the finding. Taller bars, of people who
//! are active, end in a break and carry their number.

use super::frame::Frame;
use super::matrix::{ordered, short};
use super::palette::Color;
use super::scene::{Anchor, SMALL, STRONG, Type, fitted, measure};
use crate::format::{count, counted};
use crate::overview::{IdleBucket, Overview};

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

pub(super) fn title(overview: &Overview) -> String {
    let seats = overview.seats;
    if overview.idle.is_empty() {
        return "No seat has a sign of use to count from".to_owned();
    }
    format!(
        "{} without a sign for {} or more; {} never had one",
        counted(seats.past_idle_days, "seat"),
        counted(overview.idle_days.into(), "day"),
        count(seats.without_sign)
    )
}

/// Where days stand, and how high a person is.
struct Axes {
    left: f64,
    pixels_per_day: f64,
    last_day: u32,
    pixels_per_person: f64,
    never_x: f64,
}

pub(super) fn draw(frame: &mut Frame, overview: &Overview) {
    if overview.idle.is_empty() {
        frame.sentence("Nobody holds a base product, or neither logins nor activity were in the input.");
        return;
    }
    let axes = axes(frame, overview);
    frame.y += 16.0;
    let top = frame.y;
    let products = ordered(overview, overview.idle.iter().map(|bucket| bucket.product.as_str()).collect());
    for product in &products {
        strip(frame, overview, product, &axes);
    }
    thresholds(frame, overview, &axes, top);
    names(frame, overview, &products, top);
    scale_below(frame, &axes);
    frame.remark("Heights are scaled to the bars from 28 days on; a broken bar is taller than drawn.");
}

fn axes(frame: &Frame, overview: &Overview) -> Axes {
    let latest = overview.idle.iter().filter_map(|bucket| bucket.from_days).max().unwrap_or(0).min(LAST);
    let last_day = (latest + BUCKET).max(overview.idle_days.min(LAST) + 2 * BUCKET).max(98);
    let tail = |bucket: &&IdleBucket| bucket.from_days.is_none_or(|from| from >= 28);
    let most = overview.idle.iter().filter(tail).map(|bucket| bucket.people).max().unwrap_or(0).max(1);
    let never_x = frame.right() - NEVER;
    Axes {
        left: frame.left(),
        pixels_per_day: (never_x - 14.0 - frame.left()) / f64::from(last_day),
        last_day,
        pixels_per_person: STRIP / most as f64,
        never_x,
    }
}

fn strip(frame: &mut Frame, overview: &Overview, product: &str, axes: &Axes) {
    let rule = frame.ink.rule;
    let base = frame.y + HEADROOM + STRIP;
    let mut bars = Vec::new();
    for (from, people) in drawn(overview, product) {
        let color = color(frame, from);
        let (x, wide) = match from {
            Some(day) => (axes.left + f64::from(day) * axes.pixels_per_day, f64::from(BUCKET) * axes.pixels_per_day),
            None => (axes.never_x, NEVER),
        };
        let top = bar(frame, (x, base), (wide - 1.0, people as f64 * axes.pixels_per_person), color);
        bars.push(Bar { middle: x + wide / 2.0, wide, top, people });
    }
    labels(frame, &bars);
    frame.scene.line((axes.left, base), (axes.never_x - 14.0, base), rule);
    frame.scene.line((axes.never_x, base), (frame.right(), base), rule);
    frame.y = base + 8.0;
}

/// Bars of a product; those that begin after the last day drawn are one.
fn drawn(overview: &Overview, product: &str) -> Vec<(Option<u32>, u64)> {
    let mut bars: Vec<(Option<u32>, u64)> = Vec::new();
    for bucket in overview.idle.iter().filter(|bucket| bucket.product == product && bucket.people > 0) {
        let from = bucket.from_days.map(|day| day.min(LAST));
        match bars.iter_mut().find(|(day, _)| *day == from) {
            Some((_, people)) => *people += bucket.people,
            None => bars.push((from, bucket.people)),
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
    people: u64,
}

/// The numbers above the bars; one that would touch the number before it or a taller bar beside it is left out.
fn labels(frame: &mut Frame, bars: &[Bar]) {
    let (text, mut labeled_to) = (frame.ink.text, f64::MIN);
    for bar in bars {
        let label = count(bar.people);
        let half = measure(&label, TINY) / 2.0;
        let middle = bar.middle.max(frame.left() + half);
        let in_the_way = |other: &Bar| other.top < bar.top && (other.middle - middle).abs() < half + other.wide / 2.0;
        if middle - half >= labeled_to + 3.0 && !bars.iter().any(in_the_way) {
            frame.scene.text((middle, bar.top - 7.0), &label, TINY, text, Anchor::Middle);
            labeled_to = middle + half;
        }
    }
}

/// Names of the strips, over the threshold lines.
fn names(frame: &mut Frame, overview: &Overview, products: &[&str], top: f64) {
    let (left, text, paper) = (frame.left(), frame.ink.text, frame.ink.paper);
    for (at, product) in products.iter().enumerate() {
        let name = fitted(short(overview, product), STRONG, frame.room());
        let y = top + at as f64 * (HEADROOM + STRIP + 8.0);
        frame.scene.rect((left, y), (measure(&name, STRONG) + 6.0, 17.0), paper);
        frame.scene.text((left, y + 8.0), &name, STRONG, text, Anchor::Start);
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
fn thresholds(frame: &mut Frame, overview: &Overview, axes: &Axes, top: f64) {
    let (muted, alert, text) = (frame.ink.muted, frame.ink.alert, frame.ink.text);
    let span = (top - 2.0, frame.y - 8.0);
    let configured = overview.idle_days;
    let x_of = |day: u32| axes.left + f64::from(day.min(axes.last_day)) * axes.pixels_per_day;
    for day in [30, 60, 90].into_iter().filter(|day| *day != configured) {
        frame.scene.dashes(x_of(day), span, muted);
        // The name of the configured line needs the room beside it.
        if (x_of(day) - x_of(configured)).abs() > 62.0 {
            frame.scene.text((x_of(day), top - 9.0), &day.to_string(), SMALL, muted, Anchor::Middle);
        }
    }
    frame.scene.line((x_of(configured), span.0), (x_of(configured), span.1), alert);
    let anchor = if x_of(configured) > axes.never_x - 60.0 { Anchor::End } else { Anchor::Middle };
    let x = x_of(configured).max(axes.left + 46.0);
    frame.scene.text((x, top - 9.0), &format!("idle_days = {configured}"), SMALL, text, anchor);
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
