//! A complete snapshot, in a store or for the time of one run.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Utc};
use polars::prelude::*;
use tempfile::TempDir;

use super::files::Durability;
use super::{Cancel, Manifest, SnapshotError, SnapshotMeta, Stage, draft};
use crate::canonical::Table;

/// A snapshot. Immutable; clones share it.
#[derive(Debug, Clone)]
pub struct Snapshot {
    dir: PathBuf,
    manifest: Arc<Manifest>,
    manifest_sha256: String,
    // A temporary snapshot's folder lives as long as its last clone.
    _temporary: Option<Arc<TempDir>>,
}

impl Snapshot {
    /// Opens a folder that holds a complete snapshot.
    ///
    /// # Errors
    /// [`SnapshotError::Io`] or [`SnapshotError::Manifest`] where there is no readable manifest.
    pub fn open(dir: &Path) -> Result<Snapshot, SnapshotError> {
        let (manifest, manifest_sha256) = Manifest::read(dir)?;
        Ok(Snapshot { dir: dir.to_path_buf(), manifest: Arc::new(manifest), manifest_sha256, _temporary: None })
    }

    /// A snapshot outside any store, gone with its last clone. `fill` puts the rows in.
    ///
    /// # Errors
    /// Those of `fill`, and those of writing.
    pub fn temporary<E: From<SnapshotError>>(
        cancel: Cancel,
        fill: impl FnOnce(&mut Stage) -> Result<TemporaryMeta, E>,
    ) -> Result<Snapshot, E> {
        let dir = TempDir::with_prefix("seatwise-").map_err(SnapshotError::io("create", &std::env::temp_dir()))?;
        let mut stage = Stage::new(dir.path(), Durability::Temporary, cancel);
        let meta = fill(&mut stage)?;
        let staged = stage.finish()?;
        let latest = staged.latest_evidence.and_then(DateTime::from_timestamp_micros);
        let taken_at = meta.taken_at.or(latest).unwrap_or(DateTime::UNIX_EPOCH);
        let organization = meta.organization;
        let known = SnapshotMeta { taken_at, organization, organization_id: None, source: meta.source };
        let mut manifest = draft::manifest_of(staged, known);
        manifest.sequence = 0;
        manifest.write(dir.path())?;
        let mut snapshot = Snapshot::open(dir.path())?;
        snapshot._temporary = Some(Arc::new(dir));
        Ok(snapshot)
    }

    /// What it holds and where it came from.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Its id.
    pub fn id(&self) -> &str {
        &self.manifest.id
    }

    /// Its folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// SHA-256 (hex) of its manifest, as the next manifest of the chain names it.
    pub fn manifest_sha256(&self) -> &str {
        &self.manifest_sha256
    }

    /// A plan over all rows of a table, with every canonical column; `activity` and `presence` have `user_ix` too
    /// and come sorted by month of the start, person, start and end. `None` = the table is not there.
    ///
    /// # Errors
    /// [`SnapshotError::Parquet`] where a file can't be opened.
    pub fn scan(&self, table: Table) -> Result<Option<LazyFrame>, SnapshotError> {
        let files = self.manifest.files.iter().filter(|file| file.table == table.name());
        self.scan_files(files.map(|file| file.path.as_str()))
    }

    /// The parts of a table, one file each, in order: relative paths with `/`. Empty = the table is not there.
    pub fn parts(&self, table: Table) -> Vec<&str> {
        self.manifest.files.iter().filter(|file| file.table == table.name()).map(|file| file.path.as_str()).collect()
    }

    /// A plan over one part, as [`Snapshot::parts`] names it.
    ///
    /// # Errors
    /// Those of [`Snapshot::scan`].
    pub fn scan_part(&self, part: &str) -> Result<LazyFrame, SnapshotError> {
        let plan = self.scan_files(std::iter::once(part))?;
        Ok(plan.expect("one path makes a plan"))
    }

    pub(crate) fn scan_files<'a>(
        &self,
        paths: impl Iterator<Item = &'a str>,
    ) -> Result<Option<LazyFrame>, SnapshotError> {
        let failed = |error| SnapshotError::parquet("read", &self.dir)(error);
        let paths = paths
            .map(|path| PlRefPath::try_from_pathbuf(self.dir.join(path)))
            .collect::<PolarsResult<Vec<_>>>()
            .map_err(failed)?;
        if paths.is_empty() {
            return Ok(None);
        }
        // File names are ours: no pattern in them stands for others.
        let args = ScanArgsParquet { glob: false, ..ScanArgsParquet::default() };
        LazyFrame::scan_parquet_files(paths.into(), args).map(Some).map_err(failed)
    }
}

/// What is known of a temporary snapshot beside its rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TemporaryMeta {
    /// The time that the tables show; `None` = the latest evidence in them, 1970-01-01 where there is none.
    pub taken_at: Option<DateTime<Utc>>,
    /// Name of the organization; `None` = not known.
    pub organization: Option<String>,
    /// Where the rows came from, in words.
    pub source: String,
}
