//! Stretches of presence: what touches is one, also across the edges of months.

use std::collections::{BTreeMap, HashMap};

use crate::canonical::rows::Micros;
use crate::ingest::genesys::span::Span;

/// Start and end of a stretch; no end = it goes on.
pub type Stretch = (Micros, Option<Micros>);

/// One stretch of what touches or overlaps.
pub(super) fn united(mut stretches: Vec<Stretch>) -> Vec<Stretch> {
    stretches.sort_unstable();
    let mut all: Vec<Stretch> = Vec::new();
    for (start, end) in stretches {
        match all.last_mut() {
            Some(last) if last.1.is_none_or(|last| start <= last) => last.1 = later(last.1, end),
            _ => all.push((start, end)),
        }
    }
    all
}

/// The later of two ends; an end that is not known is the latest.
pub(super) fn later(one: Option<Micros>, other: Option<Micros>) -> Option<Micros> {
    Some(one?.max(other?))
}

/// Joins rows of months that follow each other: what touches across an edge is one row.
#[derive(Default)]
pub struct Union {
    waiting: HashMap<String, Stretch>,
}

impl Union {
    /// Takes the rows of one month and hands out those that no later month can lengthen.
    ///
    /// A stretch that was open when an earlier answer came, perhaps weeks before this one, ends as this month says: where
    /// the record that crosses the edge ends, or at the edge where no record crosses it.
    pub fn month(&mut self, month: Span, rows: Vec<(String, Stretch)>, mut out: impl FnMut(&str, Stretch)) {
        let mut of_person: BTreeMap<String, Vec<Stretch>> = BTreeMap::new();
        for (user, stretch) in rows {
            of_person.entry(user).or_default().push(stretch);
        }
        for (user, (start, end)) in self.waiting.drain() {
            of_person.entry(user).or_default().push((start, end.or(Some(month.from.max(start)))));
        }
        for (user, stretches) in of_person {
            for stretch in united(stretches) {
                if stretch.1.is_none_or(|end| end >= month.to) {
                    self.waiting.insert(user.clone(), stretch);
                } else {
                    out(&user, stretch);
                }
            }
        }
    }

    /// Hands out what is left after the last month.
    pub fn finish(self, mut out: impl FnMut(&str, Stretch)) {
        for (user, stretch) in self.waiting {
            out(&user, stretch);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_across_an_edge_is_one_row() {
        let mut union = Union::default();
        let mut out = Vec::new();
        let user = || "u".to_owned();
        let mut keep = |_: &str, stretch| out.push(stretch);
        union.month(Span { from: 0, to: 100 }, vec![(user(), (10, Some(20))), (user(), (90, Some(110)))], &mut keep);
        union.month(Span { from: 100, to: 200 }, vec![(user(), (90, Some(130))), (user(), (200, None))], &mut keep);
        union.finish(&mut keep);
        out.sort_unstable();
        assert_eq!(out, [(10, Some(20)), (90, Some(130)), (200, None)]);
    }

    #[test]
    fn an_open_stretch_ends_as_a_later_answer_says() {
        let user = |name: &str| name.to_owned();
        let open = vec![(user("ended"), (10, None)), (user("gone"), (20, None)), (user("open"), (30, None))];
        let later = vec![(user("ended"), (60, Some(150))), (user("open"), (30, None))];
        let mut union = Union::default();
        let mut out = Vec::new();
        let mut keep = |user: &str, stretch| out.push((user.to_owned(), stretch));
        union.month(Span { from: 0, to: 100 }, open, &mut keep);
        union.month(Span { from: 100, to: 200 }, later, &mut keep);
        union.finish(&mut keep);
        out.sort();
        let expected = [("ended", (10, Some(150))), ("gone", (20, Some(100))), ("open", (30, None))];
        assert_eq!(out, expected.map(|(name, stretch)| (user(name), stretch)));
    }

    #[test]
    fn a_long_stretch_comes_with_every_month() {
        let mut union = Union::default();
        let mut out = Vec::new();
        for to in [100, 200, 300] {
            union.month(Span { from: to - 100, to }, vec![("u".to_owned(), (50, Some(250)))], |_, stretch| {
                out.push(stretch)
            });
        }
        union.finish(|_, stretch| out.push(stretch));
        assert_eq!(out, [(50, Some(250))]);
    }
}
