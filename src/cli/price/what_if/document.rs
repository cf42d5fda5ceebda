//! Before and after as JSON, schema `seatwise.what-if/1`, and as CSV: amounts are decimal strings, unknown is null or an empty
//! cell.

use rust_decimal::Decimal;
use seatwise_pricing::what_if::{Effect, LineMove};
use serde::Serialize;

use super::{Shown, text};
use crate::{cli::document::head::Head, error::Failure, overview::words::money};

#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    head: Head,
    period: Dates,
    changes: &'a [String],
    before: String,
    after: String,
    difference: String,
    by_cause: Vec<CauseDocument>,
    lines: Vec<LineDocument>,
    unknown: Vec<String>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct Dates {
    from: String,
    to: String,
}

#[derive(Serialize)]
struct CauseDocument {
    causes: Vec<&'static str>,
    amount: String,
}

#[derive(Serialize)]
struct LineDocument {
    id: String,
    by_hours: bool,
    before: Option<String>,
    after: Option<String>,
    effects: Vec<CauseDocument>,
}

/// The document, with a newline at its end.
pub(super) fn render(shown: &Shown<'_>) -> Result<String, Failure> {
    let Shown { analysis, explained, .. } = shown;
    let currency = analysis.tariff.currency();
    let cents = |amount: Decimal| money(amount, currency);
    let cause = |effect: &Effect| CauseDocument {
        causes: effect.causes.iter().map(|cause| cause.as_str()).collect(),
        amount: cents(effect.amount),
    };
    let line = |own: &LineMove| LineDocument {
        id: own.id.clone(),
        by_hours: own.by_hours,
        before: own.before.map(cents),
        after: own.after.map(cents),
        effects: own.effects.iter().map(cause).collect(),
    };
    let all = explained.by_cause().into_iter().map(|(causes, amount)| Effect { causes, amount });
    let document = Document {
        head: Head::of("seatwise.what-if/1", analysis),
        period: Dates { from: analysis.period.from.to_string(), to: analysis.period.to.to_string() },
        changes: &shown.asked,
        before: cents(explained.total_before),
        after: cents(explained.total_after),
        difference: cents(explained.difference()),
        by_cause: all.map(|effect| cause(&effect)).collect(),
        lines: explained.lines.iter().map(line).collect(),
        unknown: explained.unknown.clone(),
        notes: text::notes_of(shown),
    };
    let json = serde_json::to_string_pretty(&document).map_err(|error| Failure::internal(error.to_string()))?;
    Ok(json + "\n")
}

/// One row per line and cause; a line that nothing moved has one without a cause.
pub(super) fn csv(shown: &Shown<'_>) -> Result<Vec<u8>, Failure> {
    let failed = |error: csv::Error| Failure::internal(error.to_string());
    let currency = shown.analysis.tariff.currency();
    let cents = |amount: Decimal| money(amount, currency);
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(["line", "by_hours", "before", "after", "cause", "amount", "currency"]).map_err(failed)?;
    for own in &shown.explained.lines {
        let before = own.before.map(cents).unwrap_or_default();
        let after = own.after.map(cents).unwrap_or_default();
        let mut effects: Vec<(String, String)> =
            own.effects.iter().map(|effect| (text::words(&effect.causes), cents(effect.amount))).collect();
        if effects.is_empty() {
            effects.push((String::new(), String::new()));
        }
        for (cause, amount) in effects {
            let hours = own.by_hours.to_string();
            csv.write_record([&own.id, &hours, &before, &after, &cause, &amount, currency.code()]).map_err(failed)?;
        }
    }
    csv.into_inner().map_err(|error| Failure::internal(error.to_string()))
}
