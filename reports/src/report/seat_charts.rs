//! What the charts of the overview draw, as plain data: seats, tiers, days without a sign, the way to the target.

use chrono::NaiveDate;
use rust_decimal::Decimal;

/// Seats of one product by what becomes of them; each seat is in exactly one part.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SeatStates {
    /// The product.
    pub label: String,
    /// Kept: a sign within 30 days before as-of, and the tier is needed.
    pub active: u64,
    /// Kept: last sign 30 to 59 days before as-of.
    pub idle_30: u64,
    /// Kept: last sign 60 to 89 days before as-of.
    pub idle_60: u64,
    /// Kept, although the last sign is 90 days or more before as-of, or there is none.
    pub quiet: u64,
    /// A cheaper offer is enough.
    pub over_tiered: u64,
    /// To give back: without a sign for `idle_days`.
    pub reclaim_idle: u64,
    /// To give back: never activated.
    pub reclaim_never: u64,
    /// To give back: the account is deactivated or deleted.
    pub reclaim_deactivated: u64,
    /// To give back: duplicate or departed.
    pub reclaim_other: u64,
}

impl SeatStates {
    /// Seats to give back.
    #[must_use]
    pub fn to_give_back(&self) -> u64 {
        self.reclaim_idle + self.reclaim_never + self.reclaim_deactivated + self.reclaim_other
    }

    /// All seats of the product.
    #[must_use]
    pub fn seats(&self) -> u64 {
        self.active + self.idle_30 + self.idle_60 + self.quiet + self.over_tiered + self.to_give_back()
    }

    /// The parts, in the order in which they are shown.
    pub(crate) fn parts(&self) -> [u64; 9] {
        [
            self.active,
            self.idle_30,
            self.idle_60,
            self.quiet,
            self.over_tiered,
            self.reclaim_idle,
            self.reclaim_never,
            self.reclaim_deactivated,
            self.reclaim_other,
        ]
    }
}

/// From today's bill to the target; amounts a month, `None` = unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Target {
    /// The bill from which the steps begin.
    pub today: Option<Decimal>,
    /// What lowers the next invoices, and its first day.
    pub cash_now: (Option<Decimal>, Option<NaiveDate>),
    /// What a contract made to measure saves after that, and the day of the renewal; no day = no contract ends.
    pub at_renewal: (Option<Decimal>, Option<NaiveDate>),
    /// Today's bill less both.
    pub target: Option<Decimal>,
    /// List value of seats neither billed nor committed: not money saved, and no step.
    pub exposure: Decimal,
}

/// People by the tier that they hold and the tier that is enough.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tiers {
    /// Names of products, in the order in which they are shown.
    pub products: Vec<String>,
    /// Only pairs with people.
    pub cells: Vec<TierCell>,
}

/// People who hold one tier and need another, the same, or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TierCell {
    /// Number of the product held.
    pub held: usize,
    /// Number of the product that is enough; `None` = no seat at all.
    pub enough: Option<usize>,
    /// How many.
    pub people: u64,
    /// Contracted price of the difference a month, of everybody with a known one; above 0 = saves; `None` = nobody has.
    pub contracted: Option<Decimal>,
    /// Of the people, those of whom a contracted price is unknown.
    pub unpriced: u64,
    /// List price of the difference a month, all people; `None` = a price is unknown.
    pub list: Option<Decimal>,
}

/// People by days since their last sign.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IdleDays {
    /// A strip per product, in the order in which they are shown.
    pub products: Vec<IdleProduct>,
    /// Days without a sign after which a seat counts as idle.
    pub idle_days: u32,
}

/// The people of one product.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IdleProduct {
    /// The product.
    pub label: String,
    /// First day of a bucket of seven, and people in it; no day = no sign ever.
    pub buckets: Vec<(Option<u32>, u64)>,
}

/// What one department costs a month.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DepartmentCost {
    /// Its name.
    pub label: String,
    /// Contracted price of what is held.
    pub cost: Decimal,
    /// Of that, what recommendations would give back.
    pub recoverable: Decimal,
    /// Seats held whose price is unknown.
    pub unpriced: u64,
}
