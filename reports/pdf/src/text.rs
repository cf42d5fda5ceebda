//! Text for the template: pieces of a sentence, and words that may be broken where they are too long for their place.

use seatwise_reports::locale::Notation;
use seatwise_reports::report::{Piece, Sentence, Value as Figure};
use typst::foundations::{Array, IntoValue, Value, dict};
use unicode_segmentation::UnicodeSegmentation;

/// Letters of a word that no place is too narrow for.
const UNBROKEN: usize = 14;
/// A place where a line may break, without a sign.
const BREAK: char = '\u{200b}';

/// A sentence as pieces: what stands between backticks is set as something to type.
pub(crate) fn pieces(sentence: &Sentence, notation: &Notation) -> Value {
    let mut pieces = Array::new();
    for piece in &sentence.0 {
        match piece {
            Piece::Words(words) | Piece::Figure(Figure::Text(words)) => add_words(&mut pieces, words),
            Piece::Figure(figure) => pieces.push(plain(&notation.value(figure))),
        }
    }
    pieces.into_value()
}

/// Words alone, as pieces.
pub(crate) fn words(text: &str) -> Value {
    let mut pieces = Array::new();
    add_words(&mut pieces, text);
    pieces.into_value()
}

fn add_words(pieces: &mut Array, text: &str) {
    for (at, part) in text.split('`').enumerate().filter(|(_, part)| !part.is_empty()) {
        let is_code = at % 2 == 1;
        pieces.push(if is_code { dict! { "code" => breakable(part) }.into_value() } else { plain(part) });
    }
}

fn plain(text: &str) -> Value {
    breakable(text).into_value()
}

/// Text on one line as long as there is room; the words in it break where they are longer than any place is wide, first
/// behind marks as `/` and `-`.
pub(crate) fn breakable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = 0;
    for cluster in text.graphemes(true) {
        // Control characters, line breaks among them, mean nothing in print.
        let is_space = cluster.chars().all(|letter| letter.is_whitespace() || letter.is_control());
        let keeps = matches!(cluster, "\u{a0}" | "\u{202f}");
        if is_space && !keeps {
            out.push(' ');
            letters = 0;
            continue;
        }
        if letters == UNBROKEN {
            out.push(BREAK);
            letters = 0;
        }
        out.push_str(cluster);
        letters += 1;
        let is_mark = matches!(cluster, "/" | "-" | "_" | "." | "?" | "&" | "=" | "@" | "|");
        if is_mark && letters >= UNBROKEN / 2 {
            out.push(BREAK);
            letters = 0;
        }
    }
    out
}

/// The longest part of a text that no line can break.
pub(crate) fn longest_part(text: &str) -> &str {
    text.split([' ', BREAK]).max_by_key(|part| part.chars().count()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_words_stay_whole_and_long_ones_can_break() {
        assert_eq!(breakable("Quality\nand Planning"), "Quality and Planning");
        assert_eq!(breakable("abcdefghijklmnopqrstuvwxyz"), "abcdefghijklmn\u{200b}opqrstuvwxyz");
        assert_eq!(breakable("https://example.com/a"), "https:/\u{200b}/example.\u{200b}com/a");
        assert_eq!(breakable("1\u{202f}234,50\u{a0}€"), "1\u{202f}234,50\u{a0}€");
        // A letter and its accent are not torn apart.
        assert_eq!(breakable(&"e\u{301}".repeat(15)).matches("e\u{301}").count(), 15);
        assert_eq!(longest_part("ab cde\u{200b}f"), "cde");
    }
}
