//! `billable_usage` → who billing names in the period, and for what.

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::*;

use crate::{
    canonical::col,
    usage::{
        people::{instants, texts},
        spans::Spans,
    },
};

/// The billable-usage report of the period.
#[derive(Debug, Clone, Default)]
pub struct BillableUsage {
    /// Does the table have a row in the period? Then it decides who counts.
    pub present: bool,
    /// Lower-case entity → charge names.
    pub charges: BTreeMap<String, BTreeSet<String>>,
}

impl BillableUsage {
    /// Reads the rows of the period that begin no later than as-of.
    ///
    /// # Errors
    /// Whatever polars reports while reading the file.
    pub fn read(table: Option<LazyFrame>, spans: &Spans) -> PolarsResult<BillableUsage> {
        let mut usage = BillableUsage::default();
        let Some(table) = table else { return Ok(usage) };
        let frame = table.collect()?;
        let at = instants(&frame, col::FIRST_SEEN_AT)?;
        let rows = texts(&frame, col::ENTITY)?.into_iter().zip(texts(&frame, col::CHARGE_NAME)?).zip(at);
        for ((entity, charge), at) in rows {
            let (Some(entity), Some(charge), Some(at)) = (entity, charge, at) else { continue };
            if at <= spans.as_of && spans.period.from <= at && at < spans.period.to {
                usage.present = true;
                usage.charges.entry(entity.to_lowercase()).or_default().insert(charge);
            }
        }
        Ok(usage)
    }
}
