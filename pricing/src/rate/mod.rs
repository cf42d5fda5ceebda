//! Rate models: how facts of a period become the quantity that is billed, one model per file.
//!
//! Pure rules over facts that were gathered elsewhere: who held what in the period, who was present when, what was metered.
//! `docs/PRICING.md` has every rule with its formula, an example and its source.
//!
//! | file | model |
//! |---|---|
//! | `tier` | of several bases the highest, once |
//! | `addons` | what stands on it, and which of two takes precedence |
//! | `named` | people, each once |
//! | `concurrent`, `concurrent_pool` | the 30-minute peak of a pool |
//! | `hourly_interacting` | time on interactions, beside seats |
//! | `hourly_logged_in` | time logged in of the organization (legacy) |
//! | `wallboard`, `journey`, `crm`, `ai_bundle` | what is counted in its own way |
//! | [`tokens`] | metered AI |
//! | `fair_use` | what billed seats include, and what goes beyond |

mod addons;
mod ai_bundle;
mod concurrent;
mod concurrent_pool;
mod crm;
mod fair_use;
mod fraction;
mod hourly_interacting;
mod hourly_logged_in;
mod journey;
mod named;
mod tally;
mod tier;
pub mod tokens;
mod wallboard;

pub use addons::billed_addons;
pub use ai_bundle::{AI_BUNDLE, bundle_range};
pub use concurrent::{PEAK_THRESHOLD_MICROS, peak, peak_at_or_above, peak_exactly, raw_peak};
pub use concurrent_pool::{ConcurrentPerson, Stay, concurrent_seats, histogram, peak_makers};
pub use crm::billed_integrations;
pub use fair_use::{FairUse, FairUseError, PoolPart, PoolSeats, fair_use};
pub use fraction::Fraction;
pub(crate) use fraction::greatest_common_divisor;
pub use hourly_interacting::{BilledBy, HourlyPerson, HourlyTally, billed_by, hourly_time};
pub use hourly_logged_in::logged_in_hours;
pub use journey::journey_is_included;
pub use named::{NamedPerson, billed_products, named_seats};
pub use tally::Tally;
pub use tier::highest_tier;
pub use wallboard::wallboards;

#[cfg(test)]
mod tests;
