//! Small steps on files that must not be lost: write, sync, hash.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::mpsc;

use polars::prelude::*;
use sha2::{Digest, Sha256};

use super::SnapshotError;

/// Must what is written outlive a power cut?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Durability {
    /// Yes: every file and folder is synced before the next step.
    Synced,
    /// No: it is gone with the process anyway.
    Temporary,
}

/// Writes a whole file and syncs it to disk.
pub(crate) fn write_synced(path: &Path, bytes: &[u8]) -> Result<(), SnapshotError> {
    let mut file = File::create(path).map_err(SnapshotError::io("create", path))?;
    file.write_all(bytes).map_err(SnapshotError::io("write", path))?;
    file.sync_all().map_err(SnapshotError::io("sync", path))
}

/// Syncs a folder, so that names created or renamed in it outlive a power cut.
pub(crate) fn sync_dir(path: &Path) -> Result<(), SnapshotError> {
    File::open(path).and_then(|dir| dir.sync_all()).map_err(SnapshotError::io("sync", path))
}

/// SHA-256 of bytes, as 64 hex digits.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// SHA-256 of a file's bytes and their number.
pub(crate) fn sha256_of_file(path: &Path) -> Result<(String, u64), SnapshotError> {
    let mut file = File::open(path).map_err(SnapshotError::io("read", path))?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    let mut bytes = 0;
    loop {
        let read = match file.read(&mut buffer) {
            Ok(0) => return Ok((hex(&hasher.finalize()), bytes)),
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(SnapshotError::io("read", path)(error)),
        };
        hasher.update(&buffer[..read]);
        bytes += read as u64;
    }
}

/// Lower-case hex digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Runs a plan and hands its rows over in order, portion by portion, so that memory stays bounded.
///
/// # Errors
/// The first of `each`, which stops the plan; else the plan's own, through `failed`.
pub(crate) fn for_each_batch<E: Send + 'static>(
    plan: LazyFrame,
    failed: impl FnOnce(PolarsError) -> E,
    mut each: impl FnMut(DataFrame) -> Result<(), E>,
) -> Result<(), E> {
    let (sender, receiver) = mpsc::sync_channel::<DataFrame>(2);
    std::thread::scope(|scope| {
        let run = scope.spawn(move || {
            // A closed channel means that nobody wants more rows: true stops the plan.
            let callback = PlanCallback::new(move |frame: DataFrame| Ok(sender.send(frame).is_err()));
            plan.sink_batches(callback, true, None)?.collect_with_engine(Engine::Streaming).map(drop)
        });
        let mut outcome = Ok(());
        for frame in &receiver {
            outcome = each(frame);
            if outcome.is_err() {
                break;
            }
        }
        drop(receiver);
        let plan_outcome = run.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        outcome.and_then(|()| plan_outcome.map_err(failed))
    })
}
