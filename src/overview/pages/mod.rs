//! The sections of the overview. Sentences and tables are made here; what they say comes from the facts.
//!
//! Ids of figures, tables and columns are an interface: `docs/OVERVIEW.md` lists them.

mod advice;
mod basis;
mod products;
mod seats;
mod summary;
mod r#where;

use seatwise_reports::{
    render,
    report::{Report, Value},
};

use super::{facts::Overview, head::head, names::Names};
use crate::analysis::Analysis;

/// Rows of a long table that a page and a PDF show at first.
const SHOWN: usize = 40;

/// The overview of an analysis as a report.
pub fn report(analysis: &Analysis, facts: &Overview, names: &Names<'_>) -> Report {
    Report {
        headline: summary::headline(facts),
        sections: vec![
            summary::section(facts),
            summary::savings(facts),
            r#where::section(facts),
            advice::section(facts),
            products::section(facts),
            basis::findings(facts),
            basis::coverage(facts),
            basis::section(facts),
            seats::section(analysis, names),
        ],
        ..head(analysis, "overview", "Seats and costs".to_owned())
    }
}

/// The recommendations as CSV, in the order of the analysis: the columns of the report's file `recommendations.csv`.
pub fn recommendations_csv(analysis: &Analysis, facts: &Overview) -> Vec<u8> {
    let table = advice::table(facts, facts.recommendations.iter());
    render::csv::table(&head(analysis, "overview", String::new()), &table)
}

/// Lists stand in one cell.
fn list(items: &[String]) -> Value {
    if items.is_empty() { Value::Empty } else { Value::text(items.join("; ")) }
}

fn yes_no(flag: bool) -> Value {
    Value::text(if flag { "yes" } else { "no" })
}
