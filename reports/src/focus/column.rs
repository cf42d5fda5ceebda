//! What a column is: its name, what its cells hold, where it comes from.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use rust_decimal::Decimal;

/// Who provides, publishes and issues the invoice.
pub(super) const PROVIDER: &str = "Genesys";
/// On whose machines it runs.
pub(super) const HOST: &str = "AWS";

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value<'a> {
    /// Not known, or not there.
    Null,
    /// A text.
    Text(Cow<'a, str>),
    /// An exact number.
    Decimal(Decimal),
    /// An instant.
    Instant(DateTime<Utc>),
}

/// What the cells of a column hold where they are not null.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Texts.
    Text,
    /// Exact numbers.
    Decimal,
    /// Instants.
    Instant,
}

/// Versions of FOCUS that can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// 1.2, of June 2025: what the official validator knows.
    V1_2,
    /// 1.4.
    V1_4,
}

impl Version {
    /// As `1.2`.
    pub fn as_str(self) -> &'static str {
        match self {
            Version::V1_2 => "1.2",
            Version::V1_4 => "1.4",
        }
    }
}

/// One column of rows `R`.
pub struct Column<R> {
    /// Its name.
    pub name: &'static str,
    /// What its cells hold.
    pub kind: Kind,
    /// The only version that has it so; `None` = every version.
    pub only: Option<Version>,
    /// Where its values come from, for the documentation.
    pub from: &'static str,
    pub(super) get: Getter<R>,
}

pub(super) type Getter<R> = for<'a> fn(&'a R) -> Value<'a>;

impl<R> Column<R> {
    /// Its cell in a row.
    pub fn value<'a>(&self, row: &'a R) -> Value<'a> {
        (self.get)(row)
    }
}

/// The columns that a version has, in the order of the file.
pub fn of_version<R>(columns: &'static [Column<R>], version: Version) -> Vec<&'static Column<R>> {
    columns.iter().filter(|column| column.only.is_none_or(|only| only == version)).collect()
}

/// Midnight UTC of a day.
pub(super) fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}

pub(super) fn text(value: &str) -> Value<'_> {
    Value::Text(Cow::Borrowed(value))
}

pub(super) fn maybe(value: Option<&str>) -> Value<'_> {
    value.map_or(Value::Null, text)
}

pub(super) fn number(value: Option<Decimal>) -> Value<'static> {
    value.map_or(Value::Null, Value::Decimal)
}

/// Pairs as a JSON object; nothing where there are none.
pub(super) fn object(pairs: &[(String, String)]) -> Value<'static> {
    if pairs.is_empty() {
        return Value::Null;
    }
    let pairs: Vec<String> = pairs.iter().map(|(key, value)| format!("{}: {}", quoted(key), quoted(value))).collect();
    Value::Text(Cow::Owned(format!("{{{}}}", pairs.join(", "))))
}

/// A JSON string.
pub(super) fn quoted(text: &str) -> String {
    let mut json = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => json.extend(['\\', letter]),
            control if control < ' ' => json += &format!("\\u{:04x}", u32::from(control)),
            other => json.push(other),
        }
    }
    json + "\""
}

/// A list of columns of a row type: name, the only version that has it, kind, cell, where it comes from.
macro_rules! columns {
    ($(#[$doc:meta])* $list:ident of $row:ty: $($name:ident $(($only:ident))?: $kind:ident, $get:expr, $from:literal;)*) => {
        $(#[$doc])*
        pub static $list: &[Column<$row>] = &[$(Column {
            name: stringify!($name),
            kind: Kind::$kind,
            only: only!($($only)?),
            from: $from,
            get: $get,
        }),*];
    };
}

macro_rules! only {
    () => {
        None
    };
    ($version:ident) => {
        Some(Version::$version)
    };
}

pub(super) use {columns, only};
