//! `pull` against the simulator: what it gives, what it asks, what it survives.

mod contract;
mod edges;
mod faults;
mod limits;
mod permissions;
mod requests;
mod resume;
mod secrets;
mod sources;
mod tables;
mod totals;
mod world;
