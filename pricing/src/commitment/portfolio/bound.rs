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

#[cfg(test)]
mod tests {
    use super::*;

    /// One commitment of so much amount and cost.
    fn point((amount, cost): (i128, i128)) -> Piece {
        Piece { step: 0, first: 0, count: 1, amount, amount_step: 1, cost, cost_step: 1 }
    }

    fn corners(points: &[(i128, i128)]) -> Vec<(i128, i128)> {
        let pieces: Vec<Piece> = points.iter().copied().map(point).collect();
        hull(&pieces).into_iter().map(|corner| (corner.amount, corner.cost)).collect()
    }

    #[test]
    fn a_hull_begins_with_the_cheapest_and_bends_upwards_only() {
        // 2 for 5, 8 for 5, 10 for 5 more: 0.4, 1.6 and 2 for each.
        let bends = [(5, 10), (10, 12), (15, 20), (20, 30)];
        assert_eq!(corners(&bends), bends);
        assert_eq!(corners(&[(20, 30), (0, 10), (15, 20), (5, 10), (10, 12)]), bends, "of equals the greatest amount");
        assert_eq!(corners(&[(5, 10), (10, 12), (12, 18), (15, 20), (20, 30)]), bends, "above the line from 12 to 20");
        assert_eq!(corners(&[(5, 10), (10, 12), (14, 19), (15, 20), (20, 30)]), bends, "3 for 4 are more than 1 for 1");
        assert_eq!(corners(&[(0, 0), (1, 2), (2, 4), (3, 6)]), [(0, 0), (3, 6)], "on the line");
        assert_eq!(corners(&[(1, 1), (3, 2), (2, 3)]), [(1, 1), (3, 2)], "dearer for less");
        let straight = hull(&[Piece { count: 3, ..point((0, 0)) }]);
        assert_eq!(straight.iter().map(|corner| corner.offset).collect::<Vec<_>>(), [0, 2], "the ends of a piece");
    }

    #[test]
    fn the_edges_of_all_products_are_climbed_by_what_an_amount_costs_on_them() {
        // From nothing: 10 for 30, then 10 for 50; the other 4 for 8, then 4 for 18.
        let products = [vec![(0, 0), (10, 30), (20, 80)], vec![(0, 0), (4, 8), (8, 26)]];
        let products = products.map(|points| points.into_iter().map(point).collect::<Vec<_>>());
        let found = |least: i128| {
            let bound = bound(&products, least).unwrap();
            let corners: Vec<_> = bound.corners.iter().map(|corner| corner.amount).collect();
            (bound.price, bound.times, bound.cost(), corners)
        };
        assert_eq!(found(0), (0, 1, 0, vec![0, 0]));
        assert_eq!(found(3), (2, 1, 6, vec![0, 4]));
        assert_eq!(found(4), (2, 1, 8, vec![0, 4]));
        assert_eq!(found(5), (3, 1, 11, vec![10, 4]));
        assert_eq!(found(15), (9, 2, 43, vec![10, 8]), "38 and 1 × 4.5, up to the whole");
        assert_eq!(found(18), (9, 2, 56, vec![10, 8]));
        assert_eq!(found(19), (5, 1, 61, vec![20, 8]));
        assert!(bound(&products, 28).is_some() && bound(&products, 29).is_none());
    }
}
