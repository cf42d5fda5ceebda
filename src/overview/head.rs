//! What every report of an analysis says of itself: whose it is, of when, from which data.

use seatwise_reports::report::{Report, Sentence};

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
        as_of: instant(analysis.as_of),
        snapshot: analysis.snapshot.clone(),
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        headline: Sentence::default(),
        sections: Vec::new(),
    }
}
