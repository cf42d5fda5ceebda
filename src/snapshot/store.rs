//! The store: a folder of snapshots, safe for several processes at once and for one that dies at any point.
//!
//! `<root>/snapshots/<id>/` are complete snapshots. `<root>/tmp/<name>/` is one being written, and `<name>.lock`
//! beside it is locked by the process that writes it: a lock that can be taken belongs to nobody any more, and its
//! folder is removed when a store is opened next. `<root>/lock` is held for the moments in which such names are
//! made, removed or renamed.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::draft::Lock;
use super::{Cancel, Draft, Manifest, Snapshot, SnapshotError, files};

/// A store of snapshots.
#[derive(Debug, Clone)]
pub struct Store {
    root: PathBuf,
}

impl Store {
    /// Opens the store at `root`, creates it if absent, and removes what dead processes left half-written.
    ///
    /// # Errors
    /// [`SnapshotError::Io`] where the folder can't be created, written or locked.
    pub fn open(root: impl Into<PathBuf>) -> Result<Store, SnapshotError> {
        let store = Store { root: root.into() };
        for folder in [store.snapshots(), store.tmp()] {
            fs::create_dir_all(&folder).map_err(SnapshotError::io("create", &folder))?;
        }
        let _lock = store.lock()?;
        store.sweep()?;
        Ok(store)
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// All snapshots, the oldest `taken_at` first; of one time the one that came first.
    ///
    /// # Errors
    /// [`SnapshotError::Io`] and [`SnapshotError::Manifest`]: a snapshot that can't be read is not passed over.
    pub fn list(&self) -> Result<Vec<Snapshot>, SnapshotError> {
        let open = |id: String| Snapshot::open(&self.snapshots().join(id));
        let mut all = self.ids()?.into_iter().map(open).collect::<Result<Vec<_>, _>>()?;
        all.sort_by_key(age);
        Ok(all)
    }

    /// The snapshot with this id or with an id that begins so, or the one with the latest `taken_at` for `latest`; of one time
    /// the one that came last.
    ///
    /// # Errors
    /// [`SnapshotError::NotFound`], [`SnapshotError::Ambiguous`], and those of reading.
    pub fn get(&self, wanted: &str) -> Result<Snapshot, SnapshotError> {
        let ids = self.ids()?;
        let matching: Vec<&String> = match wanted {
            "latest" => match self.latest(&ids)? {
                Some(latest) => return Ok(latest),
                None => Vec::new(),
            },
            _ => match ids.iter().find(|id| *id == wanted) {
                Some(exact) => vec![exact],
                None => ids.iter().filter(|id| !wanted.is_empty() && id.starts_with(wanted)).collect(),
            },
        };
        match matching.as_slice() {
            [id] => Snapshot::open(&self.snapshots().join(id)),
            [] => Err(self.not_found(wanted, &ids)),
            many => {
                let ids = many.iter().map(|id| (*id).clone()).collect();
                Err(SnapshotError::Ambiguous { wanted: wanted.to_owned(), ids })
            }
        }
    }

    /// Of the snapshots of the latest second the one that came last.
    fn latest(&self, ids: &[String]) -> Result<Option<Snapshot>, SnapshotError> {
        let time = |id: &String| id.split('-').next().unwrap_or_default().to_owned();
        let last = ids.last().map(time);
        let of_that_time = ids.iter().filter(|id| Some(time(id)) == last);
        let open = of_that_time.map(|id| Snapshot::open(&self.snapshots().join(id)));
        Ok(open.collect::<Result<Vec<_>, _>>()?.into_iter().max_by_key(age))
    }

    /// Begins a snapshot; nothing of it is visible before [`Draft::commit`], and nothing is left without it.
    ///
    /// # Errors
    /// [`SnapshotError::Io`] where the folder can't be created or locked.
    pub fn begin(&self) -> Result<Draft, SnapshotError> {
        self.begin_with(Cancel::default())
    }

    /// Begins a snapshot whose staging stops when `cancel` is raised.
    ///
    /// # Errors
    /// Those of [`Store::begin`].
    pub fn begin_with(&self, cancel: Cancel) -> Result<Draft, SnapshotError> {
        let _lock = self.lock()?;
        let dir = tempfile::Builder::new()
            .prefix("draft-")
            .tempdir_in(self.tmp())
            .map_err(SnapshotError::io("create", &self.tmp()))?;
        let lock = Lock::of(dir.path())?;
        Ok(Draft::new(self.clone(), dir, lock, cancel))
    }

    /// Ids of all snapshots, sorted.
    pub(crate) fn ids(&self) -> Result<Vec<String>, SnapshotError> {
        let folder = self.snapshots();
        let mut ids = Vec::new();
        for entry in fs::read_dir(&folder).map_err(SnapshotError::io("read", &folder))? {
            let entry = entry.map_err(SnapshotError::io("read", &folder))?;
            let name = entry.file_name().to_string_lossy().into_owned();
            // Hidden names are those of file managers, never ours.
            if entry.path().is_dir() && !name.starts_with('.') {
                ids.push(name);
            }
        }
        ids.sort();
        Ok(ids)
    }

    /// The last link of the audit chain: its place and the hash of its manifest.
    pub(crate) fn chain_end(&self) -> Result<Option<(u64, String)>, SnapshotError> {
        let mut end = None;
        for id in self.ids()? {
            let (manifest, hash) = Manifest::read(&self.snapshots().join(id))?;
            end = end.max(Some((manifest.sequence, hash)));
        }
        Ok(end)
    }

    pub(crate) fn snapshots(&self) -> PathBuf {
        self.root.join("snapshots")
    }

    pub(crate) fn tmp(&self) -> PathBuf {
        self.root.join("tmp")
    }

    /// Waits for, and holds, the lock of the store until the file is dropped.
    pub(crate) fn lock(&self) -> Result<File, SnapshotError> {
        let path = self.root.join("lock");
        let mut options = File::options();
        let options = options.create(true).truncate(false).write(true);
        let file = options.open(&path).map_err(SnapshotError::io("create", &path))?;
        file.lock().map_err(SnapshotError::io("lock", &path))?;
        Ok(file)
    }

    /// Removes what nobody writes any more. The store's lock is held.
    fn sweep(&self) -> Result<(), SnapshotError> {
        let tmp = self.tmp();
        for entry in fs::read_dir(&tmp).map_err(SnapshotError::io("read", &tmp))? {
            let path = entry.map_err(SnapshotError::io("read", &tmp))?.path();
            let (folder, lock) = match path.extension() {
                Some(extension) if extension == "lock" => (path.with_extension(""), path),
                _ => (path.clone(), lock_path(&path)),
            };
            if !is_held(&lock)? {
                remove(&folder)?;
                remove(&lock)?;
            }
        }
        files::sync_dir(&tmp)
    }

    fn not_found(&self, wanted: &str, ids: &[String]) -> SnapshotError {
        let known = match ids {
            [] => {
                "the store is empty; `seatwise import` makes the first snapshot, `seatwise demo` shows one".to_owned()
            }
            ids => format!("there are {}: {}", ids.len(), ids[ids.len().saturating_sub(5)..].join(", ")),
        };
        SnapshotError::NotFound { wanted: wanted.to_owned(), store: self.root.clone(), known }
    }
}

/// The lock beside a folder in `tmp`.
pub(crate) fn lock_path(folder: &Path) -> PathBuf {
    let mut name = folder.as_os_str().to_owned();
    name.push(".lock");
    PathBuf::from(name)
}

/// Does a living process hold this lock?
fn is_held(lock: &Path) -> Result<bool, SnapshotError> {
    let file = match File::open(lock) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(SnapshotError::io("open", lock)(error)),
    };
    match file.try_lock() {
        Ok(()) => Ok(false),
        Err(TryLockError::WouldBlock) => Ok(true),
        Err(TryLockError::Error(error)) => Err(SnapshotError::io("lock", lock)(error)),
    }
}

/// Removes a file or a folder, if it is there.
pub(crate) fn remove(path: &Path) -> Result<(), SnapshotError> {
    let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    match removed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(SnapshotError::io("remove", path)(error)),
        _ => Ok(()),
    }
}

/// What second a snapshot shows, and its place among those that show it: sources differ in the digits behind the second.
fn age(snapshot: &Snapshot) -> (i64, u64) {
    (snapshot.manifest().taken_at.timestamp(), snapshot.manifest().sequence)
}
