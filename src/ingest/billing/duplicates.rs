//! One product under several rows: which of them decides. Stated here, reported always.
//!
//! 1. Rows of equal quantity and prices are one.
//! 2. A row that commits decides over rows that do not; its overage price is its own, else that of the rows without
//!    commitment. Invoices split a charge so: `… – Prepay` beside the charge itself.
//! 3. Of several rows that commit to different quantities or prices, the kind of row decides: a license row over `resource`, that
//!    over `rollup`. Two of one kind contradict each other, which is an error.

use rust_decimal::Decimal;

use super::{draft::LeftOut, statement::Charge, values::Faults};

/// What the rows of one product say together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Agreed<'c> {
    /// The row that decides.
    pub(super) row: &'c Charge,
    /// Price of a committed unit; `None` = not said.
    pub(super) unit_price: Option<Decimal>,
    /// Price of a unit beyond the commitment; `None` = not said.
    pub(super) overage_price: Option<Decimal>,
}

/// Decides among the rows of one product, at least one; rows that lose go to `left_out`.
pub(super) fn decide<'c>(
    product: &str,
    rows: &[&'c Charge],
    faults: &mut Faults,
    left_out: &mut Vec<LeftOut>,
) -> Option<Agreed<'c>> {
    let mut ranked: Vec<&Charge> = rows.to_vec();
    // Stable: of equal rank in the order of the source.
    ranked.sort_by_key(|row| (row.commitment().is_zero(), rank(row)));
    let (best, rest) = ranked.split_first()?;
    let best: &'c Charge = best;
    let mut overage = best.overage_price;
    for row in rest {
        let same_kind = rank(row) == rank(best);
        let both_commit = !row.commitment().is_zero() && !best.commitment().is_zero();
        if both_commit && !same_terms(best, row) && same_kind {
            contradiction(product, best, row, faults);
            continue;
        }
        if row.commitment().is_zero() && !both_commit && !best.commitment().is_zero() {
            overage = overage.or(row.overage_price);
        }
        let why = why_lost(product, best, row, overage, both_commit);
        left_out.push(LeftOut { charge: (*row).clone(), why });
        if best.commitment().is_zero() && same_kind && prices_differ(best, row) {
            contradiction(product, best, row, faults);
        }
    }
    Some(Agreed { row: best, unit_price: best.unit_price, overage_price: overage })
}

/// Which kind of row decides, the least first.
fn rank(row: &Charge) -> u8 {
    match row.grouping.as_deref() {
        Some("resource") => 1,
        Some("rollup") => 2,
        Some("usage") => 3,
        _ => 0,
    }
}

fn same_terms(one: &Charge, other: &Charge) -> bool {
    one.committed == other.committed && one.unit_price == other.unit_price && !prices_differ(one, other)
}

/// Do both name an overage price, and not the same?
fn prices_differ(one: &Charge, other: &Charge) -> bool {
    matches!((one.overage_price, other.overage_price), (Some(one), Some(other)) if one != other)
}

fn why_lost(product: &str, best: &Charge, row: &Charge, overage: Option<Decimal>, both_commit: bool) -> String {
    let decides = format!("{} at {} decides for `{product}`", best.label(), best.place);
    match (both_commit, row.overage_price) {
        (true, _) if same_terms(best, row) => format!("says the same as {} at {}", best.label(), best.place),
        (true, _) => format!("another kind of row: {decides}"),
        (false, Some(price)) if best.overage_price.is_none() && overage == Some(price) => {
            format!("commits to nothing; its price is the overage price: {decides}")
        }
        (false, Some(price)) if best.overage_price.is_some_and(|own| own != price) => {
            format!("commits to nothing and names another overage price, {price}: {decides}")
        }
        (false, _) => format!("commits to nothing: {decides}"),
    }
}

fn contradiction(product: &str, best: &Charge, row: &Charge, faults: &mut Faults) {
    let terms = |row: &Charge| {
        let price = |price: Option<Decimal>| price.map_or_else(|| "no price".to_owned(), |price| price.to_string());
        format!("{} at {}, beyond at {}", row.commitment().normalize(), price(row.unit_price), price(row.overage_price))
    };
    let what = format!(
        "is {}, that is `{product}`: {}; `{}`, {}, says {}",
        row.label(),
        terms(row),
        best.place,
        best.label(),
        terms(best)
    );
    let remedy = "take the row out that does not hold, or write both into one `[[line]]` by hand";
    faults.add(&row.place, what, "one quantity and one price of a product", remedy);
}
