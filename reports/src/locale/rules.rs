//! What CLDR says of each locale.

use super::Locale;

/// The rules of one locale.
#[derive(Debug)]
pub(super) struct Rules {
    /// Between the whole and its fraction.
    pub(super) decimal: char,
    /// Between groups of three digits.
    pub(super) group: char,
    /// Digits before the first group mark from which on there is one (CLDR `minimumGroupingDigits`).
    pub(super) grouped_from: usize,
    /// Behind the number of a share.
    pub(super) percent: &'static str,
    /// Does the currency stand before the number? Behind it there is a space that does not break.
    pub(super) currency_first: bool,
    /// How USD, EUR, GBP and INR are written.
    pub(super) symbols: [&'static str; 4],
    /// A day.
    pub(super) day: DayForm,
    /// Months in a day.
    pub(super) short_months: [&'static str; 12],
    /// Months as the name of a period.
    pub(super) months: [&'static str; 12],
    /// Between the month and the year of a period.
    pub(super) month_of_year: &'static str,
}

/// The order in a day.
#[derive(Debug, Clone, Copy)]
pub(super) enum DayForm {
    /// `Oct 31, 2026`.
    MonthDayYear,
    /// `31 Oct 2026`.
    DayMonthYear,
    /// `31.10.2026`.
    Dotted,
}

const ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const EN_US: Rules = Rules {
    decimal: '.',
    group: ',',
    grouped_from: 1,
    percent: "%",
    currency_first: true,
    symbols: ["$", "€", "£", "₹"],
    day: DayForm::MonthDayYear,
    short_months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    months: ENGLISH,
    month_of_year: " ",
};

const EN_GB: Rules = Rules {
    symbols: ["US$", "€", "£", "₹"],
    day: DayForm::DayMonthYear,
    short_months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"],
    ..EN_US
};

const DE: Rules = Rules {
    decimal: ',',
    group: '.',
    grouped_from: 1,
    percent: "\u{a0}%",
    currency_first: false,
    symbols: ["$", "€", "£", "₹"],
    day: DayForm::Dotted,
    // CLDR's medium date has no month name in German; this is its abbreviated one.
    short_months: ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."],
    months: [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    month_of_year: " ",
};

const FR: Rules = Rules {
    decimal: ',',
    group: '\u{202f}',
    grouped_from: 1,
    percent: "\u{202f}%",
    currency_first: false,
    symbols: ["$US", "€", "£GB", "₹"],
    day: DayForm::DayMonthYear,
    short_months: ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."],
    months: [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    month_of_year: " ",
};

const ES: Rules = Rules {
    decimal: ',',
    group: '.',
    grouped_from: 2,
    percent: "\u{a0}%",
    currency_first: false,
    symbols: ["US$", "€", "GBP", "INR"],
    day: DayForm::DayMonthYear,
    short_months: ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"],
    months: [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
    month_of_year: " de ",
};

impl Locale {
    pub(super) fn rules(self) -> &'static Rules {
        match self {
            Locale::EnUs => &EN_US,
            Locale::EnGb => &EN_GB,
            Locale::De => &DE,
            Locale::Fr => &FR,
            Locale::Es => &ES,
        }
    }
}

impl Rules {
    /// The sign of a currency: a symbol where it means one currency alone, else its ISO code.
    pub(super) fn currency<'a>(&self, code: &'a str) -> &'a str
    where
        'static: 'a,
    {
        match ["USD", "EUR", "GBP", "INR"].iter().position(|known| *known == code) {
            Some(at) => self.symbols[at],
            None => code,
        }
    }
}
