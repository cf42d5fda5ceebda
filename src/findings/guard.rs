//! Guards: why nothing is advised to a person to whom something would be, and the saving that this forgoes.
//!
//! A guard that the settings name or a season explains is told as a finding; that somebody is new, or that data are
//! missing, is told as a sum.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use seatwise_pricing::tariff::ProductIx;

use super::code::Advice;

/// What holds a recommendation back. The codes are an interface: rename or drop none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Guard {
    /// Created less than `grace_days` ago.
    Grace,
    /// An exception of the kind `leave`.
    Leave,
    /// An exception of the kind `time-off`: planned, as by a schedule of the months to come.
    TimeOff,
    /// An exception of the kind `on-call`.
    OnCall,
    /// An exception of the kind `service-account`: no human being.
    ServiceAccount,
    /// Any other exception.
    Exception,
    /// Named in `protect.users`, or a holder of a role of `protect.roles`.
    Protected,
    /// A manager answered `keep` to this recommendation, and its cool-down is not over.
    AnsweredKeep,
    /// Away now and at the same time last year, back right after it.
    Seasonal,
    /// Features that nothing is known about are taken as needed.
    DataGap,
}

impl Guard {
    /// Every guard, in the order of the text.
    pub const ALL: [Guard; 10] = [
        Guard::Grace,
        Guard::Leave,
        Guard::TimeOff,
        Guard::OnCall,
        Guard::ServiceAccount,
        Guard::Exception,
        Guard::Protected,
        Guard::AnsweredKeep,
        Guard::Seasonal,
        Guard::DataGap,
    ];

    /// The code as written in every output.
    pub fn as_str(self) -> &'static str {
        match self {
            Guard::Grace => "grace",
            Guard::Leave => "leave",
            Guard::TimeOff => "time-off",
            Guard::OnCall => "on-call",
            Guard::ServiceAccount => "service-account",
            Guard::Exception => "exception",
            Guard::Protected => "protected",
            Guard::AnsweredKeep => "answered-keep",
            Guard::Seasonal => "seasonal-return",
            Guard::DataGap => "data-gap",
        }
    }
}

/// One person held back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Person number.
    pub user_ix: usize,
    /// By what.
    pub guard: Guard,
    /// The same as a phrase.
    pub why: String,
    /// What would be advised without the guard.
    pub code: Advice,
    /// Products that would change, base first.
    pub from: Vec<ProductIx>,
    /// Products that would be enough, base first; empty = none.
    pub to: Vec<ProductIx>,
    /// Contracted price of the difference per month, below 0 for an upgrade; `None` = a price is unknown.
    pub saving: Option<Decimal>,
}

/// What a guard holds back in all: seats one by one, no bill.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct GuardSum {
    /// People held back, upgrades not among them.
    pub people: u64,
    /// Contracted price forgone per month, as far as it is known.
    pub forgone: Decimal,
    /// People whose saving is unknown, because a price is.
    pub unknown: u64,
}

/// Sums by guard. An upgrade that was not advised forgoes nothing and is in none.
pub fn sums<'k>(kept: impl Iterator<Item = &'k Kept>) -> BTreeMap<Guard, GuardSum> {
    let mut sums: BTreeMap<Guard, GuardSum> = BTreeMap::new();
    for kept in kept.filter(|kept| kept.code != Advice::UpgradeTier) {
        let sum = sums.entry(kept.guard).or_default();
        sum.people += 1;
        match kept.saving {
            Some(saving) => sum.forgone += saving,
            None => sum.unknown += 1,
        }
    }
    sums
}
