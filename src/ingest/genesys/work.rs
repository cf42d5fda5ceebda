//! The work folder of a pull that is not finished: every piece that is closed is a folder of its own.
//!
//! `<store>/pulls/<key>/start.json` says what is collected and as of when, `pieces/<name>/` holds the rows of a piece
//! and `about.json`. A piece is written in `beside/`, synced and renamed: it is complete or it is not there. The lock
//! beside the folder keeps two processes apart.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::client::ApiError;
use super::harvest::{About, Harvest};
use super::span::Span;
use crate::canonical::Table;
use crate::canonical::rows::Micros;
use crate::snapshot::{Durability, SnapshotError, remove, sync_dir, write_parquet, write_synced};

/// What was settled when the pull began; a pull that goes on keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Start {
    /// Version of this layout.
    pub version: u32,
    /// Id of the organization.
    pub organization_id: String,
    /// Name of the organization.
    pub organization: String,
    /// The server's time when the pull began.
    pub taken_at: Micros,
    /// The days that are collected.
    pub span: Span,
    /// The snapshot whose closed days are taken over.
    pub base: Option<Base>,
}

/// An earlier snapshot, and the first day that is not closed in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Base {
    /// Its id.
    pub snapshot: String,
    /// Days before this are closed.
    pub closed_to: Micros,
}

/// Version of the layout that this version writes and goes on with.
pub const VERSION: u32 = 1;

/// The work folder, held by this process.
pub struct Work {
    dir: PathBuf,
    lock_path: PathBuf,
    _lock: File,
}

impl Work {
    /// Takes the work folder of `key` in a store.
    ///
    /// # Errors
    /// [`ApiError::Local`]: it can't be made, or another process holds it.
    pub fn open(store: &Path, key: &str) -> Result<Work, ApiError> {
        let pulls = store.join("pulls");
        let (dir, lock_path) = (pulls.join(key), pulls.join(format!("{key}.lock")));
        fs::create_dir_all(&pulls).map_err(|error| failed("create", &pulls, &error))?;
        let lock = File::create(&lock_path).map_err(|error| failed("create", &lock_path, &error))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(ApiError::Local(format!(
                    "another process pulls the same organization into this store; it holds `{}`",
                    lock_path.display()
                )));
            }
            Err(TryLockError::Error(error)) => return Err(failed("lock", &lock_path, &error)),
        }
        let work = Work { dir, lock_path, _lock: lock };
        work.make_folders()?;
        Ok(work)
    }

    /// What was settled when the pull began; `None` = it begins now.
    ///
    /// # Errors
    /// [`ApiError::Local`] where the folder can't be read.
    pub fn start(&self) -> Result<Option<Start>, ApiError> {
        let path = self.dir.join("start.json");
        match fs::read(&path) {
            // A folder of another version is of no use to this one.
            Ok(bytes) => Ok(serde_json::from_slice(&bytes).ok().filter(|start: &Start| start.version == VERSION)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed("read", &path, &error)),
        }
    }

    /// Begins anew.
    ///
    /// # Errors
    /// [`ApiError::Local`] where the folder can't be written.
    pub fn begin(&self, start: &Start) -> Result<(), ApiError> {
        remove(&self.dir).map_err(local)?;
        self.make_folders()?;
        let json = serde_json::to_vec_pretty(start).map_err(|error| ApiError::Local(error.to_string()))?;
        let beside = self.beside().join("start.json");
        write_synced(&beside, &json).map_err(local)?;
        rename(&beside, &self.dir.join("start.json"))?;
        sync_dir(&self.dir).map_err(local)
    }

    /// What is said of a piece that is closed.
    ///
    /// # Errors
    /// [`ApiError::Local`] where it can't be read.
    pub fn closed(&self, piece: &str) -> Result<Option<About>, ApiError> {
        let path = self.pieces().join(piece).join("about.json");
        match fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes)
                .map(Some)
                .map_err(|error| ApiError::Local(format!("`{}` can't be read: {error}", path.display()))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed("read", &path, &error)),
        }
    }

    /// Closes a piece: from now on it is not asked again.
    ///
    /// # Errors
    /// [`ApiError::Local`] where it can't be written.
    pub fn close(&self, piece: &str, harvest: Harvest) -> Result<About, ApiError> {
        let beside = self.beside().join(piece);
        remove(&beside).map_err(local)?;
        fs::create_dir_all(&beside).map_err(|error| failed("create", &beside, &error))?;
        let (frames, about) = harvest.into_frames().map_err(|error| ApiError::Local(error.to_string()))?;
        for (table, mut frame) in frames {
            write_parquet(&beside.join(file_name(table)), &mut frame, Durability::Synced).map_err(local)?;
        }
        let json = serde_json::to_vec(&about).map_err(|error| ApiError::Local(error.to_string()))?;
        write_synced(&beside.join("about.json"), &json).map_err(local)?;
        sync_dir(&beside).map_err(local)?;
        rename(&beside, &self.pieces().join(piece))?;
        sync_dir(&self.pieces()).map_err(local)?;
        Ok(about)
    }

    /// Forgets a closed piece, so that it is asked again.
    ///
    /// # Errors
    /// [`ApiError::Local`] where it can't be removed.
    pub fn reopen(&self, piece: &str) -> Result<(), ApiError> {
        // Out of the way at once: half of a removed piece must not look closed.
        let (closed, beside) = (self.pieces().join(piece), self.beside().join(piece));
        remove(&beside).map_err(local)?;
        if closed.exists() {
            rename(&closed, &beside)?;
            remove(&beside).map_err(local)?;
        }
        sync_dir(&self.pieces()).map_err(local)
    }

    /// Names of all closed pieces, sorted.
    ///
    /// # Errors
    /// [`ApiError::Local`] where the folder can't be read.
    pub fn closed_pieces(&self) -> Result<Vec<String>, ApiError> {
        let pieces = self.pieces();
        let entries = fs::read_dir(&pieces).map_err(|error| failed("read", &pieces, &error))?;
        let names = entries.map(|entry| entry.map(|entry| entry.file_name().to_string_lossy().into_owned()));
        let mut names: Vec<String> =
            names.collect::<Result<_, _>>().map_err(|error| failed("read", &pieces, &error))?;
        names.sort();
        Ok(names)
    }

    /// The file with a piece's rows of a table; `None` = it has none.
    pub fn rows(&self, piece: &str, table: Table) -> Option<PathBuf> {
        let path = self.pieces().join(piece).join(file_name(table));
        path.exists().then_some(path)
    }

    /// The folder for raw answers.
    pub fn raw(&self) -> PathBuf {
        self.dir.join("raw")
    }

    /// Removes the folder: its snapshot is in the store.
    ///
    /// # Errors
    /// [`ApiError::Local`] where it can't be removed.
    pub fn finish(self) -> Result<(), ApiError> {
        remove(&self.dir).map_err(local)?;
        remove(&self.lock_path).map_err(local)
    }

    fn make_folders(&self) -> Result<(), ApiError> {
        remove(&self.beside()).map_err(local)?;
        for folder in [self.pieces(), self.beside()] {
            fs::create_dir_all(&folder).map_err(|error| failed("create", &folder, &error))?;
        }
        Ok(())
    }

    fn pieces(&self) -> PathBuf {
        self.dir.join("pieces")
    }

    fn beside(&self) -> PathBuf {
        self.dir.join("beside")
    }
}

fn file_name(table: Table) -> String {
    format!("{}.parquet", table.name())
}

fn rename(from: &Path, to: &Path) -> Result<(), ApiError> {
    fs::rename(from, to).map_err(|error| failed("create", to, &error))
}

fn failed(action: &str, path: &Path, error: &std::io::Error) -> ApiError {
    ApiError::Local(format!("cannot {action} `{}`: {error}", path.display()))
}

#[allow(clippy::needless_pass_by_value, reason = "made for map_err")]
fn local(error: SnapshotError) -> ApiError {
    ApiError::Local(error.to_string())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may fail by panicking")]
mod tests {
    use super::super::part::Part;
    use super::*;
    use crate::canonical::rows::{DAY, Row};

    const SPAN: Span = Span { from: 0, to: DAY };

    #[test]
    fn a_closed_piece_is_found_again_and_a_half_written_one_is_gone() {
        let store = tempfile::tempdir().unwrap();
        let work = Work::open(store.path(), "key").unwrap();
        let mut harvest = Harvest::of(Part::Groups, SPAN);
        harvest.push(Row::Group { group_id: "g", name: None, state: None, member_count: Some(2) });
        harvest.set_facts(&vec![1, 2]).unwrap();
        let about = work.close("groups", harvest).unwrap();
        fs::create_dir(work.beside().join("queues")).unwrap();
        drop(work);
        let work = Work::open(store.path(), "key").unwrap();
        assert_eq!(work.closed("groups").unwrap(), Some(about.clone()));
        assert_eq!(about.facts::<Vec<i32>>().unwrap(), [1, 2]);
        assert_eq!(work.closed_pieces().unwrap(), ["groups"]);
        assert!(work.rows("groups", Table::Groups).is_some());
        assert!(!work.beside().join("queues").exists());
        work.finish().unwrap();
        assert_eq!(fs::read_dir(store.path().join("pulls")).unwrap().count(), 0);
    }

    #[test]
    fn two_processes_do_not_share_a_work_folder() {
        let store = tempfile::tempdir().unwrap();
        let _work = Work::open(store.path(), "key").unwrap();
        assert!(matches!(Work::open(store.path(), "key"), Err(ApiError::Local(_))));
    }
}
