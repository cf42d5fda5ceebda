//! Suggestions that Agent Copilot made to a person.

use super::aggregates::Question;
use super::buckets::{Group, Metrics, Proof};
use crate::ingest::genesys::part::Part;

pub(super) const QUESTION: Question = Question {
    part: Part::Copilots,
    piece: "copilots",
    path: "/api/v2/analytics/agentcopilots/aggregates",
    has_jobs: false,
    person: "userId",
    group_by: &[],
    metrics: &["nDistinctSuggestions"],
    exists: None,
    proves,
};

fn proves(_group: &Group, metrics: &Metrics<'_>) -> Vec<Proof> {
    Proof::count("copilot", metrics.count("nDistinctSuggestions"))
}
