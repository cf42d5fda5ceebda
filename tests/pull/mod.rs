//! `pull` against the simulator: what it gives, what it asks, what it survives.

mod faults;
mod limits;
mod permissions;
mod resume;
mod secrets;
mod sources;
mod tables;
mod world;
