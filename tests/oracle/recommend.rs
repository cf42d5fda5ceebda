//! The recommendation for each person: at most one, the first rule that applies.

use std::collections::{BTreeMap, BTreeSet};

use icu_casemap::CaseMapper;
use icu_normalizer::ComposingNormalizerBorrowed;
use rust_decimal::Decimal;

use super::billing::{Products, held};
use super::catalog::{Kind, covers, highest_base, is_base, is_cx, kind, rank};
use super::facts::{Facts, features};
use super::offers::{best, coverage, held_coverage};
use super::org::{Pin, User};
use super::prices::Prices;
use super::time::{DAY, Micros, day_of, time_within};

/// What is recommended for one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recommendation {
    pub code: &'static str,
    pub user_id: String,
    pub email: Option<String>,
    /// Base first, the rest by id.
    pub from: Vec<String>,
    pub to: Vec<String>,
    /// `None` = a price that does not cancel is unknown.
    pub list_delta: Option<Decimal>,
    pub contracted_delta: Option<Decimal>,
    pub confidence: &'static str,
}

impl Recommendation {
    pub fn is_reclaim(&self) -> bool {
        self.code.starts_with("reclaim-")
    }
}

/// All recommendations by code, then user id, and the protected people who would have had one.
pub fn recommend(facts: &Facts<'_>, prices: &Prices<'_>) -> (Vec<Recommendation>, BTreeSet<String>) {
    let mut given = Vec::new();
    let mut kept = BTreeSet::new();
    for user in &facts.case.org.users {
        match decide(facts, prices, user) {
            Some((advice, is_withheld)) if is_withheld || is_protected(facts, user) => {
                kept.insert(advice.user_id);
            }
            advice => given.extend(advice.map(|(advice, _)| advice)),
        }
    }
    given.sort_by(|a, b| (a.code, &a.user_id).cmp(&(b.code, &b.user_id)));
    (given, kept)
}

/// The first rule that applies but protection; true = withheld because the person comes back every season.
fn decide(facts: &Facts<'_>, prices: &Prices<'_>, user: &User) -> Option<(Recommendation, bool)> {
    let (advice, is_late) = first(facts, prices, user)?;
    Some((advice, is_late && is_seasonal(facts, user)))
}

/// The first rule that applies, and whether it is one of those that spare seasonal people.
fn first(facts: &Facts<'_>, prices: &Prices<'_>, user: &User) -> Option<(Recommendation, bool)> {
    let held = held(facts, &user.user_id);
    if held.iter().all(|id| prices.offer_price(id) == Some(Decimal::ZERO)) {
        return None;
    }
    if let Some(code) = reclaim_by_state(facts, user) {
        return Some((build(facts, prices, user, code, &held, &Products::new()), false));
    }
    if user.created_at.is_some_and(|at| facts.as_of - at < facts.settings_of(&user.user_id).grace_days * DAY) {
        return None;
    }
    if is_duplicate(facts, user) {
        return Some((build(facts, prices, user, "reclaim-duplicate", &held, &Products::new()), false));
    }
    if is_never_activated(facts, user) {
        return Some((build(facts, prices, user, "reclaim-never-activated", &held, &Products::new()), false));
    }
    let idle = facts.settings_of(&user.user_id).idle_days * DAY;
    if facts.latest_sign(&user.user_id).is_some_and(|at| facts.as_of - at >= idle) {
        return Some((build(facts, prices, user, "reclaim-idle", &held, &Products::new()), true));
    }
    let from = offer_held(&held)?;
    let needs = needs(facts, user, &from);
    let to = best(&from, &needs, &facts.settings.allow, prices)?;
    let code = offer_code(&from, &to, &needs)?;
    Some((build(facts, prices, user, code, &from, &to), true))
}

/// The base held and the add-ons that offers deal with; `None` without a base.
pub fn offer_held(held: &Products) -> Option<Products> {
    let base = highest_base(held.iter().map(String::as_str))?;
    let add_ons = held.iter().filter(|id| kind(id) == Kind::AddOn).cloned();
    Some(add_ons.chain([base.to_owned()]).collect())
}

fn offer_code(from: &Products, to: &Products, needs: &BTreeSet<&'static str>) -> Option<&'static str> {
    if !held_coverage(from).is_superset(needs) {
        return Some("upgrade-tier");
    }
    let (old, new) = (base_of(from), base_of(to));
    if !is_cx(old) || from == to {
        return None;
    }
    let keeps_add_ons = to.iter().filter(|id| !is_base(id)).all(|id| from.contains(id));
    Some(match () {
        () if !is_cx(new) => "release-cx-seat",
        () if old == new && keeps_add_ons => "drop-addon",
        () if rank(new) < rank(old) && keeps_add_ons => "downgrade-tier",
        () => "swap-offer",
    })
}

fn base_of(offer: &Products) -> &str {
    highest_base(offer.iter().map(String::as_str)).expect("an offer has a base")
}

fn needs(facts: &Facts<'_>, user: &User, from: &Products) -> BTreeSet<&'static str> {
    let covered = held_coverage(from);
    let id = user.user_id.as_str();
    let is_member = |feature: &str| {
        facts.case.org.memberships.iter().flatten().any(|row| row.user_id == id && row.feature == feature)
    };
    let is_pinned = |feature: &str| facts.settings.pins.iter().any(|pin| pin.feature == feature && matches(pin, user));
    let is_kept = |feature: &str| {
        covered.contains(feature)
            && facts.is_unknown(feature, facts.window_of(id))
            && !facts.settings.not_used.iter().any(|f| f == feature)
    };
    features().filter(|f| facts.is_used(id, f) || is_member(f) || is_pinned(f) || is_kept(f)).collect()
}

fn matches(pin: &Pin, user: &User) -> bool {
    let attribute = |key: &str| match key {
        "department" => user.department.as_deref(),
        "division" => user.division.as_deref(),
        _ => None,
    };
    pin.keys.iter().all(|(key, value)| attribute(key) == Some(value))
}

fn is_protected(facts: &Facts<'_>, user: &User) -> bool {
    let is_user = |name: &str| {
        name == user.user_id || user.email.as_ref().is_some_and(|email| email.to_lowercase() == name.to_lowercase())
    };
    let today = day_of(facts.as_of);
    let settings = &facts.settings;
    let is_excepted =
        settings.exceptions.iter().any(|e| is_user(&e.user) && e.until.is_none_or(|until| today <= until));
    is_excepted || settings.protect_users.iter().any(|name| is_user(name)) || has_protected_role(facts, user)
}

fn has_protected_role(facts: &Facts<'_>, user: &User) -> bool {
    let roles = facts.case.org.roles.iter().flatten();
    let protected: BTreeSet<&str> = roles
        .filter(|role| facts.settings.protect_roles.contains(&role.name))
        .map(|role| role.role_id.as_str())
        .collect();
    let mut grants = facts.case.org.grants.iter().flatten();
    grants.any(|grant| grant.user_id == user.user_id && protected.contains(grant.role_id.as_str()))
}

fn reclaim_by_state(facts: &Facts<'_>, user: &User) -> Option<&'static str> {
    if user.state != "active" {
        return Some("reclaim-deactivated");
    }
    let email = facts.unique_email(user)?;
    let rows = facts.case.org.idp.iter().flatten().filter(|row| row.email.to_lowercase() == email);
    let known = rows.filter(|row| row.changed_at.is_none_or(|at| at <= facts.as_of));
    let severity = |status: &str| ["active", "suspended", "deprovisioned"].iter().position(|one| *one == status);
    let latest = known.max_by_key(|row| (row.changed_at, severity(&row.status)))?;
    (latest.status == "deprovisioned").then_some("reclaim-departed")
}

fn is_duplicate(facts: &Facts<'_>, user: &User) -> bool {
    let seen = |user: &User| facts.has_sign(&user.user_id, facts.window_of(&user.user_id), facts.as_of);
    let mut others = facts.case.org.users.iter().filter(|other| other.user_id != user.user_id);
    !seen(user) && others.any(|other| is_same_person(user, other) && seen(other))
}

fn is_same_person(a: &User, b: &User) -> bool {
    let names = (name_key(a), name_key(b));
    let manager = |user: &User| user.manager_email.as_ref().map(|email| email.to_lowercase());
    (a.employee_id.is_some() && a.employee_id == b.employee_id)
        || (names.0.is_some() && names.0 == names.1 && manager(a).is_some() && manager(a) == manager(b))
}

fn name_key(user: &User) -> Option<String> {
    let composed = ComposingNormalizerBorrowed::new_nfkc().normalize(user.name.as_ref()?).into_owned();
    let folded = CaseMapper::new().fold_string(&composed).into_owned();
    Some(folded.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|name| !name.is_empty())
}

fn is_never_activated(facts: &Facts<'_>, user: &User) -> bool {
    if facts.latest_sign(&user.user_id).is_some() || !facts.sees_life() || !facts.could_see_life() {
        return false;
    }
    if [user.last_login_at, user.last_token_at].into_iter().flatten().any(|at| at > facts.as_of) {
        return false;
    }
    let grace = facts.settings_of(&user.user_id).grace_days * DAY;
    match user.created_at {
        Some(at) => facts.as_of - at >= grace,
        None => time_within(&facts.life_coverage(), Micros::MIN / 2, facts.as_of) >= grace,
    }
}

fn is_seasonal(facts: &Facts<'_>, user: &User) -> bool {
    let days = facts.settings_of(&user.user_id).days * DAY;
    let middle = facts.as_of - 364 * DAY;
    let (first, last) = (middle - days, middle + days);
    let seen = |from, to| facts.has_sign(&user.user_id, from, to);
    let covered = |from: Micros, to: Micros| covers_span(&facts.life_coverage(), from, to);
    user.created_at.is_some_and(|at| at < first)
        && !seen(facts.window_of(&user.user_id), facts.as_of)
        && !seen(first, middle)
        && seen(middle, last)
        && covered(first, middle)
        && covered(middle, last)
}

fn covers_span(coverage: &[(Micros, Micros)], from: Micros, to: Micros) -> bool {
    coverage.iter().any(|(start, end)| *start <= from + DAY && *end >= to - DAY)
}

fn build(
    facts: &Facts<'_>,
    prices: &Prices<'_>,
    user: &User,
    code: &'static str,
    from: &Products,
    to: &Products,
) -> Recommendation {
    let delta = |price: &dyn Fn(&str) -> Option<Decimal>| {
        let logged_in = facts.case.org.presence.as_ref().map(|_| facts.time_in_period(&user.user_id));
        let own = |id: &String| prices.for_person(id, price(id)?, logged_in);
        let gone: Option<Decimal> = from.difference(to).map(own).sum();
        let new: Option<Decimal> = to.difference(from).map(own).sum();
        Some(prices.round(gone? - new?))
    };
    Recommendation {
        code,
        user_id: user.user_id.clone(),
        email: user.email.clone(),
        from: in_order(from),
        to: in_order(to),
        list_delta: delta(&|id| prices.offer_list(id)),
        contracted_delta: delta(&|id| prices.offer_price(id)),
        confidence: confidence(facts, user, code, &given_up(facts, code, from, to)),
    }
}

fn in_order(products: &Products) -> Vec<String> {
    let base = highest_base(products.iter().map(String::as_str));
    let rest = products.iter().map(String::as_str).filter(|id| Some(*id) != base);
    base.into_iter().chain(rest).map(str::to_owned).collect()
}

fn given_up(facts: &Facts<'_>, code: &str, from: &Products, to: &Products) -> BTreeSet<&'static str> {
    if code.starts_with("reclaim-") {
        return from.iter().flat_map(|id| covers(id)).collect();
    }
    let lost = held_coverage(from).difference(&coverage(to)).copied().collect::<BTreeSet<_>>();
    lost.into_iter().filter(|feature| !facts.settings.not_used.iter().any(|f| f == feature)).collect()
}

fn confidence(facts: &Facts<'_>, user: &User, code: &str, given_up: &BTreeSet<&'static str>) -> &'static str {
    if ["reclaim-deactivated", "reclaim-departed"].contains(&code) {
        return "high";
    }
    let window = facts.settings_of(&user.user_id).days * DAY;
    let from = facts.window_of(&user.user_id);
    let by_feature: BTreeMap<_, _> = given_up.iter().map(|f| (*f, facts.feature_coverage(f))).collect();
    let complete = by_feature.values().all(|time| covers_span(time, from, facts.as_of));
    let least = by_feature.values().map(|time| time_within(time, from, facts.as_of)).min();
    let unused = given_up.iter().all(|feature| facts.events(&user.user_id, feature) == 0);
    let tenure = user.created_at.map(|at| facts.as_of - at);
    if complete && unused && tenure.is_some_and(|time| time >= window) && !is_seasonal(facts, user) {
        return "high";
    }
    let half_seen = least.is_none_or(|time| time * 2 >= window);
    if half_seen || tenure.is_some_and(|time| time >= 30 * DAY) { "medium" } else { "low" }
}
