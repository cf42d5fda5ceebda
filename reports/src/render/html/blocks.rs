//! Paragraphs, lists and figures of a page, and words and values inside them.

use maud::{Markup, html};

use super::{Page, pack::Room, table};
use crate::format::UNKNOWN;
use crate::render::plain;
use crate::report::{Block, Figure, Piece, Section, Sentence, Value};

/// Letters of a figure that are set large; longer ones are words.
const LARGE: usize = 16;

impl Page<'_> {
    pub(super) fn block(&self, section: &Section, block: &Block, room: &mut Room) -> Markup {
        match block {
            Block::Paragraph(sentence) => html! { p.line { (self.sentence(sentence)) } },
            Block::List(sentences) => {
                html! { ul.list { @for sentence in sentences { li { (self.sentence(sentence)) } } } }
            }
            Block::Figures(figures) => html! { dl.key { @for one in figures { (self.figure(one)) } } },
            Block::Table(one) => table::table(self, section, one, room),
            // Charts are drawn in runs, by the section.
            Block::Chart(_) => html! {},
        }
    }

    fn figure(&self, figure: &Figure) -> Markup {
        let written = self.notation.value(&figure.value);
        let size = match &figure.value {
            value if value.is_unknown() => "value unknown",
            _ if written.chars().count() > LARGE => "value long",
            _ => "value",
        };
        html! {
            div.figure id={ "figure-" (figure.id) } {
                dt.name { (figure.label) }
                dd class=(size) data-v=[self.exact(&figure.value)] { (self.shown(&figure.value)) }
                @if let Some(detail) = &figure.detail { dd.aside { (self.sentence(detail)) } }
            }
        }
    }

    /// Words with their figures, which do not break; names between backticks are set as such.
    pub(super) fn sentence(&self, sentence: &Sentence) -> Markup {
        html! {
            @for piece in &sentence.0 {
                @match piece {
                    Piece::Words(text) => (words(text)),
                    Piece::Figure(Value::Text(text)) => (words(text)),
                    Piece::Figure(value) => span.fig data-v=[self.exact(value)] { (self.notation.value(value)) },
                }
            }
        }
    }

    /// A value for eyes; a dash where there is none.
    pub(super) fn shown(&self, value: &Value) -> Markup {
        html! {
            @match value {
                Value::Empty => "–",
                Value::Text(text) => (words(text)),
                value if value.is_unknown() => (UNKNOWN),
                value => (self.notation.value(value)),
            }
        }
    }

    /// A value for programs: of all but words, where it is known.
    pub(super) fn exact(&self, value: &Value) -> Option<String> {
        match value {
            Value::Text(_) => None,
            value => plain::text(value, self.report.minor_units),
        }
    }
}

/// Text with names between backticks set as such. The script does the same to rows that it unpacks.
pub(super) fn words(text: &str) -> Markup {
    html! {
        @for (at, part) in text.split('`').enumerate() {
            @if at % 2 == 1 { code { (spaced(part, true)) } } @else { (spaced(part, false)) }
        }
    }
}

/// Letters from which on a word may be broken at its marks, and up to which an option is kept on one line.
const LONG_WORD: usize = 14;
const OPTION: usize = 24;

/// A long word in the parts in which it is read: addresses, permissions and ids end a line after their marks, but none
/// ends it at a decimal point.
pub(super) fn parts(word: &str) -> impl Iterator<Item = &str> {
    let is_seam = |(at, letter): (usize, char)| match letter {
        ':' | '@' | '_' | '/' => true,
        '.' => !word[at + 1..].starts_with(|next: char| next.is_ascii_digit()),
        _ => false,
    };
    let ends = word.char_indices().filter(move |own| is_seam(*own)).map(|(at, letter)| at + letter.len_utf8());
    ends.chain([word.len()])
        .scan(0, |from, to| Some(&word[std::mem::replace(from, to)..to]))
        .filter(|part| !part.is_empty())
}

/// Words that break where a reader would break them: long ones at their marks, options of a command nowhere.
fn spaced(text: &str, is_code: bool) -> Markup {
    html! {
        @for (at, word) in text.split(' ').enumerate() {
            @if at > 0 { " " }
            @let letters = word.chars().count();
            @if is_code && letters <= OPTION && word.contains('-') {
                span { (word) }
            } @else if letters >= LONG_WORD {
                @for (at, part) in parts(word).enumerate() { @if at > 0 { wbr; } (part) }
            } @else { (word) }
        }
    }
}
