//! One change: what, and by how much.

use rust_decimal::Decimal;

use crate::compare::BillingModel;

/// Why an amount moves, in the order in which causes are applied.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// Seats are counted and priced in another way.
    Model,
    /// More or fewer units are used.
    Volume,
    /// More or fewer tokens or other metered units are used.
    Metered,
    /// More or fewer units are committed.
    Commitment,
    /// A price per unit, or per hour.
    Price,
    /// A price beyond the commitment.
    OveragePrice,
    /// A discount of a product or of the contract.
    Discount,
    /// The least that a period bills.
    Minimum,
}

/// By how much something changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// To this much.
    To(Decimal),
    /// By this much, below 0 = less.
    By(Decimal),
    /// By so many percent, below 0 = less.
    ByPercent(Decimal),
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// To another billing model.
    Model(BillingModel),
    /// Units of a product that are used.
    Used(String, Target),
    /// Tokens that are consumed, or units of another metered resource.
    Metered(String, Target),
    /// Units of a product that are committed per month.
    Quantity(String, Target),
    /// Price of a product per unit and month.
    UnitPrice(String, Target),
    /// Price of a product per hour of interaction.
    HourlyPrice(String, Target),
    /// Price of a product beyond its commitment.
    OveragePrice(String, Target),
    /// Discount of a product in percent.
    Discount(String, Target),
    /// Discount of the contract off list prices, in percent.
    ContractDiscount(Target),
    /// Least that a period bills.
    Minimum(Target),
}

impl Cause {
    /// All, in the order in which they are applied: first how it is counted, then how much there is, then what it costs.
    pub const ALL: [Cause; 8] = [
        Cause::Model,
        Cause::Volume,
        Cause::Metered,
        Cause::Commitment,
        Cause::Price,
        Cause::OveragePrice,
        Cause::Discount,
        Cause::Minimum,
    ];

    /// As in outputs.
    pub fn as_str(self) -> &'static str {
        match self {
            Cause::Model => "model",
            Cause::Volume => "volume",
            Cause::Metered => "metered",
            Cause::Commitment => "commitment",
            Cause::Price => "price",
            Cause::OveragePrice => "overage-price",
            Cause::Discount => "discount",
            Cause::Minimum => "minimum",
        }
    }
}

impl Change {
    /// The product that it is about, if it is about one.
    pub fn product(&self) -> Option<&str> {
        match self {
            Change::Used(product, _)
            | Change::Quantity(product, _)
            | Change::UnitPrice(product, _)
            | Change::HourlyPrice(product, _)
            | Change::OveragePrice(product, _)
            | Change::Discount(product, _) => Some(product),
            Change::Model(_) | Change::Metered(..) | Change::ContractDiscount(_) | Change::Minimum(_) => None,
        }
    }

    /// Its cause.
    pub fn cause(&self) -> Cause {
        match self {
            Change::Model(_) => Cause::Model,
            Change::Used(..) => Cause::Volume,
            Change::Metered(..) => Cause::Metered,
            Change::Quantity(..) => Cause::Commitment,
            Change::UnitPrice(..) | Change::HourlyPrice(..) => Cause::Price,
            Change::OveragePrice(..) => Cause::OveragePrice,
            Change::Discount(..) | Change::ContractDiscount(_) => Cause::Discount,
            Change::Minimum(_) => Cause::Minimum,
        }
    }
}

impl Target {
    /// What becomes of a value, at least 0 and with at most 6 decimals, half away from zero; `None` where it is relative
    /// to a value that is unknown.
    pub fn of(self, value: Option<Decimal>) -> Option<Decimal> {
        let exact = match self {
            Target::To(target) => target,
            Target::By(step) => value? + step,
            Target::ByPercent(percent) => value? * (Decimal::ONE_HUNDRED + percent) / Decimal::ONE_HUNDRED,
        };
        let rounded = exact.round_dp_with_strategy(6, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
        Some(rounded.max(Decimal::ZERO).normalize())
    }

    /// The same in whole units, half up.
    pub fn of_units(self, units: u64) -> u64 {
        let target = self.of(Some(Decimal::from(units))).unwrap_or_default();
        let whole = target.round_dp_with_strategy(0, rust_decimal::RoundingStrategy::MidpointAwayFromZero);
        u64::try_from(whole).unwrap_or(u64::MAX)
    }
}
