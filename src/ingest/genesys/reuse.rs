//! Days that an earlier snapshot of the same organization holds for good.

use super::part::{PARTS, Part};
use super::parts::Cache;
use super::span::{Span, day_of};
use super::work::Base;
use crate::canonical::Table;
use crate::canonical::rows::{DAY, Micros};
use crate::snapshot::{Snapshot, SnapshotError, Store};

/// Days before the day of the snapshot less these are closed: late conversations have ended, evaluations are released
/// and audits are written.
pub const OPEN_DAYS: i64 = 2;

/// What is taken over, part by part.
#[derive(Default)]
pub struct Reuse {
    snapshot: Option<Snapshot>,
    closed_to: Micros,
    inferred: Cache,
}

impl Reuse {
    /// The same, with licenses of roles that were inferred earlier.
    pub fn with_inferred(self, inferred: Cache) -> Reuse {
        Reuse { inferred, ..self }
    }

    /// Licenses of roles that were inferred earlier.
    pub fn inferred(&self) -> &Cache {
        &self.inferred
    }

    /// The base of a pull that begins: the latest snapshot of the organization in the store.
    ///
    /// # Errors
    /// Those of reading the store.
    pub fn base(store: &Store, organization_id: &str) -> Result<Option<Base>, SnapshotError> {
        let is_ours = |snapshot: &Snapshot| snapshot.manifest().organization_id.as_deref() == Some(organization_id);
        let latest = store.list()?.into_iter().rev().find(is_ours);
        Ok(latest.map(|snapshot| Base {
            snapshot: snapshot.id().to_owned(),
            closed_to: day_of(snapshot.manifest().taken_at.timestamp_micros()) - OPEN_DAYS * DAY,
        }))
    }

    /// Opens the base that was settled at the start.
    ///
    /// # Errors
    /// The snapshot is gone.
    pub fn open(store: &Store, base: Option<&Base>) -> Result<Reuse, SnapshotError> {
        let Some(base) = base else { return Ok(Reuse::default()) };
        let snapshot = Some(store.get(&base.snapshot)?);
        Ok(Reuse { snapshot, closed_to: base.closed_to, inferred: Cache::default() })
    }

    /// The snapshot.
    pub fn snapshot(&self) -> Option<&Snapshot> {
        self.snapshot.as_ref()
    }

    /// The days of a part that the snapshot gives; `None` = none.
    pub fn span(&self, part: Part, wanted: Span) -> Option<Span> {
        let snapshot = self.snapshot.as_ref()?;
        let spec = part.spec();
        let covered = |table: Table, feature: Option<&str>| -> Option<Span> {
            let entries = snapshot.manifest().coverage.iter();
            let mut entries = entries
                .filter(|entry| entry.stated && entry.table == table.name() && entry.feature.as_deref() == feature);
            let entry = entries.next()?;
            // More than one row: there is a gap.
            if entries.next().is_some() {
                return None;
            }
            Some(Span { from: entry.from.timestamp_micros(), to: entry.to.timestamp_micros() })
        };
        let all: Option<Vec<Span>> = if part == Part::Presence {
            covered(Table::Presence, None).map(|span| vec![span])
        } else {
            spec.features.iter().map(|feature| covered(Table::Activity, Some(feature))).collect()
        };
        let all = all.filter(|all| !all.is_empty())?;
        let from = all.iter().map(|span| span.from).max()?.max(wanted.from);
        let to = all.iter().map(|span| span.to).min()?.min(self.closed_to).min(wanted.to);
        let span = Span { from: day_of(from + DAY - 1), to: day_of(to) };
        (!span.is_empty()).then_some(span)
    }

    /// The days of a part that it does not give.
    pub fn missing(&self, part: Part, wanted: Span) -> Vec<Span> {
        let Some(given) = self.span(part, wanted) else { return vec![wanted] };
        let pieces = [Span { from: wanted.from, to: given.from }, Span { from: given.to, to: wanted.to }];
        pieces.into_iter().filter(|piece| !piece.is_empty()).collect()
    }

    /// The part that a feature of `activity` belongs to; features that nobody names come with conversations.
    pub fn part_of(feature: &str) -> Part {
        let owner = PARTS.iter().find(|spec| spec.features.contains(&feature));
        owner.map_or(Part::Conversations, |spec| spec.part)
    }
}
