//! Prices and bills from outside the crate: an oracle of plain loops, laws, and the examples of `docs/PRICING.md`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

mod dice;
mod document;
mod generate;
mod laws;
mod oracle;
mod oracle_people;
mod subject;
mod write_back;
