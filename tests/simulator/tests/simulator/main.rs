//! What the simulator promises, asked over its socket.

mod client;
mod everything;
mod faults;
mod limits;
mod listings;
mod permissions;
mod sample;
mod tables;
mod usage;
mod writes;
