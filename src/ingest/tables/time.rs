//! RFC 3339 timestamps and calendar dates, from text, without a detour over locale or format strings.

use chrono::NaiveDate;

use crate::canonical::rows::{DAY, Micros};

/// `2026-10-31T23:59:59.123456Z` or with `±hh:mm`, to microseconds. Finer digits are cut off. `T` may be `t` or a
/// space, `Z` may be `z`; a leap second counts as the next second. `None` = any other form.
pub(super) fn timestamp(text: &str) -> Option<Micros> {
    let bytes = text.as_bytes();
    let (date, rest) = bytes.split_at_checked(10)?;
    let (clock, rest) = rest.split_at_checked(9)?;
    if !matches!(clock[0], b'T' | b't' | b' ') || clock[3] != b':' || clock[6] != b':' {
        return None;
    }
    let (hour, minute, second) = (pair(clock, 1, 23)?, pair(clock, 4, 59)?, pair(clock, 7, 60)?);
    let (fraction, zone) = fraction(rest)?;
    let offset = offset_minutes(zone)?;
    let seconds = (hour * 60 + minute - offset) * 60 + second;
    Some(i64::from(days(date)?) * DAY + seconds * 1_000_000 + fraction)
}

/// `2026-10-31`, to days since 1970-01-01. `None` = any other form.
pub(super) fn date(text: &str) -> Option<i32> {
    days(text.as_bytes())
}

fn days(text: &[u8]) -> Option<i32> {
    if text.len() != 10 || text[4] != b'-' || text[7] != b'-' {
        return None;
    }
    let year = pair(text, 0, 99)? * 100 + pair(text, 2, 99)?;
    let (month, day) = (pair(text, 5, 12)?, pair(text, 8, 31)?);
    let year = i32::try_from(year).expect("four digits");
    NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?).map(|date| date.to_epoch_days())
}

/// Two digits at a place, at most `max`.
fn pair(text: &[u8], at: usize, max: i64) -> Option<i64> {
    let (tens, ones) = (text[at], text[at + 1]);
    let number = i64::from(tens.wrapping_sub(b'0')) * 10 + i64::from(ones.wrapping_sub(b'0'));
    (tens.is_ascii_digit() && ones.is_ascii_digit() && number <= max).then_some(number)
}

/// Microseconds after the decimal point, and what follows.
fn fraction(text: &[u8]) -> Option<(Micros, &[u8])> {
    let Some(text) = text.strip_prefix(b".") else { return Some((0, text)) };
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let micros = (0..6).fold(0, |sum, at| sum * 10 + text[..digits].get(at).map_or(0, |digit| i64::from(digit - b'0')));
    (digits > 0).then_some((micros, &text[digits..]))
}

fn offset_minutes(text: &[u8]) -> Option<i64> {
    match text {
        b"Z" | b"z" => Some(0),
        [sign @ (b'+' | b'-'), rest @ ..] if rest.len() == 5 && rest[2] == b':' => {
            let minutes = pair(rest, 0, 23)? * 60 + pair(rest, 3, 59)?;
            Some(if *sign == b'-' { -minutes } else { minutes })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_a_full_timestamp_with_offset_is_one() {
        assert_eq!(timestamp("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(timestamp("1970-01-01T02:00:00.0000019+02:00"), Some(1));
        assert_eq!(timestamp("1969-12-31 23:59:59.999999Z"), Some(-1));
        for text in [
            "",
            "2026-10-31",
            "2026-10-31T10:00Z",
            "2026-10-31T10:00:00",
            "2026-10-31T10:00:00.Z",
            "2026-13-01T00:00:00Z",
            "2026-02-29T00:00:00Z",
            "2026-10-31T24:00:00Z",
            "2026-10-31T10:00:00+0200",
            "2026-10-31T10:00:00Z ",
            "٢026-10-31T10:00:00Z",
        ] {
            assert_eq!(timestamp(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn times_are_what_chrono_says(year in 1_i32..9999, day in 1_u32..366, micros in 0_i64..86_400_000_000, minutes in -1439_i32..1440) {
            let date = NaiveDate::from_yo_opt(year, day).expect("a day of every year");
            let zone = chrono::FixedOffset::east_opt(minutes * 60).expect("less than a day");
            let time = date.and_hms_opt(0, 0, 0).expect("midnight").and_local_timezone(zone).single().expect("one")
                + chrono::TimeDelta::microseconds(micros);
            let text = time.to_rfc3339();
            prop_assert_eq!(timestamp(&text), Some(time.timestamp_micros()), "{}", text);
        }

        #[test]
        fn no_text_is_read_otherwise_than_by_chrono(text in "[0-9]{4}-[01][0-9]-[0-3][0-9][Tt ][0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{1,9})?(Z|z|[+-][0-2][0-9]:[0-6][0-9])") {
            let theirs = DateTime::parse_from_rfc3339(&text).ok().map(|time| time.timestamp_micros());
            prop_assert_eq!(timestamp(&text), theirs, "{}", text);
        }

        #[test]
        fn random_text_never_panics(text in any::<String>()) {
            prop_assert_eq!(timestamp(&text).is_some(), DateTime::parse_from_rfc3339(&text).is_ok());
        }
    }
}
