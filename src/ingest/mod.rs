//! Where data comes from: one folder per source; all end in the canonical tables. The only place with wire names.

pub mod answers;
pub mod billing;
pub mod demo;
pub mod exports;
pub mod genesys;
pub mod invoice;
pub mod problem;
pub mod sheet;
pub mod tables;
