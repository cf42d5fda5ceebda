//! Text for the template: pieces of a sentence, and words that may be broken where they are too long for their place.

use seatwise_reports::locale::Notation;
use seatwise_reports::report::{Piece, Sentence, Value as Figure};
use typst::foundations::{Array, IntoValue, Value, dict};
use unicode_segmentation::UnicodeSegmentation;

/// Letters of a word that stays whole: no column of words is narrower.
const WHOLE: usize = 20;
/// A longer one may break behind its marks; what has more letters between them, after every few.
const SEGMENT: usize = 14;
const PART: usize = 6;
/// A place where a line may break, without a sign.
const BREAK: char = '\u{200b}';

/// A sentence as pieces: what stands between backticks is set as something to type.
pub(crate) fn pieces(sentence: &Sentence, notation: &Notation) -> Value {
    let mut pieces = Array::new();
    for piece in &sentence.0 {
        match piece {
            Piece::Words(words) | Piece::Figure(Figure::Text(words)) => add_words(&mut pieces, words),
            // A figure is never broken.
            Piece::Figure(figure) => pieces.push(notation.value(figure).into_value()),
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
        let part = breakable(part);
        pieces.push(if is_code { dict! { "code" => part }.into_value() } else { part.into_value() });
    }
}

/// Text on one line as long as there is room; words in it that are longer than a narrow column can break, first behind
/// marks as `/` and `-`. Control characters, line breaks among them, mean nothing in print and become spaces.
pub(crate) fn breakable(text: &str) -> String {
    let is_space = |letter: char| letter == ' ' || letter.is_control();
    let words = text.split(is_space).map(|word| {
        let letters: Vec<&str> = word.graphemes(true).collect();
        if letters.len() > WHOLE { in_parts(&letters) } else { word.to_owned() }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Lines may end behind every mark, and within what stands between two marks only where that is long itself.
fn in_parts(letters: &[&str]) -> String {
    let is_mark = |letter: &&str| matches!(*letter, "/" | "-" | "_" | "." | ":" | "?" | "&" | "=" | "@" | "|");
    let segments = letters.split_inclusive(is_mark);
    let pieces = segments.flat_map(|own| own.chunks(if own.len() > SEGMENT { PART } else { SEGMENT }));
    let mut out = String::new();
    let mut last = 0;
    for piece in pieces {
        // No one or two letters on a line of their own.
        if last > 2 && piece.len() > 1 {
            out.push(BREAK);
            last = 0;
        }
        out.push_str(&piece.concat());
        last += piece.len();
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
        assert_eq!(breakable("abcdefghijklmnopqrst"), "abcdefghijklmnopqrst");
        assert_eq!(breakable("abcdefghijklmnopqrstu"), "abcdef\u{200b}ghijkl\u{200b}mnopqr\u{200b}stu");
        assert_eq!(breakable("https://example.com/a/b"), "https://\u{200b}example.\u{200b}com/\u{200b}a/b");
        assert_eq!(breakable("quality:adminSettings:add"), "quality:\u{200b}adminSettings:\u{200b}add");
        assert_eq!(breakable("1\u{202f}234,50\u{a0}€"), "1\u{202f}234,50\u{a0}€");
        // A letter and its accent are not torn apart.
        assert_eq!(breakable(&"e\u{301}".repeat(30)).matches("e\u{301}").count(), 30);
        assert_eq!(longest_part("ab cde\u{200b}f"), "cde");
    }
}
