//! Interactions of outbound campaigns; they count for their medium too.

use super::aggregates::Question;
use super::buckets::{Group, Metrics, Proof};
use super::conversations::PATH;
use crate::ingest::genesys::part::Part;

pub(super) const QUESTION: Question = Question {
    part: Part::Outbound,
    piece: "outbound",
    path: PATH,
    has_jobs: true,
    person: "userId",
    group_by: &[],
    metrics: &["nConnected", "tHandle"],
    exists: Some("outboundCampaignId"),
    proves,
};

fn proves(_group: &Group, metrics: &Metrics<'_>) -> Vec<Proof> {
    let (events, duration_ms) = (metrics.count("nConnected"), metrics.sum("tHandle"));
    vec![Proof { feature: "outbound".to_owned(), events, duration_ms }]
}
