//! One analysis as a plain value: everything after it (JSON, tables, reports) reads it and nothing else.
//!
//! [`run`] is the one way through: snapshot → usage → entitlement → findings → the money of the plan.

pub mod bill;
pub mod commitment;
pub mod compare;
pub mod demand;
pub mod effect;
pub mod history;
pub mod input;
mod measured;
pub(crate) mod people;
pub mod products;
pub mod replay;
pub mod run;
pub mod savings;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
pub(crate) mod small;
pub mod tokens;
pub mod usage;
pub mod whole;

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use seatwise_pricing::{
    bill::SeatBill,
    book::{PriceBook, ProductKind},
    contract::{Contract, RampBilling},
    delta::PersonTime,
    feature::FeatureSet,
    period::Period,
    rate::BilledBy,
    tariff::{ProductIx, Tariff},
    tokens::TokenBill,
};

use crate::{
    canonical::rows::{Micros, SECOND},
    entitlement::{
        billing::{Billing, Counting},
        held::Held,
        roles::Roles,
    },
    findings::{
        advice::{Decisions, Recommendation},
        code::Finding,
        context::Membership,
        needs::NeedFacts,
        standing::Standing,
    },
    settings::Settings,
    usage::{
        activity::ActivityFacts,
        concurrency::{Histogram, PeriodPresence},
        coverage::Coverage,
        people::People,
        resources::ResourceUsage,
        signs::Life,
        spans::Spans,
        windows::Windows,
    },
};

pub use people::Dependency;
pub use products::ProductCounts;
pub use savings::Savings;
pub use whole::Whole;

/// How many CX holders were present at once in the period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concurrency {
    /// Billed peak, reading "at or above".
    pub peak: u64,
    /// Billed peak, reading "exactly at".
    pub peak_exactly: u64,
    /// Time at each count, with the raw peak.
    pub histogram: Histogram,
}

/// Everything that was found out about one organization at one instant.
#[derive(Debug, Clone)]
pub struct Analysis {
    /// Nothing that begins after this instant was read.
    pub as_of: Micros,
    /// Id of the snapshot, or hash of the tables.
    pub snapshot: String,
    /// Name of the organization, if known.
    pub organization: Option<String>,
    /// The period priced.
    pub period: Period,
    /// The spans of time looked at, for whoever has no window of a department.
    pub spans: Spans,
    /// Windows and thresholds by person.
    pub windows: Windows,
    /// The contract in force, or none.
    pub contract: Contract,
    /// The settings.
    pub settings: Settings,
    /// Prices by product.
    pub tariff: Tariff,
    /// Everybody.
    pub people: People,
    /// Signs of life by person number.
    pub lives: Vec<Life>,
    /// What was done by person number.
    pub activity: ActivityFacts,
    /// What is held by person number.
    pub held: Held,
    /// Roles.
    pub roles: Roles,
    /// What the period bills.
    pub billing: Billing,
    /// Counts by product, rows of the output.
    pub products: Vec<ProductCounts>,
    /// The period's seat bill.
    pub bill: SeatBill,
    /// The three savings of the plan.
    pub savings: Savings,
    /// How many were present at once; `None` = no presence table.
    pub concurrency: Option<Concurrency>,
    /// The presence of the period up to as-of; `None` = no presence table.
    pub presence: Option<PeriodPresence>,
    /// The period's AI tokens; `None` = no resource usage.
    pub tokens: Option<TokenBill>,
    /// What was metered up to as-of, day by day; `None` = no resource usage.
    pub metered: Option<ResourceUsage>,
    /// Memberships by person number; `None` = no such table.
    pub memberships: Option<Vec<Vec<Membership>>>,
    /// What depends on people, by person number; `None` = no such table.
    pub dependencies: Option<Vec<Vec<Dependency>>>,
    /// How people are billed, by person number.
    pub billed_by: Vec<BilledBy>,
    /// Interaction time of the period by person number, in milliseconds; empty = nobody is billed by it.
    pub interacting_ms: Vec<u64>,
    /// What the input covers.
    pub coverage: Coverage,
    /// What is advised.
    pub decisions: Decisions,
    /// What people may be using, and who is left alone.
    pub standing: Standing,
    /// What a reader must know.
    pub findings: Vec<Finding>,
}

impl Analysis {
    /// The facts that needs follow from.
    pub fn need_facts(&self) -> NeedFacts<'_> {
        NeedFacts {
            people: &self.people,
            activity: &self.activity,
            coverage: &self.coverage,
            memberships: self.memberships.as_deref().unwrap_or_default(),
            roles: &self.roles,
            tariff: &self.tariff,
            settings: &self.settings,
            windows: &self.windows,
        }
    }

    /// How the contract turns shares into quantities.
    pub fn counting<'a>(&'a self, book: &'a PriceBook) -> Counting<'a> {
        Counting {
            tariff: &self.tariff,
            book,
            contract: &self.contract,
            presence: self.presence.as_ref(),
            people: self.people.len(),
            billed_by: &self.billed_by,
            interacting_ms: &self.interacting_ms,
        }
    }

    /// The hours by which people are billed, by person number; empty where nobody is.
    pub fn times(&self, book: &PriceBook) -> Vec<PersonTime> {
        measured::times(&self.counting(book))
    }

    /// Is as-of the last second of the period, so that nothing more can come? Its last instant is often written as 23:59:59.
    pub fn period_is_over(&self) -> bool {
        self.as_of >= self.spans.period.to - SECOND
    }

    /// Units of metered resources in the period, by resource as the input names it; `None` = no resource usage.
    pub fn metered_in_period(&self) -> Option<BTreeMap<&str, Decimal>> {
        self.metered.as_ref().map(|metered| metered.within(self.period))
    }

    /// Is every quantity of the seat bill known? Concurrent ones are not without presence.
    pub fn bill_is_known(&self) -> bool {
        self.products.iter().all(|row| row.billed.is_some())
    }

    /// Rows of products whose contracted price is unknown: they are in no total.
    pub fn unpriced(&self) -> impl Iterator<Item = &ProductCounts> {
        self.products.iter().filter(|row| self.tariff.product(row.ix).contracted.is_none())
    }

    /// Is the quantity of every seat that brings tokens known? If not, neither are the free and the billable tokens.
    pub fn free_tokens_are_known(&self) -> bool {
        self.products.iter().all(|row| row.billed.is_some() || self.tariff.product(row.ix).brings_tokens.is_zero())
    }

    /// What interaction time of people who are billed by it costs in the period, less what a ramp waives; what has no price
    /// per hour is in it with nothing.
    pub fn hours_monthly(&self) -> Decimal {
        let waived = self.tariff.in_ramp(self.period) && self.contract.ramp_billing == RampBilling::NotCharged;
        if waived { Decimal::ZERO } else { self.tariff.hours_total(&self.billing.interacting_ms) }
    }

    /// Commitment and overage of seats, and hours of interaction; `None` where a quantity is unknown.
    pub fn billed_monthly(&self) -> Option<Decimal> {
        self.bill_is_known().then(|| self.bill.totals.billed + self.hours_monthly())
    }

    /// Products with interaction time and no price per hour: they are in no total.
    pub fn unpriced_hours(&self) -> impl Iterator<Item = ProductIx> + '_ {
        let products = self.billing.interacting_ms.iter().map(|(ix, _)| *ix);
        products.filter(|ix| self.tariff.product(*ix).hourly.is_none())
    }

    /// The seat bill and the AI tokens; `None` where one of them is unknown.
    pub fn total_monthly(&self) -> Option<Decimal> {
        let tokens = match &self.tokens {
            Some(bill) => bill.cost?,
            None => Decimal::ZERO,
        };
        self.billed_monthly().map(|billed| billed + tokens)
    }

    /// Add-ons that what is advised needs, that nobody holds and that the contract does not name: Genesys shows an organization
    /// only the add-ons that it has bought, so the account team has to add them before an administrator can assign them.
    pub fn not_offered_yet(&self, advice: &Recommendation) -> Vec<ProductIx> {
        let is_there = |ix: &ProductIx| {
            let product = self.tariff.product(*ix);
            let priced = self.contract.lines.iter().map(|line| &line.product);
            let is_priced =
                priced.chain(self.contract.prices.iter().map(|price| &price.product)).any(|id| *id == product.id);
            let is_held = self.products.iter().any(|row| row.ix == *ix && row.assigned > 0);
            product.kind != ProductKind::AddOn || is_priced || is_held
        };
        advice.to.iter().copied().filter(|ix| !is_there(ix)).collect()
    }

    /// What has to be cleared before a person's account gives back everything, as `flow-locked: Main menu`.
    pub fn blocked_by(&self, advice: &Recommendation) -> Vec<String> {
        let all = self.dependencies.as_ref().and_then(|all| all.get(advice.user_ix));
        all.filter(|_| advice.code.is_reclaim()).into_iter().flatten().map(Dependency::label).collect()
    }

    /// Features that what is advised takes away.
    pub fn features_lost(&self, advice: &Recommendation) -> FeatureSet {
        self.tariff.covers(&advice.from).difference(self.tariff.covers(&advice.to))
    }

    /// Names of the features with evidence that what a person holds does not cover.
    pub fn uncovered_features(&self, advice: &Recommendation) -> Vec<String> {
        let (covered, target) = (self.tariff.covers(&advice.from), self.tariff.covers(&advice.to));
        let used = advice.evidence.iter().filter(|row| row.events > 0).map(|row| row.feature);
        let missing: Vec<String> =
            used.filter(|feature| !covered.contains(*feature)).map(|feature| feature.as_str().to_owned()).collect();
        if missing.is_empty() {
            // Needed by a pin or a membership: all that the new offer adds can be the reason.
            return target.difference(covered).iter().map(|feature| feature.as_str().to_owned()).collect();
        }
        missing
    }
}
