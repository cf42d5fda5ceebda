//! Columns side by side on a terminal, in as many parts as it takes.

use super::text::{columns, padded};

/// Space between two columns.
const GAP: usize = 2;
/// A head of several words may take so much before it is broken.
const HEAD: usize = 12;
/// A column of words is not made narrower than this, nor wider than its share of the terminal.
const WORDS: usize = 14;
/// Lines that one cell of words takes at most.
const LINES: usize = 3;

/// One column.
pub(super) struct Part {
    pub(super) head: String,
    pub(super) is_figure: bool,
    /// Does it name its row?
    pub(super) is_name: bool,
    pub(super) cells: Vec<String>,
    pub(super) total: Option<String>,
}

impl Part {
    fn all(&self) -> impl Iterator<Item = &String> {
        self.cells.iter().chain(&self.total)
    }

    /// As wide as its cells; a head of several words may be broken, words may be cut at `most`.
    fn width(&self, most: usize) -> usize {
        let cells = self.all().map(|cell| columns(cell)).max().unwrap_or(0);
        let head = self.head.split(' ').map(columns).max().unwrap_or(0);
        let natural = cells.max(head).max(columns(&self.head).min(HEAD));
        if self.is_figure { natural } else { natural.min(most.max(WORDS)) }
    }
}

/// The table; where it is too wide, it goes on below with its names again and the columns that fit beside them.
pub(super) fn table_text(parts: &[Part], width: usize) -> String {
    let widths = widths(parts, width);
    let name = parts.iter().position(|part| part.is_name).unwrap_or(0);
    let mut out = String::new();
    let mut from = 0;
    while from < parts.len() {
        let mut shown: Vec<usize> = if from == 0 { Vec::new() } else { vec![name] };
        let mut taken: usize = shown.iter().map(|at| GAP + widths[*at]).sum();
        let fits = |at: &usize| {
            taken += GAP + widths[*at];
            // One column at least, or the table would never end.
            *at == from || taken <= width
        };
        let count = (from..parts.len()).take_while(fits).count();
        shown.extend(from..from + count);
        out += if from == 0 { "" } else { "\n" };
        out += &lines(&shown.into_iter().map(|at| (&parts[at], widths[at])).collect::<Vec<_>>());
        from += count;
    }
    out
}

/// Columns of words share what the figures leave, if it is enough to show all side by side; else each gets a third.
fn widths(parts: &[Part], width: usize) -> Vec<usize> {
    let figures: usize = parts.iter().filter(|part| part.is_figure).map(|part| GAP + part.width(0)).sum();
    let words = parts.iter().filter(|part| !part.is_figure).count().max(1);
    let left = width.saturating_sub(figures) / words;
    let most = if left >= WORDS + GAP { left - GAP } else { width / 3 };
    let narrow: Vec<usize> = parts.iter().map(|part| part.width(most)).collect();
    // What short columns leave goes to the long ones.
    let spare = width.saturating_sub(narrow.iter().map(|width| width + GAP).sum());
    parts.iter().zip(narrow).map(|(part, narrow)| part.width(narrow + spare).max(narrow)).collect()
}

fn lines(shown: &[(&Part, usize)]) -> String {
    let mut out = row(shown, |part| part.head.clone(), usize::MAX);
    let rule: Vec<String> = shown.iter().map(|(_, width)| "─".repeat(*width)).collect();
    out += &format!("  {}\n", rule.join("  "));
    for at in 0..shown.first().map_or(0, |(part, _)| part.cells.len()) {
        out += &row(shown, |part| part.cells.get(at).cloned().unwrap_or_default(), LINES);
    }
    if shown.iter().any(|(part, _)| part.total.is_some()) {
        out += &format!("  {}\n", rule.join("  "));
        out += &row(shown, |part| part.total.clone().unwrap_or_default(), LINES);
    }
    out
}

/// Cells side by side, each in as many lines as it takes, at most `most`.
fn row(shown: &[(&Part, usize)], cell: impl Fn(&Part) -> String, most: usize) -> String {
    let cells: Vec<Vec<String>> = shown.iter().map(|(part, width)| broken(&cell(part), *width, most)).collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    let mut out = String::new();
    for at in 0..height {
        let mut line = String::new();
        for ((part, width), cell) in shown.iter().zip(&cells) {
            let text = cell.get(at).map_or("", String::as_str);
            let space = " ".repeat(width.saturating_sub(columns(text)));
            line += &" ".repeat(GAP);
            line += &if part.is_figure { space + text } else { padded(text, *width) };
        }
        out += line.trim_end();
        out.push('\n');
    }
    out
}

/// Text in lines of at most `width` columns, broken between words, inside a word only where it is wider than a line.
fn broken(text: &str, width: usize, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split(' ').flat_map(|word| pieces(word, width)) {
        let line = lines.last_mut().map(|line| columns(line)).unwrap_or(0);
        match lines.last_mut() {
            Some(last) if line == 0 => *last = word,
            Some(last) if line + 1 + columns(&word) <= width => *last = format!("{last} {word}"),
            _ => lines.push(word),
        }
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            while columns(last) + 1 > width.max(1) {
                last.pop();
            }
            last.push('…');
        }
    }
    lines
}

fn pieces(word: &str, width: usize) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for letter in word.chars() {
        let piece = pieces.last().map(|piece| columns(piece)).unwrap_or(0);
        let letter_width = unicode_width::UnicodeWidthChar::width(letter).unwrap_or(0);
        match pieces.last_mut() {
            Some(last) if piece == 0 || piece + letter_width <= width => last.push(letter),
            _ => pieces.push(letter.to_string()),
        }
    }
    pieces
}
