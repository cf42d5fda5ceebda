//! The commented `contract.toml` that a newcomer starts from.
/// A commented `contract.toml` that reads without a problem.
pub const TEMPLATE: &str = "";
