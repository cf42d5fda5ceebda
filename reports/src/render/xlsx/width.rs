//! How wide a column is, from what stands in it, and where a long text is broken.

use unicode_width::UnicodeWidthStr;

use super::Book;
use super::place::Place;
use crate::report::{Kind, Value};

/// Characters of a column at least and at most; longer texts are broken into lines.
const LEAST: usize = 9;
const MOST: usize = 48;
/// Characters that the button of a filter takes in a head.
const BUTTON: usize = 4;
/// Rows whose texts are looked at: later ones are seldom wider.
const LOOKED_AT: usize = 5_000;

/// A column's width in characters, and whether its texts are broken.
pub(super) fn column(book: &Book<'_>, place: &Place<'_>, at: usize) -> (usize, bool) {
    let Some(column) = place.table.columns.get(at) else { return (LEAST, false) };
    let totals = place.table.totals.iter().filter_map(|totals| totals.cells.get(at));
    let total = totals.map(|value| shown(book, place, at, value)).max().unwrap_or(0);
    let rows = place.table.rows.iter().take(LOOKED_AT).filter_map(|row| row.get(at));
    let cells = match column.kind {
        Kind::Day | Kind::Month => 11,
        Kind::Instant => 16,
        _ => rows.clone().map(|value| shown(book, place, at, value)).max().unwrap_or(0),
    };
    let longest = cells.max(total);
    let width = longest.max(head(&column.label)) + 2;
    let has_breaks = || rows.clone().any(|value| matches!(value, Value::Text(text) if text.contains('\n')));
    (width.clamp(LEAST, MOST), column.kind == Kind::Text && (longest + 2 > MOST || has_breaks()))
}

/// Characters that a head needs in two lines, or for its longest word.
fn head(label: &str) -> usize {
    let words = label.split(' ').map(UnicodeWidthStr::width);
    let half = label.width().div_ceil(2);
    words.max().unwrap_or(0).max(half.min(18)) + BUTTON
}

fn shown(book: &Book<'_>, place: &Place<'_>, at: usize, value: &Value) -> usize {
    match value {
        Value::Text(text) => text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0),
        value => match value.number() {
            // Grouped digits, sign, symbol: what the notation writes, with the digits of the whole column.
            Some(number) => {
                let digits = place.digits.get(at).copied().unwrap_or(0) as usize;
                let text = book.notation.value(value);
                text.width() + digits.saturating_sub(number.normalize().scale() as usize)
            }
            None => book.notation.value(value).width(),
        },
    }
}

/// Lines that a text takes in a column; a word that is wider than the column takes several.
pub(super) fn lines_in(text: &str, width: usize) -> usize {
    // A width counts digits, and the letters of a text are narrower.
    let room = (width + width / 8).max(2);
    let of_line = |line: &str| {
        let broken = lines(line, room);
        broken.iter().map(|line| line.width().div_ceil(room).max(1)).sum::<usize>().max(1)
    };
    text.lines().map(of_line).sum::<usize>().max(1)
}

/// Height of a row in points; what a sheet's row can be at most holds 28 lines.
pub(super) fn height(lines: usize) -> f64 {
    (lines.min(28) as f64) * 14.25 + 1.0
}

/// A text in lines of at most `width` characters, broken between words.
pub(super) fn lines(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
