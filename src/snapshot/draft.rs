//! A snapshot on its way into the store.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use tempfile::TempDir;

use super::files::Durability;
use super::stage::Staged;
use super::store::{self, Store};
use super::{Cancel, Manifest, Snapshot, SnapshotError, Stage, files, manifest};

/// What the importer knows about a snapshot beside its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotMeta {
    /// The time that the tables show.
    pub taken_at: DateTime<Utc>,
    /// Name of the organization; `None` = not known.
    pub organization: Option<String>,
    /// Genesys' id of the organization; `None` = not known.
    pub organization_id: Option<String>,
    /// Where the rows came from, in words: `tables`, `console exports`, `api`, `demo`.
    pub source: String,
}

/// A snapshot being written. Dropped without [`Draft::commit`], it leaves no trace.
pub struct Draft {
    store: Store,
    // Invariant: fields are dropped in this order; the folder goes before the lock that protects it.
    stage: Stage,
    dir: TempDir,
    lock: Lock,
}

/// The lock beside a draft's folder: held, and named, as long as the draft lives.
pub(crate) struct Lock {
    path: PathBuf,
    _held: File,
}

impl Lock {
    /// Creates and takes the lock of a folder.
    pub(crate) fn of(folder: &Path) -> Result<Lock, SnapshotError> {
        let path = store::lock_path(folder);
        let file = File::create(&path).map_err(SnapshotError::io("create", &path))?;
        file.lock().map_err(SnapshotError::io("lock", &path))?;
        Ok(Lock { path, _held: file })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Nobody to report to: a name that stays is swept when the store is opened next.
        let _ = store::remove(&self.path);
    }
}

impl Draft {
    pub(crate) fn new(store: Store, dir: TempDir, lock: Lock, cancel: Cancel) -> Draft {
        Draft { store, stage: Stage::new(dir.path(), Durability::Synced, cancel), dir, lock }
    }

    /// Where rows go in.
    pub fn stage(&mut self) -> &mut Stage {
        &mut self.stage
    }

    /// Makes the snapshot visible: complete, synced, with its place in the audit chain.
    ///
    /// Rows that are already in the store with the same `taken_at` are not stored twice: the snapshot that is
    /// there is returned.
    ///
    /// # Errors
    /// Those of sorting and writing; the store is as it was before.
    pub fn commit(self, meta: SnapshotMeta) -> Result<Snapshot, SnapshotError> {
        self.commit_with(|_| Ok(meta))
    }

    /// The same, with what is known only once all rows are there: `meta` is handed the latest evidence in them
    /// (`None` = no row proves any time).
    ///
    /// # Errors
    /// Those of [`Draft::commit`], and those of `meta`.
    pub fn commit_with<E: From<SnapshotError>>(
        self,
        meta: impl FnOnce(Option<DateTime<Utc>>) -> Result<SnapshotMeta, E>,
    ) -> Result<Snapshot, E> {
        let Draft { store, stage, dir, lock } = self;
        let committed = commit(&store, stage, dir.path(), meta);
        // The folder was renamed away, or has to go; the lock outlives it.
        drop(dir);
        drop(lock);
        committed
    }
}

fn commit<E: From<SnapshotError>>(
    store: &Store,
    stage: Stage,
    dir: &Path,
    meta: impl FnOnce(Option<DateTime<Utc>>) -> Result<SnapshotMeta, E>,
) -> Result<Snapshot, E> {
    let cancel = stage.cancel().clone();
    let staged = stage.finish()?;
    let meta = meta(staged.latest_evidence.and_then(DateTime::from_timestamp_micros))?;
    let manifest = manifest_of(staged, meta);
    Ok(publish(store, manifest, dir, &cancel)?)
}

/// Gives the staged folder its place in the chain and its name.
fn publish(store: &Store, mut manifest: Manifest, dir: &Path, cancel: &Cancel) -> Result<Snapshot, SnapshotError> {
    let _lock = store.lock()?;
    for digits in [8, 16, 64] {
        manifest.id = id(&manifest, digits);
        let existing = store.snapshots().join(&manifest.id);
        if !existing.exists() {
            break;
        }
        let existing = Snapshot::open(&existing)?;
        if existing.manifest().content_hash == manifest.content_hash {
            return Ok(existing);
        }
    }
    if let Some((sequence, hash)) = store.chain_end()? {
        (manifest.sequence, manifest.previous) = (sequence + 1, Some(hash));
    }
    manifest.write(dir)?;
    files::sync_dir(dir)?;
    if cancel.is_raised() {
        return Err(SnapshotError::Cancelled);
    }
    let target = store.snapshots().join(&manifest.id);
    fs::rename(dir, &target).map_err(SnapshotError::io("create", &target))?;
    files::sync_dir(&store.snapshots())?;
    Snapshot::open(&target)
}

/// The manifest of the first snapshot of a chain.
pub(crate) fn manifest_of(staged: Staged, meta: SnapshotMeta) -> Manifest {
    let mut manifest = Manifest {
        schema_version: manifest::SCHEMA_VERSION,
        id: String::new(),
        organization: meta.organization,
        organization_id: meta.organization_id,
        taken_at: meta.taken_at,
        source: meta.source,
        tool_version: env!("CARGO_PKG_VERSION").to_owned(),
        sequence: 1,
        previous: None,
        content_hash: staged.content_hash,
        latest_evidence_at: staged.latest_evidence.and_then(DateTime::from_timestamp_micros),
        files: staged.files,
        coverage: staged.coverage,
        notes: staged.notes,
    };
    manifest.id = id(&manifest, 8);
    manifest
}

/// Sorts by time; the same rows at the same time have the same id, whatever their order was.
fn id(manifest: &Manifest, digits: usize) -> String {
    format!("{}-{}", manifest.taken_at.format("%Y%m%dT%H%M%SZ"), &manifest.content_hash[..digits])
}
