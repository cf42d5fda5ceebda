//! Aggregates that count one feature: evaluations, transcripts, suggestions of the copilot, work items.

use super::metrics::{self, Ask, Point};
use super::{Call, Result};
use crate::clock::DAY;
use crate::organization::Feature;
use crate::server::answer::Answer;

/// `POST /analytics/evaluations/aggregates/query`: by evaluator, or by the person evaluated.
pub(super) fn evaluations(call: &Call<'_>) -> Result {
    let by_evaluator = call.body["groupBy"].as_array().into_iter().flatten().any(|name| name == "evaluatorId");
    let (person, feature) = match by_evaluator {
        true => ("evaluatorId", Feature::QualityEvaluator),
        false => ("userId", Feature::QualityEvaluated),
    };
    counts(call, person, feature, |events| [("nEvaluations", events), ("", 0)])
}

/// `POST /analytics/transcripts/aggregates/query`.
pub(super) fn transcripts(call: &Call<'_>) -> Result {
    counts(call, "userId", Feature::SpeechAnalytics, |events| [("nSpeechTextAnalyzedConversations", events), ("", 0)])
}

/// `POST /analytics/agentcopilots/aggregates/query`.
pub(super) fn copilots(call: &Call<'_>) -> Result {
    counts(call, "userId", Feature::Copilot, |events| [("nDistinctSuggestions", events), ("", 0)])
}

/// `POST /analytics/taskmanagement/aggregates/query`: events are started or change state, half and half.
pub(super) fn tasks(call: &Call<'_>) -> Result {
    counts(call, "userId", Feature::WorkAutomation, |events| {
        [("nWorkitemsAcdStarted", events.div_ceil(2)), ("nWorkitemsStatusChanged", events / 2)]
    })
}

/// Aggregates for which the organization's rows hold nothing.
pub(super) fn nothing(call: &Call<'_>) -> Result {
    Ask::read(call.organization(), call.body, "userId", &["mediaType", "messageType", "queueId"])?;
    Ok(Answer::text("{\"results\":[]}".to_owned()))
}

fn counts(
    call: &Call<'_>,
    person: &'static str,
    feature: Feature,
    metrics: impl Fn(u64) -> [(&'static str, u64); 2],
) -> Result {
    let organization = call.organization();
    let ask = Ask::read(organization, call.body, person, &[])?;
    let (from, to) = ask.days();
    let results = metrics::all(call, &ask, |user, into| {
        let id = organization.people.text(user);
        let rows = organization.activity(user, feature, from, to);
        if rows.is_empty() || !ask.passes(|dimension| (dimension == person).then_some(id)) {
            return;
        }
        for row in rows {
            let bucket = ask.bucket(row.day() * DAY);
            let wanted = metrics(row.events().unwrap_or(0)).into_iter();
            into.extend(wanted.filter(|(metric, count)| *count > 0 && ask.wants(metric)).map(|(metric, count)| {
                Point { media: 0, message: 0, bucket, metric, qualifier: "", count, sum: None }
            }));
        }
    })?;
    Ok(Answer::text(format!("{{\"results\":[{}]}}", results.json)))
}
