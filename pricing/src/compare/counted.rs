//! What one period used, as each model counts it.

use rust_decimal::Decimal;

use super::BillingModel;
use crate::tariff::{ProductIx, Tariff};

/// Units by product id of one period. `None` = the data do not tell; a product that is not in a list has none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CountedUse {
    /// People by product, everything counted that is billed.
    pub named: Option<Vec<(String, u64)>>,
    /// The billed peak of each contact-center base and add-on.
    pub concurrent: Option<Vec<(String, u64)>>,
    /// Milliseconds of interaction of the people billed for a product.
    pub interacting_ms: Option<Vec<(String, u64)>>,
    /// Whole hours logged in of the people billed for a contact-center base or add-on, rounded up per product.
    pub logged_in_hours: Option<Vec<(String, u64)>>,
    /// Metered resources by id or name of the charge.
    pub metered: Option<Vec<(String, Decimal)>>,
}

/// What a bill takes: units by product, and milliseconds of interaction by product.
pub(super) type Taken = (Vec<(ProductIx, u64)>, Vec<(ProductIx, u64)>);

impl CountedUse {
    /// Units by product that a bill of the model takes, hours of interaction left aside; `None` where the data do not tell.
    pub fn seats(&self, model: BillingModel, tariff: &Tariff) -> Option<Vec<(ProductIx, u64)>> {
        self.taken(model, tariff).map(|(seats, _)| seats)
    }

    /// What the bill of a model takes; `None` where the data do not tell.
    ///
    /// Products that every model counts by people come from the named count. Of people who are billed by interaction time
    /// so do the products whose hours do not count.
    pub(super) fn taken(&self, model: BillingModel, tariff: &Tariff) -> Option<Taken> {
        let named = self.named.as_ref()?;
        let is_own = |ix: ProductIx| match model {
            BillingModel::Named => false,
            BillingModel::HourlyInteracting => tariff.product(ix).bills_hours,
            // The tariff says which products the model counts in its own way: their model is not the named one.
            BillingModel::Concurrent | BillingModel::HourlyLoggedIn => tariff.product(ix).model == model.seat_model(),
        };
        let by_ix = |list: &[(String, u64)]| -> Vec<(ProductIx, u64)> {
            list.iter().filter_map(|(id, units)| Some((tariff.ix(id)?, *units))).collect()
        };
        let mut seats: Vec<(ProductIx, u64)> = by_ix(named).into_iter().filter(|(ix, _)| !is_own(*ix)).collect();
        let own = |list: &[(String, u64)]| by_ix(list).into_iter().filter(|(ix, _)| is_own(*ix)).collect::<Vec<_>>();
        let mut interacting = Vec::new();
        match model {
            BillingModel::Named => {}
            BillingModel::Concurrent => seats.extend(own(self.concurrent.as_ref()?)),
            BillingModel::HourlyLoggedIn => seats.extend(own(self.logged_in_hours.as_ref()?)),
            BillingModel::HourlyInteracting => interacting = own(self.interacting_ms.as_ref()?),
        }
        Some((seats, interacting))
    }
}
