//! A committed line as a paper of its own: which one it is, from when to when, when it last changed.

use chrono::NaiveDate;

use super::{Contract, Line};

impl Contract {
    /// The days of a line, both inclusive: its own, else the contract's. `None` = one of the two is open.
    pub fn days_of(&self, line: &Line) -> Option<(NaiveDate, NaiveDate)> {
        line.span.from.or(self.start).zip(line.span.to.or(self.end))
    }

    /// What tells the line with this place in [`Contract::lines`] from every other one, and stays the same while the contract
    /// grows: product and first day, then a number from 2 on where several begin together. `None` = no such line, or its
    /// first day is open.
    pub fn key_of(&self, place: usize) -> Option<String> {
        let first_day = |line: &Line| line.span.from.or(self.start);
        let own = self.lines.get(place)?;
        let from = first_day(own)?;
        let is_alike = |line: &&Line| line.product == own.product && first_day(line) == Some(from);
        let before = self.lines[..place].iter().filter(is_alike).count();
        let number = if before == 0 { String::new() } else { format!("/{}", before + 1) };
        Some(format!("{}/{from}{number}", own.product))
    }

    /// The first day of the latest amendment of a product that holds by a day; `None` = none does. A line that follows
    /// another one of its product is what an amendment makes of it, and counts as one.
    pub fn amended_on(&self, product: &str, by: NaiveDate) -> Option<NaiveDate> {
        let own = || self.lines.iter().filter(|line| line.product == product);
        let follows = |from: NaiveDate| own().any(|line| line.span.to.is_some() && line.span.to == from.pred_opt());
        let is_amended = |line: &&Line| line.added || line.amendment.is_some() || line.span.from.is_some_and(follows);
        own().filter(is_amended).filter_map(|line| line.span.from).filter(|from| *from <= by).max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::PriceBook;

    const GROWN: &str = "[contract]\nstart = \"2026-01-01\"\nend = \"2026-12-31\"\n\
                         [[line]]\nproduct = \"cx3\"\nquantity = 10\n\
                         [[line]]\nproduct = \"cx1\"\nquantity = 5\nto = \"2026-06-30\"\n\
                         [[amendment]]\neffective = \"2026-03-01\"\n[[amendment.line]]\nproduct = \"cx3\"\nadd = 2\n\
                         [[amendment]]\neffective = \"2026-03-01\"\n[[amendment.line]]\nproduct = \"cx3\"\nadd = 3\n\
                         [[amendment]]\neffective = \"2026-09-01\"\n[[amendment.line]]\nproduct = \"cx3\"\nquantity = 9\n";

    fn contract(text: &str) -> Contract {
        Contract::parse(text, "contract.toml", &PriceBook::embedded()).unwrap().0
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn every_line_has_a_key_of_its_own_that_stays() {
        let keys = |contract: &Contract| -> Vec<String> {
            (0..contract.lines.len()).map(|place| contract.key_of(place).unwrap()).collect()
        };
        let grown = contract(GROWN);
        let expected = ["cx3/2026-01-01", "cx1/2026-01-01", "cx3/2026-03-01", "cx3/2026-03-01/2", "cx3/2026-09-01"];
        assert_eq!(keys(&grown), expected);
        let before = GROWN.rsplit_once("[[amendment]]").unwrap().0;
        assert_eq!(keys(&contract(before)), expected[..4]);
        assert_eq!(grown.key_of(9), None);
        assert_eq!(contract("[[line]]\nproduct = \"cx3\"\nquantity = 1").key_of(0), None, "an open first day");
    }

    #[test]
    fn a_line_has_its_own_days_else_those_of_the_contract() {
        let grown = contract(GROWN);
        let days = |place: usize| grown.days_of(&grown.lines[place]).unwrap();
        assert_eq!(days(0), (day("2026-01-01"), day("2026-08-31")), "ended by the amendment");
        assert_eq!(days(1), (day("2026-01-01"), day("2026-06-30")));
        assert_eq!(days(4), (day("2026-09-01"), day("2026-12-31")));
        let open = contract("[contract]\nend = \"2026-12-31\"\n[[line]]\nproduct = \"cx3\"\nquantity = 1");
        assert_eq!(open.days_of(&open.lines[0]), None);
    }

    #[test]
    fn the_latest_amendment_is_that_of_the_product_by_the_day() {
        let grown = contract(GROWN);
        let check = |product: &str, by: &str, expected: Option<&str>| {
            assert_eq!(grown.amended_on(product, day(by)), expected.map(day), "{product} by {by}");
        };
        check("cx3", "2026-02-28", None);
        check("cx3", "2026-03-01", Some("2026-03-01"));
        check("cx3", "2026-08-31", Some("2026-03-01"));
        check("cx3", "2026-12-31", Some("2026-09-01"));
        check("cx1", "2026-12-31", None);
        check("journey", "2026-12-31", None);
    }
}
