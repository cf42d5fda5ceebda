//! The search itself: base by base, add-on by add-on, leaving out what can't win.

use super::{Cost, Entry, Held, Offer, OfferCatalog, Reach};
use crate::feature::FeatureSet;
use crate::tariff::ProductIx;

/// What a candidate is compared by, smaller is better: cost, not what is held, number of add-ons, rank. Of equals the ids decide.
type Key = (Cost, bool, usize, u32);

/// One base on the way to a candidate.
struct Search<'c> {
    catalog: &'c OfferCatalog,
    held: &'c Held,
    base: ProductIx,
    /// Add-ons worth a try on this base, by id.
    addons: Vec<ProductIx>,
    /// `covered[n]` = what the add-ons from place n on cover together.
    covered: Vec<FeatureSet>,
    /// What it may be made of.
    within: Reach,
}

impl OfferCatalog {
    /// The best candidate that covers the needs, among bases that fit; made of what is held and what may be used.
    pub(super) fn best(
        &self,
        held: &Held,
        needs: FeatureSet,
        fits: impl Fn(&Entry) -> bool,
        reach: Reach,
    ) -> Option<Offer> {
        let mut best: Option<(Key, Offer)> = None;
        for base in self.bases.iter().copied() {
            let entry = self.entry(base);
            if fits(entry) && (reach.admits(entry) || held.base == Some(base)) {
                let missing = needs.difference(entry.covers);
                Search::new(self, held, base, missing, reach).go(
                    0,
                    reach.plus((0, 0), entry.price),
                    missing,
                    &mut Vec::new(),
                    &mut best,
                );
            }
        }
        best.map(|(_, offer)| offer)
    }
}

impl<'c> Search<'c> {
    /// An add-on that is not held and covers nothing that the base lacks never wins: without it a candidate costs no more
    /// and has fewer products. So only held ones and useful ones are tried.
    fn new(
        catalog: &'c OfferCatalog,
        held: &'c Held,
        base: ProductIx,
        missing: FeatureSet,
        reach: Reach,
    ) -> Search<'c> {
        let worth_a_try = |ix: &ProductIx| {
            let entry = catalog.entry(*ix);
            held.addons.contains(ix) || (reach.admits(entry) && !entry.covers.intersection(missing).is_empty())
        };
        let addons: Vec<ProductIx> = catalog.entry(base).carries.iter().copied().filter(worth_a_try).collect();
        let mut covered = vec![FeatureSet::EMPTY; addons.len() + 1];
        for place in (0..addons.len()).rev() {
            covered[place] = covered[place + 1].union(catalog.entry(addons[place]).covers);
        }
        Search { catalog, held, base, addons, covered, within: reach }
    }

    /// Decides on the add-ons from `place` on. Costs only grow on the way, so a branch that already costs more than the best
    /// candidate is left, as is one whose remaining add-ons can't cover what is missing.
    fn go(
        &self,
        place: usize,
        cost: Cost,
        missing: FeatureSet,
        chosen: &mut Vec<ProductIx>,
        best: &mut Option<(Key, Offer)>,
    ) {
        if best.as_ref().is_some_and(|(key, _)| cost > key.0) || !missing.is_subset_of(self.covered[place]) {
            return;
        }
        let Some(addon) = self.addons.get(place).copied() else {
            self.compare(cost, chosen, best);
            return;
        };
        let entry = self.catalog.entry(addon);
        self.go(place + 1, cost, missing, chosen, best);
        chosen.push(addon);
        self.go(place + 1, self.within.plus(cost, entry.price), missing.difference(entry.covers), chosen, best);
        chosen.pop();
    }

    fn compare(&self, cost: Cost, chosen: &[ProductIx], best: &mut Option<(Key, Offer)>) {
        let is_held = self.held.base == Some(self.base) && self.held.addons == chosen;
        let key = (cost, !is_held, chosen.len(), self.catalog.entry(self.base).rank);
        // No two bases have one rank, so equals stand on one base with as many add-ons, and the later one has the smaller
        // ids: an add-on is left out before it is tried.
        if best.as_ref().is_none_or(|(known, _)| key <= *known) {
            *best = Some((key, Offer { base: self.base, addons: chosen.to_vec() }));
        }
    }
}
