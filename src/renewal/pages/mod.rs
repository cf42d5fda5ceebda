//! The sections of the renewal report.

mod asks;
mod models;
mod optimum;
mod quantities;
mod scenarios;
mod summary;

use rust_decimal::Decimal;
use seatwise_pricing::commitment::Ratio;
use seatwise_reports::report::{Report, Value};

use super::{
    Renewal,
    cases::{Case, Cases},
    levers::{Lever, levers},
    roles,
};
use crate::overview::head::head;

/// What the sections are made from.
struct Facts<'a> {
    renewal: &'a Renewal<'a>,
    cases: Cases,
    levers: Vec<Lever>,
}

pub(super) fn report(renewal: &Renewal<'_>) -> Report {
    let cases = Cases::new(renewal);
    let facts = Facts { levers: levers(renewal, &cases), cases, renewal };
    let sections = [
        Some(summary::section(&facts)),
        Some(quantities::section(&facts)),
        Some(scenarios::section(&facts)),
        Some(optimum::section(&facts)),
        Some(models::section(&facts)),
        roles::section(renewal),
        renewal.tokens.map(|tokens| models::tokens(&facts, tokens)),
        Some(asks::section(&facts)),
        Some(asks::walk_away(&facts)),
        Some(asks::dates(&facts)),
    ];
    let title = format!("Renewal brief, {}", renewal.terms.renewal.format("%B %Y"));
    Report {
        headline: summary::headline(&facts),
        sections: sections.into_iter().flatten().collect(),
        period: renewal.covered(),
        ..head(renewal.analysis, "renewal", title)
    }
}

impl Facts<'_> {
    fn name(&self, id: &str) -> String {
        let tariff = &self.renewal.analysis.tariff;
        tariff.ix(id).map_or_else(|| id.to_owned(), |ix| tariff.product(ix).name.clone())
    }

    fn term(&self, case: &Case) -> Decimal {
        let terms = self.renewal.terms;
        case.term(terms, terms.uplift_percent, self.renewal.analysis.tariff.currency())
    }

    fn money(&self, ratio: Ratio) -> Value {
        Value::amount(ratio.rounded(self.renewal.analysis.tariff.currency().minor_units()))
    }

    fn months(&self) -> u64 {
        self.renewal.found.periods.len() as u64
    }
}
