//! The commented quote that a newcomer starts from; its text stands in `template.toml` beside this file.

/// A commented quote that reads without a problem.
pub const TEMPLATE: &str = include_str!("template.toml");
