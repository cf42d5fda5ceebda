//! Everybody who has one role: what it does for each of them, and what a proposal makes of it.

use seatwise_pricing::tariff::ProductIx;

use super::{
    RoleReport,
    impact::{Use, Without, use_of, without},
    infer::billed_then,
    why::Stay,
};
use crate::entitlement::roles::Grant;

/// What a role does for a person's license.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Without it the license would be less.
    Alone,
    /// Another of their roles needs what it needs.
    Together,
    /// It needs nothing of what is billed: other roles need more, or it was assigned by hand.
    NotPinning,
    /// Their roles need a higher license than they hold: licenses do not follow roles there.
    Ceiling,
    /// Nothing is billed for them.
    NoLicense,
}

impl Verdict {
    /// Every one, in the order of the page.
    pub const ALL: [Verdict; 5] =
        [Verdict::Alone, Verdict::Together, Verdict::NotPinning, Verdict::Ceiling, Verdict::NoLicense];

    /// The word used in outputs.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Alone => "alone",
            Verdict::Together => "together",
            Verdict::NotPinning => "not-pinning",
            Verdict::Ceiling => "ceiling",
            Verdict::NoLicense => "no-license",
        }
    }
}

/// One person with the role.
#[derive(Debug, Clone)]
pub struct Holder {
    /// Person number.
    pub user_ix: u32,
    /// Has it directly?
    pub is_direct: bool,
    /// Numbers of the groups that bring it.
    pub groups: Vec<u32>,
    /// What it does for the license.
    pub verdict: Verdict,
    /// What is billed of what they hold.
    pub held: Vec<ProductIx>,
    /// The same without the role.
    pub without: Vec<ProductIx>,
    /// What they do with the difference; `None` = there is none.
    pub use_of_difference: Option<Use>,
    /// The proposal that changes the role, and whether they go along in it; else why they keep the role.
    pub proposed: Option<(String, Result<(), Stay>)>,
}

/// Everybody with a role, by person number.
pub fn holders(report: &RoleReport<'_>, role: u32) -> Vec<Holder> {
    let (field, tariff) = (&report.field, &report.field.analysis.tariff);
    let proposals = report.plan.proposals.iter();
    let change = proposals
        .flat_map(|proposal| proposal.changes.iter().map(move |change| (&proposal.id, change)))
        .find(|(_, change)| change.role == role);
    let mut holders = Vec::new();
    for class in &field.classes {
        let Ok(place) = class.roles.binary_search(&role) else { continue };
        let (verdict, without) = match without(field, class, place) {
            _ if class.billed.is_empty() => (Verdict::NoLicense, Vec::new()),
            Without::Ceiling => (Verdict::Ceiling, class.billed.clone()),
            Without::Same { together: true } => (Verdict::Together, class.billed.clone()),
            Without::Same { together: false } => (Verdict::NotPinning, class.billed.clone()),
            Without::Less(base, addons) => (Verdict::Alone, billed_then(tariff, class.held.base, base, &addons)),
        };
        for user_ix in &class.people {
            let grants = &field.analysis.roles.grants[*user_ix as usize];
            let own = || grants.iter().filter(|grant| grant.role == role);
            let proposed = change.map(|(id, change)| {
                let stays = change.stay.binary_search_by_key(user_ix, |(user_ix, _)| *user_ix);
                (id.clone(), stays.map_or(Ok(()), |at| Err(change.stay[at].1)))
            });
            holders.push(Holder {
                user_ix: *user_ix,
                is_direct: own().any(|grant| *grant == Grant { role, group: None }),
                groups: own().filter_map(|grant| grant.group).collect(),
                verdict,
                held: class.billed.clone(),
                without: without.clone(),
                use_of_difference: (without != class.billed).then(|| use_of(field, class, &without)),
                proposed,
            });
        }
    }
    holders.sort_by_key(|holder| holder.user_ix);
    holders
}
