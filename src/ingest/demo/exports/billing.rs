//! The usage reports of the subscription page: billable usage, concurrent usage, resources usage.
//!
//! Their headers are not published word for word; the columns are those that the documentation describes
//! (<https://help.mypurecloud.com/articles/download-usage-reports>).

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::super::calendar::{END_DAY, MINUTE, midnight};
use super::style::{ExportStyle, Sheet};
use crate::canonical::rows::Micros;

/// Minutes of a day.
const MINUTES: usize = 1_440;

/// The files about billing.
pub(super) struct Billing {
    style: ExportStyle,
    billable: Sheet,
    concurrent: Sheet,
    resources: Sheet,
    /// Who came less who went, minute by minute from the first day on: room for the days, not for the people.
    changes: Vec<i32>,
}

impl Billing {
    pub(super) fn create(dir: &Path, style: ExportStyle) -> anyhow::Result<Self> {
        let days = (END_DAY - style.first_day()) as usize;
        let concurrent = ["Date", "Peak Concurrent Users", "Minutes at Peak"];
        Ok(Self {
            style,
            billable: Sheet::create(dir, "Billable Usage.csv", style, &["Charge name", "Entity", "Timestamp"])?,
            concurrent: Sheet::create(dir, "Concurrent Usage.csv", style, &concurrent)?,
            resources: Sheet::create(dir, "Resources Usage.csv", style, &["Date", "Resource", "Quantity"])?,
            changes: vec![0; days * MINUTES + 1],
        })
    }

    pub(super) fn write_billable(&mut self, charge: &str, entity: &str, at: Micros) -> anyhow::Result<()> {
        self.billable.row(&[charge, entity, &self.style.moment(at)])
    }

    pub(super) fn write_resource(&mut self, date: NaiveDate, resource: &str, quantity: Decimal) -> anyhow::Result<()> {
        if date.to_epoch_days() < self.style.first_day() {
            return Ok(());
        }
        let date = self.style.moment(midnight(date.to_epoch_days()));
        self.resources.row(&[date.as_str(), resource, &self.style.decimal(&quantity.normalize().to_string())])
    }

    /// Counts a person in every minute that the interval touches.
    pub(super) fn add_presence(&mut self, start: Micros, end: Micros) {
        let first = midnight(self.style.first_day());
        let last = self.changes.len() as i64 - 1;
        let minute = |at: Micros| ((at - first) / MINUTE).clamp(0, last) as usize;
        if end > first {
            self.changes[minute(start)] += 1;
            self.changes[minute(end - 1 + MINUTE)] -= 1;
        }
    }

    pub(super) fn finish(mut self) -> anyhow::Result<Vec<PathBuf>> {
        let mut present = 0;
        let counted = self.changes.iter().map(|change| {
            present += change;
            present
        });
        let counts: Vec<i32> = counted.collect();
        for (day, counts) in (self.style.first_day()..END_DAY).zip(counts.chunks(MINUTES)) {
            let peak = counts.iter().copied().max().unwrap_or_default();
            let minutes = counts.iter().filter(|count| **count == peak).count();
            let date = self.style.moment(midnight(day));
            self.concurrent.row(&[date, peak.to_string(), minutes.to_string()])?;
        }
        Ok(vec![self.billable.finish()?, self.concurrent.finish()?, self.resources.finish()?])
    }
}
