//! What every report of an analysis says of itself: whose it is, of when, from which data.

use seatwise_reports::{
    report::{Report, Sentence, Value},
    says,
};

use crate::{analysis::Analysis, usage::spans::instant};

/// A report without a headline and without sections.
pub fn head(analysis: &Analysis, kind: &'static str, title: String) -> Report {
    let currency = analysis.tariff.currency();
    Report {
        kind,
        title,
        organization: analysis.organization.clone().unwrap_or_else(|| "Organization".to_owned()),
        currency: currency.code().to_owned(),
        minor_units: currency.minor_units(),
        period: (analysis.period.from, analysis.period.to),
        filed_on: analysis.period.from,
        as_of: instant(analysis.as_of),
        snapshot: analysis.snapshot.clone(),
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        headline: Sentence::default(),
        sections: Vec::new(),
    }
}

/// Where as-of lies within the period: what is billed is not yet what a month costs. `None` = the period is over.
pub fn running(analysis: &Analysis) -> Option<Sentence> {
    let before = analysis.period.from.pred_opt().filter(|_| !analysis.period_is_over())?;
    Some(says![
        "The period is not over: what is billed, the bill and the savings are those up to ",
        Value::Day(Some(instant(analysis.as_of).date_naive())),
        ", and a whole period may bill more. ",
        // One piece: a command is set apart as a whole.
        format!("`--as-of {before}T23:59:59Z` shows the last one that is over.")
    ])
}
