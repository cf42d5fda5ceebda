//! Each locale against what `Intl` of ICU 78 with CLDR 48 says, but for the minus sign and the codes of currencies.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use seatwise_reports::locale::{Locale, Notation};
use seatwise_reports::report::Value;

use crate::report_fixture::{as_of, dec};

fn notation(locale: Locale, currency: &str, minor_units: u32) -> Notation {
    Notation::new(locale, currency, minor_units)
}

#[test]
fn money_as_cldr_has_it() {
    let cases = [
        (Locale::EnUs, ["−$12,345.50", "€1,234.50", "JPY\u{a0}1,235", "KWD\u{a0}1,234.500", "$0.0125"]),
        (Locale::EnGb, ["−US$12,345.50", "€1,234.50", "JPY\u{a0}1,235", "KWD\u{a0}1,234.500", "US$0.0125"]),
        (Locale::De, ["−12.345,50\u{a0}$", "1.234,50\u{a0}€", "1.235\u{a0}JPY", "1.234,500\u{a0}KWD", "0,0125\u{a0}$"]),
        (
            Locale::Fr,
            [
                "−12\u{202f}345,50\u{a0}$US",
                "1\u{202f}234,50\u{a0}€",
                "1\u{202f}235\u{a0}JPY",
                "1\u{202f}234,500\u{a0}KWD",
                "0,0125\u{a0}$US",
            ],
        ),
        (
            Locale::Es,
            ["−12.345,50\u{a0}US$", "1234,50\u{a0}€", "1235\u{a0}JPY", "1234,500\u{a0}KWD", "0,0125\u{a0}US$"],
        ),
    ];
    for (locale, expected) in cases {
        let given = [
            ("USD", 2, "-12345.5"),
            ("EUR", 2, "1234.5"),
            ("JPY", 0, "1235"),
            ("KWD", 3, "1234.5"),
            ("USD", 2, "0.0125"),
        ];
        for ((currency, minor_units, amount), expected) in given.into_iter().zip(expected) {
            assert_eq!(notation(locale, currency, minor_units).amount(dec(amount)), expected, "{locale} {currency}");
        }
    }
}

#[test]
fn numbers_shares_days_and_months_as_cldr_has_them() {
    let cases = [
        (Locale::EnUs, "1,234,567.25 1,234 −12.3% Sep 3, 2026 September 2026"),
        (Locale::EnGb, "1,234,567.25 1,234 −12.3% 3 Sept 2026 September 2026"),
        (Locale::De, "1.234.567,25 1.234 −12,3\u{a0}% 03.09.2026 September 2026"),
        (Locale::Fr, "1\u{202f}234\u{202f}567,25 1\u{202f}234 −12,3\u{202f}% 3 sept. 2026 septembre 2026"),
        (Locale::Es, "1.234.567,25 1234 −12,3\u{a0}% 3 sept 2026 septiembre de 2026"),
    ];
    let date = NaiveDate::from_ymd_opt(2026, 9, 3).unwrap();
    for (locale, expected) in cases {
        let notation = notation(locale, "USD", 2);
        let values = [
            Value::Quantity(Some(dec("1234567.250"))),
            Value::count(1234),
            Value::Share(Some(dec("-0.1234"))),
            Value::Day(Some(date)),
            Value::Month(date),
        ];
        let written = values.map(|value| notation.value(&value)).join(" ");
        assert_eq!(written, expected, "{locale}");
    }
}

#[test]
fn what_is_not_known_is_said_and_zero_has_no_sign() {
    let notation = notation(Locale::EnUs, "USD", 2);
    for unknown in [Value::Amount(None), Value::Price(None), Value::Count(None), Value::Share(None), Value::Day(None)] {
        assert_eq!(notation.value(&unknown), "unknown");
    }
    assert_eq!(notation.value(&Value::Quantity(None)), "unknown");
    assert_eq!(notation.value(&Value::Empty), "");
    assert_eq!(notation.amount(dec("-0.00")), "$0.00");
    assert_eq!(notation.share(dec("-0.0004")), "0.0%");
    assert_eq!(notation.share(dec("-0.0005")), "−0.1%");
    assert_eq!(notation.quantity(dec("-0.0004")), "0");
}

#[test]
fn huge_numbers_and_long_fractions_are_written() {
    let notation = notation(Locale::EnUs, "USD", 2);
    assert_eq!(notation.amount(Decimal::MAX), "$79,228,162,514,264,337,593,543,950,335");
    assert_eq!(notation.share(Decimal::MAX), "7,922,816,251,426,433,759,354,395,033,500%");
    assert_eq!(notation.count(u64::MAX), "18,446,744,073,709,551,615");
    assert_eq!(notation.price(Decimal::ONE / dec("3")), "$0.333333");
    assert_eq!(notation.price(dec("91.9999996")), "$92.00");
    assert_eq!(notation.quantity(Decimal::ONE / dec("3")), "0.333");
}

#[test]
fn instants_and_periods() {
    let (from, to) = (NaiveDate::from_ymd_opt(2026, 10, 1).unwrap(), NaiveDate::from_ymd_opt(2026, 11, 1).unwrap());
    let american = notation(Locale::EnUs, "USD", 2);
    assert_eq!(american.instant(as_of()), "Nov 3, 2026, 06:30 UTC");
    assert_eq!(american.period((from, to)), "Oct 1, 2026 to Oct 31, 2026");
    let german = notation(Locale::De, "USD", 2);
    assert_eq!(german.instant(from.and_hms_opt(0, 0, 0).unwrap().and_utc()), "01.10.2026");
    assert_eq!(german.period((from, from)), "01.10.2026 to 01.10.2026", "an empty period is its first day");
    assert_eq!(german.short_month(from), "Okt. 2026");
}

#[test]
fn a_locale_is_read_from_its_name_and_others_are_refused_with_the_choices() {
    for locale in Locale::ALL {
        assert_eq!(locale.to_string().parse(), Ok(locale));
    }
    for (text, locale) in
        [("EN_us", Locale::EnUs), ("en", Locale::EnUs), (" de-DE ", Locale::De), ("fr_FR", Locale::Fr)]
    {
        assert_eq!(text.parse(), Ok(locale), "{text}");
    }
    let error = "de-CH".parse::<Locale>().unwrap_err();
    let expected = "`de-CH` is no locale that reports are written in; choose one of `en-US`, `en-GB`, `de`, `fr`, `es`";
    assert_eq!(error.to_string(), expected);
}
