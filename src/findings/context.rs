//! Everything that a check may look at: facts, not files.

use std::collections::BTreeMap;

use seatwise_pricing::{
    book::PriceBook,
    contract::Contract,
    delta::PersonTime,
    feature::{Feature, FeatureSet},
    tariff::{ProductIx, Tariff},
};

use super::needs::NeedFacts;
use crate::{
    entitlement::{billing::Billing, held::Held, roles::Roles},
    settings::{Settings, Thresholds},
    usage::{
        activity::{ActivityFacts, FeatureFact},
        coverage::Coverage,
        people::People,
        presence::PresenceFacts,
        signs::Life,
        spans::{Span, Spans},
        windows::Windows,
    },
};

/// State of a person at the identity provider: the latest row at or before as-of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum IdpStatus {
    /// Can sign in.
    Active,
    /// Cannot sign in for now.
    Suspended,
    /// Gone.
    Deprovisioned,
}

impl IdpStatus {
    /// The word of the `status` column.
    pub fn as_str(self) -> &'static str {
        match self {
            IdpStatus::Active => "active",
            IdpStatus::Suspended => "suspended",
            IdpStatus::Deprovisioned => "deprovisioned",
        }
    }
}

/// A membership that needs a feature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// What it needs.
    pub feature: Feature,
    /// Which unit or queue.
    pub via: Option<String>,
}

/// The facts of one analysis, by person number where they concern people.
pub struct Context<'a> {
    /// Everybody.
    pub people: &'a People,
    /// Signs of life.
    pub lives: &'a [Life],
    /// What was done.
    pub activity: &'a ActivityFacts,
    /// When people were present.
    pub presence: &'a PresenceFacts,
    /// What the input covers.
    pub coverage: &'a Coverage,
    /// Memberships.
    pub memberships: &'a [Vec<Membership>],
    /// Status at the identity provider; `None` = not listed there.
    pub idp: &'a [Option<IdpStatus>],
    /// What is held.
    pub held: &'a Held,
    /// Roles.
    pub roles: &'a Roles,
    /// What the period bills.
    pub billing: &'a Billing,
    /// Prices.
    pub tariff: &'a Tariff,
    /// The price book.
    pub book: &'a PriceBook,
    /// The contract.
    pub contract: &'a Contract,
    /// The settings.
    pub settings: &'a Settings,
    /// The spans of the organization.
    pub spans: &'a Spans,
    /// Windows and thresholds by person.
    pub windows: &'a Windows,
    /// The hours by which people are billed; empty = nobody is.
    pub times: &'a [PersonTime],
}

impl Context<'_> {
    /// The facts that needs follow from.
    pub fn need_facts(&self) -> NeedFacts<'_> {
        NeedFacts {
            people: self.people,
            activity: self.activity,
            coverage: self.coverage,
            memberships: self.memberships,
            roles: self.roles,
            tariff: self.tariff,
            settings: self.settings,
            windows: self.windows,
        }
    }

    /// Features that a set of products covers together.
    pub fn covers(&self, products: &[ProductIx]) -> FeatureSet {
        self.tariff.covers(products)
    }

    /// The lengths and counts that decide about a person.
    pub fn thresholds(&self, user_ix: usize) -> Thresholds {
        self.windows.of(user_ix).thresholds
    }

    /// The evidence window of a person.
    pub fn window(&self, user_ix: usize) -> Span {
        self.windows.of(user_ix).spans.window
    }

    /// The hours by which a person is billed.
    pub fn time(&self, user_ix: usize) -> PersonTime {
        self.times.get(user_ix).copied().unwrap_or_default()
    }

    /// What a person did with a feature.
    pub fn fact(&self, user_ix: usize, feature: Feature) -> Option<&FeatureFact> {
        let facts = self.activity.by_person.get(user_ix)?;
        facts.binary_search_by_key(&feature, |fact| fact.feature).ok().map(|at| &facts[at])
    }

    /// Are there presence or activity rows at all?
    pub fn has_rows(&self) -> bool {
        self.presence.span.is_some() || self.activity.span.is_some()
    }
}

/// Rows that belong to nobody, by table: what they name, and how many rows.
pub type Unmatched = BTreeMap<String, BTreeMap<String, u64>>;
