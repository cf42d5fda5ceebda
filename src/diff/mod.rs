//! Two analyses of one organization at two instants: who came and went, whose tier changed and why, what the bill became,
//! and what became of the recommendations of then.
//!
//! Both sides are analyzed with the same contract and settings, so that a difference is one of the organization.
//!
//! | file | question |
//! |---|---|
//! | `moves` | who came, went, rose and fell, and what seats that makes? |
//! | `why` | which role changed a tier? |
//! | `rehire` | who came back under another account? |
//! | `cost` | what of the bill's difference is quantity, what is price? |
//! | `outcome` | what became of a recommendation? |

mod cost;
mod moves;
mod outcome;
mod rehire;
mod why;

use std::collections::BTreeMap;

pub use cost::{CostDiff, ProductCost};
pub use moves::{MoveKind, PersonMove, SeatMoves};
pub use outcome::{Outcome, RecommendationOutcome};
pub use rehire::Rehire;
pub use why::Why;

use crate::analysis::Analysis;

/// What is different between two analyses.
#[derive(Debug, Clone)]
pub struct Diff {
    /// People known before and after.
    pub people: [u64; 2],
    /// Everybody whose products changed, by kind, then user id.
    pub moves: Vec<PersonMove>,
    /// Seats of each product before, what came and went, and after; by id.
    pub seats: BTreeMap<String, SeatMoves>,
    /// People who could log in before and can't after: user id and label, by user id.
    pub deactivated: Vec<(String, String)>,
    /// The other way round.
    pub reactivated: Vec<(String, String)>,
    /// People who seem to be somebody who was there before.
    pub rehires: Vec<Rehire>,
    /// The seat bill before and after.
    pub cost: CostDiff,
    /// What became of each recommendation of then, in their order.
    pub outcomes: Vec<RecommendationOutcome>,
}

impl Diff {
    /// Compares. The later analysis comes second.
    pub fn new(before: &Analysis, after: &Analysis) -> Diff {
        let moves = moves::moves(before, after);
        let (deactivated, reactivated) = moves::states(before, after);
        Diff {
            people: [before.people.list.len() as u64, after.people.list.len() as u64],
            seats: moves::seats(before, after, &moves),
            deactivated,
            reactivated,
            rehires: rehire::find(before, after),
            cost: CostDiff::new(before, after),
            outcomes: outcome::outcomes(before, after),
            moves,
        }
    }

    /// People whose tier rose though no role was given to them.
    pub fn creep(&self) -> impl Iterator<Item = &PersonMove> {
        self.moves.iter().filter(|own| own.is_creep())
    }
}

#[cfg(test)]
mod tests;
