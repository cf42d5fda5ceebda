//! The store under everything that can happen to it.

mod content;
mod crash;
mod keeping;
mod within;

use std::path::Path;

use chrono::DateTime;

use super::{Draft, Snapshot, SnapshotError, SnapshotMeta, Store};
use crate::canonical::rows::{DAY, Micros, Row, RowSink, UserRow};

/// 2026-10-01T00:00:00Z.
pub(crate) const OCTOBER: Micros = 20_727 * DAY;

/// Meta of a snapshot taken so many days after 2026-10-01.
pub(crate) fn meta(day: i64) -> SnapshotMeta {
    let taken_at = DateTime::from_timestamp_micros(OCTOBER + day * DAY).expect("in range");
    let organization = Some("Northwind Traders".to_owned());
    SnapshotMeta { taken_at, organization, organization_id: None, source: "tests".to_owned() }
}

/// Pushes an organization: `people` persons with ids that begin with `prefix`, each with a license, 40 days of
/// activity and of presence.
pub(crate) fn fill(sink: &mut dyn RowSink, prefix: &str, people: i64) -> anyhow::Result<()> {
    for person in (0..people).rev() {
        let id = format!("{prefix}{person:04}");
        let user = UserRow {
            user_id: id.clone(),
            state: "active".to_owned(),
            name: Some("=A1, \"x\"\nÅ".to_owned()),
            ..UserRow::default()
        };
        sink.push(Row::User(user))?;
        sink.push(Row::License {
            user_id: &id,
            license_id: "cloudCX3",
            assigned_from: Some(OCTOBER + person),
            assigned_to: None,
        })?;
        for day in 0..40 {
            let start = OCTOBER + day * DAY;
            let (feature, events) = if day % 2 == 0 { ("voice", Some(day)) } else { ("chat", None) };
            let row = Row::Activity {
                user_id: &id,
                interval_start: start,
                interval_end: start + DAY,
                feature,
                events,
                duration_ms: Some(1),
            };
            sink.push(row)?;
            let end_at = (day < 39).then_some(start + DAY / 2 + 1);
            sink.push(Row::Presence { user_id: &id, start_at: start + DAY / 3, end_at })?;
        }
    }
    let quantity = "12.50".parse().expect("a decimal");
    let date = chrono::NaiveDate::from_ymd_opt(2026, 10, 2).expect("a day");
    sink.push(Row::ResourceUsage { date, resource: "ai_tokens", quantity })
}

/// A snapshot of [`fill`] in the store.
pub(crate) fn import(store: &Store, prefix: &str, people: i64, day: i64) -> Result<Snapshot, SnapshotError> {
    let mut draft: Draft = store.begin()?;
    fill(draft.stage(), prefix, people).expect("the stage takes rows");
    draft.commit(meta(day))
}

/// Names in the store's folder of unfinished work.
pub(crate) fn leftovers(root: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(root.join("tmp")).expect("the folder of unfinished work");
    entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
}
