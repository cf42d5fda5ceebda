//! What is included per billed seat, pooled per organization.

use rust_decimal::Decimal;

use super::names::folded;
use super::{PerModel, SeatModel};

/// What one billed seat brings of a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Included {
    /// So many units per month; 0 for products that bring none.
    Units(Decimal),
    /// Something, but no source says how much.
    Unknown,
}

/// One resource with its allowance per month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowance {
    /// Id, as `api_requests`.
    pub resource: String,
    /// What is counted, as `requests`.
    pub unit: String,
    /// Names of its charges in billing data.
    pub charge_names: Vec<String>,
    /// Units per organization, whatever its seats.
    pub per_organization: Decimal,
    /// Units per billed seat by product id, for seats counted as named or concurrent.
    pub per_seat: PerModel<Vec<(String, Decimal)>>,
    /// Ids of products that bring an unknown number of units.
    pub unknown: PerModel<Vec<String>>,
    /// Where the numbers come from: an address.
    pub source: String,
}

impl Allowance {
    /// What one billed seat of a product brings. Seats by the hour count as named; their share is the caller's matter.
    pub fn included(&self, product: &str, model: SeatModel) -> Included {
        if self.unknown.of_ref(model).iter().any(|id| id == product) {
            return Included::Unknown;
        }
        let entry = self.per_seat.of_ref(model).iter().find(|(id, _)| id == product);
        Included::Units(entry.map_or(Decimal::ZERO, |(_, units)| *units))
    }

    /// Does a name of a usage report stand for this resource: its id, or the name of a charge?
    pub(super) fn is_named(&self, resource: &str) -> bool {
        let key = folded(resource);
        self.resource == resource || self.charge_names.iter().any(|name| folded(name) == key)
    }
}
