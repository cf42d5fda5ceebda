//! Meters of AI tokens: how many tokens so many units of a resource cost.

use rust_decimal::Decimal;

use super::names::folded;
use super::product::PerModel;

/// What a number of units costs in tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MeterRate {
    /// So many units …
    pub units: u64,
    /// … cost so many tokens.
    pub tokens: PerModel<Decimal>,
}

/// One metered resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meter {
    /// Id as in the canonical `resource_usage` table, as `ai_summaries`; `messages_*` stands for any channel.
    pub id: String,
    /// What is counted, as `summaries`.
    pub unit: String,
    /// Its cost.
    pub rate: MeterRate,
    /// Id of the product that is billed by this meter, so that a contract that prices it as a seat switches the meter off.
    /// `None` for a meter of its own.
    pub seat_product: Option<String>,
    /// Names of its charges in billing data.
    pub charge_names: Vec<String>,
    /// Where the rate comes from: an address.
    pub source: String,
}

/// Tokens that an organization has free per period, whatever its seats; not carried over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FreeTokens {
    /// By seat model of the organization.
    pub per_organization: PerModel<Decimal>,
}

impl Meter {
    /// The prefix that it stands for, if it stands for any channel.
    fn prefix(&self) -> Option<&str> {
        self.id.strip_suffix('*')
    }
}

/// The meter of a resource: by id, else by billing name, else by prefix.
pub(super) fn find<'m>(meters: &'m [Meter], resource: &str) -> Option<&'m Meter> {
    let key = folded(resource);
    let named = |meter: &&Meter| meter.charge_names.iter().any(|name| folded(name) == key);
    let prefixed = |meter: &&Meter| {
        meter.prefix().and_then(|prefix| resource.strip_prefix(prefix)).is_some_and(|channel| !channel.is_empty())
    };
    let exact = meters.iter().find(|meter| meter.prefix().is_none() && meter.id == resource);
    exact.or_else(|| meters.iter().find(named)).or_else(|| meters.iter().find(prefixed))
}
