//! Reading TOML so that every mistake is reported with its line and column, all of them at once.
//!
//! A [`Document`] is one text; a [`Section`] is one table in it, whose typed getters record what is wrong and carry on. It
//! serves price books, contracts and settings alike and knows the meaning of none of them.

mod amount;
mod section;

use std::cell::RefCell;

use toml::de::DeTable;

pub use section::{Field, Section, Spot};

use crate::problem::{Notice, Place, Problem, Problems};

/// One TOML text with what was found wrong in it so far.
#[derive(Debug)]
pub struct Document<'t> {
    file: String,
    text: &'t str,
    root: DeTable<'t>,
    problems: RefCell<Vec<Problem>>,
    notices: RefCell<Vec<Notice>>,
}

impl<'t> Document<'t> {
    /// Reads a text; `file` is its name in messages. Errors of syntax become problems, what could be read stays readable.
    pub fn parse(file: &str, text: &'t str) -> Document<'t> {
        let (root, errors) = DeTable::parse_recoverable(text);
        let document = Document {
            file: file.to_owned(),
            text,
            root: root.into_inner(),
            problems: RefCell::default(),
            notices: RefCell::default(),
        };
        for error in errors {
            let offset = error.span().map_or(0, |span| span.start);
            let what = format!("is not TOML here: {}", error.message());
            let hint = if is_bare_word(text, offset) { "a text stands in quotes, as `currency = \"USD\"`" } else { "" };
            document.problem(&Spot::new(String::new(), offset), what, "TOML 1.0, see https://toml.io", hint);
        }
        document
    }

    /// The table of the whole document.
    pub fn root(&self) -> Section<'_, 't> {
        Section::new(self, Spot::new(String::new(), 0), &self.root)
    }

    /// Did the text break the rules of TOML or of a getter so far?
    pub fn has_problems(&self) -> bool {
        !self.problems.borrow().is_empty()
    }

    /// Records a problem at a spot of this document.
    pub fn problem(&self, at: &Spot, what: impl Into<String>, expected: impl Into<String>, hint: impl Into<String>) {
        let problem =
            Problem { place: self.place(at), what: what.into(), expected: expected.into(), hint: hint.into() };
        self.problems.borrow_mut().push(problem);
    }

    /// Records something that is allowed but needs a look.
    pub fn notice(&self, at: &Spot, message: impl Into<String>) {
        self.notices.borrow_mut().push(Notice { place: self.place(at), message: message.into() });
    }

    /// File, line, column and path of a spot.
    pub fn place(&self, at: &Spot) -> Place {
        let before = self.text.get(..at.offset).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Place {
            file: self.file.clone(),
            line: before.matches('\n').count() + 1,
            // A byte-order mark is no character to an editor.
            column: before[line_start..].trim_start_matches('\u{feff}').chars().count() + 1,
            path: at.path.clone(),
        }
    }

    /// What was found: the notices, or all problems, both by place.
    ///
    /// # Errors
    /// At least one problem was recorded.
    pub fn finish(self) -> Result<Vec<Notice>, Problems> {
        let mut problems = self.problems.into_inner();
        problems.sort();
        problems.dedup();
        let mut notices = self.notices.into_inner();
        notices.sort();
        Problems::from_list(problems).map_or(Ok(notices), Err)
    }
}

/// Does a value begin here that is a word without quotes?
fn is_bare_word(text: &str, offset: usize) -> bool {
    let is_value = text.get(..offset).is_some_and(|before| before.trim_end_matches([' ', '\t']).ends_with('='));
    is_value && text[offset..].trim_start_matches([' ', '\t']).starts_with(|first: char| first.is_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(text: &str) -> Vec<String> {
        let document = Document::parse("x.toml", text);
        let root = document.root();
        root.text("name");
        root.integer("count", 1, 9);
        root.finish();
        let problems = document.finish().err().map(Problems::into_list).unwrap_or_default();
        problems.into_iter().map(|problem| format!("{} {}", problem.place, problem.what)).collect()
    }

    #[test]
    fn lines_and_columns_count_characters_from_one() {
        assert_eq!(places("name = \"a\"\ncount = 3"), Vec::<String>::new());
        assert_eq!(places("count = 0x9"), Vec::<String>::new());
        assert_eq!(places("name = \"ä\"\r\ncount = 10\r\n"), ["x.toml:2:9 is 10"]);
        assert_eq!(
            places("name = \"ä\"; count = 1")[0],
            "x.toml:1:11 is not TOML here: unexpected key or value, expected newline, `#`"
        );
        assert_eq!(
            places("\"näme\" = \"a\"\ncount = 0x10"),
            ["x.toml:1:1 is a key that nobody reads", "x.toml:2:9 is 0x10"]
        );
        assert_eq!(places("\u{feff}name = 5"), ["x.toml:1:8 is of the kind integer"]);
    }

    #[test]
    fn quotes_are_asked_for_where_a_word_stands_as_a_value() {
        assert!(is_bare_word("currency = USD", 11));
        assert!(is_bare_word("currency = USD", 10), "before the blank");
        assert!(!is_bare_word("count = 1 USD", 9), "no value begins here");
        assert!(!is_bare_word("count = 1", 8), "a number");
    }

    #[test]
    fn a_key_that_stands_twice_is_named() {
        let twice = places("name = \"a\"\nname = \"b\"");
        assert_eq!(twice, ["x.toml:2:1 is not TOML here: duplicate key"]);
    }
}
