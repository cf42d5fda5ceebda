//! Seats of each product as one bar, split by what they are; every part is named below its bar.

use super::frame::Frame;
use super::palette::Color;
use super::scene::{Anchor, LABEL, SMALL, STRONG, fitted, measure};
use crate::format::{count, counted};
use crate::overview::{Overview, StateRow};

/// Height of a bar.
const BAR: f64 = 20.0;

pub(super) fn title(overview: &Overview) -> String {
    let seats = overview.seats;
    if seats.assigned == 0 {
        return "No seats are assigned".to_owned();
    }
    format!(
        "Of {}, {} can be given back and {} cost more than needed",
        counted(seats.assigned, "seat"),
        count(seats.idle),
        count(seats.over_tiered)
    )
}

pub(super) fn draw(frame: &mut Frame, overview: &Overview) {
    if overview.states.is_empty() {
        frame.sentence("No CX product has a seat, so there is nothing to split.");
        return;
    }
    let most = overview.states.iter().map(total).fold(0.0, f64::max).max(1.0);
    for row in &overview.states {
        product(frame, overview, row, most);
    }
}

fn product(frame: &mut Frame, overview: &Overview, row: &StateRow, most: f64) {
    let known = overview.products.iter().find(|product| product.product == row.product);
    let name = known.map_or(row.product.as_str(), |product| product.name.as_str());
    let seats = known.map_or_else(String::new, |product| counted(product.assigned, "seat"));
    let (left, right, text) = (frame.left(), frame.right(), frame.ink.text);
    let room = frame.room() - measure(&seats, LABEL) - 12.0;
    frame.scene.text((left, frame.y + 9.0), &fitted(name, STRONG, room), STRONG, text, Anchor::Start);
    frame.scene.text((right, frame.y + 9.0), &seats, LABEL, text, Anchor::End);
    frame.y += 20.0;
    bar(frame, row, frame.room() / most);
    frame.y += BAR + 4.0;
    parts_below(frame, row);
    frame.y += 14.0;
}

/// The parts side by side; a part that has people is at least 2 pixels wide, and a gap of 1 stands between two.
fn bar(frame: &mut Frame, row: &StateRow, pixels_per_seat: f64) {
    let mut x = frame.left();
    for (_, people, color) in parts(frame, row) {
        if people > 0 {
            let wide = (people as f64 * pixels_per_seat).max(2.0).min(frame.right() - x);
            frame.scene.rect((x, frame.y), (wide - 1.0, BAR), color);
            x += wide;
        }
    }
}

fn parts_below(frame: &mut Frame, row: &StateRow) {
    let (mut x, muted) = (frame.left(), frame.ink.muted);
    for (name, people, color) in parts(frame, row).into_iter().filter(|(_, people, _)| *people > 0) {
        let label = format!("{} {name}", count(people));
        let wide = 14.0 + measure(&label, SMALL) + 12.0;
        if x > frame.left() && x + wide - 12.0 > frame.right() {
            x = frame.left();
            frame.y += 16.0;
        }
        frame.scene.rect((x, frame.y + 4.0), (9.0, 9.0), color);
        frame.scene.text((x + 14.0, frame.y + 8.5), &label, SMALL, muted, Anchor::Start);
        x += wide;
    }
    frame.y += 16.0;
}

fn parts(frame: &Frame, row: &StateRow) -> [(&'static str, u64, Color); 7] {
    let ink = frame.ink;
    [
        ("active", row.active, ink.calm),
        ("over-tiered", row.over_tiered, ink.alert),
        ("idle 30–59 days", row.idle_30, ink.idle[0]),
        ("idle 60–89", row.idle_60, ink.idle[1]),
        ("idle 90+", row.idle_90, ink.idle[2]),
        ("never activated", row.never_activated, ink.never),
        ("deactivated", row.deactivated, ink.gone),
    ]
}

/// Length of the whole bar in seats.
fn total(row: &StateRow) -> f64 {
    let parts =
        [row.active, row.over_tiered, row.idle_30, row.idle_60, row.idle_90, row.never_activated, row.deactivated];
    parts.iter().map(|&part| part as f64).sum()
}
