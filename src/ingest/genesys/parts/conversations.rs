//! Interactions of every medium, and supervision: one question for both.

use super::aggregates::Question;
use super::buckets::{Group, Metrics, Proof};
use crate::ingest::genesys::part::Part;

pub(super) const PATH: &str = "/api/v2/analytics/conversations/aggregates";

pub(super) const QUESTION: Question = Question {
    part: Part::Conversations,
    piece: "conversations",
    path: PATH,
    has_jobs: true,
    person: "userId",
    group_by: &["mediaType", "messageType"],
    metrics: &["nConnected", "tHandle", "tMonitoring", "tCoaching", "tBarging", "tScreenMonitoring", "nTakeover"],
    exists: None,
    proves,
};

const SUPERVISION: [&str; 4] = ["tMonitoring", "tCoaching", "tBarging", "tScreenMonitoring"];
const SOCIAL: [&str; 3] = ["facebook", "instagram", "twitter"];

fn proves(group: &Group, metrics: &Metrics<'_>) -> Vec<Proof> {
    let mut proofs = Vec::new();
    if let Some(feature) = feature(group) {
        proofs.push(Proof { feature, events: metrics.count("nConnected"), duration_ms: metrics.sum("tHandle") });
    }
    let events = SUPERVISION.iter().map(|name| metrics.count(name)).sum::<i64>() + metrics.count("nTakeover");
    let duration = SUPERVISION.iter().filter_map(|name| metrics.sum(name)).reduce(|all, more| all + more);
    proofs.push(Proof { feature: "supervision".to_owned(), events, duration_ms: duration });
    proofs
}

/// The feature that a medium is; media that nobody knows keep their own name.
fn feature(group: &Group) -> Option<String> {
    let value = |name: &str| group.get(name).cloned().flatten().map(|value| value.to_ascii_lowercase());
    let medium = value("mediaType").filter(|medium| !medium.is_empty())?;
    if medium != "message" {
        return Some(medium);
    }
    let kind = value("messageType").unwrap_or_default();
    Some(match kind.as_str() {
        "sms" => "sms".to_owned(),
        kind if SOCIAL.contains(&kind) || kind == "x" => "social".to_owned(),
        _ => "message".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::buckets::tests::rows;
    use super::*;

    const ANSWER: &str = r#"{"results":[
        {"group":{"userId":"u1","mediaType":"voice"},"data":[{"interval":"2026-09-01T00:00:00.000Z/2026-09-02T00:00:00.000Z",
          "metrics":[{"metric":"nConnected","stats":{"count":4}},{"metric":"tHandle","stats":{"count":4,"sum":1000.0}},
                     {"metric":"tMonitoring","stats":{"count":1,"sum":70}},{"metric":"nTakeover","stats":{"count":2}}]}]},
        {"group":{"userId":"u1","mediaType":"message","messageType":"webmessaging"},"data":[{"interval":"2026-09-01T00:00:00.000Z/2026-09-02T00:00:00.000Z",
          "metrics":[{"metric":"nConnected","stats":{"count":1}},{"metric":"tHandle","stats":{"sum":5}}]}]},
        {"group":{"userId":"u1","mediaType":"message","messageType":"whatsapp"},"data":[{"interval":"2026-09-01T00:00:00.000Z/2026-09-02T00:00:00.000Z",
          "metrics":[{"metric":"nConnected","stats":{"count":2}},{"metric":"tHandle","stats":{"sum":6}}]}]},
        {"group":{"userId":"u2","mediaType":"message","messageType":"sms"},"data":[{"interval":"2026-09-01T00:00:00.000Z/2026-09-02T00:00:00.000Z",
          "metrics":[{"metric":"nConnected","stats":{"count":3}}]}]},
        {"group":{"userId":"u2","mediaType":"message","messageType":"instagram"},"data":[{"interval":"2026-09-01T00:00:00.000Z/2026-09-02T00:00:00.000Z",
          "metrics":[{"metric":"nConnected","stats":{"count":3}}]}]},
        {"group":{"mediaType":"voice"},"data":[{"interval":"2026-09-01T00:00:00.000Z/2026-09-02T00:00:00.000Z",
          "metrics":[{"metric":"nConnected","stats":{"count":9}}]}]},
        {"group":{"userId":"u3","mediaType":"cobrowse"},"data":[{"interval":"2026-09-01T00:00:00.000Z/2026-09-02T00:00:00.000Z",
          "metrics":[{"metric":"nConnected","stats":{"count":0}}]},
          {"interval":"2026-09-02T00:00:00.000Z/2026-09-03T00:00:00.000Z","metrics":[{"metric":"nConnected","stats":{"count":1}}]}]}]}"#;

    #[test]
    fn media_become_features_and_supervision_is_counted_over_all() {
        let row = |user: &str, feature: &str, events, duration| (user.to_owned(), feature.to_owned(), events, duration);
        assert_eq!(
            rows(&QUESTION, ANSWER),
            [
                row("u1", "message", 3, Some(11)),
                row("u1", "supervision", 3, Some(70)),
                row("u1", "voice", 4, Some(1000)),
                row("u2", "sms", 3, None),
                row("u2", "social", 3, None),
            ]
        );
    }
}
