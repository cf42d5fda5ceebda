//! What roles need together, and what a person holds when that changes.
//!
//! The same as Genesys' inference over several roles: one base, the highest; add-ons beside it, but none that the base
//! includes and none that another add-on outranks. Licenses follow roles: what only the lost roles needed goes, what the
//! new ones need comes, what was assigned by hand stays.

use seatwise_pricing::{
    book::ProductKind,
    rate::billed_addons,
    tariff::{ProductIx, Tariff},
};

use crate::entitlement::held::Holding;

/// What a set of roles needs.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Need {
    /// The base; `None` = no license at all.
    pub base: Option<ProductIx>,
    /// Everything that is no base, each once, in order.
    pub others: Vec<ProductIx>,
}

impl Need {
    /// What roles need together that need these products one by one.
    pub fn of(tariff: &Tariff, products: impl IntoIterator<Item = ProductIx>) -> Need {
        let (mut base, mut others): (Option<ProductIx>, Vec<ProductIx>) = (None, Vec::new());
        for ix in products {
            let product = tariff.product(ix);
            match product.kind {
                ProductKind::Base if base.is_none_or(|base| tariff.product(base).rank < product.rank) => {
                    base = Some(ix)
                }
                ProductKind::Base => {}
                _ => others.push(ix),
            }
        }
        others.sort_unstable();
        others.dedup();
        let rank = base.and_then(|base| tariff.product(base).rank);
        let is_included = |ix: &ProductIx| {
            let highest = tariff.product(*ix).stands_on.iter().filter_map(|ix| tariff.product(*ix).rank).max();
            highest.is_some_and(|highest| rank.is_some_and(|rank| rank > highest))
        };
        others.retain(|ix| !is_included(ix));
        let shown: Vec<ProductIx> = others
            .iter()
            .copied()
            .filter(|ix| !tariff.product(*ix).hidden_by.iter().any(|hider| others.contains(hider)))
            .collect();
        Need { base, others: shown }
    }

    /// Base first, then the others.
    pub fn products(&self) -> Vec<ProductIx> {
        self.base.into_iter().chain(self.others.iter().copied()).collect()
    }
}

/// What is billed of a holding: the base and the add-ons that it carries.
pub fn billed(tariff: &Tariff, base: Option<ProductIx>, addons: &[ProductIx]) -> Vec<ProductIx> {
    let carried = base.map(|base| billed_addons(tariff, base, addons)).unwrap_or_default();
    base.into_iter().chain(carried).collect()
}

/// What will be billed of somebody who holds another base, `from` the base now. An add-on that stays assigned stays on the
/// bill, although the price book has another one for the new base, of another price: so no saving is claimed for it.
pub fn billed_then(
    tariff: &Tariff,
    from: Option<ProductIx>,
    base: Option<ProductIx>,
    addons: &[ProductIx],
) -> Vec<ProductIx> {
    let mut then = billed(tariff, base, addons);
    if from != base && base.is_some_and(|base| tariff.product(base).is_cx) {
        let need = Need::of(tariff, base.into_iter().chain(addons.iter().copied()));
        then.extend(need.others.iter().filter(|ix| !then.contains(ix)).copied().collect::<Vec<_>>());
    }
    then
}

/// Can every add-on of what is billed stand on its base?
pub fn is_carried(tariff: &Tariff, products: &[ProductIx]) -> bool {
    let base = products.iter().copied().find(|ix| tariff.product(*ix).kind == ProductKind::Base);
    let addons: Vec<ProductIx> = products.iter().copied().filter(|ix| Some(*ix) != base).collect();
    billed(tariff, base, &addons).len() == products.len()
}

/// Do roles need a higher base than is held? Then automatic assignment is off, and licenses do not follow roles.
pub fn is_ceiling(tariff: &Tariff, held: &Holding, need: &Need) -> bool {
    let rank = |base: Option<ProductIx>| base.and_then(|base| tariff.product(base).rank);
    need.base.is_some() && rank(need.base) > rank(held.base)
}

/// Base and add-ons of somebody whose roles need `after` instead of `before`; `None` where licenses do not follow roles.
pub fn follow(
    tariff: &Tariff,
    held: &Holding,
    before: &Need,
    after: &Need,
) -> Option<(Option<ProductIx>, Vec<ProductIx>)> {
    if is_ceiling(tariff, held, before) {
        return None;
    }
    let bases = held.base.iter().chain(&held.lower_bases).copied();
    let stays = bases.filter(|base| Some(*base) != before.base);
    let base = stays.chain(after.base).max_by_key(|base| tariff.product(*base).rank);
    let is_addon = |ix: &ProductIx| tariff.product(*ix).kind == ProductKind::AddOn;
    let goes = |ix: &ProductIx| before.others.contains(ix) && !after.others.contains(ix);
    let comes = after.others.iter().filter(|ix| is_addon(ix) && !before.others.contains(ix));
    let mut addons: Vec<ProductIx> = held.addons.iter().filter(|ix| !goes(ix)).chain(comes).copied().collect();
    addons.sort_unstable();
    addons.dedup();
    Some((base, addons))
}

#[cfg(test)]
mod tests {
    use super::*;
    use seatwise_pricing::{book::PriceBook, contract::Contract};

    fn tariff() -> Tariff {
        let on = "2026-10-31".parse().expect("a date");
        Tariff::new(&PriceBook::embedded(), &Contract::none(), on, ["weird"].into_iter())
    }

    fn ixs(tariff: &Tariff, ids: &[&str]) -> Vec<ProductIx> {
        ids.iter().map(|id| tariff.ix(id).expect("a product")).collect()
    }

    fn ids(tariff: &Tariff, products: &[ProductIx]) -> Vec<String> {
        products.iter().map(|ix| tariff.product(*ix).id.clone()).collect()
    }

    #[test]
    fn one_base_and_the_add_ons_that_it_does_not_include() {
        let tariff = tariff();
        let check = |needs: &[&str], expected: &[&str]| {
            let need = Need::of(&tariff, ixs(&tariff, needs));
            assert_eq!(ids(&tariff, &need.products()), expected, "{needs:?}");
        };
        check(&["communicate", "cx1", "cx2"], &["cx2"]);
        check(&["cx1", "sta-addon", "cx1-wem-addon"], &["cx1", "cx1-wem-addon"]);
        check(&["cx3", "sta-addon", "cx2-wem-addon"], &["cx3"]);
        check(&["cx3", "copilot", "weird"], &["cx3", "copilot", "weird"]);
        check(&["sta-addon"], &["sta-addon"]);
        check(&[], &[]);
    }

    #[test]
    fn an_add_on_that_stays_assigned_is_not_counted_as_saved() {
        let tariff = tariff();
        let check = |from: &str, base: &str, addons: &[&str], then: &[&str], carried: bool| {
            let own = billed_then(&tariff, tariff.ix(from), tariff.ix(base), &ixs(&tariff, addons));
            assert_eq!(
                (ids(&tariff, &own), is_carried(&tariff, &own)),
                (then.iter().map(|id| (*id).to_owned()).collect(), carried)
            );
        };
        check("cx2", "cx1", &["cx2-wem-addon"], &["cx1", "cx2-wem-addon"], false);
        check("cx3", "cx2", &["cx2-wem-addon"], &["cx2", "cx2-wem-addon"], true);
        check("cx1", "cx1", &["cx2-wem-addon"], &["cx1"], true);
        check("cx1", "cx3", &["cx2-wem-addon"], &["cx3"], true);
        check("cx2", "collaborate", &["copilot"], &["collaborate"], true);
    }

    #[test]
    fn licenses_follow_roles_and_what_was_assigned_by_hand_stays() {
        let tariff = tariff();
        let check = |held: &[&str], before: &[&str], after: &[&str], expected: Option<&[&str]>| {
            let of_kind = |kind: ProductKind| {
                let products = ixs(&tariff, held).into_iter();
                products.filter(|ix| tariff.product(*ix).kind == kind).collect::<Vec<_>>()
            };
            let mut bases = of_kind(ProductKind::Base);
            bases.sort_by_key(|ix| tariff.product(*ix).rank);
            let base = bases.pop();
            let holding =
                Holding { base, lower_bases: bases, addons: of_kind(ProductKind::AddOn), ..Holding::default() };
            let need = |ids: &[&str]| Need::of(&tariff, ixs(&tariff, ids));
            let then = follow(&tariff, &holding, &need(before), &need(after));
            let then = then.map(|(base, addons)| {
                base.into_iter().chain(addons).map(|ix| tariff.product(ix).id.clone()).collect::<Vec<_>>()
            });
            let expected = expected.map(|ids| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>());
            assert_eq!(then, expected, "{held:?}: {before:?} to {after:?}");
        };
        check(&["cx3"], &["cx3"], &["cx2"], Some(&["cx2"]));
        check(&["cx3"], &["cx2"], &["cx1"], Some(&["cx3"]));
        check(&["cx3"], &["cx3"], &[], Some(&[]));
        check(&["cx1"], &["cx3"], &["cx2"], None);
        check(&["cx2", "copilot"], &["cx2", "copilot"], &["cx2"], Some(&["cx2"]));
        check(&["cx2", "copilot"], &["cx2"], &["cx1"], Some(&["cx1", "copilot"]));
        check(&["cx3"], &["cx3", "sta-addon"], &["cx2", "sta-addon"], Some(&["cx2", "sta-addon"]));
    }
}
