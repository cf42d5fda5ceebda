//! Sums of prices of which some are not known.

use rust_decimal::Decimal;

/// A sum per month; what has no price is counted beside it, never as 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Amount {
    /// Sum of what has a price.
    pub known: Decimal,
    /// Seats without one.
    pub unpriced: u64,
}

impl Amount {
    /// Adds a price, which may be unknown, for a number of seats.
    pub fn add(&mut self, price: Option<Decimal>, seats: u32) {
        match price {
            Some(price) => self.known += price * Decimal::from(seats),
            None => self.unpriced += u64::from(seats),
        }
    }
}

impl std::iter::Sum for Amount {
    fn sum<I: Iterator<Item = Amount>>(amounts: I) -> Amount {
        amounts.fold(Amount::default(), |sum, one| Amount {
            known: sum.known + one.known,
            unpriced: sum.unpriced + one.unpriced,
        })
    }
}
