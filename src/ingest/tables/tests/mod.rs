//! Folders of canonical tables: what is refused and in which words, and that what is accepted has the right values.

mod oracle;
mod sources;

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::TablesReport;
use crate::ingest::problem::Problems;
use crate::snapshot::{Cancel, Snapshot, SnapshotError, TemporaryMeta};

/// A folder with these files.
pub(crate) fn folder(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    for (name, content) in files {
        write(dir.path(), name, content.as_bytes());
    }
    dir
}

/// Writes a file, and the folders above it.
pub(crate) fn write(dir: &Path, name: &str, content: &[u8]) {
    let path = dir.join(name);
    fs::create_dir_all(path.parent().expect("in a folder")).expect("created");
    fs::write(path, content).expect("written");
}

/// Why a folder was not read.
#[derive(Debug)]
pub(crate) enum Refused {
    Problems(Problems),
    Stage(SnapshotError),
}

impl From<SnapshotError> for Refused {
    fn from(error: SnapshotError) -> Refused {
        Refused::Stage(error)
    }
}

/// Reads a folder into a temporary snapshot.
pub(crate) fn read(dir: &Path) -> Result<(Snapshot, TablesReport), Problems> {
    let mut report = None;
    let snapshot = Snapshot::temporary(Cancel::default(), |stage| {
        report = Some(super::stage(dir, stage).map_err(Refused::Problems)?);
        Ok::<_, Refused>(TemporaryMeta { source: "tables".to_owned(), ..TemporaryMeta::default() })
    });
    match snapshot {
        Ok(snapshot) => Ok((snapshot, report.expect("set before"))),
        Err(Refused::Problems(problems)) => Err(problems),
        Err(Refused::Stage(error)) => panic!("the stage takes what was accepted, but: {error}"),
    }
}

pub(crate) const USERS: &str = "user_id,email,name,state,last_login_at\n\
    u1,ann@northwind.example,Ann,active,2026-10-30T10:00:00Z\n\
    u2,bo@northwind.example,\"Bo, \"\"B\"\"\nXu\",inactive,\n";
pub(crate) const LICENSES: &str = "user_id,license_id,assigned_from\nu1,cloudCX3,\nu2,cloudCX1,2026-01-01T00:00:00Z\n";
