//! Aggregates by person against the API's own totals: a page that is lost shows here, and nowhere else.
//!
//! Only days that nothing changes any more are compared. Both sides count what has a person: interactions that no person
//! had are of no interest, and whether an answer by person holds them is not documented.

use std::collections::BTreeSet;

use serde_json::json;

use super::aggregates::Question;
use super::buckets::{Answer, Buckets, Totals};
use crate::ingest::genesys::client::{ApiError, Request};
use crate::ingest::genesys::context::Context;
use crate::ingest::genesys::harvest::Harvest;
use crate::ingest::genesys::part::Part;
use crate::ingest::genesys::span::{self, Span};

/// A count that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Difference {
    /// As `nConnected of voice`.
    what: String,
    by_person: i64,
    in_all: i64,
}

/// What differs between the answers by person and the total; nothing where no day is closed.
///
/// # Errors
/// Those of asking.
pub(super) async fn differing(
    context: &Context,
    question: &Question,
    buckets: &Buckets,
    checked: Span,
) -> Result<Vec<Difference>, ApiError> {
    if checked.is_empty() {
        return Ok(Vec::new());
    }
    let of = |dimension: &str| json!({ "dimension": dimension, "operator": "exists" });
    let predicates: Vec<_> = std::iter::once(question.person).chain(question.exists).map(of).collect();
    let filter = json!({ "type": "and", "predicates": predicates });
    let mut body = json!({ "interval": checked.iso(), "metrics": question.metrics, "filter": filter });
    if let Some(medium) = question.group_by.first() {
        body["groupBy"] = json!([medium]);
    }
    let request = Request::post(&format!("{}/query", question.path), &[], body);
    let answer: Answer = context.client.send(&request).await?;
    Ok(between(question, buckets.totals(), &answer.totals(question)))
}

fn between(question: &Question, by_person: &Totals, in_all: &Totals) -> Vec<Difference> {
    let media: BTreeSet<&String> = by_person.keys().chain(in_all.keys()).collect();
    let mut differing = Vec::new();
    for medium in media {
        for (number, metric) in question.metrics.iter().enumerate() {
            let of = |totals: &Totals| totals.get(medium).and_then(|counts| counts.get(number)).copied().unwrap_or(0);
            let (by_person, in_all) = (of(by_person), of(in_all));
            if by_person != in_all {
                let what = if medium.is_empty() { (*metric).to_owned() } else { format!("{metric} of {medium}") };
                differing.push(Difference { what, by_person, in_all });
            }
        }
    }
    differing
}

/// Says what differs. Where something is missing the month is not covered: its rows are true, their absence says nothing.
pub(super) fn tell(harvest: &mut Harvest, part: Part, month: Span, differing: &[Difference]) {
    if differing.is_empty() {
        return;
    }
    let is_short = differing.iter().any(|one| one.by_person < one.in_all);
    let each = differing.iter().map(|one| format!("{} {} by person, {} in all", one.what, one.by_person, one.in_all));
    let each = each.collect::<Vec<_>>().join("; ");
    let consequence = if is_short { "; the coverage of these days is missing" } else { "" };
    let (from, to) = (span::date(month.from), span::date(month.to));
    let message = format!("from {from} to before {to} the API's own total differs: {each}{consequence}");
    if is_short {
        harvest.about.covers.clear();
    }
    harvest.note("total-differs", part.spec().name, message);
}

#[cfg(test)]
mod tests {
    use super::super::conversations::QUESTION;
    use super::*;

    fn totals(counts: &[(&str, i64)]) -> Totals {
        counts.iter().map(|(medium, connected)| ((*medium).to_owned(), vec![*connected])).collect()
    }

    #[test]
    fn what_is_short_and_what_is_too_much_is_told_by_medium() {
        let differing =
            between(&QUESTION, &totals(&[("chat", 2), ("voice", 9)]), &totals(&[("email", 1), ("voice", 10)]));
        let what: Vec<_> = differing.iter().map(|one| (one.what.as_str(), one.by_person, one.in_all)).collect();
        assert_eq!(what, [("nConnected of chat", 2, 0), ("nConnected of email", 0, 1), ("nConnected of voice", 9, 10)]);
    }

    #[test]
    fn only_what_is_missing_takes_the_coverage() {
        let month = Span { from: 0, to: 86_400_000_000 };
        for (by_person, in_all, covers) in [(9, 10, 0), (10, 9, 8), (10, 10, 8)] {
            let mut harvest = Harvest::of(Part::Conversations, month);
            let differing = between(&QUESTION, &totals(&[("voice", by_person)]), &totals(&[("voice", in_all)]));
            tell(&mut harvest, Part::Conversations, month, &differing);
            assert_eq!((harvest.about.covers.len(), harvest.about.notes.len()), (covers, differing.len()));
        }
    }
}
