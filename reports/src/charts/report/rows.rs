//! Rows of a name and a bar: bridges, stages and Paretos.

use super::Drawing;
use crate::charts::scene::{Anchor, Type, fitted, has_room, measure, wrapped};

/// Height of a line of a name.
pub(super) const LINE: f64 = 15.0;
/// Space between a name and the edge of what stands beside it.
const BESIDE: f64 = 8.0;
/// Space between a name and the bar below it.
const ABOVE: f64 = 2.0;

/// Where the names of rows stand, all alike: beside the bars, or above them where one would be cut beside.
#[derive(Clone, Copy)]
pub(super) struct Names {
    gutter: f64,
    room: f64,
}

impl Names {
    /// Beside the bars names get the room of the widest, at most `share` of the paper.
    pub(super) fn new<'a>(
        drawing: &Drawing<'_>,
        mut names: impl Iterator<Item = &'a str> + Clone,
        style: Type,
        share: f64,
    ) -> Self {
        let paper = drawing.frame.room();
        let widest = names.clone().map(|name| measure(&crate::format::shortened(&clean(name), 80), style));
        let gutter = (widest.fold(0.0, f64::max) + BESIDE + 2.0).min(paper * share);
        let beside = gutter - BESIDE;
        let has_room =
            |name: &str| has_room(&clean(name), style, beside) && wrapped(&clean(name), style, beside).len() <= 2;
        if names.all(has_room) { Self { gutter, room: beside } } else { Self { gutter: 0.0, room: paper } }
    }

    /// Pixels from the left edge to where bars begin.
    pub(super) fn gutter(&self) -> f64 {
        self.gutter
    }

    /// Do names stand above the bars?
    pub(super) fn are_above(&self) -> bool {
        self.gutter == 0.0
    }

    /// Writes `name` into the row that begins at the cursor and holds something `bar` high; says where the middle of
    /// the bar is, and how high the row.
    pub(super) fn write(&self, drawing: &mut Drawing<'_>, name: &str, style: Type, bar: f64) -> (f64, f64) {
        let lines = lines(name, style, self.room, 2);
        let written = LINE * lines.len() as f64;
        let top = drawing.frame.y;
        let (first, middle, high) = if !self.are_above() {
            let high = written.max(bar);
            (top + (high - written) / 2.0, top + high / 2.0, high)
        } else {
            (top, top + written + ABOVE + bar / 2.0, written + ABOVE + bar)
        };
        let (left, text) = (drawing.frame.left(), drawing.frame.ink.text);
        for (at, line) in lines.iter().enumerate() {
            let y = first + LINE * (at as f64 + 0.5);
            drawing.frame.scene.text((left, y), line, style, text, Anchor::Start);
        }
        (middle, high)
    }
}

/// A name in at most `most` lines of `width`; what is more ends in `…`.
pub(super) fn lines(name: &str, style: Type, width: f64, most: usize) -> Vec<String> {
    let name = clean(name);
    let mut lines = wrapped(&crate::format::shortened(&name, 400), style, width);
    if lines.len() > most {
        let rest = lines.drain(most - 1..).collect::<Vec<_>>().join(" ");
        let cut = fitted(&rest, style, width);
        lines.push(if cut.ends_with('…') { cut } else { fitted(&format!("{cut}…"), style, width) });
    }
    lines
}

/// The largest of two kinds of letters in which all of `texts` fit into `room`, else the smaller one shrunk.
pub(super) fn letters<'a>(texts: impl Iterator<Item = &'a str> + Clone, usual: Type, room: f64) -> Type {
    let small = Type { size: 10.5, ..usual };
    let widest = |style: Type| texts.clone().map(|text| measure(text, style)).fold(1.0, f64::max);
    let fitting = [usual, small].into_iter().find(|style| widest(*style) <= room);
    // A chart in which this is too small to read has to be drawn wider; a cut figure would be a wrong one.
    fitting.unwrap_or_else(|| Type { size: (small.size * (room - 2.0) / widest(small)).max(4.0), ..usual })
}

/// Text on one line, whatever it holds.
pub(super) fn clean(text: &str) -> String {
    let spaced: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}
