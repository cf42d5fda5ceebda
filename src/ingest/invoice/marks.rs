//! Which mark parts the decimals of an invoice: a point, as in 1,480.00, or a comma, as in 1.480,00.
//!
//! The figures of the whole file decide, as far as they can be read in one way only: `148,00` and `1.480,00` say comma,
//! `148.00` and `0.125` point. What no figure decides is read as if with a point, and refused where a comma could mean
//! another amount.

use super::cell::bare;
use seatwise_pricing::money::Currency;

/// How an invoice writes its figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marks {
    /// `1,480.00`.
    Point,
    /// `1.480,00`.
    Comma,
    /// No figure says.
    Unsaid,
}

impl Marks {
    /// The mark of decimals.
    pub(super) fn decimal(self) -> char {
        if self == Marks::Comma { ',' } else { '.' }
    }

    /// The mark between groups of three.
    pub(super) fn group(self) -> char {
        if self == Marks::Comma { '.' } else { ',' }
    }

    /// What a figure says, read alone.
    pub(super) fn of(cell: &str, currency: Currency) -> Marks {
        Marks::of_digits(&bare(cell, currency).0)
    }

    /// The same of bare digits and marks.
    pub(super) fn of_digits(digits: &str) -> Marks {
        let by = |mark: char| if mark == ',' { Marks::Comma } else { Marks::Point };
        let other = |mark: char| if mark == ',' { Marks::Point } else { Marks::Comma };
        let Some(last) = digits.rfind(['.', ',']) else { return Marks::Unsaid };
        let mark = if digits[last..].starts_with(',') { ',' } else { '.' };
        let (before, after) = (&digits[..last], &digits[last + 1..]);
        if before.contains(['.', ',']) {
            let is_repeated = before.contains(mark);
            let is_mixed = before.contains(if mark == ',' { '.' } else { ',' });
            return match (is_repeated, is_mixed) {
                // `1,234,567` has groups and no decimals.
                (true, false) => other(mark),
                (false, true) => by(mark),
                _ => Marks::Unsaid,
            };
        }
        // Three digits behind one mark may be a group, unless what stands before can't begin one.
        let may_be_group = after.len() == 3 && (1..=3).contains(&before.len()) && !before.starts_with('0');
        if may_be_group { Marks::Unsaid } else { by(mark) }
    }
}
