//! Ids and names, each kept once and known by a number.

use std::collections::HashMap;
use std::sync::Arc;

/// Numbers for texts, in the order in which they came.
#[derive(Debug, Default, Clone)]
pub(crate) struct Names {
    texts: Vec<Arc<str>>,
    numbers: HashMap<Arc<str>, u32>,
}

impl Names {
    /// The number of a text, a new one if it was not there.
    pub(crate) fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        let text: Arc<str> = text.into();
        self.texts.push(Arc::clone(&text));
        self.numbers.insert(text, number);
        number
    }

    /// The number of a text that is there.
    pub(crate) fn find(&self, text: &str) -> Option<u32> {
        self.numbers.get(text).copied()
    }

    /// The text of a number that [`Names::number`] gave.
    pub(crate) fn text(&self, number: u32) -> &str {
        &self.texts[number as usize]
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.texts.len()
    }

    /// The same texts in alphabetical order, and the new number of each old one.
    pub(crate) fn sorted(self) -> (Names, Vec<u32>) {
        let mut order: Vec<u32> = (0..u32::try_from(self.len()).unwrap_or(u32::MAX)).collect();
        order.sort_unstable_by(|a, b| self.text(*a).cmp(self.text(*b)));
        let mut sorted = Names::default();
        let mut renumbered = vec![0; self.len()];
        for old in order {
            renumbered[old as usize] = sorted.number(self.text(old));
        }
        (sorted, renumbered)
    }
}
