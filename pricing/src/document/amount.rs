//! Amounts in a text: digits with at most one point, in quotes, so that none is lost on the way.

use rust_decimal::Decimal;

/// Most digits before the point of an amount.
const WHOLE_DIGITS_MAX: usize = 9;
/// Most digits after the point of an amount.
const FRACTION_DIGITS_MAX: usize = 6;
/// The expected form of an amount.
pub(super) const AMOUNT_FORM: &str =
    "a decimal in quotes, not negative, at most 9 digits before and 6 after the point, as \"148.00\"";

/// Reads digits with at most one point; otherwise says what is wrong and the way out.
pub(super) fn amount_from(text: &str) -> Result<Decimal, (&'static str, &'static str)> {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(whole, fraction)| (whole, Some(fraction)));
    if text.starts_with('-') {
        return Err(("which is negative", "prices and rates are 0 or more"));
    }
    if text.contains(',') {
        return Err(("which has a comma", "write a point before the decimals and nothing between thousands"));
    }
    if !digits(whole) || fraction.is_some_and(|fraction| !digits(fraction)) {
        return Err(("which is no decimal", "digits and one point only: no currency, no spaces, no exponent"));
    }
    if whole.trim_start_matches('0').len() > WHOLE_DIGITS_MAX || fraction.is_some_and(|f| f.len() > FRACTION_DIGITS_MAX)
    {
        return Err(("which has too many digits", "give the price per unit and month"));
    }
    text.parse().map_err(|_| ("which is no decimal", "digits and one point only"))
}
