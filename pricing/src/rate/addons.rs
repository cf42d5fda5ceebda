//! Add-ons: which of those that a person held are billed on the billed base, and which of two takes precedence.

use crate::book::ProductKind;
use crate::tariff::{ProductIx, Tariff};

/// The add-ons that are billed on a base, by id: held in the period, able to stand on it, and not hidden by another add-on
/// that is billed on it (speech and text analytics where workforce engagement is held). Other kinds are left out.
pub fn billed_addons(tariff: &Tariff, base: ProductIx, held: &[ProductIx]) -> Vec<ProductIx> {
    let is_addon = |ix: &ProductIx| tariff.product(*ix).kind == ProductKind::AddOn;
    let stands = |ix: &ProductIx| tariff.product(*ix).stands_on.contains(&base);
    let mut carried: Vec<ProductIx> = held.iter().copied().filter(is_addon).filter(stands).collect();
    carried.sort_unstable();
    carried.dedup();
    let shown = |ix: &ProductIx| !tariff.product(*ix).hidden_by.iter().any(|hider| carried.contains(hider));
    carried.iter().copied().filter(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::PriceBook;
    use crate::contract::Contract;
    use crate::rate::highest_tier;

    #[test]
    fn the_highest_tier_and_the_add_ons_that_it_carries_are_billed() {
        let tariff = Tariff::new(
            &PriceBook::embedded(),
            &Contract::none(),
            "2026-10-31".parse().unwrap(),
            ["weird"].into_iter(),
        );
        let ixs = |ids: &[&str]| -> Vec<ProductIx> { ids.iter().map(|id| tariff.ix(id).unwrap()).collect() };
        let check = |held: &[&str], base: Option<&str>, addons: &[&str]| {
            let held_ix = ixs(held);
            let tier = highest_tier(&tariff, &held_ix);
            assert_eq!(tier.map(|ix| tariff.product(ix).id.as_str()), base, "{held:?}");
            let billed = tier.map(|tier| billed_addons(&tariff, tier, &held_ix)).unwrap_or_default();
            assert_eq!(billed, ixs(addons), "{held:?}");
        };
        check(&["cx1", "cx3", "communicate"], Some("cx3"), &[]);
        check(&["cx2", "cx2-digital"], Some("cx2"), &[]);
        check(&["collaborate", "communicate"], Some("communicate"), &[]);
        check(&["cx1", "sta-addon", "journey"], Some("cx1"), &["journey", "sta-addon"]);
        check(&["cx1", "sta-addon", "cx1-wem-addon"], Some("cx1"), &["cx1-wem-addon"]);
        check(&["cx2", "sta-addon", "cx1-wem-addon"], Some("cx2"), &["sta-addon"]);
        check(&["cx3", "sta-addon", "cx2-wem-addon", "copilot"], Some("cx3"), &["copilot"]);
        check(&["communicate", "journey"], Some("communicate"), &[]);
        check(&["cx1", "crm-salesforce", "wallboard", "weird"], Some("cx1"), &[]);
        check(&["journey", "wallboard"], None, &[]);
    }
}
