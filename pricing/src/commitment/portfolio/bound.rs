//! A lower bound by a multiplier: every unit of amount is worth λ = u/v of cost.
//!
//! For any λ ≥ 0 and any choice whose amount reaches the least one,
//!
//! cost = Σ (costₖ − λ · amountₖ) + λ · amount ≥ Σ min (costₖ − λ · amountₖ) + λ · least,
//!
//! and what a choice costs beyond that bound is exactly Σ *losses* + λ · overshoot, where the loss of a commitment is how far it
//! is above its product's minimum. λ is where the lower hulls of all products together reach the least amount: the best bound there is.

use super::program::Piece;
use crate::commitment::ratio::common_divisor;

/// The bound of one branch, everything times v.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bound {
    /// Numerator of λ.
    pub(super) price: i128,
    /// Denominator of λ, above 0.
    pub(super) times: i128,
    /// No choice that reaches the least amount costs less, times v.
    pub(super) bound: i128,
    /// Least of cost − λ · amount per product, times v.
    pub(super) minima: Vec<i128>,
    /// The corner of each product at λ; together they reach the least amount.
    pub(super) corners: Vec<Corner>,
    /// The edge with which they do, if one is needed.
    pub(super) edge: Option<Edge>,
}

/// A commitment at a corner of a hull: piece and offset in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Corner {
    pub(super) piece: usize,
    pub(super) offset: i128,
    amount: i128,
    cost: i128,
}

/// From one corner of a product's hull to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Edge {
    pub(super) product: usize,
    pub(super) from: Corner,
    pub(super) to: Corner,
}

impl Edge {
    fn amount(&self) -> i128 {
        self.to.amount - self.from.amount
    }

    fn cost(&self) -> i128 {
        self.to.cost - self.from.cost
    }
}

impl Bound {
    /// The bound as a whole cost.
    pub(super) fn cost(&self) -> i128 {
        (self.bound + self.times - 1).div_euclid(self.times)
    }
}

/// The bound; `None` where even the greatest commitments don't reach the least amount.
pub(super) fn bound(products: &[Vec<Piece>], least: i128) -> Option<Bound> {
    let mut corners = Vec::new();
    let mut edges = Vec::new();
    for (product, pieces) in products.iter().enumerate() {
        let hull = hull(pieces);
        corners.push(hull[0]);
        edges.extend(hull.windows(2).map(|pair| Edge { product, from: pair[0], to: pair[1] }));
    }
    let order = |a: &Edge, b: &Edge| (a.cost() * b.amount()).cmp(&(b.cost() * a.amount()));
    edges.sort_by(|a, b| order(a, b).then(a.product.cmp(&b.product)));
    let mut amount: i128 = corners.iter().map(|corner| corner.amount).sum();
    let mut dearer = edges.into_iter();
    let mut last = None;
    while amount < least {
        let edge = dearer.next()?;
        amount += edge.amount();
        corners[edge.product] = edge.to;
        last = Some(edge);
    }
    let (price, times) = last.map_or((0, 1), |edge| (edge.cost(), edge.amount()));
    let divisor = common_divisor(price, times);
    let (price, times) = (price / divisor, times / divisor);
    let minima: Vec<i128> = products.iter().map(|pieces| minimum(pieces, price, times)).collect();
    let bound = minima.iter().sum::<i128>() + price * least;
    Some(Bound { price, times, bound, minima, corners, edge: last })
}

fn minimum(pieces: &[Piece], price: i128, times: i128) -> i128 {
    let ends = pieces.iter().flat_map(|piece| [(piece.amount, piece.cost), (piece.last_amount(), piece.last_cost())]);
    ends.map(|(amount, cost)| times * cost - price * amount).min().unwrap_or(0)
}

/// Lower hull of cost over amount, from the cheapest commitment (of equals the greatest amount) on.
fn hull(pieces: &[Piece]) -> Vec<Corner> {
    let mut points: Vec<Corner> = Vec::with_capacity(pieces.len() * 2);
    for (place, piece) in pieces.iter().enumerate() {
        points.push(Corner { piece: place, offset: 0, amount: piece.amount, cost: piece.cost });
        let (amount, cost) = (piece.last_amount(), piece.last_cost());
        points.push(Corner { piece: place, offset: piece.count - 1, amount, cost });
    }
    points.sort_by_key(|point| (point.cost, -point.amount));
    let mut hull: Vec<Corner> = Vec::new();
    // Dearer points come later: one that has no more amount than the last is no corner.
    for point in points {
        if hull.last().is_some_and(|last| point.amount <= last.amount) {
            continue;
        }
        while let [.., before, last] = hull.as_slice() {
            let above = (last.cost - before.cost) * (point.amount - before.amount)
                >= (point.cost - before.cost) * (last.amount - before.amount);
            if !above {
                break;
            }
            hull.pop();
        }
        hull.push(point);
    }
    hull
}
