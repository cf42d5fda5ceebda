//! A bill taken apart and shared out: what of a line is committed and used, committed and unused, beyond, free; and whose
//! each of it is.
//!
//! Billed and effective amounts are those of the bill: the parts of a line sum to it, and what several are counted for is
//! shared by largest remainder, so nothing is left over. Discounts follow: all units of a product share its commitments in
//! proportion to what was counted, so nobody is the one whose seat is the dear one.
//!
//! | file | question |
//! |---|---|
//! | `parts` | what is a line made of? |
//! | `groups` | whose is a part? |

mod groups;
mod parts;

use crate::analysis::{
    Analysis,
    bill::{BillLine, ExpectedBill},
};

pub use groups::{By, part_of};
pub use parts::{Part, PartKind, end_of};

/// A part of a line, and whose it is.
#[derive(Debug, Clone)]
pub struct Allocated<'a> {
    /// The line.
    pub line: &'a BillLine,
    /// The part of it, or a group's share of that.
    pub part: Part,
    /// Whose it is; `None` = nobody's.
    pub group: Option<String>,
}

/// Every line that has a price and a quantity, taken apart, and shared out where `by` is given: by line, part, group.
///
/// # Errors
/// Amounts that are too large to be shared out exactly.
pub fn allocate<'a>(
    analysis: &Analysis,
    expected: &'a ExpectedBill,
    by: Option<By>,
) -> Result<Vec<Allocated<'a>>, Vec<String>> {
    let currency = expected.bill.currency;
    let mut groups = groups::Groups::new(analysis, by);
    let mut all = Vec::new();
    for line in expected.lines.iter().filter(|line| line.has_costs()) {
        let parts = parts::parts(&line.charge, currency).map_err(|error| vec![error])?;
        let shared = groups.share(&line.charge, &parts, currency).map_err(|error| vec![error])?;
        all.extend(shared.into_iter().map(|(part, group)| Allocated { line, part, group }));
    }
    Ok(all)
}
