//! The commented `contract.toml` that a newcomer starts from; its text stands in `template.toml` beside this file.

/// A commented `contract.toml` that reads without a problem: the defaults, with an example of everything else.
pub const TEMPLATE: &str = include_str!("template.toml");
