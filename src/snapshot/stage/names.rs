//! Texts that repeat in millions of rows (ids of people, features), kept once each.

use std::collections::HashMap;

use xxhash_rust::xxh3::Xxh3DefaultBuilder;

/// A set of texts; each has a code, in the order in which they were first seen.
#[derive(Default)]
pub(crate) struct Names {
    codes: HashMap<Box<str>, u32, Xxh3DefaultBuilder>,
}

impl Names {
    /// The code of a text, new or known.
    pub(crate) fn code(&mut self, text: &str) -> u32 {
        if let Some(code) = self.codes.get(text) {
            return *code;
        }
        let code = u32::try_from(self.codes.len()).expect("fewer than 2^32 people and features");
        self.codes.insert(text.into(), code);
        code
    }

    /// All texts with their codes, sorted by `(first(text), text)`.
    pub(crate) fn sorted_by<K: Ord>(&self, first: impl Fn(&str) -> K) -> Vec<(&str, u32)> {
        let mut all: Vec<_> = self.codes.iter().map(|(text, code)| (&**text, *code)).collect();
        all.sort_unstable_by_key(|(text, _)| (first(text), *text));
        all
    }
}
