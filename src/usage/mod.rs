//! From activity, presence and logins to facts per person: one lazy plan per question, one pass over each table.
//!
//! What people did and when they were last seen, nothing else: no license, no price, no advice.
//! Everything is UTC; nothing that begins after as-of is read; intervals and open ends are cut at as-of
//! (`docs/RULES.md`, "Time").
//!
//! Invariant: amounts of time are integers in microseconds, counts are integers; no float decides anything.

pub mod activity;
mod columns;
pub mod concurrency;
pub mod coverage;
pub mod days;
mod fold;
pub mod interacting;
pub mod people;
pub mod presence;
pub mod queues;
pub mod resources;
pub mod signs;
pub mod spans;
pub mod windows;
