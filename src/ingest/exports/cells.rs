//! Cells of a record by the name of their column, and the words that they may hold.

use csv::ByteRecord;
use rust_decimal::Decimal;

use super::{ExportOptions, layout::Matched};

/// Media types of the console.
pub(super) const MEDIA: [&str; 5] = ["voice", "callback", "chat", "email", "message"];

/// Text of a cell; `None` = empty.
pub(super) fn cell<'r>(matched: &Matched, record: &'r ByteRecord, column: &str) -> Option<&'r str> {
    let at = *matched.columns.get(column)?;
    let text = std::str::from_utf8(record.get(at)?).ok()?.trim();
    (!text.is_empty()).then_some(text)
}

/// The media types of a record, by its own column, else by its filters; `None` if a word of the column is none.
pub(super) fn media_types(matched: &Matched, record: &ByteRecord) -> Option<Vec<&'static str>> {
    let known = |word: &str| MEDIA.into_iter().find(|media| media.eq_ignore_ascii_case(word.trim()));
    let mut found: Vec<&'static str> = match cell(matched, record, "media_type") {
        Some(words) => words.split(';').map(known).collect::<Option<_>>()?,
        None => {
            let filters = cell(matched, record, "filters").unwrap_or_default();
            filters.split(|c: char| !c.is_alphanumeric()).filter_map(known).collect()
        }
    };
    found.sort_unstable();
    found.dedup();
    Some(found)
}

/// A decimal, never negative, with a point or, as some locales have it, a comma; `None` where a comma with three digits
/// behind it could part the thousands.
pub(super) fn decimal(text: &str) -> Option<Decimal> {
    let plain = match text.split_once(',') {
        None => text.to_owned(),
        Some((_, behind)) if behind.len() == 3 || text.contains('.') => return None,
        Some((whole, behind)) => format!("{whole}.{behind}"),
    };
    plain.parse().ok().filter(|value: &Decimal| !value.is_sign_negative())
}

/// Is it a share of a whole: 0 to 1, or 0 % to 100 %?
pub(super) fn is_share(text: &str) -> bool {
    let (number, whole) = match text.strip_suffix('%') {
        Some(percent) => (percent.trim_end(), Decimal::ONE_HUNDRED),
        None => (text, Decimal::ONE),
    };
    // A share has any number of decimals; that three of them could be thousands does not matter here.
    number.replace(',', ".").parse::<Decimal>().is_ok_and(|share| !share.is_sign_negative() && share <= whole)
}

/// `TRUE` and its kin, `FALSE` and its kin; an empty cell is neither.
pub(super) fn truth(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "1" | "x" => Some(true),
        "false" | "no" | "0" => Some(false),
        _ => None,
    }
}

/// Status words of identity providers, as the canonical table has them; `None` = none of them.
pub(super) fn idp_status(text: &str) -> Option<&'static str> {
    match text.to_lowercase().replace(' ', "_").as_str() {
        "active" | "provisioned" | "staged" | "recovery" | "locked_out" => Some("active"),
        "password_expired" | "password_reset" | "pending_user_action" => Some("active"),
        "suspended" => Some("suspended"),
        "deprovisioned" | "deleted" | "deactivated" => Some("deprovisioned"),
        _ => None,
    }
}

/// Are the times of a layout in UTC whoever exports it? The usage reports of the subscription page are
/// (<https://help.mypurecloud.com/articles/download-usage-reports>); its days are billing's, not the reader's.
pub(super) fn is_utc(layout: &str) -> bool {
    ["billable-usage", "concurrent-usage", "resources-usage", "user-hours"].contains(&layout)
}

/// Seconds east of UTC of times of a layout that state no offset.
pub(super) fn offset_of(layout: &str, options: &ExportOptions) -> i64 {
    if is_utc(layout) { 0 } else { options.utc_offset.unwrap_or(0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_of_both_locales_but_none_that_could_be_thousands() {
        for (text, expected) in
            [("12.9", "12.9"), ("12,9", "12.9"), ("0", "0"), ("0.125", "0.125"), ("1,2345", "1.2345")]
        {
            assert_eq!(decimal(text), expected.parse().ok(), "{text}");
        }
        for text in ["", "-1", "1,234", "1.234,5", "1,234.5", "1,2,3", "many", "Infinity"] {
            assert_eq!(decimal(text), None, "{text}");
        }
    }

    #[test]
    fn shares_are_at_most_the_whole() {
        assert!(["0", "1", "0,125", "0.5", "80%", "100 %"].into_iter().all(is_share));
        assert!(!["1.5", "120%", "Infinity%", "-0.1", "", "%"].into_iter().any(is_share));
    }
}
