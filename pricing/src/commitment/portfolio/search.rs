//! The search among the candidates that the bound leaves.
//!
//! What a choice costs beyond the bound is Σ losses + λ · overshoot. So a commitment whose loss alone exceeds the gap between
//! the best choice and the bound is in no better choice; the others are tried product by product, those with the fewest first. The product
//! with the most is not tried but solved for: within a piece, the least or the greatest commitment that still reaches the
//! amount. The overshoot is at least what the greatest common divisor of the open products leaves.

use super::bound::{Bound, bound};
use super::program::{Piece, Program};
use crate::commitment::fraction::common_divisor;

/// Commitments per piece with which a first good choice is looked for.
const TRIES: i128 = 64;

/// The best choice of one shared step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// Cost of all scenarios.
    pub(super) cost: i128,
    /// Committed amount.
    pub(super) amount: i128,
    /// Units per product.
    pub(super) units: Vec<u64>,
    /// Where the search was stopped: no choice costs less than this.
    pub(super) unproven_above: Option<i128>,
}

/// The cheapest choice that commits at least the step's amount at its discount, of equals one of least amount; `None` where no
/// choice reaches it.
pub(super) fn solve(program: &Program, step: usize, work_max: u64) -> Option<Found> {
    let (products, least) = (&program.pieces[step], program.least[step]);
    let bound = bound(products, least)?;
    let mut search = Search::new(products, least, &bound, work_max);
    search.first_choices();
    search.prepare();
    search.go(0, search.fixed_amount, 0);
    search.result()
}

/// A piece with the losses of its commitments, times v.
#[derive(Debug, Clone, Copy)]
struct Lossy {
    piece: Piece,
    loss: i128,
    loss_step: i128,
}

struct Search<'p> {
    bound: &'p Bound,
    least: i128,
    products: Vec<Vec<Lossy>>,
    /// Products with more than one candidate, fewest first; the last is solved for.
    order: Vec<usize>,
    /// Amount of the products with a single candidate.
    fixed_amount: i128,
    /// By place in `order`: least and greatest amount of the products from there on, and their common divisor.
    rest: Vec<(i128, i128, i128)>,
    /// Units that are tried now.
    units: Vec<i128>,
    /// Best so far: what it costs beyond the bound times v, its amount, its units.
    best: Option<(i128, i128, Vec<i128>)>,
    work: u64,
    work_max: u64,
}

impl Lossy {
    fn last_loss(&self) -> i128 {
        self.loss + (self.piece.count - 1) * self.loss_step
    }

    /// Offsets from the end of less loss on, as start, direction and number, with losses up to `most`.
    fn candidates(&self, most: i128) -> (i128, i128, i128) {
        let (start, direction) = if self.loss_step >= 0 { (0, 1) } else { (self.piece.count - 1, -1) };
        let least = self.loss.min(self.last_loss());
        let count = match (least <= most, self.loss_step.abs()) {
            (false, _) => 0,
            (true, 0) => self.piece.count,
            (true, step) => ((most - least) / step + 1).min(self.piece.count),
        };
        (start, direction, count)
    }
}

impl<'p> Search<'p> {
    fn new(products: &[Vec<Piece>], least: i128, bound: &'p Bound, work_max: u64) -> Search<'p> {
        let lossy = |(pieces, minimum): (&Vec<Piece>, &i128)| {
            let loss = |piece: &Piece| Lossy {
                piece: *piece,
                loss: bound.times * piece.cost - bound.price * piece.amount - minimum,
                loss_step: bound.times * piece.cost_step - bound.price * piece.amount_step,
            };
            pieces.iter().map(loss).collect()
        };
        let products: Vec<Vec<Lossy>> = products.iter().zip(&bound.minima).map(lossy).collect();
        let units = vec![0; products.len()];
        let (order, rest) = (Vec::new(), Vec::new());
        Search { bound, least, products, order, fixed_amount: 0, rest, units, best: None, work: 0, work_max }
    }

    /// Good choices to begin with: all corners of the bound, with each product in turn moved a little, and the critical
    /// product solved for.
    fn first_choices(&mut self) {
        let corners = &self.bound.corners;
        let at = |product: usize| (&self.products[product][corners[product].piece], corners[product].offset);
        let parts: Vec<(i128, i128, i128)> = (0..self.products.len()).map(|product| {
            let (lossy, offset) = at(product);
            (lossy.piece.first + offset, lossy.piece.amount + offset * lossy.piece.amount_step, lossy.loss + offset * lossy.loss_step)
        }).collect();
        self.units = parts.iter().map(|part| part.0).collect();
        let critical = self.bound.critical;
        let others = |part: fn(&(i128, i128, i128)) -> i128| parts.iter().map(part).sum::<i128>() - part(&parts[critical]);
        let (amount, loss) = (others(|part| part.1), others(|part| part.2));
        self.close(critical, amount, loss);
        for product in (0..self.products.len()).filter(|product| *product != critical) {
            for place in 0..self.products[product].len() {
                let lossy = self.products[product][place];
                let (start, direction, count) = lossy.candidates(self.gap());
                for offset in (0..count.min(TRIES)).map(|nth| start + direction * nth) {
                    self.units[product] = lossy.piece.first + offset;
                    let amount = amount - parts[product].1 + lossy.piece.amount + offset * lossy.piece.amount_step;
                    self.close(critical, amount, loss - parts[product].2 + lossy.loss + offset * lossy.loss_step);
                }
            }
            self.units[product] = parts[product].0;
        }
    }

    /// Fixes what has one candidate left, and orders the rest.
    fn prepare(&mut self) {
        let gap = self.gap();
        let mut open: Vec<(i128, usize, (i128, i128, i128))> = Vec::new();
        for product in 0..self.products.len() {
            self.products[product].retain(|lossy| lossy.candidates(gap).2 > 0);
            let lossy = &self.products[product];
            let count: i128 = lossy.iter().map(|lossy| lossy.candidates(gap).2).sum();
            if count == 1 {
                let (offset, ..) = lossy[0].candidates(gap);
                self.units[product] = lossy[0].piece.first + offset;
                self.fixed_amount += lossy[0].piece.amount + offset * lossy[0].piece.amount_step;
            } else {
                open.push((count, product, span(lossy, gap)));
            }
        }
        open.sort_unstable();
        self.order = open.iter().map(|(_, product, _)| *product).collect();
        self.rest = vec![(0, 0, 0); open.len() + 1];
        for place in (0..open.len()).rev() {
            let (own, later) = (open[place].2, self.rest[place + 1]);
            self.rest[place] = (own.0 + later.0, own.1 + later.1, common_divisor(own.2, later.2));
        }
    }

    /// Tries the products from `place` on, where those before have so much amount and loss.
    fn go(&mut self, place: usize, amount: i128, loss: i128) {
        self.work += 1;
        let (least, most, divisor) = self.rest[place];
        if self.work > self.work_max || amount + most < self.least {
            return;
        }
        let reached = self.reached(amount, amount + least, divisor);
        if self.is_no_better(loss + self.bound.price * (reached - self.least), reached) {
            return;
        }
        if place + 1 >= self.order.len() {
            match self.order.last() {
                Some(last) => self.close(*last, amount, loss),
                None => self.offer(amount, loss),
            }
            return;
        }
        let product = self.order[place];
        for nth in 0..self.products[product].len() {
            self.go_along(place, self.products[product][nth], amount, loss);
        }
    }

    /// Tries the commitments of one piece, those of less loss first, as long as the loss can be made up.
    fn go_along(&mut self, place: usize, lossy: Lossy, amount: i128, loss: i128) {
        let (start, direction, count) = lossy.candidates(self.gap() - loss);
        for offset in (0..count).map(|nth| start + direction * nth) {
            let loss = loss + lossy.loss + offset * lossy.loss_step;
            if loss > self.gap() || self.work > self.work_max {
                return;
            }
            self.units[self.order[place]] = lossy.piece.first + offset;
            self.go(place + 1, amount + lossy.piece.amount + offset * lossy.piece.amount_step, loss);
        }
    }

    /// Solves for the last product: per piece, the least commitment that reaches the amount, or the greatest where more costs less.
    fn close(&mut self, product: usize, amount: i128, loss: i128) {
        for nth in 0..self.products[product].len() {
            let Lossy { piece, loss: own, loss_step } = self.products[product][nth];
            let missing = self.least - amount - piece.amount;
            let least = match piece.amount_step {
                _ if missing <= 0 => 0,
                0 => continue,
                step => (missing + step - 1) / step,
            };
            if least >= piece.count {
                continue;
            }
            self.work += 1;
            let offset = if piece.cost_step < 0 { piece.count - 1 } else { least };
            self.units[product] = piece.first + offset;
            self.offer(amount + piece.amount + offset * piece.amount_step, loss + own + offset * loss_step);
        }
    }

    /// Takes a complete choice that reaches the amount, if it is better.
    fn offer(&mut self, amount: i128, loss: i128) {
        let beyond = loss + self.bound.price * (amount - self.least);
        if amount >= self.least && !self.is_no_better(beyond, amount) {
            self.best = Some((beyond, amount, self.units.clone()));
        }
    }

    fn is_no_better(&self, beyond: i128, amount: i128) -> bool {
        self.best.as_ref().is_some_and(|(best, least, _)| (beyond, amount) >= (*best, *least))
    }

    /// What the best choice costs beyond the bound, times v.
    fn gap(&self) -> i128 {
        self.best.as_ref().map_or(i128::MAX / 8, |(beyond, ..)| *beyond)
    }

    /// The least amount that can still be reached: enough, at least `floor`, and a multiple of the divisor from here.
    fn reached(&self, amount: i128, floor: i128, divisor: i128) -> i128 {
        let missing = (self.least - amount).max(0);
        let up = if divisor == 0 { missing } else { (missing + divisor - 1) / divisor * divisor };
        (amount + up).max(floor)
    }

    fn result(self) -> Option<Found> {
        let (beyond, amount, units) = self.best?;
        let unproven_above = (self.work > self.work_max).then(|| (self.bound.bound + self.bound.times - 1).div_euclid(self.bound.times));
        Some(Found {
            cost: (self.bound.bound + beyond) / self.bound.times,
            amount,
            units: units.into_iter().map(|units| u64::try_from(units).expect("at most 10⁹ units")).collect(),
            unproven_above,
        })
    }
}

/// Least and greatest amount of a product's candidates, and the common divisor of their distances from 0.
fn span(pieces: &[Lossy], gap: i128) -> (i128, i128, i128) {
    let mut span = (i128::MAX, i128::MIN, 0);
    for lossy in pieces {
        let (start, direction, count) = lossy.candidates(gap);
        let amount = |nth: i128| lossy.piece.amount + (start + direction * nth) * lossy.piece.amount_step;
        let (one, other) = (amount(0), amount(count - 1));
        span = (span.0.min(one).min(other), span.1.max(one).max(other), common_divisor(span.2, lossy.piece.amount_step));
    }
    span
}
