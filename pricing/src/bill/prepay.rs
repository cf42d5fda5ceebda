//! A year paid in advance: which period bears the commitment of which periods.
//!
//! A prepaid year is twelve periods, the first one the period in which the term begins (after a ramp, if there is one: the
//! term follows the ramp, <https://help.mypurecloud.com/faq_categories/pricing-billing/>). What is committed is billed in
//! the first period of the year in which it is in force, for all periods of that year in which it will be.

use chrono::{Datelike, Days, NaiveDate};

use crate::contract::{Contract, Subscription};
use crate::period::Period;

/// Periods of a prepaid year.
const YEAR: i64 = 12;

/// When a part of the commitment is billed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Prepaid {
    /// Periods that are billed now; 0 = billed before.
    pub(super) periods: u32,
    /// First day of the prepaid year.
    pub(super) since: NaiveDate,
}

/// What a period bills of a line's commitment, a line that is in force in it. `None` = not in advance: another
/// subscription, no `start` to know the year from, or before the term.
pub(super) fn prepaid(contract: &Contract, period: Period, line: usize) -> Option<Prepaid> {
    if contract.subscription != Subscription::AnnualPrepay {
        return None;
    }
    let anchor = contract.period_anchor_day;
    let start = contract.start?;
    let term = match contract.ramp_until.filter(|until| *until >= start) {
        Some(until) => until.checked_add_days(Days::new(1))?,
        None => start,
    };
    let first = Period::containing(term, anchor);
    let place = months(period) - months(first);
    let in_year = u32::try_from(place).ok()? % u32::try_from(YEAR).ok()?;
    let (mut year, mut before) = (period, false);
    for _ in 0..in_year {
        year = year.previous(anchor);
        before |= in_force(contract, line, year);
    }
    let since = year.from;
    if before {
        return Some(Prepaid { periods: 0, since });
    }
    let (mut later, mut periods) = (period, 1);
    for _ in i64::from(in_year) + 1..YEAR {
        later = later.next(anchor);
        periods += u32::from(in_force(contract, line, later));
    }
    Some(Prepaid { periods, since })
}

/// Is the line in force on the last day of the period?
fn in_force(contract: &Contract, line: usize, period: Period) -> bool {
    let day = period.last_day();
    contract.is_in_force_on(day) && contract.lines.get(line).is_some_and(|line| line.span.contains(day))
}

/// Months since year 0 of the month in which a period starts: every month starts one.
fn months(period: Period) -> i64 {
    i64::from(period.from.year()) * YEAR + i64::from(period.from.month0())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::PriceBook;
    use crate::period::AnchorDay;

    const PREPAY: &str = "[contract]\nsubscription = \"annual-prepay\"\nstart = \"2026-01-15\"\nend = \"2027-07-14\"\n\
                          period_anchor_day = 15\n[[line]]\nproduct = \"cx3\"\nquantity = 10\nunit_price = \"100\"\n";

    /// Periods billed in the period of a day, and the first day of the year, of line `line`.
    fn check(text: &str, line: usize, day: &str, expected: Option<(u32, &str)>) {
        let contract = Contract::parse(text, "c.toml", &PriceBook::embedded()).unwrap().0;
        let period = Period::containing(day.parse().unwrap(), AnchorDay::new(15).unwrap());
        let found = prepaid(&contract, period, line).map(|prepaid| (prepaid.periods, prepaid.since.to_string()));
        assert_eq!(found, expected.map(|(periods, since)| (periods, since.to_owned())), "{day}");
    }

    #[test]
    fn a_year_is_billed_in_its_first_period_and_a_last_part_of_one_as_well() {
        check(PREPAY, 0, "2026-01-20", Some((12, "2026-01-15")));
        check(PREPAY, 0, "2026-02-20", Some((0, "2026-01-15")));
        check(PREPAY, 0, "2027-01-14", Some((0, "2026-01-15")));
        check(PREPAY, 0, "2027-01-15", Some((6, "2027-01-15")));
        check(PREPAY, 0, "2027-07-14", Some((0, "2027-01-15")));
    }

    #[test]
    fn units_that_are_added_are_billed_to_the_end_of_the_year() {
        let added = format!(
            "{PREPAY}[[amendment]]\neffective = \"2026-10-15\"\n[[amendment.line]]\nproduct = \"cx3\"\nadd = 5"
        );
        check(&added, 1, "2026-10-20", Some((3, "2026-01-15")));
        check(&added, 1, "2026-11-20", Some((0, "2026-01-15")));
        check(&added, 1, "2027-01-20", Some((6, "2027-01-15")));
    }

    #[test]
    fn the_year_begins_after_the_ramp_and_only_where_it_is_paid_in_advance() {
        let ramp = PREPAY.replace("period_anchor", "ramp_until = \"2026-02-14\"\nperiod_anchor");
        check(&ramp, 0, "2026-02-14", None);
        check(&ramp, 0, "2026-02-15", Some((12, "2026-02-15")));
        check(&PREPAY.replace("annual-prepay", "annual-monthly"), 0, "2026-01-20", None);
        check(&PREPAY.replace("start = \"2026-01-15\"\n", ""), 0, "2026-01-20", None);
    }
}
