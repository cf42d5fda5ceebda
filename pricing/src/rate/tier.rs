//! The highest tier: which one of the bases that a person held is billed.

use crate::book::ProductKind;
use crate::tariff::{ProductIx, Tariff};

/// The one base that is billed: of all bases held at any time in the period, the one of highest rank. `None` without a base.
pub fn highest_tier(tariff: &Tariff, held: &[ProductIx]) -> Option<ProductIx> {
    let bases = held.iter().copied().filter(|ix| tariff.product(*ix).kind == ProductKind::Base);
    bases.max_by_key(|ix| tariff.product(*ix).rank)
}
