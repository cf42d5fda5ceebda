//! Seats of each product as one bar, split by what becomes of them; every part is named below its bar.

use super::numbers::Numbers;
use super::rows::{LINE, lines};
use crate::charts::frame::Frame;
use crate::charts::palette::Color;
use crate::charts::scene::{Anchor, LABEL, SMALL, STRONG, measure};
use crate::report::SeatStates;

/// Height of a bar.
const BAR: f64 = 20.0;

pub(super) fn draw(frame: &mut Frame, numbers: Numbers<'_>, products: &[SeatStates], idle_days: u32) {
    if products.is_empty() {
        frame.sentence("No CX product has a seat, so there is nothing to split.");
        return;
    }
    let most = products.iter().map(|row| row.seats() as f64).fold(1.0, f64::max);
    for row in products {
        product(frame, numbers, row, (most, idle_days));
    }
}

fn product(frame: &mut Frame, numbers: Numbers<'_>, row: &SeatStates, (most, idle_days): (f64, u32)) {
    let seats = numbers.counted(row.seats(), "seat");
    let (left, right, text) = (frame.left(), frame.right(), frame.ink.text);
    let room = frame.room() - measure(&seats, LABEL) - 12.0;
    frame.scene.text((right, frame.y + 9.0), &seats, LABEL, text, Anchor::End);
    for line in lines(&row.label, STRONG, room, 2) {
        frame.scene.text((left, frame.y + 9.0), &line, STRONG, text, Anchor::Start);
        frame.y += LINE;
    }
    frame.y += 20.0 - LINE;
    let parts = parts(frame, row, idle_days);
    bar(frame, numbers, &parts, frame.room() / most);
    frame.y += BAR + 4.0;
    legend(frame, numbers, None, &parts[..KEPT]);
    if row.to_give_back() > 0 {
        let head = format!("{} to give back:", numbers.count(Some(row.to_give_back())));
        legend(frame, numbers, Some(&head), &parts[KEPT..]);
    }
    frame.y += 14.0;
}

/// The parts side by side; a part that has people is at least 2 pixels wide, and a gap of 1 stands between two.
fn bar(frame: &mut Frame, numbers: Numbers<'_>, parts: &[Part], pixels_per_seat: f64) {
    let mut x = frame.left();
    for (name, people, color) in parts.iter().filter(|(_, people, _)| *people > 0) {
        let wide = (*people as f64 * pixels_per_seat).max(2.0).min(frame.right() - x);
        frame.scene.rect((x, frame.y), (wide - 1.0, BAR), *color);
        frame.scene.hover((x, frame.y), (wide, BAR), format!("{} {name}", numbers.count(Some(*people))));
        x += wide;
    }
}

fn legend(frame: &mut Frame, numbers: Numbers<'_>, head: Option<&str>, parts: &[Part]) {
    let (mut x, text, muted) = (frame.left(), frame.ink.text, frame.ink.muted);
    if let Some(head) = head {
        frame.scene.text((x, frame.y + 8.5), head, SMALL, text, Anchor::Start);
        x += measure(head, SMALL) + 8.0;
    }
    for (name, people, color) in parts.iter().filter(|(_, people, _)| *people > 0) {
        let label = format!("{} {name}", numbers.count(Some(*people)));
        let wide = 14.0 + measure(&label, SMALL) + 12.0;
        if x > frame.left() && x + wide - 12.0 > frame.right() {
            x = frame.left();
            frame.y += 16.0;
        }
        frame.scene.rect((x, frame.y + 4.0), (9.0, 9.0), *color);
        frame.scene.text((x + 14.0, frame.y + 8.5), &label, SMALL, muted, Anchor::Start);
        x += wide;
    }
    frame.y += 16.0;
}

/// A name, how many seats, and the color of it.
type Part = (String, u64, Color);

/// So many parts are kept, the others can be given back.
const KEPT: usize = 5;

fn parts(frame: &Frame, row: &SeatStates, idle_days: u32) -> Vec<Part> {
    let ink = frame.ink;
    let names = [
        ("active".to_owned(), ink.calm),
        ("idle 30–59 days".to_owned(), ink.idle[0]),
        ("idle 60–89".to_owned(), ink.idle[1]),
        ("kept, though idle 90+ or never seen".to_owned(), ink.bar),
        ("over-tiered".to_owned(), ink.alert),
        (format!("idle {idle_days}+ days"), ink.idle[2]),
        ("never activated".to_owned(), ink.never),
        ("deactivated".to_owned(), ink.gone),
        ("duplicate or departed".to_owned(), ink.spare),
    ];
    names.into_iter().zip(row.parts()).map(|((name, color), people)| (name, people, color)).collect()
}
