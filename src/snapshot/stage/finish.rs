//! The end of staging: everything sorted, written, hashed and summed up.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use polars::prelude::*;

use super::super::files::Durability;
use super::super::{Cancel, Note, SnapshotError, files};
use super::months::Span;
use super::ranks::Ranks;
use super::totals::{Staged, Totals};
use super::{Stage, conform, intervals, text, write};
use crate::canonical::{Table, col};

impl Stage {
    /// Writes what is left, and says what was written.
    ///
    /// # Errors
    /// [`SnapshotError::MissingTable`], [`SnapshotError::Rows`] for a person that stands twice, I/O, cancellation.
    pub(crate) fn finish(mut self) -> Result<Staged, SnapshotError> {
        for table in Table::ALL.into_iter().filter(|table| table.spec().required) {
            if !self.tables.contains_key(&table) {
                return Err(SnapshotError::MissingTable { table: table.name() });
            }
        }
        let mut totals = Totals::default();
        totals.notes.append(&mut self.notes);
        let mut user_ix = HashMap::new();
        for (table, mut held) in std::mem::take(&mut self.tables) {
            self.check_cancel()?;
            held.flush(table)?;
            let (mut frame, empty) = intervals::without_empty(table, sorted(table, held.frames)?)?;
            self.empty_intervals.count(table, empty);
            if table == Table::Users {
                user_ix = row_numbers(&frame)?;
            }
            totals.add_frame(table, &frame)?;
            totals.files.push(write::parquet(
                &self.dir,
                format!("{}.parquet", table.name()),
                table.name(),
                &mut frame,
                self.durability,
            )?);
        }
        for table in [Table::Activity, Table::Presence] {
            self.finish_months(table, &user_ix, &mut totals)?;
        }
        totals.notes.extend(self.empty_intervals.notes());
        let spill = self.dir.join("spill");
        if spill.exists() {
            fs::remove_dir_all(&spill).map_err(SnapshotError::io("remove", &spill))?;
        }
        self.sync_dir(&self.dir)?;
        Ok(totals.into_staged())
    }

    fn finish_months(
        &mut self,
        table: Table,
        user_ix: &HashMap<String, u32>,
        totals: &mut Totals,
    ) -> Result<(), SnapshotError> {
        let slot = if table == Table::Activity { &mut self.activity } else { &mut self.presence };
        let Some(mut months) = slot.take() else { return Ok(()) };
        let folder = self.dir.join(table.name());
        fs::create_dir_all(&folder).map_err(SnapshotError::io("create", &folder))?;
        let ranks = Ranks::of(&self.people, &self.features, user_ix);
        let mut parts = months.months()?;
        let mut twice = 0;
        if parts.is_empty() {
            // A table without rows says that nothing happened; an absent table says that nothing is known.
            parts.push(("empty".to_owned(), 0));
        }
        for (month, rows) in parts {
            let mut spans = if rows == 0 { Vec::new() } else { months.take(&month, rows, &self.cancel)? };
            ranks.apply(&mut spans);
            sort(&mut spans, &self.cancel)?;
            spans.dedup();
            twice += rows - spans.len() as u64;
            totals.add_spans(table, &spans);
            let mut frame = ranks.frame(table, spans).map_err(rows_error(table))?;
            totals.sums.entry(table).or_default().add(table, &frame).map_err(rows_error(table))?;
            let path = format!("{}/{month}.parquet", table.name());
            totals.files.push(write::parquet(&self.dir, path, table.name(), &mut frame, self.durability)?);
        }
        if twice > 0 {
            totals.notes.push(Note {
                code: "rows-twice".to_owned(),
                subject: table.name().to_owned(),
                message: format!("{twice} rows stood twice in full and are used once"),
            });
        }
        self.sync_dir(&folder)
    }

    fn sync_dir(&self, folder: &Path) -> Result<(), SnapshotError> {
        match self.durability {
            Durability::Synced => files::sync_dir(folder),
            Durability::Temporary => Ok(()),
        }
    }
}

/// Sorts halves side by side; the stable sort then finds two runs and only merges them.
fn sort(spans: &mut [Span], cancel: &Cancel) -> Result<(), SnapshotError> {
    let (left, right) = spans.split_at_mut(spans.len() / 2);
    std::thread::scope(|scope| {
        scope.spawn(|| left.sort_unstable());
        right.sort_unstable();
    });
    spans.sort();
    if cancel.is_raised() { Err(SnapshotError::Cancelled) } else { Ok(()) }
}

/// One frame of all portions, sorted by all columns in their order: the same rows make the same bytes.
fn sorted(table: Table, frames: Vec<DataFrame>) -> Result<DataFrame, SnapshotError> {
    let mut all: Option<DataFrame> = None;
    for frame in frames {
        match &mut all {
            None => all = Some(frame),
            Some(all) => drop(all.vstack_mut_owned(frame).map_err(rows_error(table))?),
        }
    }
    let all = conform(table, &all.expect("a declared table has at least one frame"))?;
    let names: Vec<_> = table.spec().columns.iter().map(|column| column.name).collect();
    let mut all = all.sort(names, SortMultipleOptions::default()).map_err(rows_error(table))?;
    all.rechunk_mut();
    Ok(all)
}

/// Row number of every person. `users` is sorted by id, so who stands twice stands in neighboring rows.
fn row_numbers(users: &DataFrame) -> Result<HashMap<String, u32>, SnapshotError> {
    let ids = text(users, col::USER_ID).map_err(rows_error(Table::Users))?;
    let mut numbers = HashMap::with_capacity(ids.len());
    for (number, id) in (0..).zip(ids.iter().flatten()) {
        if numbers.insert(id.to_owned(), number).is_some() {
            let message = format!("user_id `{id}` stands twice; every person has one row");
            return Err(SnapshotError::Rows { table: Table::Users.name(), message });
        }
    }
    Ok(numbers)
}

/// Names the table in a failure of polars.
pub(super) fn rows_error(table: Table) -> impl FnOnce(PolarsError) -> SnapshotError {
    move |error| SnapshotError::Rows { table: table.name(), message: error.to_string() }
}
