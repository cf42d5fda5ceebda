//! The permission catalog of a demo organization: about 1,500 permissions, spread over the license definitions.
//!
//! Names follow the pattern of the platform (`domain:entity:action`). Which permission belongs to which license is
//! made up, except what Genesys publishes: `assistants:copilot:view` is a Copilot seat, `billing:user:staUpgrade` and
//! the transcription settings are Speech and Text Analytics (<https://help.genesys.cloud/365251>).
//! As on live organizations, a higher definition is no superset of a lower one: they overlap by a few permissions.

/// Entities of one domain that belong to one license.
struct Group {
    license: &'static str,
    domain: &'static str,
    entities: &'static [&'static str],
    actions: &'static [&'static str],
}

const ACTIONS: &[&str] = &["view", "add", "edit", "delete", "search", "export"];
const VIEW: &[&str] = &["view"];

/// Calls `take` with each license id and permission, in a fixed order; a permission may stand in several licenses.
pub(super) fn each_definition(mut take: impl FnMut(&'static str, &str) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let mut permission = String::with_capacity(64);
    for group in GROUPS {
        for entity in group.entities {
            for action in group.actions {
                permission.clear();
                permission.extend([group.domain, ":", entity, ":", action]);
                take(group.license, &permission)?;
            }
        }
    }
    Ok(())
}

const fn all(
    license: &'static str,
    domain: &'static str,
    entities: &'static [&'static str],
    actions: &'static [&'static str],
) -> Group {
    Group { license, domain, entities, actions }
}

#[rustfmt::skip]
const GROUPS: &[Group] = &[
    all("collaborate", "directory", &["user", "group", "location", "profile", "contact", "organization"], ACTIONS),
    all("collaborate", "chat", &["room", "message", "file", "reaction", "presence"], ACTIONS),
    all("communicate", "telephony", &["phone", "station", "voicemail", "extension", "callForwarding", "softphone"], ACTIONS),
    all("communicate", "fax", &["document", "inbox", "coverSheet"], ACTIONS),
    all("communicate", "directory", &["user"], VIEW),

    all("cloudCX1", "routing", &[
        "queue", "skill", "wrapupCode", "language", "utilization", "conversation", "queueMember", "agent",
        "skillGroup", "assessment", "settings", "predictor",
    ], ACTIONS),
    all("cloudCX1", "conversation", &["call", "callback", "recording", "participant", "barge", "coach", "monitor"], ACTIONS),
    all("cloudCX1", "outbound", &["campaign", "contactList", "dnc", "attemptLimit", "callableTime", "ruleSet", "schedule", "event"], ACTIONS),
    all("cloudCX1", "analytics", &["conversationAggregate", "userAggregate", "queueObservation", "dashboard", "agentStatus", "dataExport"], ACTIONS),
    all("cloudCX1", "architect", &["flow", "prompt", "dataTable", "schedule", "emergencyGroup", "dependency"], ACTIONS),
    all("cloudCX1", "telephony", &["trunk", "site", "edge", "did", "phoneBase", "ivr"], ACTIONS),
    all("cloudCX1", "authorization", &["role", "grant", "division", "policy"], ACTIONS),
    all("cloudCX1", "integrations", &["action", "integration", "credential"], ACTIONS),
    all("cloudCX1", "supervisor", &["queueActivity", "agentActivity", "interaction"], ACTIONS),
    all("cloudCX1", "telephony", &["phone", "station"], VIEW),

    all("cloudCX2", "conversation", &["email", "chat", "message", "sms", "webMessaging", "cobrowse", "screenShare"], ACTIONS),
    all("cloudCX2", "messaging", &["integration", "supportedContent", "settings", "deployment", "template", "sender"], ACTIONS),
    all("cloudCX2", "quality", &["evaluation", "evaluationForm", "evaluationAssignment", "calibration", "survey", "surveyForm", "dispute"], ACTIONS),
    all("cloudCX2", "recording", &["screenRecording", "annotation", "retentionPolicy", "encryptionKey", "bulkJob"], ACTIONS),
    all("cloudCX2", "knowledge", &["base", "article", "category", "label", "import", "feedback"], ACTIONS),
    all("cloudCX2", "responses", &["library", "response", "asset"], ACTIONS),
    all("cloudCX2", "socialMedia", &["topic", "ingestionRule", "post", "escalation"], ACTIONS),
    all("cloudCX2", "routing", &["email", "message", "emailDomain"], ACTIONS),
    all("cloudCX2", "routing", &["queue", "skill", "wrapupCode"], VIEW),

    all("cloudCX3", "wfm", &[
        "businessUnit", "managementUnit", "schedule", "forecast", "activityCode", "activityPlan", "planningGroup", "serviceGoal",
        "timeOffRequest", "timeOffLimit", "workPlan", "workPlanRotation", "shiftTrade", "historicalAdherence", "agentSchedule",
        "intradayMonitoring", "staffingGroup", "capacityPlan",
    ], ACTIONS),
    all("cloudCX3", "speechAndTextAnalytics", &["topic", "program", "category", "settings", "feedback", "sentiment", "transcript", "dictionary"], ACTIONS),
    all("cloudCX3", "performance", &["scorecard", "objective", "profile", "contest", "leaderboard", "development", "coaching"], ACTIONS),
    all("cloudCX3", "learning", &["module", "assignment", "assessment", "rule"], ACTIONS),
    all("cloudCX3", "quality", &["adminSettings", "agentScoringRule", "evaluationAnalytics"], ACTIONS),
    all("cloudCX3", "quality", &["evaluation", "calibration"], VIEW),

    all("cloudCX4", "journey", &["segment", "outcome", "actionMap", "actionTemplate", "session", "event", "view", "metric"], ACTIONS),
    all("cloudCX4", "experience", &["design", "simulation", "variant", "audience", "goal", "insight", "moment", "persona", "script", "channel", "offer", "rollout"], ACTIONS),
    all("cloudCX4", "orchestration", &["plan", "case", "stage", "decision", "caseType", "workbin", "workitem", "worktype", "status", "flow", "rule", "schema"], ACTIONS),
    all("cloudCX4", "wfm", &["schedule", "forecast"], VIEW),

    all("gc2WEMupgrade", "wfm", &[
        "businessUnit", "managementUnit", "schedule", "forecast", "activityCode", "planningGroup", "timeOffRequest", "workPlan",
        "shiftTrade", "historicalAdherence", "agentSchedule",
    ], ACTIONS),
    all("gc2WEMupgrade", "speechAndTextAnalytics", &["topic", "program", "category", "settings"], ACTIONS),
    all("gc2WEMupgrade", "gamification", &["profile", "contest", "leaderboard", "metric"], ACTIONS),
    all("gc2WEMupgrade", "coaching", &["appointment", "annotation", "scheduleSlot"], ACTIONS),

    all("gcSTAupgrade", "speechAndTextAnalytics", &["topic", "program", "category"], ACTIONS),
    all("gcSTAupgrade", "routing", &["transcriptionSettings"], &["add", "edit", "view"]),
    all("gcSTAupgrade", "billing", &["user"], &["staUpgrade"]),

    all("copilot", "assistants", &["copilot"], VIEW),
    all("journeyManagement", "journeyManagement", &["journey", "canvas", "analysis", "template"], ACTIONS),
    all("cxCloudSF", "salesforce", &["agent", "embed"], VIEW),
    all("wallboardUser", "wallboard", &["display"], VIEW),
    all("examplePremiumAppUserLicense", "premiumApp", &["examplePremiumApp"], VIEW),

    all("cloudCX1", "admin", &[
        "audit", "quota", "oauthClient", "identityProvider", "scim", "recordingSettings", "emergency", "location", "trunkMetrics",
        "usage", "subscription", "apiUsage", "notification", "scheduleGroup", "holiday", "wrapupMapping", "greeting", "externalContact",
    ], ACTIONS),
    all("cloudCX2", "externalContacts", &["contact", "organization", "relationship", "note", "schema", "identity", "segment"], ACTIONS),
    all("cloudCX2", "webDeployments", &["configuration", "deployment", "token"], ACTIONS),
    all("cloudCX3", "insights", &["trend", "driver", "correlation", "alert", "summary", "report", "benchmark", "target", "cohort", "snapshot", "annotation", "digest"], ACTIONS),
];

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    fn definitions() -> BTreeMap<&'static str, BTreeSet<String>> {
        let mut definitions: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        each_definition(|license, permission| {
            assert!(
                definitions.entry(license).or_default().insert(permission.to_owned()),
                "{license} {permission} twice"
            );
            Ok(())
        })
        .unwrap();
        definitions
    }

    #[test]
    fn there_are_about_1500_permissions() {
        let all: BTreeSet<String> = definitions().into_values().flatten().collect();
        assert!((1_350..=1_650).contains(&all.len()), "{}", all.len());
    }

    #[test]
    fn a_higher_tier_is_no_superset_of_a_lower_one_but_overlaps() {
        let all = definitions();
        for (lower, higher) in [("cloudCX1", "cloudCX2"), ("cloudCX2", "cloudCX3"), ("cloudCX3", "cloudCX4")] {
            let shared = all[lower].intersection(&all[higher]).count();
            assert!((1..20).contains(&shared), "{lower} {higher}: {shared}");
        }
    }
}
