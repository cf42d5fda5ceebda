//! `manifest.json`: what a snapshot holds, where it came from, and how to prove that it is whole.

use std::path::Path;
use std::{fs, io};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{SnapshotError, files};

/// File name of the manifest in a snapshot's folder.
pub(crate) const FILE_NAME: &str = "manifest.json";
/// The schema version that this version writes and reads.
pub(crate) const SCHEMA_VERSION: u32 = 1;

/// A snapshot's manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Version of this layout: 1.
    pub schema_version: u32,
    /// Sorts by `taken_at`; ends with the first characters of `content_hash`.
    pub id: String,
    /// Name of the organization; null = not known.
    pub organization: Option<String>,
    /// Genesys' id of the organization; absent = not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<String>,
    /// The time that the tables show.
    pub taken_at: DateTime<Utc>,
    /// Where the rows came from, in words.
    pub source: String,
    /// Version of seatwise that wrote the snapshot.
    pub tool_version: String,
    /// Place in the store's audit chain, from 1; temporary snapshots have 0.
    pub sequence: u64,
    /// SHA-256 (hex) of the manifest before this one in the chain; null = the first, or a temporary one.
    pub previous: Option<String>,
    /// Hash of the rows, whatever their order, file format or extra columns (hex).
    pub content_hash: String,
    /// The latest thing that the rows prove: ends of intervals (less 1 µs), presence, logins, billable usage;
    /// null = no such row.
    pub latest_evidence_at: Option<DateTime<Utc>>,
    /// Every file but the manifest, ordered by path.
    pub files: Vec<FileEntry>,
    /// The time that tables cover, ordered by table and feature; a table without times is not listed.
    pub coverage: Vec<CoverageEntry>,
    /// Warnings and notes of the import, in the order in which they arose.
    pub notes: Vec<Note>,
}

/// One file of a snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Path within the snapshot, with `/`.
    pub path: String,
    /// Name of the table of which it holds rows.
    pub table: String,
    /// Rows in the file.
    pub rows: u64,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 of the bytes (hex).
    pub sha256: String,
}

/// The time that a table, or one feature of `activity`, covers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CoverageEntry {
    /// Name of the table.
    pub table: String,
    /// One feature of `activity`; null = the table as a whole.
    pub feature: Option<String>,
    /// Covered from, inclusive.
    pub from: DateTime<Utc>,
    /// Covered to, exclusive where `stated`, else the latest time in the rows.
    pub to: DateTime<Utc>,
    /// True: a row of table `coverage` says so. False: earliest and latest time of the table's own rows.
    pub stated: bool,
}

/// Something that whoever reads a report made from the snapshot has to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Stable, kebab-case.
    pub code: String,
    /// The file or table that it concerns.
    pub subject: String,
    /// In words.
    pub message: String,
}

impl Manifest {
    /// Rows of a table; `None` = the table is not there.
    pub fn rows(&self, table: &str) -> Option<u64> {
        let mut files = self.files.iter().filter(|file| file.table == table).peekable();
        files.peek().is_some().then(|| files.map(|file| file.rows).sum())
    }

    /// Writes the manifest into `dir` and syncs it.
    pub(crate) fn write(&self, dir: &Path) -> Result<(), SnapshotError> {
        let path = dir.join(FILE_NAME);
        let json = serde_json::to_vec_pretty(self)
            .map_err(|error| SnapshotError::io("write", &path)(io::Error::other(error)))?;
        files::write_synced(&path, &json)
    }

    /// Reads the manifest of `dir`, and the SHA-256 of its bytes.
    pub(crate) fn read(dir: &Path) -> Result<(Manifest, String), SnapshotError> {
        let path = dir.join(FILE_NAME);
        let bytes = fs::read(&path).map_err(SnapshotError::io("read", &path))?;
        let wrong = |message: String| SnapshotError::Manifest { path: path.clone(), message, expected: SCHEMA_VERSION };
        let version: SchemaVersion = serde_json::from_slice(&bytes).map_err(|error| wrong(error.to_string()))?;
        if version.schema_version != SCHEMA_VERSION {
            return Err(wrong(format!("it has schema version {}", version.schema_version)));
        }
        let manifest = serde_json::from_slice(&bytes).map_err(|error| wrong(error.to_string()))?;
        Ok((manifest, files::sha256_hex(&bytes)))
    }
}

/// Read first, so that a newer manifest is refused for its version and not for an unknown field.
#[derive(Deserialize)]
struct SchemaVersion {
    schema_version: u32,
}
