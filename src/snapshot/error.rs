//! What can go wrong with a store or a snapshot, with the way out.

use std::io;
use std::path::{Path, PathBuf};

use polars::error::PolarsError;

/// A failure of the store or of a snapshot.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SnapshotError {
    /// The operating system refused.
    #[error("cannot {action} `{}`: {source}\nhint: {}", path.display(), remedy(source))]
    Io {
        /// What was tried, as an infinitive: `create`, `write`, `read`.
        action: &'static str,
        /// On which path.
        path: PathBuf,
        /// Why it failed.
        source: io::Error,
    },
    /// A Parquet file could not be read or written.
    #[error("cannot {action} `{}`: {message}\nhint: if the file stands in a stored snapshot, `seatwise snapshot verify` says whether it is damaged", path.display())]
    Parquet {
        /// What was tried.
        action: &'static str,
        /// On which path.
        path: PathBuf,
        /// What the reader or writer says.
        message: String,
    },
    /// No snapshot has this name.
    #[error("no snapshot `{wanted}` in `{}`\nhint: {known}", store.display())]
    NotFound {
        /// What was asked for.
        wanted: String,
        /// The store.
        store: PathBuf,
        /// What there is instead.
        known: String,
    },
    /// A prefix names several snapshots.
    #[error("`{wanted}` stands for {} snapshots: {}\nhint: use more characters of the id", ids.len(), ids.join(", "))]
    Ambiguous {
        /// The prefix.
        wanted: String,
        /// All that begin with it.
        ids: Vec<String>,
    },
    /// A manifest is not what this version writes.
    #[error("`{}` is not a manifest that this version reads: {message}\nhint: expected schema version {expected}; a newer seatwise may have written it", path.display())]
    Manifest {
        /// Its path.
        path: PathBuf,
        /// What is wrong.
        message: String,
        /// The schema version that this version reads and writes.
        expected: u32,
    },
    /// The rows handed in contradict the contract of their table.
    #[error("table `{table}`: {message}")]
    Rows {
        /// The table.
        table: &'static str,
        /// What is wrong, and the way out.
        message: String,
    },
    /// A required table was not handed in.
    #[error(
        "table `{table}` is missing\nhint: a snapshot needs `users` and `licenses`; hand them in even when they are empty"
    )]
    MissingTable {
        /// The table.
        table: &'static str,
    },
    /// The platform names no data directory.
    #[error(
        "no place for the store: this platform names no data directory\nhint: use `--store DIR` or set SEATWISE_STORE"
    )]
    NoPlace,
    /// An export would overwrite something.
    #[error("`{}` already exists and is not an empty folder\nhint: choose a folder that does not exist yet", .0.display())]
    Occupied(PathBuf),
    /// A stop was asked for.
    #[error("interrupted; nothing was kept")]
    Cancelled,
}

impl SnapshotError {
    /// Turns an operating system's refusal into an error that names action and path.
    pub(crate) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> SnapshotError {
        let path = path.to_path_buf();
        move |source| SnapshotError::Io { action, path, source }
    }

    /// Turns a failure of the Parquet reader or writer into an error that names action and path.
    pub(crate) fn parquet(action: &'static str, path: &Path) -> impl FnOnce(PolarsError) -> SnapshotError {
        let path = path.to_path_buf();
        move |error| match error {
            PolarsError::IO { error, .. } => {
                let source = io::Error::new(error.kind(), error.to_string());
                SnapshotError::Io { action, path, source }
            }
            other => SnapshotError::Parquet { action, path, message: other.to_string() },
        }
    }
}

fn remedy(source: &io::Error) -> &'static str {
    match source.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "free some space, or choose another store with `--store DIR` or SEATWISE_STORE; nothing half-written was kept"
        }
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "this account may not do that there; choose another store with `--store DIR` or SEATWISE_STORE"
        }
        io::ErrorKind::NotFound => "the path does not exist (any more)",
        _ => "nothing half-written was kept; the same command can be run again",
    }
}
