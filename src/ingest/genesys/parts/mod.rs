//! The parts of a pull, one file each: what is asked, and what becomes of the answers.

mod aggregates;
mod audits;
mod billable_usage;
mod billing_charges;
mod buckets;
mod conversations;
mod copilots;
mod definitions;
mod dependencies;
mod evaluations;
mod grants;
mod groups;
mod licenses;
mod memberships;
mod missed;
mod outbound;
mod people;
mod presence;
mod presence_recent;
mod queues;
mod role_licenses;
mod roles;
mod schedules;
mod scim;
mod stretches;
mod tasks;
mod totals;
mod transcripts;
mod wire;

use super::client::ApiError;
use super::context::Shared;
use super::part::Part;

pub use self::audits::is_asked;
pub use self::missed::collect_missed;

pub use self::role_licenses::Cache;
pub use self::scim::PIECE as SCIM_PIECE;
pub use self::stretches::{Stretch, Union};

/// Parts that others wait for, those without which nothing else makes sense first.
pub const STAGES: [&[Part]; 3] = [
    &[Part::Users, Part::Licenses, Part::Definitions, Part::Roles, Part::Groups, Part::Queues],
    &[
        Part::RoleLicenses,
        Part::Grants,
        Part::Memberships,
        Part::Dependencies,
        Part::BillableUsage,
        Part::BillingCharges,
        Part::Scim,
    ],
    &[
        Part::Presence,
        Part::Conversations,
        Part::Outbound,
        Part::Evaluations,
        Part::Transcripts,
        Part::Copilots,
        Part::Tasks,
        Part::Schedules,
        Part::Audits,
    ],
];

/// Collects a part; pieces that are closed are not asked again.
///
/// # Errors
/// What stops the pull.
pub async fn collect(context: Shared, part: Part) -> Result<(), ApiError> {
    match part {
        Part::Users => people::collect(&context).await,
        Part::Licenses => licenses::collect(&context).await,
        Part::Definitions => definitions::collect(&context).await,
        Part::Roles => roles::collect(&context).await,
        Part::RoleLicenses => role_licenses::collect(&context).await,
        Part::Groups => groups::collect(&context).await,
        Part::Grants => grants::collect(&context).await,
        Part::Queues => queues::collect(&context).await,
        Part::Memberships => memberships::collect(&context).await,
        Part::Dependencies => dependencies::collect(&context).await,
        Part::Conversations => aggregates::collect(context, &conversations::QUESTION).await,
        Part::Outbound => aggregates::collect(context, &outbound::QUESTION).await,
        Part::Evaluations => {
            aggregates::collect(context.clone(), &evaluations::EVALUATORS).await?;
            aggregates::collect(context, &evaluations::AGENTS).await
        }
        Part::Transcripts => aggregates::collect(context, &transcripts::QUESTION).await,
        Part::Copilots => aggregates::collect(context, &copilots::QUESTION).await,
        Part::Tasks => aggregates::collect(context, &tasks::QUESTION).await,
        Part::Schedules => schedules::collect(context).await,
        Part::Audits => audits::collect(context).await,
        Part::Presence => presence::collect(context).await,
        Part::BillableUsage => billable_usage::collect(context).await,
        Part::BillingCharges => billing_charges::collect(&context).await,
        Part::Scim => scim::collect(&context).await,
    }
}
