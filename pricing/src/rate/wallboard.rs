//! Wallboards: devices, one of them free per organization.
//!
//! See <https://rcworkbench.genesys.cloud/articles/genesys-cloud-free-allocation-per-organization>.

use std::collections::BTreeSet;

/// Distinct wallboards of a billing report: an account that is named twice, in whatever case, is one device.
pub fn wallboards<'a>(entities: impl IntoIterator<Item = &'a str>) -> u64 {
    let distinct: BTreeSet<String> = entities.into_iter().map(str::to_lowercase).collect();
    u64::try_from(distinct.len()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rate::tests::tariff;

    #[test]
    fn one_device_is_free_and_named_twice_is_one() {
        assert_eq!(wallboards(["Lobby@x.example", "lobby@x.example", "hall@x.example"]), 2);
        let tariff = tariff("");
        let wallboard = tariff.product(tariff.ix("wallboard").unwrap());
        let charged: Vec<u64> = [0, 1, 2, 5].map(|devices| wallboard.charged(devices)).to_vec();
        assert_eq!(charged, [0, 0, 1, 4]);
    }
}
