//! Words with figures between them, so that each format writes the figures in its own way.

use super::value::Value;

/// A part of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words; names of things to type stand between backticks.
    Words(String),
    /// A figure.
    Figure(Value),
}

/// A sentence without its full stop, or several with full stops between them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sentence(pub Vec<Piece>);

impl From<&str> for Piece {
    fn from(words: &str) -> Piece {
        Piece::Words(words.to_owned())
    }
}

impl From<String> for Piece {
    fn from(words: String) -> Piece {
        Piece::Words(words)
    }
}

impl From<Value> for Piece {
    fn from(figure: Value) -> Piece {
        Piece::Figure(figure)
    }
}

impl From<&str> for Sentence {
    fn from(words: &str) -> Sentence {
        Sentence(vec![words.into()])
    }
}

impl From<String> for Sentence {
    fn from(words: String) -> Sentence {
        Sentence(vec![words.into()])
    }
}

impl Sentence {
    /// Goes on with another sentence.
    #[must_use]
    pub fn and(mut self, more: Sentence) -> Sentence {
        self.0.extend(more.0);
        self
    }
}

/// A [`Sentence`] from words and figures: `says!["of ", Value::count(3), " seats"]`.
#[macro_export]
macro_rules! says {
    ($($piece:expr),* $(,)?) => {
        $crate::report::Sentence(vec![$($crate::report::Piece::from($piece)),*])
    };
}
