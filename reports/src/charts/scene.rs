//! A chart as a list of shapes in pixels, before any backend: what is measured, cut and wrapped, is decided here.
//!
//! Text is measured with the font that the PNG is drawn with, DejaVu Sans. It is wide: other fonts need less room.

use std::sync::Once;

use plotters::style::{FontStyle, IntoFont, register_font};
use unicode_width::UnicodeWidthChar as _;

use super::palette::Color;

/// Family under which the font is registered; in SVG the document decides what it means.
pub(super) const FAMILY: &str = "sans-serif";

/// Where a text stands relative to its x.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// Size in pixels of the em box, and weight.
#[derive(Debug, Clone, Copy)]
pub(super) struct Type {
    pub(super) size: f64,
    pub(super) bold: bool,
}

pub(super) const TITLE: Type = Type { size: 16.0, bold: true };
pub(super) const LABEL: Type = Type { size: 12.5, bold: false };
pub(super) const STRONG: Type = Type { size: 12.5, bold: true };
pub(super) const SMALL: Type = Type { size: 11.0, bold: false };
pub(super) const FIGURE: Type = Type { size: 16.0, bold: true };

/// One mark. All in pixels from the top left.
#[derive(Debug, Clone)]
pub(super) enum Shape {
    Box {
        x: f64,
        y: f64,
        w: f64,
        h: f64,
        fill: Color,
    },
    Line {
        from: (f64, f64),
        to: (f64, f64),
        color: Color,
    },
    /// A line of several legs, `wide` pixels.
    Path {
        points: Vec<(f64, f64)>,
        color: Color,
        wide: f64,
    },
    /// What a closed line goes around.
    Area {
        points: Vec<(f64, f64)>,
        fill: Color,
    },
    Dot {
        center: (f64, f64),
        radius: f64,
        fill: Color,
    },
    /// `y` is the middle of the letters.
    Text {
        x: f64,
        y: f64,
        text: String,
        style: Type,
        color: Color,
        anchor: Anchor,
    },
}

/// Shapes on a paper that grows downwards as the chart needs.
#[derive(Debug, Clone)]
pub(super) struct Scene {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) shapes: Vec<Shape>,
    pub(super) hovers: Vec<Hover>,
}

/// A part of the paper that explains itself where a pointer rests on it; only in SVG.
#[derive(Debug, Clone)]
pub(super) struct Hover {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) w: f64,
    pub(super) h: f64,
    pub(super) text: String,
}

impl Scene {
    pub(super) fn rect(&mut self, (x, y): (f64, f64), (w, h): (f64, f64), fill: Color) {
        if w > 0.0 && h > 0.0 {
            self.shapes.push(Shape::Box { x, y, w, h, fill });
        }
    }

    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64), color: Color) {
        self.shapes.push(Shape::Line { from, to, color });
    }

    pub(super) fn path(&mut self, points: Vec<(f64, f64)>, wide: f64, color: Color) {
        if points.len() > 1 {
            self.shapes.push(Shape::Path { points, color, wide });
        }
    }

    pub(super) fn area(&mut self, points: Vec<(f64, f64)>, fill: Color) {
        if points.len() > 2 {
            self.shapes.push(Shape::Area { points, fill });
        }
    }

    pub(super) fn dot(&mut self, center: (f64, f64), radius: f64, fill: Color) {
        self.shapes.push(Shape::Dot { center, radius, fill });
    }

    /// Says `text` where a pointer rests on the part of the paper.
    pub(super) fn hover(&mut self, (x, y): (f64, f64), (w, h): (f64, f64), text: String) {
        if w > 0.0 && h > 0.0 {
            self.hovers.push(Hover { x, y, w, h, text });
        }
    }

    /// A vertical line of dashes, 4 on and 3 off.
    pub(super) fn dashes(&mut self, x: f64, (top, bottom): (f64, f64), color: Color) {
        let mut y = top;
        while y < bottom {
            self.line((x, y), (x, (y + 4.0).min(bottom)), color);
            y += 7.0;
        }
    }

    pub(super) fn text(&mut self, (x, y): (f64, f64), text: &str, style: Type, color: Color, anchor: Anchor) {
        if !text.is_empty() {
            self.shapes.push(Shape::Text { x, y, text: text.to_owned(), style, color, anchor });
        }
    }
}

/// Width of `text` in pixels. Letters of full width, which another font draws, are as wide as a `W`.
pub(super) fn measure(text: &str, style: Type) -> f64 {
    register();
    let is_wide = |letter: char| letter.width() == Some(2);
    let stood_in: String;
    let text = if text.contains(is_wide) {
        stood_in = text.chars().map(|letter| if is_wide(letter) { 'W' } else { letter }).collect();
        stood_in.as_str()
    } else {
        text
    };
    let weight = if style.bold { FontStyle::Bold } else { FontStyle::Normal };
    let font = (FAMILY, em(style), weight).into_font();
    font.box_size(text).map_or(0.0, |(width, _)| f64::from(width))
}

/// `text`, or as much of its beginning as fits into `width` with an ellipsis.
pub(super) fn fitted(text: &str, style: Type, width: f64) -> String {
    // A name of any length is measured a bounded number of times: no glyph is narrower than a fifth of an em.
    let most = (width / (style.size * 0.2)).max(1.0) as usize;
    let text = crate::format::shortened(text, most);
    if measure(&text, style) <= width {
        return text;
    }
    let letters: Vec<char> = text.chars().collect();
    let fits = |count: &usize| measure(&beginning(&letters, *count), style) <= width;
    let count = (1..letters.len()).rev().find(fits).unwrap_or(1);
    beginning(&letters, count)
}

/// Lines of at most `width` pixels, broken at spaces, and within a word that is too long alone.
pub(super) fn wrapped(text: &str, style: Type, width: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        let mut before = " ";
        for part in parts(word, style, width) {
            let longer = lines.last().map(|line| format!("{line}{before}{part}"));
            match longer.filter(|line| measure(line, style) <= width) {
                Some(line) => *lines.last_mut().expect("`longer` came from a last line") = line,
                None => lines.push(part),
            }
            before = "";
        }
    }
    lines
}

/// Can `text` be wrapped without a break inside of a word? Words end at spaces, hyphens and slashes.
pub(super) fn has_room(text: &str, style: Type, width: f64) -> bool {
    text.split(' ').flat_map(words).all(|word| measure(word, style) <= width)
}

/// A word whole where it fits; else its parts, which end in a hyphen or a slash, or have a hyphen put there.
fn parts(word: &str, style: Type, width: f64) -> Vec<String> {
    if measure(word, style) <= width {
        return vec![word.to_owned()];
    }
    let mut parts = Vec::new();
    for word in words(word) {
        let mut rest: Vec<char> = word.chars().collect();
        while measure(&rest.iter().collect::<String>(), style) > width && rest.len() > 2 {
            let with_hyphen = |count: usize| format!("{}-", rest[..count].iter().collect::<String>());
            // No glyph is narrower than a fifth of an em, so that a word of any length is measured a bounded number of times.
            let most = ((width / (style.size * 0.2)) as usize).clamp(1, rest.len() - 2);
            let count = (1..=most).rev().find(|count| measure(&with_hyphen(*count), style) <= width).unwrap_or(1);
            parts.push(with_hyphen(count));
            rest.drain(..count);
        }
        parts.push(rest.into_iter().collect());
    }
    parts
}

/// Pieces of a word that a line may end with.
fn words(word: &str) -> impl Iterator<Item = &str> {
    word.split_inclusive(['-', '/'])
}

/// Size that plotters has to be told so that the em is `style.size`: its sizes are line heights of 1.24 em.
pub(super) fn em(style: Type) -> f64 {
    style.size * 1.24
}

/// Makes the vendored font known to plotters, once.
pub(super) fn register() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let fonts: [(FontStyle, &'static [u8]); 2] = [
            (FontStyle::Normal, include_bytes!("../../fonts/DejaVuSans.ttf")),
            (FontStyle::Bold, include_bytes!("../../fonts/DejaVuSans-Bold.ttf")),
        ];
        for (weight, bytes) in fonts {
            if register_font(FAMILY, weight, bytes).is_err() {
                unreachable!("the vendored font files are valid OpenType; the tests draw with both");
            }
        }
    });
}

fn beginning(letters: &[char], count: usize) -> String {
    let kept: String = letters[..count].iter().collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_full_width_has_room_whatever_font_draws_it() {
        let em = |letters: f64| letters * LABEL.size;
        let wide = measure("営業部", LABEL);
        assert!(wide >= em(2.7) && wide <= em(3.6), "{wide}");
        assert!(measure("Sales", LABEL) < em(3.6));
    }
}
