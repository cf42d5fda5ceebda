//! What a pull consists of: parts that can be switched off one by one.

use std::fmt;
use std::str::FromStr;

use crate::canonical::Table;

/// A part of the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each is described in `PARTS`")]
pub enum Part {
    Users,
    Licenses,
    Definitions,
    Roles,
    RoleLicenses,
    Groups,
    Grants,
    Queues,
    Memberships,
    Dependencies,
    Conversations,
    Outbound,
    Evaluations,
    Transcripts,
    Copilots,
    Tasks,
    Schedules,
    Audits,
    Presence,
    BillableUsage,
    BillingCharges,
    Scim,
}

/// What a part is, and what it takes.
#[derive(Debug, Clone, Copy)]
pub struct PartSpec {
    /// Which.
    pub part: Part,
    /// Its name on the command line.
    pub name: &'static str,
    /// What comes of it.
    pub about: &'static str,
    /// Permissions that it needs; empty = none beyond a valid token.
    pub permissions: &'static [&'static str],
    /// Tables that it fills.
    pub tables: &'static [Table],
    /// Features of `activity` that it proves.
    pub features: &'static [&'static str],
}

impl Part {
    /// Every part, in the order in which results are put together.
    pub fn all() -> impl Iterator<Item = Part> {
        PARTS.iter().map(|spec| spec.part)
    }

    /// What it is.
    pub fn spec(self) -> &'static PartSpec {
        &PARTS[self as usize]
    }

    /// Without it there is no snapshot.
    pub fn is_required(self) -> bool {
        matches!(self, Part::Users | Part::Licenses)
    }

    /// Is it collected where nothing else is said?
    pub fn is_usual(self) -> bool {
        self != Part::Scim
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.spec().name)
    }
}

impl FromStr for Part {
    type Err = String;

    fn from_str(text: &str) -> Result<Part, String> {
        let found = PARTS.iter().find(|spec| spec.name == text).map(|spec| spec.part);
        found.ok_or_else(|| {
            let names: Vec<&str> = PARTS.iter().map(|spec| spec.name).collect();
            format!("expected one of {}", names.join(", "))
        })
    }
}

const fn part(
    part: Part,
    name: &'static str,
    about: &'static str,
    permissions: &'static [&'static str],
    tables: &'static [Table],
    features: &'static [&'static str],
) -> PartSpec {
    PartSpec { part, name, about, permissions, tables, features }
}

const NONE: &[&str] = &[];
const ACTIVITY: &[Table] = &[Table::Activity];

/// All parts; `PARTS[part as usize]` is the part's.
pub const PARTS: [PartSpec; 22] = [
    part(Part::Users, "users", "people of every state", &["directory:user:view"], &[Table::Users], NONE),
    part(Part::Licenses, "licenses", "who holds which license", NONE, &[Table::Licenses], NONE),
    part(
        Part::Definitions,
        "definitions",
        "what each license permits",
        &["authorization:license:view"],
        &[Table::LicenseDefinitions],
        NONE,
    ),
    part(Part::Roles, "roles", "roles and their permissions", &["authorization:role:view"], &[Table::Roles], NONE),
    part(
        Part::RoleLicenses,
        "role-licenses",
        "the license that each role needs",
        &["authorization:role:view"],
        &[Table::RoleLicenses],
        NONE,
    ),
    part(Part::Groups, "groups", "groups and their owners", NONE, &[Table::Groups], NONE),
    part(Part::Grants, "grants", "who holds which role", &["authorization:role:view"], &[Table::RoleGrants], NONE),
    part(
        Part::Queues,
        "queues",
        "queues and their members",
        &["routing:queue:view"],
        &[Table::Queues, Table::QueueMembers],
        NONE,
    ),
    part(
        Part::Memberships,
        "memberships",
        "people of management units and of queues with Copilot",
        &[
            "wfm:agent:view",
            "assistants:assistant:view",
            "assistants:queue:view",
            "assistants:queueUserAssignment:view",
            "routing:queue:view",
        ],
        &[Table::Memberships],
        NONE,
    ),
    part(
        Part::Dependencies,
        "dependencies",
        "what depends on a person",
        &["oauth:client:view", "architect:flow:view", "analytics:dashboardConfigurations:view"],
        &[Table::Dependencies],
        NONE,
    ),
    part(
        Part::Conversations,
        "conversations",
        "interactions of every medium, and supervision",
        &["analytics:conversationAggregate:view"],
        ACTIVITY,
        &["voice", "callback", "chat", "email", "message", "sms", "social", "supervision"],
    ),
    part(
        Part::Outbound,
        "outbound",
        "interactions of outbound campaigns",
        &["analytics:conversationAggregate:view"],
        ACTIVITY,
        &["outbound"],
    ),
    part(
        Part::Evaluations,
        "evaluations",
        "evaluations, by evaluator and by agent",
        &["analytics:evaluationAggregate:view"],
        ACTIVITY,
        &["quality_evaluator", "quality_evaluated"],
    ),
    part(
        Part::Transcripts,
        "transcripts",
        "interactions with speech and text analytics",
        &["analytics:speechAndTextAnalyticsAggregates:view"],
        ACTIVITY,
        &["speech_analytics"],
    ),
    part(
        Part::Copilots,
        "copilots",
        "suggestions of Agent Copilot",
        &["analytics:agentCopilotAggregate:view"],
        ACTIVITY,
        &["copilot"],
    ),
    part(
        Part::Tasks,
        "tasks",
        "work items of work automation",
        &["analytics:taskManagementAggregate:view"],
        ACTIVITY,
        &["work_automation"],
    ),
    part(
        Part::Schedules,
        "schedules",
        "published schedules of workforce management",
        &["wfm:publishedSchedule:view"],
        ACTIVITY,
        &["wfm_schedule"],
    ),
    part(
        Part::Audits,
        "audits",
        "administrative work and workforce planning",
        &["audits:audit:view"],
        ACTIVITY,
        &["wfm_planning", "admin"],
    ),
    part(
        Part::Presence,
        "presence",
        "when people were present",
        &["analytics:userDetail:view"],
        &[Table::Presence],
        NONE,
    ),
    part(
        Part::BillableUsage,
        "billable-usage",
        "who Genesys says is billed",
        &["billing:subscription:view"],
        &[Table::BillableUsage],
        NONE,
    ),
    part(
        Part::BillingCharges,
        "billing-charges",
        "charges of billing periods (a preview of the API), or the partner's overview",
        &["billing:subscription:view"],
        &[Table::BillingCharges, Table::BillingContracts],
        NONE,
    ),
    part(
        Part::Scim,
        "scim",
        "ids in the identity provider (off unless asked for)",
        &["directory:user:view"],
        &[],
        NONE,
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_stands_at_its_own_place_and_is_found_by_name() {
        for part in Part::all() {
            assert_eq!(part.spec().part, part);
            assert_eq!(part.spec().name.parse(), Ok(part));
        }
    }
}
