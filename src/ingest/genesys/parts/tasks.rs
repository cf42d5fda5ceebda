//! Work items that a person was given or moved on.

use super::aggregates::Question;
use super::buckets::{Group, Metrics, Proof};
use crate::ingest::genesys::part::Part;

pub(super) const QUESTION: Question = Question {
    part: Part::Tasks,
    piece: "tasks",
    path: "/api/v2/analytics/taskmanagement/aggregates",
    has_jobs: false,
    person: "userId",
    group_by: &[],
    metrics: &["nWorkitemsAcdStarted", "nWorkitemsStatusChanged"],
    exists: None,
    proves,
};

fn proves(_group: &Group, metrics: &Metrics<'_>) -> Vec<Proof> {
    Proof::count("work_automation", metrics.count("nWorkitemsAcdStarted") + metrics.count("nWorkitemsStatusChanged"))
}
