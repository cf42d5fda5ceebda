//! Sources: whatever comes in becomes rows of the canonical tables here, and nowhere else.

pub mod problem;
pub mod tables;
