use chrono::NaiveDate;
use rust_decimal::Decimal;
use seatwise_reports::format::{self, MoneyFormat};

#[test]
fn money_is_exact_and_grouped() {
    let cases = [
        ("USD", 2, "1234567.5", "$1,234,567.50", "$1,234,567.50"),
        ("USD", 2, "1000.00", "$1,000.00", "$1,000"),
        ("USD", 2, "0", "$0.00", "$0"),
        ("USD", 2, "-0.00", "$0.00", "$0"),
        ("USD", 2, "-999.9", "−$999.90", "−$999.90"),
        ("USD", 2, "0.0125", "$0.0125", "$0.0125"), // more digits than the minor units stay
        ("EUR", 2, "115", "€115.00", "€115"),
        ("JPY", 0, "123456", "JPY\u{a0}123,456", "JPY\u{a0}123,456"),
        ("JPY", 0, "1.50", "JPY\u{a0}1.5", "JPY\u{a0}1.5"),
        ("KWD", 3, "1.5", "KWD\u{a0}1.500", "KWD\u{a0}1.500"),
        (
            "CAD",
            2,
            "79228162514264337593543950335",
            "CAD\u{a0}79,228,162,514,264,337,593,543,950,335",
            "CAD\u{a0}79,228,162,514,264,337,593,543,950,335",
        ),
    ];
    for (currency, minor, amount, exact, brief) in cases {
        let money = MoneyFormat::new(currency, minor);
        let amount: Decimal = amount.parse().unwrap();
        assert_eq!(money.exact(amount), exact, "exact {currency} {amount}");
        assert_eq!(money.brief(amount), brief, "brief {currency} {amount}");
    }
    assert_eq!(MoneyFormat::new("USD", 2).exact_or_unknown(None), "unknown");
}

#[test]
fn counts_days_and_periods() {
    assert_eq!(format::count(0), "0");
    assert_eq!(format::count(999), "999");
    assert_eq!(format::count(1_000_000), "1,000,000");
    assert_eq!(format::counted(1, "seat"), "1 seat");
    assert_eq!(format::counted(2, "person"), "2 people");
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
    assert_eq!(format::period((day(2026, 3, 1), day(2026, 4, 1))), "Mar 1 to Mar 31, 2026");
    assert_eq!(format::period((day(2025, 12, 15), day(2026, 1, 15))), "Dec 15, 2025 to Jan 14, 2026");
    assert_eq!(format::shortened("Grüße", 4), "Grü…");
}
