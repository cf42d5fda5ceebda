//! How figures look in a language: digits, marks, percent, money, days and months. Words stay English.
//!
//! The rules are those of the Unicode CLDR, release 48 (<https://cldr.unicode.org>), `common/main/{en,en_GB,de,fr,es}.xml`,
//! numbering system `latn`: `symbols`, `currencyFormat/standard`, `percentFormat`, `minimumGroupingDigits`,
//! `dateFormat/medium` and `availableFormats/yMMMM`. Two points are ours, so that a report reads the same beside its charts:
//! a negative number has the minus sign U+2212, where CLDR has the hyphen, on CLDR's side of the number; and only `$`, `€`,
//! `£` and `₹` stand for a currency (as CLDR writes them in the language), all others keep their ISO code.
//!
//! Five rows of a table, not a library: `icu_decimal` 2.4 costs 10 s of compile time (CPU, dev profile) and brings grouping
//! alone; with `icu_datetime` it is 21 s, and patterns for money are not in a stable one yet.

mod notation;
mod rules;

use std::fmt;
use std::str::FromStr;

pub use notation::Notation;

/// A language and region for numbers and dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Locale {
    /// American English: `$1,234.50`, `Oct 31, 2026`.
    #[default]
    EnUs,
    /// British English: `US$1,234.50`, `31 Oct 2026`.
    EnGb,
    /// German: `1.234,50 $`, `31.10.2026`.
    De,
    /// French: `1 234,50 $US`, `31 oct. 2026`.
    Fr,
    /// Spanish: `1234,50 US$`, `31 oct 2026`.
    Es,
}

/// A text names no locale.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is no locale that reports are written in; choose one of {}", choices())]
pub struct LocaleError {
    /// What was asked for.
    pub given: String,
}

fn choices() -> String {
    Locale::ALL.map(|locale| format!("`{locale}`")).join(", ")
}

impl Locale {
    /// All locales, the default first.
    pub const ALL: [Locale; 5] = [Locale::EnUs, Locale::EnGb, Locale::De, Locale::Fr, Locale::Es];

    /// Its name as a language tag (BCP 47).
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Locale::EnUs => "en-US",
            Locale::EnGb => "en-GB",
            Locale::De => "de",
            Locale::Fr => "fr",
            Locale::Es => "es",
        }
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.tag())
    }
}

impl FromStr for Locale {
    type Err = LocaleError;

    /// Upper or lower case, `-` or `_`. `en` is `en-US`; a language with its own country (`de-DE`) is the language. Other
    /// regions are refused: `de-CH` writes numbers in its own way.
    fn from_str(text: &str) -> Result<Locale, LocaleError> {
        match text.trim().replace('_', "-").to_ascii_lowercase().as_str() {
            "en-us" | "en" => Ok(Locale::EnUs),
            "en-gb" => Ok(Locale::EnGb),
            "de" | "de-de" => Ok(Locale::De),
            "fr" | "fr-fr" => Ok(Locale::Fr),
            "es" | "es-es" => Ok(Locale::Es),
            _ => Err(LocaleError { given: text.to_owned() }),
        }
    }
}
