//! One table of a document, with a getter per kind of value.
//!
//! A getter returns `None` where the key is absent or wrong; a wrong value has been recorded by then. A section remembers
//! the keys it was asked for, so that [`Section::finish`] can name the ones nobody knows.

use std::cell::RefCell;
use std::str::FromStr;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Document;
use super::amount::{AMOUNT_FORM, amount_from};
use crate::problem::did_you_mean;

/// Where a key stands: its path and the byte offset of its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// Path of the key, as `line[2].unit_price`, counted from 1.
    pub path: String,
    pub(super) offset: usize,
}

impl Spot {
    pub(super) fn new(path: String, offset: usize) -> Spot {
        Spot { path, offset }
    }
}

/// A value with the spot where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub at: Spot,
}

/// One table of a document.
#[derive(Debug)]
pub struct Section<'d, 't> {
    document: &'d Document<'t>,
    at: Spot,
    table: &'d DeTable<'t>,
    asked: RefCell<Vec<&'static str>>,
}

impl<'d, 't> Section<'d, 't> {
    pub(super) fn new(document: &'d Document<'t>, at: Spot, table: &'d DeTable<'t>) -> Self {
        Section { document, at, table, asked: RefCell::default() }
    }

    /// Where the section starts.
    pub fn spot(&self) -> &Spot {
        &self.at
    }

    /// Records a problem at a spot.
    pub fn problem(&self, at: &Spot, what: impl Into<String>, expected: impl Into<String>, hint: impl Into<String>) {
        self.document.problem(at, what, expected, hint);
    }

    /// A text that is not blank.
    pub fn text(&self, key: &'static str) -> Option<Field<String>> {
        let field = self.string(key, "a text in quotes")?;
        if field.value.trim().is_empty() {
            self.problem(
                &field.at,
                "is blank",
                "a text in quotes that is not blank",
                "drop the key if there is nothing to say",
            );
            return None;
        }
        Some(field)
    }

    /// One of a list of words; a near miss gets a suggestion.
    pub fn word<T: Copy>(&self, key: &'static str, words: &[(&'static str, T)]) -> Option<Field<T>> {
        let expected = format!("one of {}", list(words.iter().map(|(word, _)| *word)));
        let field = self.string(key, &expected)?;
        let found = words.iter().find(|(word, _)| *word == field.value);
        if found.is_none() {
            let hint = suggestion(&field.value, words.iter().map(|(word, _)| *word));
            self.problem(&field.at, format!("is `{}`", field.value), expected, hint);
        }
        found.map(|(_, value)| Field { value: *value, at: field.at })
    }

    /// A list of words out of a list of words. Absent = empty.
    pub fn words<T: Copy>(&self, key: &'static str, words: &[(&'static str, T)]) -> Vec<Field<T>> {
        let mut fields = Vec::new();
        for field in self.texts(key) {
            match words.iter().find(|(word, _)| *word == field.value) {
                Some((_, value)) => fields.push(Field { value: *value, at: field.at }),
                None => {
                    let expected = format!("one of {}", list(words.iter().map(|(word, _)| *word)));
                    let hint = suggestion(&field.value, words.iter().map(|(word, _)| *word));
                    self.problem(&field.at, format!("is `{}`", field.value), expected, hint);
                }
            }
        }
        fields
    }

    /// A text that reads as a `T`; the error of `T` says what it expects.
    pub fn parsed<T: FromStr>(&self, key: &'static str, expected: &str, hint: &str) -> Option<Field<T>> {
        let field = self.string(key, expected)?;
        match field.value.parse() {
            Ok(value) => Some(Field { value, at: field.at }),
            Err(_) => {
                self.problem(&field.at, format!("is `{}`", field.value), expected, hint);
                None
            }
        }
    }

    /// An amount: a decimal in quotes, not negative, at most 9 digits before and 6 after the point.
    pub fn amount(&self, key: &'static str) -> Option<Field<Decimal>> {
        let (at, value) = self.get(key)?;
        self.amount_of(at, value)
    }

    /// A table of amounts by free key, as prices by currency, in order of the keys.
    pub fn amounts(&self, key: &'static str) -> Vec<(String, Field<Decimal>)> {
        let Some((at, value)) = self.get(key) else { return Vec::new() };
        let Some(table) = value.as_table() else {
            self.wrong_kind(&at, value, "a table of decimals in quotes, as { USD = \"1.00\" }", "");
            return Vec::new();
        };
        let mut amounts: Vec<_> = table
            .iter()
            .filter_map(|(name, value)| {
                let spot = Spot::new(format!("{}.{}", at.path, name.get_ref()), value.span().start);
                Some((name.get_ref().to_string(), self.amount_of(spot, value.get_ref())?))
            })
            .collect();
        amounts.sort_by(|a, b| a.0.cmp(&b.0));
        amounts
    }

    /// A whole number from `min` to `max`, both inclusive.
    pub fn integer(&self, key: &'static str, min: u64, max: u64) -> Option<Field<u64>> {
        let (at, value) = self.get(key)?;
        let expected = format!("a whole number from {min} to {max}, without quotes");
        let Some(integer) = value.as_integer() else {
            self.wrong_kind(&at, value, &expected, "");
            return None;
        };
        match i128::from_str_radix(integer.as_str(), integer.radix()) {
            Ok(number) if (i128::from(min)..=i128::from(max)).contains(&number) => {
                Some(Field { value: u64::try_from(number).expect("a number within the range of u64"), at })
            }
            _ => {
                self.problem(&at, format!("is {integer}"), expected, "");
                None
            }
        }
    }

    /// True or false.
    pub fn flag(&self, key: &'static str) -> Option<Field<bool>> {
        let (at, value) = self.get(key)?;
        if value.as_bool().is_none() {
            self.wrong_kind(&at, value, "true or false, without quotes", "");
        }
        value.as_bool().map(|value| Field { value, at })
    }

    /// A calendar date, as `"2026-12-14"` or as a TOML date.
    pub fn date(&self, key: &'static str) -> Option<Field<NaiveDate>> {
        const FORM: &str = "a date, as \"2026-12-14\"";
        let (at, value) = self.get(key)?;
        let text = match value {
            DeValue::String(text) => text.to_string(),
            DeValue::Datetime(datetime) => datetime.to_string(),
            _ => {
                self.wrong_kind(&at, value, FORM, "");
                return None;
            }
        };
        let date = if text.len() == 10 { NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok() } else { None };
        if date.is_none() {
            self.problem(&at, format!("is `{text}`, which is no date of the calendar"), FORM, "");
        }
        date.map(|value| Field { value, at })
    }

    /// A list of texts, none blank. Absent = empty.
    pub fn texts(&self, key: &'static str) -> Vec<Field<String>> {
        const FORM: &str = "a list of texts in quotes, as [\"one\", \"two\"]";
        let Some((at, value)) = self.get(key) else { return Vec::new() };
        let Some(items) = value.as_array() else {
            self.wrong_kind(&at, value, FORM, "");
            return Vec::new();
        };
        let mut texts = Vec::new();
        for (place, item) in items.iter().enumerate() {
            let spot = Spot::new(format!("{}[{}]", at.path, place + 1), item.span().start);
            match item.get_ref().as_str() {
                Some(text) if !text.trim().is_empty() => texts.push(Field { value: text.to_owned(), at: spot }),
                Some(_) => self.problem(&spot, "is blank", FORM, "drop the entry"),
                None => self.wrong_kind(&spot, item.get_ref(), FORM, ""),
            }
        }
        texts
    }

    /// A table in this one, as `[contract]`.
    pub fn section(&self, key: &'static str) -> Option<Section<'d, 't>> {
        let (at, value) = self.get(key)?;
        match value.as_table() {
            Some(table) => Some(Section::new(self.document, at, table)),
            None => {
                self.wrong_kind(&at, value, &format!("a table, as [{key}]"), "");
                None
            }
        }
    }

    /// The tables of a list, as `[[line]]`. Absent = empty.
    pub fn sections(&self, key: &'static str) -> Vec<Section<'d, 't>> {
        let Some((at, value)) = self.get(key) else { return Vec::new() };
        let form = format!("tables with double brackets, as [[{key}]]");
        let Some(items) = value.as_array() else {
            self.wrong_kind(&at, value, &form, "");
            return Vec::new();
        };
        let mut sections = Vec::new();
        for (place, item) in items.iter().enumerate() {
            let spot = Spot::new(format!("{}[{}]", at.path, place + 1), item.span().start);
            match item.get_ref().as_table() {
                Some(table) => sections.push(Section::new(self.document, spot, table)),
                None => self.wrong_kind(&spot, item.get_ref(), &form, ""),
            }
        }
        sections
    }

    /// Is the key there, whatever its value?
    pub fn has(&self, key: &'static str) -> bool {
        self.get(key).is_some()
    }

    /// The value of a key that must be there, by one of the getters. A wrong value is recorded by the getter, a missing one
    /// here.
    pub fn required<T>(
        &self,
        key: &'static str,
        expected: &str,
        get: impl Fn(&Section<'d, 't>, &'static str) -> Option<Field<T>>,
    ) -> Option<Field<T>> {
        if !self.has(key) {
            self.missing(key, expected);
        }
        get(self, key)
    }

    /// Records that a key is missing.
    pub fn missing(&self, key: &'static str, expected: &str) {
        self.asked.borrow_mut().push(key);
        self.problem(&self.at, format!("has no `{key}`"), expected, format!("add `{key}`"));
    }

    /// Records every key that no getter asked for.
    pub fn finish(self) {
        let mut known = self.asked.borrow().clone();
        known.sort_unstable();
        known.dedup();
        for (key, _) in self.table {
            let name = key.get_ref().as_ref();
            if !known.contains(&name) {
                let spot = Spot::new(self.path_of(name), key.span().start);
                let hint = suggestion(name, known.iter().copied());
                self.problem(
                    &spot,
                    "is a key that nobody reads",
                    format!("one of {}", list(known.iter().copied())),
                    hint,
                );
            }
        }
    }

    fn get(&self, key: &'static str) -> Option<(Spot, &'d DeValue<'t>)> {
        self.asked.borrow_mut().push(key);
        let value: &'d Spanned<DeValue<'t>> =
            self.table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)?;
        Some((Spot::new(self.path_of(key), value.span().start), value.get_ref()))
    }

    fn path_of(&self, key: &str) -> String {
        if self.at.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.at.path) }
    }

    fn string(&self, key: &'static str, expected: &str) -> Option<Field<String>> {
        let (at, value) = self.get(key)?;
        match value.as_str() {
            Some(text) => Some(Field { value: text.to_owned(), at }),
            None => {
                self.wrong_kind(&at, value, expected, "put it in quotes");
                None
            }
        }
    }

    fn amount_of(&self, at: Spot, value: &DeValue<'_>) -> Option<Field<Decimal>> {
        let text = match value {
            DeValue::String(text) => text.as_ref(),
            DeValue::Float(float) => {
                let what = format!("is the float {float}, and a float can't hold every amount exactly");
                self.problem(&at, what, AMOUNT_FORM, format!("put it in quotes: \"{float}\""));
                return None;
            }
            DeValue::Integer(integer) => {
                let what = "is a number without quotes";
                self.problem(&at, what, AMOUNT_FORM, format!("put it in quotes: \"{integer}\""));
                return None;
            }
            _ => {
                self.wrong_kind(&at, value, AMOUNT_FORM, "");
                return None;
            }
        };
        match amount_from(text) {
            Ok(value) => Some(Field { value, at }),
            Err((what, hint)) => {
                self.problem(&at, format!("is `{text}`, {what}"), AMOUNT_FORM, hint);
                None
            }
        }
    }

    fn wrong_kind(&self, at: &Spot, value: &DeValue<'_>, expected: &str, hint: &str) {
        self.problem(at, format!("is of the kind {}", value.type_str()), expected, hint);
    }
}

/// Words in backticks, separated by commas.
fn list<'w>(words: impl Iterator<Item = &'w str>) -> String {
    words.map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// "did you mean …?", or nothing where nothing is near.
fn suggestion<'w>(text: &str, words: impl Iterator<Item = &'w str>) -> String {
    did_you_mean(text, words).map(|word| format!("did you mean `{word}`?")).unwrap_or_default()
}
