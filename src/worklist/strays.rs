//! Answers that belong to nothing that is recommended, or held back, today: what was advised is done or has become something
//! else, or the id is mistyped. They change nothing; without a word nobody would know.

use std::collections::HashSet;

use crate::{
    analysis::Analysis,
    answers::{Answer, Known},
    findings::id::recommendation_id,
    usage::spans::instant,
};

/// The latest answer to each such question, by recommendation and person.
pub(super) fn strays(analysis: &Analysis) -> Vec<&Answer> {
    let known = Known::new(&analysis.settings.answers, instant(analysis.as_of).date_naive());
    if known.is_empty() {
        return Vec::new();
    }
    let decisions = &analysis.decisions;
    let advised = decisions.recommendations.iter().map(|own| (own.user_ix, own.code, &own.from, &own.to));
    let held_back = decisions.kept.iter().chain(&decisions.forgone);
    let held_back = held_back.map(|own| (own.user_ix, own.code, &own.from, &own.to));
    let asked: HashSet<(String, &str)> = advised
        .chain(held_back)
        .map(|(user_ix, code, from, to)| {
            let user_id = analysis.people.list[user_ix].user_id.as_str();
            (recommendation_id(&analysis.tariff, code, user_id, from, to), user_id)
        })
        .collect();
    let mut strays: Vec<&Answer> = known.all().collect();
    strays.retain(|answer| !asked.contains(&(answer.recommendation.clone(), answer.user_id.as_str())));
    strays.sort_by(|a, b| (&a.recommendation, &a.user_id).cmp(&(&b.recommendation, &b.user_id)));
    strays
}
