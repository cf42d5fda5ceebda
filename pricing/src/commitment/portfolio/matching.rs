//! Good choices early: two lists of commitments matched against each other.
//!
//! The products but the critical one are dealt to two sides. A side has its products at their corners but one or two, which are
//! moved along their candidates. For every commitment of the critical product near its bound, each move of one side meets the
//! cheapest move of the other that reaches the amount, in one pass over both lists. So thousands of moves stand for millions of
//! choices, and overshoot all but vanishes. Nothing is proven here.

use super::relaxed::{Best, Relaxed, Unit};

/// One or two products moved, against their corners.
#[derive(Debug, Clone, Copy)]
struct Move {
    amount: i128,
    loss: i128,
    /// Products and their units; the others stay at their corners.
    products: [Option<(usize, i128)>; 2],
}

/// Looks for better choices with so many moves on each side and so many commitments of the critical product on each side of its bound.
pub(super) fn improve(relaxed: &Relaxed, best: &mut Option<Best>, moves: usize, critical: i128) {
    if relaxed.is_met(best) {
        return;
    }
    let others: Vec<usize> = (0..relaxed.products.len()).filter(|product| *product != relaxed.critical).collect();
    let side = |parity: usize| {
        let own: Vec<usize> = others.iter().copied().skip(parity).step_by(2).collect();
        side(relaxed, &own, relaxed.gap(best), moves)
    };
    let sides = Sides { left: side(0), right: side(1) };
    let corners: Vec<Unit> = (0..relaxed.products.len()).map(|product| relaxed.corner(product)).collect();
    let amount: i128 = others.iter().map(|product| corners[*product].amount).sum();
    let loss: i128 = others.iter().map(|product| corners[*product].loss).sum();
    for own in near_bound(relaxed, relaxed.least - amount, critical) {
        let from = Move { amount: amount + own.amount, loss: loss + own.loss, products: [None; 2] };
        if let Some((one, other)) = sides.best_pair(relaxed, from, best) {
            let mut units: Vec<i128> = corners.iter().map(|corner| corner.units).collect();
            units[relaxed.critical] = own.units;
            for (product, moved) in one.products.into_iter().chain(other.products).flatten() {
                units[product] = moved;
            }
            let amount = from.amount + one.amount + other.amount;
            relaxed.offer(amount, from.loss + one.loss + other.loss, &units, best);
            if relaxed.is_met(best) {
                return;
            }
        }
    }
}

/// The moves of both sides, by rising amount and rising cost.
struct Sides {
    left: Vec<Move>,
    right: Vec<Move>,
}

impl Sides {
    /// The pair that with `from` reaches the amount at least cost, if it is better than the best choice: one pass over both,
    /// since more amount on the left needs less on the right.
    fn best_pair(&self, relaxed: &Relaxed, from: Move, best: &Option<Best>) -> Option<(Move, Move)> {
        let (gap, most) = (relaxed.gap(best), best.as_ref().map_or(i128::MAX, |best| best.amount));
        let mut found: Option<(i128, i128, Move, Move)> = None;
        let mut right = self.right.len();
        for one in &self.left {
            let missing = relaxed.least - from.amount - one.amount;
            while right > 0 && self.right[right - 1].amount >= missing {
                right -= 1;
            }
            let Some(other) = self.right.get(right) else { continue };
            let amount = from.amount + one.amount + other.amount;
            let beyond = relaxed.beyond(amount, from.loss + one.loss + other.loss);
            let limit = found.map_or((gap, most), |(beyond, amount, ..)| (beyond, amount));
            if (beyond, amount) < limit {
                found = Some((beyond, amount, *one, *other));
            }
        }
        found.map(|(_, _, one, other)| (one, other))
    }
}

/// Moves of one side by rising amount, taken from about `moves` of least loss and nearest: of one product, and where these are few, of two.
fn side(relaxed: &Relaxed, products: &[usize], gap: i128, moves: usize) -> Vec<Move> {
    let mut single = Vec::new();
    let each = moves / products.len().max(1);
    for product in products.iter().copied() {
        let corner = relaxed.corner(product);
        for lossy in &relaxed.products[product] {
            for offset in lossy.run(gap).offsets().take(each) {
                let Unit { amount, loss, units } = lossy.at(offset);
                let (amount, loss) = (amount - corner.amount, loss - corner.loss);
                single.push(Move { amount, loss, products: [Some((product, units)), None] });
            }
        }
    }
    single.sort_by_key(|one| (one.loss, one.amount.abs()));
    let mut side = vec![Move { amount: 0, loss: 0, products: [None; 2] }];
    side.extend(&single);
    for (place, one) in single.iter().enumerate() {
        let left = moves.saturating_sub(side.len());
        if left == 0 || products.len() < 2 {
            break;
        }
        let cheap = single[..place].iter().take_while(|other| one.loss + other.loss <= gap);
        side.extend(cheap.filter_map(|other| one.with(other)).take(left));
    }
    keep_undominated(relaxed, &mut side);
    side
}

impl Move {
    /// Both together; `None` where they move the same product.
    fn with(&self, other: &Move) -> Option<Move> {
        let ([Some(one), _], [Some(two), _]) = (self.products, other.products) else { return None };
        let (amount, loss) = (self.amount + other.amount, self.loss + other.loss);
        (one.0 != two.0).then_some(Move { amount, loss, products: [Some(one), Some(two)] })
    }
}

/// By rising amount, without those that another has as much amount as for no more cost. What a move costs is its loss and
/// λ · amount.
fn keep_undominated(relaxed: &Relaxed, moves: &mut Vec<Move>) {
    let cost = |one: &Move| one.loss + relaxed.bound.price * one.amount;
    moves.sort_by_key(|one| (std::cmp::Reverse(one.amount), cost(one)));
    let mut least: Option<i128> = None;
    moves.retain(|one| {
        let dearer = least.is_some_and(|least| cost(one) >= least);
        if !dearer {
            least = Some(cost(one));
        }
        !dearer
    });
    moves.reverse();
}

/// Commitments of the critical product around the one that reaches the amount with the others at their corners.
fn near_bound(relaxed: &Relaxed, missing: i128, around: i128) -> Vec<Unit> {
    let mut near = Vec::new();
    for lossy in &relaxed.products[relaxed.critical] {
        let Some(middle) = lossy.reaching(missing).map(|unit| unit.units - lossy.piece.first) else { continue };
        let (from, to) = ((middle - around).max(0), (middle + around).min(lossy.piece.count - 1));
        near.extend((from..=to).map(|offset| lossy.at(offset)));
    }
    near
}
