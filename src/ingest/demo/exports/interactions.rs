//! Interactions of the last days, one row each.

use std::path::{Path, PathBuf};

use super::super::calendar::{HOUR, midnight};
use super::agents::media_type;
use super::style::{ExportStyle, Sheet};
use super::{Account, Use};
use crate::canonical::rows::Micros;

/// The file of interactions.
pub(super) struct Interactions {
    style: ExportStyle,
    sheet: Sheet,
    /// Interactions written so far; makes their ids.
    count: u64,
    /// Name of the person before, who now and then hands an interaction over.
    colleague: String,
}

impl Interactions {
    pub(super) fn create(dir: &Path, style: ExportStyle) -> anyhow::Result<Self> {
        let header = "Full Export Completed,Partial Result Timestamp,Filters,Media Type,Users,Remote,Date,End Date,Duration,Direction,ANI,DNIS,Queue,Wrap-up,Flow,Conversation ID";
        let header: Vec<&str> = header.split(',').collect();
        let sheet = Sheet::create(dir, "Interactions 2026-11-01.csv", style, &header)?;
        Ok(Self { style, sheet, count: 0, colleague: String::new() })
    }

    pub(super) fn write(&mut self, account: &Account) -> anyhow::Result<()> {
        let from = self.style.first_interaction_day();
        for usage in account.activity.iter().filter(|usage| usage.day >= from) {
            if let Some(media) = media_type(usage.feature) {
                for event in 0..usage.events {
                    self.write_one(account, usage, media, event)?;
                }
            }
        }
        self.colleague = account.user.name.clone().unwrap_or_default();
        Ok(())
    }

    pub(super) fn finish(self) -> anyhow::Result<Vec<PathBuf>> {
        Ok(vec![self.sheet.finish()?])
    }

    /// Spread over the hours from 6 to 22; every 25th was handed over by a colleague, who stands first.
    fn write_one(&mut self, account: &Account, usage: &Use, media: &str, event: i64) -> anyhow::Result<()> {
        self.count += 1;
        let style = self.style;
        let start = midnight(usage.day) + 6 * HOUR + 15 * HOUR * event / usage.events;
        let each = usage.duration_ms / usage.events.max(1);
        let end: Micros = start + each * 1_000;
        let name = account.user.name.as_deref().unwrap_or_default();
        let handed_over = self.count.is_multiple_of(25) && !self.colleague.is_empty();
        let users = if handed_over { format!("{};{name}", self.colleague) } else { name.to_owned() };
        let spoken = matches!(media, "voice" | "callback");
        let caller = format!("tel:+1555{:07}", self.count % 10_000_000);
        let (ani, dnis) = if spoken { (caller.as_str(), "tel:+15550100000") } else { ("", "") };
        let direction = if self.count.is_multiple_of(9) { "Outbound" } else { "Inbound" };
        let department = account.user.department.as_deref().unwrap_or_default();
        let queue = format!("{department} {media}");
        let id = format!("{:08x}-0000-4000-8000-{:012x}", self.count, usage.day);
        let (start, end, duration) = (style.moment(start), style.moment(end), style.duration(each));
        self.sheet.row(&[
            "YES", "", "", media, &users, ani, &start, &end, &duration, direction, ani, dnis, &queue, "Resolved", "",
            &id,
        ])
    }
}
