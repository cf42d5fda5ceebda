//! `[quote]` and `[[one_off]]`.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{OneOff, OneOffKind, TERM_MONTHS_MAX};
use crate::contract::read_more::percent;
use crate::document::{Field, Section};
use crate::money::Currency;

pub(super) const KINDS: [(&str, OneOffKind); 2] = [("fee", OneOffKind::Fee), ("credit", OneOffKind::Credit)];

/// What `[quote]` says.
#[derive(Default)]
pub(super) struct Terms {
    pub(super) vendor: Option<String>,
    pub(super) name: Option<String>,
    pub(super) valid_until: Option<NaiveDate>,
    pub(super) months: Option<Field<u32>>,
    /// Does a length stand there that could not be read?
    pub(super) months_are_wrong: bool,
    pub(super) uplift: Option<Field<Decimal>>,
}

pub(super) fn terms(root: &Section<'_, '_>) -> Terms {
    let Some(section) = root.section("quote") else {
        if !root.has("quote") {
            root.missing("quote", "a table [quote] with at least `vendor`");
        }
        return Terms { months_are_wrong: root.has("quote"), ..Terms::default() };
    };
    let vendor = section.required("vendor", "who offers, as \"Genesys\"", Section::text);
    let months = section.integer("term_months", 1, u64::from(TERM_MONTHS_MAX));
    let terms = Terms {
        vendor: vendor.map(|field| field.value),
        name: section.text("name").map(|field| field.value),
        valid_until: section.date("valid_until").map(|field| field.value),
        months_are_wrong: months.is_none() && section.has("term_months"),
        months: months.and_then(|field| Some(Field { value: u32::try_from(field.value).ok()?, at: field.at })),
        uplift: percent(&section, "uplift_percent_per_year"),
    };
    section.finish();
    terms
}

/// Every `[[one_off]]`; `months` = the length of the term, where it is known.
pub(super) fn one_offs(root: &Section<'_, '_>, currency: Currency, months: Option<u32>) -> Vec<OneOff> {
    let mut list = Vec::new();
    for section in root.sections("one_off") {
        let name = section.required("name", "what it is for, as \"Onboarding\"", Section::text);
        let kind = section.required("kind", "\"fee\" or \"credit\"", |section, key| section.word(key, &KINDS));
        let amount = section.required("amount", "the amount, above 0, as \"12000.00\"", Section::amount);
        let last = u64::from(months.unwrap_or(TERM_MONTHS_MAX));
        let month = section.integer("month", 1, last);
        if let Some(amount) = amount.as_ref().filter(|amount| amount.value.is_zero()) {
            section.problem(&amount.at, "is 0", "an amount above 0", "drop the entry if nothing is charged");
        }
        if let Some(amount) = amount.as_ref().filter(|amount| currency.round(amount.value) != amount.value) {
            let what = format!("is {}, finer than {currency} is paid", amount.value);
            section.problem(&amount.at, what, format!("at most {} decimals", currency.minor_units()), "");
        }
        section.finish();
        if let (Some(name), Some(kind), Some(amount)) = (name, kind, amount) {
            let month = month.and_then(|field| u32::try_from(field.value).ok()).unwrap_or(1);
            let (name, kind, amount) = (name.value, kind.value, currency.round(amount.value));
            list.push(OneOff { name, kind, amount, month });
        }
    }
    list
}
