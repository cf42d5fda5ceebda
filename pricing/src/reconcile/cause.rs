//! Causes of differences, in the order in which they are told.

/// Why a document differs from the expected bill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// Counted by them and not by us.
    OnlyTheirs,
    /// Counted by us and not by them.
    OnlyOurs,
    /// The same units under another product.
    Tier,
    /// Seen within a day of the edge of the period.
    PeriodEdge,
    /// Another commitment than the contract's.
    Commitment,
    /// Another unit price.
    Price,
    /// Within the rounding of the lines.
    Rounding,
    /// A charge that no price book and no contract knows.
    UnknownCharge,
    /// Expected, and not in the document.
    NotCharged,
    /// Of another period.
    OtherPeriod,
    /// Nothing explains it.
    Unexplained,
}

impl Cause {
    /// Every cause, in order.
    pub const ALL: [Cause; 11] = [
        Cause::OnlyTheirs,
        Cause::OnlyOurs,
        Cause::Tier,
        Cause::PeriodEdge,
        Cause::Commitment,
        Cause::Price,
        Cause::Rounding,
        Cause::UnknownCharge,
        Cause::NotCharged,
        Cause::OtherPeriod,
        Cause::Unexplained,
    ];

    /// Its code.
    pub fn as_str(self) -> &'static str {
        match self {
            Cause::OnlyTheirs => "only-theirs",
            Cause::OnlyOurs => "only-ours",
            Cause::Tier => "tier",
            Cause::PeriodEdge => "period-edge",
            Cause::Commitment => "commitment",
            Cause::Price => "price",
            Cause::Rounding => "rounding",
            Cause::UnknownCharge => "unknown-charge",
            Cause::NotCharged => "not-charged",
            Cause::OtherPeriod => "other-period",
            Cause::Unexplained => "unexplained",
        }
    }

    /// What it means, for people.
    pub fn meaning(self) -> &'static str {
        match self {
            Cause::OnlyTheirs => "counted by the other side only",
            Cause::OnlyOurs => "counted by seatwise only",
            Cause::Tier => "counted by both, under different products",
            Cause::PeriodEdge => "seen within a day of the edge of the period",
            Cause::Commitment => "another commitment than the contract's",
            Cause::Price => "another unit price",
            Cause::Rounding => "within the rounding of the lines",
            Cause::UnknownCharge => "no price book and no contract knows the charge",
            Cause::NotCharged => "expected, and not charged",
            Cause::OtherPeriod => "of another period",
            Cause::Unexplained => "nothing explains it",
        }
    }
}
