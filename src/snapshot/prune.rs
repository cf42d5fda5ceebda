//! Retention: snapshots that are too old, or too many, go.

use std::fs;

use chrono::{DateTime, Utc};

use super::{SnapshotError, Store, files};

/// Which snapshots go. A snapshot goes only if every condition that is set says so; without any, none goes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PruneOptions {
    /// Those taken before this instant.
    pub older_than: Option<DateTime<Utc>>,
    /// All but this many, the latest.
    pub keep: Option<usize>,
    /// Only say which; remove nothing.
    pub dry_run: bool,
}

/// What went, or would go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PruneReport {
    /// Ids, the oldest first.
    pub removed: Vec<String>,
    /// Their bytes.
    pub bytes: u64,
    /// Ids that stay, the oldest first.
    pub kept: Vec<String>,
}

impl Store {
    /// Removes snapshots; each is first renamed out of sight, so that none is ever half there.
    ///
    /// The audit chain then begins with a manifest whose `previous` names one that is gone.
    ///
    /// # Errors
    /// [`SnapshotError::Io`], after which the same call can be made again.
    pub fn prune(&self, options: PruneOptions) -> Result<PruneReport, SnapshotError> {
        let _lock = self.lock()?;
        let snapshots = self.list()?;
        let surplus = snapshots.len().saturating_sub(options.keep.unwrap_or(0));
        let mut report = PruneReport::default();
        for (place, snapshot) in snapshots.iter().enumerate() {
            let too_old = options.older_than.is_none_or(|instant| snapshot.manifest().taken_at < instant);
            let is_set = options.older_than.is_some() || options.keep.is_some();
            if !(is_set && too_old && place < surplus) {
                report.kept.push(snapshot.id().to_owned());
                continue;
            }
            if !options.dry_run {
                let gone = self.tmp().join(format!("pruned-{}", snapshot.id()));
                fs::rename(snapshot.dir(), &gone).map_err(SnapshotError::io("remove", snapshot.dir()))?;
                files::sync_dir(&self.snapshots())?;
                super::store::remove(&gone)?;
            }
            report.bytes += snapshot.manifest().files.iter().map(|file| file.bytes).sum::<u64>();
            report.removed.push(snapshot.id().to_owned());
        }
        Ok(report)
    }
}
