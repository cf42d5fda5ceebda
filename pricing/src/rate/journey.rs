//! Journey management: an add-on by person or by peak, which CX 4 includes.
//!
//! See <https://de-help.inintca.com/articles/billing-scenarios-for-genesys-cloud-journey-management>.

use super::highest_tier;
use crate::feature::Feature;
use crate::tariff::{ProductIx, Tariff};

/// Does the highest base that a person holds include journey management? Then the add-on beside it buys nothing; a license
/// that is held all the same is billed until a billing report shows otherwise.
pub fn journey_is_included(tariff: &Tariff, held: &[ProductIx]) -> bool {
    highest_tier(tariff, held).is_some_and(|base| tariff.product(base).covers.contains(Feature::Journey))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rate::named::billed_products;
    use crate::rate::tests::{ids, ixs, tariff};

    #[test]
    fn a_named_seat_costs_30_and_a_concurrent_one_45() {
        let price = |contract: &str| {
            let tariff = tariff(contract);
            tariff.product(tariff.ix("journey").unwrap()).list.unwrap().to_string()
        };
        assert_eq!(price(""), "30.00");
        assert_eq!(price("[contract]\nmodel = \"concurrent\""), "45.00");
    }

    #[test]
    fn cx_4_includes_it_and_other_bases_carry_it() {
        let tariff = tariff("");
        let included = |held: &[&str]| journey_is_included(&tariff, &ixs(&tariff, held));
        assert!(included(&["cx4"]) && included(&["cx3", "cx4", "journey"]));
        assert!(!included(&["cx3", "journey"]) && !included(&["journey"]) && !included(&[]));
        let billed = |held: &[&str]| ids(&tariff, &billed_products(&tariff, &ixs(&tariff, held)));
        assert_eq!(billed(&["cx2-digital", "journey"]), "cx2-digital, journey");
        assert_eq!(billed(&["communicate", "journey"]), "communicate", "nothing stands on communicate");
    }
}
