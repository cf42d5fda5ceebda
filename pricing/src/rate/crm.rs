//! CRM integrations: named, billed on their own, whatever base the person holds and however other seats are counted.
//!
//! See <https://developer.genesys.cloud/billing/partner-billing>, where they are seats with a price of their own.

use crate::book::ProductKind;
use crate::tariff::{ProductIx, Tariff};

/// The integrations among what a person holds, each once, in the order of the tariff.
pub fn billed_integrations(tariff: &Tariff, held: &[ProductIx]) -> Vec<ProductIx> {
    let mut held: Vec<ProductIx> =
        held.iter().copied().filter(|ix| tariff.product(*ix).kind == ProductKind::Crm).collect();
    held.sort_unstable();
    held.dedup();
    held
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::SeatModel;
    use crate::rate::tests::{ids, ixs, tariff};

    #[test]
    fn integrations_need_no_base_and_stay_named() {
        let tariff = tariff("[contract]\nmodel = \"concurrent\"");
        let billed = |held: &[&str]| ids(&tariff, &billed_integrations(&tariff, &ixs(&tariff, held)));
        assert_eq!(billed(&["crm-zendesk", "cx3", "crm-dynamics", "crm-zendesk"]), "crm-dynamics, crm-zendesk");
        assert_eq!(billed(&["crm-salesforce"]), "crm-salesforce");
        assert_eq!(billed(&["cx3", "weird"]), "");
        let salesforce = tariff.product(tariff.ix("crm-salesforce").unwrap());
        assert_eq!((salesforce.model, salesforce.list), (SeatModel::Named, None), "no price is published");
    }
}
