//! Seats of each product as one bar, split by what becomes of them; every part is named below its bar.

use super::frame::Frame;
use super::palette::Color;
use super::scene::{Anchor, LABEL, SMALL, STRONG, fitted, measure};
use crate::format::{count, counted};
use crate::overview::{Overview, StateRow};

/// Height of a bar.
const BAR: f64 = 20.0;

pub(super) fn title(overview: &Overview) -> String {
    let sum = |of: fn(&StateRow) -> u64| overview.states.iter().map(of).sum::<u64>();
    let seats = sum(StateRow::seats);
    if seats == 0 {
        return "No seats are assigned".to_owned();
    }
    format!(
        "Of {}, {} can be given back and {} cost more than needed",
        counted(seats, "seat"),
        count(sum(StateRow::to_give_back)),
        count(sum(|row| row.over_tiered))
    )
}

pub(super) fn draw(frame: &mut Frame, overview: &Overview) {
    if overview.states.is_empty() {
        frame.sentence("No CX product has a seat, so there is nothing to split.");
        return;
    }
    let most = overview.states.iter().map(|row| row.seats() as f64).fold(1.0, f64::max);
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
    bar(frame, overview, row, frame.room() / most);
    frame.y += BAR + 4.0;
    parts_below(frame, overview, row);
    frame.y += 14.0;
}

/// The parts side by side; a part that has people is at least 2 pixels wide, and a gap of 1 stands between two.
fn bar(frame: &mut Frame, overview: &Overview, row: &StateRow, pixels_per_seat: f64) {
    let mut x = frame.left();
    for (_, people, color) in kept(frame, row).into_iter().chain(to_give_back(frame, overview, row)) {
        if people > 0 {
            let wide = (people as f64 * pixels_per_seat).max(2.0).min(frame.right() - x);
            frame.scene.rect((x, frame.y), (wide - 1.0, BAR), color);
            x += wide;
        }
    }
}

/// What is kept on one line, what can be given back on the next.
fn parts_below(frame: &mut Frame, overview: &Overview, row: &StateRow) {
    legend(frame, None, kept(frame, row));
    if row.to_give_back() > 0 {
        let head = format!("{} to give back:", count(row.to_give_back()));
        legend(frame, Some(&head), to_give_back(frame, overview, row));
    }
}

fn legend(frame: &mut Frame, head: Option<&str>, parts: impl IntoIterator<Item = Part>) {
    let (mut x, text, muted) = (frame.left(), frame.ink.text, frame.ink.muted);
    if let Some(head) = head {
        frame.scene.text((x, frame.y + 8.5), head, SMALL, text, Anchor::Start);
        x += measure(head, SMALL) + 8.0;
    }
    for (name, people, color) in parts.into_iter().filter(|(_, people, _)| *people > 0) {
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

/// A name, how many seats, and the color of it.
type Part = (String, u64, Color);

fn kept(frame: &Frame, row: &StateRow) -> [Part; 5] {
    let ink = frame.ink;
    [
        ("active".to_owned(), row.active, ink.calm),
        ("idle 30–59 days".to_owned(), row.idle_30, ink.idle[0]),
        ("idle 60–89".to_owned(), row.idle_60, ink.idle[1]),
        ("kept, though idle 90+ or never seen".to_owned(), row.quiet, ink.bar),
        ("over-tiered".to_owned(), row.over_tiered, ink.alert),
    ]
}

fn to_give_back(frame: &Frame, overview: &Overview, row: &StateRow) -> [Part; 4] {
    let ink = frame.ink;
    [
        (format!("idle {}+ days", overview.idle_days), row.reclaim_idle, ink.idle[2]),
        ("never activated".to_owned(), row.reclaim_never, ink.never),
        ("deactivated".to_owned(), row.reclaim_deactivated, ink.gone),
        ("duplicate or departed".to_owned(), row.reclaim_other, ink.spare),
    ]
}
