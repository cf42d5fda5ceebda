//! Quality evaluations: who made them, and whose work they are of.

use super::aggregates::Question;
use super::buckets::{Group, Metrics, Proof};
use crate::ingest::genesys::part::Part;

pub(super) const EVALUATORS: Question = Question {
    part: Part::Evaluations,
    piece: "evaluators",
    path: "/api/v2/analytics/evaluations/aggregates",
    has_jobs: false,
    person: "evaluatorId",
    group_by: &[],
    metrics: &["nEvaluations"],
    exists: None,
    proves: by_evaluators,
};

pub(super) const AGENTS: Question = Question { piece: "evaluated", person: "userId", proves: of_agents, ..EVALUATORS };

fn by_evaluators(_group: &Group, metrics: &Metrics<'_>) -> Vec<Proof> {
    Proof::count("quality_evaluator", metrics.count("nEvaluations"))
}

fn of_agents(_group: &Group, metrics: &Metrics<'_>) -> Vec<Proof> {
    Proof::count("quality_evaluated", metrics.count("nEvaluations"))
}
