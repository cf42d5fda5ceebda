//! 100,000 random people under 1,000 random tariffs: the search against trying everything, and the reasons against the
//! same, with plain loops over bit masks.

use super::*;
use crate::contract::Contract;
use crate::feature::Feature;

const TARIFFS: u64 = 1_000;
const PEOPLE: u64 = 100;

/// SplitMix64: the next number follows from the last.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides
    }
}

/// Prices in a currency without list prices: a third unknown, the others few enough to be equal often.
fn tariff(book: &PriceBook, dice: &mut Dice) -> Tariff {
    let mut contract = "[contract]\ncurrency = \"CHF\"\n".to_owned();
    for product in book.products().iter().filter(|product| product.id != "collaborate") {
        if dice.roll(3) > 0 {
            let price = dice.roll(8) * 20;
            contract.push_str(&format!("[[price]]\nproduct = \"{}\"\nunit_price = \"{price}.50\"\n", product.id));
        }
    }
    let contract = Contract::parse(&contract, "contract.toml", book).unwrap().0;
    Tariff::new(book, &contract, "2026-10-31".parse().unwrap(), std::iter::empty())
}

fn allowed(book: &PriceBook, dice: &mut Dice) -> Vec<String> {
    if dice.roll(2) == 0 {
        return Vec::new();
    }
    book.products().iter().filter(|_| dice.roll(2) == 0).map(|product| product.id.clone()).collect()
}

/// One tariff as the plain loops see it.
struct Plain<'t> {
    tariff: &'t Tariff,
    allow: &'t [String],
}

/// What a combination is compared by; the ids of a lower index come first in the tariff's order of rows.
type PlainKey = ((Decimal, usize), bool, usize, u32, Vec<ProductIx>);

impl Plain<'_> {
    fn is_allowed(&self, product: &TariffProduct) -> bool {
        match product.kind {
            ProductKind::Base if self.allow.is_empty() => product.is_cx,
            ProductKind::Base | ProductKind::AddOn => self.allow.is_empty() || self.allow.contains(&product.id),
            _ => false,
        }
    }

    fn cost(&self, products: &[ProductIx]) -> (Decimal, usize) {
        let prices = || products.iter().map(|ix| self.tariff.product(*ix).offer_price);
        (prices().flatten().sum(), prices().filter(Option::is_none).count())
    }

    /// The best of all combinations on a base that are made of usable products.
    fn on_base(
        &self,
        base: &TariffProduct,
        mine: &[ProductIx],
        needs: FeatureSet,
        usable: &dyn Fn(&TariffProduct) -> bool,
        known_prices_first: bool,
    ) -> Option<PlainKey> {
        if !usable(base) && mine.first() != Some(&base.ix) {
            return None;
        }
        let fits = |product: &&TariffProduct| {
            product.kind == ProductKind::AddOn
                && product.stands_on.contains(&base.ix)
                && (usable(product) || mine.contains(&product.ix))
        };
        let addons: Vec<&TariffProduct> = self.tariff.products().iter().filter(fits).collect();
        let mut best: Option<PlainKey> = None;
        for mask in 0..1_u32 << addons.len() {
            let chosen = || addons.iter().enumerate().filter(|(place, _)| mask >> place & 1 == 1).map(|(_, it)| *it);
            if !needs.is_subset_of(chosen().fold(base.covers, |all, product| all.union(product.covers))) {
                continue;
            }
            let products: Vec<ProductIx> = std::iter::once(base.ix).chain(chosen().map(|product| product.ix)).collect();
            let rank = base.rank.unwrap_or(0);
            // What has no price counts as more than all that has one.
            let cost = match self.cost(&products) {
                (known, unknown) if known_prices_first => {
                    (known + Decimal::from(unknown) * Decimal::from(1_000_000), 0)
                }
                cost => cost,
            };
            let key = (cost, products != mine, products.len(), rank, products);
            best = if best.as_ref().is_none_or(|known| key < *known) { Some(key) } else { best };
        }
        best
    }

    fn needed(&self, mine: &[ProductIx], needs: FeatureSet) -> Option<Vec<ProductIx>> {
        let usable = |product: &TariffProduct| product.offer_price.is_some() && self.is_allowed(product);
        let bases = || self.tariff.products().iter().filter(|product| product.kind == ProductKind::Base);
        let base = mine.first().map(|ix| self.tariff.product(*ix)).filter(|own| own.kind == ProductKind::Base);
        if needs.is_empty() {
            let cheaper = |own: &&TariffProduct| !own.is_cx && usable(own) && self.cost(&[own.ix]) < self.cost(mine);
            if let Some(found) = bases().filter(cheaper).max_by_key(|own| own.rank) {
                return Some(vec![found.ix]);
            }
            if let Some(own) = base.filter(|own| !own.is_cx) {
                return Some(vec![own.ix]);
            }
        }
        let fitting = bases().filter(|own| own.is_cx || !needs.is_empty());
        fitting.filter_map(|own| self.on_base(own, mine, needs, &usable, false)).min().map(|key| key.4)
    }
}

/// What a person holds: base of highest rank, then add-ons by id.
fn mine(tariff: &Tariff, held: &[ProductIx]) -> Vec<ProductIx> {
    let kind = |ix: &&ProductIx, kind: ProductKind| tariff.product(**ix).kind == kind;
    let base = held.iter().filter(|ix| kind(ix, ProductKind::Base)).max_by_key(|ix| tariff.product(**ix).rank);
    let mut addons: Vec<ProductIx> = held.iter().filter(|ix| kind(ix, ProductKind::AddOn)).copied().collect();
    addons.sort_unstable();
    addons.dedup();
    base.into_iter().copied().chain(addons).collect()
}

fn each_case(seed: u64, people: u64, mut check: impl FnMut(&mut OfferCatalog, &Plain<'_>, &[ProductIx], FeatureSet)) {
    let book = PriceBook::embedded();
    let mut dice = Dice(seed);
    for _ in 0..TARIFFS {
        let tariff = tariff(&book, &mut dice);
        let allow = allowed(&book, &mut dice);
        let mut catalog = OfferCatalog::new(&tariff, &book, &allow);
        let plain = Plain { tariff: &tariff, allow: &allow };
        for _ in 0..people {
            let products = tariff.len() as u64;
            let held: Vec<ProductIx> = (0..dice.roll(6)).map(|_| ProductIx(dice.roll(products) as u16)).collect();
            let needs = (0..dice.roll(5)).map(|_| Feature::ALL[dice.roll(18) as usize]).collect();
            check(&mut catalog, &plain, &held, needs);
        }
    }
}

#[test]
fn of_100_000_people_each_has_the_offer_that_trying_everything_finds() {
    let mut cases = 0;
    each_case(1, PEOPLE, |catalog, plain, held, needs| {
        cases += 1;
        let found = catalog.needed_offer(held, needs).map(|offer| offer.products());
        assert_eq!(found, plain.needed(&mine(plain.tariff, held), needs), "{held:?} needs {needs:?}");
    });
    assert_eq!(cases, TARIFFS * PEOPLE);
}

#[test]
fn each_alternative_is_the_cheapest_on_its_base_and_loses_for_the_reason_it_names() {
    each_case(2, PEOPLE / 10, |catalog, plain, held, needs| {
        let tariff = plain.tariff;
        let own = mine(tariff, held);
        let chosen = catalog.needed_offer(held, needs).map(|offer| offer.products());
        let all = catalog.alternatives(held, needs, chosen.as_deref());
        let is_chosen = |it: &&Alternative| it.why == Why::Chosen;
        assert_eq!(all.iter().find(is_chosen).map(|it| it.products.clone()), chosen, "{held:?} needs {needs:?}");
        assert!(all.iter().filter(is_chosen).count() <= 1 && all.iter().skip(1).all(|it| it.why != Why::Chosen));
        let bases = tariff.products().iter().filter(|product| product.kind == ProductKind::Base);
        for base in bases {
            let here: Vec<&Alternative> =
                all.iter().filter(|it| it.products[0] == base.ix && (!it.is_held || it.products == own)).collect();
            assert!((1..=2).contains(&here.len()), "{}: {here:?}", base.id);
            let others: Vec<&&Alternative> = here.iter().filter(|it| !it.is_held || here.len() == 1).collect();
            assert_eq!(others.len(), 1, "{}: {here:?}", base.id);
            reason_holds(plain, &own, needs, others[0], chosen.as_deref());
        }
        for held in all.iter().filter(|it| it.is_held) {
            assert_eq!(held.products, own);
        }
    });
}

/// The alternative of a base, asked of the plain loops.
fn reason_holds(
    plain: &Plain<'_>,
    own: &[ProductIx],
    needs: FeatureSet,
    found: &Alternative,
    chosen: Option<&[ProductIx]>,
) {
    let tariff = plain.tariff;
    let base = tariff.product(found.products[0]);
    let best = |usable: &dyn Fn(&TariffProduct) -> bool, known_first: bool| {
        plain.on_base(base, own, needs, usable, known_first).map(|key| key.4)
    };
    let priced = |product: &TariffProduct| product.offer_price.is_some();
    let offered = best(&|product| priced(product) && plain.is_allowed(product), false);
    let allowed = best(&|product| plain.is_allowed(product), true);
    let any = best(&|product| matches!(product.kind, ProductKind::Base | ProductKind::AddOn), true);
    let price: Option<Decimal> = found.products.iter().map(|ix| tariff.product(*ix).offer_price).sum();
    assert_eq!(found.price, price);
    let (cost, least) = (plain.cost(&found.products), chosen.map(|chosen| plain.cost(chosen)));
    match &found.why {
        Why::Uncovered(features) => {
            assert_eq!(any, None);
            assert!(!features.is_empty() && features.is_subset_of(needs));
        }
        Why::NotAllowed(products) => {
            assert_eq!((&allowed, any.as_deref()), (&None, Some(found.products.as_slice())));
            assert!(!products.is_empty() && products.iter().all(|ix| !plain.is_allowed(tariff.product(*ix))));
        }
        Why::PriceUnknown(products) => {
            assert_eq!((&offered, allowed.as_deref()), (&None, Some(found.products.as_slice())));
            assert!(!products.is_empty() && products.iter().all(|ix| !priced(tariff.product(*ix))));
        }
        reason => {
            assert_eq!(offered.as_deref(), Some(found.products.as_slice()));
            let more = least.map(|least| cost.0 - least.0);
            match reason {
                Why::Chosen => assert_eq!(chosen, Some(found.products.as_slice())),
                Why::Dearer { by } => assert!(Some(*by) == more && *by > Decimal::ZERO),
                Why::DearerByUnknown { known, unpriced } => {
                    assert!(Some(*known) == more && !unpriced.is_empty() && Some(cost) > least);
                }
                Why::MoreKnownMoney { by, unpriced } => {
                    assert!(Some(*by) == more && *by > Decimal::ZERO && !unpriced.is_empty());
                }
                Why::Tie(_) => assert_eq!(Some(cost), least),
                Why::RuleComesFirst { .. } => {
                    assert!(needs.is_empty() && least.is_none_or(|least| cost < least));
                }
                other => panic!("{other:?} is no reason of something on offer"),
            }
        }
    }
}
