//! Exact prices of Genesys Cloud seats: what is for sale, what a contract changes about it, what a period bills, and the
//! cheapest offer that covers what a person needs.
//!
//! This crate knows no file, clock, environment or data frame: text and dates come in as arguments, values go out. No
//! amount is ever a float. An unknown price stays unknown (`None`) and is never a zero.
//!
//! The rooms, in reading order:
//!
//! | module | question |
//! |---|---|
//! | [`feature`] | what can a product cover, what can a person need? |
//! | [`money`] | an exact amount in one currency: rounding, adding, sharing out |
//! | [`problem`], [`document`] | what is wrong with a text that was handed in, and where |
//! | [`book`] | what is for sale, since when, by which source |
//! | [`contract`] | what the organization agreed to |
//! | [`period`] | which billing period contains a date |
//! | [`tariff`] | the book and the contract on one date: a price per product |
//! | [`rate`] | what is billed of it: highest tier, add-ons, 30-minute peak, hours, tokens |
//! | [`bill`] | the seat bill of a period, line by line |
//! | [`cover`] | the cheapest offer that covers the needs |
//! | [`reconcile`] | why another document asks for another sum |
//! | [`delta`] | what a change of products is worth per month |
//! | [`commitment`] | how much to commit to under uncertain demand |
//! | [`compare`] | what the same months cost under another billing model, and where the models break even |
//! | [`quote`] | what vendors' offers cost over their term, side by side |
//! | [`bridge`] | why a period costs more or less than the one before |
//! | [`what_if`] | another contract or another use: the difference, cause by cause and line by line |
//! | [`forecast`] | what the rest of a period is expected to use |
//!
//! Left to others: who holds what, who was present, which recommendation follows, how a number is shown.

pub mod feature;
pub mod money;

pub mod document;
pub mod problem;

pub mod book;
pub mod contract;

pub mod period;
pub mod tariff;

pub mod rate;

pub mod bill;
pub mod bridge;
pub mod commitment;
pub mod compare;
pub mod cover;
pub mod delta;
pub mod forecast;
pub mod quote;
pub mod reconcile;
pub mod what_if;

pub use rate::tokens;
