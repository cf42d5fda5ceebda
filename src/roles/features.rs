//! Which features show that a permission is in use: the table behind "nobody used it".
//!
//! A permission is *used* by a person if one of its features has an event in the window, is pinned, or is needed by a
//! membership; it *may be used* if nothing is known of one of them. What no row names is taken as used by everybody who
//! has it. The rows follow what the features of `activity` are made from (`docs/COLLECTOR.md`, "Which answer proves which
//! feature"); areas that no feature stands for (recordings, performance, learning, coaching, knowledge, administration of
//! telephony and routing) have none on purpose. Looking at something leaves no trace of its own: a planner who only reads
//! schedules shows as one who plans or is scheduled, or not at all, which is why proposals name such permissions.

use seatwise_pricing::feature::{Feature, FeatureSet};

use Feature::{
    Admin, Callback, Chat, Copilot, Email, Journey, Message, Outbound, QualityEvaluated, QualityEvaluator, Sms, Social,
    SpeechAnalytics, Supervision, Voice, WfmPlanning, WfmSchedule, WorkAutomation,
};

/// A domain, or one entity of it, with the features that show its use.
struct Row {
    domain: &'static str,
    /// `*` = every entity that has no row of its own.
    entity: &'static str,
    features: &'static [Feature],
    /// Is it work on settings, so that a change is in the audit log, which is the feature `admin`?
    is_audited: bool,
}

const fn row(domain: &'static str, entity: &'static str, features: &'static [Feature], is_audited: bool) -> Row {
    Row { domain, entity, features, is_audited }
}

/// By domain. Wider is safer: each feature more is one more way to be in use.
#[rustfmt::skip]
const ROWS: &[Row] = &[
    row("assistants", "*", &[Copilot], true),
    row("billing", "staUpgrade", &[SpeechAnalytics], false),
    row("conversation", "barge", &[Supervision], false),
    row("conversation", "call", &[Voice, Callback, Outbound], false),
    row("conversation", "callback", &[Voice, Callback, Outbound], false),
    row("conversation", "chat", &[Chat, Message], false),
    row("conversation", "coach", &[Supervision], false),
    row("conversation", "email", &[Email], false),
    row("conversation", "message", &[Message, Sms, Social], false),
    row("conversation", "monitor", &[Supervision], false),
    row("conversation", "sms", &[Sms, Message], false),
    row("conversation", "webMessaging", &[Message, Chat], false),
    row("journey", "*", &[Journey], true),
    row("journeyManagement", "*", &[Journey], true),
    row("messaging", "*", &[Message, Sms, Social], true),
    row("outbound", "*", &[Outbound], true),
    row("quality", "*", &[QualityEvaluator, QualityEvaluated], true),
    row("routing", "email", &[Email], true),
    row("routing", "emailDomain", &[Email], true),
    row("routing", "message", &[Message, Sms, Social], true),
    row("routing", "transcriptionSettings", &[SpeechAnalytics], true),
    row("socialMedia", "*", &[Social], true),
    row("speechAndTextAnalytics", "*", &[SpeechAnalytics], true),
    row("wfm", "*", &[WfmPlanning, WfmSchedule], false),
    row("workitems", "*", &[WorkAutomation], true),
];

/// Actions that only look; every other one may change something.
const LOOKING: [&str; 2] = ["search", "view"];

/// The features of a permission, which may hold wildcards; `None` = nothing tells of its use.
pub fn features_of(permission: &str) -> Option<FeatureSet> {
    let mut parts = permission.split(':');
    let (domain, entity, action) = (parts.next()?, parts.next().unwrap_or("*"), parts.next().unwrap_or("*"));
    // The permission of an upgrade is `billing:user:staUpgrade`: what it is for stands last.
    let entity = if domain == "billing" { action } else { entity };
    let of_domain = || ROWS.iter().filter(|row| row.domain == domain);
    let whole = of_domain().find(|row| row.entity == "*");
    let rows: Vec<&Row> = match entity {
        // All of a domain is told of only where every entity is.
        "*" => whole.map(|_| of_domain().collect())?,
        _ => vec![of_domain().find(|row| row.entity == entity).or(whole)?],
    };
    let mut features: FeatureSet = rows.iter().flat_map(|row| row.features.iter().copied()).collect();
    if rows.iter().any(|row| row.is_audited) && !only_looks(permission) {
        features.insert(Admin);
    }
    Some(features)
}

/// Does the permission let nobody change anything, so that its use leaves no trace of its own?
pub fn only_looks(permission: &str) -> bool {
    permission.split(':').nth(2).is_some_and(|action| LOOKING.contains(&action))
}

/// Every row, for the documentation: domain, entity, features, and whether changes show as `admin`.
pub fn table() -> impl Iterator<Item = (&'static str, &'static str, &'static [Feature], bool)> {
    ROWS.iter().map(|row| (row.domain, row.entity, row.features, row.is_audited))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(permission: &str, expected: Option<&[Feature]>) {
        let expected = expected.map(|features| features.iter().copied().collect::<FeatureSet>());
        assert_eq!(features_of(permission), expected, "{permission}");
    }

    #[test]
    fn a_permission_is_shown_by_its_features_and_a_change_of_settings_by_audits_too() {
        check("quality:evaluation:view", Some(&[QualityEvaluator, QualityEvaluated]));
        check("quality:evaluationForm:edit", Some(&[QualityEvaluator, QualityEvaluated, Admin]));
        check("wfm:schedule:view", Some(&[WfmPlanning, WfmSchedule]));
        check("conversation:email:accept", Some(&[Email]));
        check("assistants:copilot:view", Some(&[Copilot]));
        check("billing:user:staUpgrade", Some(&[SpeechAnalytics]));
    }

    #[test]
    fn what_no_row_names_is_not_told_of() {
        check("recording:annotation:view", None);
        check("performance:scorecard:view", None);
        check("conversation:cobrowse:add", None);
        check("billing:user:hourlyInteracting", None);
        check("billing:subscription:view", None);
        check("*:*:*", None);
        check("nonsense", None);
    }

    #[test]
    fn a_wildcard_is_told_of_where_the_whole_domain_is() {
        check("quality:*:*", Some(&[QualityEvaluator, QualityEvaluated, Admin]));
        check("quality:*:view", Some(&[QualityEvaluator, QualityEvaluated]));
        check("wfm", Some(&[WfmPlanning, WfmSchedule]));
        check("conversation:*:*", None);
        check("conversation:email:*", Some(&[Email]));
        check("routing:*:view", None);
        check("billing:*:*", None);
    }

    #[test]
    fn rows_are_in_order_and_each_is_reached() {
        let keys: Vec<_> = ROWS.iter().map(|row| (row.domain, row.entity)).collect();
        let mut sorted = keys.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(keys, sorted);
    }
}
