//! The order of adjustments: which comes before which on the way from a price and a count to a charge, and why.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::tariff::PriceChange;

/// Sorts of adjustment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AdjustmentKind {
    /// A renewal raised the price.
    Uplift,
    /// The price was converted.
    Exchange,
    /// The volume has a price of its own.
    VolumeStep,
    /// A percentage off the price.
    Discount,
    /// Units that are free.
    FreeUnits,
    /// No money: billed in AI tokens.
    BilledInTokens,
    /// Units paid, used or not.
    Commitment,
    /// Units beyond the commitment.
    Overage,
    /// A ramp waives the charge, or replaces commitment and overage by what is used.
    Ramp,
    /// A year's commitment is billed in advance, or was.
    Prepay,
    /// The bill is raised to its minimum.
    Minimum,
}

/// One adjustment of a charge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChargeAdjustment {
    /// Of the price.
    Price(PriceChange),
    /// Of the count, by commitment, or by a ramp.
    Count(super::Adjustment),
    /// Allowance of an organization or its seats, in units with decimals; the exact number is in the quantities.
    Allowance {
        /// What was taken off.
        units: Decimal,
    },
    /// Tokens or resources beyond what is included and committed.
    Beyond {
        /// Units, to 6 decimals.
        units: Decimal,
        /// Price of each; `None` = unknown.
        unit_price: Option<Decimal>,
    },
    /// A year's commitment billed in advance: this period bears all of it, or none.
    Prepay {
        /// Periods that are paid for now; 0 = paid before.
        periods: u32,
        /// What the period bills for the commitment; its monthly equivalent is the effective cost.
        amount: Option<Decimal>,
        /// First day of the prepaid year.
        since: NaiveDate,
        /// Periods that are paid for now, by part of the commitment, in the order of its adjustments.
        by_part: Vec<u32>,
    },
    /// Raised to the minimum of the contract.
    Minimum {
        /// The minimum.
        minimum: Decimal,
    },
}

/// The order of adjustments with the reason for each place. Every charge lists its adjustments in this order.
pub fn order_of_adjustments() -> [(AdjustmentKind, &'static str); 11] {
    use AdjustmentKind as Kind;
    [
        (Kind::Uplift, "it changed the price before the period began, so the period starts from the raised one"),
        (Kind::Exchange, "steps, discounts and rounding are in the contract's currency, so the price has to be, first"),
        (Kind::VolumeStep, "a volume has another price, so it is chosen before anything comes off"),
        (
            Kind::Discount,
            "a percentage is agreed on what a unit costs at its volume, and ends the way to the unit price",
        ),
        (
            Kind::FreeUnits,
            "nobody commits to what is free, so it comes off the count before the commitment looks at it",
        ),
        (Kind::BilledInTokens, "what is billed in tokens has no money, so nothing after it applies"),
        (Kind::Commitment, "it is paid used or not, so it takes what is left of the count before overage does"),
        (Kind::Overage, "it is what the commitment left, at its own price"),
        (Kind::Ramp, "it waives or replaces a charge that has to be known, to show what the seats would have cost"),
        (Kind::Prepay, "it moves a commitment in time and changes no sum, so it needs the amount that was found"),
        (Kind::Minimum, "it looks at the whole bill, so every charge has to be there"),
    ]
}

impl AdjustmentKind {
    /// As one word, for documents.
    pub fn as_str(self) -> &'static str {
        match self {
            AdjustmentKind::Uplift => "uplift",
            AdjustmentKind::Exchange => "exchange",
            AdjustmentKind::VolumeStep => "volume-step",
            AdjustmentKind::Discount => "discount",
            AdjustmentKind::FreeUnits => "free-units",
            AdjustmentKind::BilledInTokens => "billed-in-tokens",
            AdjustmentKind::Commitment => "commitment",
            AdjustmentKind::Overage => "overage",
            AdjustmentKind::Ramp => "ramp",
            AdjustmentKind::Prepay => "prepay",
            AdjustmentKind::Minimum => "minimum",
        }
    }
}

impl ChargeAdjustment {
    /// Its place in the order.
    pub fn kind(&self) -> AdjustmentKind {
        use super::Adjustment;
        match self {
            ChargeAdjustment::Price(PriceChange::Uplift { .. }) => AdjustmentKind::Uplift,
            ChargeAdjustment::Price(PriceChange::Exchange { .. }) => AdjustmentKind::Exchange,
            ChargeAdjustment::Price(PriceChange::VolumeStep { .. }) => AdjustmentKind::VolumeStep,
            ChargeAdjustment::Price(PriceChange::Discount { .. }) => AdjustmentKind::Discount,
            ChargeAdjustment::Count(Adjustment::FreeUnits { .. }) | ChargeAdjustment::Allowance { .. } => {
                AdjustmentKind::FreeUnits
            }
            ChargeAdjustment::Count(Adjustment::BilledInTokens { .. }) => AdjustmentKind::BilledInTokens,
            ChargeAdjustment::Count(Adjustment::Commitment { .. }) => AdjustmentKind::Commitment,
            ChargeAdjustment::Count(Adjustment::Overage { .. }) | ChargeAdjustment::Beyond { .. } => {
                AdjustmentKind::Overage
            }
            ChargeAdjustment::Count(Adjustment::Ramp { .. } | Adjustment::RampUse { .. }) => AdjustmentKind::Ramp,
            ChargeAdjustment::Prepay { .. } => AdjustmentKind::Prepay,
            ChargeAdjustment::Minimum { .. } => AdjustmentKind::Minimum,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_that_of_the_kinds_and_names_each_once() {
        let kinds = order_of_adjustments().map(|(kind, _)| kind);
        assert!(kinds.is_sorted() && kinds.windows(2).all(|pair| pair[0] != pair[1]));
    }
}
