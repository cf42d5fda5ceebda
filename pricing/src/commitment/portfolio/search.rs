//! The search of a branch among the candidates that its bound leaves.
//!
//! A commitment that loses more than the gap between bound and best choice is in no better choice; the others are tried
//! product by product. The last product is not tried but solved for. The overshoot is at least what the greatest common divisor of the open
//! products leaves.

use super::relaxed::{Best, Lossy, Relaxed};
use crate::commitment::ratio::common_divisor;

struct Search<'r> {
    relaxed: &'r Relaxed,
    best: &'r mut Option<Best>,
    /// Candidates per product.
    products: Vec<Vec<Lossy>>,
    /// Products with more than one candidate, in the order in which they are tried; the last is solved for.
    order: Vec<usize>,
    /// By place in `order`: what the products from there on can add.
    rest: Vec<Span>,
    /// Units that are tried now.
    units: Vec<i128>,
    work: &'r mut u64,
    work_max: u64,
}

/// Amounts that products can add.
#[derive(Debug, Clone, Copy, Default)]
struct Span {
    least: i128,
    most: i128,
    /// All of them are multiples of it; 0 = all are 0.
    divisor: i128,
}

/// A product with several candidates.
struct Open {
    count: i128,
    product: usize,
    span: Span,
}

/// Improves the best choice until the branch has no better one; false where that took more than so many visits.
pub(super) fn search(relaxed: &Relaxed, best: &mut Option<Best>, visits: u64, work: &mut u64) -> bool {
    let work_max = work.saturating_add(visits);
    let mut search = Search {
        relaxed,
        best,
        products: Vec::new(),
        order: Vec::new(),
        rest: Vec::new(),
        units: vec![0; relaxed.products.len()],
        work,
        work_max,
    };
    let fixed = search.prepare();
    search.go(0, fixed, 0);
    *search.work <= work_max
}

impl Search<'_> {
    /// Fixes what has one candidate left, and orders the rest; gives the fixed amount.
    fn prepare(&mut self) -> i128 {
        let gap = self.relaxed.gap(self.best);
        let mut fixed = 0;
        let mut open = Vec::new();
        for (product, pieces) in self.relaxed.products.iter().enumerate() {
            let left: Vec<Lossy> = pieces.iter().filter(|lossy| lossy.run(gap).count > 0).copied().collect();
            let count: i128 = left.iter().map(|lossy| lossy.run(gap).count).sum();
            if count == 1 {
                let only = left[0].at(left[0].run(gap).start);
                self.units[product] = only.units;
                fixed += only.amount;
            } else {
                open.push(Open { count, product, span: span(&left, gap) });
            }
            self.products.push(left);
        }
        let open = ordered(open);
        self.order = open.iter().map(|open| open.product).collect();
        self.rest = vec![Span::default(); open.len() + 1];
        for place in (0..open.len()).rev() {
            let (own, later) = (open[place].span, self.rest[place + 1]);
            self.rest[place] = Span {
                least: own.least + later.least,
                most: own.most + later.most,
                divisor: common_divisor(own.divisor, later.divisor),
            };
        }
        fixed
    }

    /// Tries the products from `place` on, where those before have so much amount and loss.
    fn go(&mut self, place: usize, amount: i128, loss: i128) {
        *self.work += 1;
        let rest = self.rest[place];
        if *self.work > self.work_max || amount + rest.most < self.relaxed.least {
            return;
        }
        let reached = self.reached(amount, rest);
        if self.relaxed.is_no_better(self.relaxed.beyond(reached, loss), reached, self.best) {
            return;
        }
        if place + 1 < self.order.len() {
            let product = self.order[place];
            for nth in 0..self.products[product].len() {
                self.go_along(place, self.products[product][nth], amount, loss);
            }
        } else if let Some(last) = self.order.last() {
            let pieces = &self.products[*last];
            *self.work += pieces.len() as u64;
            self.relaxed.complete((*last, pieces), (amount, loss), &mut self.units, self.best);
        } else {
            self.relaxed.offer(amount, loss, &self.units, self.best);
        }
    }

    /// Tries the commitments of one piece, those of less loss first, as long as the loss can be made up.
    fn go_along(&mut self, place: usize, lossy: Lossy, amount: i128, loss: i128) {
        for offset in lossy.run(self.relaxed.gap(self.best)).offsets() {
            let own = lossy.at(offset);
            if loss + own.loss > self.relaxed.gap(self.best) || *self.work > self.work_max {
                return;
            }
            self.units[self.order[place]] = own.units;
            self.go(place + 1, amount + own.amount, loss + own.loss);
        }
    }

    /// The least amount that can still be reached: enough, and a multiple of the divisor from here.
    fn reached(&self, amount: i128, rest: Span) -> i128 {
        let missing = (self.relaxed.least - amount).max(0);
        let up = if rest.divisor == 0 { missing } else { (missing + rest.divisor - 1) / rest.divisor * rest.divisor };
        amount + up.max(rest.least)
    }
}

/// First those without which the others have a greater common divisor, since then more of the overshoot is certain; of equals those
/// with the fewest candidates.
fn ordered(mut open: Vec<Open>) -> Vec<Open> {
    open.sort_by_key(|open| (open.count, open.product));
    let mut ordered = Vec::with_capacity(open.len());
    while !open.is_empty() {
        let divisor_without = |place: usize| {
            let others = open.iter().enumerate().filter(|(other, _)| *other != place);
            others.fold(0, |divisor, (_, other)| common_divisor(divisor, other.span.divisor))
        };
        let next = (0..open.len()).max_by_key(|place| (divisor_without(*place), std::cmp::Reverse(*place)));
        ordered.push(open.remove(next.unwrap_or(0)));
    }
    ordered
}

/// What the candidates of one product can add.
fn span(pieces: &[Lossy], gap: i128) -> Span {
    let mut span = Span { least: i128::MAX, most: i128::MIN, divisor: 0 };
    for lossy in pieces {
        let run = lossy.run(gap);
        let ends = [run.start, run.start + run.direction * (run.count - 1)].map(|offset| lossy.at(offset).amount);
        span.least = span.least.min(ends[0]).min(ends[1]);
        span.most = span.most.max(ends[0]).max(ends[1]);
        // A commitment is a multiple of its price; where only one is left, it divides by all of itself.
        span.divisor = common_divisor(span.divisor, if run.count == 1 { ends[0] } else { lossy.piece.amount_step });
    }
    span
}

#[cfg(test)]
mod tests {
    use super::super::bound::bound;
    use super::super::program::Piece;
    use super::*;

    /// A product of `count` units, each for so much amount and cost.
    fn product(count: i128, amount_step: i128, cost_step: i128) -> Vec<Piece> {
        vec![Piece { step: 0, first: 0, count, amount: 0, amount_step, cost: 0, cost_step }]
    }

    fn relaxed(products: &[Vec<Piece>], least: i128) -> Relaxed {
        Relaxed::new(products, least, bound(products, least).unwrap())
    }

    #[test]
    fn a_span_has_the_amounts_of_the_candidates() {
        let products = [product(11, 10, 20), product(5, 15, 60)];
        let relaxed = relaxed(&products, 45);
        let shown = |product: usize, gap: i128| {
            let span = span(&relaxed.products[product], gap);
            (span.least, span.most, span.divisor)
        };
        // An amount costs 2 each in the first, which loses nothing; 4 in the second, which loses 30 with each unit.
        assert_eq!(shown(0, 0), (0, 100, 10));
        assert_eq!(shown(1, 29), (0, 0, 0));
        assert_eq!(shown(1, 30), (0, 15, 15));
        assert_eq!(shown(1, 1_000), (0, 60, 15));
    }

    #[test]
    fn the_product_without_which_the_others_are_coarsest_is_tried_first() {
        let open = |product: usize, count: i128, divisor: i128| Open {
            count,
            product,
            span: Span { divisor, ..Span::default() },
        };
        let order = |open: Vec<Open>| ordered(open).into_iter().map(|open| open.product).collect::<Vec<_>>();
        // Without the third the others have 10 in common, without the second 3, without the first 1.
        assert_eq!(order(vec![open(0, 2, 30), open(1, 2, 20), open(2, 2, 3)]), [2, 1, 0]);
        assert_eq!(
            order(vec![open(0, 9, 10), open(1, 2, 10), open(2, 5, 10)]),
            [1, 2, 0],
            "of equals the fewest candidates"
        );
    }

    #[test]
    fn losses_of_several_products_add_up() {
        // Two of the first are 20, one of each other 12: 2 and 3 are lost, and nothing goes beyond 32.
        let products = [product(5, 10, 20), product(3, 7, 16), product(3, 5, 13)];
        let relaxed = relaxed(&products, 32);
        let mut best = Some(Best { cost: 69, amount: 33, units: vec![0; 3] });
        assert!(search(&relaxed, &mut best, 100, &mut 0));
        assert_eq!(best, Some(Best { cost: 69, amount: 32, units: vec![2, 1, 1] }));
    }

    #[test]
    fn what_can_be_reached_is_enough_a_multiple_and_no_less_than_the_least() {
        let products = [product(11, 10, 20)];
        let (relaxed, mut best, mut work) = (relaxed(&products, 45), None, 0);
        let search = Search {
            relaxed: &relaxed,
            best: &mut best,
            products: Vec::new(),
            order: Vec::new(),
            rest: Vec::new(),
            units: Vec::new(),
            work: &mut work,
            work_max: 0,
        };
        let reached =
            |amount: i128, least: i128, divisor: i128| search.reached(amount, Span { least, most: 99, divisor });
        assert_eq!(reached(3, 0, 0), 45);
        assert_eq!(reached(3, 0, 10), 53, "3 and 50");
        assert_eq!(reached(5, 0, 10), 45);
        assert_eq!(reached(50, 0, 10), 50, "more than enough");
        assert_eq!(reached(3, 70, 10), 73);
    }
}
