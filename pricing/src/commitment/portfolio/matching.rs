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
    let amount = relaxed.others_amount();
    for own in near_bound(relaxed, relaxed.least - amount, critical) {
        let from = Move { amount: amount + own.amount, loss: own.loss, products: [None; 2] };
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
                // A corner loses nothing.
                single.push(Move { amount: amount - corner.amount, loss, products: [Some((product, units)), None] });
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

#[cfg(test)]
mod tests {
    use super::super::bound::bound;
    use super::super::program::Piece;
    use super::*;

    /// Products of 0 to 4 units: of each unit its amount and cost.
    fn relaxed(products: &[(i128, i128)], least: i128) -> Relaxed {
        let piece = |(amount_step, cost_step): &(i128, i128)| {
            vec![Piece {
                step: 0,
                first: 0,
                count: 5,
                amount: 0,
                amount_step: *amount_step,
                cost: 0,
                cost_step: *cost_step,
            }]
        };
        let products: Vec<Vec<Piece>> = products.iter().map(piece).collect();
        Relaxed::new(&products, least, bound(&products, least).unwrap())
    }

    fn shown(moves: &[Move]) -> Vec<(i128, i128)> {
        moves.iter().map(|one| (one.amount, one.loss)).collect()
    }

    fn plain(amount: i128, loss: i128) -> Move {
        Move { amount, loss, products: [None; 2] }
    }

    #[test]
    fn a_move_is_dominated_by_one_of_as_much_amount_for_no_more_cost() {
        // Four of the first at 2 each: an amount is worth 2.
        let relaxed = relaxed(&[(5, 10), (7, 70)], 18);
        assert_eq!((relaxed.bound.price, relaxed.bound.times), (2, 1));
        // Costs 0, 10, 12, 24, 34: 5 for 10 and 10 for 24 stay.
        let mut moves = vec![plain(0, 0), plain(5, 0), plain(4, 4), plain(10, 4), plain(9, 16)];
        keep_undominated(&relaxed, &mut moves);
        assert_eq!(shown(&moves), [(0, 0), (5, 0), (10, 4)]);
        let mut equal = vec![plain(3, 8), plain(4, 6), plain(4, 9)];
        keep_undominated(&relaxed, &mut equal);
        assert_eq!(shown(&equal), [(4, 6)], "3 and 4 for 14 each");
    }

    #[test]
    fn two_moves_add_up_unless_they_are_of_one_product() {
        let one = |product: usize, amount: i128, loss: i128| Move {
            products: [Some((product, 1)), None],
            ..plain(amount, loss)
        };
        let both = one(0, 5, 2).with(&one(1, 7, 3)).unwrap();
        assert_eq!((both.amount, both.loss, both.products), (12, 5, [Some((0, 1)), Some((1, 1))]));
        assert!(one(0, 5, 2).with(&one(0, 7, 3)).is_none());
    }

    #[test]
    fn a_side_moves_one_product_and_where_moves_are_left_two() {
        // The first reaches 18 at a price of 2; a unit of the second loses 1, one of the third 2.
        let relaxed = relaxed(&[(5, 10), (7, 15), (9, 20)], 18);
        let losses = |products: &[usize], gap: i128, moves: usize| {
            let mut losses: Vec<i128> = side(&relaxed, products, gap, moves).iter().map(|own| own.loss).collect();
            losses.sort_unstable();
            losses
        };
        assert_eq!(losses(&[1], 4, 100), [0, 1, 2, 3, 4]);
        assert_eq!(losses(&[1], 2, 100), [0, 1, 2], "no more than the gap");
        assert_eq!(losses(&[1], 4, 2), [0, 1], "so many of each product");
        assert_eq!(shown(&side(&relaxed, &[1, 2], 3, 100)), [(0, 0), (7, 1), (9, 2), (14, 2), (16, 3), (21, 3)]);
        assert_eq!(
            shown(&side(&relaxed, &[1, 2], 3, 6)),
            [(0, 0), (7, 1), (9, 2), (14, 2)],
            "three of each, none left"
        );
    }

    #[test]
    fn commitments_near_the_bound_are_taken_on_both_sides() {
        let relaxed = relaxed(&[(5, 10), (7, 70)], 18);
        let units = |missing: i128, around: i128| {
            near_bound(&relaxed, missing, around).iter().map(|unit| unit.units).collect::<Vec<_>>()
        };
        assert_eq!(units(8, 0), [2]);
        assert_eq!(units(8, 1), [1, 2, 3]);
        assert_eq!(units(8, 9), [0, 1, 2, 3, 4]);
        assert_eq!(units(21, 1), []);
    }

    #[test]
    fn the_best_pair_reaches_the_amount_at_least_cost() {
        let relaxed = relaxed(&[(5, 10), (7, 70)], 18);
        let left = vec![plain(0, 0), plain(4, 3), plain(9, 5)];
        let right = vec![plain(0, 0), plain(2, 1), plain(6, 2), plain(8, 6)];
        let sides = Sides { left, right };
        let pair = |amount: i128, loss: i128, best: &Option<Best>| {
            let found = sides.best_pair(&relaxed, plain(amount, loss), best);
            found.map(|(one, other)| (one.amount, other.amount))
        };
        // 10 more: 4 + 6 loses 5; 9 + 2 loses 6 and overshoots by 1. 8 more: 9 alone loses 5 and overshoots by 1.
        assert_eq!(pair(8, 0, &None), Some((4, 6)));
        assert_eq!(pair(10, 0, &None), Some((0, 8)), "6, and 9 alone 5 and 1 × 2");
        assert_eq!(pair(12, 0, &None), Some((0, 6)));
        assert_eq!(pair(18, 0, &None), Some((0, 0)));
        assert_eq!(pair(0, 0, &None), None, "17 at most");
        // The bound is 36; a choice for 41 is no worse than losing 5.
        let known = |cost: i128, amount: i128| Some(Best { cost, amount, units: Vec::new() });
        assert_eq!(pair(8, 0, &known(41, 18)), None);
        assert_eq!(pair(8, 0, &known(41, 19)), Some((4, 6)), "as much cost for less amount");
        assert_eq!(pair(8, 0, &known(42, 18)), Some((4, 6)));
        assert_eq!(pair(8, 1, &known(42, 18)), None);
    }
}
