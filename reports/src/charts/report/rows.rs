//! Rows of a name and a bar: bridges and Paretos.

use super::Drawing;
use crate::charts::scene::{Anchor, Type, fitted, measure, wrapped};

/// Height of a line of a name.
const LINE: f64 = 15.0;

/// A name in at most two lines.
pub(super) struct Name {
    lines: Vec<String>,
}

impl Name {
    /// `text` in lines of `width`; what is more than two lines ends in `…`.
    pub(super) fn new(text: &str, style: Type, width: f64) -> Self {
        let text = clean(text);
        let mut lines = wrapped(&text, style, width);
        if lines.len() > 2 {
            let rest = fitted(&lines[1..].join(" "), style, width);
            lines.truncate(1);
            lines.push(if rest.ends_with('…') { rest } else { fitted(&format!("{rest}…"), style, width) });
        }
        Self { lines }
    }

    /// Pixels from the first to the last line.
    pub(super) fn high(&self) -> f64 {
        LINE * self.lines.len() as f64
    }

    /// Writes the name with its middle at `y`.
    pub(super) fn draw(&self, drawing: &mut Drawing<'_>, (x, y): (f64, f64), style: Type) {
        let text = drawing.frame.ink.text;
        let first = y - self.high() / 2.0 + LINE / 2.0;
        for (at, line) in self.lines.iter().enumerate() {
            drawing.frame.scene.text((x, first + LINE * at as f64), line, style, text, Anchor::Start);
        }
    }
}

/// Room for the widest of `names`, at most a share of the paper.
pub(super) fn gutter<'a>(drawing: &Drawing<'_>, names: impl Iterator<Item = &'a str>, style: Type, share: f64) -> f64 {
    let widest = names.map(|name| measure(&crate::format::shortened(&clean(name), 80), style)).fold(0.0, f64::max);
    (widest + 10.0).min(drawing.frame.room() * share)
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
