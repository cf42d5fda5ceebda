//! Times as text, without an allocation per cell.

use super::calendar::{self, SECOND};
use crate::canonical::rows::{DAY, Micros};

/// Appends RFC 3339 with `Z`: `2026-10-31T08:15:00Z`, with 3 or 6 decimals only where needed.
pub(super) fn rfc3339(at: Micros, into: &mut Vec<u8>) {
    date(at.div_euclid(DAY) as i32, into);
    into.push(b'T');
    let of_day = at.rem_euclid(DAY);
    time(of_day, into);
    let micros = (of_day % SECOND) as u32;
    if micros != 0 {
        into.push(b'.');
        if micros.is_multiple_of(1_000) { digits(micros / 1_000, 3, into) } else { digits(micros, 6, into) }
    }
    into.push(b'Z');
}

/// Appends `2026-10-31`.
pub(super) fn date(day: i32, into: &mut Vec<u8>) {
    let (year, month, of_month) = calendar::date(day);
    digits(year as u32, 4, into);
    into.push(b'-');
    digits(month, 2, into);
    into.push(b'-');
    digits(of_month, 2, into);
}

/// Appends `08:15:00`; fractions of a second are left out.
pub(super) fn time(of_day: Micros, into: &mut Vec<u8>) {
    let seconds = (of_day / SECOND) as u32;
    for (at, part) in [seconds / 3_600, seconds / 60 % 60, seconds % 60].into_iter().enumerate() {
        if at > 0 {
            into.push(b':');
        }
        digits(part, 2, into);
    }
}

/// Appends a number with leading zeros to `width`, of at most 10 digits.
pub(super) fn digits(mut number: u32, width: usize, into: &mut Vec<u8>) {
    let mut text = [b'0'; 10];
    let mut from = text.len();
    while number > 0 {
        from -= 1;
        text[from] = b'0' + (number % 10) as u8;
        number /= 10;
    }
    let from = from.min(text.len() - width);
    into.extend_from_slice(&text[from..]);
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests {
    use chrono::DateTime;

    use super::*;

    #[test]
    fn chrono_reads_the_same_instant() {
        for at in [0, 1, -1, 1_793_491_199_999_999, 1_793_491_199_000_000, 951_782_400_123_000, -62_000_000_001] {
            let mut text = Vec::new();
            rfc3339(at, &mut text);
            let text = String::from_utf8(text).unwrap();
            assert_eq!(DateTime::parse_from_rfc3339(&text).unwrap().timestamp_micros(), at, "{text}");
        }
    }

    #[test]
    fn decimals_stand_only_where_needed() {
        let mut text = Vec::new();
        rfc3339(1_793_491_199_000_000, &mut text);
        rfc3339(1_793_491_199_120_000, &mut text);
        assert_eq!(text, b"2026-10-31T23:59:59Z2026-10-31T23:59:59.120Z");
    }
}
