//! One person for whoever has to agree: held and why, billed, used, what the data prove of it, what to change.
//!
//! A value; the page and the JSON document are made from it alone, so that they tell the same numbers.
//!
//! | file | question |
//! |---|---|
//! | `proof` | what do the data say of a feature, and how far is it from the threshold? |
//! | `page` | the value as a page of words |

mod page;
mod proof;
#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests;

use rust_decimal::Decimal;
use seatwise_pricing::{book::SeatModel, tariff::ProductIx};

pub use page::page;
pub use proof::{FeatureProof, Need, SourceProof};

use crate::{
    analysis::Analysis,
    findings::{advice::Recommendation, guard::Kept},
};

/// All that is told of one person.
#[derive(Debug, Clone)]
pub struct PersonCase<'a> {
    /// The analysis that it comes from.
    pub analysis: &'a Analysis,
    /// Person number.
    pub user_ix: usize,
    /// What is held, and what it comes from.
    pub held: Vec<HeldProduct>,
    /// How the person counts in the period's bill.
    pub billed: Vec<Billed>,
    /// Why the person is not billed; `None` = billed, or nothing is held in the period.
    pub not_billed: Option<&'static str>,
    /// Signs of life by source.
    pub sources: Vec<SourceProof>,
    /// Features that are covered by what is held, or used.
    pub features: Vec<FeatureProof>,
    /// What was decided.
    pub verdict: Verdict<'a>,
    /// What more is not advised because the person is new or data are missing.
    pub forgone: Vec<&'a Kept>,
}

/// A product held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldProduct {
    /// Which.
    pub product: ProductIx,
    /// List price a month; `None` = unknown.
    pub list: Option<Decimal>,
    /// Contracted price a month; `None` = unknown.
    pub contracted: Option<Decimal>,
    /// The roles that need it.
    pub reasons: Vec<Reason>,
}

/// A role that needs a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// Name of the role.
    pub role: String,
    /// Names of the groups that bring it.
    pub groups: Vec<String>,
    /// Is it granted to the person, too?
    pub is_direct: bool,
    /// Permissions of the role that need the product; empty = not known.
    pub permissions: Vec<String>,
    /// Derived from the license definitions, and not inferred by Genesys?
    pub is_derived: bool,
}

/// How a person counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counted {
    /// As one seat.
    Seat,
    /// Time present counts toward the concurrent peak.
    Peak,
    /// Time logged in counts in the hours.
    LoggedIn,
    /// Time on interactions is billed.
    Interacting,
}

impl Counted {
    /// The word used in outputs.
    pub fn as_str(self) -> &'static str {
        match self {
            Counted::Seat => "seat",
            Counted::Peak => "concurrent-peak",
            Counted::LoggedIn => "hours-logged-in",
            Counted::Interacting => "hours-interacting",
        }
    }
}

/// A product against which a person counts in the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Billed {
    /// Which.
    pub product: ProductIx,
    /// How.
    pub counted: Counted,
}

/// What was decided.
#[derive(Debug, Clone, Copy)]
pub enum Verdict<'a> {
    /// A change is recommended.
    Change(&'a Recommendation),
    /// One would be, but for a guard.
    Kept(&'a Kept),
    /// The needs are not covered, and nothing that may be recommended covers them.
    Uncovered,
    /// So many features without data are taken as needed: nothing can be said.
    Unknown(usize),
    /// What is held is the cheapest that is enough.
    Enough,
}

impl Verdict<'_> {
    /// The word used in outputs.
    pub fn as_str(&self) -> &'static str {
        match self {
            Verdict::Change(_) => "change",
            Verdict::Kept(_) => "kept",
            Verdict::Uncovered => "uncovered",
            Verdict::Unknown(_) => "unknown",
            Verdict::Enough => "enough",
        }
    }
}

impl<'a> PersonCase<'a> {
    /// Looks at one person.
    pub fn new(analysis: &'a Analysis, user_ix: usize) -> PersonCase<'a> {
        let decisions = &analysis.decisions;
        let features = proof::features(analysis, user_ix);
        let unknown = features.iter().filter(|proof| proof.need == Some(Need::Untold)).count();
        let forgone: Vec<&Kept> = decisions.forgone.iter().filter(|kept| kept.user_ix == user_ix).collect();
        let advice = decisions.recommendations.iter().find(|advice| advice.user_ix == user_ix);
        let kept = decisions.kept.iter().find(|kept| kept.user_ix == user_ix);
        let verdict = match (advice, kept) {
            (Some(advice), _) => Verdict::Change(advice),
            (_, Some(kept)) => Verdict::Kept(kept),
            _ if decisions.uncovered.contains(&user_ix) => Verdict::Uncovered,
            _ if unknown > 0 => Verdict::Unknown(unknown),
            _ => Verdict::Enough,
        };
        let billed = billed(analysis, user_ix);
        let is_held = !analysis.held.in_period[user_ix].is_empty();
        PersonCase {
            analysis,
            user_ix,
            held: held(analysis, user_ix),
            not_billed: (billed.is_empty() && is_held).then(|| not_billed(analysis, user_ix)),
            billed,
            sources: proof::sources(analysis, user_ix),
            features,
            verdict,
            forgone,
        }
    }
}

fn held(analysis: &Analysis, user_ix: usize) -> Vec<HeldProduct> {
    let everything = analysis.held.now[user_ix].everything(&analysis.tariff);
    let product = |ix: ProductIx| {
        let own = analysis.tariff.product(ix);
        HeldProduct {
            product: ix,
            list: own.offer_list,
            contracted: own.offer_price,
            reasons: reasons(analysis, user_ix, ix),
        }
    };
    everything.into_iter().map(product).collect()
}

fn reasons(analysis: &Analysis, user_ix: usize, ix: ProductIx) -> Vec<Reason> {
    let roles = &analysis.roles;
    let Some(numbers) = roles.of_person.get(user_ix) else { return Vec::new() };
    let reason = |number: &u32| {
        let role = &roles.list[*number as usize];
        let pin = role.needs.get(&ix)?;
        let ways: Vec<Option<u32>> =
            roles.grants[user_ix].iter().filter(|grant| grant.role == *number).map(|grant| grant.group).collect();
        let group = |number: &u32| roles.groups[*number as usize].label().to_owned();
        Some(Reason {
            role: role.name.clone(),
            groups: ways.iter().flatten().map(group).collect(),
            is_direct: ways.iter().any(Option::is_none),
            permissions: pin.permissions.clone(),
            is_derived: role.derived,
        })
    };
    numbers.iter().filter_map(reason).collect()
}

fn billed(analysis: &Analysis, user_ix: usize) -> Vec<Billed> {
    let share = &analysis.billing.shares[user_ix];
    let by = |counted| move |ix: &ProductIx| Billed { product: *ix, counted };
    let pool = |ix: &ProductIx| {
        let is_by_hour = analysis.tariff.product(*ix).model == SeatModel::HourlyLoggedIn;
        Billed { product: *ix, counted: if is_by_hour { Counted::LoggedIn } else { Counted::Peak } }
    };
    let seats = share.named.iter().map(by(Counted::Seat)).chain(share.pools.iter().map(pool));
    seats.chain(share.hours.iter().map(by(Counted::Interacting))).collect()
}

fn not_billed(analysis: &Analysis, user_ix: usize) -> &'static str {
    if analysis.billing.wallboards_by_charge {
        "the billable-usage report of the period does not name the person"
    } else if analysis.lives[user_ix].in_period {
        "nothing held can be billed on its own"
    } else {
        "no sign of life in the period"
    }
}
