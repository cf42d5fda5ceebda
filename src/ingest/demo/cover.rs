//! The truth's own small arithmetic: what covers what, what it costs, and what a perfect adviser would say.
//!
//! It is written down a second time on purpose: a demo organization must not be judged by the code that it judges.
//! Prices are those of the demo's contract, in cents; an add-on that is not priced there can only be kept.

use std::collections::HashMap;

use super::feature::*;

/// A product of the demo's world.
#[derive(Debug)]
struct Product {
    id: &'static str,
    license: &'static str,
    kind: Kind,
    /// Contracted price per month in cents.
    cents: u32,
    covers: FeatureSet,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A base license with its rank.
    Base(u32),
    /// An add-on on one of the bases with these ids.
    Addon(&'static [&'static str]),
    /// A device, a CRM or an unknown license: kept as it is, priced by nobody here.
    Aside,
}

/// Product ids, a base first, then add-ons by id, then what stands aside.
pub(super) type Offer = Vec<&'static str>;

/// What a perfect adviser would say of one person's holdings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Advice {
    pub(super) held: Offer,
    /// The cheapest offer that covers the needs; what is held where nothing is cheaper.
    pub(super) cheapest: Offer,
    /// Code of the recommendation; `None` = stay.
    pub(super) code: Option<&'static str>,
}

/// Answers with memory: an organization has few different cases.
#[derive(Debug, Default)]
pub(super) struct Adviser {
    known: HashMap<(Vec<&'static str>, FeatureSet), Advice>,
}

const CX1: FeatureSet = FeatureSet::of(&[VOICE, CALLBACK, OUTBOUND, SUPERVISION, ADMIN]);
const DIGITAL: FeatureSet = FeatureSet::of(&[CHAT, EMAIL, MESSAGE, SMS, SOCIAL]);
const QUALITY: FeatureSet = FeatureSet::of(&[QUALITY_EVALUATOR, QUALITY_EVALUATED]);
const WORKFORCE: FeatureSet = FeatureSet::of(&[WFM_SCHEDULE, WFM_PLANNING, SPEECH_ANALYTICS]);
const CX2: FeatureSet = CX1.union(DIGITAL).union(QUALITY);
const CX3: FeatureSet = CX2.union(WORKFORCE);
const CX_BASES: &[&str] = &["cx1", "cx2", "cx3", "cx4"];

const fn product(id: &'static str, license: &'static str, kind: Kind, cents: u32, covers: FeatureSet) -> Product {
    Product { id, license, kind, cents, covers }
}

#[rustfmt::skip]
static PRODUCTS: [Product; 13] = [
    product("collaborate", "collaborate", Kind::Base(0), 0, FeatureSet::of(&[])),
    product("communicate", "communicate", Kind::Base(10), 2_200, FeatureSet::of(&[])),
    product("cx1", "cloudCX1", Kind::Base(20), 6_600, CX1),
    product("cx2", "cloudCX2", Kind::Base(40), 9_430, CX2),
    product("cx3", "cloudCX3", Kind::Base(60), 13_175, CX3),
    product("cx4", "cloudCX4", Kind::Base(70), 19_800, CX3.union(FeatureSet::of(&[COPILOT, JOURNEY]))),
    product("copilot", "copilot", Kind::Addon(CX_BASES), 4_000, FeatureSet::of(&[COPILOT])),
    // As much as CX 3 costs above CX 2, so that neither beats the other and people stay with what they have.
    product("cx2-wem-addon", "gc2WEMupgrade", Kind::Addon(&["cx2"]), 3_745, QUALITY.union(WORKFORCE)),
    product("journey", "journeyManagement", Kind::Addon(CX_BASES), 2_700, FeatureSet::of(&[JOURNEY])),
    product("sta-addon", "gcSTAupgrade", Kind::Addon(&["cx1", "cx2"]), 1_200, FeatureSet::of(&[SPEECH_ANALYTICS])),
    product("crm-salesforce", "cxCloudSF", Kind::Aside, 0, FeatureSet::of(&[])),
    product("wallboard", "wallboardUser", Kind::Aside, 0, FeatureSet::of(&[])),
    product("examplePremiumAppUserLicense", "examplePremiumAppUserLicense", Kind::Aside, 0, FeatureSet::of(&[])),
];

/// Contracted price per month of a product, in cents.
pub(super) fn cents(id: &str) -> u32 {
    PRODUCTS.iter().find(|product| product.id == id).map_or(0, |product| product.cents)
}

/// Product id of a license id.
pub(super) fn product_of(license: &str) -> &'static str {
    PRODUCTS.iter().find(|product| product.license == license).map_or("unknown", |product| product.id)
}

/// Is it a base, and which rank has it?
pub(super) fn rank(id: &str) -> Option<u32> {
    PRODUCTS.iter().find(|product| product.id == id).and_then(|product| match product.kind {
        Kind::Base(rank) => Some(rank),
        _ => None,
    })
}

impl Adviser {
    /// Advice for a person who holds these license ids and needs these features.
    pub(super) fn advise(&mut self, licenses: &[&'static str], needs: FeatureSet) -> Advice {
        if let Some(advice) = self.known.get(&(licenses.to_vec(), needs)) {
            return advice.clone();
        }
        let advice = advise(licenses, needs);
        self.known.insert((licenses.to_vec(), needs), advice.clone());
        advice
    }
}

fn advise(licenses: &[&'static str], needs: FeatureSet) -> Advice {
    let mut held: Vec<&Product> = PRODUCTS.iter().filter(|product| licenses.contains(&product.license)).collect();
    held.sort_by_key(|product| order(product));
    let aside: Vec<&Product> = held.iter().copied().filter(|product| product.kind == Kind::Aside).collect();
    held.retain(|product| product.kind != Kind::Aside);
    let base_is_cx = held.first().is_some_and(|base| base.covers.has(VOICE));
    let stays = !base_is_cx && covered(&held).covers(needs);
    let cheapest = if held.is_empty() || stays { held.clone() } else { search(&held, needs) };
    let code = if cheapest == held { None } else { Some(code(&held, &cheapest, needs)) };
    let ids = |offer: &[&Product]| offer.iter().chain(&aside).map(|product| product.id).collect();
    Advice { held: ids(&held), cheapest: ids(&cheapest), code }
}

impl PartialEq for Product {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

/// Bases by rank downwards, then add-ons by id, then the rest.
fn order(product: &Product) -> (u32, &'static str) {
    match product.kind {
        Kind::Base(rank) => (1_000 - rank, product.id),
        Kind::Addon(_) => (2_000, product.id),
        Kind::Aside => (3_000, product.id),
    }
}

/// Every base with every set of add-ons that can stand on it; the cheapest that covers the needs wins.
fn search<'a>(held: &[&'a Product], needs: FeatureSet) -> Vec<&'a Product> {
    let addons: Vec<&'static Product> = PRODUCTS.iter().filter(|p| matches!(p.kind, Kind::Addon(_))).collect();
    let mut best: Option<Vec<&'static Product>> = None;
    for base in PRODUCTS.iter().filter(|p| offered_base(p, held)) {
        for choice in 0..1_u32 << addons.len() {
            let mut offer = vec![base];
            offer.extend((0..addons.len()).filter(|at| choice >> at & 1 == 1).map(|at| addons[at]));
            offer.sort_by_key(|product| order(product));
            let fits = stands(&offer) && covered(&offer).covers(needs);
            if fits && best.as_ref().is_none_or(|best| score(&offer, held) < score(best, held)) {
                best = Some(offer);
            }
        }
    }
    best.expect("CX 4 with WEM features covers every feature of the demo")
}

/// `collaborate` is not among the products that the demo's settings allow, so it can only be kept.
fn offered_base(product: &Product, held: &[&Product]) -> bool {
    matches!(product.kind, Kind::Base(_)) && (product.id != "collaborate" || held.contains(&product))
}

fn stands(offer: &[&Product]) -> bool {
    let on_base = |product: &&Product| match product.kind {
        Kind::Addon(bases) => bases.contains(&offer[0].id),
        _ => true,
    };
    // WEM outranks STA: the two never stand together.
    let has = |id: &str| offer.iter().any(|product| product.id == id);
    offer.iter().all(on_base) && !(has("sta-addon") && has("cx2-wem-addon"))
}

fn covered(offer: &[&Product]) -> FeatureSet {
    offer.iter().fold(FeatureSet::default(), |set, product| set.union(product.covers))
}

/// Price first; ties: what the person has, fewer products, lower rank, ids.
fn score(offer: &[&Product], held: &[&Product]) -> (u32, bool, usize, u32, Vec<&'static str>) {
    let cents = offer.iter().map(|product| product.cents).sum();
    let rank = rank(offer[0].id).unwrap_or_default();
    (cents, offer != held, offer.len(), rank, offer.iter().map(|product| product.id).collect())
}

fn code(held: &[&Product], new: &[&Product], needs: FeatureSet) -> &'static str {
    let rank_of = |offer: &[&Product]| rank(offer[0].id).unwrap_or_default();
    let addons_kept = new[1..].iter().all(|product| held.contains(product));
    if !covered(held).covers(needs) {
        "upgrade-tier"
    } else if !new[0].covers.has(VOICE) {
        "release-cx-seat"
    } else if new[0] == held[0] && addons_kept {
        "drop-addon"
    } else if rank_of(new) < rank_of(held) && addons_kept {
        "downgrade-tier"
    } else {
        "swap-offer"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(licenses: &[&'static str], needs: &[Feature], cheapest: &[&str], code: Option<&str>) {
        let advice = advise(licenses, FeatureSet::of(needs));
        assert_eq!((advice.cheapest.as_slice(), advice.code), (cheapest, code), "{licenses:?} {needs:?}");
    }

    #[test]
    fn the_cheapest_offer_is_what_the_rules_say() {
        check(&["cloudCX3"], &[VOICE], &["cx1"], Some("downgrade-tier"));
        check(&["cloudCX2", "gc2WEMupgrade"], &[WFM_SCHEDULE], &["cx2", "cx2-wem-addon"], None);
        check(&["cloudCX3"], &[WFM_SCHEDULE], &["cx3"], None);
        check(&["cloudCX2", "gc2WEMupgrade"], &[EMAIL], &["cx2"], Some("drop-addon"));
        check(&["cloudCX3"], &[SPEECH_ANALYTICS], &["cx1", "sta-addon"], Some("swap-offer"));
        check(&["cloudCX2", "gcSTAupgrade"], &[SPEECH_ANALYTICS], &["cx1", "sta-addon"], Some("downgrade-tier"));
        check(&["cloudCX4"], &[VOICE, COPILOT, WFM_SCHEDULE], &["cx3", "copilot"], Some("swap-offer"));
        check(&["cloudCX4"], &[JOURNEY, COPILOT, WFM_PLANNING], &["cx4"], None);
        check(&["cloudCX1"], &[VOICE, CHAT], &["cx2"], Some("upgrade-tier"));
        check(&["cloudCX2"], &[], &["communicate"], Some("release-cx-seat"));
        check(&["communicate"], &[], &["communicate"], None);
        check(&["collaborate"], &[], &["collaborate"], None);
        check(&["wallboardUser"], &[], &["wallboard"], None);
        check(&["cloudCX1", "cxCloudSF"], &[VOICE], &["cx1", "crm-salesforce"], None);
    }
}
