//! Columns side by side on a terminal, in as many parts as it takes.

use super::text::{columns, padded};

/// Space between two columns.
const GAP: usize = 2;
/// A column of words is not made narrower than this, nor wider than its share of the terminal.
const WORDS: usize = 14;
/// Lines that one cell of words takes at most.
const LINES: usize = 3;

/// One column.
pub(super) struct Part {
    pub(super) head: String,
    pub(super) is_figure: bool,
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
        let natural = cells.max(head);
        if self.is_figure { natural } else { natural.max(columns(&self.head).min(WORDS)).min(most.max(WORDS)) }
    }
}

/// The table; every part has the first column again, and only the columns that fit beside it.
pub(super) fn table_text(parts: &[Part], width: usize) -> String {
    let Some((first, others)) = parts.split_first() else { return String::new() };
    let widths = widths(parts, width);
    let mut out = String::new();
    let mut from = 0;
    loop {
        let mut taken = GAP + widths[0];
        let fits = |(at, _): &(usize, &Part)| {
            taken += GAP + widths[at + 1];
            // One column at least, or the table would never end.
            *at == from || taken <= width
        };
        let count = others.iter().enumerate().skip(from).take_while(fits).count();
        let shown: Vec<(&Part, usize)> = [(first, widths[0])]
            .into_iter()
            .chain((from..from + count).map(|at| (&others[at], widths[at + 1])))
            .collect();
        if from > 0 {
            out.push('\n');
        }
        out += &lines(&shown);
        from += count;
        if from >= others.len() {
            return out;
        }
    }
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
