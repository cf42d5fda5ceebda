//! Prices and bills from outside the crate: an oracle of plain loops, laws, and the examples of `docs/PRICING.md`.

mod dice;
mod document;
mod generate;
mod laws;
mod oracle;
mod oracle_people;
mod subject;
