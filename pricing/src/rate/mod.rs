//! Rate models: how facts of a period become the quantity that is billed, one model per file.
//!
//! Pure rules over facts that were gathered elsewhere: who held what in the period, who was present when, what was metered.

mod addons;
mod concurrent;
mod hourly_logged_in;
mod tier;
pub mod tokens;

pub use addons::billed_addons;
pub use concurrent::{PEAK_THRESHOLD_MICROS, peak, peak_at_or_above, peak_exactly, raw_peak};
pub use hourly_logged_in::logged_in_hours;
pub use tier::highest_tier;
