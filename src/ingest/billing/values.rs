//! Values of billing: decimals as texts that may be empty, days as dates or instants, words.

use chrono::{DateTime, NaiveDate};
use rust_decimal::Decimal;
use seatwise_pricing::contract::Subscription;

use crate::ingest::problem::Problem;

/// Values of `subscriptionType`, with what they mean. Those of test organizations count like the others.
const SUBSCRIPTIONS: [(&str, Subscription); 7] = [
    ("MONTH_TO_MONTH", Subscription::MonthToMonth),
    ("FREE_TRIAL_MONTH_TO_MONTH", Subscription::MonthToMonth),
    ("PREPAY_MONTHLY_COMMITMENT", Subscription::AnnualMonthly),
    ("PREPAY", Subscription::AnnualPrepay),
    ("DEV_ORG_MONTH_TO_MONTH", Subscription::MonthToMonth),
    ("DEV_ORG_PREPAY_MONTHLY_COMMITMENT", Subscription::AnnualMonthly),
    ("DEV_ORG_PREPAY", Subscription::AnnualPrepay),
];

/// Collects what is wrong, all of it.
#[derive(Debug)]
pub(super) struct Faults {
    file: String,
    pub(super) found: Vec<Problem>,
}

impl Faults {
    pub(super) fn of(file: &str) -> Faults {
        Faults { file: file.to_owned(), found: Vec::new() }
    }

    /// Notes a fault of the value at a path.
    pub(super) fn add(&mut self, path: &str, what: impl std::fmt::Display, expected: &str, remedy: &str) {
        self.found.push(Problem {
            file: self.file.clone(),
            line: None,
            column: Some(path.to_owned()),
            what: format!("`{path}` {what}"),
            expected: expected.to_owned(),
            remedy: remedy.to_owned(),
        });
    }

    /// A decimal that is not negative; an empty text says nothing.
    pub(super) fn decimal(&mut self, path: &str, text: Option<&str>) -> Option<Decimal> {
        let text = text.map(str::trim).filter(|text| !text.is_empty())?;
        let number = text.parse().ok().or_else(|| Decimal::from_scientific(text).ok());
        let form = "a decimal, 0 or more, as \"148.00\", without separators; or an empty text where nothing is said";
        match number {
            Some(number) if number >= Decimal::ZERO => return Some(number),
            Some(_) => {
                self.add(path, format_args!("is `{text}`, below 0"), form, "a credit is no price: take the row out")
            }
            None => self.add(
                path,
                format_args!("is `{text}`, which is no decimal"),
                form,
                "leave the answer of the API as it came",
            ),
        }
        None
    }

    /// A price: at most 9 digits before and 6 after the point, as in a contract.
    pub(super) fn price(&mut self, path: &str, text: Option<&str>) -> Option<Decimal> {
        let mut price = self.decimal(path, text)?;
        if price.scale() < 2 {
            // As people write prices; the number is the same.
            price.rescale(2);
        }
        if price.normalize().scale() <= 6 && price < Decimal::from(1_000_000_000) {
            return Some(price);
        }
        let form = "at most 9 digits before and 6 after the point";
        self.add(
            path,
            format_args!("is `{price}`, which has too many digits for a price"),
            form,
            "ask for the price agreed",
        );
        None
    }

    /// How the commitment is paid; an empty text says nothing.
    pub(super) fn subscription(&mut self, path: &str, word: Option<&str>) -> Option<Subscription> {
        let word = word.filter(|word| !word.is_empty())?;
        let known = SUBSCRIPTIONS.iter().find(|(own, _)| *own == word).map(|(_, meaning)| *meaning);
        if known.is_none() {
            let words: Vec<&str> = SUBSCRIPTIONS.iter().map(|(word, _)| *word).collect();
            let form = format!("one of {}", words.join(", "));
            let remedy = "write the contract by hand from `seatwise init`, or set the type that was agreed";
            self.add(path, format_args!("is `{word}`, whose terms nobody publishes"), &form, remedy);
        }
        known
    }

    /// A day: a date, or the date of an instant in UTC. An empty text says nothing.
    pub(super) fn day(&mut self, path: &str, text: Option<&str>) -> Option<NaiveDate> {
        let text = text.map(str::trim).filter(|text| !text.is_empty())?;
        let day = DateTime::parse_from_rfc3339(text).map(|at| at.to_utc().date_naive());
        let day = day.or_else(|_| text.parse::<NaiveDate>());
        if day.is_err() {
            let form = "a date or an instant of ISO 8601, as 2026-12-14 or 2026-12-14T23:59:59Z";
            self.add(
                path,
                format_args!("is `{text}`, which is no date"),
                form,
                "leave the answer of the API as it came",
            );
        }
        day.ok()
    }
}
