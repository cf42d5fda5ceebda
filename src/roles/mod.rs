//! What roles cost: whom each of them keeps at a license, and the changes of roles that would lower it.
//!
//! Reads the analysis and nothing else. The savings are a way to carry out what the analysis recommends and never come on
//! top of it: a recommendation says what is enough for a person, a proposal here says which role has to change for it.
//! Rules with one example worked by hand: `docs/ROLES.md`.

pub mod amount;
pub mod classes;
pub mod features;
pub mod field;
pub mod holders;
pub mod impact;
pub mod infer;
pub mod parts;
pub mod proposals;
pub mod search;
pub(crate) mod section;
#[cfg(test)]
mod tests;
pub mod traps;
pub mod what_if;
pub mod why;
pub(crate) mod words;

use seatwise_pricing::book::PriceBook;

use crate::analysis::{Analysis, effect::Offers};

pub use amount::Amount;
pub use field::Field;
pub use holders::{Holder, Verdict};
pub use impact::{Keeps, Kept, PermissionImpact, RoleImpact};
pub use parts::Fixed;
pub use proposals::{Form, Plan, Proposal, RoleChange};
pub use why::Stay;

/// Everything about the roles of one organization.
pub struct RoleReport<'a> {
    /// Roles taken apart, and people in classes.
    pub field: Field<'a>,
    /// Every role, the dearest first.
    pub roles: Vec<RoleImpact>,
    /// Every permission that alone keeps somebody at a license, the dearest first.
    pub permissions: Vec<PermissionImpact>,
    /// What to change.
    pub plan: Plan,
    /// What a reader must know.
    pub notes: Vec<String>,
}

/// Looks at the roles of an analysis.
pub fn report<'a>(analysis: &'a Analysis, book: &PriceBook) -> RoleReport<'a> {
    let field = Field::new(analysis);
    let counting = analysis.counting(book);
    let offers = Offers::new(analysis, &counting);
    let roles = impact::roles(&field, offers.as_ref());
    let permissions = impact::permissions(&field);
    let plan = proposals::plan(&field, offers.as_ref());
    let notes = notes(&field, &plan, offers.as_ref());
    RoleReport { field, roles, permissions, plan, notes }
}

/// What comes of changes that others make.
pub fn what_if(analysis: &Analysis, book: &PriceBook, events: &[what_if::Event]) -> what_if::Outcome {
    let counting = analysis.counting(book);
    what_if::what_if(&Field::new(analysis), Offers::new(analysis, &counting).as_ref(), events)
}

fn notes(field: &Field<'_>, plan: &Plan, offers: Option<&Offers<'_>>) -> Vec<String> {
    let analysis = field.analysis;
    let mut notes = Vec::new();
    if analysis.roles.list.is_empty() {
        notes.push("the input has no table `roles`, so nothing can be said of them".to_owned());
    } else if analysis.roles.grants.iter().all(Vec::is_empty) {
        notes.push("the input has no table `role_grants` with known people: nobody is known to have a role".to_owned());
    }
    if analysis.roles.catalog.is_empty() && !analysis.roles.list.is_empty() {
        let text = "the input has no table `license_definitions`: which permission needs which license is not known, and no role \
                    can be changed on paper";
        notes.push(text.to_owned());
    }
    let unexplained = field.parts.iter().filter(|parts| parts.fixed == Some(Fixed::Unexplained)).count();
    if unexplained > 0 && !analysis.roles.catalog.is_empty() {
        notes.push(format!(
            "roles whose permissions do not explain the license that Genesys infers for them, so that nobody can say what would be \
             left: {unexplained}"
        ));
    }
    let unknown: Vec<&str> = analysis.standing.unknown.iter().map(|feature| feature.as_str()).collect();
    if !unknown.is_empty() {
        notes.push(format!(
            "no data on {}: taken as used by everybody; `features.not_used` of the settings can name what nobody uses",
            unknown.join(", ")
        ));
    }
    let lowered = plan.proposals.iter().flat_map(|proposal| &proposal.lowered);
    let mut given_up = lowered.flat_map(|one| one.from.iter().filter(|ix| !one.to.contains(ix)));
    if given_up.any(|ix| analysis.tariff.product(*ix).is_billed_in_tokens()) {
        notes.push(
            "Copilot is billed in AI tokens: its price is tokens × token price, which is in no seat bill, so neither in `now` nor in \
             `at renewal`; `seatwise tokens` says what tokens cost"
                .to_owned(),
        );
    }
    match offers {
        Some(offers) if offers.is_by_person() => {}
        Some(_) => notes.push(
            "seats are counted by peaks or hours: prices are per head, and only all proposals together have an amount of money"
                .to_owned(),
        ),
        None => notes.push("without presence the bill is not known: prices are per head".to_owned()),
    }
    notes
}
