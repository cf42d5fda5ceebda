//! Hourly by login, the legacy model: the organization pays for the time that all its people were logged in.

/// Microseconds of an hour.
const HOUR_MICROS: u128 = 3_600_000_000;

/// Whole hours of the logged-in time of all users together, rounded up once per period.
/// See <https://help.mypurecloud.com/?p=214024>.
pub fn logged_in_hours(micros: u128) -> u64 {
    u64::try_from(micros.div_ceil(HOUR_MICROS)).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_rounded_up_once_over_all_users() {
        let hundredths = |hours: u128| hours * HOUR_MICROS / 100;
        assert_eq!(logged_in_hours(hundredths(11_223) + hundredths(11_011)), 223);
        assert_eq!(logged_in_hours(HOUR_MICROS), 1);
        assert_eq!(logged_in_hours(HOUR_MICROS + 1), 2);
        assert_eq!(logged_in_hours(0), 0);
        assert_eq!(logged_in_hours(u128::MAX), u64::MAX);
    }
}
