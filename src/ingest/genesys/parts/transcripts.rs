//! Interactions of a person that speech and text analytics analyzed.

use super::aggregates::Question;
use super::buckets::{Group, Metrics, Proof};
use crate::ingest::genesys::part::Part;

pub(super) const QUESTION: Question = Question {
    part: Part::Transcripts,
    piece: "transcripts",
    path: "/api/v2/analytics/transcripts/aggregates",
    has_jobs: false,
    person: "userId",
    group_by: &[],
    metrics: &["nSpeechTextAnalyzedConversations"],
    exists: None,
    proves,
};

fn proves(_group: &Group, metrics: &Metrics<'_>) -> Vec<Proof> {
    Proof::count("speech_analytics", metrics.count("nSpeechTextAnalyzedConversations"))
}
