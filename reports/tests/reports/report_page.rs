//! The page of a report.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use seatwise_reports::render::html::{POLICY, SCRIPT};
use sha2::{Digest as _, Sha256};

#[test]
fn the_policy_names_the_script_of_the_page() {
    let hash = STANDARD.encode(Sha256::digest(SCRIPT));
    assert!(POLICY.ends_with(&format!("script-src 'sha256-{hash}'")), "the script's hash is {hash}");
}
