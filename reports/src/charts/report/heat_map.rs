//! People at once by weekday and hour. Hours above the commitment are inside a line; a scale below says what the colors mean.

use super::Drawing;
use crate::charts::palette::{between, readable_on};
use crate::charts::scene::{Anchor, LABEL, SMALL, Type, measure};

/// As people in offices count them.
const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
/// Letters in the cells.
const TINY: Type = Type { size: 9.0, bold: false };
/// Height of a cell.
const CELL: f64 = 24.0;
/// Room for the names of days.
const GUTTER: f64 = 38.0;

type Cells = [[Option<u64>; 24]];

/// Where cells are.
#[derive(Clone, Copy)]
struct Grid {
    left: f64,
    top: f64,
    wide: f64,
}

pub(super) fn draw(drawing: &mut Drawing<'_>, cells: &Cells, committed: Option<u64>) {
    let known = || cells.iter().flatten().flatten().copied();
    let Some(most) = known().max() else {
        return drawing
            .frame
            .sentence("There is no presence data, so nobody can say how many people were there at once.");
    };
    if most == 0 {
        return drawing.frame.sentence("Nobody was there in any hour with data.");
    }
    let wide = (drawing.frame.room() - GUTTER) / 24.0;
    let grid = Grid { left: drawing.frame.left() + GUTTER, top: drawing.frame.y, wide };
    let fits = known().all(|people| measure(&drawing.numbers.count(Some(people)), TINY) <= wide - 3.0);
    for (day, hours) in cells.iter().enumerate() {
        row(drawing, &grid, (day, hours), (most, fits));
    }
    if let Some(committed) = committed {
        outline(drawing, &grid, cells, committed);
    }
    drawing.frame.y = grid.top + CELL * cells.len() as f64;
    hours_below(drawing, &grid);
    scale(drawing, most, committed);
    if cells.iter().flatten().any(Option::is_none) {
        drawing.frame.remark("Cells with a dot: no data.");
    }
}

fn row(drawing: &mut Drawing<'_>, grid: &Grid, (day, hours): (usize, &[Option<u64>; 24]), (most, fits): (u64, bool)) {
    let numbers = drawing.numbers;
    let frame = &mut drawing.frame;
    let (ink, y) = (frame.ink, grid.top + CELL * day as f64);
    let name = DAYS[day % DAYS.len()];
    frame.scene.text((frame.left(), y + CELL / 2.0), name, SMALL, ink.text, Anchor::Start);
    for (hour, people) in hours.iter().enumerate() {
        let x = grid.left + grid.wide * hour as f64;
        let (middle, size) = ((x + grid.wide / 2.0, y + CELL / 2.0), (grid.wide - 1.0, CELL - 1.0));
        let label = numbers.count(*people);
        match people {
            Some(people) => {
                let ground = between(ink.scale, *people as f64 / most as f64);
                frame.scene.rect((x, y), size, ground);
                if fits {
                    frame.scene.text(middle, &label, TINY, readable_on(ground), Anchor::Middle);
                }
            }
            None => frame.scene.text(middle, "·", LABEL, ink.muted, Anchor::Middle),
        }
        let people = people.map_or_else(|| "no data".to_owned(), |_| format!("{label} at once"));
        frame.scene.hover((x, y), size, format!("{name} {hour:02}:00 to {:02}:00: {people}", hour + 1));
    }
}

/// Lines between cells above the commitment and the others.
fn outline(drawing: &mut Drawing<'_>, grid: &Grid, cells: &Cells, committed: u64) {
    let is_above = |day: Option<usize>, hour: Option<usize>| {
        let people = day.zip(hour).and_then(|(day, hour)| cells.get(day)?.get(hour).copied().flatten());
        people.is_some_and(|people| people > committed)
    };
    let alert = drawing.frame.ink.alert;
    for day in 0..cells.len() {
        for hour in (0..24).filter(|hour| is_above(Some(day), Some(*hour))) {
            let (x, y) = (grid.left + grid.wide * hour as f64 - 1.0, grid.top + CELL * day as f64 - 1.0);
            let (wide, high) = (grid.wide + 1.0, CELL + 1.0);
            let mut line = |is_open: bool, from: (f64, f64), size: (f64, f64)| {
                if !is_open {
                    drawing.frame.scene.rect(from, size, alert);
                }
            };
            line(is_above(day.checked_sub(1), Some(hour)), (x, y), (wide, 2.0));
            line(is_above(Some(day + 1), Some(hour)), (x, y + high - 1.0), (wide, 2.0));
            line(is_above(Some(day), hour.checked_sub(1)), (x, y), (2.0, high));
            line(is_above(Some(day), Some(hour + 1)), (x + wide - 1.0, y), (2.0, high));
        }
    }
}

fn hours_below(drawing: &mut Drawing<'_>, grid: &Grid) {
    let frame = &mut drawing.frame;
    let (muted, y) = (frame.ink.muted, frame.y + 9.0);
    let every = if grid.wide < 18.0 { 6 } else { 3 };
    for hour in (0..=24).step_by(every) {
        let x = grid.left + grid.wide * f64::from(hour);
        let anchor = if hour == 24 { Anchor::End } else { Anchor::Middle };
        frame.scene.text((x, y), &format!("{hour:02}:00"), SMALL, muted, anchor);
    }
    frame.y = y + 18.0;
}

/// From no one to most in colors, with the commitment where it lies.
fn scale(drawing: &mut Drawing<'_>, most: u64, committed: Option<u64>) {
    const STEPS: u32 = 60;
    let numbers = drawing.numbers;
    let frame = &mut drawing.frame;
    let (ink, y) = (frame.ink, frame.y + 4.0);
    let (zero, top) = ("0".to_owned(), format!("{} at most", numbers.count(Some(most))));
    let left = frame.left() + GUTTER;
    let wide = (frame.room() * 0.3).min(200.0);
    frame.scene.text((left - 6.0, y), &zero, SMALL, ink.muted, Anchor::End);
    for step in 0..STEPS {
        let share = f64::from(step) / f64::from(STEPS);
        let x = left + wide * share;
        frame.scene.rect((x, y - 5.0), (wide / f64::from(STEPS) + 1.0, 10.0), between(ink.scale, share));
    }
    frame.scene.text((left + wide + 6.0, y), &top, SMALL, ink.text, Anchor::Start);
    frame.y = y + 16.0;
    let Some(committed) = committed else { return };
    let label = format!("the {} committed", numbers.count(Some(committed)));
    if committed > most {
        return frame.remark(&format!("No hour is above the commitment of {}.", numbers.count(Some(committed))));
    }
    let x = left + wide * committed as f64 / most as f64;
    frame.scene.rect((x - 1.0, y - 8.0), (2.0, 16.0), ink.alert);
    frame.remark(&format!("Inside the line: more people than {label}."));
}
