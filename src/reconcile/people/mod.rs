//! Against the billable-usage report, person by person: who is counted by which side, and under which product.
//!
//! Our side counts by licenses and signs, as if there were no report. Products that the report never names (it may list the
//! base alone) follow the person.

mod proof;

use std::collections::{BTreeMap, BTreeSet};

use seatwise_pricing::{
    book::{PriceBook, ProductKind},
    reconcile::Cause,
    tariff::ProductIx,
};

use super::{Against, Ledger, Move, Reconciliation, report::Billed};
use crate::{
    analysis::Analysis,
    canonical::rows::{DAY, Micros},
    entitlement::{
        billable_usage::BillableUsage,
        billing::{Billing, Counting},
    },
    overview::words::rfc3339,
};

/// What the report says of one person or device.
#[derive(Debug, Default)]
struct Stated {
    /// Charges of the period with the first time seen.
    charges: BTreeMap<String, Micros>,
    /// Seen within a day before or after the period.
    beside: Option<Micros>,
}

/// Compares; `None` = the report has no row in the period up to as-of.
pub fn reconcile(analysis: &Analysis, book: &PriceBook, report: &[Billed]) -> Option<Reconciliation> {
    let stated = by_entity(analysis, report);
    if stated.values().all(|own| own.charges.is_empty()) {
        return None;
    }
    let sides = Sides::new(analysis, book, &stated);
    let mut ledger = Ledger::new(analysis, &sides.billing);
    let expected = ledger.total();
    let mut differences = Vec::new();
    for (step, proofs) in sides.moves(&stated) {
        let amount = ledger.step(step.from, step.to, proofs.len() as u64);
        differences.push(sides.difference(step, proofs, amount));
    }
    differences.extend(sides.beside_the_bill(&stated));
    let comparison = ledger.comparison(expected, differences);
    Some(Reconciliation { against: Against::BillableUsage, comparison, notes: sides.notes() })
}

/// Rows of the period, and those within a day of it, by entity in lower case.
fn by_entity(analysis: &Analysis, report: &[Billed]) -> BTreeMap<String, Stated> {
    let (period, as_of) = (analysis.spans.period, analysis.as_of);
    let mut stated: BTreeMap<String, Stated> = BTreeMap::new();
    for row in report {
        let at = row.first_seen_at;
        let own = stated.entry(row.entity.to_lowercase()).or_default();
        if period.from <= at && at < period.to && at <= as_of {
            let first = own.charges.entry(row.charge_name.clone()).or_insert(at);
            *first = at.min(*first);
        } else if period.from - DAY <= at && at < period.to + DAY {
            own.beside = Some(own.beside.map_or(at, |other| other.min(at)));
        }
    }
    stated
}

struct Sides<'a> {
    analysis: &'a Analysis,
    book: &'a PriceBook,
    counting: Counting<'a>,
    billing: Billing,
    /// Products that the report names at all.
    named: BTreeSet<ProductIx>,
}

impl<'a> Sides<'a> {
    fn new(analysis: &'a Analysis, book: &'a PriceBook, stated: &BTreeMap<String, Stated>) -> Sides<'a> {
        let counting = Counting {
            tariff: &analysis.tariff,
            book,
            contract: &analysis.contract,
            presence: analysis.presence.as_ref(),
            people: analysis.people.len(),
            billed_by: &analysis.billed_by,
            interacting_ms: &analysis.interacting_ms,
        };
        let without = BillableUsage::default();
        let billing = Billing::new(&counting, &analysis.people, &analysis.held, &analysis.lives, &without);
        let charges = stated.values().flat_map(|own| own.charges.keys());
        let mut sides = Sides { analysis, book, counting, billing, named: BTreeSet::new() };
        sides.named = charges.filter_map(|charge| sides.product(charge)).collect();
        sides
    }

    fn product(&self, charge: &str) -> Option<ProductIx> {
        let known = self.book.product_of_charge(charge).map(|product| product.id.as_str());
        // A license that no price book knows is billed under its own id.
        self.analysis.tariff.ix(known.unwrap_or_else(|| charge.trim()))
    }

    fn kind(&self, ix: ProductIx) -> ProductKind {
        self.analysis.tariff.product(ix).kind
    }

    fn is_by_person(&self, ix: ProductIx) -> bool {
        !self.counting.is_pooled(ix)
    }

    /// Units of ours; what nobody can count is in neither sum.
    fn ours(&self, ix: ProductIx) -> u64 {
        self.billing.quantities[ix.index()].unwrap_or(0)
    }

    /// What moves from one side to the other, with the rows that prove it.
    fn moves(&self, stated: &BTreeMap<String, Stated>) -> BTreeMap<Move, Vec<String>> {
        let mut moves: BTreeMap<Move, Vec<String>> = BTreeMap::new();
        let mut add = |cause: Cause, from: Option<ProductIx>, to: Option<ProductIx>, proof: String| {
            moves.entry(Move { cause, from, to }).or_default().push(proof);
        };
        for user_ix in 0..self.analysis.people.len() {
            if !self.analysis.people.shares_email(user_ix) {
                self.person(user_ix, self.stated_of(user_ix, stated), &mut add);
            }
        }
        for (entity, own) in stated {
            if self.analysis.people.with_email(entity).is_empty() {
                for (charge, at) in &own.charges {
                    if let Some(ix) = self.product(charge).filter(|ix| self.is_by_person(*ix)) {
                        let proof = format!("{entity}: `{charge}` since {}, nobody in `users`", rfc3339(*at));
                        add(Cause::OnlyTheirs, None, Some(ix), proof);
                    }
                }
            }
        }
        self.pair_devices(&mut moves);
        moves
    }

    /// A charged device of nobody known can be that of any holder without a charge: as many are no difference.
    fn pair_devices(&self, moves: &mut BTreeMap<Move, Vec<String>>) {
        for product in self.analysis.tariff.products().iter().filter(|it| it.kind == ProductKind::Device) {
            let theirs = Move { cause: Cause::OnlyTheirs, from: None, to: Some(product.ix) };
            let ours = Move { cause: Cause::OnlyOurs, from: Some(product.ix), to: None };
            let count = |step: &Move| moves.get(step).map_or(0, Vec::len);
            let both = count(&theirs).min(count(&ours));
            for step in [theirs, ours] {
                if let Some(proofs) = moves.get_mut(&step) {
                    proofs.truncate(proofs.len() - both);
                }
            }
        }
        moves.retain(|_, proofs| !proofs.is_empty());
    }

    fn stated_of<'s>(&self, user_ix: usize, stated: &'s BTreeMap<String, Stated>) -> Option<&'s Stated> {
        stated.get(&self.analysis.people.list[user_ix].email.as_ref()?.to_lowercase())
    }

    /// One person: the bases of both sides against each other, then everything else product by product.
    fn person(
        &self,
        user_ix: usize,
        stated: Option<&Stated>,
        add: &mut impl FnMut(Cause, Option<ProductIx>, Option<ProductIx>, String),
    ) {
        let by_person = |ix: &ProductIx| self.is_by_person(*ix);
        let ours: BTreeSet<ProductIx> = self.billing.shares[user_ix].named.iter().copied().filter(by_person).collect();
        let charges = || stated.iter().flat_map(|own| &own.charges);
        let mut theirs: BTreeSet<ProductIx> = charges().filter_map(|(charge, _)| self.product(charge)).collect();
        theirs.retain(by_person);
        let is_named = charges().next().is_some();
        let held = self.counting.share(user_ix, &self.analysis.held.in_period[user_ix], true, false);
        // What the report never lists follows the person that it names.
        let follows = |ix: &&ProductIx| self.kind(**ix) != ProductKind::Base && !self.named.contains(ix);
        theirs.extend(held.named.iter().filter(|ix| is_named && by_person(ix) && follows(ix)));
        let base = |side: &BTreeSet<ProductIx>| {
            side.iter()
                .copied()
                .filter(|ix| self.kind(*ix) == ProductKind::Base)
                .max_by_key(|ix| self.analysis.tariff.product(*ix).rank)
        };
        let (our_base, their_base) = (base(&ours), base(&theirs));
        if our_base != their_base && our_base.is_some() && their_base.is_some() {
            add(Cause::Tier, our_base, their_base, self.proof(user_ix, stated));
        } else if our_base != their_base {
            let cause = if our_base.is_some() { Cause::OnlyOurs } else { Cause::OnlyTheirs };
            add(self.at_edge(cause, user_ix, stated), our_base, their_base, self.proof(user_ix, stated));
        }
        let is_rest = |ix: &&ProductIx| self.kind(**ix) != ProductKind::Base;
        for ix in ours.difference(&theirs).filter(is_rest) {
            add(self.at_edge(Cause::OnlyOurs, user_ix, stated), Some(*ix), None, self.proof(user_ix, stated));
        }
        for ix in theirs.difference(&ours).filter(is_rest) {
            add(self.at_edge(Cause::OnlyTheirs, user_ix, stated), None, Some(*ix), self.proof(user_ix, stated));
        }
    }

    /// Days end elsewhere for those who count in another time zone.
    fn at_edge(&self, cause: Cause, user_ix: usize, stated: Option<&Stated>) -> Cause {
        let period = self.analysis.spans.period;
        let near = |at: Micros| (at - period.from).abs() < DAY || (at - period.to).abs() < DAY;
        let is_edge = match cause {
            Cause::OnlyOurs => stated.is_some_and(|own| own.charges.is_empty() && own.beside.is_some()),
            _ => {
                let first = stated.and_then(|own| own.charges.values().min());
                first.is_some_and(|at| near(*at)) && !self.analysis.lives[user_ix].in_period
            }
        };
        if is_edge { Cause::PeriodEdge } else { cause }
    }
}
