//! Sources of rows: one folder per source, each turns its own shape into rows of the canonical tables.
//!
//! This is the only place with wire names and column aliases. It knows no prices.

pub mod demo;
