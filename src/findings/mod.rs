//! What is worth changing, and what a reader must know: recommendations and findings with stable codes.
//!
//! [`advice`] decides per person, in the order of `docs/RULES.md` "Recommendations and findings"; each check has a
//! file of its own. [`remarks`] makes the findings. Nothing here reads a file.

pub mod advice;
pub mod answered;
pub mod calibration;
pub mod code;
pub mod confidence;
pub mod context;
pub mod grounds;
pub mod guard;
pub mod id;
pub mod idle;
pub mod needs;
pub mod offer;
pub mod persons;
pub mod protection;
pub mod quiet;
pub mod remarks;
pub mod standing;
pub mod without_sign;
