//! The id of a recommendation: by it, answers of managers and plans find the recommendation again.

use seatwise_pricing::tariff::{ProductIx, Tariff};
use sha2::{Digest, Sha256};

use super::code::Advice;

/// Bytes of an id: 2⁻⁶⁴ · n² / 2 is the chance that two of n meet, 3 · 10⁻¹⁰ for 100,000.
pub const ID_BYTES: usize = 8;

/// The same as long as code, person and products are the same.
pub fn recommendation_id(tariff: &Tariff, code: Advice, user_id: &str, from: &[ProductIx], to: &[ProductIx]) -> String {
    let mut hash = Sha256::new();
    let mut part = |text: &str| {
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text.as_bytes());
    };
    part(code.as_str());
    part(user_id);
    for side in [from, to] {
        part(&side.len().to_string());
        for ix in side {
            part(&tariff.product(*ix).id);
        }
    }
    hash.finalize().iter().take(ID_BYTES).map(|byte| format!("{byte:02x}")).collect()
}
