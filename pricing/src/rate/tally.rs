//! Quantities by product of one tariff, added up.

use crate::tariff::{ProductIx, Tariff};

/// Units by product; what they count is the product's unit, or that of the rate model that made them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    units: Vec<u64>,
}

impl Tally {
    /// Nothing of any product of a tariff.
    pub fn new(tariff: &Tariff) -> Tally {
        Tally { units: vec![0; tariff.len()] }
    }

    /// Adds units of a product; a sum beyond 64 bits stays at the largest number.
    ///
    /// # Panics
    /// With an index of another tariff that has more products.
    pub fn add(&mut self, product: ProductIx, units: u64) {
        let own = &mut self.units[product.index()];
        *own = own.saturating_add(units);
    }

    /// Units of a product.
    pub fn of(&self, product: ProductIx) -> u64 {
        self.units.get(product.index()).copied().unwrap_or(0)
    }

    /// Products with units, in the order of the tariff.
    pub fn iter(&self) -> impl Iterator<Item = (ProductIx, u64)> {
        let places = (0_u16..).map(ProductIx);
        places.zip(self.units.iter().copied()).filter(|(_, units)| *units > 0)
    }

    /// The same as a list, the form that bills are made from.
    pub fn to_list(&self) -> Vec<(ProductIx, u64)> {
        self.iter().collect()
    }
}
