//! A branch measured by its bound: what every commitment loses against it.

use super::bound::Bound;
use super::program::Piece;

/// A complete choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Best {
    /// Cost of all scenarios.
    pub(super) cost: i128,
    /// Committed amount.
    pub(super) amount: i128,
    /// Units per product.
    pub(super) units: Vec<u64>,
}

/// The pieces of a branch with their losses.
#[derive(Debug, Clone)]
pub(super) struct Relaxed {
    pub(super) bound: Bound,
    /// Amount to be reached.
    pub(super) least: i128,
    /// By product.
    pub(super) products: Vec<Vec<Lossy>>,
    /// The product that the others are completed by: the one whose edge reaches the amount.
    pub(super) critical: usize,
}

/// A piece with the losses of its commitments, times v; none is negative.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lossy {
    pub(super) piece: Piece,
    loss: i128,
    loss_step: i128,
}

/// One commitment of one product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Unit {
    pub(super) amount: i128,
    pub(super) loss: i128,
    pub(super) units: i128,
}

/// Offsets of a piece by rising loss: start, direction, number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    pub(super) start: i128,
    pub(super) direction: i128,
    pub(super) count: i128,
}

impl Lossy {
    /// The commitment at an offset.
    pub(super) fn at(&self, offset: i128) -> Unit {
        Unit {
            amount: self.piece.amount + offset * self.piece.amount_step,
            loss: self.loss + offset * self.loss_step,
            units: self.piece.first + offset,
        }
    }

    /// The commitments that lose at most so much.
    pub(super) fn run(&self, most: i128) -> Run {
        let end = self.piece.count - 1;
        let (start, direction) = if self.loss_step >= 0 { (0, 1) } else { (end, -1) };
        let spare = most - self.at(start).loss;
        let count = match self.loss_step.abs() {
            _ if spare < 0 => 0,
            0 => self.piece.count,
            step => (spare / step + 1).min(self.piece.count),
        };
        Run { start, direction, count }
    }

    /// Its cheapest commitment that has at least so much amount, of equals the one of least amount.
    pub(super) fn reaching(&self, missing: i128) -> Option<Unit> {
        let missing = missing - self.piece.amount;
        let least = match self.piece.amount_step {
            _ if missing <= 0 => 0,
            0 => return None,
            step => (missing + step - 1) / step,
        };
        let last = self.piece.count - 1;
        (least <= last).then(|| self.at(if self.piece.cost_step < 0 { last } else { least }))
    }
}

impl Run {
    /// The offsets, those of less loss first.
    pub(super) fn offsets(self) -> impl Iterator<Item = i128> {
        (0..self.count).map(move |nth| self.start + self.direction * nth)
    }
}

impl Relaxed {
    pub(super) fn new(pieces: &[Vec<Piece>], least: i128, bound: Bound) -> Relaxed {
        let lossy = |(pieces, minimum): (&Vec<Piece>, &i128)| {
            let loss = |piece: &Piece| Lossy {
                piece: *piece,
                loss: bound.times * piece.cost - bound.price * piece.amount - minimum,
                loss_step: bound.times * piece.cost_step - bound.price * piece.amount_step,
            };
            pieces.iter().map(loss).collect()
        };
        let products = pieces.iter().zip(&bound.minima).map(lossy).collect();
        let critical = bound.edge.map_or(0, |edge| edge.product);
        Relaxed { bound, least, products, critical }
    }

    /// The commitment of a product at its corner.
    pub(super) fn corner(&self, product: usize) -> Unit {
        let corner = self.bound.corners[product];
        self.products[product][corner.piece].at(corner.offset)
    }

    /// What the products but the critical one commit at their corners, where they lose nothing: a corner is a minimum at λ.
    pub(super) fn others_amount(&self) -> i128 {
        let others = (0..self.products.len()).filter(|product| *product != self.critical);
        others.map(|product| self.corner(product).amount).sum()
    }

    /// Offers the corners, with the critical product completed.
    pub(super) fn corners(&self, best: &mut Option<Best>) {
        let mut units: Vec<i128> = (0..self.products.len()).map(|product| self.corner(product).units).collect();
        let critical = (self.critical, self.products[self.critical].as_slice());
        self.complete(critical, (self.others_amount(), 0), &mut units, best);
    }

    /// Solves for one product, given as its pieces, the others having so much amount and loss.
    pub(super) fn complete(
        &self,
        (product, pieces): (usize, &[Lossy]),
        (amount, loss): (i128, i128),
        units: &mut [i128],
        best: &mut Option<Best>,
    ) {
        for lossy in pieces {
            if let Some(unit) = lossy.reaching(self.least - amount) {
                units[product] = unit.units;
                self.offer(amount + unit.amount, loss + unit.loss, units, best);
            }
        }
    }

    /// Takes a complete choice that reaches the amount, if it is better.
    pub(super) fn offer(&self, amount: i128, loss: i128, units: &[i128], best: &mut Option<Best>) {
        let beyond = self.beyond(amount, loss);
        if amount < self.least || self.is_no_better(beyond, amount, best) {
            return;
        }
        let whole = |units: &i128| u64::try_from(*units).expect("at most 10⁹ units");
        *best = Some(Best {
            cost: (self.bound.bound + beyond) / self.bound.times,
            amount,
            units: units.iter().map(whole).collect(),
        });
    }

    /// What a choice costs beyond the bound, times v.
    pub(super) fn beyond(&self, amount: i128, loss: i128) -> i128 {
        loss + self.bound.price * (amount - self.least)
    }

    /// What the best choice costs beyond the bound, times v; negative where the whole branch is worse.
    pub(super) fn gap(&self, best: &Option<Best>) -> i128 {
        best.as_ref().map_or(i128::MAX / 8, |best| self.bound.times * best.cost - self.bound.bound)
    }

    /// Does the best choice meet the bound, with the least amount?
    pub(super) fn is_met(&self, best: &Option<Best>) -> bool {
        self.is_no_better(0, self.least, best)
    }

    /// Is a choice with this amount and cost beyond the bound no better than the best?
    pub(super) fn is_no_better(&self, beyond: i128, amount: i128, best: &Option<Best>) -> bool {
        best.as_ref().is_some_and(|known| (beyond, amount) >= (self.gap(best), known.amount))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lossy(loss: i128, loss_step: i128, cost_step: i128) -> Lossy {
        let piece = Piece { step: 0, first: 100, count: 10, amount: 1_000, amount_step: 10, cost: 0, cost_step };
        Lossy { piece, loss, loss_step }
    }

    #[test]
    fn a_run_has_the_commitments_that_lose_no_more() {
        let offsets = |own: Lossy, most: i128| own.run(most).offsets().collect::<Vec<_>>();
        assert_eq!(offsets(lossy(5, 2, 1), 4), []);
        assert_eq!(offsets(lossy(5, 2, 1), 6), [0]);
        assert_eq!(offsets(lossy(5, 2, 1), 11), [0, 1, 2, 3], "5, 7, 9, 11");
        assert_eq!(offsets(lossy(5, 2, 1), 100).len(), 10);
        assert_eq!(offsets(lossy(20, -2, 1), 7), [9, 8, 7], "2, 4, 6 from the end");
        assert_eq!(offsets(lossy(5, 0, 1), 5).len(), 10);
        assert_eq!(offsets(lossy(5, 0, 1), 4), []);
    }

    #[test]
    fn what_reaches_an_amount_is_the_first_or_where_more_is_cheaper_the_last() {
        let reaching = |cost_step: i128, missing: i128| lossy(0, 0, cost_step).reaching(missing).map(|unit| unit.units);
        assert_eq!(
            [900, 1_000, 1_001, 1_010, 1_011, 1_090].map(|least| reaching(1, least)),
            [100, 100, 101, 101, 102, 109].map(Some)
        );
        assert_eq!(reaching(1, 1_091), None);
        assert_eq!((reaching(-1, 1_001), reaching(0, 1_001)), (Some(109), Some(101)));
    }
}
