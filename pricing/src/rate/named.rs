//! Named seats: people are counted, each once per period, at the highest tier that they held.
//!
//! Whoever logged in during the period is a billable named user of the highest license held in it, whatever the time that
//! was spent and whenever the license came or went: nothing is prorated.
//! See <https://help.dev-genesys.cloud/articles/named-licensing-model-billing-overview> and
//! <https://support.genesys.com/Billing-Support/Cloud-CX-Billing/>.

use super::{Tally, billed_addons, highest_tier};
use crate::book::ProductKind;
use crate::contract::SeatCounting;
use crate::tariff::{ProductIx, Tariff};

/// What one person held and did in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamedPerson<'a> {
    /// Products held at any time in the period; order and repetition do not matter.
    pub held: &'a [ProductIx],
    /// Is the account active?
    pub is_active: bool,
    /// Was there a sign of life in the period, as a login or presence other than Offline?
    pub has_sign: bool,
}

impl NamedPerson<'_> {
    /// Does the person count, by the contract's reading? Nobody counts without a license.
    pub fn counts(&self, counting: SeatCounting) -> bool {
        let used = match counting {
            SeatCounting::Assigned => self.is_active || self.has_sign,
            SeatCounting::LoggedIn => self.has_sign,
        };
        used && !self.held.is_empty()
    }
}

/// Products that a person is billed for, each once, in the order of the tariff: the highest base, the add-ons that it
/// carries, and what is billed on its own (CRM, devices, unknown licenses).
pub fn billed_products(tariff: &Tariff, held: &[ProductIx]) -> Vec<ProductIx> {
    let base = highest_tier(tariff, held);
    let carried = base.map(|base| billed_addons(tariff, base, held)).unwrap_or_default();
    let on_its_own = |ix: &&ProductIx| {
        let kind = tariff.product(**ix).kind;
        matches!(kind, ProductKind::Crm | ProductKind::Device | ProductKind::Unknown)
    };
    let mut billed: Vec<ProductIx> = base.into_iter().chain(carried).collect();
    billed.extend(held.iter().filter(on_its_own));
    billed.sort_unstable();
    billed.dedup();
    billed
}

/// Seats of a period, by product: everybody who counts, once per product that is billed.
pub fn named_seats<'a>(
    tariff: &Tariff,
    people: impl IntoIterator<Item = NamedPerson<'a>>,
    counting: SeatCounting,
) -> Tally {
    let mut seats = Tally::new(tariff);
    for person in people.into_iter().filter(|person| person.counts(counting)) {
        for product in billed_products(tariff, person.held) {
            seats.add(product, 1);
        }
    }
    seats
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rate::tests::{ids, ixs, tariff};

    fn seats(people: &[(&[&str], bool, bool)], counting: SeatCounting) -> String {
        let tariff = tariff("");
        let held: Vec<Vec<ProductIx>> = people.iter().map(|(held, _, _)| ixs(&tariff, held)).collect();
        let people = people.iter().zip(&held);
        let people = people.map(|((_, is_active, has_sign), held)| NamedPerson {
            held,
            is_active: *is_active,
            has_sign: *has_sign,
        });
        let seats = named_seats(&tariff, people, counting);
        let shown = seats.iter().map(|(ix, units)| format!("{} {units}", tariff.product(ix).id));
        shown.collect::<Vec<_>>().join(", ")
    }

    /// <https://help.dev-genesys.cloud/articles/named-licensing-model-billing-overview>: "the highest level license
    /// assigned to that user during the billing period".
    #[test]
    fn a_person_is_billed_once_at_the_highest_tier_of_the_period() {
        let upgraded: &[&str] = &["cx1", "cx3", "cx1"];
        assert_eq!(seats(&[(upgraded, true, true)], SeatCounting::LoggedIn), "cx3 1");
        assert_eq!(seats(&[(upgraded, true, true), (&["cx1"], true, true)], SeatCounting::LoggedIn), "cx1 1, cx3 1");
    }

    /// <https://support.genesys.com/Billing-Support/Cloud-CX-Billing/>: "The deleted user counts for the current billing
    /// period. We do not prorate".
    #[test]
    fn a_deleted_person_who_logged_in_counts_whole() {
        let deleted: &[(&[&str], bool, bool)] = &[(&["cx2"], false, true)];
        assert_eq!(seats(deleted, SeatCounting::LoggedIn), "cx2 1");
        assert_eq!(seats(deleted, SeatCounting::Assigned), "cx2 1");
    }

    #[test]
    fn who_never_logged_in_counts_by_assignment_only() {
        let idle: &[(&[&str], bool, bool)] = &[(&["cx2"], true, false), (&["cx2"], false, false), (&[], true, true)];
        assert_eq!(seats(idle, SeatCounting::LoggedIn), "");
        assert_eq!(seats(idle, SeatCounting::Assigned), "cx2 1");
    }

    #[test]
    fn add_ons_follow_the_base_and_the_rest_is_billed_on_its_own() {
        let tariff = tariff("");
        let billed = |held: &[&str]| ids(&tariff, &billed_products(&tariff, &ixs(&tariff, held)));
        assert_eq!(billed(&["sta-addon", "cx1", "cx1-wem-addon", "crm-zendesk"]), "cx1, crm-zendesk, cx1-wem-addon");
        assert_eq!(billed(&["journey", "wallboard", "weird"]), "wallboard, weird");
        assert_eq!(billed(&["communicate", "collaborate"]), "communicate");
    }
}
