//! Branching over the products' own discount steps, the branch of least bound first.
//!
//! Between two steps of one product the price falls for all its units, so its cost jumps, and a bound that lies within such a jump
//! is far from any choice. There the branch is split in two: the product's steps below the jump, and those above. Where the
//! bound lies within a straight piece it is at most one unit away from a choice, and the branch is searched to its end.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::bound::{Bound, bound};
use super::matching;
use super::program::{Piece, Program};
use super::relaxed::{Best, Relaxed};
use super::search;

/// Rounds of a branch: commitments on either side of the matching, of the critical product, and visits of the search.
const ROUNDS: [(usize, i128, u64); 3] = [(2_000, 16, 100_000), (20_000, 64, 1_000_000), (100_000, 64, u64::MAX)];

/// The best choice of all, and the bounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) best: Best,
    /// By shared step: no choice costs less; `None` where no choice reaches its amount.
    pub(super) bounds: Vec<Option<i128>>,
    /// How much less another choice might cost, where the search was stopped before the proof.
    pub(super) gap: Option<i128>,
}

/// Some steps of each product under one shared step.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Branch {
    /// No choice in it costs less.
    cost: i128,
    /// Shared step.
    shared: usize,
    /// Least and greatest step allowed per product.
    allowed: Vec<(usize, usize)>,
}

/// The choice of least cost, of equals one of least committed amount; `None` where none reaches the minimum.
pub(super) fn solve(program: &Program, work_max: u64) -> Option<Found> {
    let mut open = BinaryHeap::new();
    let mut bounds = Vec::new();
    for shared in 0..program.pieces.len() {
        let allowed = program.pieces[shared].iter().map(|_| (0, usize::MAX)).collect();
        let branch = Branch { cost: 0, shared, allowed }.bounded(program);
        bounds.push(branch.as_ref().map(|branch| branch.cost));
        open.extend(branch.map(Reverse));
    }
    let (mut best, mut work): (Option<Best>, u64) = (None, 0);
    while let Some(Reverse(branch)) = open.pop() {
        let least = (branch.cost, program.least[branch.shared]);
        // The branches after it have no less cost, and of equal cost no less amount to reach.
        if best.as_ref().is_some_and(|best| (best.cost, best.amount) <= least) {
            break;
        }
        let finished = branch.visit(program, &mut best, &mut work, work_max, &mut open);
        if !finished {
            let best = best?;
            return Some(Found { gap: Some(best.cost - branch.cost).filter(|gap| *gap > 0), best, bounds });
        }
    }
    Some(Found { best: best?, bounds, gap: None })
}

impl Branch {
    /// The same with its bound; `None` where it reaches no choice.
    fn bounded(self, program: &Program) -> Option<Branch> {
        let bound = bound(&self.pieces(program), program.least[self.shared])?;
        Some(Branch { cost: bound.cost(), ..self })
    }

    fn pieces(&self, program: &Program) -> Vec<Vec<Piece>> {
        let products = program.pieces[self.shared].iter().zip(&self.allowed);
        let of_steps = |(pieces, (least, most)): (&Vec<Piece>, &(usize, usize))| {
            pieces.iter().filter(|piece| (*least..=*most).contains(&piece.step)).copied().collect()
        };
        products.map(of_steps).collect()
    }

    /// Splits the branch or searches it; false where the work was too much.
    fn visit(
        &self,
        program: &Program,
        best: &mut Option<Best>,
        work: &mut u64,
        work_max: u64,
        open: &mut BinaryHeap<Reverse<Branch>>,
    ) -> bool {
        let (pieces, least) = (self.pieces(program), program.least[self.shared]);
        let Some(bound) = bound(&pieces, least) else { return true };
        let jump = jump(&pieces, &bound);
        let relaxed = Relaxed::new(&pieces, least, bound);
        relaxed.corners(best);
        if let Some((product, below)) = jump {
            *work += 1;
            open.extend(self.split(product, below).into_iter().filter_map(|part| part.bounded(program)).map(Reverse));
            return *work <= work_max;
        }
        for (commitments, critical, visits) in ROUNDS {
            matching::improve(&relaxed, best, commitments, critical);
            let visits = visits.min(work_max.saturating_sub(*work));
            if search::search(&relaxed, best, visits, work) {
                return true;
            }
            if *work >= work_max {
                return false;
            }
        }
        false
    }

    fn split(&self, product: usize, below: usize) -> [Branch; 2] {
        let (mut low, mut high) = (self.clone(), self.clone());
        low.allowed[product].1 = below;
        high.allowed[product].0 = below + 1;
        [low, high]
    }
}

/// The product whose bound lies between two of its steps, with the lower one.
fn jump(pieces: &[Vec<Piece>], bound: &Bound) -> Option<(usize, usize)> {
    let edge = bound.edge?;
    let step = |corner: usize| pieces[edge.product][corner].step;
    let (from, to) = (step(edge.from.piece), step(edge.to.piece));
    (from != to).then_some((edge.product, from.min(to)))
}
